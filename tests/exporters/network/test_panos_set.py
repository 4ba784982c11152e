"""PAN-OS set commands: each line has one of five shapes, and they mean what the rules mean."""

import re

from portsref.exporters.base import cannot_say
from portsref.exporters.left_out import LeftOut
from portsref.exporters.network.ends import NO_ADDRESSES, ON_ONE_LINK
from portsref.exporters.network.objects import ONE_FAMILY_OF_ANY, PORT_ZERO
from portsref.exporters.network.panos_set import EXPORTER, TAKE_BACK
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
    with_settings,
)
from tests.exporters.rule_sets import group, rule, rule_set

NAME = "[a-z0-9][a-zA-Z0-9._-]{0,62}"
LIST = rf"(?:any|{NAME}|\[ {NAME}(?: {NAME})* \])"
TEXT = r'"([^"\\?\n]{0,255})"'
SHAPES = {
    "tag": rf"set tag {NAME} comments {TEXT}",
    "address": rf"set address ({NAME}) (ip-netmask|ip-range) ([0-9a-f.:/-]+)",
    "group": rf"set address-group ({NAME}) static \[ ([^]]+) \] description {TEXT}",
    "service": rf"set service ({NAME}) protocol (tcp|udp) port ([0-9,-]{{1,1023}})",
    "rule": (
        rf"set rulebase security rules ({NAME}) from [\w.-]{{1,31}} source ({LIST})"
        rf" to [\w.-]{{1,31}} destination ({LIST}) application ({LIST}) service ({LIST})"
        rf" action allow tag {NAME}"
    ),
    "text": rf"set rulebase security rules ({NAME}) description {TEXT}",
}
NUMBERS = {
    ("icmp", "ping"): 1, ("ipv6-icmp", "ping6"): 58, ("ipsec-esp",): 50, ("ipsec-ah",): 51,
    ("gre",): 47, ("ip-in-ip",): 4, ("vrrp",): 112, ("tcp",): 6, ("udp",): 17,
}  # fmt: skip


def listed(text):
    """The names of a list, none of `any`."""
    return () if text == "any" else tuple(text.strip("[] ").split())


def lines_of(text):
    """Each command by its shape; a line without a shape is an error."""
    for line in text.splitlines():
        if line and not line.startswith("#"):
            [(kind, found)] = [
                (kind, found)
                for kind, shape in SHAPES.items()
                if (found := re.fullmatch(shape, line))
            ]
            yield kind, found.groups()


def read(text):
    """What the rules of a file mean; a name that was not defined before is an error."""
    addresses, groups, services, names = {}, {}, {}, set()
    for kind, values in lines_of(text):
        match kind, values:
            case "address", (name, how, value):
                assert how == ("ip-range" if "-" in value else "ip-netmask")
                assert name not in addresses
                addresses[name] = parts_of(value)
            case "group", (name, members, _):
                assert name not in groups | addresses
                groups[name] = [addresses[member] for member in members.split()]
            case "service", (name, protocol, ports):
                assert name not in services
                services[name] = protocol, PortSet.parse(ports)
            case "rule", (name, source, destination, applications, what):
                assert name not in names
                names.add(name)
                ends = ([part for each in listed(end) for part in groups[each]]
                        for end in (source, destination))  # fmt: skip
                parts = [services[each] for each in listed(what)]
                protocols = {protocol for protocol, _ in parts} or listed(applications)
                ports = PortSet()
                for _, some in parts:
                    ports |= some
                yield NUMBERS[tuple(protocols)], ports, by_family(*ends)


def test_what_a_file_means_is_what_the_rules_mean(catalogue_rule_sets):
    for rules in every_sample(catalogue_rule_sets):
        said = said_rules(EXPORTER, rules)
        assert list(read(text_of(EXPORTER, rules))) == list(meanings(said))


def test_a_file_is_short_and_readable():
    nodes = group("Nodes", "10.0.1.0/24", "10.0.2.1-10.0.2.9", zone="core")
    rules = rule_set(
        rule("nodes-to-api", nodes),
        rule("any", ANYWHERE, group("dns", "192.0.2.53", "2001:db8::53"), "53", protocol="UDP"),
        rule("ping", nodes, ports="", protocol="ICMP"),
    )
    text = text_of(EXPORTER, rules)
    assert (
        text[text.index("\nset") + 1 :]
        == """\
set tag example-e704 comments "Example plan"

set address example-e704-10.0.1.0_24 ip-netmask 10.0.1.0/24
set address example-e704-10.0.2.1_10.0.2.9 ip-range 10.0.2.1-10.0.2.9
set address example-e704-10.0.0.1 ip-netmask 10.0.0.1
set address example-e704-192.0.2.53 ip-netmask 192.0.2.53
set address example-e704-2001-db8--53 ip-netmask 2001:db8::53

set address-group example-e704-nodes-v4 static \
[ example-e704-10.0.1.0_24 example-e704-10.0.2.1_10.0.2.9 ] description "Nodes"
set address-group example-e704-control-plane-v4 static \
[ example-e704-10.0.0.1 ] description "control-plane"
set address-group example-e704-dns-v4 static [ example-e704-192.0.2.53 ] description "dns"
set address-group example-e704-dns-v6 static [ example-e704-2001-db8--53 ] description "dns"

set service example-e704-tcp-443 protocol tcp port 443
set service example-e704-udp-53 protocol udp port 53

set rulebase security rules example-e704-nodes-to-api \
from core source example-e704-nodes-v4 to any destination example-e704-control-plane-v4 \
application any service example-e704-tcp-443 action allow tag example-e704
set rulebase security rules example-e704-nodes-to-api description "Example API. (example/api)"
set rulebase security rules example-e704-any \
from any source any to any destination [ example-e704-dns-v4 example-e704-dns-v6 ] \
application any service example-e704-udp-53 action allow tag example-e704
set rulebase security rules example-e704-any description "Example API. (example/api)"
set rulebase security rules example-e704-ping \
from core source example-e704-nodes-v4 to any destination example-e704-control-plane-v4 \
application [ icmp ping ] service any action allow tag example-e704
set rulebase security rules example-e704-ping description "Example API. (example/api)"
"""
    )


def test_settings_of_the_plan_stand_in_each_rule():
    rules = with_settings(EXPORTER, {"log-setting": 'to "SIEM"', "profile-group": "strict?"})
    text = text_of(EXPORTER, rules)
    assert 'action allow log-setting "to \'SIEM\'" profile-setting group "strict." tag' in text


def test_what_cannot_be_said_is_left_out():
    host = group("a", "192.0.2.1")
    rules = (
        rule("name", destination=Endpoint("registry", "outside")),
        rule("vrrp", destination=group("b", "224.0.0.18"), ports="", protocol="VRRP"),
        rule("sctp", host, protocol="SCTP"),
        rule("6in4", group("c", "::1"), group("d", "::2"), "", protocol="IP6IP6"),
        rule("zero", host, ports="0-9"),
        rule("all", ANYWHERE, ANYWHERE, "", protocol="ICMP"),
    )
    assert EXPORTER.export(rule_set(*rules)).left_out == (
        LeftOut(rules[0], NO_ADDRESSES),
        LeftOut(rules[1], ON_ONE_LINK),
        LeftOut(rules[2], cannot_say("SCTP")),
        LeftOut(rules[3], cannot_say("IP6IP6")),
        LeftOut(rules[4], PORT_ZERO),
        LeftOut(rules[5], ONE_FAMILY_OF_ANY),
    )


def test_what_takes_a_file_back_deletes_all_that_it_sets_and_rules_first(tmp_path):
    text = text_of(EXPORTER, rule_set(*sample_rules()))
    (tmp_path / "FILE").write_text(text)
    printed = shell(TAKE_BACK, tmp_path)
    deleted = [line.split(" ")[1:] for line in printed.splitlines()]
    kinds = {
        "rulebase": "rule",
        "service": "service",
        "address-group": "group",
        "address": "address",
    }
    order = ["rulebase", "service", "address-group", "address", "tag"]
    assert [line[0] for line in deleted] == sorted((line[0] for line in deleted), key=order.index)
    assert all(
        {line[-1] for line in deleted if line[0] == word}
        == {values[0] for kind, values in lines_of(text) if kind == shape}
        for word, shape in kinds.items()
    )
    assert f"    {TAKE_BACK}\n" in text
