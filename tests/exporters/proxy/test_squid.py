"""Squid: what its own parser accepts lets through exactly what the rules say."""

import re
from dataclasses import replace
from ipaddress import ip_address, ip_network, summarize_address_range
from shutil import which

import pytest

from portsref.exporters.host.hosts import NOBODYS_ADDRESS
from portsref.exporters.proxy.names import MERGED
from portsref.exporters.proxy.squid import EXPORTER
from portsref.planning.choice import Choice
from portsref.planning.rules import Reason
from tests.exporters.judges import judge
from tests.exporters.proxy.samples import (
    NOBODY,
    REGISTRY,
    SERVERS,
    WORKERS,
    allowed,
    hostile_names,
    names_rule_set,
    outside,
    samples,
    some_rules,
)
from tests.exporters.rule_sets import cause, group, rule

needs_squid = pytest.mark.skipif(which("squid") is None, reason="squid is not installed")
PLACE = outside("Registry", *REGISTRY)
PROXY = group("proxy", "10.0.3.1")
BEHIND_PROXY = {
    "groups": [{"name": "proxy", "roles": ["load-balancer"]}],
    "outbound_proxy": {"group": "proxy", "ports": "3128"},
}


def text_of(rules):
    return EXPORTER.export(rules).file.content.decode()


def said_by_squid(folder, *texts):
    """What Squid complains of in a small configuration of ours that includes these files."""
    includes = []
    for number, text in enumerate(texts):
        file = folder / f"{number}.conf"
        file.write_text(text)
        includes.append(f"include {file}\n")
    main = folder / "squid.conf"
    main.write_text(
        "http_port 127.0.0.1:3128\nvisible_hostname proxy.example.com\n"
        f"{''.join(includes)}http_access deny all\n"
    )
    said = judge(which("squid"), "-k", "parse", "-f", str(main))
    wrong = [line for line in said.splitlines() if re.search("ERROR|FATAL|WARNING|Bungled", line)]
    return wrong or ([said] if "exit" in said.split(" ", 1)[0] else [])


@needs_squid
def test_squid_accepts_every_reference_plan(catalogue_rule_sets, tmp_path):
    assert said_by_squid(tmp_path, *map(text_of, catalogue_rule_sets)) == []


@needs_squid
def test_nothing_hostile_leaves_its_place(tmp_path):
    text = text_of(names_rule_set(*hostile_names()))
    assert said_by_squid(tmp_path, text) == []
    assert {line.split(" ")[0] for line in text.splitlines() if line} == {"#", "acl", "http_access"}


@needs_squid
def test_squid_refuses_what_is_wrong(tmp_path):
    assert said_by_squid(tmp_path, "acl portsref_to_x dstdomian -n example.com\n") != []
    assert said_by_squid(tmp_path, "http_access allow portsref_from_nobody\n") != []


def test_the_file_lets_through_what_the_rules_say_and_nothing_else():
    rules = some_rules()
    read = Read(text_of(names_rule_set(*rules)))
    assert [sample for sample in samples() if read.allows(*sample) != allowed(rules, *sample)] == []


def test_lists_stand_before_the_first_line_that_names_them():
    text = text_of(names_rule_set(*some_rules()))
    assert (
        text[text.index("\n\n# workers-images") :]
        == r"""

# workers-images: Example API. (example/api)
acl portsref_from_workers src 10.0.1.0/24 10.9.0.1-10.9.0.9 2001:db8:1::/64
acl portsref_to_registry dstdom_regex -n -i ^registry\.example\.com$
acl portsref_to_registry dstdom_regex -n -i \.storage\.example\.net$
acl portsref_ports_443 port 443
http_access allow portsref_from_workers portsref_to_registry portsref_ports_443

# servers-images: Example API. (example/api)
acl portsref_from_control-plane src 10.0.0.1
http_access allow portsref_from_control-plane portsref_to_registry portsref_ports_443

# workers-git: Git. (argo-cd/git)
acl portsref_to_git dstdomain -n .example.org
acl portsref_ports_80_443 port 80 443
http_access allow portsref_from_workers portsref_to_git portsref_ports_80_443
"""
    )


def test_behind_the_proxy_of_the_plan_those_may_who_reach_it_for_the_same_need():
    text = text_of(behind_proxy(via("a/images", WORKERS), via("b/git", SERVERS), to="a/images"))
    assert "http_access allow portsref_from_workers portsref_to_registry" in text
    assert "10.0.3.1" not in text
    assert "portsref_from_control-plane" not in text


def test_a_rule_of_the_proxy_that_nobody_reaches_it_for_is_left_out():
    export = EXPORTER.export(behind_proxy(via("b/git", SERVERS), to="a/images"))
    assert [item.why for item in export.left_out] == [NOBODYS_ADDRESS]
    assert "http_access allow p" not in export.file.content.decode()


def test_merged_rules_behind_a_proxy_do_not_give_one_client_the_ports_of_another():
    to_proxy = (via("a/images", WORKERS), via("b/git", SERVERS))
    rules = behind_proxy(*to_proxy, to="a/images", and_to="b/git")
    assert [item.why for item in EXPORTER.export(rules, Choice(merge=True)).left_out] == [MERGED]
    assert EXPORTER.export(rules).left_out == ()


def test_who_has_no_addresses_is_left_out():
    export = EXPORTER.export(names_rule_set(rule(source=NOBODY, destination=PLACE)))
    assert [item.why for item in export.left_out] == [NOBODYS_ADDRESS]


def test_places_with_one_name_but_other_names_in_the_dns_stay_two():
    one, two = outside("Registry", "a.example.com"), outside("Registry", "b.example.com")
    text = text_of(names_rule_set(rule("one", destination=one), rule("two", destination=two)))
    assert "acl portsref_to_registry dstdomain -n a.example.com\n" in text
    assert "acl portsref_to_registry_2 dstdomain -n b.example.com\n" in text


def by_proxy(listener):
    reason = Reason(product="example", through="outbound-proxy")
    return (cause(listener, reason=reason),)


def via(listener, source):
    return rule(f"{source.name}-{listener}", source, PROXY, "3128", causes=by_proxy(listener))


def behind_proxy(*to_proxy, to, and_to=None):
    outbound = [rule("out", PROXY, PLACE, causes=by_proxy(to))]
    if and_to:
        outbound.append(rule("out-2", PROXY, PLACE, ports="80", causes=by_proxy(and_to)))
    return replace(names_rule_set(*outbound, **BEHIND_PROXY), rules=to_proxy)


class Read:
    """The lists and lines of a file, asked as Squid does: the first line that fits decides."""

    def __init__(self, text):
        self.lists, self.lines = {}, []
        for line in text.splitlines():
            word, *rest = line.split(" ") if line else ("#",)
            if word == "acl":
                name, kind, *values = rest
                self.lists.setdefault(name, []).append((kind, values))
            elif word == "http_access":
                assert rest[0] == "allow"
                self.lines.append(rest[1:])

    def allows(self, host, name, port):
        asked = {"src": ip_address(host), "port": port, "name": name}
        return any(all(self._fits(one, asked) for one in line) for line in self.lines)

    def _fits(self, name, asked):
        return any(
            _fits(kind, value, asked)
            for kind, values in self.lists[name]
            for value in values
            if not value.startswith("-")
        )


def _fits(kind, value, asked):
    if kind == "src":
        return any(asked["src"] in network for network in _networks(value))
    if kind == "port":
        first, _, last = value.partition("-")
        return int(first) <= asked["port"] <= int(last or first)
    if kind == "dstdomain":
        is_below = value.startswith(".") and asked["name"].endswith(value)
        return is_below or asked["name"] == value.removeprefix(".")
    return re.search(value, asked["name"], re.IGNORECASE) is not None


def _networks(text):
    if "-" not in text:
        return [ip_network(text)]
    return list(summarize_address_range(*map(ip_address, text.split("-"))))
