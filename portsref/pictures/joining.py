"""What a picture draws once: ends that connect to the same with the same ports are one box.

Nothing is lost by it. An arrow between two boxes means that each end of the one may connect to
each of the other.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from portsref.pictures.graph import Allowed, Edge, End, Graph
from portsref.ports import PortSet


@dataclass(frozen=True, slots=True)
class Node:
    """Ends that one box shows; `among` is what they and their hosts may open to each other."""

    number: int
    ends: tuple[End, ...]
    among: Allowed
    among_rules: int

    @property
    def zone(self) -> str:
        """The zone of all of them."""
        return self.ends[0].zone

    @property
    def tier(self) -> int:
        """The tier of all of them."""
        return self.ends[0].tier

    @property
    def is_outside(self) -> bool:
        """Tell whether they are no groups of the plan."""
        return self.ends[0].key[0] != "group"


@dataclass(frozen=True, slots=True)
class Line:
    """What each end of one node may open to each of another."""

    source: int
    destination: int
    allowed: Allowed
    rules: int
    crosses_zones: bool


def line_to_itself(node: Node) -> Line:
    """What the ends of a node and their hosts may open to each other, as a line."""
    return Line(node.number, node.number, node.among, node.among_rules, crosses_zones=False)


@dataclass(frozen=True, slots=True)
class Joined:
    """The nodes and lines of a picture; a node stands at the place of its number."""

    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]


# By the number of the other end, what may connect, in any order.
type _Others = dict[int, frozenset[tuple[str, PortSet]]]


class _Neighbours:
    """What each end opens to which, and which open what to it."""

    def __init__(self, graph: Graph) -> None:
        self.opens: list[_Others] = [{} for _ in graph.ends]
        self.lets_in: list[_Others] = [{} for _ in graph.ends]
        for edge in graph.edges:
            allowed = frozenset(edge.allowed)
            self.opens[edge.source][edge.destination] = allowed
            self.lets_in[edge.destination][edge.source] = allowed

    def are_alike(self, one: End, other: End) -> bool:
        """Tell whether both may stand in one box."""
        if (one.zone, one.tier, one.key[0]) != (other.zone, other.tier, other.key[0]):
            return False
        between = self.opens[one.number].get(other.number)
        if between != self.opens[other.number].get(one.number):
            return False
        selves = {self.opens[end.number].get(end.number) for end in (one, other)}
        if not selves <= {between, None}:
            return False
        return all(
            _without(side[one.number], one, other) == _without(side[other.number], one, other)
            for side in (self.opens, self.lets_in)
        )


def _without(others: _Others, one: End, other: End) -> _Others:
    both = {one.number, other.number}
    return {number: allowed for number, allowed in others.items() if number not in both}


def join(graph: Graph) -> Joined:
    """Join what is alike, in the order of the graph."""
    neighbours = _Neighbours(graph)
    alike: list[list[End]] = []
    for end in graph.ends:
        known = next((ends for ends in alike if neighbours.are_alike(ends[0], end)), None)
        if known is None:
            alike.append([end])
        else:
            known.append(end)
    number_of = {end.number: number for number, ends in enumerate(alike) for end in ends}
    between: dict[tuple[int, int], list[Edge]] = {}
    for edge in graph.edges:
        ends = number_of[edge.source], number_of[edge.destination]
        between.setdefault(ends, []).append(edge)
    return Joined(
        tuple(_node(number, ends, between) for number, ends in enumerate(alike)),
        tuple(
            Line(source, destination, *_together(edges), edges[0].crosses_zones)
            for (source, destination), edges in between.items()
            if source != destination
        ),
    )


def _node(number: int, ends: list[End], between: Mapping[tuple[int, int], list[Edge]]) -> Node:
    return Node(number, tuple(ends), *_together(between.get((number, number), [])))


def _together(edges: list[Edge]) -> tuple[Allowed, int]:
    """What they allow, which is the same of each, and how many rules do."""
    return (edges[0].allowed if edges else ()), sum(edge.rules for edge in edges)
