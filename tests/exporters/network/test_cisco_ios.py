"""Access lists of Cisco IOS: what they let through, and that nothing leaves its line."""

import re

import pytest

from portsref.exporters.network.cisco_ios import EXPORTER
from portsref.exporters.network.ends import NO_ADDRESSES
from portsref.exporters.network.stateless import NO_SCTP_PORTS
from portsref.planning.rules import ANYWHERE, Endpoint
from tests.exporters.aerleon import rendered
from tests.exporters.hostile import hostile_rules
from tests.exporters.network.access_lists import read
from tests.exporters.network.entries import entries_of, normal
from tests.exporters.network.second_opinion import disagreements, said
from tests.exporters.rule_sets import group, rule, rule_set

LINES = re.compile(
    r"!( [ -~]*)?"
    r"|ip access-list extended PORTSREF-[0-9A-F]{8}-V4|ipv6 access-list PORTSREF-[0-9A-F]{8}-V6"
    r"| remark [ -~]{1,100}| permit (tcp|udp|icmp|[0-9]+) [0-9a-z.:/ -]+|exit"
)


def text_of(rules):
    return EXPORTER.export(rules).file.content.decode()


def entries(text):
    return normal(read(text))


def test_lists_say_each_rule_and_its_answers():
    workers, api = group("workers", "10.0.1.0/24"), group("api", "10.0.0.1")
    rules = rule_set(
        rule(),
        rule("dual", ANYWHERE, group("api", "10.0.0.1", "2001:db8::/64"), ports="80,1000-1009"),
        rule("time", workers, api, protocol="UDP", ports="123"),
        rule("again", workers, api, protocol="UDP", ports="123"),
        rule("ping", workers, api, protocol="ICMP", ports=""),
        rule("tunnel", workers, api, protocol="ESP", ports=""),
    )
    text = text_of(rules)
    assert (
        text[text.index("!\nip access-list") :]
        == """\
!
ip access-list extended PORTSREF-4FDE30EB-V4
 remark Errors, for path MTU discovery
 permit icmp any any unreachable
 permit icmp any any time-exceeded
 permit icmp any any parameter-problem
 remark rule
 remark Example API. (example/api)
 permit tcp 10.0.1.0 0.0.0.255 host 10.0.0.1 eq 443
 permit tcp host 10.0.0.1 eq 443 10.0.1.0 0.0.0.255 established
 remark dual
 remark Example API. (example/api)
 permit tcp any host 10.0.0.1 eq 80
 permit tcp host 10.0.0.1 eq 80 any established
 permit tcp any host 10.0.0.1 range 1000 1009
 permit tcp host 10.0.0.1 range 1000 1009 any established
 remark time
 remark Example API. (example/api)
 permit udp 10.0.1.0 0.0.0.255 host 10.0.0.1 eq 123
 permit udp host 10.0.0.1 eq 123 10.0.1.0 0.0.0.255
 remark again
 remark Example API. (example/api)
 remark Its lines stand above.
 remark ping
 remark Example API. (example/api)
 permit icmp 10.0.1.0 0.0.0.255 host 10.0.0.1
 permit icmp host 10.0.0.1 10.0.1.0 0.0.0.255 echo-reply
 remark tunnel
 remark Example API. (example/api)
 permit 50 10.0.1.0 0.0.0.255 host 10.0.0.1
exit
!
ipv6 access-list PORTSREF-4FDE30EB-V6
 remark Errors, for path MTU discovery
 permit icmp any any unreachable
 permit icmp any any packet-too-big
 permit icmp any any time-exceeded
 permit icmp any any parameter-problem
 remark dual
 remark Example API. (example/api)
 permit tcp any 2001:db8::/64 eq 80
 permit tcp 2001:db8::/64 eq 80 any established
 permit tcp any 2001:db8::/64 range 1000 1009
 permit tcp 2001:db8::/64 range 1000 1009 any established
exit
"""
    )


def test_lines_are_the_rules_and_their_answers_and_nothing_else(catalogue_rule_sets):
    for rules in (*catalogue_rule_sets, rule_set(*hostile_rules())):
        assert entries(text_of(rules)) == normal(entries_of(said(EXPORTER, rules)))


def test_aerleon_writes_the_same_lines(catalogue_rule_sets):
    options = {4: "plan extended", 6: "plan inet6"}
    for rules in catalogue_rule_sets:
        theirs = rendered(said(EXPORTER, rules), "cisco", options, answers=True)
        assert entries(text_of(rules)) == entries(theirs)


def test_packets_that_the_planner_allows_pass_and_no_others(catalogue_rule_sets):
    for rules in catalogue_rule_sets:
        found = disagreements(set(read(text_of(rules))), rules, said(EXPORTER, rules))
        assert list(found) == []


def test_a_line_stands_once_in_a_list(catalogue_rule_sets):
    for rules in catalogue_rule_sets:
        lines = [line for line in text_of(rules).splitlines() if line.startswith(" permit")]
        assert len(read(text_of(rules))) == len(lines)


def test_nothing_hostile_leaves_its_line():
    lines = text_of(rule_set(*hostile_rules())).splitlines()
    assert [line for line in lines if not LINES.fullmatch(line) or "?" in line] == []


def test_other_rules_have_other_lists_and_the_same_rules_the_same():
    def name(*rules):
        return re.search("PORTSREF-.{8}", text_of(rule_set(*rules)))[0]

    assert name(rule()) == name(rule("other name"))
    others = rule(ports="444"), rule(protocol="UDP"), rule(destination=group("a", "10.0.0.2"))
    assert len({name(rule()), *map(name, others)}) == 4


def test_sctp_is_left_out_because_its_ports_would_not_be_looked_at():
    (left_out,) = EXPORTER.export(rule_set(rule(protocol="SCTP"))).left_out
    assert left_out.why == NO_SCTP_PORTS


def test_what_has_no_addresses_or_too_many_is_left_out():
    many = group("many", *(f"10.{n}.0.1" for n in range(250)))
    rules = rule("to", destination=Endpoint("registry", "outside")), rule("wide", many, many)
    left_out = EXPORTER.export(rule_set(*rules)).left_out
    assert [str(item.why) for item in left_out] == [
        str(NO_ADDRESSES),
        "with its address pairs the file would have more than 100,000 rows",
    ]


@pytest.mark.parametrize("name", ["工作节点", "x" * 200, "a?b", "bell \x07"])
def test_names_of_rules_stay_two(name):
    remarks = {line for line in text_of(rule_set(rule(name), rule(f"{name}2"))).splitlines()
               if line.startswith(" remark") and "API" not in line}  # fmt: skip
    assert len(remarks) == 3
