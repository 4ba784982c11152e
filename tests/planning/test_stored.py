"""What is kept of a rule set: all of it, as older versions wrote it, or a clear refusal."""

import json
from pathlib import Path

import pytest

from portsref.exporters.registry import find_exporter
from portsref.planning.document import document_from, parse_document
from portsref.planning.engine import plan_rules
from portsref.planning.rules import Endpoint, Reason
from portsref.planning.stored import UnknownFormError, rule_set_data, rule_set_from
from tests.exporters.rule_sets import cause, document, local, rule, rule_set

PLANS = sorted((Path(__file__).parent.parent / "plans").glob("*.yaml"))
# Rows as the first version wrote them: texts of the columns, none of which was made since.
OLD_ROWS = sorted((Path(__file__).parent / "stored").glob("*.json"))


@pytest.mark.parametrize("file", PLANS, ids=lambda file: file.stem)
def test_a_stored_rule_set_comes_back_as_it_was(file, catalogue):
    rule_set = plan_rules(parse_document(file.read_text()), catalogue)
    stored = json.loads(json.dumps(rule_set_data(rule_set)))
    assert rule_set_from(stored, rule_set.document) == rule_set


@pytest.mark.parametrize("file", OLD_ROWS, ids=lambda file: file.stem)
def test_a_row_of_the_first_version_says_what_it_said(file, request):
    rules = opened(json.loads(file.read_text()))
    content = find_exporter("yaml").export(rules).file.content
    golden = file.with_suffix(".yaml")
    if request.config.getoption("update_golden"):
        golden.write_bytes(content)
    assert content.decode() == golden.read_text()


@pytest.mark.parametrize("file", OLD_ROWS, ids=lambda file: file.stem)
def test_a_row_of_the_first_version_is_stored_again_as_the_same_text(file):
    row = json.loads(file.read_text())
    assert stored_text(opened(row)) == row["rule_set"]


def opened(row):
    return rule_set_from(json.loads(row["rule_set"]), document_from(json.loads(row["document"])))


def stored_text(rules):
    return json.dumps(rule_set_data(rules), ensure_ascii=False, separators=(",", ":"))


def test_ends_and_causes_are_stored_once_and_read_as_one():
    data = rule_set_data(rule_set(rule("one"), rule("two"), local=(local("example/api"),)))
    assert [(item["source"], item["destination"], item["causes"]) for item in data["rules"]] == [
        (0, 1, [0]),
        (0, 1, [0]),
    ]
    assert (len(data["ends"]), len(data["causes"])) == (2, 2)
    one, two = rule_set_from(data, document()).rules
    assert one.source is two.source
    assert one.causes[0] is two.causes[0]


def test_what_no_planner_says_is_stored_where_it_is_said():
    read = rule(causes=(cause(reason=Reason("example", said="as the file said")),))
    assert rule_set_from(rule_set_data(rule_set(read)), document()).rules == (read,)


def test_names_and_who_dials_are_stored_where_they_are_said():
    place = Endpoint("a", "outside", dns=("a.example.com",))
    said = rule(destination=place, causes=(cause(by_pods=True),))
    data = json.loads(json.dumps(rule_set_data(rule_set(said, rule("not")))))
    assert [end.get("dns") for end in data["ends"]] == [None, ["a.example.com"], None]
    assert [one.get("by_pods") for one in data["causes"]] == [True, None]
    assert rule_set_from(data, document()).rules[0] == said


@pytest.mark.parametrize(
    "changed",
    [
        {"schema": "portsref.rule-set/v2"},
        {"schema": None},
        {"colour": "blue"},
        {"ends": [{"name": "a", "kind": "cloud", "addresses": [], "zone": None}]},
        {"ends": [{"name": "a", "kind": "any", "addresses": [], "zone": None, "colour": "blue"}]},
    ],
)
def test_the_form_of_another_version_is_refused(changed):
    with pytest.raises(UnknownFormError):
        rule_set_from(rule_set_data(rule_set(rule())) | changed, document())
