"""Cisco ASA: groups by name and an access list, read line by line as the manual has it."""

import re

import pytest

from portsref.exporters.network.cisco_asa import EXPORTER
from portsref.planning.rules import ANYWHERE
from tests.exporters.hostile import hostile_rules
from tests.exporters.network.asa import NAME, lines, read
from tests.exporters.network.entries import entries_of, normal
from tests.exporters.network.second_opinion import disagreements, said
from tests.exporters.rule_sets import group, rule, rule_set


def text_of(rules):
    return EXPORTER.export(rules).file.content.decode()


def test_a_file_defines_groups_and_permits_by_their_names():
    api = group("api", "10.0.0.1", "10.0.0.8/30", "10.0.0.20-10.0.0.29", "2001:db8::/64")
    rules = (
        rule("calls", ANYWHERE, api, ports="80,1000-1009"),
        rule("vpn", None, group("hosts", "10.0.0.1"), protocol="ESP", ports=""),
    )
    text = text_of(rule_set(*rules)).replace("PORTSREF-C8B264BD", "P")
    assert (
        text[text.index("!\nobject network") :]
        == """\
!
object network P-api-v4.3
 range 10.0.0.20 10.0.0.29
object-group network P-api-v4
 description api
 network-object host 10.0.0.1
 network-object 10.0.0.8 255.255.255.252
 network-object object P-api-v4.3
!
object-group network P-api-v6
 description api
 network-object 2001:db8::/64
!
object-group network P-workers-v4
 description workers
 network-object 10.0.1.0 255.255.255.0
!
object-group network P-hosts-v4
 description hosts
 network-object host 10.0.0.1
!
object-group service P-tcp-80_1000-1009
 service-object tcp destination eq 80
 service-object tcp destination range 1000 1009
!
object-group service P-esp
 service-object 50
!
access-list P remark calls
access-list P remark Example API. (example/api)
access-list P extended permit object-group P-tcp-80_1000-1009 any4 object-group P-api-v4
access-list P extended permit object-group P-tcp-80_1000-1009 any6 object-group P-api-v6
access-list P remark vpn
access-list P remark Example API. (example/api)
access-list P extended permit object-group P-esp object-group P-workers-v4 object-group P-hosts-v4
"""
    )


def test_the_list_is_the_rules_and_nothing_else(catalogue_rule_sets):
    for rules in (*catalogue_rule_sets, rule_set(*hostile_rules())):
        wanted = entries_of(said(EXPORTER, rules), answers=False)
        assert normal(read(text_of(rules))) == normal(wanted)


def test_packets_that_the_planner_allows_pass_and_no_others(catalogue_rule_sets):
    for rules in catalogue_rule_sets:
        found = disagreements(set(read(text_of(rules))), rules, said(EXPORTER, rules))
        assert list(found) == []


@pytest.mark.parametrize(
    "line", ["object-group network other", " network-object any", "permit ip any any", "remark ?"]
)
def test_the_reader_refuses_other_lines(line):
    with pytest.raises(AssertionError):
        list(lines(line))


def test_names_are_short_and_hold_what_tells_the_rules_from_others(catalogue_rule_sets):
    for rules in (*catalogue_rule_sets, rule_set(*hostile_rules())):
        names = set(re.findall(NAME, text_of(rules)))
        assert len({name[:17] for name in names}) == 1
        assert max(map(len, names)) <= 64


def test_the_header_takes_back_every_name_that_the_file_defines(catalogue_rule_sets):
    for rules in catalogue_rule_sets:
        text = text_of(rules)
        defined = re.findall(r"^(object(?:-group)? (?:network|service) \S+)", text, re.MULTILINE)
        assert sorted(re.findall(r"^!     no (object.*)", text, re.MULTILINE)) == sorted(defined)


def test_nobody_validated_it_and_the_file_says_so():
    assert "! Not validated by a device; it follows Cisco ASA Series Firewall CLI" in text_of(
        rule_set(rule())
    )
