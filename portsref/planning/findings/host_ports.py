"""Listeners that want what another one has: ports of one host, and the range of NodePorts."""

from collections.abc import Iterator, Mapping, Sequence

from portsref.catalogue.products import Listener, Row
from portsref.messages import gettext_noop
from portsref.planning.document import OWN_PRODUCT
from portsref.planning.findings.base import FindingKind, Planned
from portsref.planning.placement import Placement
from portsref.planning.rules import Finding
from portsref.planning.selection import Selected
from portsref.ports import PortSet

# Kinds of products that listen on ingress hosts themselves.
_INGRESSES = frozenset({"ingress", "mesh", "load-balancer"})
# NodePorts and the 1-65535 rows of managed products are ranges to choose from, not occupied ports.
_WIDEST_OF_ONE_LISTENER = 1000
_LOOPBACK = "127.0.0.1"
_NODEPORTS = frozenset({"node-port", "node-port-range"})


def port_conflicts(planned: Planned) -> Iterator[Finding]:
    """One finding for two listeners that want the same port of a host, whatever the groups.

    Pods have ports of their own, on their loopback too.
    """
    placement = planned.placement
    rows = placement.selection.rows
    pods = _components_in_pods(rows)
    occupying = sorted(
        (one for one in rows if _occupies_ports(one) and not _is_loopback_of(pods, one.row)),
        key=lambda one: one.key,
    )
    hosts = {one.key: _names_of_hosts(one, placement) for one in occupying}
    for one, other in _pairs_on_a_port(occupying):
        both = hosts[one.key] & hosts[other.key]
        if both and _may_meet(one.row, other.row) and _clash(one, other, placement):
            yield PORT_CONFLICT(
                groups=tuple(sorted(both)),
                ports=f"{one.row.protocol} {one.ports & other.ports}",
                listeners=(one.key, other.key),
            )


PORT_CONFLICT = FindingKind(
    code="port-conflict",
    severity="error",
    parameters=("groups", "ports", "listeners"),
    place="groups[{groups[0]}]",
    says=gettext_noop("Two listeners on %(groups)s use %(ports)s."),
    advice=gettext_noop(
        "Only one of them can use it. Move the other to another port, or exclude it."
    ),
    find=port_conflicts,
)


def ports_in_nodeport_range(planned: Planned) -> Iterator[Finding]:
    """Listeners on nodes within the range from which Kubernetes gives ports to Services.

    The range is as the plan has it. What is itself a NodePort of a Service belongs there. A note
    where a product comes so; a warning where the plan put the port there.
    """
    placement = planned.placement
    ranges = _nodeport_ranges(placement)
    nodes = {group.name for group in placement.nodes}
    for selected in placement.selection.rows:
        taken = ranges.get(selected.row.protocol)
        if taken is None or not _occupies_ports(selected) or _is_nodeport(selected.row):
            continue
        inside = selected.ports & taken
        is_own = selected.row.product == OWN_PRODUCT
        if inside and not nodes.isdisjoint(_names_of_hosts(selected, placement)):
            yield PORT_IN_NODEPORT_RANGE(
                listener=selected.key,
                ports=f"{selected.row.protocol} {inside}",
                range=str(taken),
                at=f"listeners[{selected.row.id}]" if is_own else "",
                is_note=not is_own and not selected.has_own_ports,
            )


PORT_IN_NODEPORT_RANGE = FindingKind(
    code="port-in-nodeport-range",
    severity="warning",
    note_where="a product comes so",
    parameters=("listener", "ports", "range"),
    place="changes[{listener}]",
    says=gettext_noop("%(ports)s of %(listener)s is in the NodePort range, %(range)s."),
    advice=gettext_noop(
        "Kubernetes may assign this port to a Service. Choose a port outside the range."
    ),
    find=ports_in_nodeport_range,
)


def _names_of_hosts(selected: Selected, placement: Placement) -> set[str]:
    return {group.name for group in placement.hosts_of(selected.row)}


def _nodeport_ranges(placement: Placement) -> Mapping[str, PortSet]:
    """The range of each protocol; one whose rules were left out is used by Services still."""
    selection = placement.selection
    ranges: dict[str, PortSet] = {}
    for row in selection.catalogue.node_port_ranges:
        if here := selection.by_key.get(row.key):
            ranges[row.protocol] = here.ports
        elif row.key in selection.excluded:
            ranges[row.protocol] = row.ports
    return ranges


def _is_nodeport(row: Row) -> bool:
    """Tell whether a row is the NodePort of a Service, or the range itself."""
    return not _NODEPORTS.isdisjoint(row.traffic)


def _pairs_on_a_port(rows: Sequence[Selected]) -> Iterator[tuple[Selected, Selected]]:
    """Yield every two rows with a port of a protocol in common, each pair once.

    Rows are taken by their first ports; a row meets those before it whose last port it reaches.
    """
    pairs: set[tuple[int, int]] = set()
    for spans in _spans_by_protocol(rows).values():
        open_spans: list[tuple[int, int]] = []
        for first, last, number in sorted(spans):
            open_spans = [span for span in open_spans if span[0] >= first]
            pairs.update(
                (min(number, other), max(number, other))
                for _, other in open_spans
                if other != number
            )
            open_spans.append((last, number))
    yield from ((rows[one], rows[other]) for one, other in sorted(pairs))


def _spans_by_protocol(rows: Sequence[Selected]) -> Mapping[str, list[tuple[int, int, int]]]:
    spans: dict[str, list[tuple[int, int, int]]] = {}
    for number, selected in enumerate(rows):
        for part in selected.ports.ranges:
            spans.setdefault(selected.row.protocol, []).append((part.first, part.last, number))
    return spans


def _occupies_ports(selected: Selected) -> bool:
    row = selected.row
    return (
        isinstance(row, Listener)
        and row.scope != "pod"
        and not row.random
        and len(selected.ports) < _WIDEST_OF_ONE_LISTENER
    )


def _components_in_pods(rows: Sequence[Selected]) -> frozenset[tuple[str, str]]:
    """The products and components that listen in the pod network, and on no host themselves."""
    listeners = [one.row for one in rows if isinstance(one.row, Listener)]
    on_hosts = {
        (row.product, row.component)
        for row in listeners
        if row.scope == "node" and not _is_nodeport(row) and row.roles != ("load-balancer",)
    }
    in_pods = {(row.product, row.component) for row in listeners if row.scope == "pod"}
    return frozenset(in_pods - on_hosts)


def _is_loopback_of(components: frozenset[tuple[str, str]], row: Row) -> bool:
    return row.scope == "loopback" and (row.product, row.component) in components


def _clash(one: Selected, other: Selected, placement: Placement) -> bool:
    """Tell whether two rows are two services, rather than one service told twice.

    What the catalogue itself puts side by side is one service: rows of a product, of what it is
    built on or brings in. So is the same component of related products, and of the hosts' own
    infrastructure. A moved port and a listener of the user's own stand for themselves.
    """
    if one.has_own_ports or other.has_own_ports:
        together = one.ports == other.ports and one.row.ports == other.row.ports
        return not (together and _is_same_component(one, other))
    if OWN_PRODUCT in {one.row.product, other.row.product}:
        return True
    if _is_behind_an_ingress(one, placement) or _is_behind_an_ingress(other, placement):
        return False
    if one.reason.by_hand or other.reason.by_hand:
        return False  # variants that exclude each other, side by side because all were asked for
    related = _relatives(one, placement) & _relatives(other, placement)
    if one.row.component == other.row.component:
        return not (related or "infrastructure" in {one.row.product, other.row.product})
    return not related - {"kubernetes"}


def _may_meet(one: Row, other: Row) -> bool:
    """Tell whether two rows listen on an address in common; one that names none has them all."""
    addresses = {_address_of(one), _address_of(other)}
    return None in addresses or len(addresses) == 1


def _address_of(row: Row) -> str | None:
    named = row.binds if isinstance(row, Listener) else None
    return named or (_LOOPBACK if row.scope == "loopback" else None)


def _is_behind_an_ingress(selected: Selected, placement: Placement) -> bool:
    """Tell whether a row lies on ingress hosts, of a product that is no ingress itself.

    Such as the web interface of Rancher: the ingress controller there listens for it.
    """
    product = placement.selection.catalogue.products[selected.row.product]
    return selected.row.roles == ("ingress",) and product.kind not in _INGRESSES


def _is_same_component(one: Selected, other: Selected) -> bool:
    return (one.row.product, one.row.component) == (other.row.product, other.row.component)


def _relatives(selected: Selected, placement: Placement) -> frozenset[str]:
    """The product of a row, what it is built on, and what brought it in."""
    bases = {base.product for base in placement.selection.catalogue.bases(selected.row.product)}
    brought_by = selected.reason.brought_by
    return frozenset({selected.row.product, *bases, *([brought_by] if brought_by else [])})
