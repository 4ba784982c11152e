"""What the last step of a draft did to the rules: how many it opened and closed, and which."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from django.utils.translation import gettext

from portsref.catalogue.catalogue import Catalogue
from portsref.comparing.diff import Change, Diff, diff
from portsref.documents.problems import ProblemsError
from portsref.limits import MOST_COMPARISONS, MOST_FLOWS
from portsref.planning.engine import plan_rules
from portsref.planning.rules import Endpoint, Rule, RuleSet
from portsref.web.plans.composer.form_data import REQUEST
from portsref.web.plans.composer.judging import read_plan
from portsref.web.plans.drafts.history import History, Values
from portsref.web.plans.drafts.states import data_from, said_in
from portsref.web.plans.drafts.words import StepWords
from portsref.web.plans.finding_words import catalogue_name
from portsref.web.plans.reading.rule_rows import key_of
from portsref.web.plans.reading.sheet import RuleSheet
from portsref.web.shared.joining import fill, items
from portsref.web.shared.row_words import ENCRYPTION_NAMES, word

MOST_LINES = 24
MOST_PAIRS = 3
_SILENT = frozenset({"title", "note", *REQUEST})

type Sign = Literal["opened", "closed", "changed"]


@dataclass(frozen=True, slots=True)
class EffectLine:
    """One thing that a step opened, closed or changed; `further` pairs of ends are not named."""

    sign: Sign
    protocol: str
    ports: str
    component: str
    encryption: str
    pairs: tuple[str, ...]
    further: int


class StepSheet:
    """The last step of a draft in words, and what it did to the rules.

    Without a sheet of the rules of now, or where either side says no rules, only the words.
    """

    def __init__(self, history: History, catalogue: Catalogue, sheet: RuleSheet | None) -> None:
        self._history = history
        self._catalogue = catalogue
        self._sheet = sheet

    @property
    def is_said(self) -> bool:
        """Tell whether it is about rules at all: a title or a ticket is not."""
        step = self._history.last
        return step is not None and not all(map(_is_silent, step.names))

    @property
    def is_undone(self) -> bool:
        """Tell whether it was taken back, and can be done once more."""
        return self._history.moved == "undo"

    @property
    def words(self) -> str:
        """What was changed."""
        history, step = self._history, self._history.last
        if step is None:
            return ""
        sides = history.before_last, history.values
        before, after = reversed(sides) if self.is_undone else sides
        words = str(StepWords(step, before, after, self._catalogue))
        return fill(gettext("Undone: %(what)s"), {"what": words}) if self.is_undone else words

    @cached_property
    def found(self) -> Diff | None:
        """What is different; nothing where that is not known."""
        if self._sheet is None or not self.is_said:
            return None
        return compare_last(self._history, self._sheet.rule_set, self._catalogue)

    @property
    def marks(self) -> Mapping[str, Sign]:
        """The rules of now that it opened or changed, by what their rows are called."""
        if self.found is None:
            return {}
        changed: dict[str, Sign] = {key_of(change.after): "changed" for change in self._changes}
        opened: dict[str, Sign] = {key_of(rule): "opened" for rule in self.found.opened}
        return changed | opened

    @property
    def is_empty(self) -> bool:
        """Tell whether no rule is different."""
        return self.found is not None and not any((self.opened, self.closed, self.changed))

    @property
    def opened(self) -> int:
        """How many rules there are that were not."""
        return len(self.found.opened) if self.found else 0

    @property
    def closed(self) -> int:
        """How many rules there were that are not."""
        return len(self.found.closed) if self.found else 0

    @property
    def changed(self) -> int:
        """How many rules say something else about the same packets."""
        return len(self._changes)

    @cached_property
    def _changes(self) -> tuple[Change, ...]:
        """Without those of addresses alone, which open and close what is counted there."""
        changes = self.found.changed if self.found else ()
        return tuple(change for change in changes if change.aspects != ("addresses",))

    @property
    def not_listed(self) -> int:
        """How many lines are too many to be shown."""
        return max(0, len(self._lines) - MOST_LINES)

    @property
    def lines(self) -> tuple[EffectLine, ...]:
        """What opened, closed and changed."""
        return self._lines[:MOST_LINES]

    @cached_property
    def _lines(self) -> tuple[EffectLine, ...]:
        if self.found is None:
            return ()
        changed = (change.after for change in self._changes)
        return (
            *self._of("opened", self.found.opened),
            *self._of("closed", self.found.closed),
            *self._of("changed", changed),
        )

    def _of(self, sign: Sign, rules: Iterable[Rule]) -> Iterator[EffectLine]:
        """The same for all pairs of ends in one line."""
        together: dict[tuple[str, str, str, str], list[Rule]] = {}
        for rule in rules:
            together.setdefault(self._what(rule), []).append(rule)
        for what, parts in together.items():
            pairs = tuple(dict.fromkeys(map(self._pair, parts)))
            yield EffectLine(sign, *what, pairs[:MOST_PAIRS], max(0, len(pairs) - MOST_PAIRS))

    def _what(self, rule: Rule) -> tuple[str, str, str, str]:
        causes = rule.causes
        return (
            rule.protocol,
            rule.ports.readable,
            items(catalogue_name(cause.listener, self._catalogue) for cause in causes),
            items(word(ENCRYPTION_NAMES, cause.encryption) for cause in causes),
        )

    def _pair(self, rule: Rule) -> str:
        product = rule.causes[0].reason.product
        return f"{self._end(rule.source, product)} → {self._end(rule.destination, product)}"

    def _end(self, end: Endpoint, product: str) -> str:
        return self._sheet.rows.end_name(end, product) if self._sheet else end.name


def compare_last(history: History, after: RuleSet, catalogue: Catalogue) -> Diff | None:
    """What the last step did to the rules; nothing where that is beyond measure.

    A group that is called otherwise is the same group.
    """
    former = _with_names_of(history.before_last, history.values)
    try:
        document = read_plan(data_from(former, {}), catalogue)
        before = plan_rules(document, catalogue, most_flows=MOST_FLOWS)
        return diff(before, after, most_work=MOST_COMPARISONS)
    except ProblemsError:
        return None


def _with_names_of(values: Values, others: Values) -> Values:
    """The values with the names that the groups have in others."""
    return {
        name: others[name] if _is_name_of_group(name) and said_in(others, name).strip() else texts
        for name, texts in values.items()
    }


def _is_name_of_group(name: str) -> bool:
    return name.startswith("groups-") and name.endswith("-name")


def _is_silent(name: str) -> bool:
    return name in _SILENT or name.startswith("exports:")
