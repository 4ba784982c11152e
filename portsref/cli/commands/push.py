"""`portsref push`: save a plan that is kept in a repository under its link."""

import argparse
import os
import sys
from collections.abc import Iterable, Sequence

from portsref.cli.asking import Answer
from portsref.cli.files import read_input
from portsref.cli.running import AnswerIsNoError, CallError
from portsref.cli.server import SavedPlan
from portsref.comparing.documents import different_lines
from portsref.documents.problems import Problem, ProblemsError
from portsref.planning.document import LARGEST_EXPORT, PlanDocument, document_from, parse_document

KEY = "PORTSREF_EDIT_KEY"
LONGEST_NOTE = 200
_SIGNS = {"theirs": "-", "mine": "+", "same": " ", "gap": "@"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take a plan, its link, and what it was when it was pushed last."""
    parser.add_argument("plan", metavar="PLAN", help="a plan document, or - for standard input")
    parser.add_argument(
        "--to",
        metavar="LINK",
        required=True,
        help=f"the link to read the saved plan; {KEY} in the environment has its edit key",
    )
    parser.add_argument(
        "--was",
        metavar="FILE",
        help="the plan as it was pushed last: what somebody else saved since is not overwritten",
    )
    parser.add_argument(
        "--note", metavar="TEXT", default="", help="what changed, such as the subject of a commit"
    )


def run(arguments: argparse.Namespace) -> None:
    """Save the next revision, unless the newest is the same; raises `AnswerIsNoError` on conflict.

    A conflict is printed line by line: what they have, and what is to be pushed.
    """
    key = os.environ.get(KEY, "").strip()
    if not key:
        raise CallError(f"set {KEY} to the key of the edit link, which stands behind `key=` in it")
    saved = SavedPlan(arguments.to)
    mine = _document(arguments.plan)
    was = _document(arguments.was) if arguments.was else None
    number, theirs = _newest(saved)
    if theirs == mine:
        print(f"revision {number} already has this plan: {saved.link}")  # noqa: T201
        return
    if was is not None and theirs != was:
        _say_conflict(saved, number, different_lines(theirs, mine))
    answer = saved.save(mine.as_json(), key=key, base=number, note=_note(arguments.note))
    match answer.status, answer.data:
        case 201, {"number": newest, "link": link}:
            print(f"revision {newest}: {link}")  # noqa: T201
        case 412, {"newest": {"number": newest}, "differences": [*found]}:
            lines = [(each["whose"], each["line"]) for each in found]
            _say_conflict(saved, newest, lines)
        case _:
            raise _refusal(answer, saved)


def _document(name: str) -> PlanDocument:
    text = read_input(name, largest=LARGEST_EXPORT)
    return parse_document(text, file=name, largest=LARGEST_EXPORT)


def _note(text: str) -> str:
    """One line of what a server takes: the subject of a commit is nobody's to choose any more."""
    return "".join(filter(str.isprintable, " ".join(text.split())))[:LONGEST_NOTE]


def _newest(saved: SavedPlan) -> tuple[int, PlanDocument]:
    answer = saved.read()
    match answer.status, answer.data:
        case 200, {"revision": {"number": int(number)}, "plan": plan}:
            return number, document_from(plan, file=saved.link)
    raise _refusal(answer, saved)


def _refusal(answer: Answer, saved: SavedPlan) -> ProblemsError:
    """What a server says is wrong; whoever answers in other words is no portsref."""
    match answer.data:
        case {"problems": [{"field": _, "reason": _}, *_] as problems}:
            told = [Problem(saved.link, each["field"], each["reason"]) for each in problems]
        case _:
            reason = f"answered {answer.status}, but not as portsref does: is the address right?"
            told = [Problem(saved.link, "", reason)]
    return ProblemsError(told)


def _say_conflict(saved: SavedPlan, number: int, lines: Iterable[Sequence[str]]) -> None:
    """Print what they have and we have not, and the reverse; raises `AnswerIsNoError`."""
    for whose, line in lines:
        print(f"{_SIGNS[whose]}{line}")  # noqa: T201
    sys.stdout.flush()
    reason = f"somebody else saved revision {number}: take it over into the plan, then push again"
    print(Problem(saved.link, "", reason), file=sys.stderr)  # noqa: T201
    raise AnswerIsNoError
