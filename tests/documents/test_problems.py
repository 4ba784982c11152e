"""What is wrong with a document, told once, at its place, and not without end."""

import pytest

from portsref.documents.checking import MOST_PROBLEMS
from portsref.documents.problems import ProblemsError
from portsref.planning.document import document_from

START = {"schema": "portsref.plan/v1", "title": "Example"}


def told(**parts):
    with pytest.raises(ProblemsError) as refused:
        document_from({**START, **parts})
    return [str(problem) for problem in refused.value.problems]


def test_of_a_list_of_wrong_addresses_ten_are_told():
    addresses = ["10.0.0.1", *("1.2.3" for _ in range(11)), "10.0.0.2"]
    problems = told(groups=[{"name": "a", "addresses": addresses}])
    unread = "is not read, nor are the entries after it, until those before it are right"
    wrong = "'1.2.3' is not an IPv4 or IPv6 address"
    assert sorted(problems) == sorted(
        [
            *(f"plan: groups[a].addresses[{number}]: {wrong}" for number in range(1, 11)),
            f"plan: groups[a].addresses[11]: {unread}",
        ]
    )


def test_ten_wrong_addresses_are_all_that_is_told_where_there_are_no_more():
    problems = told(groups=[{"name": "a", "addresses": ["1.2.3"] * 10}])
    assert [problem.rpartition(": ")[2] for problem in problems] == [
        "'1.2.3' is not an IPv4 or IPv6 address"
    ] * 10


def test_what_is_no_text_is_told_among_addresses():
    assert told(groups=[{"name": "a", "addresses": ["1.2.3", 1, "10.0.0.1"]}]) == [
        "plan: groups[a].addresses[0]: '1.2.3' is not an IPv4 or IPv6 address",
        "plan: groups[a].addresses[1]: must be text: put it in quotes",
    ]


@pytest.mark.parametrize("further", [0, 1, 500])
def test_of_very_many_problems_the_rest_is_counted(further):
    problems = told(**{f"k{number:04}": 1 for number in range(MOST_PROBLEMS + further)})
    last = [f"plan: further problems: {further}"] if further else []
    assert problems[MOST_PROBLEMS:] == last
    assert problems[:2] == ["plan: k0000: is not a known key", "plan: k0001: is not a known key"]
