"""Access lists of Arista EOS: numbered lines that replace those before, and only the rules."""

import re

from portsref.exporters.network.arista import EXPORTER
from portsref.exporters.network.stateless import NO_SCTP_PORTS
from tests.exporters.aerleon import rendered
from tests.exporters.hostile import hostile_rules
from tests.exporters.network.access_lists import read
from tests.exporters.network.entries import entries_of, normal
from tests.exporters.network.second_opinion import disagreements, said
from tests.exporters.rule_sets import group, rule, rule_set

LINES = re.compile(
    r"!( [ -~]*)?|(no )?ip access-list example-e704-v4|(no )?ipv6 access-list example-e704-v6"
    r"|   exit"
    r"|   [0-9]+ (remark [ -~]{1,100}|permit (tcp|udp|icmp|icmpv6|[0-9]+) [0-9a-z.:/ -]+)"
)


def text_of(rules):
    return EXPORTER.export(rules).file.content.decode()


def test_lists_take_the_place_of_those_before():
    api = group("api", "10.0.0.1", "2001:db8::1")
    text = text_of(rule_set(rule("both", group("all", "10.0.1.0/24", "2001:db8:1::/64"), api)))
    assert (
        text[text.index("!\nno ip access-list") :]
        == """\
!
no ip access-list example-e704-v4
ip access-list example-e704-v4
   1000 remark Errors, for path MTU discovery
   1010 permit icmp any any unreachable
   1020 permit icmp any any time-exceeded
   1030 permit icmp any any parameter-problem
   1040 remark both
   1050 remark Example API. (example/api)
   1060 permit tcp 10.0.1.0/24 host 10.0.0.1 eq 443
   1070 permit tcp host 10.0.0.1 eq 443 10.0.1.0/24 established
   exit
!
no ipv6 access-list example-e704-v6
ipv6 access-list example-e704-v6
   1000 remark Errors, for path MTU discovery
   1010 permit icmpv6 any any unreachable
   1020 permit icmpv6 any any packet-too-big
   1030 permit icmpv6 any any time-exceeded
   1040 permit icmpv6 any any parameter-problem
   1050 remark both
   1060 remark Example API. (example/api)
   1070 permit tcp 2001:db8:1::/64 host 2001:db8::1 eq 443
   1080 permit tcp host 2001:db8::1 eq 443 2001:db8:1::/64 established
   exit
"""
    )


def test_lines_are_the_rules_and_their_answers_and_nothing_else(catalogue_rule_sets):
    for rules in (*catalogue_rule_sets, rule_set(*hostile_rules())):
        assert normal(read(text_of(rules))) == normal(entries_of(said(EXPORTER, rules)))


def test_aerleon_writes_the_same_lines(catalogue_rule_sets):
    options = {4: "plan extended", 6: "plan inet6"}
    for rules in catalogue_rule_sets:
        theirs = rendered(said(EXPORTER, rules), "arista", options, answers=True)
        assert normal(read(text_of(rules))) == normal(read(theirs))


def test_packets_that_the_planner_allows_pass_and_no_others(catalogue_rule_sets):
    for rules in catalogue_rule_sets:
        found = disagreements(set(read(text_of(rules))), rules, said(EXPORTER, rules))
        assert list(found) == []


def test_nothing_hostile_leaves_its_line():
    lines = text_of(rule_set(*hostile_rules())).splitlines()
    assert [line for line in lines if not LINES.fullmatch(line) or "?" in line] == []


def test_sctp_is_left_out_because_its_ports_would_not_be_looked_at():
    (left_out,) = EXPORTER.export(rule_set(rule(protocol="SCTP"))).left_out
    assert left_out.why == NO_SCTP_PORTS
