"""Who connects to whom: the ends of rules, and one edge for all rules between two of them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from portsref.planning.document import Group, PlanDocument
from portsref.planning.rules import Endpoint, EndpointKind, Rule
from portsref.ports import PortSet

# What may connect: protocols in the order of the rules, each with its ports.
type Allowed = tuple[tuple[str, PortSet], ...]
type EndName = Callable[[Endpoint, Rule], str]
# Two ends are one if they are called the same and are of the same kind.
type Key = tuple[EndpointKind, str]

# How near to whoever begins a connection the hosts of a role stand: people, what is in front of
# the cluster, the cluster, its pods. Then come places outside.
PEOPLE, FRONT, CLUSTER, PODS, OUTSIDE = range(5)
_TIERS: Mapping[str, int] = {
    "client": PEOPLE, "bastion": PEOPLE, "external": PEOPLE,
    "api-endpoint": FRONT, "load-balancer": FRONT,
    "pod": PODS,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class End:
    """A group of the plan, a place outside, or any address; `number` is its own in the graph.

    `name` is for people, `key` has what the rules call it.
    """

    number: int
    key: Key
    name: str
    zone: str
    addresses: tuple[str, ...]
    tier: int


@dataclass(frozen=True, slots=True)
class Edge:
    """All that one end may open to another, or hosts of a group to each other."""

    source: int
    destination: int
    allowed: Allowed
    rules: int
    crosses_zones: bool


@dataclass(frozen=True, slots=True)
class Graph:
    """Ends and edges, both in the order of the rules; an end stands at the place of its number."""

    ends: tuple[End, ...]
    edges: tuple[Edge, ...]


def key_of(end: Endpoint) -> Key:
    """What tells an end from another."""
    return end.kind, end.name


def graph_of(document: PlanDocument, rules: Iterable[Rule], end_name: EndName) -> Graph:
    """The graph of some rules of a plan; `end_name` words an end of a rule."""
    builder = _Builder({group.name: group for group in document.groups}, end_name)
    for rule in rules:
        builder.add(rule)
    return builder.graph


class _Builder:
    """Takes rules one by one; `groups` are the plan's own."""

    def __init__(self, groups: Mapping[str, Group], end_name: EndName) -> None:
        self._groups = groups
        self._end_name = end_name
        self._ends: dict[Key, list[Endpoint]] = {}
        self._names: dict[Key, str] = {}
        self._ports: dict[tuple[Key, Key], dict[str, PortSet]] = {}
        self._counts: dict[tuple[Key, Key], int] = {}
        self._crossing: set[tuple[Key, Key]] = set()

    def add(self, rule: Rule) -> None:
        """Add a rule."""
        for end in (rule.source, rule.destination):
            self._add_end(end, rule)
        keys = key_of(rule.source), key_of(rule.destination)
        ports = self._ports.setdefault(keys, {})
        ports[rule.protocol] = ports.get(rule.protocol, PortSet()) | rule.ports
        self._counts[keys] = self._counts.get(keys, 0) + 1
        if rule.crosses_zones:
            self._crossing.add(keys)

    def _add_end(self, end: Endpoint, rule: Rule) -> None:
        key = key_of(end)
        if key not in self._ends:
            self._ends[key] = []
            self._names[key] = self._end_name(end, rule)
        if not any(end is known for known in self._ends[key]):
            self._ends[key].append(end)

    @property
    def graph(self) -> Graph:
        """All that was added."""
        ends = tuple(self._end(number, key) for number, key in enumerate(self._ends))
        numbers = {end.key: end.number for end in ends}
        edges = (
            Edge(
                numbers[source],
                numbers[destination],
                tuple(ports.items()),
                self._counts[source, destination],
                (source, destination) in self._crossing,
            )
            for (source, destination), ports in self._ports.items()
        )
        return Graph(ends, tuple(edges))

    def _end(self, number: int, key: Key) -> End:
        known = self._ends[key]
        group = self._groups.get(key[1]) if key[0] == "group" else None
        addresses = group.addresses if group else _most_addresses(known)
        return End(
            number=number,
            key=key,
            name=self._names[key],
            zone=known[0].zone or "",
            addresses=tuple(map(str, addresses)),
            tier=_tier(key, group),
        )


def _most_addresses(ends: Iterable[Endpoint]) -> tuple[object, ...]:
    """Those of an end that rules name with addresses of one family, or of both, or as multicast."""
    hosts = (end.addresses for end in ends if not end.is_for_many)
    return max(hosts, key=len, default=())


def _tier(key: Key, group: Group | None) -> int:
    if key[0] != "group":
        return PEOPLE if key[0] == "any" else OUTSIDE
    roles = group.roles if group else ()
    return max((_TIERS.get(role, CLUSTER) for role in roles), default=CLUSTER)
