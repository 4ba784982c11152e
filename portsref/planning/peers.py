"""Who connects to a selected listener: DESIGN §5, point 3."""

from collections.abc import Iterable
from dataclasses import dataclass

from portsref.catalogue.products import Listener
from portsref.planning.document import Group
from portsref.planning.placement import PROVIDED_ROLES, Placement
from portsref.planning.selection import Selected

# Peers that mean the nodes of the cluster: a row that has one speaks of nodes throughout.
_NODE_PEERS = frozenset({"worker", "pod", "any"})


@dataclass(frozen=True)
class Peers:
    """The ends that connect to one row, as far as the plan has them.

    `anyone` is true where any address may connect, `outside` names ends that are no group of the
    plan, and `missing` are the roles that no group plays.
    """

    groups: tuple[Group, ...]
    anyone: bool = False
    outside: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def find_peers(selected: Selected, row: Listener, placement: Placement) -> Peers:
    """The ends that connect to a selected listener, narrowed as the plan says."""
    return narrowed(peers_of(row, placement), selected)


def peers_of(row: Listener, placement: Placement) -> Peers:
    """The ends that connect to a listener if the plan names none of them."""
    found: dict[str, Group] = {}
    missing: list[str] = []
    for peer in placement.on_every_node(row.peers, row.product):
        groups = _groups_of_peer(peer, row, placement)
        found |= {group.name: group for group in groups or ()}
        if groups == ():
            missing.append(peer)
    anyone = "any" in row.peers and not placement.playing("client", "bastion")
    if "any" in row.peers and not anyone and not placement.playing("client"):
        missing.append("client")  # administrators are named, and nobody else: say so
    provided = _provided_end(row, placement, found=bool(placement.playing("control-plane")))
    return Peers(
        groups=tuple(_without_provided(found.values(), row, placement)),
        anyone=anyone,
        outside=(provided,) if provided else (),
        missing=tuple(peer for peer in missing if not (provided and peer in PROVIDED_ROLES)),
    )


def narrowed(peers: Peers, selected: Selected) -> Peers:
    """Keep only the groups that the plan names; where any may connect, each of them is one."""
    if selected.change is None or selected.change.peers is None:
        return peers
    named = frozenset(selected.change.peers)
    return Peers(tuple(group for group in peers.groups if group.name in named))


def peer_is_known(peer: str, row: Listener, placement: Placement) -> bool:
    """Tell whether `peer` is a role, `self`, or a component that the catalogue has."""
    catalogue = placement.selection.catalogue
    return (
        peer == "self"
        or peer in catalogue.role
        or catalogue.find_component(_owner(row, placement), peer) is not None
    )


def _groups_of_peer(peer: str, row: Listener, placement: Placement) -> tuple[Group, ...] | None:
    """The groups of one peer; empty where no group plays it, None where it asks for none."""
    if peer == "self":
        return None
    if peer == "any":
        return placement.all_groups
    catalogue = placement.selection.catalogue
    if peer in catalogue.role:
        return placement.for_role(peer)
    owner = _owner(row, placement)
    component, home = catalogue.find_component(owner, peer), catalogue.owner_of(owner, peer)
    if component is None or home is None:
        return None
    runs = _exists(home.product, component.id, placement)
    return placement.where_runs(home.product, component) if runs else None


def _owner(row: Listener, placement: Placement) -> str:
    """The product whose words a row uses; the user's own rows use those of Kubernetes."""
    return row.product if row.product in placement.selection.catalogue.products else "kubernetes"


def _exists(product: str, component: str, placement: Placement) -> bool:
    """Tell whether a component runs: under the chosen options, or in every cluster."""
    selection = placement.selection
    if product in selection.included and selection.included[product].is_asked_for:
        return (product, component) in selection.components
    return selection.catalogue.products[product].kind == "core"


def _without_provided(groups: Iterable[Group], row: Listener, placement: Placement) -> list[Group]:
    """Leave out a provider's control plane where a row speaks of nodes, for it is none."""
    ours = not placement.selection.is_managed or placement.is_of_the_provider(row)
    return [
        group
        for group in groups
        if ours or _NODE_PEERS.isdisjoint(row.peers) or not placement.is_provided(group)
    ]


def _provided_end(row: Listener, placement: Placement, *, found: bool) -> str | None:
    """The provider's control plane as a place outside, where a row needs it and no group is it."""
    if found or (not _NODE_PEERS.isdisjoint(row.peers) and not placement.is_of_the_provider(row)):
        return None
    is_needed = any(_is_provided(peer, row, placement) for peer in row.peers)
    return placement.managed_place if is_needed else None


def _is_provided(peer: str, row: Listener, placement: Placement) -> bool:
    """Tell whether a peer is the control plane, or a component that runs nowhere else."""
    catalogue = placement.selection.catalogue
    if peer in catalogue.role:
        return peer in PROVIDED_ROLES
    component = catalogue.find_component(_owner(row, placement), peer)
    return component is not None and PROVIDED_ROLES.issuperset(component.roles)
