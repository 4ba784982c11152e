"""What all exporters share: file names, and rules that are left out."""

from dataclasses import replace

import pytest

from portsref.exporters.base import CANNOT_REMOVE, LeftOut, filename
from portsref.exporters.registry import EXPORTERS, find_exporter
from portsref.planning.rules_file import Provenance
from tests.exporters.rule_sets import rule, rule_set


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
    provenance = Provenance(revision=revision)
    assert filename(rule_set(title=title), provenance, "csv") == expected


def test_a_format_without_actions_leaves_removals_out():
    rules = rule_set(rule("a", ports="1"), replace(rule("b", ports="2"), action="remove"))
    csv = find_exporter("csv")
    export = replace(csv, says_actions=False).export(rules)
    assert export.content == csv.export(rule_set(rules.rules[0])).content
    assert export.left_out == (LeftOut(rules.rules[1], CANNOT_REMOVE),)


def test_a_delta_request_is_named_after_what_it_holds():
    names = [filename(rule_set(), Provenance(delta=delta), "csv") for delta in ("opened", "both")]
    assert names == ["example-plan-opened.csv", "example-plan-delta.csv"]


def test_names_of_formats_are_unique_and_found():
    assert [find_exporter(exporter.name) for exporter in EXPORTERS] == list(EXPORTERS)
    assert find_exporter("xls") is None


@pytest.mark.parametrize("exporter", EXPORTERS, ids=lambda exporter: exporter.name)
def test_the_same_rules_give_the_same_bytes(exporter, catalogue_rule_sets):
    for rules in catalogue_rule_sets:
        assert exporter.export(rules) == exporter.export(rules)
