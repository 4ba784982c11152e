"""The rows and cells of a plan's own page by what kept checks say, where a reader asks for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils.translation import gettext

from portsref.planning.rules import Rule, RuleSet
from portsref.verification.base import TONES, Check, Kind, State, Tone
from portsref.web.plans.checking.queries import added_up, find_kept, kinds_kept
from portsref.web.plans.checking.sheet import StatePart, counted, parts_of
from portsref.web.plans.models import Plan
from portsref.web.plans.reading.display import Display, Toggle
from portsref.web.plans.reading.rule_rows import key_of

COLOURED_VIEWS = frozenset({"table", "matrix"})


@dataclass(frozen=True, slots=True)
class StateSign:
    """A state in words, and what it means."""

    tone: Tone
    label: str


class Colours:
    """By which kind of kept checks a page is coloured, if by any, and the states of its rules.

    Merged rules have none: a state is that of one rule.
    """

    def __init__(self, plan: Plan, rule_set: RuleSet, display: Display) -> None:
        self._plan = plan
        self._rule_set = rule_set
        self._display = display
        is_coloured = display.view in COLOURED_VIEWS and not display.choice.merge
        self._kinds = kinds_kept(plan) if is_coloured else ()

    @property
    def choices(self) -> tuple[Toggle, ...]:
        """The kinds by which the page can be coloured, and none of them; empty where none is."""
        if not self._kinds:
            return ()
        return (
            self._choice(gettext("not coloured"), ""),
            *(self._choice(gettext(kind.title), kind.name) for kind in self._kinds),
        )

    def _choice(self, text: str, name: str) -> Toggle:
        chosen = self._kind.name if self._kind else ""
        return Toggle(text, replace(self._display, check=name).query, name == chosen, name)

    @cached_property
    def _kind(self) -> Kind | None:
        return next((one for one in self._kinds if one.name == self._display.check), None)

    @cached_property
    def _check(self) -> Check | None:
        if self._kind is None:
            return None
        return added_up(find_kept(self._plan, self._rule_set, self._kind), self._rule_set)

    @property
    def is_on(self) -> bool:
        """Tell whether the page is coloured."""
        return self._check is not None

    @property
    def title(self) -> str:
        """By what it is coloured."""
        return gettext(self._kind.title) if self._kind else ""

    @property
    def kind_name(self) -> str:
        """What it is coloured by, as addresses call it."""
        return self._kind.name if self._kind else ""

    @property
    def legend(self) -> tuple[StatePart, ...]:
        """The states that rules have, with how many have each."""
        return tuple(parts_of(counted(self._states.values())))

    @cached_property
    def _states(self) -> Mapping[str, State]:
        """The state of each rule by the id of its row."""
        if self._check is None:
            return {}
        together = zip(self._rule_set.all_rules, self._check.rules, strict=True)
        return {key_of(rule): one.state for rule, one in together}

    def of(self, key: str) -> StateSign | None:
        """The state of the rule whose row has this id; none where it is not known."""
        state = self._states.get(key)
        return StateSign(state.tone, gettext(state.label)) if state else None

    def worst(self, rules: Iterable[Rule]) -> StateSign | None:
        """The worst state of some rules; none where none is known."""
        found = (self.of(key_of(rule)) for rule in rules)
        known = [sign for sign in found if sign]
        return min(known, key=lambda sign: TONES.index(sign.tone), default=None)
