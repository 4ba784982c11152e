"""A section of NSX-V in XML: its rules are those of the plan, and no text of it becomes markup."""

from ipaddress import ip_network
from itertools import product
from xml.etree import ElementTree

import pytest

from portsref.exporters.network.nsx_v import EXPORTER
from portsref.exporters.network.objects import ONE_FAMILY_OF_ANY
from portsref.planning.rules import ANYWHERE
from tests.exporters.aerleon import rendered
from tests.exporters.hostile import hostile_rules
from tests.exporters.network.entries import ALL_PORTS, EVERYTHING, Entry, entries_of, normal
from tests.exporters.network.second_opinion import disagreements, said
from tests.exporters.rule_sets import group, rule, rule_set


def text_of(rules):
    return EXPORTER.export(rules).file.content.decode()


def read(text):
    """What the rules allow, in the families that both their ends have."""
    return [
        Entry(source.version, protocol, source, ALL_PORTS, destination, ports)
        for section in ([ElementTree.fromstring(text)] if text else [])
        for one in section.iter("rule")
        for source, destination, (protocol, ports) in product(
            _end(one, "source"), _end(one, "destination"), _services(one)
        )
        if source.version == destination.version
    ]


def _end(one, name):
    assert one.findtext("action") == "allow"
    parts = one.findall(f"{name}s[@excluded='false']/{name}")
    for part in parts:
        family = ip_network(part.findtext("value")).version
        assert part.findtext("type") == f"Ipv{family}Address"
    found = [ip_network(part.findtext("value")) for part in parts]
    return found or [*EVERYTHING[4], *EVERYTHING[6]]


def _services(one):
    for service in one.iter("service"):
        ports = service.findtext("destinationPort")
        for part in (ports or "0-65535").split(","):
            first, _, last = part.strip().partition("-")
            yield int(service.findtext("protocol")), (int(first), int(last or first))


def test_a_section_has_a_rule_for_each():
    api = group("api", "10.0.0.1", "2001:db8::/64")
    text = text_of(rule_set(rule("calls", ANYWHERE, api, ports="80,1000-1009")))
    assert (
        text[text.index("<section") :]
        == """\
<section name="example-e704">
  <rule disabled="false" logged="false">
    <name>calls</name>
    <action>allow</action>
    <destinations excluded="false">
      <destination><type>Ipv4Address</type><value>10.0.0.1</value></destination>
      <destination><type>Ipv6Address</type><value>2001:db8::/64</value></destination>
    </destinations>
    <services>
      <service><protocol>6</protocol><destinationPort>80,1000-1009</destinationPort></service>
    </services>
    <notes>Example API. (example/api)</notes>
  </rule>
</section>
"""
    )


def test_rules_are_those_of_the_plan_and_nothing_else(catalogue_rule_sets):
    for rules in (*catalogue_rule_sets, rule_set(*hostile_rules())):
        wanted = entries_of(said(EXPORTER, rules), answers=False)
        assert normal(read(text_of(rules))) == normal(wanted)


def test_aerleon_writes_rules_of_the_same_meaning(catalogue_rule_sets):
    for rules in catalogue_rule_sets:
        theirs = set()
        for family, option in ((4, "plan inet"), (6, "plan inet6")):
            text = rendered(said(EXPORTER, rules), "nsxv", {family: option})
            theirs |= {entry for entry in read(text) if entry.family == family}
        assert normal(read(text_of(rules))) == normal(theirs)


def test_packets_that_the_planner_allows_pass_and_no_others(catalogue_rule_sets):
    for rules in catalogue_rule_sets:
        found = disagreements(set(read(text_of(rules))), rules, said(EXPORTER, rules))
        assert list(found) == []


def test_no_text_becomes_markup_or_ends_the_comment():
    rules = rule_set(*hostile_rules(), title="a --> b <!-- c ]]> & --- -")
    section = ElementTree.fromstring(text_of(rules))
    assert {one.tag for one in section.iter()} == {
        "section", "rule", "name", "action", "sources", "source", "destinations", "destination",
        "type", "value", "services", "service", "protocol", "destinationPort", "notes",
    }  # fmt: skip
    assert len(section) == len(rules.rules)


@pytest.mark.parametrize("protocol", ["ICMP", "IPIP", "ICMPv6"])
def test_a_protocol_of_one_family_between_any_addresses_is_left_out(protocol):
    one = rule("any", ANYWHERE, ANYWHERE, "", protocol=protocol)
    (left_out,) = EXPORTER.export(rule_set(one)).left_out
    assert left_out.why == ONE_FAMILY_OF_ANY


def test_multicast_of_a_link_is_said_because_the_firewall_is_at_each_card():
    vrrp = rule("vrrp", destination=group("all", "224.0.0.18"), ports="", protocol="VRRP")
    assert "<value>224.0.0.18</value>" in text_of(rule_set(vrrp))
