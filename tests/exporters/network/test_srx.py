"""Security policies of an SRX: one configuration group, whose policies are the rules."""

import re

from portsref.exporters.network.srx import EXPORTER
from portsref.planning.rules import ANYWHERE
from tests.exporters.aerleon import rendered
from tests.exporters.hostile import hostile_rules
from tests.exporters.network.entries import entries_of, normal
from tests.exporters.network.junos import parse, policies
from tests.exporters.network.second_opinion import disagreements, said
from tests.exporters.rule_sets import group, rule, rule_set

NAME = re.compile(r"[a-z][a-z0-9_-]{0,62}")


def text_of(rules):
    return EXPORTER.export(rules).file.content.decode()


def test_a_file_is_a_group_of_addresses_policies_and_applications():
    api = group("api", "10.0.0.1-10.0.0.3", "2001:db8::/64", zone="dmz")
    text = text_of(rule_set(rule("calls", ANYWHERE, api, ports="80,1000-1009")))
    assert (
        text[text.index("groups {") :]
        == """\
groups {
    replace: example-e704 {
        security {
            address-book {
                global {
                    address example-e704-api-v4_1 10.0.0.1/32;
                    address example-e704-api-v4_2 10.0.0.2/31;
                    address-set example-e704-api-v4 {
                        address example-e704-api-v4_1;
                        address example-e704-api-v4_2;
                    }
                    address example-e704-api-v6_1 2001:db8::/64;
                    address-set example-e704-api-v6 {
                        address example-e704-api-v6_1;
                    }
                }
            }
            policies {
                global {
                    policy example-e704-calls {
                        description "Example API. (example/api)";
                        match {
                            to-zone dmz;
                            source-address any;
                            destination-address [ example-e704-api-v4 example-e704-api-v6 ];
                            application example-e704-tcp-80_1000-1009;
                        }
                        then {
                            permit;
                        }
                    }
                }
            }
        }
        applications {
            application example-e704-tcp-80_1000-1009_1 {
                protocol tcp;
                destination-port 80;
            }
            application example-e704-tcp-80_1000-1009_2 {
                protocol tcp;
                destination-port 1000-1009;
            }
            application-set example-e704-tcp-80_1000-1009 {
                application example-e704-tcp-80_1000-1009_1;
                application example-e704-tcp-80_1000-1009_2;
            }
        }
    }
}
apply-groups example-e704;
"""
    )


def test_policies_are_the_rules_and_nothing_else(catalogue_rule_sets):
    for rules in (*catalogue_rule_sets, rule_set(*hostile_rules())):
        wanted = entries_of(said(EXPORTER, rules), answers=False)
        assert normal(policies(text_of(rules))) == normal(wanted)


def test_aerleon_writes_policies_of_the_same_meaning(catalogue_rule_sets):
    options = {4: "from-zone four to-zone four", 6: "from-zone six to-zone six"}
    for rules in catalogue_rule_sets:
        theirs = rendered(said(EXPORTER, rules), "srx", options)
        assert normal(policies(text_of(rules))) == (normal(policies(theirs)) if theirs else set())


def test_packets_that_the_planner_allows_pass_and_no_others(catalogue_rule_sets):
    for rules in catalogue_rule_sets:
        found = disagreements(set(policies(text_of(rules))), rules, said(EXPORTER, rules))
        assert list(found) == []


def test_zones_of_the_plan_are_asked_for_where_it_has_them():
    dmz, office = group("a", "10.0.0.1", zone="dmz"), group("b", "10.0.0.2", zone="Büro 1")
    text = text_of(rule_set(rule("in", dmz, office), rule("out", group("c", "10.0.0.3"), dmz)))
    lines = [line.strip() for line in text.splitlines() if "-zone" in line]
    assert lines == ["from-zone dmz;", "to-zone buro-1-669b90ab;", "to-zone dmz;"]


def test_names_are_short_plain_and_their_own(catalogue_rule_sets):
    for rules in (*catalogue_rule_sets, rule_set(*hostile_rules())):
        [group_] = parse(text_of(rules)).at("groups").inner
        kinds = (
            group_.at("security", "address-book", "global").inner,
            group_.at("security", "policies", "global").inner,
            group_.at("applications").inner,
        )
        for statements in kinds:
            names = [one.words[1] for one in statements]
            assert len(set(names)) == len(names)
            assert all(map(NAME.fullmatch, names))


def test_nothing_hostile_leaves_its_place():
    text = text_of(rule_set(*hostile_rules(), title='*/ evil; "x" { } 北京'))
    assert text.isascii()
    assert [one.words[0] for one in parse(text).inner] == ["groups", "apply-groups"]
    assert text.count("*/") == text.count("/*") == 1
