"""The rules of a large plan, folded by where they come from: a line each, opened where asked for.

All rows of a thousand rules are more than a megabyte, at each keystroke.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from portsref.planning.rules import Rule
from portsref.web.plans.composer.form_data import Data
from portsref.web.plans.reading.rule_rows import RuleGroup
from portsref.web.plans.reading.sheet import MOST_ROWS, RuleSheet

MOST_AT_ONCE = 200  # rules that are shown without being asked for
EVERYTHING = "*"


@dataclass(frozen=True, slots=True)
class Fold:
    """The rules from one end; without pairs while it is folded. `key` is what asks for it."""

    key: str
    name: str
    rules: int
    pairs: tuple[RuleGroup, ...]


def unfolded(data: Data) -> frozenset[str]:
    """What a form asks for: `open` names folds, `close` those to fold again; `*` means all."""
    closed = frozenset(data.getlist("close"))
    return frozenset() if EVERYTHING in closed else frozenset(data.getlist("open")) - closed


class FoldedRules:
    """The rules of a sheet as a composer shows them, with what its form asks for."""

    def __init__(self, sheet: RuleSheet, data: Data) -> None:
        self.sheet = sheet
        self._open, self._close = unfolded(data), frozenset(data.getlist("close"))
        self._left = MOST_ROWS

    @property
    def is_needed(self) -> bool:
        """Tell whether there are more rules than are shown at once."""
        return len(self.sheet.listed.all_rules) > MOST_AT_ONCE

    @cached_property
    def within(self) -> tuple[Fold, ...]:
        """Rules between groups and from anywhere."""
        return tuple(self._folds(self.sheet.listed.rules, "from"))

    @cached_property
    def outbound(self) -> tuple[Fold, ...]:
        """Rules to places outside."""
        return tuple(self._folds(self.sheet.listed.outbound, "out"))

    @property
    def opened(self) -> tuple[str, ...]:
        """What is open, as the form has it next time."""
        if EVERYTHING in self._open and not self._close:
            return (EVERYTHING,)
        return tuple(fold.key for fold in (*self.within, *self.outbound) if fold.pairs)

    @property
    def are_all_open(self) -> bool:
        """Tell whether nothing is folded, but for what is too much for any page."""
        return self.opened == (EVERYTHING,)

    @property
    def not_shown(self) -> int:
        """How many rules are asked for and are too many for a page."""
        folds = (*self.within, *self.outbound)
        asked = (fold for fold in folds if self._is_asked_for(fold.key) and not fold.pairs)
        return sum(fold.rules for fold in asked)

    def _folds(self, rules: Iterable[Rule], way: str) -> Iterator[Fold]:
        together: dict[tuple[str, str], list[Rule]] = {}
        for rule in rules:
            together.setdefault((rule.source.kind, rule.source.name), []).append(rule)
        for (kind, name), parts in together.items():
            key = f"{way}:{kind}:{name}"
            yield Fold(
                key=key,
                name=self.sheet.rows.end_name(parts[0].source, parts[0].causes[0].reason.product),
                rules=len(parts),
                pairs=tuple(self.sheet.rows.pairs_of(parts)) if self._is_open(key, parts) else (),
            )

    def _is_open(self, key: str, rules: list[Rule]) -> bool:
        """Tell whether a fold is asked for, and is not too much for a page with those before it."""
        if self._is_asked_for(key) and len(rules) <= self._left:
            self._left -= len(rules)
            return True
        return False

    def _is_asked_for(self, key: str) -> bool:
        return not self._open.isdisjoint({key, EVERYTHING}) and key not in self._close
