"""What a reader chooses: merging, narrowing, and how it is written in addresses."""

from dataclasses import replace

import pytest

from portsref.planning.choice import EVERYTHING, Choice, narrowed
from portsref.planning.rules import Endpoint
from tests.exporters.rule_sets import group, rule, rule_set


@pytest.mark.parametrize(
    ("values", "choice"),
    [
        ({}, EVERYTHING),
        ({"merge": "", "boundary": "0", "expand": False}, EVERYTHING),
        ({"merge": "1", "boundary": "yes", "expand": True}, Choice(True, True, True)),
        ({"merge": "1", "view": "matrix"}, Choice(merge=True)),
        ({"phase": "installation"}, Choice(phase="installation")),
        ({"phase": "later"}, EVERYTHING),
    ],
)
def test_a_choice_is_read_from_a_query_string_a_form_or_arguments(values, choice):
    assert Choice.of(values) == choice


def test_a_choice_is_read_back_from_its_query_string():
    assert EVERYTHING.query == ""
    assert Choice(merge=True, boundary=True).query == "merge=1&boundary=1"
    assert Choice(expand=True, merge=True).query == "expand=1&merge=1"
    assert Choice(merge=True, phase="operation").query == "merge=1&phase=operation"


def test_merging_and_narrowing_leave_names_unique_across_both_lists():
    place = Endpoint("ntp", "outside")
    rules = rule_set(
        rule("a", group("x", zone="one"), group("ntp", zone="two"), ports="1"),
        rule("b", group("x", zone="one"), group("ntp", zone="two"), ports="2"),
        rule("c", group("x", zone="one"), group("x", zone="one"), ports="3"),
        outbound=(rule("d", group("x", zone="one"), place, ports="4"),),
    )
    left = narrowed(rules, Choice(merge=True, boundary=True))
    assert [(item.name, str(item.ports)) for item in left.all_rules] == [
        ("x-to-ntp-tcp", "1-2"),
        ("x-to-ntp-tcp-2", "4"),
    ]


def test_merging_never_turns_a_removal_into_a_permission():
    rules = rule_set(rule("a", ports="1"), replace(rule("b", ports="2"), action="remove"))
    merged = narrowed(rules, Choice(merge=True))
    assert [(item.action, str(item.ports)) for item in merged.rules] == [
        ("allow", "1"),
        ("remove", "2"),
    ]


def test_nothing_asked_for_changes_nothing():
    rules = rule_set(rule("b"), rule("a"))
    assert narrowed(rules, EVERYTHING) == rules
