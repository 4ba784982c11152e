"""The rules that a format cannot say: of a large plan these may be most of them."""

from array import array
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import compress
from typing import overload

from portsref.messages import Message
from portsref.planning.rules import Rule, RuleSet


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A rule that a format cannot say, and why."""

    rule: Rule
    why: Message


class LeftOuts(Sequence[LeftOut]):
    """Those of a rule set, in its order: equal to a tuple of them, each made when it is read.

    What is kept of a rule is where it stands and its reason, a few bytes.
    """

    def __init__(self, rule_set: RuleSet, reasons: Iterable[Message | None]) -> None:
        """`reasons` has for each rule, and each need of places outside, why it cannot be said."""
        self._rule_set = rule_set
        self._places = array("I")
        self._reasons: list[Message] = []
        for place, why in enumerate(reasons):
            if why is not None:
                self._places.append(place)
                self._reasons.append(why)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._places)

    @overload
    def __getitem__(self, index: int) -> LeftOut: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[LeftOut]: ...
    def __getitem__(self, index: int | slice) -> LeftOut | Sequence[LeftOut]:
        """One of them, or several as a tuple."""
        if isinstance(index, slice):
            return tuple(map(self._at, range(*index.indices(len(self)))))
        return self._at(index)

    def __iter__(self) -> Iterator[LeftOut]:
        """One after the other."""
        return map(self._at, range(len(self)))

    def __eq__(self, other: object) -> bool:
        """Tell whether they are the same rules, for the same reasons."""
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]

    def _at(self, index: int) -> LeftOut:
        rules, place = self._rule_set.rules, self._places[index]
        rule = rules[place] if place < len(rules) else self._rule_set.outbound[place - len(rules)]
        return LeftOut(rule, self._reasons[index])

    def others(self) -> RuleSet:
        """The rule set without them."""
        if not self:
            return self._rule_set
        rules, outbound = self._rule_set.rules, self._rule_set.outbound
        is_said = bytearray(b"\1") * (len(rules) + len(outbound))
        for place in self._places:
            is_said[place] = 0
        return replace(
            self._rule_set,
            rules=tuple(compress(rules, is_said)),
            outbound=tuple(compress(outbound, is_said[len(rules) :])),
        )


def by_group(left_out: Iterable[LeftOut], groups: Container[str]) -> Mapping[str, list[LeftOut]]:
    """Those that go to one of the groups, by its name."""
    found: dict[str, list[LeftOut]] = {}
    for item in left_out:
        name = item.rule.destination.name
        if name in groups:
            found.setdefault(name, []).append(item)
    return found
