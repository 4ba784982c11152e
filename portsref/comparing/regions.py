"""Arithmetic on pairs of places: which addresses may reach which, on one side and not the other.

Addresses that lie in the same places behave alike, so they are one class; whatever is asked is
then asked of pairs of classes, of which plans with separate groups have as many as rules.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from ipaddress import IPv4Address, IPv6Address
from operator import or_

from portsref.addresses import AddressRange
from portsref.documents.problems import Problem, ProblemsError
from portsref.ports import PortSet

MOST_PAIRS = 1_000_000
FEW = 4
_KINDS: Mapping[int, type[IPv4Address] | type[IPv6Address]] = {4: IPv4Address, 6: IPv6Address}
_NOTHING = PortSet()


def _too_many() -> ProblemsError:
    reason = f"overlap in more than {MOST_PAIRS:,} ways: write networks, or compare by group"
    return ProblemsError([Problem("diff", "groups", reason)])


@dataclass(frozen=True, slots=True)
class Place:
    """Addresses, or the name of a place that has none."""

    addresses: tuple[AddressRange, ...] = ()
    name: str = ""

    def __hash__(self) -> int:
        """Hash the beginning alone: few places share it, and there is a look-up for every rule."""
        return hash((self.name, int(self.addresses[0].first) if self.addresses else -1))


type Pair = tuple[Place, Place]
type Allowed = Mapping[Pair, PortSet]


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
    places: tuple[Place, ...]

    def __hash__(self) -> int:
        """Hash the number alone, which is its own among those that are compared."""
        return self.number


EVERYWHERE = Place(tuple(map(AddressRange.parse, ("0.0.0.0/0", "::/0"))))


def difference(before: Allowed, after: Allowed) -> tuple[Region, ...]:
    """What `after` allows and `before` does not, as few regions, none of which overlap.

    Raises `ProblemsError` where more than a million pairs would have to be looked at.
    """
    changed = [pair for pair, ports in after.items() if not ports <= before.get(pair, _NOTHING)]
    if not changed:
        return ()
    everything = {**before, **after}
    sources = _classes(dict.fromkeys(source for source, _ in everything))
    destinations = _classes(dict.fromkeys(destination for _, destination in everything))
    gained: dict[tuple[_Class, _Class], tuple[PortSet, frozenset[Pair]]] = {}
    looked_at = 0
    for source_class, destination_class in _cells(changed, sources, destinations):
        looked_at += len(source_class.places) * len(destination_class.places)
        if looked_at > MOST_PAIRS:
            raise _too_many()
        pairs = [
            (source, destination)
            for source in source_class.places
            for destination in destination_class.places
        ]
        ports = _union(pairs, after) - _union(pairs, before)
        if ports:
            causing = frozenset(pair for pair in pairs if after.get(pair, _NOTHING) & ports)
            gained[source_class, destination_class] = (ports, causing)
    return _joined(gained)


def without(
    addresses: Iterable[AddressRange], others: Iterable[AddressRange]
) -> tuple[AddressRange, ...]:
    """The addresses that `others` have not, as the fewest ranges."""
    left, right = Place(tuple(addresses)), Place(tuple(others))
    found = _all_classes((left, right))
    return _ranges(item for item in found if left in item.places and right not in item.places)


def _union(pairs: Iterable[Pair], allowed: Allowed) -> PortSet:
    return reduce(or_, (allowed[pair] for pair in pairs if pair in allowed), _NOTHING)


def _cells(
    changed: Iterable[Pair],
    sources: Mapping[Place, Sequence[_Class]],
    destinations: Mapping[Place, Sequence[_Class]],
) -> Iterator[tuple[_Class, _Class]]:
    """Yield each pair of classes that a changed pair has, between which packets can go, once."""
    seen: set[tuple[int, int]] = set()
    for source, destination in changed:
        if len(sources[source]) * len(destinations[destination]) > MOST_PAIRS:
            raise _too_many()
        for one in sources[source]:
            for other in destinations[destination]:
                can_meet = one.family == other.family or 0 in (one.family, other.family)
                if can_meet and (one.number, other.number) not in seen:
                    seen.add((one.number, other.number))
                    yield one, other


def _classes(places: Iterable[Place]) -> dict[Place, list[_Class]]:
    """The classes in which each place falls apart."""
    places = tuple(places)
    found: dict[Place, list[_Class]] = {place: [] for place in places}
    for item in _all_classes(places):
        for place in item.places:
            found[place].append(item)
    return found


def _all_classes(places: tuple[Place, ...]) -> tuple[_Class, ...]:
    """The classes of all `places`; those of few are asked for again and again, line by line."""
    return _known_classes(places) if len(places) <= FEW else tuple(_find_classes(places))


@lru_cache(maxsize=1024)
def _known_classes(places: tuple[Place, ...]) -> tuple[_Class, ...]:
    return tuple(_find_classes(places))


def _find_classes(places: Sequence[Place]) -> Iterator[_Class]:
    spans: dict[tuple[int, frozenset[int]], list[tuple[int, int]]] = {}
    looked_at = 0
    for family in (4, 6):
        for first, last, inside in _stretches(places, family):
            looked_at += len(inside)
            if looked_at > MOST_PAIRS:
                raise _too_many()
            spans.setdefault((family, inside), []).append((first, last))
    for number, place in enumerate(places):
        if not place.addresses:
            spans[0, frozenset({number})] = []
    for number, ((family, inside), found) in enumerate(spans.items()):
        yield _Class(number, family, tuple(found), tuple(places[here] for here in sorted(inside)))


def _stretches(places: Sequence[Place], family: int) -> Iterator[tuple[int, int, frozenset[int]]]:
    """Yield, in order, the stretches of addresses within which nothing begins or ends."""
    turns: dict[int, list[tuple[int, int]]] = {}
    for number, place in enumerate(places):
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
) -> tuple[Region, ...]:
    """Join classes with the same answer, destinations first or sources first: the fewer wins."""
    rows = [
        _Strip((one,), (other,), ports, pairs) for (one, other), (ports, pairs) in gained.items()
    ]
    straight = _along(_along(rows), turned=True)
    turned = _along(_along(rows, turned=True))
    return tuple(
        Region(_place(strip.sources), _place(strip.destinations), strip.ports, strip.pairs)
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


def _place(classes: Sequence[_Class]) -> Place:
    return Place(_ranges(classes)) if classes[0].family else classes[0].places[0]


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
