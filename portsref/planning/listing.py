"""What opens nothing: every row that applies and that no rule speaks of is listed all the same.

Where nobody in the plan could listen or connect, a finding says so instead.
"""

from collections.abc import Container, Iterable, Iterator

from portsref.catalogue.products import Listener, OutboundNeed, Row
from portsref.planning.flows import Connection, unmet_listeners
from portsref.planning.peers import Peers
from portsref.planning.placement import Placement
from portsref.planning.rules import Local
from portsref.planning.selection import Selected


def list_local(
    placement: Placement, connections: Iterable[Connection], told: Container[str]
) -> tuple[tuple[Local, ...], tuple[Local, ...]]:
    """What stays on hosts, and what stays inside the pod network, in the order of the rows.

    `told` holds the keys of the rows that a rule is about.
    """
    rest = [one for one in placement.selection.rows if one.key not in told]
    peers = {connection.selected.key: connection.peers for connection in connections}
    return (
        tuple(
            _local(one, placement)
            for one in rest
            if _stays_on_host(one.row, peers.get(one.key), placement)
        ),
        tuple(_local(one, placement) for one in rest if _stays_in_pods(one.row, placement)),
    )


def dialled_listeners(need: OutboundNeed, placement: Placement) -> Iterator[Selected]:
    """The listeners of the plan that a need dials."""
    for key in need.reaches:
        yield from placement.selection.standing_for(key)


def _stays_in_pods(row: Row, placement: Placement) -> bool:
    if isinstance(row, OutboundNeed):
        dials_pods = any(one.row.scope == "pod" for one in dialled_listeners(row, placement))
        return dials_pods or (row.scope == "pod" and not placement.hosts_of(row))
    return row.scope == "pod"


def _stays_on_host(row: Row, peers: Peers | None, placement: Placement) -> bool:
    """Tell whether a row is there, with nobody on another host whom a rule would be for.

    Who connects is not asked of what is on loopback, or stands behind the endpoint of the plan.
    """
    if _stays_in_pods(row, placement):
        return False
    if isinstance(row, OutboundNeed):
        return _is_served(row, placement)
    if not isinstance(row, Listener) or not _has_hosts(row, placement):
        return False
    if peers is None or placement.lies_outside(row) or "self" in row.peers:
        return True
    return not peers.is_nobody or not peers.missing


def _has_hosts(row: Row, placement: Placement) -> bool:
    """Tell whether a row lies on groups of the plan, or at a place outside that has a name."""
    return bool(placement.hosts_of(row)) or placement.lies_outside(row) is not None


def _is_served(need: OutboundNeed, placement: Placement) -> bool:
    """Tell whether both ends of a need are there, and no finding says why nothing is dialled."""
    if not _has_hosts(need, placement) or unmet_listeners(need, placement):
        return False
    dialled = tuple(dialled_listeners(need, placement))
    if any(one.row.scope == "loopback" for one in dialled):
        return False
    return isinstance(need.to, str) or bool(dialled) or bool(placement.for_roles(need.to))


def _local(selected: Selected, placement: Placement) -> Local:
    row = selected.row
    hosts = tuple(group.name for group in placement.hosts_of(row))
    outside = placement.lies_outside(row)
    if isinstance(row, Listener):
        peers = row.peers
    else:
        to = row.to if isinstance(row, OutboundNeed) else ()
        peers = (to,) if isinstance(to, str) else to
    return Local(
        listener=row.key,
        component=row.component,
        groups=hosts or ((outside,) if outside else ()),
        peers=peers,
        protocol=row.protocol,
        ports=selected.ports,
        cause=selected.cause,
    )
