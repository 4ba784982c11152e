"""What another Kubernetes version would open and close in a plan: the way up, and the way back.

Versions under which the same rows apply behave alike, so rules are worked out once for each set of
rows that differs from the plan's own, and not at all where none does.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.products import version_key
from portsref.comparing.diff import Diff, diff
from portsref.documents.problems import Problem, ProblemsError
from portsref.planning.document import PlanDocument
from portsref.planning.engine import plan_rules
from portsref.planning.including import include_products
from portsref.planning.rules import Local, RuleSet
from portsref.planning.selection import select_rows


@dataclass(frozen=True, slots=True)
class VersionChange:
    """What is different on another version; `found.unchanged` is left empty.

    `started` and `stopped` are listeners that open nothing between hosts, on either version.
    """

    found: Diff
    started: tuple[Local, ...] = ()
    stopped: tuple[Local, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is different."""
        return self.found.is_empty and not (self.started or self.stopped)


@dataclass(frozen=True, slots=True)
class VersionSpan:
    """Versions in a row, the oldest first, that all change the same about a plan."""

    versions: tuple[str, ...]
    change: VersionChange


@dataclass(frozen=True, slots=True)
class Upgrades:
    """All other versions of the catalogue, the nearest to the plan's own first."""

    newer: tuple[VersionSpan, ...]
    older: tuple[VersionSpan, ...]

    @property
    def spans(self) -> tuple[VersionSpan, ...]:
        """The way up, then the way back."""
        return (*self.newer, *self.older)

    @property
    def is_empty(self) -> bool:
        """Tell whether no other version changes anything."""
        return all(span.change.is_empty for span in self.spans)


def on_version(document: PlanDocument, version: str) -> PlanDocument:
    """The same plan on another Kubernetes version."""
    return document.model_copy(update={"kubernetes": version})


def find_upgrades(
    planned: RuleSet, catalogue: Catalogue, *, most_rules: int | None = None
) -> Upgrades:
    """Compare a plan, whose rules `catalogue` gave, with itself on every other version.

    Raises `ProblemsError` where that would take working out more than `most_rules` rules.
    """
    versions = sorted(catalogue.kubernetes_versions, key=version_key)
    here = version_key(planned.kubernetes)
    newer = [version for version in versions if version_key(version) > here]
    older = [version for version in reversed(versions) if version_key(version) < here]
    behaviour = _behaviours(planned, (*newer, *older), catalogue)
    others = {number: version for version, number in behaviour.items() if number}
    if most_rules is not None and len(others) * len(planned.all_rules) > most_rules:
        raise ProblemsError([Problem("plan", "", f"make more than {most_rules:,} rules")])
    changes = {0: VersionChange(Diff())}
    for number, version in others.items():
        document = on_version(planned.document, version)
        changes[number] = _compare(planned, plan_rules(document, catalogue, most_flows=most_rules))
    by_version = {version: changes[number] for version, number in behaviour.items()}
    return Upgrades(tuple(_spans(newer, by_version)), tuple(_spans(older, by_version)))


def _behaviours(
    planned: RuleSet, versions: Iterable[str], catalogue: Catalogue
) -> Mapping[str, int]:
    """A number for each version, equal where the same rows apply; 0 is the plan's own."""
    document = planned.document
    dated = [
        row
        for item in include_products(document, catalogue).values()
        for row in item.product.rows
        if row.since or row.until
    ]
    numbers: dict[str, int] = {}
    by_rows: dict[frozenset[str], int] = {}
    known: list[object] = []
    for version in (planned.kubernetes, *versions):
        rows = frozenset(row.key for row in dated if row.exists_in(version))
        if rows not in by_rows:
            by_rows[rows] = _number(_selection(document, version, catalogue), known)
        numbers[version] = by_rows[rows]
    return numbers


def _selection(document: PlanDocument, version: str, catalogue: Catalogue) -> object:
    """All of a selection that decides over rules, and that a version can change."""
    found = select_rows(on_version(document, version), catalogue)
    return found.rows, found.components, found.replacements, found.excluded


def _number(selection: object, known: list[object]) -> int:
    if selection not in known:
        known.append(selection)
    return known.index(selection)


def _compare(before: RuleSet, after: RuleSet) -> VersionChange:
    found = replace(diff(before, after), unchanged=())
    told = {key for rule in (*found.opened, *found.closed) for key in rule.listeners}
    return VersionChange(
        found=found,
        started=tuple(_only_in(after, before, told)),
        stopped=tuple(_only_in(before, after, told)),
    )


def _only_in(rule_set: RuleSet, other: RuleSet, told: Iterable[str]) -> Iterator[Local]:
    """Listeners that stay on their hosts or in the pod network, and that the other side lacks."""
    passed = {local.listener for local in _staying(other)}.union(told)
    for local in _staying(rule_set):
        if local.listener not in passed:
            passed.add(local.listener)
            yield local


def _staying(rule_set: RuleSet) -> tuple[Local, ...]:
    return (*rule_set.local, *rule_set.pod_network)


def _spans(versions: Sequence[str], changes: Mapping[str, VersionChange]) -> Iterator[VersionSpan]:
    for change, group in groupby(versions, key=changes.__getitem__):
        yield VersionSpan(tuple(sorted(group, key=version_key)), change)
