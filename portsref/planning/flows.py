"""Flows: every selected row from each end that connects to each end that listens.

DESIGN §5, points 4 to 7: through the API endpoint, between hosts or pods, and outbound needs.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import NamedTuple

from portsref.addresses import AddressRange
from portsref.catalogue.keys import product_of
from portsref.catalogue.products import Listener, OutboundNeed
from portsref.planning.document import Group, OutboundProxy
from portsref.planning.peers import Peers, find_dialling, find_peers, narrowed, reaching_pods
from portsref.planning.placement import Placement
from portsref.planning.rules import ANYWHERE, Cause, Endpoint, Way
from portsref.planning.selection import Selected
from portsref.ports import PortSet
from portsref.protocols import PROTOCOL_BY_NAME

# Who, beside nodes, reaches the API server directly, because the in-cluster Service `kubernetes`
# sends them there.
_IN_CLUSTER = frozenset({"pod", "ingress"})
# Who, beside these, uses the API server through its endpoint.
_API_USERS = frozenset({"bastion", "client"})
# What an HTTP proxy carries for hosts that do not know each other: HTTP, and TLS by CONNECT.
_BY_PROXY = PortSet.parse("80,443")


class Flow(NamedTuple):  # made by the million, in a quarter of a dataclass's time
    """One row from one end to another, with one cause."""

    listener: str
    source: Endpoint
    destination: Endpoint
    protocol: str
    ports: PortSet
    cause: Cause


@dataclass(frozen=True)
class Connection:
    """A selected row, the groups to which a flow for it can go, and who connects.

    `outside` is where it lies where that is no group of the plan: a managed control plane, or
    a place that a product knows.
    """

    selected: Selected
    hosts: tuple[Group, ...]
    peers: Peers
    outside: Endpoint | None = None


def find_connections(placement: Placement) -> tuple[Connection, ...]:
    """The ends of every selected listener that opens anything between hosts."""
    return tuple(
        connection
        for selected in placement.selection.rows
        if isinstance(selected.row, Listener) and selected.row.scope != "loopback"
        if (
            connection := _connection(
                _without_endpoint(selected, placement), selected.row, placement
            )
        )
    )


def expand_flows(connections: Iterable[Connection], placement: Placement) -> Iterator[Flow]:
    """Yield a flow for every selected row, each end that connects and each end that listens.

    Listeners come before needs, so that a rule's own row is the first of its causes.
    """
    for connection in connections:
        yield from _routed(connection, connection.selected, placement)
    for selected in placement.selection.rows:
        if isinstance(selected.row, OutboundNeed):
            yield from _flows_of_need(selected, selected.row, placement)


def unmet_listeners(need: OutboundNeed, placement: Placement) -> tuple[str, ...]:
    """The listeners that a need would dial, if they ran: their products are part of the plan."""
    selection = placement.selection
    known = tuple(key for key in need.reaches if product_of(key) in selection.included)
    runs = any(selection.standing_for(key) or selection.is_excluded(key) for key in known)
    return () if runs else known


def _connection(selected: Selected, row: Listener, placement: Placement) -> Connection | None:
    if row.ports and not selected.ports:
        return None
    hosts = placement.listening_on(row)
    outside = None if hosts else _place_outside(selected, placement)
    if not hosts and not outside and selected.key not in placement.selection.api_servers:
        return None
    return Connection(selected, hosts, find_peers(selected, row, placement), outside)


def _place_outside(selected: Selected, placement: Placement) -> Endpoint | None:
    """The place that a row is at, or the provider's control plane, where no group is it."""
    row = selected.row
    if place := placement.place_of(row):
        return _outside(place[1].name, place[1].dns)
    provided = "control-plane" in row.roles and row.scope == "node"
    is_theirs = provided and placement.is_of_the_provider(row)
    return _outside(placement.managed_place) if is_theirs and placement.managed_place else None


def _without_endpoint(selected: Selected, placement: Placement) -> Selected:
    """Take the API's port from a VIP or load balancer that the plan's own endpoint stands for."""
    selection = placement.selection
    endpoint = selection.document.api_endpoint
    is_front = selected.row.roles == ("api-endpoint",) and selected.key not in selection.api_servers
    if endpoint is None or not is_front:
        return selected
    published = PortSet.of(
        part for key in selection.api_servers for part in selection.by_key[key].row.ports.ranges
    )
    return replace(selected, ports=selected.ports - published - endpoint.ports)


def _routed(connection: Connection, by: Selected, placement: Placement) -> Iterator[Flow]:
    """Yield the flows of a connection, caused by `by`: through the endpoint to the API server.

    Who reaches its own hosts too, and who uses it at all, depends on their roles; a need says so
    itself.
    """
    endpoint = placement.selection.document.api_endpoint
    selected, peers = connection.selected, connection.peers
    if endpoint is None or selected.key not in placement.selection.api_servers:
        yield from _direct(connection, by, placement)
        return
    users = direct = peers.groups
    if by is selected:
        within = _IN_CLUSTER | placement.selection.node_roles
        direct = _having(peers.groups, within, placement)
        users = _having(peers.groups, within | _API_USERS, placement)
    front = next(group for group in placement.all_groups if group.name == endpoint.group)
    behind = tuple(host for host in connection.hosts if host != front)
    fronted = replace(selected, ports=endpoint.ports)
    by_endpoint = _through(by, "api-endpoint")
    to_front = Connection(fronted, (front,), Peers(users, peers.anyone))
    yield from _direct(to_front, by_endpoint, placement)
    yield from _direct(Connection(selected, behind, Peers((front,))), by_endpoint, placement)
    hosts = behind if "api-endpoint" in selected.row.roles else connection.hosts
    in_cluster = Connection(selected, hosts, Peers(direct))
    yield from _direct(in_cluster, _through(by, "in-cluster"), placement)


def _direct(connection: Connection, by: Selected, placement: Placement) -> Iterator[Flow]:
    """Yield a flow for each pair of ends between which packets can go."""
    selected, peers = connection.selected, connection.peers
    for source, destination in _pairs(connection, placement):
        yield _flow(selected, source, destination, by.cause)
    if connection.outside:
        yield from _flows_outside(selected, by.cause, peers.groups, connection.outside, placement)


def _pairs(connection: Connection, placement: Placement) -> Iterator[tuple[Endpoint, Endpoint]]:
    peers, ends = connection.peers, placement.ends
    families = _families_of(connection.selected)
    for source, host in product(peers.groups, connection.hosts):
        meeting = families & placement.families[source.name] & placement.families[host.name]
        if meeting and not (source.name == host.name and source.is_one_host):
            for end in _destinations(connection.selected, ends[host.name, meeting], meeting):
                yield ends[source.name, meeting], end
    beyond = (*([ANYWHERE] if peers.anyone else []), *map(_outside, peers.outside))
    for host, end in product(connection.hosts, beyond):
        if meeting := families & placement.families[host.name]:
            yield from (
                (end, there)
                for there in _destinations(connection.selected, ends[host.name, meeting], meeting)
            )


def _destinations(
    selected: Selected, end: Endpoint, families: frozenset[int]
) -> tuple[Endpoint, ...]:
    """Where packets to a group go: to its addresses, or to where the row sends them.

    None where the row has no destination of these families.
    """
    if not selected.row.destination:
        return (end,)
    fixed = map(AddressRange.parse, selected.row.destination)
    addresses = tuple(address for address in fixed if address.family in families)
    return (replace(end, addresses=addresses),) if addresses else ()


def _flows_of_need(by: Selected, need: OutboundNeed, placement: Placement) -> Iterator[Flow]:
    sources = find_dialling(by, need, placement)
    if placement.is_dialled_by_pods(need):
        by = replace(by, cause=replace(by.cause, by_pods=True))
    if isinstance(need.to, str):
        yield from _flows_to_place(by, need, need.to, sources, placement)
        return
    for key in need.reaches:
        for listener in placement.selection.standing_for(key):
            yield from _flows_reaching(listener, by, need.to, sources, placement)
    if any(product_of(key) in placement.selection.included for key in need.reaches):
        return  # what does not run, or is excluded, needs no way to it
    yield from _direct(Connection(by, placement.for_roles(need.to), sources), by, placement)
    if "external" in need.to and not placement.playing("external"):
        yield from _flows_leaving(by, need, sources.groups, _outside("external"), placement)


def _flows_to_place(
    by: Selected, need: OutboundNeed, named: str, sources: Peers, placement: Placement
) -> Iterator[Flow]:
    """Yield the flows to a place outside: to the groups that are it, else to its name."""
    catalogue = placement.selection.catalogue
    found = catalogue.find_place(catalogue.products[need.product], named)
    if found and (groups := placement.at_place(found[0])):
        yield from _direct(Connection(by, groups, sources), by, placement)
    else:
        outside = _outside(found[1].name, found[1].dns) if found else _outside(named)
        yield from _flows_leaving(by, need, sources.groups, outside, placement)


def _flows_reaching(
    listener: Selected, by: Selected, roles: Iterable[str], sources: Peers, placement: Placement
) -> Iterator[Flow]:
    """Yield the flows of a need to a listener of the plan, on its ports and at its place.

    None to one on loopback, or inside the pod network: no rule helps there.
    """
    if not isinstance(listener.row, Listener) or listener.row.scope == "loopback":
        return
    goals = placement.on_every_node(tuple(roles), listener.row.product)
    wanted = {group.name for group in placement.for_roles(goals)}
    hosts = placement.listening_on(listener.row)
    hosts = tuple(group for group in hosts if group.name in wanted) or hosts
    outside = None if hosts else _place_outside(listener, placement)
    peers = narrowed(sources, listener)
    if listener.row.scope == "pod":
        peers = reaching_pods(peers, listener.row, placement)
    connection = Connection(listener, hosts, peers, outside)
    yield from _routed(connection, by, placement)


def _flows_leaving(
    by: Selected,
    need: OutboundNeed,
    sources: tuple[Group, ...],
    outside: Endpoint,
    placement: Placement,
) -> Iterator[Flow]:
    """Yield the flows to a place outside: through the proxy what it carries, all else directly."""
    proxy = placement.selection.document.outbound_proxy
    carried = _carried(by, need, proxy)
    if proxy and carried:
        front = next(
            group for group in placement.selection.document.groups if group.name == proxy.group
        )
        way = _through(by, "outbound-proxy")
        behind = Peers(tuple(group for group in sources if group != front))
        yield from _direct(
            Connection(replace(way, ports=proxy.ports), (front,), behind), way, placement
        )
        onward = replace(way, ports=carried)
        yield from _flows_outside(onward, way.cause, (front,), outside, placement)
    if by.ports != carried or not carried:
        rest = replace(by, ports=by.ports - carried) if carried else by
        yield from _flows_outside(rest, by.cause, sources, outside, placement)


def _carried(by: Selected, need: OutboundNeed, proxy: OutboundProxy | None) -> PortSet:
    """The ports of a need that go through the proxy of the plan."""
    if proxy is None or need.protocol != "TCP" or not need.through_proxy:
        return PortSet()
    return PortSet() if need.key in proxy.direct else by.ports & _BY_PROXY


def _flows_outside(
    selected: Selected,
    cause: Cause,
    sources: Iterable[Group],
    outside: Endpoint,
    placement: Placement,
) -> Iterator[Flow]:
    families = _families_of(selected)
    for source in sources:
        if meeting := families & placement.families[source.name]:
            yield _flow(selected, placement.ends[source.name, meeting], outside, cause)


def _families_of(selected: Selected) -> frozenset[int]:
    """The families of a row's packets: of its protocol, and those that its `when` asks for."""
    families = PROTOCOL_BY_NAME[selected.row.protocol].families
    asked = selected.row.when.get("ip")
    return families if asked is None else families & {int(name[-1]) for name in asked}


def _outside(name: str, dns: tuple[str, ...] = ()) -> Endpoint:
    return Endpoint(name=name, kind="outside", dns=dns)


def _flow(selected: Selected, source: Endpoint, destination: Endpoint, cause: Cause) -> Flow:
    row = selected.row
    return Flow(row.key, source, destination, row.protocol, selected.ports, cause)


def _through(selected: Selected, way: Way) -> Selected:
    reason = replace(selected.reason, through=way)
    return replace(selected, cause=replace(selected.cause, reason=reason))


def _having(
    groups: Iterable[Group], roles: frozenset[str], placement: Placement
) -> tuple[Group, ...]:
    return tuple(group for group in groups if placement.roles_of(group) & roles)
