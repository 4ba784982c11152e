"""Looks for the markers of sources: at the commit that is cited, and at the newest one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from portsref.catalogue.products import Source
from portsref.sources.citing import Cited
from portsref.sources.repositories import Mirror, Repository

# holds:      the marker stands where it is cited, and still today; of a former release, where cited
# moved:      it stands where it is cited, and today in another file
# changed:    it stands where it is cited, and nowhere today
# wrong:      it does not stand where it is cited
# no commit:  the repository has no such commit on a branch or before a tag
# no copy:    the repository is not among the copies
# page:       a page, or a file at no commit, that only people can read again
type State = Literal["holds", "moved", "changed", "wrong", "no commit", "no copy", "page"]

STATES: tuple[State, ...] = ("holds", "moved", "changed", "wrong", "no commit", "no copy", "page")
BAD: frozenset[State] = frozenset({"changed", "wrong", "no commit"})


@dataclass(frozen=True, slots=True)
class Found:
    """What became of one marker; `now` is the file that has it today, where it moved."""

    cited: Cited
    shown: str
    marker: str
    state: State
    now: str = ""


def check_sources(cited: Iterable[Cited], mirror: Mirror) -> Iterator[Found]:
    """Look for every marker; a source without any is looked for itself, once."""
    for one in cited:
        for shown, marker in _markers(one.source) or [("", "")]:
            state, now = _state_of(one.source, marker, mirror)
            yield Found(one, shown, marker, state, now)


def _markers(source: Source) -> list[tuple[str, str]]:
    return [(shown, marker) for shown, markers in source.says.items() for marker in markers]


def _state_of(source: Source, marker: str, mirror: Mirror) -> tuple[State, str]:
    repo, commit, path = source.repo, source.commit, source.path
    if repo is None or commit is None or path is None:
        return "page", ""
    repository = mirror.repository(repo)
    if repository is None:
        return "no copy", ""
    if not repository.has(commit):
        return "no commit", ""
    if not repository.shows(marker, commit, path) or not repository.lines_of(commit, path):
        return "wrong", ""
    return ("holds", "") if source.release else _today(repository, marker, path)


def _today(repository: Repository, marker: str, path: str) -> tuple[State, str]:
    if repository.shows(marker, repository.head, path):
        return "holds", ""
    now = repository.where(marker) if marker else ""
    return ("moved", now) if now else ("changed", "")
