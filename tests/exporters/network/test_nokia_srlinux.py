"""ACL filters of SR Linux in JSON: what they accept, in numbers that the device has."""

import json

from portsref.exporters.network.nokia_srlinux import EXPORTER
from portsref.exporters.network.stateless import NO_SCTP_PORTS
from tests.exporters.aerleon import rendered
from tests.exporters.hostile import hostile_rules
from tests.exporters.network.entries import entries_of, neighbours, normal
from tests.exporters.network.json_lists import srlinux, srlinux_filters
from tests.exporters.network.second_opinion import disagreements, said
from tests.exporters.rule_sets import group, rule, rule_set


def text_of(rules):
    return EXPORTER.export(rules).file.content.decode()


def test_a_filter_accepts_each_rule_and_its_answers_and_drops_all_else():
    api = group("api", "2001:db8::1")
    text = text_of(rule_set(rule("calls", group("all", "2001:db8:1::/64"), api, ports="80-89")))
    of_ipv4, of_ipv6 = srlinux_filters(text)
    assert [entry["match"]["ipv4"] for entry in of_ipv4["entry"][:-1]] == [
        {"protocol": 1, "icmp": {"type": 3}},
        {"protocol": 1, "icmp": {"type": 11}},
        {"protocol": 1, "icmp": {"type": 12}},
    ]
    assert of_ipv6["entry"][-3:] == [
        {
            "sequence-id": 9,
            "description": "calls: Example API. (example/api)",
            "match": {
                "ipv6": {
                    "next-header": 6,
                    "source-ip": {"prefix": "2001:db8:1::/64"},
                    "destination-ip": {"prefix": "2001:db8::1/128"},
                },
                "transport": {"destination-port": {"range": {"start": 80, "end": 89}}},
            },
            "action": {"accept": {}},
        },
        {
            "sequence-id": 10,
            "description": "Answers to calls",
            "match": {
                "ipv6": {
                    "next-header": 6,
                    "source-ip": {"prefix": "2001:db8::1/128"},
                    "destination-ip": {"prefix": "2001:db8:1::/64"},
                },
                "transport": {
                    "source-port": {"range": {"start": 80, "end": 89}},
                    "tcp-flags": "ack|rst",
                },
            },
            "action": {"accept": {}},
        },
        {"sequence-id": 11, "description": "All else", "action": {"drop": {}}},
    ]


def test_entries_are_the_rules_and_their_answers_and_nothing_else(catalogue_rule_sets):
    for rules in (*catalogue_rule_sets, rule_set(*hostile_rules())):
        wanted = entries_of(said(EXPORTER, rules)) | neighbours()
        assert normal(srlinux(text_of(rules))) == normal(wanted)


def test_aerleon_writes_entries_of_the_same_meaning(catalogue_rule_sets):
    options = {4: "plan inet r24.3.2", 6: "plan inet6 r24.3.2"}
    for rules in catalogue_rule_sets:
        # its generator knows no types of ICMP
        theirs = rendered(said(EXPORTER, rules), "nokiasrl", options, answers=True, icmp=False)
        ours = {entry for entry in srlinux(text_of(rules)) if not isinstance(entry.more, int)}
        assert normal(ours) == normal(srlinux(theirs) if theirs else ())


def test_packets_that_the_planner_allows_pass_and_no_others(catalogue_rule_sets):
    for rules in catalogue_rule_sets:
        found = disagreements(set(srlinux(text_of(rules))), rules, said(EXPORTER, rules))
        assert list(found) == []


def test_numbers_and_texts_are_within_what_the_device_takes(catalogue_rule_sets):
    for rules in (*catalogue_rule_sets, rule_set(*hostile_rules())):
        for one in srlinux_filters(text_of(rules)):
            numbers = [entry["sequence-id"] for entry in one["entry"]]
            assert numbers == list(range(1, len(numbers) + 1))
            texts = [one["description"], *(entry["description"] for entry in one["entry"])]
            assert all(1 <= len(text) <= 255 and text.isprintable() for text in texts)


def test_what_is_left_out_is_told_in_the_annotation():
    text = text_of(rule_set(rule(protocol="SCTP")))
    assert f"- rule: {NO_SCTP_PORTS}\n" in json.loads(text)["acl-filter"][0]["_annotate"]
