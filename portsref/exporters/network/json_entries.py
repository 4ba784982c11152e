"""Entries of packet filters in JSON, one a line: what SR Linux and OpenConfig share.

A device takes them in the order of their numbers, and drops what none accepts because the last one
says so. Neighbours of IPv6 are found by entries of their own.
"""

from collections.abc import Iterable, Iterator
from itertools import count, product
from typing import Protocol

from portsref.documents.writing import json_text
from portsref.exporters.base import Job
from portsref.exporters.comments import about_causes, about_left_out, about_plan, one_line
from portsref.exporters.network.stateless import (
    ABOUT,
    ERRORS,
    NEIGHBOURS,
    IcmpType,
    Network,
    Permission,
    Permissions,
    Service,
)
from portsref.planning.rules import Rule

# What matches packets of a service, and what matches its answers; None where there are none.
type _Pattern = tuple[str, str | None]


class Dialect(Protocol):
    """How a device writes the parts of an entry, for one family.

    What matches has `%s` where the addresses belong.
    """

    family: int
    longest: int

    def ends(self, source: str, destination: str) -> str:
        """What matches two networks; an empty text is any address."""

    def service(self, service: Service, *, is_answer: bool) -> str:
        """What matches packets to a service, or those that answer."""

    def icmp(self, kind: IcmpType) -> str:
        """What matches a type of ICMP."""

    def entry(self, number: int, about: str, match: str) -> str:
        """An entry that accepts; `about` is a text of JSON."""

    def drop(self, number: int, about: str) -> str:
        """An entry that drops everything."""


class EntryWriter:
    """Writes the entries of a list in one family; what rules share is made once."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._permissions = Permissions(
            dialect.family, write=_network, pattern=self._pattern, about=about_causes
        )

    def entries(self, rules: Iterable[Rule]) -> Iterator[str]:
        """Each entry, with a comma and the end of its line behind it, but for the last one."""
        dialect, numbers = self._dialect, count(1)
        for about, kind in self._always():
            match = dialect.icmp(kind) % ""
            yield f"{dialect.entry(next(numbers), json_text(about), match)},\n"
        for permission in self._permissions.of(rules):
            for about, match in self._of(permission):
                yield f"{dialect.entry(next(numbers), about, match)},\n"
        yield f"{dialect.drop(next(numbers), json_text('All else'))}\n"

    def _always(self) -> Iterator[tuple[str, IcmpType]]:
        family = self._dialect.family
        yield from (("Errors, for path MTU discovery", kind) for kind in ERRORS[family])
        if family == 6:
            yield from (("Neighbours and routers", kind) for kind in NEIGHBOURS)

    def _of(self, permission: Permission[_Pattern]) -> Iterator[tuple[str, str]]:
        """What each entry of a rule is about, and what it matches."""
        rule, dialect = permission.rule, self._dialect
        about = json_text(one_line(f"{rule.name}: {permission.purpose}", dialect.longest))
        answers = json_text(one_line(f"Answers to {rule.name}", dialect.longest))
        # who is pinged by all of its own is answered by the same entry
        has_answers = bool(rule.ports) or not permission.is_among_themselves
        for source, destination in product(permission.sources, permission.destinations):
            there, back = dialect.ends(source, destination), dialect.ends(destination, source)
            for match, answer in permission.patterns:
                yield about, match % there
                if answer is not None and has_answers:
                    yield answers, answer % back

    def _pattern(self, service: Service) -> _Pattern:
        there = self._dialect.service(service, is_answer=False)
        if service.answer is None:
            return there, None
        return there, self._dialect.service(service, is_answer=True)


def about_file(job: Job, how: Iterable[str]) -> Iterator[str]:
    """The lines of a header, as parts of one text of JSON without its quotes."""
    for lines in (about_plan(job), ABOUT, about_left_out(job.left_out), how):
        for line in lines:
            yield f"{json_text(line)[1:-1]}\\n"


def _network(network: Network) -> str:
    return str(network) if network.prefixlen else ""
