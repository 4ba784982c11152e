"""Proxmox VE: sets and security groups, whose every line is of a known shape."""

import re
import subprocess
from dataclasses import replace
from shutil import which

import pytest

from portsref.exporters.families import NOTHING_IN_COMMON
from portsref.exporters.host.hosts import NOBODYS_ADDRESS
from portsref.exporters.host.matches import NO_AH_IN_IPV6
from portsref.exporters.host.proxmox import EXPORTER, NO_PORT_0
from portsref.exporters.left_out import LeftOut
from portsref.planning.pod_network import PodNetwork
from portsref.planning.rules import ANYWHERE
from portsref.ports import PortSet
from tests.exporters.host.reading import Line, differences, every_kind_of_rule, ranges, said_rules
from tests.exporters.hostile import hostile_rules
from tests.exporters.rule_sets import group, rule, rule_set

SECTION = re.compile(r"\[(IPSET|group) ([a-z][a-z0-9-]+)\](?: # (.*))?")
RULE = re.compile(
    r"IN ACCEPT(?: -source (\S+))?(?: -dest \+(\S+))? -p (\w+)(?: -dport ([0-9:,]+))? # (.+): .+"
)
ENTRY = re.compile(r"[0-9a-f:.]+(?:/[1-9][0-9]*)?")
NUMBERS = {"tcp": 6, "udp": 17, "sctp": 132, "icmp": 1, "icmpv6": 58}


def written(*rules, **what):
    return EXPORTER.export(rule_set(*rules, **what)).file.content.decode()


def sections(text):
    """The lines of each section, by its kind and name."""
    found = {}
    for line in text.splitlines():
        if match := SECTION.fullmatch(line):
            assert match.groups()[:2] not in found
            lines = found[match.groups()[:2]] = []
        elif line and line[0] != "#":
            lines.append(line)
    return found


def read(text, name):
    """What a security group lets pass, by an own reader."""
    parts = sections(text)
    sets = {name: ranges(*lines) for (kind, name), lines in parts.items() if kind == "IPSET"}
    found = []
    for line in parts["group", name]:
        source, destination, protocol, ports, _ = RULE.fullmatch(line).groups()
        port_set = PortSet.parse(ports.replace(":", "-")) if ports else None
        every = source and not source.startswith("+")
        found.append(
            Line(
                NUMBERS.get(protocol) or int(protocol),
                ranges(source) if every else sets[source[1:]] if source else (),
                sets[destination] if destination else (),
                port_set,
            )
        )
    return found


def test_every_line_is_of_a_known_shape(catalogue_rule_sets):
    hostile = rule_set(*hostile_rules(), *every_kind_of_rule())
    for rules in (hostile, *catalogue_rule_sets):
        text = EXPORTER.export(rules).file.content.decode()
        for (kind, name), lines in sections(text).items():
            assert len(name) <= (18 if kind == "group" else 64)
            for line in lines:
                assert (RULE if kind == "group" else ENTRY).fullmatch(line), line
                ports = re.findall(r"\d+", line.split(" # ")[0].partition("-dport")[2])
                assert len(ports) <= 15
        assert all(line.isprintable() for line in text.splitlines())


def test_every_set_that_a_rule_names_is_there_before_it(catalogue_rule_sets):
    for rules in catalogue_rule_sets:
        text = EXPORTER.export(rules).file.content.decode()
        named = set(re.findall(r"^IN .*?-(?:source|dest) \+(\S+)", text, re.MULTILINE))
        there = {name for kind, name in sections(text) if kind == "IPSET"}
        assert named <= there
        assert text.rindex("[IPSET") < text.index("[group")


def test_what_a_group_says_is_what_the_rules_say(catalogue_rule_sets):
    rules = rule_set(*every_kind_of_rule())
    for name in ("mine", "other"):
        mine = [each for each in said_rules("proxmox", rules) if each.destination.name == name]
        assert differences(read(written(*rules.rules), f"prf-{name}"), mine, name) == []
    for rules in catalogue_rule_sets:
        text = EXPORTER.export(rules).file.content.decode()
        said = said_rules("proxmox", rules)
        titles = dict(re.findall(r"^\[group (\S+)\] # (.*)$", text, re.MULTILINE))
        assert set(titles.values()) == {each.destination.name for each in said}
        for name, title in titles.items():
            mine = [each for each in said if each.destination.name == title]
            assert differences(read(text, name), mine, title) == []


def test_a_group_reads_like_this():
    both = group("both", "10.0.1.0/24", "2001:db8::1")
    mine = group("api", "10.0.0.1-10.0.0.3", "2001:db8:1::/64")
    text = written(
        rule("web", both, mine, ports="80,443,500-900"),
        rule("ipip", both, mine, ports="", protocol="IPIP"),
        rule("admins", ANYWHERE, mine, ports="22"),
    )
    assert (
        text[text.index("[IPSET") :].replace(": Example API. (example/api)\n", "\n")
        == """\
[IPSET portsref-both-v4] # both
10.0.1.0/24

[IPSET portsref-both-v6] # both
2001:db8::1

[IPSET portsref-api-v4] # api
10.0.0.1
10.0.0.2/31

[IPSET portsref-api-v6] # api
2001:db8:1::/64

[group prf-api] # api
IN ACCEPT -source +portsref-both-v4 -dest +portsref-api-v4 -p tcp -dport 80,443,500:900 # web
IN ACCEPT -source +portsref-both-v6 -dest +portsref-api-v6 -p tcp -dport 80,443,500:900 # web
IN ACCEPT -source +portsref-both-v4 -dest +portsref-api-v4 -p 4 # ipip
IN ACCEPT -dest +portsref-api-v4 -p tcp -dport 22 # admins
IN ACCEPT -dest +portsref-api-v6 -p tcp -dport 22 # admins

"""
    )


def test_guests_whose_addresses_nobody_knows_are_matched_by_none():
    text = written(
        rule("tcp", ANYWHERE, group("mine")),
        rule("ipip", ANYWHERE, group("mine"), ports="", protocol="IPIP"),
        rule("from", group("admins", "10.9.0.0/24"), group("mine")),
    )
    assert [line.split(" # ")[0] for line in sections(text)["group", "prf-mine"]] == [
        "IN ACCEPT -p tcp -dport 443",
        "IN ACCEPT -source 0.0.0.0/0 -p 4",
        "IN ACCEPT -source +portsref-admins-v4 -p tcp -dport 443",
    ]


def test_a_set_has_all_addresses_as_two_halves():
    text = written(rule("a", group("world", "0.0.0.0/0", "::/0")))
    assert sections(text)["IPSET", "portsref-world-v4"] == ["0.0.0.0/1", "128.0.0.0/1"]
    assert sections(text)["IPSET", "portsref-world-v6"] == ["::/1", "8000::/1"]


def test_names_that_are_too_long_or_alike_stay_apart():
    names = ("workers of the first row", "workers of the first row 2", "A b", "a-b", "工作")
    text = written(*(rule(name, destination=group(name, "10.0.0.1")) for name in names))
    found = [name for kind, name in sections(text) if kind == "group"]
    assert len(set(found)) == len(names)
    assert all(len(name) <= 18 for name in found)


def test_pods_have_a_group_for_those_whose_guests_they_are():
    pods = group("pods", "10.42.0.0/16")
    rules = replace(rule_set(rule("a", destination=pods)), networks=PodNetwork(pods=pods.addresses))
    assert ("group", "prf-pods") in sections(EXPORTER.export(rules).file.content.decode())


def test_what_cannot_be_said_is_left_out_with_the_reason():
    nobody = rule("nobody", group("nobody"))
    apart = rule("apart", group("six", "2001:db8::1"), group("four", "10.0.0.1"))
    header = rule("ah", ANYWHERE, group("six", "2001:db8::1"), "", protocol="AH")
    zero = rule("zero", ports="0")
    kept = [
        rule("ah4", group("a", "10.0.0.9"), ports="", protocol="AH"),
        rule("from-0", ports="0-9"),
    ]
    export = EXPORTER.export(rule_set(*kept, nobody, apart, header, zero))
    assert export.left_out == (
        LeftOut(nobody, NOBODYS_ADDRESS),
        LeftOut(apart, NOTHING_IN_COMMON),
        LeftOut(header, NO_AH_IN_IPV6),
        LeftOut(zero, NO_PORT_0),
    )
    assert "# - nobody: whoever connects has no addresses" in export.file.content.decode()


@pytest.mark.skipif(which("awk") is None, reason="awk is not installed")
def test_applying_it_twice_changes_nothing_and_it_can_be_taken_back(tmp_path):
    own = "[group web]\nIN ACCEPT -p tcp -dport 80\n[IPSET x]\n10.0.0.1\n"
    conf, file = tmp_path / "cluster.fw", tmp_path / "plan.fw"
    conf.write_text(own)
    file.write_text(written(rule("a")))
    lines = [line[6:] for line in file.read_text().splitlines() if line.startswith("#     ")]
    apply = [
        line.replace("/etc/pve/firewall/cluster.fw", str(conf)).replace("FILE", str(file))
        for line in lines[-2:]
    ]

    def run(*script):
        subprocess.run(["sh", "-ec", "\n".join(script)], cwd=tmp_path, check=True)  # noqa: S607
        return conf.read_text()

    once = run(*apply)
    assert sections(once).keys() > sections(file.read_text()).keys()
    assert run(*apply) == once
    assert run(apply[0], f"cp cluster.fw.new {conf}").startswith(own)
    assert "prf-" not in conf.read_text()
