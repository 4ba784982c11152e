"""Arithmetic on pairs of places: which addresses may reach which, on one side and not the other.

Addresses that lie in the same places behave alike, so they are one class; whatever is asked is
then asked of pairs of classes, of which plans with separate groups have as many as rules.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address

from portsref.addresses import AddressRange
from portsref.ports import PortSet
from portsref.work import Work

_KINDS: Mapping[int, type[IPv4Address] | type[IPv6Address]] = {4: IPv4Address, 6: IPv6Address}
_NOTHING = PortSet()


@dataclass(frozen=True, slots=True)
class Place:
    """Addresses, or the name of a place that has none."""

    addresses: tuple[AddressRange, ...] = ()
    name: str = ""


type Pair = tuple[int, int]  # numbers of two places
type Allowed = Mapping[Pair, PortSet]


class Places:
    """Places by number: they have many addresses, and pairs of them are looked up all the time."""

    def __init__(self) -> None:
        self._numbers: dict[Place, int] = {}

    def number(self, place: Place) -> int:
        """The number of a place, equal ones having the same."""
        return self._numbers.setdefault(place, len(self._numbers))

    def __iter__(self) -> Iterator[Place]:
        """Yield the places in the order of their numbers."""
        return iter(self._numbers)


@dataclass(frozen=True, slots=True)
class Region:
    """Every address of `source` to every one of `destination`, on `ports`.

    `pairs` are the given pairs of places from which that follows.
    """

    source: Place
    destination: Place
    ports: PortSet
    pairs: frozenset[Pair]


@dataclass(frozen=True, slots=True)
class _Class:
    """Addresses of one family that lie in the same places; family 0 is a name."""

    number: int
    family: int
    spans: tuple[tuple[int, int], ...]
    places: tuple[int, ...]

    def __hash__(self) -> int:
        """Hash the number alone, which is its own among those that are compared."""
        return self.number


EVERYWHERE = Place(tuple(map(AddressRange.parse, ("0.0.0.0/0", "::/0"))))


def difference(
    before: Allowed, after: Allowed, places: Iterable[Place], work: Work
) -> tuple[Region, ...]:
    """What `after` allows and `before` does not, as few regions, none of which overlap.

    Pairs are numbers in `places`. Raises `TooMuchWorkError`: places that overlap in many ways fall
    apart into more pairs than anybody could read.
    """
    changed = [pair for pair, ports in after.items() if not ports <= before.get(pair, _NOTHING)]
    if not changed:
        return ()
    everything, known = {**before, **after}, tuple(places)
    sources = _classes({source for source, _ in everything}, known, work)
    destinations = _classes({destination for _, destination in everything}, known, work)
    gained: dict[tuple[_Class, _Class], tuple[PortSet, frozenset[Pair]]] = {}
    for source_class, destination_class in _cells(changed, sources, destinations, work):
        work.do(len(source_class.places) * len(destination_class.places))
        pairs = [
            (source, destination)
            for source in source_class.places
            for destination in destination_class.places
            if (source, destination) in everything
        ]
        ports = _union(pairs, after, work) - _union(pairs, before, work)
        if ports:
            causing = frozenset(pair for pair in pairs if after.get(pair, _NOTHING) & ports)
            gained[source_class, destination_class] = (ports, causing)
    return _joined(gained, known)


def without(
    addresses: Iterable[AddressRange], others: Iterable[AddressRange]
) -> tuple[AddressRange, ...]:
    """The addresses that `others` have not, as the fewest ranges."""
    found = _find_classes({0: Place(tuple(addresses)), 1: Place(tuple(others))}, Work())
    return _ranges(item for item in found if item.places == (0,))


def _union(pairs: Iterable[Pair], allowed: Allowed, work: Work) -> PortSet:
    parts = [part for pair in pairs if pair in allowed for part in allowed[pair].ranges]
    work.do(len(parts))
    return PortSet.of(parts)


def _cells(
    changed: Iterable[Pair],
    sources: Mapping[int, Sequence[_Class]],
    destinations: Mapping[int, Sequence[_Class]],
    work: Work,
) -> Iterator[tuple[_Class, _Class]]:
    """Yield each pair of classes that a changed pair has, between which packets can go, once."""
    seen: set[tuple[int, int]] = set()
    for source, destination in changed:
        work.do(len(sources[source]) * len(destinations[destination]))
        for one in sources[source]:
            for other in destinations[destination]:
                can_meet = one.family == other.family or 0 in (one.family, other.family)
                if can_meet and (one.number, other.number) not in seen:
                    seen.add((one.number, other.number))
                    yield one, other


def _classes(
    numbers: Iterable[int], places: Sequence[Place], work: Work
) -> dict[int, list[_Class]]:
    """The classes in which each place falls apart."""
    asked = {number: places[number] for number in sorted(numbers)}
    found: dict[int, list[_Class]] = {number: [] for number in asked}
    for item in _find_classes(asked, work):
        for number in item.places:
            found[number].append(item)
    return found


def _find_classes(places: Mapping[int, Place], work: Work) -> Iterator[_Class]:
    spans: dict[tuple[int, frozenset[int]], list[tuple[int, int]]] = {}
    for family in (4, 6):
        for first, last, inside in _stretches(places, family):
            work.do(len(inside))
            spans.setdefault((family, inside), []).append((first, last))
    for number, place in places.items():
        if not place.addresses:
            spans[0, frozenset({number})] = []
    for number, ((family, inside), found) in enumerate(spans.items()):
        yield _Class(number, family, tuple(found), tuple(sorted(inside)))


def _stretches(
    places: Mapping[int, Place], family: int
) -> Iterator[tuple[int, int, frozenset[int]]]:
    """Yield, in order, the stretches of addresses within which nothing begins or ends."""
    turns: dict[int, list[tuple[int, int]]] = {}
    for number, place in places.items():
        for part in place.addresses:
            if part.family == family:
                turns.setdefault(int(part.first), []).append((number, 1))
                turns.setdefault(int(part.last) + 1, []).append((number, -1))
    depth: dict[int, int] = {}  # of a place whose own ranges overlap, more than one
    begin = 0
    for here, changes in sorted(turns.items()):
        if depth:
            yield begin, here - 1, frozenset(depth)
        for number, step in changes:
            depth[number] = depth.get(number, 0) + step
        depth = {number: count for number, count in depth.items() if count}
        begin = here


def _joined(
    gained: Mapping[tuple[_Class, _Class], tuple[PortSet, frozenset[Pair]]],
    places: Sequence[Place],
) -> tuple[Region, ...]:
    """Join classes with the same answer, destinations first or sources first: the fewer wins."""
    rows = [
        _Strip((one,), (other,), ports, pairs) for (one, other), (ports, pairs) in gained.items()
    ]
    straight = _along(_along(rows), turned=True)
    turned = _along(_along(rows, turned=True))
    return tuple(
        Region(
            _place(strip.sources, places),
            _place(strip.destinations, places),
            strip.ports,
            strip.pairs,
        )
        for strip in min(straight, turned, key=len)
    )


@dataclass(frozen=True, slots=True)
class _Strip:
    sources: tuple[_Class, ...]
    destinations: tuple[_Class, ...]
    ports: PortSet
    pairs: frozenset[Pair]


def _along(strips: Iterable[_Strip], *, turned: bool = False) -> list[_Strip]:
    """Join strips that differ in their destinations alone; `turned`, in their sources alone.

    Names stay apart from one another and from addresses.
    """
    together: dict[tuple[object, ...], list[_Strip]] = {}
    for strip in strips:
        fixed, joined = strip.sources, strip.destinations
        if turned:
            fixed, joined = joined, fixed
        name = joined[0].number if joined[0].family == 0 else None
        numbers = tuple(sorted(item.number for item in fixed))
        together.setdefault((numbers, strip.ports, name), []).append(strip)
    return [_one_strip(parts) for parts in together.values()]


def _one_strip(parts: Sequence[_Strip]) -> _Strip:
    return _Strip(
        tuple(dict.fromkeys(item for part in parts for item in part.sources)),
        tuple(dict.fromkeys(item for part in parts for item in part.destinations)),
        parts[0].ports,
        frozenset().union(*(part.pairs for part in parts)),
    )


def _place(classes: Sequence[_Class], places: Sequence[Place]) -> Place:
    return Place(_ranges(classes)) if classes[0].family else places[classes[0].places[0]]


def _ranges(classes: Iterable[_Class]) -> tuple[AddressRange, ...]:
    """The fewest ranges that hold the addresses of all `classes`, in order."""
    spans = sorted((item.family, *span) for item in classes for span in item.spans)
    joined: list[tuple[int, int, int]] = []
    for family, first, last in spans:
        if joined and joined[-1][0] == family and first <= joined[-1][2] + 1:
            joined[-1] = (family, joined[-1][1], max(last, joined[-1][2]))
        else:
            joined.append((family, first, last))
    return tuple(
        AddressRange(_KINDS[family](first), _KINDS[family](last)) for family, first, last in joined
    )
