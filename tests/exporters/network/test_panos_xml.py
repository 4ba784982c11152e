"""PAN-OS XML: well-formed with any text; it means what rules mean, and what Aerleon's does."""

import re
from xml.etree import ElementTree as ET

import pytest

from portsref.exporters.network import panos_set
from portsref.exporters.network.panos_xml import EXPORTER, PARTS, VSYS
from portsref.planning.rules import ANYWHERE
from portsref.ports import PortSet
from tests.exporters.aerleon import rendered
from tests.exporters.network.meaning import (
    by_family,
    every_sample,
    meanings,
    parts_of,
    said_rules,
    sample_rules,
    text_of,
    with_settings,
)
from tests.exporters.rule_sets import cause, group, rule, rule_set

NUMBERS = {
    "icmp": 1, "ping": 1, "ipv6-icmp": 58, "ping6": 58, "ipsec-esp": 50, "ipsec-ah": 51, "gre": 47,
    "ip-in-ip": 4, "vrrp": 112, "tcp": 6, "udp": 17,
}  # fmt: skip
BOTH_SAY = {"TCP", "UDP", "ICMP", "ICMPv6", "ESP", "AH", "GRE"}
FAMILIES = {4: "from-zone any to-zone any inet", 6: "from-zone any to-zone any inet6"}


def vsys_of(text):
    return ET.fromstring(text).find(VSYS.removeprefix("/config/"))


def members(entry, path):
    return [member.text for member in entry.findall(f"{path}/member")]


def named(vsys, part):
    """The entries of a part by their names, each of which is there once."""
    entries = vsys.findall(f"{part}/entry")
    found = {entry.get("name"): entry for entry in entries}
    assert len(found) == len(entries)
    return found


def read(text):
    """What the rules of a file mean; a name that has no entry is an error."""
    vsys = vsys_of(text)
    addresses = {
        name: parts_of(next(entry.iter(kind)).text)
        for name, entry in named(vsys, "address").items()
        for kind in ("ip-netmask", "ip-range")
        if entry.find(kind) is not None
    }
    groups = {
        name: [addresses[member] for member in members(entry, "static")]
        for name, entry in named(vsys, "address-group").items()
    } | {"any": []}
    services = {
        name: (protocol.tag, PortSet.parse(protocol.find("port").text))
        for name, entry in named(vsys, "service").items()
        for protocol in entry.find("protocol")
    }
    for entry in named(vsys, "rulebase/security/rules").values():
        assert entry.findtext("action") == "allow"
        ends = ([part for name in members(entry, side) for part in groups[name]]
                for side in ("source", "destination"))  # fmt: skip
        parts = [services[name] for name in members(entry, "service") if name in services]
        [number] = {
            NUMBERS[name]
            for name in [*(protocol for protocol, _ in parts), *members(entry, "application")]
            if name != "any"
        }
        ports = PortSet.of(part for _, some in parts for part in some.ranges)
        yield number, ports, by_family(*ends)


def test_what_a_file_means_is_what_the_rules_mean(catalogue_rule_sets):
    for rules in every_sample(catalogue_rule_sets):
        said = said_rules(EXPORTER, rules)
        assert list(read(text_of(EXPORTER, rules))) == list(meanings(said))


@pytest.mark.parametrize("family", FAMILIES)
def test_it_means_what_aerleons_file_means(catalogue_rule_sets, family):
    for rules in (*catalogue_rule_sets, rule_set(*sample_rules())):
        said = [
            each
            for each in said_rules(EXPORTER, rules)
            if each.protocol in BOTH_SAY
            and not each.source.kind == each.destination.kind == "any"
            and len(each.ports.ranges) < 80
        ]
        ours = [
            (number, ports, flows[family])
            for number, ports, flows in read(text_of(EXPORTER, rule_set(*said)))
            if family in flows
        ]
        if ours:
            opinion = rendered(said, "paloalto", {family: FAMILIES[family]})
            theirs = [(number, ports, flows[family]) for number, ports, flows in read(opinion)]
            assert ours == theirs


def test_another_port_is_another_meaning_for_both():
    one, other = rule(), rule(ports="444")
    opinion = rendered([other], "paloalto", {4: FAMILIES[4]})
    assert list(read(opinion)) == list(meanings([other]))
    assert list(read(opinion)) != list(read(text_of(EXPORTER, rule_set(one))))


def test_names_and_objects_are_those_of_the_set_commands():
    rules = rule_set(*sample_rules())
    names = {
        "address": "address", "address-group": "address-group", "service": "service",
        "rulebase/security/rules": "rulebase security rules", "tag": "tag",
    }  # fmt: skip
    vsys, commands = vsys_of(text_of(EXPORTER, rules)), text_of(panos_set.EXPORTER, rules)
    assert set(names) == set(PARTS)
    for part, command in names.items():
        set_names = re.findall(rf"^set {command} (\S+)", commands, re.MULTILINE)
        assert list(named(vsys, part)) == list(dict.fromkeys(set_names))


def test_every_text_is_read_back_and_no_comment_ends_early():
    text = '<!-- ---> ]]> & "quoted" <script> ---'
    why = cause(purpose=text)
    rules = rule_set(rule("a", group(text, "192.0.2.1"), ANYWHERE, causes=(why,)), title=text)
    vsys = vsys_of(text_of(EXPORTER, rules))
    assert [vsys.findtext(f".//{tag}") for tag in ("comments", "address-group//description")] == [
        text,
        text,
    ]
    assert vsys.findtext("rulebase//description") == f"{text} (example/api)"


def test_settings_of_the_plan_stand_in_each_rule():
    rules = with_settings(EXPORTER, {"log-setting": "to <SIEM>", "profile-group": "strict & co"})
    [entry] = vsys_of(text_of(EXPORTER, rules)).findall("rulebase//entry")
    assert entry.findtext("log-setting") == "to <SIEM>"
    assert members(entry, "profile-setting/group") == ["strict & co"]


def test_a_rule_is_short_and_readable():
    nodes = group("Nodes", "10.0.1.0/24", "2001:db8::/64", zone="core")
    api = group("api", "192.0.2.1", "2001:db8:1::1")
    text = text_of(EXPORTER, rule_set(rule("nodes-to-api", nodes, api, "443,6443-6445")))
    assert (
        text[text.index("<service>") :]
        == """\
<service>
<entry name="example-e704-tcp-443_6443-6445">\
<protocol><tcp><port>443,6443-6445</port></tcp></protocol></entry>
</service>
<rulebase><security><rules>
<entry name="example-e704-nodes-to-api">
<from><member>core</member></from><source><member>example-e704-nodes-v4</member>\
<member>example-e704-nodes-v6</member></source>
<to><member>any</member></to><destination><member>example-e704-api-v4</member>\
<member>example-e704-api-v6</member></destination>
<application><member>any</member></application>\
<service><member>example-e704-tcp-443_6443-6445</member></service>
<action>allow</action><tag><member>example-e704</member></tag>\
<description>Example API. (example/api)</description>
</entry>
</rules></security></rulebase>
</entry></vsys></entry></devices>
</config>
"""
    )
