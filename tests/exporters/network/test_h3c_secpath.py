"""Comware commands for H3C SecPath: each line has a shape and a view, a policy for each family."""

import re

from portsref.exporters.left_out import LeftOut
from portsref.exporters.network.ends import NO_ADDRESSES, ON_ONE_LINK
from portsref.exporters.network.h3c_secpath import EXPORTER, NO_SCTP, TAKE_BACK
from portsref.planning.rules import Endpoint
from portsref.ports import PortSet
from tests.exporters.network.meaning import (
    every_sample,
    meanings,
    of_family,
    parts_of,
    said_rules,
    sample_rules,
    shell,
    text_of,
)
from tests.exporters.network.views import settings_of, views_of
from tests.exporters.rule_sets import group, rule, rule_set

NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,30}"
SETTINGS = (
    "description", "source-zone", "destination-zone", "source-ip", "destination-ip", "service",
    "action",
)  # fmt: skip
NUMBERS = {"tcp": 6, "udp": 17, "icmp": 1, "icmpv6": 58}
FAMILIES = {"ip": 4, "ipv6": 6}


def address_of(line):
    match line.split(" ")[2:]:
        case "host", "address", host:
            return parts_of(host)
        case "range", first, last:
            return parts_of(f"{first}-{last}")
        case "subnet", network, length:
            return parts_of(f"{network}/{length}")


def service_of(lines):
    """Number and ports of the lines of a group of services."""
    texts = []
    for line in lines:
        shape = r"[0-9]+ service (\w+)(?: destination (?:eq ([0-9]+)|range ([0-9]+) ([0-9]+)))?"
        protocol, port, *ends = re.fullmatch(shape, line).groups()
        if protocol in ("tcp", "udp"):
            texts.append(port or "-".join(ends))
    return int(NUMBERS.get(protocol, protocol)), PortSet.parse(",".join(texts))


def read(text):
    """What the rules of a file mean, by the family of their policy and their name."""
    groups, services, meant = {4: {}, 6: {}}, {}, {}
    for head, lines in views_of(text, " rule name "):
        if found := re.fullmatch(f"object-group (ipv?6?) address ({NAME})", head):
            family = FAMILIES[found[1]]
            assert found[2] not in groups[4] | groups[6]
            assert re.fullmatch(r"description [^?]{1,127}", lines[0])
            assert [line.split(" ")[0] for line in lines[1:]] == list(
                map(str, range(len(lines) - 1))
            )
            groups[family][found[2]] = [address_of(line) for line in lines[1:]]
        elif found := re.fullmatch(f"object-group service ({NAME})", head):
            assert found[1] not in services | groups[4] | groups[6]
            services[found[1]] = service_of(lines)
        else:
            family = FAMILIES[head.removeprefix("security-policy ")]
            for name, settings in lines:
                said = settings_of(settings, SETTINGS)
                assert re.fullmatch(" rule name [A-Za-z0-9._-]{1,127}", name)
                assert (family, name) not in meant
                assert all(len(each.encode()) <= 127 for each in said["description"])
                assert said["action"] == ["pass"]
                ends = tuple(
                    of_family(
                        [
                            part
                            for each in said.get(f"{side}-ip", ())
                            for part in groups[family][each]
                        ],
                        family,
                    )
                    for side in ("source", "destination")
                )
                [service] = said["service"]
                meant[family, name] = *services[service], ends
    return meant


def test_what_a_file_means_is_what_the_rules_mean(catalogue_rule_sets):
    for rules in every_sample(catalogue_rule_sets):
        said = said_rules(EXPORTER, rules)
        meant = read(text_of(EXPORTER, rules))
        for family in (4, 6):
            assert [what for (policy, _), what in meant.items() if policy == family] == [
                (number, ports, flows[family])
                for number, ports, flows in meanings(said)
                if family in flows
            ]


def test_a_file_is_short_and_readable():
    nodes = group("节点", "10.0.1.0/24", "10.0.2.1-10.0.2.9", "2001:db8::/64", zone="Trust")
    api = group("api", "192.0.2.1", "2001:db8:1::1", zone="DMZ")
    rules = rule_set(rule("nodes-to-api", nodes, api, "443,6443-6445"))
    text = text_of(EXPORTER, rules)
    assert (
        text[text.index("#\nsystem-view") :]
        == """\
#
system-view
#
object-group ip address exa-e704-group-2410d860-v4
 description 节点
 0 network subnet 10.0.1.0 24
 1 network range 10.0.2.1 10.0.2.9
quit
#
object-group ipv6 address exa-e704-group-2410d860-v6
 description 节点
 0 network subnet 2001:db8:: 64
quit
#
object-group ip address exa-e704-api-v4
 description api
 0 network host address 192.0.2.1
quit
#
object-group ipv6 address exa-e704-api-v6
 description api
 0 network host address 2001:db8:1::1
quit
#
object-group service exa-e704-tcp-443_6443-6445
 0 service tcp destination eq 443
 1 service tcp destination range 6443 6445
quit
#
security-policy ip
 rule name exa-e704-nodes-to-api
  description Example API. (example/api)
  source-zone Trust
  source-ip exa-e704-group-2410d860-v4
  destination-zone DMZ
  destination-ip exa-e704-api-v4
  service exa-e704-tcp-443_6443-6445
  action pass
 quit
quit
#
security-policy ipv6
 rule name exa-e704-nodes-to-api
  description Example API. (example/api)
  source-zone Trust
  source-ip exa-e704-group-2410d860-v6
  destination-zone DMZ
  destination-ip exa-e704-api-v6
  service exa-e704-tcp-443_6443-6445
  action pass
 quit
quit
return
"""
    )


def test_what_cannot_be_said_is_left_out():
    rules = (
        rule("name", destination=Endpoint("registry", "outside")),
        rule("vrrp", destination=group("b", "224.0.0.18"), ports="", protocol="VRRP"),
        rule("sctp", protocol="SCTP"),
    )
    assert EXPORTER.export(rule_set(*rules)).left_out == (
        LeftOut(rules[0], NO_ADDRESSES),
        LeftOut(rules[1], ON_ONE_LINK),
        LeftOut(rules[2], NO_SCTP),
    )


def test_what_takes_a_file_back_undoes_rules_and_then_groups(tmp_path):
    text = text_of(EXPORTER, rule_set(*sample_rules()))
    (tmp_path / "FILE").write_text(text)
    views = views_of(text, " rule name ")
    expected = []
    for head, rules in views[-2:]:
        expected += [head, *(f" undo {name.strip()}" for name, _ in rules), "quit"]
    expected += [f"undo object-group {head.split(' ')[-1]}" for head, _ in views[:-2]]
    assert shell(TAKE_BACK, tmp_path).splitlines() == expected
    assert f"    {TAKE_BACK}\n" in text
