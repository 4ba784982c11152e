"""A diff as lines, which every report writes in its own way."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

from portsref.cli.files import STANDARD
from portsref.comparing.diff import Change, Diff, Side
from portsref.planning.rules import Endpoint, Rule, RuleSet

type Kind = Literal["opened", "closed", "changed"]

# What a reader sees from the lines of the groups, and needs no line of its own.
_OF_THE_GROUPS = frozenset({"addresses", "zone"})


@dataclass(frozen=True, slots=True)
class Compared:
    """A diff with both its sides; `file` is the one that was changed, `only` what is asked for."""

    found: Diff
    before: RuleSet
    after: RuleSet
    file: str
    only: Side | None = None

    @property
    def path(self) -> str:
        """The changed file as a path below the repository, with slashes."""
        return "plan" if self.file == STANDARD else PurePath(self.file).as_posix()

    @property
    def counted(self) -> str:
        """How many rules open, close, change and stay, in one sentence."""
        found = self.found
        if found.is_empty:
            return "no difference"
        return (
            f"opens: {len(found.opened)}, closes: {len(found.closed)}, "
            f"changes: {len(found.changed)}, unchanged: {len(found.unchanged)}"
        )


@dataclass(frozen=True, slots=True)
class Line:
    """One difference: what kind it is, both ends, what passes between them, and why."""

    kind: Kind
    source: str
    destination: str
    what: str
    why: str

    @property
    def title(self) -> str:
        """What becomes of it, such as `opens TCP 6000`."""
        does = {"opened": "opens", "closed": "closes", "changed": "changes"}[self.kind]
        return f"{does} {self.what}"

    @property
    def sentence(self) -> str:
        """Between which ends, and why."""
        ends = f"{self.source} -> {self.destination}" if self.destination else self.source
        return f"{ends}: {self.why}"

    def fingerprint(self, path: str) -> str:
        """What tells the same difference of the same file again, whatever the reason says."""
        parts = (path, self.kind, self.source, self.destination, self.what)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Report:
    """A way to say a diff; `suffix` is that of its file."""

    name: str
    suffix: str
    write: Callable[[Compared], str]


def lines_of(compared: Compared) -> Iterator[Line]:
    """What opens, what closes, and what changes besides, unless `only` one is asked for."""
    found = compared.found
    if compared.only != "closed":
        yield from (_line("opened", rule) for rule in found.opened)
    if compared.only != "opened":
        yield from (_line("closed", rule) for rule in found.closed)
    if compared.only:
        return
    for change in found.changed:
        if set(change.aspects) - _OF_THE_GROUPS:
            yield _line_of_change(change)
    for group in found.groups:
        parts = [*(f"+{part}" for part in group.gained), *(f"-{part}" for part in group.lost)]
        yield Line("changed", group.name, "", "addresses", " ".join(parts))


def _line(kind: Kind, rule: Rule) -> Line:
    why = f"{rule.component}: {rule.purpose} Because: {rule.condition}"
    return Line(kind, end_words(rule.source), end_words(rule.destination), passing_words(rule), why)


def _line_of_change(change: Change) -> Line:
    before, after = change.before, change.after
    words = {
        "reason": (before.condition, after.condition),
        "encryption": (before.encryption, after.encryption),
        "purpose": (before.purpose, after.purpose),
        "required": (_yes(before.required), _yes(after.required)),
        "phase": (before.phase or "always", after.phase or "always"),
    }
    said = "; ".join(
        f"{aspect}: {words[aspect][0]} -> {words[aspect][1]}" if aspect in words else aspect
        for aspect in change.aspects
    )
    return Line(
        "changed", end_words(after.source), end_words(after.destination), passing_words(after), said
    )


def passing_words(rule: Rule) -> str:
    """What a rule lets pass, such as `TCP 6443`."""
    return f"{rule.protocol} {rule.ports}".rstrip()


def end_words(end: Endpoint) -> str:
    """An end of a rule, with its addresses where it has any."""
    return f"{end.name} ({end.text})" if end.addresses else end.name


def _yes(required: bool) -> str:
    return "yes" if required else "no"
