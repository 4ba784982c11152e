"""Access lists in the model of OpenConfig: what they accept, and the shape of RFC 7951."""

from portsref.exporters.network.openconfig import EXPORTER
from tests.exporters.aerleon import rendered
from tests.exporters.hostile import hostile_rules
from tests.exporters.network.entries import entries_of, neighbours, normal
from tests.exporters.network.json_lists import openconfig, openconfig_lists
from tests.exporters.network.second_opinion import disagreements, said
from tests.exporters.rule_sets import group, rule, rule_set


def text_of(rules):
    return EXPORTER.export(rules).file.content.decode()


def test_a_list_accepts_each_rule_and_its_answers_and_drops_all_else():
    api = group("api", "10.0.0.1")
    of_ipv4, of_ipv6 = openconfig_lists(text_of(rule_set(rule(destination=api, ports="80-89"))))
    assert of_ipv4["acl-entries"]["acl-entry"][-3:] == [
        {
            "sequence-id": 4,
            "config": {"sequence-id": 4, "description": "rule: Example API. (example/api)"},
            "ipv4": {
                "config": {
                    "protocol": 6,
                    "source-address": "10.0.1.0/24",
                    "destination-address": "10.0.0.1/32",
                }
            },
            "transport": {"config": {"destination-port": "80..89"}},
            "actions": {"config": {"forwarding-action": "ACCEPT"}},
        },
        {
            "sequence-id": 5,
            "config": {
                "sequence-id": 5,
                "description": "Answers to rule",
            },
            "ipv4": {
                "config": {
                    "protocol": 6,
                    "source-address": "10.0.0.1/32",
                    "destination-address": "10.0.1.0/24",
                }
            },
            "transport": {
                "config": {
                    "source-port": "80..89",
                    "detail-mode": "BUILTIN",
                    "builtin-detail": "TCP_ESTABLISHED",
                }
            },
            "actions": {"config": {"forwarding-action": "ACCEPT"}},
        },
        {
            "sequence-id": 6,
            "config": {"sequence-id": 6, "description": "All else"},
            "actions": {"config": {"forwarding-action": "DROP"}},
        },
    ]
    assert of_ipv6["config"] == {
        "name": "example-e704-v6",
        "type": "ACL_IPV6",
        "description": "IPv6 of the plan Example plan",
    }


def test_entries_are_the_rules_and_their_answers_and_nothing_else(catalogue_rule_sets):
    for rules in (*catalogue_rule_sets, rule_set(*hostile_rules())):
        wanted = entries_of(said(EXPORTER, rules)) | neighbours()
        assert normal(openconfig(text_of(rules))) == normal(wanted)


def test_aerleon_writes_entries_of_the_same_meaning(catalogue_rule_sets):
    options = {4: "plan inet", 6: "plan inet6"}
    for rules in catalogue_rule_sets:
        # its generator knows no types of ICMP
        theirs = rendered(said(EXPORTER, rules), "openconfig", options, answers=True, icmp=False)
        ours = {entry for entry in openconfig(text_of(rules)) if not isinstance(entry.more, int)}
        assert normal(ours) == normal(openconfig(theirs) if theirs else ())


def test_packets_that_the_planner_allows_pass_and_no_others(catalogue_rule_sets):
    for rules in catalogue_rule_sets:
        found = disagreements(set(openconfig(text_of(rules))), rules, said(EXPORTER, rules))
        assert list(found) == []


def test_keys_are_those_of_the_configuration_beneath_them(catalogue_rule_sets):
    for rules in (*catalogue_rule_sets, rule_set(*hostile_rules())):
        for one in openconfig_lists(text_of(rules)):
            assert (one["name"], one["type"]) == (one["config"]["name"], one["config"]["type"])
            entries = one["acl-entries"]["acl-entry"]
            assert [entry["sequence-id"] for entry in entries] == [
                entry["config"]["sequence-id"] for entry in entries
            ]
