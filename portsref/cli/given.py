"""Files of others that a command is given: reading them, and saying what is told of them."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from portsref.cli.files import STANDARD, read_input
from portsref.cli.running import CallError
from portsref.documents.problems import Problem, ProblemsError
from portsref.importers.archives import LARGEST_ARCHIVE, LARGEST_PASTE, files_of
from portsref.importers.cutting import File
from portsref.importers.facts import Doubt, Unread


def read_given(names: Sequence[str], *, beside: str | None = None) -> list[File]:
    """Read files, and those of zips; raises `ProblemsError`.

    `beside` is a plan that is read, too. Raises `CallError` where standard input is named twice.
    """
    if [beside, *names].count(STANDARD) > 1:
        raise CallError("standard input can be read only once")
    return [file for name in names for file in _files(name)]


def _files(name: str) -> list[File]:
    if name == STANDARD:
        return [File(name, read_input(name, largest=LARGEST_PASTE))]
    try:
        with Path(name).open("rb") as stream:
            content = stream.read(LARGEST_ARCHIVE + 1)
    except OSError as error:
        raise ProblemsError([Problem(name, "", f"cannot be read: {error.strerror}")]) from error
    return files_of(name, content)


def problems_told(facts: Iterable[Doubt | Unread]) -> list[Problem]:
    """What is doubtful or was not read, each at its place."""
    return [
        Problem(place.file, f"line {place.line} {place.path}".strip(), str(fact.reason))
        if (place := fact.origin.place).line
        else Problem(place.file, place.path, str(fact.reason))
        for fact in facts
    ]


def say_told(facts: Iterable[Doubt | Unread]) -> None:
    """Print it to standard error, behind all that was printed before."""
    sys.stdout.flush()
    for problem in problems_told(facts):
        print(problem, file=sys.stderr)  # noqa: T201 - as commands do
