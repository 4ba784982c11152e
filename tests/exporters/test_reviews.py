"""What formats say of a review: those with room for it, and nothing where nobody decided."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import yaml

from portsref.exporters.registry import every_exporter, find_exporter
from portsref.planning.choice import Choice
from portsref.planning.document import document_from
from portsref.planning.engine import plan_rules
from portsref.planning.identity import contents_of, identities_of
from portsref.planning.presets import find_preset
from portsref.planning.rules_file import read_rules_file
from portsref.reviewing.decisions import Answer, DecidedRule, Decision
from portsref.reviewing.parts import parts_of
from portsref.reviewing.review import review_of
from tests.exporters.files.test_xlsx_file import sheets

WITH_ROOM = {"xlsx", "html", "markdown", "asciidoc", "yaml", "json"}
MADE = datetime(2026, 11, 30, 8, 15, tzinfo=UTC)


@pytest.fixture(scope="module")
def rule_set(catalogue):
    return plan_rules(find_preset("rke2-cilium").document(), catalogue)


@pytest.fixture(scope="module")
def review(rule_set):
    """The first rule is approved, the second rejected with a comment and answered."""
    decisions = (
        Decision(1, MADE, 1, "approved", "Nina", "Network team", link=1),
        Decision(
            2, MADE, 1, "rejected", "=SUM(1)", "Security", link=2, comment="Not\n<b>| `here`</b>",
            answers=(Answer(1, MADE, "Why not?"),),
        ),
    )  # fmt: skip
    rules = rule_set.all_rules
    decided = [
        DecidedRule(number, identity, contents_of(rule), parts_of(rule))
        for number, (rule, identity) in enumerate(
            zip(rules[:2], identities_of(rules), strict=False), 1
        )
    ]
    return review_of(rule_set, 1, decisions, decided)


def export(name, rule_set, review, choice=None):
    exporter = find_exporter(name)
    return exporter.export(rule_set, choice or Choice(), review=review).file.content


def test_which_formats_have_room_for_a_review():
    assert {one.name for one in every_exporter() if one.says_reviews} == WITH_ROOM


def test_where_nobody_decided_nothing_is_said(rule_set):
    nothing = review_of(rule_set, 1, (), ())
    for name in WITH_ROOM:
        assert export(name, rule_set, nothing) == export(name, rule_set, None)


def test_formats_without_room_stay_as_they_are(rule_set, review):
    for exporter in every_exporter():
        if not exporter.says_reviews and not exporter.has_several_files:
            plain, reviewed = (
                [file.content for file in exporter.export(rule_set, review=one).files]
                for one in (None, review)
            )
            assert plain == reviewed


def test_json_has_the_review_beside_the_rules(rule_set, review):
    data = json.loads(export("json", rule_set, review))
    assert list(data)[-1] == "review"
    found = data["review"]
    assert found["schema"] == "portsref.review/v1"
    assert [(one["rule"], one["state"]) for one in found["states"]] == [
        (data["rules"][0]["name"], "approved"), (data["rules"][1]["name"], "rejected")
    ]  # fmt: skip
    assert found["decisions"][1]["answers"] == [
        {"made": "2026-11-30T08:15:00+00:00", "comment": "Why not?"}
    ]
    assert yaml.safe_load(export("yaml", rule_set, review)) == data


def test_a_file_with_a_review_is_read_again(rule_set, review):
    data = json.loads(export("json", rule_set, review))
    again = read_rules_file(data, file="")
    assert [rule.name for rule in again.rule_set.rules] == [rule.name for rule in rule_set.rules]
    assert document_from(data) == rule_set.document


def test_xlsx_has_a_column_and_a_sheet_of_decisions(rule_set, review):
    found = sheets(export("xlsx", rule_set, review))
    rows = found["Rules"]
    assert rows[0][-2:] == ["phase", "review"]
    assert rows[1][-1] == "approved; Nina (Network team), 2026-11-30"
    assert rows[2][-1] == "rejected; =SUM(1) (Security), 2026-11-30"
    assert rows[3][-1] == "open"
    newest = found["Review"][1]
    assert newest[1:5] == ["=SUM(1) (Security)", "rejected", "1", rule_set.all_rules[1].name]
    assert newest[6] == "Why not?"
    others = len(rule_set.all_rules) - 2
    assert ["Review", f"approved 1, rejected 1, question 0, open {others}"] in found["Request"]


def test_csv_keeps_its_header(rule_set, review):
    rows = list(csv.reader(io.StringIO(export("csv", rule_set, review).decode())))
    assert rows[0][-1] == "phase"


@pytest.mark.parametrize("name", ["markdown", "asciidoc", "html"])
def test_documents_have_the_state_of_each_rule_and_all_decisions(name, rule_set, review):
    text = export(name, rule_set, review).decode()
    assert "approved, Nina (Network team), 2026-11-30" in text or (
        "approved; Nina (Network team), 2026-11-30" in text
    )
    assert "Why not?" in text
    assert "<b>" not in text.partition("Not ")[2][:40]


def test_of_merged_rules_only_the_whole_is_said(rule_set, review):
    choice = Choice(merge=True)
    data = json.loads(export("json", rule_set, review, choice))
    assert data["review"]["states"] == []
    assert data["review"]["counts"]["approved"] == 1
    assert sheets(export("xlsx", rule_set, review, choice))["Rules"][0][-1] == "phase"
    assert "Nina" in export("markdown", rule_set, review, choice).decode()


def test_an_approved_plan_says_by_whom(rule_set):
    decision = Decision(1, MADE, 1, "approved", "Nina", "Network team", link=1, count=4)
    rules = rule_set.all_rules
    decided = [
        DecidedRule(1, identity, contents_of(rule), parts_of(rule))
        for rule, identity in zip(rules, identities_of(rules), strict=True)
    ]
    done = review_of(rule_set, 1, (decision,), decided)
    rows = sheets(export("xlsx", rule_set, done))["Request"]
    assert ["All rules approved by", "Nina (Network team), 2026-11-30"] in rows


def test_a_rule_that_changed_says_since_when(rule_set, review):
    first = rule_set.rules[0]
    other = replace(first, destination=replace(first.destination, zone="another"))
    after = replace(rule_set, rules=(other, *rule_set.rules[1:]))
    identity = next(iter(identities_of(rule_set.rules)))
    decided = [DecidedRule(1, identity, contents_of(first), parts_of(first))]
    found = review_of(after, 2, review.decisions, decided)
    rows = sheets(export("xlsx", after, found))["Rules"]
    assert rows[1][-1] == "open: changed since revision 1, in which it was approved"
