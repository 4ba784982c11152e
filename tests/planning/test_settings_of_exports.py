"""Settings of formats are part of a plan, whatever formats there are."""

import json

import pytest

from portsref.documents.problems import ProblemsError
from portsref.exporters.registry import find_exporter
from portsref.planning.document import document_from, parse_document
from portsref.planning.engine import plan_rules
from portsref.planning.rules_file import read_rules_file
from portsref.planning.stored import rule_set_data, rule_set_from

EXPORTS = {
    "tufin-json": {"workflow": "Firewall: “new”", "gone": "1"},
    "gone": {"any-thing": "stays"},
}


def plan(exports):
    return {"schema": "portsref.plan/v1", "title": "x", "request": {"exports": exports}}


def problems(exports):
    with pytest.raises(ProblemsError) as refused:
        document_from(plan(exports))
    return [(problem.place, str(problem.reason)) for problem in refused.value.problems]


def test_they_are_written_and_read_back():
    document = document_from(plan(EXPORTS))
    assert document.request.exports == EXPORTS
    assert document.as_data() == plan(EXPORTS)
    assert parse_document(document.as_yaml()) == parse_document(document.as_json()) == document


def test_a_plan_without_any_is_written_as_before():
    document = document_from(plan({}))
    assert document.as_data() == {"schema": "portsref.plan/v1", "title": "x"}


def test_they_go_along_with_rules_that_are_exported_and_stored(catalogue):
    rule_set = plan_rules(document_from(plan(EXPORTS)), catalogue)
    exported = json.loads(find_exporter("json").export(rule_set).file.content)
    assert read_rules_file(exported, file="x").rule_set.document == rule_set.document
    stored = rule_set_from(rule_set_data(rule_set), rule_set.document)
    assert stored.document.request.exports == EXPORTS


@pytest.mark.parametrize(
    ("exports", "place", "reason"),
    [
        ({"x": {"a": ""}}, "request.exports.x.a", "must not be empty"),
        ({"x": {"a": "b\nc"}}, "request.exports.x.a", "must be one line of printable text"),
        ({"x": {"a": "b" * 201}}, "request.exports.x.a", "is longer than 200 characters"),
        ({"x": {"a": 50}}, "request.exports.x.a", "must be text: put it in quotes"),
        ({"x": "y"}, "request.exports.x", "must be a mapping of keys to values"),
        (
            {f"f{n}": {"a": "b"} for n in range(101)},
            "request.exports",
            "has more than 100 entries",
        ),
        (
            {"x": {f"s{n}": "b" for n in range(51)}},
            "request.exports.x",
            "has more than 50 entries",
        ),
    ],
)
def test_they_have_limits(exports, place, reason):
    assert problems(exports) == [(place, reason)]
