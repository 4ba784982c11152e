"""Ports as sets of ranges: parse, combine and print them.

The text form is `80,443,30000-32767`: numbers and ranges, sorted, touching ranges joined.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Self

from portsref.messages import MessageError, gettext_noop

PORTS_OF_A_PROTOCOL = 65536
LONGEST_TEXT = 4096
_PART = re.compile(r"([0-9]{1,5})(?:\s*[-–]\s*([0-9]{1,5}))?")

NOT_A_PORT = gettext_noop("%(port)d is not a port: ports are 0 to 65535")
NOT_PORTS = gettext_noop("%(text)r is not a port or a range such as 30000-32767")
BACKWARDS = gettext_noop("%(first)d-%(last)d ends before it starts")
TOO_LONG = gettext_noop("is longer than %(most)d characters")


class PortsError(MessageError):
    """A text that is not a set of ports; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True, order=True)
class PortRange:
    """Ports `first` to `last`, both included, within 0 to 65535."""

    first: int
    last: int

    def __post_init__(self) -> None:
        """Refuse what is no range of ports."""
        if not 0 <= self.first < PORTS_OF_A_PROTOCOL or not 0 <= self.last < PORTS_OF_A_PROTOCOL:
            outside = self.last if 0 <= self.first < PORTS_OF_A_PROTOCOL else self.first
            raise PortsError(NOT_A_PORT, port=outside)
        if self.first > self.last:
            raise PortsError(BACKWARDS, first=self.first, last=self.last)

    def __str__(self) -> str:
        """Print `80` or `80-90`."""
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"

    def __len__(self) -> int:
        """Count the ports."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class PortSet:
    """A set of ports, kept as the fewest sorted ranges; equal sets are equal values."""

    ranges: tuple[PortRange, ...] = ()
    _numbers: tuple[int, ...] | None = field(default=None, init=False, repr=False, compare=False)
    _hash: int | None = field(default=None, init=False, repr=False, compare=False)

    @classmethod
    def of(cls, ranges: Iterable[PortRange]) -> Self:
        """Make the set that holds every port of `ranges`, in any order, overlapping or not."""
        joined: list[PortRange] = []
        for part in sorted(ranges):
            if joined and part.first <= joined[-1].last + 1:
                joined[-1] = PortRange(joined[-1].first, max(joined[-1].last, part.last))
            else:
                joined.append(part)
        return cls(tuple(joined))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `80,443,30000-32767`; the empty text is the empty set.

        Raises `PortsError`, which names the part that cannot be read.
        """
        if len(text) > LONGEST_TEXT:
            raise PortsError(TOO_LONG, most=LONGEST_TEXT)
        if not text.strip():
            return cls()
        return cls.of(_parse_part(part.strip()) for part in text.split(","))

    @classmethod
    def single(cls, port: int) -> Self:
        """Make the set of one port."""
        return cls((PortRange(port, port),))

    def __hash__(self) -> int:
        """Hash all of it, once: sets are looked up for every rule, and strangers choose them."""
        if self._hash is None:
            object.__setattr__(self, "_hash", hash(self.numbers))
        return self._hash  # type: ignore[return-value]  # it was set a line above

    @property
    def numbers(self) -> tuple[int, ...]:
        """First and last port of each range, which sort as the ports do, and in no time."""
        if self._numbers is None:
            numbers = tuple(end for part in self.ranges for end in (part.first, part.last))
            object.__setattr__(self, "_numbers", numbers)
        return self._numbers  # type: ignore[return-value]  # it was set a line above

    def __str__(self) -> str:
        """Print the text form that `parse` reads."""
        return ",".join(map(str, self.ranges))

    @property
    def has_every_port(self) -> bool:
        """Tell whether it is every port there is, with 0 or without, on which nothing listens."""
        return len(self) >= PORTS_OF_A_PROTOCOL - 1

    @property
    def readable(self) -> str:
        """Print it for people: `80, 443, 30000–32767`."""
        return str(self).replace("-", "–").replace(",", ", ")

    def __bool__(self) -> bool:
        """Tell whether there is any port."""
        return bool(self.ranges)

    def __len__(self) -> int:
        """Count the ports."""
        return sum(map(len, self.ranges))

    def __contains__(self, port: int) -> bool:
        """Tell whether `port` is in the set."""
        return any(part.first <= port <= part.last for part in self.ranges)

    def __iter__(self) -> Iterator[int]:
        """Yield every port, ascending."""
        for part in self.ranges:
            yield from range(part.first, part.last + 1)

    def __or__(self, other: Self) -> Self:
        """Join both sets."""
        return type(self).of((*self.ranges, *other.ranges))

    def __and__(self, other: Self) -> Self:
        """Keep the ports that both have."""
        if not self._may_meet(other):
            return type(self)()
        return type(self)(
            tuple(
                PortRange(max(mine.first, theirs.first), min(mine.last, theirs.last))
                for mine, theirs in _overlaps(self.ranges, other.ranges)
            )
        )

    def __sub__(self, other: Self) -> Self:
        """Keep the ports that `other` has not."""
        return self & other.rest

    def _may_meet(self, other: Self) -> bool:
        """Tell whether one of both begins before the other ends, which is soon told."""
        mine, theirs = self.ranges, other.ranges
        return bool(
            mine
            and theirs
            and mine[0].first <= theirs[-1].last
            and theirs[0].first <= mine[-1].last
        )

    def __le__(self, other: Self) -> bool:
        """Tell whether `other` has every port of this set."""
        return (self & other).ranges == self.ranges

    @property
    def rest(self) -> Self:
        """The ports of a protocol that are not in the set."""
        firsts = (0, *(part.last + 1 for part in self.ranges))
        lasts = (*(part.first - 1 for part in self.ranges), PORTS_OF_A_PROTOCOL - 1)
        gaps = zip(firsts, lasts, strict=True)
        return type(self)(tuple(PortRange(first, last) for first, last in gaps if first <= last))


ALL_PORTS = PortSet((PortRange(0, PORTS_OF_A_PROTOCOL - 1),))


def _parse_part(part: str) -> PortRange:
    found = _PART.fullmatch(part)
    if found is None:
        raise PortsError(NOT_PORTS, text=part[:40])
    first, last = found.groups()
    return PortRange(int(first), int(last or first))


def _overlaps(
    mine: Sequence[PortRange], theirs: Sequence[PortRange]
) -> Iterator[tuple[PortRange, PortRange]]:
    """Yield the ranges that have ports in common, walking along both sides once."""
    here = there = 0
    while here < len(mine) and there < len(theirs):
        one, other = mine[here], theirs[there]
        if one.first <= other.last and other.first <= one.last:
            yield one, other
        if one.last < other.last:
            here += 1
        else:
            there += 1
