"""What is the same rule in another revision, what was approved of it, and what number it has."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from portsref.planning.choice import Choice, narrowed
from portsref.planning.document import parse_document
from portsref.planning.engine import plan_rules
from portsref.planning.identity import contents_of, identities_of, identity_of
from portsref.planning.numbering import RuleNumbers
from portsref.planning.presets import PRESETS
from portsref.ports import PortSet
from tests.conftest import our_catalogue
from tests.exporters.rule_sets import cause, group, rule, rule_set
from tests.planning.test_properties import documents

HERE = Path(__file__).parent
PLANS = sorted([*HERE.parent.glob("plans/*.yaml"), *HERE.glob("topologies/*.yaml")])
DOCUMENTS = [parse_document(file.read_text()) for file in PLANS]
DOCUMENTS += [preset.document() for preset in PRESETS]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.title)
def test_no_two_rules_of_a_reference_plan_are_the_same(document, catalogue):
    rules = plan_rules(document, catalogue).all_rules
    assert len(set(map(identity_of, rules))) == len(rules)


@given(documents())
@settings(max_examples=40)
def test_rules_of_any_plan_are_told_apart(document):
    rules = plan_rules(document, our_catalogue()).all_rules
    identities = list(identities_of(rules))
    assert len(set(identities)) == len(rules)
    assert identities[:1] == [identity_of(one) for one in rules[:1]]


def test_identities_and_contents_are_made_as_ever():
    """Plans and decisions are kept with them: these two texts never change."""
    assert identity_of(rule()) == "55ac5a254161e2f275d48cf0"
    assert contents_of(rule()) == "1ef956bdf445f921b5c616d88b6c8656"


def test_a_rule_stays_the_same_with_other_addresses_ports_and_reasons():
    other = replace(
        rule(causes=(cause(encryption="none"), cause("example/metrics"))),
        source=group("workers", "10.9.0.0/16", zone="dmz"),
        ports=PortSet.parse("8443"),
    )
    assert identity_of(other) == identity_of(rule())


@pytest.mark.parametrize(
    "other",
    [
        replace(rule(), source=group("masters", "10.0.1.0/24")),
        replace(rule(), source=group("workers", "10.0.9.0/24")),
        replace(rule(), destination=group("control-plane", "10.0.0.1", zone="dmz")),
        rule(ports="443-444"),
        replace(rule(), action="remove"),
        rule(causes=(cause(encryption="none"),)),
        rule(causes=(cause(phase="installation"),)),
    ],
)
def test_somebody_has_to_approve_it_again_when_what_he_approved_changes(other):
    assert (identity_of(other), contents_of(other)) != (identity_of(rule()), contents_of(rule()))


def test_an_approval_outlives_other_words_and_another_order():
    ends = (
        group("workers", "10.0.2.0/24", "10.0.1.0/24"),
        group("workers", "10.0.1.0/24", "10.0.2.0/24"),
    )
    one, two = (replace(rule(), source=end) for end in ends)
    reworded = replace(two, causes=(cause(purpose="Better said.", note="New.", source=None),))
    assert contents_of(reworded) == contents_of(one)


def test_a_rule_keeps_its_number_and_a_gone_one_is_not_given_again():
    first, second, third = (
        rule(name, destination=group(name, "10.0.0.1")) for name in ("one", "two", "three")
    )
    numbers = RuleNumbers().with_rules_of(rule_set(first, second))
    numbers = numbers.with_rules_of(rule_set(third, second))
    again = RuleNumbers.unpacked(numbers.packed)
    given_to = again.given_to(rule_set(first, third, second))
    assert [(one.name, one.number) for one in given_to.rules] == [
        ("one", 1),
        ("three", 3),
        ("two", 2),
    ]


def test_merged_rules_go_by_the_number_of_the_first():
    rules = rule_set(rule("one"), rule("two", ports="80", causes=(cause("example/web"),)))
    numbered = RuleNumbers().with_rules_of(rules).given_to(rules)
    (merged,) = narrowed(numbered, Choice(merge=True)).rules
    assert (merged.number, str(merged.ports)) == (1, "80,443")


def test_a_number_is_no_part_of_what_a_rule_says():
    rules = rule_set(rule())
    assert RuleNumbers().with_rules_of(rules).given_to(rules) == rules
