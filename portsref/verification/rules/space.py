"""Packets as sets that can be met and taken apart: boxes whose sides are spans of numbers.

The sides of a box are sources, destinations, protocols by number, and ports: of ICMP, which has
none, its types. A box is of one family of addresses.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from typing import Literal

from portsref.addresses import AddressRange
from portsref.ports import PORTS_OF_A_PROTOCOL, PortRange, PortSet
from portsref.work import Work

# First and last of stretches of numbers, in order, none touching another.
type Spans = tuple[tuple[int, int], ...]

type Side = Literal["sources", "destinations", "protocols", "ports"]

SIDES: tuple[Side, ...] = ("sources", "destinations", "protocols", "ports")
NOTHING: Spans = ()
EVERY_PORT: Spans = ((0, PORTS_OF_A_PROTOCOL - 1),)
EVERY_PROTOCOL: Spans = ((0, 255),)
EVERY_ADDRESS: dict[int, Spans] = {4: ((0, 2**32 - 1),), 6: ((0, 2**128 - 1),)}
_MULTICAST = {4: ((0xE0 << 24, (0xF0 << 24) - 1),), 6: ((0xFF << 120, 2**128 - 1),)}
_BROADCAST = {4: ((2**32 - 1, 2**32 - 1),), 6: NOTHING}
_KINDS: dict[int, type[IPv4Address] | type[IPv6Address]] = {4: IPv4Address, 6: IPv6Address}


def spans(parts: Iterable[tuple[int, int]]) -> Spans:
    """The same numbers as few spans, in order."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(parts):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return tuple(joined)


def meet(mine: Spans, theirs: Spans) -> Spans:
    """The numbers that both have."""
    found: list[tuple[int, int]] = []
    here = there = 0
    while here < len(mine) and there < len(theirs):
        first = max(mine[here][0], theirs[there][0])
        last = min(mine[here][1], theirs[there][1])
        if first <= last:
            found.append((first, last))
        if mine[here][1] < theirs[there][1]:
            here += 1
        else:
            there += 1
    return tuple(found)


def minus(mine: Spans, theirs: Spans) -> Spans:
    """The numbers of the first that the second has not."""
    found: list[tuple[int, int]] = []
    at = 0
    for first, last in mine:
        begin = first
        while at < len(theirs) and theirs[at][1] < begin:
            at += 1
        number = at
        while number < len(theirs) and theirs[number][0] <= last:
            if theirs[number][0] > begin:
                found.append((begin, theirs[number][0] - 1))
            begin = theirs[number][1] + 1
            number += 1
        if begin <= last:
            found.append((begin, last))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Box:
    """Packets of a family whose every side is among these numbers."""

    family: int
    sources: Spans
    destinations: Spans
    protocols: Spans = EVERY_PROTOCOL
    ports: Spans = EVERY_PORT

    def side(self, side: Side) -> Spans:
        """The numbers of a side."""
        return {
            "sources": self.sources,
            "destinations": self.destinations,
            "protocols": self.protocols,
            "ports": self.ports,
        }[side]

    def having(self, side: Side, numbers: Spans) -> "Box":
        """The same with another side."""
        sides = {each: self.side(each) for each in SIDES} | {side: numbers}
        return Box(self.family, **sides)

    def meet(self, other: "Box") -> "Box | None":
        """The packets that are in both, if any are."""
        if self.family != other.family:
            return None
        box = Box(
            self.family,
            meet(self.sources, other.sources),
            meet(self.destinations, other.destinations),
            meet(self.protocols, other.protocols),
            meet(self.ports, other.ports),
        )
        return box if box.sources and box.destinations and box.protocols and box.ports else None

    def may_meet(self, other: "Box") -> bool:
        """Tell whether families, protocols and ports let them have anything in common."""
        return (
            self.family == other.family
            and self.protocols[0][0] <= other.protocols[-1][1]
            and other.protocols[0][0] <= self.protocols[-1][1]
            and self.ports[0][0] <= other.ports[-1][1]
            and other.ports[0][0] <= self.ports[-1][1]
        )

    def minus(self, other: "Box") -> "Iterator[Box]":
        """The packets that the other has not, as at most four boxes that share none."""
        inside = self.meet(other) if self.may_meet(other) else None
        if inside is None:
            yield self
            return
        rest = self
        for side in SIDES:
            if outside := minus(rest.side(side), inside.side(side)):
                yield rest.having(side, outside)
            rest = rest.having(side, inside.side(side))

    def __len__(self) -> int:
        """How many numbers its sides are said with, which is the work of looking at it."""
        return len(self.sources) + len(self.destinations) + len(self.protocols) + len(self.ports)


type Space = tuple[Box, ...]


def meet_spaces(mine: Sequence[Box], theirs: Sequence[Box], work: Work) -> Space:
    """The packets that both have."""
    found = []
    for one in mine:
        work.do(len(theirs))
        for other in theirs:
            if one.may_meet(other):
                work.do(len(one) + len(other))
                if box := one.meet(other):
                    found.append(box)
    return tuple(found)


def minus_spaces(mine: Sequence[Box], theirs: Sequence[Box], work: Work) -> Space:
    """The packets of the first that the second has not."""
    rest = list(mine)
    for other in theirs:
        work.do(len(rest) + sum(len(box) for box in rest) + len(other))
        rest = [left for box in rest for left in box.minus(other)]
    return tuple(rest)


def address_spans(ranges: Iterable[AddressRange], family: int) -> Spans:
    """The addresses of a family."""
    return spans((int(part.first), int(part.last)) for part in ranges if part.family == family)


def port_spans(ports: PortSet) -> Spans:
    """Ports as spans."""
    return tuple((part.first, part.last) for part in ports.ranges)


def ranges_of(found: Spans, family: int) -> tuple[AddressRange, ...]:
    """Spans as addresses again."""
    kind = _KINDS[family]
    return tuple(AddressRange(kind(first), kind(last)) for first, last in found)


def ports_of(found: Spans) -> PortSet:
    """Spans as ports again."""
    return PortSet(tuple(PortRange(first, last) for first, last in found))


def addresses_of_type(kind: str, family: int) -> Spans | None:
    """Where packets go that are for a host by the name of their kind; None for another name.

    Of a host's own addresses nobody but the host knows which they are: all that are for one host.
    """
    many = spans((*_MULTICAST[family], *_BROADCAST[family]))
    return {
        "local": minus(EVERY_ADDRESS[family], many),
        "multicast": _MULTICAST[family],
        "broadcast": _BROADCAST[family],
        "anycast": NOTHING,
    }.get(kind)
