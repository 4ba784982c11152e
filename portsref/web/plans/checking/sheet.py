"""What a check said of a plan, in the reader's language: by states, the worst first."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext, ngettext

from portsref.catalogue.catalogue import Catalogue
from portsref.importers.facts import Doubt, Unread
from portsref.importers.values import Place
from portsref.planning.rules import Rule, RuleSet
from portsref.verification.adding import says_something
from portsref.verification.base import TONES, Beside, Check, Kind, RuleState, State, Tone
from portsref.web.plans.reading.rule_rows import RuleRows, RuleText
from portsref.web.shared.joining import items, sentences
from portsref.web.shared.messages import say
from portsref.web.shared.row_words import address, translated

MOST_ROWS = 1500  # as of a plan's own page
MOST_BESIDE_SHOWN = 200
MOST_TOLD_SHOWN = 100
MOST_PLACES_SHOWN = 3
MOST_DETAILS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class StatePart:
    """One state: how many rules are in it, and where on the bar of all of them it begins."""

    name: str
    tone: Tone
    label: str
    count: int
    begin: int
    is_on: bool = False


@dataclass(frozen=True, slots=True)
class FoundRule:
    """A rule in a state: its row, what makes it so, and where the input says it."""

    row: RuleText
    details: tuple[str, ...]
    places: str


@dataclass(frozen=True, slots=True)
class FoundBeside:
    """Something that is no rule of the plan: what it is, where it stands, what is so of it.

    `port` is one that the reference has a page of, `known` what it is likeliest to be, and `line`
    what is asked where it was dropped.
    """

    what: str
    details: tuple[str, ...]
    place: str
    port: str = ""
    port_address: str = ""
    known: str = ""
    line: str = ""


@dataclass(frozen=True, slots=True)
class StateSection:
    """All in one state, and what to do about it; `further` are too many for a page.

    `silent` are the rules about whose hosts nothing was read, which stand apart from the others.
    """

    name: str
    tone: Tone
    label: str
    remedy: str
    count: int
    rules: tuple[FoundRule, ...] = ()
    silent: tuple[FoundRule, ...] = ()
    beside: tuple[FoundBeside, ...] = ()
    further: int = 0


class CheckSheet:
    """One check, or several that add up; `state` narrows its rules to those in one."""

    def __init__(
        self, check: Check, kind: Kind, rule_set: RuleSet, catalogue: Catalogue, state: str = ""
    ) -> None:
        self.check = check
        self.kind = kind
        self._rule_set = rule_set
        self._catalogue = catalogue
        self._rows = RuleRows(catalogue, rule_set)
        known = {one.name for one in kind.states}
        self.state = state if state in known else ""

    @property
    def count(self) -> int:
        """How many rules there are."""
        return len(self.check.rules)

    @cached_property
    def counts(self) -> Mapping[State, int]:
        """How many rules are in each state, the worst first."""
        return counted(one.state for one in self.check.rules)

    @cached_property
    def parts(self) -> tuple[StatePart, ...]:
        """The states that rules have, as the parts of a bar."""
        return tuple(parts_of(self.counts, self.state))

    @property
    def sentence(self) -> str:
        """What it comes to."""
        return sentence_of(self.counts)

    @property
    def summary(self) -> str:
        """What a check of this kind says of the whole plan besides."""
        said = self.kind.sum_up(self.check)
        return gettext("%(states)s.") % {"states": say(said)} if said else ""

    @property
    def missing(self) -> int:
        """How many rules, or parts of rules, a request for what is missing has."""
        return len(self.check.missing)

    @property
    def is_silent(self) -> bool:
        """Tell whether nothing was read that says anything about any rule."""
        return not any(map(says_something, self.check.rules))

    @cached_property
    def sections(self) -> tuple[StateSection, ...]:
        """Rules by their states, the worst first; of one state where that is asked for."""
        found: dict[State, list[tuple[Rule, RuleState]]] = {state: [] for state in self.counts}
        for rule, one in zip(self._rule_set.all_rules, self.check.rules, strict=True):
            found[one.state].append((rule, one))
        return tuple(self._sections(found))

    def _sections(
        self, found: Mapping[State, Sequence[tuple[Rule, RuleState]]]
    ) -> Iterator[StateSection]:
        left = MOST_ROWS
        for state, rules in found.items():
            if self.state in {"", state.name}:
                shown = rules[:left]
                left -= len(shown)
                yield StateSection(
                    name=state.name,
                    tone=state.tone,
                    label=gettext(state.label),
                    remedy=gettext(state.remedy) if state.remedy else "",
                    count=len(rules),
                    rules=tuple(self._rule(*each) for each in shown if says_something(each[1])),
                    silent=tuple(
                        self._rule(*each) for each in shown if not says_something(each[1])
                    ),
                    further=len(rules) - len(shown),
                )

    def _rule(self, rule: Rule, found: RuleState) -> FoundRule:
        row = self._rows.row(rule, with_ends=True)
        details = tuple(map(say, found.details[:MOST_DETAILS_SHOWN]))
        return FoundRule(row, details, _places(found.places))

    @cached_property
    def beside(self) -> tuple[StateSection, ...]:
        """What was seen beside the rules, by its states, the worst first."""
        found: dict[State, list[Beside]] = {}
        for one in self.check.beside:
            found.setdefault(one.state, []).append(one)
        in_order = sorted(found.items(), key=lambda item: TONES.index(item[0].tone))
        return tuple(
            StateSection(
                name=f"beside-{state.name}",
                tone=state.tone,
                label=gettext(state.label),
                remedy=gettext(state.remedy) if state.remedy else "",
                count=len(of_state),
                beside=tuple(map(self._beside, of_state[:MOST_BESIDE_SHOWN])),
                further=max(0, len(of_state) - MOST_BESIDE_SHOWN),
            )
            for state, of_state in in_order
        )

    def _beside(self, found: Beside) -> FoundBeside:
        details = tuple(map(say, found.details[:MOST_DETAILS_SHOWN]))
        port, _, protocol = found.port.partition("/")
        return FoundBeside(
            say(found.what),
            details,
            str(found.place),
            port=f"{protocol.upper()} {port}" if port else "",
            port_address=address("reference:port_protocol", port, protocol) if port else "",
            known=self._known(found.listeners[:1]),
            line=found.line,
        )

    def _known(self, keys: Sequence[str]) -> str:
        """What the first row of some is: its component, and what it is for."""
        for row in (self._catalogue.rows.get(key) for key in keys):
            if row:
                component = self._catalogue.component_of(row).name
                purpose = translated(self._catalogue, row.purpose, row.product)
                return f"{component}: {purpose}"
        return ""

    @property
    def doubts(self) -> tuple[tuple[str, str], ...]:
        """What somebody should look at, although it was read: where, and why."""
        return tuple(_told(self.check.doubts))

    @property
    def unread(self) -> tuple[tuple[str, str], ...]:
        """What could not be read: where, and why."""
        return tuple(_told(self.check.unread))

    @property
    def not_told(self) -> int:
        """How much more of that is too much for a page."""
        both = (self.check.doubts, self.check.unread)
        return sum(max(0, len(one) - MOST_TOLD_SHOWN) for one in both)


def counted(states: Iterable[State]) -> Mapping[State, int]:
    """How often there is each state, the worst first."""
    counts = Counter(states)
    return dict(sorted(counts.items(), key=lambda item: TONES.index(item[0].tone)))


def parts_of(counts: Mapping[State, int], chosen: str = "") -> Iterator[StatePart]:
    """States as the parts of a bar."""
    begin = 0
    for state, count in counts.items():
        label = gettext(state.label)
        yield StatePart(state.name, state.tone, label, count, begin, state.name == chosen)
        begin += count


def sentence_of(counts: Mapping[State, int]) -> str:
    """How many rules are as the plan needs them, and how many are in which other state."""
    count = sum(counts.values())
    good = sum(number for state, number in counts.items() if state.tone == "good")
    said = ngettext(
        "%(good)s of %(count)s rule is as the plan needs it (%(share)s%%).",
        "%(good)s of %(count)s rules are as the plan needs them (%(share)s%%).",
        count,
    ) % {"good": f"{good:,}", "count": f"{count:,}", "share": 100 * good // count if count else 0}
    others = items(
        gettext("%(count)s %(state)s") % {"count": f"{number:,}", "state": gettext(state.label)}
        for state, number in counts.items()
        if state.tone != "good"
    )
    return sentences((said, gettext("%(states)s.") % {"states": others} if others else ""))


def _places(places: Sequence[Place]) -> str:
    shown = items(map(str, places[:MOST_PLACES_SHOWN]))
    return f"{shown} …" if len(places) > MOST_PLACES_SHOWN else shown


def _told(facts: Sequence[Doubt | Unread]) -> Iterator[tuple[str, str]]:
    for fact in facts[:MOST_TOLD_SHOWN]:
        yield str(fact.origin.place), say(fact.reason)
