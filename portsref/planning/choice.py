"""What a reader chooses about the rules of a plan, and the rules that come of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, Self

from portsref.planning.merging import crossing, merge_rules, with_names_of_their_own
from portsref.planning.rules import Rule, RuleSet

type PhaseChoice = Literal["", "operation", "installation"]

PHASES: tuple[PhaseChoice, ...] = ("operation", "installation")
_SWITCHES = ("expand", "merge", "boundary")
_NO: frozenset[object] = frozenset({"", "0", None, False})


@dataclass(frozen=True, slots=True)
class Choice:
    """Which rules are wanted, and how.

    `expand` writes one row an address pair where a format has rows, `merge` joins rules that differ
    in nothing but their ports, `boundary` keeps those that cross zones, and `phase` those that are
    needed in operation or during the installation only.
    """

    expand: bool = False
    merge: bool = False
    boundary: bool = False
    phase: PhaseChoice = ""

    @classmethod
    def of(cls, values: Mapping[str, object]) -> Self:
        """Read it from a query string, a form or arguments; what is not there is not wanted."""
        asked = values.get("phase")
        phase: PhaseChoice = next((phase for phase in PHASES if phase == asked), "")
        return cls(**{name: values.get(name) not in _NO for name in _SWITCHES}, phase=phase)

    @property
    def query(self) -> str:
        """A query string, without its question mark, that is read as the same choice."""
        chosen = [f"{name}=1" for name in _SWITCHES if getattr(self, name)]
        return "&".join([*chosen, *([f"phase={self.phase}"] if self.phase else [])])


EVERYTHING = Choice()


def _needed(phase: PhaseChoice, rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Keep what is needed in that phase; what is needed always is no part of the installation."""
    wanted = "" if phase == "operation" else phase
    return tuple(rule for rule in rules if rule.phase == wanted)


def narrowed(rule_set: RuleSet, choice: Choice) -> RuleSet:
    """Keep what crosses zones and merge, as was chosen; every rule's name stays its own."""
    rules, outbound = rule_set.rules, rule_set.outbound
    if choice.phase:
        rules, outbound = (_needed(choice.phase, each) for each in (rules, outbound))
    if choice.boundary:
        rules, outbound = crossing(rules), crossing(outbound)
    if choice.merge:
        merged = merge_rules(rules), merge_rules(outbound)
        rules, outbound = with_names_of_their_own(*merged)
    return replace(rule_set, rules=rules, outbound=outbound)
