"""Ports as sets of ranges: parse, combine and print them.

The text form is `80,443,30000-32767`: numbers and ranges, sorted, touching ranges joined.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

PORTS_OF_A_PROTOCOL = 65536
LONGEST_TEXT = 4096
_PART = re.compile(r"([0-9]{1,5})(?:\s*[-–]\s*([0-9]{1,5}))?")


class PortsError(ValueError):
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
            raise PortsError(f"{outside} is not a port: ports are 0 to 65535")
        if self.first > self.last:
            raise PortsError(f"{self.first}-{self.last} runs backwards")

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
            raise PortsError(f"longer than {LONGEST_TEXT} characters")
        if not text.strip():
            return cls()
        return cls.of(_parse_part(part.strip()) for part in text.split(","))

    @classmethod
    def single(cls, port: int) -> Self:
        """Make the set of one port."""
        return cls((PortRange(port, port),))

    def __hash__(self) -> int:
        """Hash the first port alone: sets are looked up for every rule, and few begin alike."""
        return self.ranges[0].first if self.ranges else -1

    def __str__(self) -> str:
        """Print the text form that `parse` reads."""
        return ",".join(map(str, self.ranges))

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
        return self.of(
            PortRange(max(mine.first, theirs.first), min(mine.last, theirs.last))
            for mine in self.ranges
            for theirs in other.ranges
            if mine.first <= theirs.last and theirs.first <= mine.last
        )

    def __sub__(self, other: Self) -> Self:
        """Keep the ports that `other` has not."""
        left = list(self.ranges)
        for gone in other.ranges:
            left = [rest for part in left for rest in _without(part, gone)]
        return self.of(left)

    def __le__(self, other: Self) -> bool:
        """Tell whether `other` has every port of this set."""
        return all(
            any(theirs.first <= mine.first and mine.last <= theirs.last for theirs in other.ranges)
            for mine in self.ranges
        )


ALL_PORTS = PortSet((PortRange(0, PORTS_OF_A_PROTOCOL - 1),))


def _parse_part(part: str) -> PortRange:
    found = _PART.fullmatch(part)
    if found is None:
        raise PortsError(f"{part[:40]!r} is not a port or a range such as 30000-32767")
    first, last = found.groups()
    return PortRange(int(first), int(last or first))


def _without(part: PortRange, gone: PortRange) -> Iterator[PortRange]:
    if part.first < gone.first:
        yield PortRange(part.first, min(part.last, gone.first - 1))
    if part.last > gone.last:
        yield PortRange(max(part.first, gone.last + 1), part.last)
