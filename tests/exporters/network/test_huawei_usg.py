"""VRP commands for Huawei USG: each line has a shape and a view, and they mean what rules mean."""

import re

from portsref.exporters.left_out import LeftOut
from portsref.exporters.network.ends import NO_ADDRESSES, ON_ONE_LINK
from portsref.exporters.network.huawei_usg import EXPORTER, TAKE_BACK
from portsref.exporters.network.objects import ONE_FAMILY_OF_ANY
from portsref.planning.rules import ANYWHERE, Endpoint
from portsref.ports import PortSet
from tests.exporters.network.meaning import (
    by_family,
    every_sample,
    meanings,
    parts_of,
    said_rules,
    sample_rules,
    shell,
    text_of,
)
from tests.exporters.network.views import settings_of, views_of
from tests.exporters.rule_sets import group, rule, rule_set

NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,62}"
SETTINGS = (
    "description", "source-zone", "destination-zone", "source-address address-set",
    "destination-address address-set", "service", "action",
)  # fmt: skip
NUMBERS = {"tcp": 6, "udp": 17, "sctp": 132, "icmp": 1, "icmpv6": 58}


def address_of(line):
    """The addresses of a line, whose number is not read."""
    values = line.split(" ")
    match values[2:]:
        case "range", first, last:
            return parts_of(f"{first}-{last}")
        case network, "mask", length:
            assert ":" not in network
            return parts_of(f"{network}/{length}")
        case network, length:
            assert ":" in network
            return parts_of(f"{network}/{length}")


def ports_of(lines):
    """Number and ports of the lines of a service set."""
    texts = []
    for line in lines:
        shape = r"service [0-9]+ protocol (\w+)(?: destination-port ([0-9 to]+))?"
        protocol, listed = re.fullmatch(shape, line).groups()
        assert (listed is not None) == (protocol in ("tcp", "udp", "sctp"))
        joined = (listed or "").replace(" to ", "-").split()
        assert len(joined) <= 64
        texts += joined
    return int(NUMBERS.get(protocol, protocol)), PortSet.parse(
        ",".join(texts)
    ) if texts else PortSet()


def read(text):
    """What the rules of a file mean; a name that no set has is an error."""
    addresses, services, taken = {}, {}, set()
    for head, lines in views_of(text, " rule name "):
        if found := re.fullmatch(f"ip address-set ({NAME}) type object", head):
            assert found[1] not in addresses
            assert re.fullmatch(r"description [^?]{1,127}", lines[0])
            assert [line.split(" ")[1] for line in lines[1:]] == list(
                map(str, range(len(lines) - 1))
            )
            addresses[found[1]] = [address_of(line) for line in lines[1:]]
        elif found := re.fullmatch(f"ip service-set ({NAME}) type object", head):
            assert found[1] not in services
            services[found[1]] = ports_of(lines)
        else:
            assert head == "security-policy"
            for name, settings in lines:
                said = settings_of(settings, SETTINGS)
                assert re.fullmatch(" rule name [A-Za-z0-9._-]{1,32}", name)
                assert name not in taken
                taken.add(name)
                assert all(len(each.encode()) <= 127 for each in said["description"])
                assert said["action"] == ["permit"]
                ends = (
                    [part for each in said.get(f"{side}-address address-set", ())
                     for part in addresses[each]]
                    for side in ("source", "destination")
                )  # fmt: skip
                [service] = said["service"]
                yield *services[service], by_family(*ends)


def test_what_a_file_means_is_what_the_rules_mean(catalogue_rule_sets):
    for rules in every_sample(catalogue_rule_sets):
        said = said_rules(EXPORTER, rules)
        assert list(read(text_of(EXPORTER, rules))) == list(meanings(said))


def test_a_file_is_short_and_readable():
    nodes = group("节点", "10.0.1.0/24", "10.0.2.1-10.0.2.9", "2001:db8::/64", zone="trust")
    api = group("api", "192.0.2.1", "2001:db8:1::1", zone="dmz")
    rules = rule_set(rule("nodes-to-api", nodes, api, "443,6443-6445"))
    text = text_of(EXPORTER, rules)
    assert (
        text[text.index("#\nsystem-view") :]
        == """\
#
system-view
#
ip address-set exampl-e704-group-2410d860-v4 type object
 description 节点
 address 0 10.0.1.0 mask 24
 address 1 range 10.0.2.1 10.0.2.9
quit
#
ip address-set exampl-e704-group-2410d860-v6 type object
 description 节点
 address 0 2001:db8:: 64
quit
#
ip address-set exampl-e704-api-v4 type object
 description api
 address 0 192.0.2.1 mask 32
quit
#
ip address-set exampl-e704-api-v6 type object
 description api
 address 0 2001:db8:1::1 128
quit
#
ip service-set exampl-e704-tcp-443_6443-6445 type object
 service 0 protocol tcp destination-port 443 6443 to 6445
quit
#
security-policy
 rule name exampl-e704-nodes-to-api
  description Example API. (example/api)
  source-zone trust
  source-address address-set exampl-e704-group-2410d860-v4
  source-address address-set exampl-e704-group-2410d860-v6
  destination-zone dmz
  destination-address address-set exampl-e704-api-v4
  destination-address address-set exampl-e704-api-v6
  service exampl-e704-tcp-443_6443-6445
  action permit
 quit
quit
return
"""
    )


def test_what_cannot_be_said_is_left_out():
    rules = (
        rule("name", destination=Endpoint("registry", "outside")),
        rule("vrrp", destination=group("b", "224.0.0.18"), ports="", protocol="VRRP"),
        rule("all", ANYWHERE, ANYWHERE, "", protocol="ICMP"),
    )
    assert EXPORTER.export(rule_set(*rules)).left_out == (
        LeftOut(rules[0], NO_ADDRESSES),
        LeftOut(rules[1], ON_ONE_LINK),
        LeftOut(rules[2], ONE_FAMILY_OF_ANY),
    )


def test_what_takes_a_file_back_undoes_rules_and_then_sets(tmp_path):
    text = text_of(EXPORTER, rule_set(*sample_rules()))
    (tmp_path / "FILE").write_text(text)
    views = views_of(text, " rule name ")
    rules = [head.strip() for head, _ in views[-1][1]]
    sets = [head.removesuffix(" type object") for head, _ in views[:-1]]
    assert shell(TAKE_BACK, tmp_path).splitlines() == [
        "security-policy",
        *(f" undo {rule}" for rule in rules),
        "quit",
        *(f"undo {each}" for each in sets),
    ]
    assert f"    {TAKE_BACK}\n" in text
