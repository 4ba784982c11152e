"""Numbers of the rules of a plan: given once, kept in every revision, never given to another."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

from portsref.planning.identity import identities_of
from portsref.planning.rules import Rule, RuleSet

MOST_NUMBERS = 60_000  # of one plan; rules that come later have none
_BYTES = 12  # of an identity


@dataclass(frozen=True)
class RuleNumbers:
    """The identities that had a number so far, the first of which has number 1."""

    identities: tuple[str, ...] = ()

    @classmethod
    def unpacked(cls, packed: bytes) -> Self:
        """Read what `packed` was."""
        parts = (packed[start : start + _BYTES] for start in range(0, len(packed), _BYTES))
        return cls(tuple(part.hex() for part in parts))

    @property
    def packed(self) -> bytes:
        """A short form to be stored."""
        return bytes.fromhex("".join(self.identities))

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {identity: number for number, identity in enumerate(self.identities, 1)}

    def with_rules_of(self, rule_set: RuleSet) -> Self:
        """These numbers, and further ones for the rules of `rule_set` that have none."""
        new = [one for one in identities_of(rule_set.all_rules) if one not in self._numbers]
        return replace(self, identities=(*self.identities, *new)[:MOST_NUMBERS]) if new else self

    def given_to(self, rule_set: RuleSet) -> RuleSet:
        """The same rules, each with its number; 0 where it has none."""
        numbered = self._numbered(rule_set.all_rules)
        count = len(rule_set.rules)
        return replace(rule_set, rules=numbered[:count], outbound=numbered[count:])

    def _numbered(self, rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
        numbers: Iterable[int] = (self._numbers.get(one, 0) for one in identities_of(rules))
        return tuple(replace(rule, number=n) for rule, n in zip(rules, numbers, strict=True))
