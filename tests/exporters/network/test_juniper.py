"""Firewall filters of Junos: what their terms accept, and that nothing leaves its place."""

import re

from portsref.exporters.network.juniper import EXPORTER
from tests.exporters.aerleon import rendered
from tests.exporters.hostile import hostile_rules
from tests.exporters.network.entries import entries_of, normal
from tests.exporters.network.junos import filters, parse
from tests.exporters.network.second_opinion import disagreements, said
from tests.exporters.rule_sets import group, rule, rule_set

NAME = re.compile(r"[a-z][a-z0-9-]{0,63}")


def text_of(rules):
    return EXPORTER.export(rules).file.content.decode()


def test_a_rule_is_a_term_and_one_for_its_answers():
    api = group("api", "10.0.0.1-10.0.0.3")
    text = text_of(rule_set(rule("calls", destination=api, ports="80,1000-1009")))
    assert (
        text[text.index("policy-options") :]
        == """\
policy-options {
    replace: prefix-list example-e704-workers-v4 {
        10.0.1.0/24;
    }
    replace: prefix-list example-e704-api-v4 {
        10.0.0.1/32;
        10.0.0.2/31;
    }
}
firewall {
    family inet {
        replace: filter example-e704-v4 {
            /* Errors, for path MTU discovery */
            term icmp-errors {
                from {
                    protocol icmp;
                    icmp-type [ 3 11 12 ];
                }
                then accept;
            }
            /* Example API. (example/api) */
            term calls {
                from {
                    source-prefix-list { example-e704-workers-v4; }
                    destination-prefix-list { example-e704-api-v4; }
                    protocol tcp;
                    destination-port [ 80 1000-1009 ];
                }
                then accept;
            }
            term calls--answers {
                from {
                    source-prefix-list { example-e704-api-v4; }
                    destination-prefix-list { example-e704-workers-v4; }
                    protocol tcp;
                    source-port [ 80 1000-1009 ];
                    tcp-established;
                }
                then accept;
            }
        }
    }
    family inet6 {
        replace: filter example-e704-v6 {
            /* Errors, for path MTU discovery */
            term icmp-errors {
                from {
                    next-header icmp6;
                    icmp-type [ 1 2 3 4 ];
                }
                then accept;
            }
        }
    }
}
"""
    )


def test_terms_are_the_rules_and_their_answers_and_nothing_else(catalogue_rule_sets):
    for rules in (*catalogue_rule_sets, rule_set(*hostile_rules())):
        assert normal(filters(text_of(rules))) == normal(entries_of(said(EXPORTER, rules)))


def test_aerleon_writes_terms_of_the_same_meaning(catalogue_rule_sets):
    options = {4: "plan inet", 6: "plan inet6"}
    for rules in catalogue_rule_sets:
        theirs = rendered(said(EXPORTER, rules), "juniper", options, answers=True)
        assert normal(filters(text_of(rules))) == normal(filters(theirs))


def test_packets_that_the_planner_allows_pass_and_no_others(catalogue_rule_sets):
    for rules in catalogue_rule_sets:
        found = disagreements(set(filters(text_of(rules))), rules, said(EXPORTER, rules))
        assert list(found) == []


def test_names_are_short_plain_and_their_own(catalogue_rule_sets):
    for rules in (*catalogue_rule_sets, rule_set(*hostile_rules())):
        whole = parse(text_of(rules))
        for family in whole.at("firewall").all("family"):
            [filter_] = family.all("filter")
            names = [term.words[1] for term in filter_.all("term")]
            assert len(set(names)) == len(names)
            assert all(map(NAME.fullmatch, names))


def test_nothing_hostile_leaves_its_place():
    text = text_of(rule_set(*hostile_rules(), title='*/ evil; "x" { } 北京'))
    assert text.isascii()
    assert [one.words for one in parse(text).inner] == [("policy-options",), ("firewall",)]
    assert text.count("*/") == text.count("/*")
