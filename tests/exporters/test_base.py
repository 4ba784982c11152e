"""What all exporters share: merging, narrowing, file names."""

from dataclasses import replace

import pytest

from portsref.exporters.base import CANNOT_REMOVE, ExportOptions, LeftOut, filename, narrowed
from portsref.exporters.registry import EXPORTERS, find_exporter
from portsref.planning.rules import Endpoint
from tests.exporters.rule_sets import group, rule, rule_set


@pytest.mark.parametrize(
    ("title", "revision", "expected"),
    [
        ("Payments cluster, DC1", None, "payments-cluster-dc1-rules.csv"),
        ("Payments cluster, DC1", 3, "payments-cluster-dc1-r3-rules.csv"),
        ("北京集群", 12, "plan-r12-rules.csv"),
        ("Café Zürich", None, "cafe-zurich-rules.csv"),
        ("../../etc/passwd", None, "etc-passwd-rules.csv"),
        ('a"; rm -rf / #', None, "a-rm-rf-rules.csv"),
        ("CON", None, "con-rules.csv"),
        ("long " * 39 + "x", None, "-".join(["long"] * 12) + "-rules.csv"),
    ],
)
def test_files_are_named_after_title_and_revision(title, revision, expected):
    options = ExportOptions(revision=revision)
    assert filename(rule_set(title=title), options, "csv") == expected


def test_merging_and_narrowing_leave_names_unique_across_both_lists():
    place = Endpoint("ntp", "outside")
    rules = rule_set(
        rule("a", group("x", zone="one"), group("ntp", zone="two"), ports="1"),
        rule("b", group("x", zone="one"), group("ntp", zone="two"), ports="2"),
        rule("c", group("x", zone="one"), group("x", zone="one"), ports="3"),
        outbound=(rule("d", group("x", zone="one"), place, ports="4"),),
    )
    left = narrowed(rules, ExportOptions(merge=True, boundary=True))
    assert [(item.name, str(item.ports)) for item in left.all_rules] == [
        ("x-to-ntp-tcp", "1-2"),
        ("x-to-ntp-tcp-2", "4"),
    ]


def test_merging_never_turns_a_removal_into_a_permission():
    rules = rule_set(rule("a", ports="1"), replace(rule("b", ports="2"), action="remove"))
    merged = narrowed(rules, ExportOptions(merge=True))
    assert [(item.action, str(item.ports)) for item in merged.rules] == [
        ("allow", "1"),
        ("remove", "2"),
    ]


def test_a_format_without_actions_leaves_removals_out():
    rules = rule_set(rule("a", ports="1"), replace(rule("b", ports="2"), action="remove"))
    csv = find_exporter("csv")
    export = replace(csv, says_actions=False).export(rules)
    assert export.content == csv.export(rule_set(rules.rules[0])).content
    assert export.left_out == (LeftOut(rules.rules[1], CANNOT_REMOVE),)


def test_a_delta_request_is_named_after_what_it_holds():
    names = [
        filename(rule_set(), ExportOptions(delta=delta), "csv") for delta in ("opened", "both")
    ]
    assert names == ["example-plan-opened.csv", "example-plan-delta.csv"]


def test_nothing_asked_for_changes_nothing():
    rules = rule_set(rule("b"), rule("a"))
    assert narrowed(rules, ExportOptions()) == rules


def test_names_of_formats_are_unique_and_found():
    assert [find_exporter(exporter.name) for exporter in EXPORTERS] == list(EXPORTERS)
    assert find_exporter("xls") is None


@pytest.mark.parametrize("exporter", EXPORTERS, ids=lambda exporter: exporter.name)
def test_the_same_rules_give_the_same_bytes(exporter, catalogue_rule_sets):
    for rules in catalogue_rule_sets:
        assert exporter.export(rules) == exporter.export(rules)
