"""The registry of findings: each kind makes findings of its own shape, and has words for them."""

from dataclasses import replace

import pytest

from portsref.planning.engine import plan_rules
from portsref.planning.findings.base import FindingKind, Planned, Variant, named_in
from portsref.planning.findings.english import english
from portsref.planning.findings.registry import FINDINGS, find_kind
from portsref.planning.flows import expand_flows, find_connections
from portsref.planning.merging import rules_of
from portsref.planning.placement import Placement
from portsref.planning.rules import Finding
from portsref.planning.selection import select_rows
from tests.doubtful_plans import DOUBTFUL

CODES = [kind.code for kind in FINDINGS]
CONFLICT = {"groups": ("a", "b"), "ports": "TCP 9099", "listeners": ("x/one", "y/two")}


@pytest.fixture(scope="module")
def doubtful(catalogue):
    """Every doubtful plan as far as it is worked out."""
    return [planned(document, catalogue) for document in DOUBTFUL.values()]


def planned(document, catalogue):
    placement = Placement(select_rows(document, catalogue))
    connections = find_connections(placement)
    return Planned(placement, connections, rules_of(expand_flows(connections, placement)))


def test_a_code_means_one_kind():
    assert len(set(CODES)) == len(CODES)


@pytest.mark.parametrize("kind", FINDINGS, ids=CODES)
def test_a_kind_finds_its_own_and_nothing_else(kind, doubtful):
    found = [finding for plan in doubtful for finding in kind.find(plan)]
    assert {finding.code for finding in found} == {kind.code}
    for finding in found:
        assert tuple(finding.parameters) == kind.parameters


def test_the_planner_answers_with_the_findings_of_every_kind(doubtful, catalogue):
    for plan in doubtful:
        answered = plan_rules(plan.placement.selection.document, catalogue).findings
        found = [finding for kind in FINDINGS for finding in kind.find(plan)]
        assert len(answered) == len(found)
        assert all(finding in found for finding in answered)


@pytest.mark.parametrize("kind", FINDINGS, ids=CODES)
def test_the_sentences_of_a_kind_name_parameters_that_it_has(kind):
    for words in (kind, *kind.variants):
        assert words.says.endswith(".")
        assert words.advice.endswith(".")
        assert named_in(words.says) | named_in(words.advice) <= set(kind.parameters)
    assert {variant.parameter for variant in kind.variants} <= set(kind.parameters)


KIND = FindingKind(
    code="port-conflict",
    severity="warning",
    parameters=("groups", "ports"),
    place="groups[{groups[0]}]",
    says="%(groups)s want %(ports)s.",
    advice="Move one.",
    variants=(Variant("ports", "TCP 1", "All want it.", "Give it up."),),
    find=lambda _plan: iter(()),
)


def test_a_finding_is_made_by_calling_its_kind():
    parameters = {"groups": ("a", "b"), "ports": "TCP 9"}
    finding = Finding("port-conflict", "warning", "groups[a]", parameters)
    assert KIND(ports="TCP 9", groups=("a", "b")) == finding
    assert list(KIND(ports="TCP 9", groups=("a", "b")).parameters) == ["groups", "ports"]
    assert KIND(**parameters, is_note=True) == replace(finding, severity="note")
    assert KIND(**parameters, at="picks[x]") == replace(finding, place="picks[x]")


@pytest.mark.parametrize(
    "parameters", [{"groups": ("a",)}, {"groups": ("a",), "ports": "1", "zone": "core"}]
)
def test_a_finding_that_lacks_a_parameter_or_has_one_too_many_is_not_made(parameters):
    with pytest.raises(TypeError, match="port-conflict takes"):
        KIND(**parameters)


def test_names_in_braces_and_with_percent_signs_stay_as_they_are():
    name = "{groups} 100%(ports)s"
    finding = KIND(groups=(name,), ports="TCP 9")
    assert finding.place == f"groups[{name}]"
    assert english(finding) == f"Two listeners on {name} use TCP 9."


def test_a_variant_has_the_words_where_its_parameter_has_its_value():
    assert KIND.words({"groups": ("a",), "ports": "TCP 1"}).says == "All want it."
    assert KIND.words({"groups": ("a",), "ports": "TCP 2"}) is KIND
    assert KIND.words({}) is KIND


def test_a_kind_is_found_by_its_code():
    assert [find_kind(code) for code in CODES] == list(FINDINGS)
    assert find_kind("gone") is None


def test_a_finding_in_english_names_all_that_it_has():
    assert english(Finding("port-conflict", "error", "", CONFLICT)) == (
        "Two listeners on a, b use TCP 9099 (listeners: x/one, y/two)."
    )
    without = {"product": "x", "option": "o", "value": "v", "choices": ()}
    assert english(Finding("unknown-option", "error", "", without)) == (
        "x has no option “o” with the value “v”."
    )


@pytest.mark.parametrize(
    ("finding", "words"),
    [
        (Finding("new-code", "note"), "new-code"),
        (Finding("new-code", "note", "", {"group": "a"}), "new-code (group: a)"),
        (
            Finding("port-conflict", "error", "", {"group": "a", "ports": "TCP 9099"}),
            "port-conflict (group: a; ports: TCP 9099)",
        ),
    ],
)
def test_a_finding_of_an_older_release_says_its_code_and_all_that_it_has(finding, words):
    assert english(finding) == words
