"""What kinds of checks there are, and that what they say can be read again by its names."""

from itertools import pairwise
from pathlib import Path

import pytest

from portsref.importers.cutting import File
from portsref.verification.base import TONES, Options
from portsref.verification.kinds import KINDS, find_kind
from tests.verification.rules.reading import CATALOGUE, rules_of_plan

RULES = rules_of_plan("k3s-single")
TEXTS = ["", "nothing that anybody knows", "*filter\n:INPUT DROP [0:0]\n-A INPUT -p 6 -j ACCEPT\n"]
TEXTS += [path.read_text() for path in sorted(Path(__file__).parent.rglob("samples/*.*"))]


def test_kinds_are_found_by_their_names():
    assert [find_kind(kind.name) for kind in KINDS] == list(KINDS)
    assert find_kind("nonsense") is None


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_the_states_of_a_kind_are_named_once_and_the_worst_is_first(kind):
    assert kind.untold in kind.states
    for states in (kind.states, kind.beside):
        assert len({state.name for state in states}) == len(states)
        tones = [TONES.index(state.tone) for state in states]
        assert all(first <= second for first, second in pairwise(tones))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_each_input_has_the_command_that_prints_it(kind):
    assert all(one.name and one.label and one.command for one in kind.inputs)


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_check_says_only_states_of_its_kind_whatever_it_is_given(kind, text):
    found = kind.check([File("paste", text)], RULES, CATALOGUE, Options())
    assert len(found.rules) == len(RULES.all_rules)
    assert {one.state for one in found.rules} <= set(kind.states)
    assert {one.state for one in found.beside} <= set(kind.beside)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_little_work_is_an_answer_too(kind):
    files = [File("paste", text) for text in TEXTS]
    found = kind.check(files, RULES, CATALOGUE, Options(most_work=1))
    assert len(found.rules) == len(RULES.all_rules)
