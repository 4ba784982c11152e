"""RouterOS: lines of three shapes, whose strings are read back, and which mean what rules mean."""

import re
from itertools import groupby

from portsref.exporters.left_out import LeftOut
from portsref.exporters.network.ends import NO_ADDRESSES, ON_ONE_LINK
from portsref.exporters.network.mikrotik import EXPORTER, NO_SCTP
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

NAME = "[a-z0-9.-]{1,63}"
STRING = r'"((?:[ !#%->@-\[\]-~]|\\["\\$?]|\\[0-9A-F]{2})*)"'
LIST = rf"add list=({NAME}) address=([0-9a-f.:/-]+) comment={STRING}"
RULE = (
    rf"add chain=({NAME}) action=accept(?: src-address-list=({NAME}))?"
    rf"(?: dst-address-list=({NAME}))? protocol=(\w+)(?: dst-port=([0-9,-]+))? comment={STRING}"
)
ADD = rf"add chain=forward action=jump jump-target=({NAME}) connection-state=new"
REMOVAL = (
    r"{menu} filter remove \[find jump-target=({name})\]",
    r"{menu} filter remove \[find chain=({name})\]",
    r'{menu} address-list remove \[find list~"\^({name})-"\]',
)
JUMP = (
    r"{{ :local rules \[{menu} filter find chain=forward dynamic=no\]; :if \(\[:len \$rules\] > 0\)"
    r" do={{ {menu} filter {add} place-before=\[:pick \$rules 0\] comment={string} }}"
    r" else={{ {menu} filter {add} comment={string} }} }}"
)
MENUS = {4: "/ip firewall", 6: "/ipv6 firewall"}
NUMBERS = {"tcp": 6, "udp": 17}


def unquoted(text):
    """The text of a string, with its escapes."""
    parts = re.findall(r"\\([0-9A-F]{2})|\\(.)|([^\\])", text)
    return b"".join(
        bytes.fromhex(code) if code else (escaped or plain).encode()
        for code, escaped, plain in parts
    ).decode(errors="ignore")


def blocks_of(text):
    """The lines of each family, which blank lines divide."""
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    runs = [list(run) for full, run in groupby(lines, bool) if full]
    return zip(MENUS.items(), runs, strict=True)


def read(text):
    """What the rules of a file mean, by family: number, ports, ends and comment of each."""
    meant = {}
    for (family, menu), lines in blocks_of(text):
        marks = [
            re.fullmatch(shape.format(menu=menu, name=NAME), line)[1]
            for shape, line in zip(REMOVAL, lines, strict=False)
        ]
        [mark] = set(marks)
        rules = meant[family] = []
        rest = lines[len(REMOVAL) :]
        if not rest:
            continue
        begin = rest.index(f"{menu} filter")
        assert rest[0] == f"{menu} address-list"
        lists = {}
        for line in rest[1:begin]:
            name, address, _ = re.fullmatch(LIST, line).groups()
            assert name.startswith(f"{mark}-")
            lists.setdefault(name, []).append(parts_of(address))
        for line in rest[begin + 1 : -1]:
            chain, source, destination, protocol, ports, comment = re.fullmatch(RULE, line).groups()
            assert chain == mark
            assert (ports is not None) == (protocol in NUMBERS)
            ends = tuple(
                of_family(lists[name], family) if name else () for name in (source, destination)
            )
            number = int(NUMBERS.get(protocol, protocol))
            rules.append((number, PortSet.parse(ports or ""), ends, unquoted(comment)))
        shape = JUMP.format(menu=menu, add=ADD, string=STRING)
        assert set(re.fullmatch(shape, rest[-1]).groups()[::2]) == {mark}
    return meant


def joined(rules):
    """Rules of the same comment as one with all of their ports."""
    for _, alike in groupby(rules, lambda each: each[3]):
        several = list(alike)
        [(number, ends)] = {(number, ends) for number, _, ends, _ in several}
        assert all(len(str(ports).replace("-", ",").split(",")) <= 15 for _, ports, *_ in several)
        yield number, PortSet.of(part for _, ports, *_ in several for part in ports.ranges), ends


def test_what_a_file_means_is_what_the_rules_mean(catalogue_rule_sets):
    for rules in every_sample(catalogue_rule_sets):
        meant = read(text_of(EXPORTER, rules))
        said = said_rules(EXPORTER, rules)
        for family in (4, 6):
            assert list(joined(meant[family])) == [
                (number, ports, flows[family])
                for number, ports, flows in meanings(said)
                if family in flows
            ]


def test_a_comment_says_the_name_and_the_purpose_in_escapes():
    named = rule('"a" $b \\ ? 北京', ANYWHERE, group("dns", "192.0.2.53"))
    assert read(text_of(EXPORTER, rule_set(named)))[4] == [
        (
            6,
            named.ports,
            ((), named.destination.addresses),
            f"{named.name}: Example API. (example/api)",
        )
    ]


def test_a_file_is_short_and_readable():
    nodes = group("Nodes", "10.0.1.0/24", "10.0.2.1-10.0.2.9")
    many = ",".join(map(str, range(1, 33, 2)))
    rules = rule_set(rule("nodes-to-api", nodes), rule("many", nodes, ports=many))
    text = text_of(EXPORTER, rules)
    assert (
        text[text.index("\n/ip ") + 1 :]
        == """\
/ip firewall filter remove [find jump-target=example-e704]
/ip firewall filter remove [find chain=example-e704]
/ip firewall address-list remove [find list~"^example-e704-"]
/ip firewall address-list
add list=example-e704-nodes-v4 address=10.0.1.0/24 comment="Nodes"
add list=example-e704-nodes-v4 address=10.0.2.1-10.0.2.9 comment="Nodes"
add list=example-e704-control-plane-v4 address=10.0.0.1 comment="control-plane"
/ip firewall filter
add chain=example-e704 action=accept src-address-list=example-e704-nodes-v4 \
dst-address-list=example-e704-control-plane-v4 protocol=tcp dst-port=443 \
comment="nodes-to-api: Example API. (example/api)"
add chain=example-e704 action=accept src-address-list=example-e704-nodes-v4 \
dst-address-list=example-e704-control-plane-v4 protocol=tcp \
dst-port=1,3,5,7,9,11,13,15,17,19,21,23,25,27,29 comment="many: Example API. (example/api)"
add chain=example-e704 action=accept src-address-list=example-e704-nodes-v4 \
dst-address-list=example-e704-control-plane-v4 protocol=tcp \
dst-port=31 comment="many: Example API. (example/api)"
{ :local rules [/ip firewall filter find chain=forward dynamic=no]; :if ([:len $rules] > 0) \
do={ /ip firewall filter add chain=forward action=jump jump-target=example-e704 \
connection-state=new place-before=[:pick $rules 0] comment="example-e704: Example plan" } \
else={ /ip firewall filter add chain=forward action=jump jump-target=example-e704 \
connection-state=new comment="example-e704: Example plan" } }

/ipv6 firewall filter remove [find jump-target=example-e704]
/ipv6 firewall filter remove [find chain=example-e704]
/ipv6 firewall address-list remove [find list~"^example-e704-"]
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
