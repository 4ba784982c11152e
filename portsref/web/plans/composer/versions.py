"""What other Kubernetes versions would open and close in a plan, in the reader's language."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from django.utils.translation import gettext, ngettext

from portsref.catalogue.catalogue import Catalogue
from portsref.comparing.diff import Diff
from portsref.comparing.upgrades import Upgrades, VersionSpan, find_upgrades
from portsref.documents.problems import ProblemsError
from portsref.planning.rules import Local, Rule, RuleSet
from portsref.web.plans.reading.display import Display
from portsref.web.plans.reading.rule_rows import CauseText
from portsref.web.plans.reading.sheet import RuleSheet
from portsref.web.shared.joining import items, marks

MOST_RULES = 10_000  # a quarter of a second of work beside the plan's own
MOST_LINES = 12

type LineKind = Literal["opened", "closed", "started", "stopped"]


@dataclass(frozen=True, slots=True)
class EffectText:
    """One thing that opens, closes, starts or stops; `rules` is how many rules that is."""

    kind: LineKind
    protocol: str
    ports: str
    component: str
    purpose: str
    rules: int


@dataclass(frozen=True, slots=True)
class SpanText:
    """Versions that all change the same; `newest` is the one to choose of them."""

    name: str
    newest: str
    says: str
    lines: tuple[EffectText, ...]
    further: int


class UpgradeSheet:
    """What each other version would change, before it is chosen."""

    def __init__(self, rule_set: RuleSet, catalogue: Catalogue) -> None:
        self.rule_set = rule_set
        self.sheet = RuleSheet(rule_set, catalogue, Display())

    @cached_property
    def _upgrades(self) -> Upgrades | None:
        try:
            return find_upgrades(self.rule_set, self.sheet.catalogue, most_rules=MOST_RULES)
        except ProblemsError:
            return None

    @property
    def is_beyond_measure(self) -> bool:
        """Tell whether the plan is too large to be worked out for other versions all the time."""
        return self._upgrades is None

    @property
    def is_empty(self) -> bool:
        """Tell whether no other version changes anything."""
        return self._upgrades is not None and self._upgrades.is_empty

    @cached_property
    def newer(self) -> tuple[SpanText, ...]:
        """The way up, the nearest first."""
        return self._texts(self._upgrades.newer if self._upgrades else ())

    @cached_property
    def older(self) -> tuple[SpanText, ...]:
        """The way back, the nearest first."""
        return self._texts(self._upgrades.older if self._upgrades else ())

    @property
    def hints(self) -> Mapping[str, str]:
        """In a few words, for each version on which something differs."""
        spans = self._upgrades.spans if self._upgrades else ()
        return {
            version: says
            for span in spans
            if (says := _count(span.change.found))
            for version in span.versions
        }

    def _texts(self, spans: Iterable[VersionSpan]) -> tuple[SpanText, ...]:
        return tuple(map(self._text, spans))

    def _text(self, span: VersionSpan) -> SpanText:
        oldest, newest = span.versions[0], span.versions[-1]
        lines = tuple(self._lines(span))
        return SpanText(
            name=newest if oldest == newest else f"{oldest}{marks().span}{newest}",
            newest=newest,
            says=_says(span),
            lines=lines[:MOST_LINES],
            further=max(0, len(lines) - MOST_LINES),
        )

    def _lines(self, span: VersionSpan) -> Iterator[EffectText]:
        change = span.change
        yield from self._of_rules("opened", change.found.opened)
        yield from self._of_rules("closed", change.found.closed)
        yield from self._of_locals("started", change.started)
        yield from self._of_locals("stopped", change.stopped)

    def _of_rules(self, kind: LineKind, rules: Iterable[Rule]) -> Iterator[EffectText]:
        """What is to be opened or closed, once for all pairs of ends."""
        counts: dict[tuple[str, str, CauseText], int] = {}
        for row in map(self.sheet.rows.row, rules):
            what = row.protocol, row.ports, row.words
            counts[what] = counts.get(what, 0) + 1
        for (protocol, ports, words), count in counts.items():
            yield EffectText(kind, protocol, ports, words.component, words.purpose, count)

    def _of_locals(self, kind: LineKind, found: Iterable[Local]) -> Iterator[EffectText]:
        for row in map(self.sheet.staying_words.row, found):
            yield EffectText(kind, row.protocol, row.ports, row.component, row.purpose, 0)


def _says(span: VersionSpan) -> str:
    if span.change.is_empty:
        return gettext("no changes")
    return _count(span.change.found) or gettext("no rule opens or closes")


def _count(found: Diff) -> str:
    """How many rules open, close and say something else; empty where none does."""
    counted = (
        (len(found.opened), ngettext("opens %(count)d", "opens %(count)d", len(found.opened))),
        (len(found.closed), ngettext("closes %(count)d", "closes %(count)d", len(found.closed))),
        (
            len(found.changed),
            ngettext("changes %(count)d", "changes %(count)d", len(found.changed)),
        ),
    )
    return items(words % {"count": count} for count, words in counted if count)
