"""Who connects to a selected listener: DESIGN §5, point 3."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from portsref.catalogue.products import Listener, OutboundNeed, Place
from portsref.planning.document import ANY, Group, OwnListener
from portsref.planning.placement import PROVIDED_ROLES, Placement
from portsref.planning.selection import Selected

# Peers that mean the nodes of the cluster: a row that has one speaks of nodes throughout.
_NODE_PEERS = frozenset({"worker", "pod"})


@dataclass(frozen=True)
class Peers:
    """The ends that connect to one row, as far as the plan has them.

    `anyone` is true where the plan lets any address connect, `outside` names ends that are no group
    of the plan, and `missing` are the roles that no group plays.
    """

    groups: tuple[Group, ...]
    anyone: bool = False
    outside: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def is_nobody(self) -> bool:
        """Tell whether nobody that the plan knows connects."""
        return not (self.groups or self.anyone or self.outside)


def find_peers(selected: Selected, row: Listener, placement: Placement) -> Peers:
    """The ends that connect to a selected listener, narrowed or widened as the plan says."""
    return changed(peers_of(row, placement), selected, row, placement)


def peers_of(row: Listener, placement: Placement) -> Peers:
    """The ends that connect to a listener if the plan names none of them."""
    found: dict[str, Group] = {}
    missing: list[str] = []
    for peer in placement.on_every_node(row.peers, row.product):
        groups = _groups_of_peer(peer, row, placement)
        found |= {group.name: group for group in groups or ()}
        if groups == ():
            missing.append(peer)
    provided = _provided_end(row, placement, found=bool(placement.playing("control-plane")))
    peers = Peers(
        groups=tuple(_without_provided(found.values(), row, placement)),
        anyone=ANY in row.peers and isinstance(row, OwnListener),
        outside=(*_places_without_group(row, placement), *([provided] if provided else [])),
        missing=tuple(peer for peer in missing if not (provided and peer in PROVIDED_ROLES)),
    )
    return reaching_pods(peers, row, placement) if row.scope == "pod" else peers


def changed(peers: Peers, selected: Selected, row: Listener, placement: Placement) -> Peers:
    """Keep only the groups that the plan names, or let anyone connect where it says so.

    Where the product's own documentation lets all connect, each group of the plan is one of them.
    """
    if selected.change is None or selected.change.peers is None:
        return peers
    if ANY in selected.change.peers:
        return replace(peers, anyone=True)
    is_for_all = ANY in (*row.peers, *row.documented_peers)
    groups = placement.selection.document.groups if is_for_all else peers.groups
    return narrowed(Peers(groups), selected)


def find_dialling(selected: Selected, need: OutboundNeed, placement: Placement) -> Peers:
    """The groups that dial what a selected need says, narrowed as the plan says."""
    return narrowed(Peers(placement.sources_of(need)), selected)


def narrowed(peers: Peers, selected: Selected) -> Peers:
    """Keep only the groups that the plan names."""
    if selected.change is None or selected.change.peers is None or ANY in selected.change.peers:
        return peers
    named = frozenset(selected.change.peers)
    return Peers(tuple(group for group in peers.groups if group.name in named))


def reaching_pods(peers: Peers, row: Listener, placement: Placement) -> Peers:
    """Keep those whose packets to pods the fabric sees, and that no other row speaks of.

    The API server's are seen where it dials pods by their addresses and can. What nodes and pods
    say to pods on the wire is one row for all of it.
    """
    network = placement.selection.pod_network
    is_dialled = placement.is_dialled_by_api_server(row)
    can_dial = network.is_dialled_by_address
    carried: set[str] = set()
    if network.is_on_the_wire and placement.has_rule_for_pod_traffic:
        carried = {group.name for group in (*placement.nodes, *placement.pods)}

    def is_seen(group: Group) -> bool:
        if is_dialled and placement.is_provided(group):
            return can_dial
        return bool(placement.pods) and group.name not in carried

    if "pods" in row.traffic:
        return replace(peers, outside=())
    dials_from_outside = is_dialled and can_dial
    return replace(
        peers,
        groups=tuple(filter(is_seen, peers.groups)),
        outside=peers.outside if placement.pods or dials_from_outside else (),
    )


def peer_is_known(peer: str, row: Listener, placement: Placement) -> bool:
    """Tell whether `peer` is a role, `self`, or a component that the catalogue has."""
    catalogue = placement.selection.catalogue
    return (
        peer == "self"
        or peer in catalogue.role
        or _place(peer, row, placement) is not None
        or catalogue.find_component(placement.wording_product(row), peer) is not None
    )


def _groups_of_peer(peer: str, row: Listener, placement: Placement) -> tuple[Group, ...] | None:
    """The groups of one peer; empty where no group plays it, None where it asks for none."""
    if peer in {"self", ANY}:
        return None
    catalogue = placement.selection.catalogue
    if peer in catalogue.role:
        return placement.for_role(peer)
    owner = placement.wording_product(row)
    if place := _place(peer, row, placement):
        return placement.at_place(place[0]) or None
    component, home = catalogue.find_component(owner, peer), catalogue.owner_of(owner, peer)
    if component is None or home is None:
        return None
    if not _exists(home.product, component.id, placement):
        return None
    groups = placement.where_runs(home.product, component)
    return groups or (None if any(_places(peer, row, placement)) else ())


def _places_without_group(row: Listener, placement: Placement) -> Iterator[str]:
    """The names of places that connect and that no group of the plan is."""
    for peer in row.peers:
        for key, place in _places(peer, row, placement):
            if not placement.at_place(key):
                yield place.name


def _places(peer: str, row: Listener, placement: Placement) -> Iterator[tuple[str, Place]]:
    """The places outside that a peer means: one itself, or those at which a component is."""
    if place := _place(peer, row, placement):
        yield place
        return
    catalogue, owner = placement.selection.catalogue, placement.wording_product(row)
    component, home = catalogue.find_component(owner, peer), catalogue.owner_of(owner, peer)
    if peer in catalogue.role or component is None or home is None:
        return
    if _exists(home.product, component.id, placement):
        named = (role for role in component.roles if role not in catalogue.role)
        yield from filter(None, (catalogue.find_place(home, name) for name in named))


def _place(peer: str, row: Listener, placement: Placement) -> tuple[str, Place] | None:
    """The place outside that a peer means, with its key; roles and components come first."""
    catalogue = placement.selection.catalogue
    owner = placement.wording_product(row)
    if peer in catalogue.role or catalogue.find_component(owner, peer) is not None:
        return None
    product = catalogue.products.get(owner)
    return catalogue.find_place(product, peer) if product else None


def _exists(product: str, component: str, placement: Placement) -> bool:
    """Tell whether a component runs: under the chosen options, or in every cluster."""
    selection = placement.selection
    if product in selection.included and selection.included[product].is_asked_for:
        return (product, component) in selection.components
    return selection.catalogue.products[product].kind == "core"


def _without_provided(groups: Iterable[Group], row: Listener, placement: Placement) -> list[Group]:
    """Leave out a provider's control plane where a row speaks of nodes, for it is none."""
    ours = (
        not placement.selection.is_managed
        or placement.is_of_the_provider(row)
        or placement.is_dialled_by_api_server(row)
    )
    return [
        group
        for group in groups
        if ours or _NODE_PEERS.isdisjoint(row.peers) or not placement.is_provided(group)
    ]


def _provided_end(row: Listener, placement: Placement, *, found: bool) -> str | None:
    """The provider's control plane as a place outside, where a row needs it and no group is it."""
    speaks_of_nodes = not _NODE_PEERS.isdisjoint(row.peers)
    is_theirs = placement.is_of_the_provider(row) or placement.is_dialled_by_api_server(row)
    if found or (speaks_of_nodes and not is_theirs):
        return None
    owner = placement.wording_product(row)
    is_needed = any(placement.is_provided_peer(peer, owner) for peer in row.peers)
    return placement.managed_place if is_needed else None
