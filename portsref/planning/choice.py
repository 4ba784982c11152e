"""What a reader chooses about the rules of a plan, and the rules that come of it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Self

from portsref.planning.merging import crossing, merge_rules, with_names_of_their_own
from portsref.planning.rules import RuleSet

_NO: frozenset[object] = frozenset({"", "0", None, False})


@dataclass(frozen=True, slots=True)
class Choice:
    """Which rules are wanted, and how.

    `expand` writes one row an address pair where a format has rows, `merge` joins rules that differ
    in nothing but their ports, `boundary` keeps those that cross zones.
    """

    expand: bool = False
    merge: bool = False
    boundary: bool = False

    @classmethod
    def of(cls, values: Mapping[str, object]) -> Self:
        """Read it from a query string, a form or arguments; what is not there is not wanted."""
        return cls(**{field.name: values.get(field.name) not in _NO for field in fields(cls)})

    @property
    def query(self) -> str:
        """A query string, without its question mark, that is read as the same choice."""
        chosen = (field.name for field in fields(self) if getattr(self, field.name))
        return "&".join(f"{name}=1" for name in chosen)


EVERYTHING = Choice()


def narrowed(rule_set: RuleSet, choice: Choice) -> RuleSet:
    """Keep what crosses zones and merge, as was chosen; every rule's name stays its own."""
    rules, outbound = rule_set.rules, rule_set.outbound
    if choice.boundary:
        rules, outbound = crossing(rules), crossing(outbound)
    if choice.merge:
        merged = merge_rules(rules), merge_rules(outbound)
        rules, outbound = with_names_of_their_own(*merged)
    return replace(rule_set, rules=rules, outbound=outbound)
