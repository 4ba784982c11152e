"""Rules in each family, and names for the addresses of their ends."""

from portsref.addresses import AddressRange
from portsref.exporters.families import AddressGroups, Families, Flow, ends_of, networks_of
from portsref.planning.rules import ANYWHERE
from tests.exporters.rule_sets import group, rule

BOTH = group("both", "10.0.0.2", "10.0.0.1", "2001:db8::/64")
ONLY_4 = group("four", "192.0.2.0-192.0.2.2")


def parts(*texts):
    return tuple(map(AddressRange.parse, texts))


def test_a_rule_has_a_flow_for_each_family_that_both_ends_have():
    families = Families()
    one, two = rule(source=BOTH, destination=BOTH), rule(source=BOTH, destination=ONLY_4)
    ipv4, ipv6 = parts("10.0.0.1-10.0.0.2"), parts("2001:db8::/64")
    assert list(families.flows(one)) == [Flow(one, 4, ipv4, ipv4), Flow(one, 6, ipv6, ipv6)]
    assert list(families.flows(two)) == [Flow(two, 4, ipv4, parts("192.0.2.0-192.0.2.2"))]


def test_a_rule_has_no_flow_in_a_family_that_its_protocol_lacks():
    one = rule(source=BOTH, destination=BOTH, protocol="ICMPv6", ports="")
    assert [flow.family for flow in Families().flows(one)] == [6]


def test_any_address_has_both_families_and_no_addresses():
    one = rule(source=ANYWHERE, destination=BOTH)
    assert [(flow.family, flow.sources) for flow in Families().flows(one)] == [(4, ()), (6, ())]


def test_an_end_without_addresses_has_no_flow():
    assert list(Families().flows(rule(source=group("nameless")))) == []


def test_networks_hold_exactly_the_addresses():
    assert list(map(str, networks_of(parts("192.0.2.0-192.0.2.2")))) == [
        "192.0.2.0/31",
        "192.0.2.2/32",
    ]


def test_names_tell_families_and_ends_of_the_same_name_apart():
    again = group("both", "10.9.9.9")
    groups = AddressGroups((BOTH, again, ANYWHERE), {"both": "both"})
    assert groups.of(BOTH) == {
        4: ("both-v4", parts("10.0.0.1-10.0.0.2")),
        6: ("both-v6", parts("2001:db8::/64")),
    }
    assert groups.of(again) == {4: ("both-v4-2", parts("10.9.9.9"))}
    assert groups.of(ANYWHERE) == {}


def test_each_end_is_named_once():
    rules = [rule(source=BOTH, destination=ONLY_4), rule(source=ONLY_4, destination=BOTH)]
    assert set(ends_of(rules)) == {BOTH, ONLY_4}
    assert len(ends_of(rules)) == 2
