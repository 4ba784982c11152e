"""FortiOS commands: tables, entries and settings nest, and mean what the rules mean."""

import re
from collections import defaultdict
from dataclasses import replace

from portsref.exporters.base import CANNOT_REMOVE
from portsref.exporters.left_out import LeftOut
from portsref.exporters.network.ends import NO_ADDRESSES, ON_ONE_LINK
from portsref.exporters.network.fortigate import EXPORTER
from portsref.exporters.network.objects import PORT_ZERO
from portsref.planning.rules import ANYWHERE, Endpoint
from portsref.ports import PortSet
from tests.exporters.network.meaning import (
    every_sample,
    meanings,
    of_family,
    parts_of,
    said_rules,
    text_of,
)
from tests.exporters.rule_sets import group, rule, rule_set

TABLES = ["address", "address6", "addrgrp", "addrgrp6", "service custom", "policy"]
NAME = r'"[A-Za-z0-9][A-Za-z0-9._-]{0,62}"'
TEXT = r"""[^"'<>()#\\?\n]{0,255}"""
ADDRESS = "[0-9a-f.:]+"
SETTINGS = [
    rf"subnet {ADDRESS} {ADDRESS}",
    rf"ip6 {ADDRESS}/[0-9]+",
    "type iprange",
    rf"(?:start|end)-ip {ADDRESS}",
    rf"member {NAME}(?: {NAME})*",
    rf'comments? "{TEXT}"',
    "(?:tcp|udp|sctp)-portrange [0-9-]+(?: [0-9-]+){0,15}",
    "protocol (?:IP|ICMP|ICMP6)",
    "protocol-number [1-9][0-9]{0,2}",
    'name "[A-Za-z0-9._-]{1,35}"',
    '(?:src|dst)intf "[A-Za-z0-9._-]{1,35}"',
    rf"(?:src|dst)addr6? {NAME}",
    "action accept",
    'schedule "always"',
    rf"service {NAME}(?: {NAME})*",
    "logtraffic all",
]


def tables_of(text):
    """The settings of each entry by table and name; a line without a place is an error."""
    tables = defaultdict(dict)
    table = entry = None
    for line in text.splitlines():
        if line.startswith("#") or not line:
            assert table is None
        elif found := re.fullmatch(r"config firewall ([a-z0-9 ]+)", line):
            assert table is None
            table = found[1]
        elif found := re.fullmatch(rf"    edit ({NAME}|0)", line):
            assert (table is not None, entry) == (True, None)
            name = found[1].strip('"') if found[1] != "0" else len(tables[table])
            assert name not in tables[table]
            entry = tables[table][name] = {}
        elif line == "    next":
            assert entry
            entry = None
        elif line == "end":
            assert (table is not None, entry) == (True, None)
            table = None
        else:
            found = re.fullmatch(r"        (set|unset) (\S+) ?(.*)", line)
            setting = found[0].split(None, 1)[1]
            assert found[1] == "unset" or any(re.fullmatch(shape, setting) for shape in SETTINGS)
            assert found[2] not in entry
            entry[found[2]] = found[3]
    assert table is entry is None
    return tables


def names_of(text):
    return re.findall('"([^"]+)"', text)


def address_of(settings):
    if settings.get("type") == "iprange":
        return parts_of(f"{settings['start-ip']}-{settings['end-ip']}")
    return parts_of(settings.get("ip6") or settings["subnet"].replace(" ", "/"))


def groups_of(tables, suffix):
    """The addresses of each group of a family; `all` is any of it."""
    addresses = {name: address_of(entry) for name, entry in tables[f"address{suffix}"].items()}
    groups = {
        name: [addresses[each] for each in names_of(entry["member"])]
        for name, entry in tables[f"addrgrp{suffix}"].items()
    }
    return groups | {"all": ()}


def service_of(settings):
    """Number and ports of a service; without a port or a number it would be all of them."""
    for protocol, number in (("tcp", 6), ("udp", 17), ("sctp", 132)):
        if ports := settings.get(f"{protocol}-portrange"):
            return number, PortSet.parse(ports.replace(" ", ","))
    if settings["protocol"] == "IP":
        return int(settings["protocol-number"]), PortSet()
    assert "icmptype" in settings
    return {"ICMP": 1, "ICMP6": 58}[settings["protocol"]], PortSet()


def read(text):
    """What the policies of a file mean; a name that is in no table is an error."""
    tables = tables_of(text)
    assert [table for table in TABLES if table in tables] == list(tables)
    groups = {family: groups_of(tables, suffix) for family, suffix in ((4, ""), (6, "6"))}
    taken = set()
    for entry in tables["policy"].values():
        assert entry["name"] not in taken
        taken.add(entry["name"])
        services = [
            service_of(tables["service custom"][name]) for name in names_of(entry["service"])
        ]
        [number] = {number for number, _ in services}
        ports = PortSet.of(part for _, some in services for part in some.ranges)
        flows = {
            family: tuple(
                of_family(groups[family][name], family)
                for side in ("src", "dst")
                for name in names_of(entry[f"{side}addr{suffix}"])
            )
            for family, suffix in ((4, ""), (6, "6"))
            if f"srcaddr{suffix}" in entry or f"dstaddr{suffix}" in entry
        }
        yield number, ports, flows


def test_what_a_file_means_is_what_the_rules_mean(catalogue_rule_sets):
    for rules in every_sample(catalogue_rule_sets):
        said = said_rules(EXPORTER, rules)
        assert list(read(text_of(EXPORTER, rules))) == list(meanings(said))


def test_a_policy_has_both_families_and_any_address_is_all_of_them():
    dns = group("dns", "192.0.2.53", "2001:db8::53", zone="DMZ")
    text = text_of(EXPORTER, rule_set(rule("any-to-dns", ANYWHERE, dns, "53,5353", protocol="UDP")))
    assert (
        text[text.index("\nconfig") :]
        == """\

config firewall address
    edit "exampl-e704-192.0.2.53"
        set subnet 192.0.2.53 255.255.255.255
    next
end

config firewall address6
    edit "exampl-e704-2001-db8--53"
        set ip6 2001:db8::53/128
    next
end

config firewall addrgrp
    edit "exampl-e704-dns-v4"
        set member "exampl-e704-192.0.2.53"
        set comment "dns"
    next
end

config firewall addrgrp6
    edit "exampl-e704-dns-v6"
        set member "exampl-e704-2001-db8--53"
        set comment "dns"
    next
end

config firewall service custom
    edit "exampl-e704-udp-53_5353"
        set udp-portrange 53 5353
    next
end

config firewall policy
    edit 0
        set name "exampl-e704-any-to-dns"
        set srcintf "any"
        set srcaddr "all"
        set srcaddr6 "all"
        set dstintf "DMZ"
        set dstaddr "exampl-e704-dns-v4"
        set dstaddr6 "exampl-e704-dns-v6"
        set action accept
        set schedule "always"
        set service "exampl-e704-udp-53_5353"
        set logtraffic all
        set comments "Example API. [example/api]"
    next
end
"""
    )


def test_every_protocol_can_be_said_but_no_port_zero():
    rules = (
        rule("name", destination=Endpoint("registry", "outside")),
        rule("vrrp", destination=group("b", "224.0.0.18"), ports="", protocol="VRRP"),
        rule("zero", ports="0-9"),
        replace(rule("gone"), action="remove"),
    )
    assert EXPORTER.export(rule_set(*rules)).left_out == (
        LeftOut(rules[0], NO_ADDRESSES),
        LeftOut(rules[1], ON_ONE_LINK),
        LeftOut(rules[2], PORT_ZERO),
        LeftOut(rules[3], CANNOT_REMOVE),
    )
