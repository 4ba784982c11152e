"""The line that a plan misses: a listener of the user's own for one packet, and for no more."""

from collections.abc import Iterator

from portsref.addresses import AddressRange
from portsref.packet_logs.packets import Address, Packet
from portsref.planning.document import OWN_PRODUCT, Change, Group, OwnListener, PlanDocument
from portsref.planning.placement import Placement
from portsref.ports import PortSet
from portsref.protocols import PROTOCOL_NAMES
from portsref.troubleshooting.additions import Addition

# Roles for a group that has none yet, those first that other rows ask for least.
ROLES_OF_STRANGERS = ("external", "client", "bastion", "load-balancer")
_MOST_WAYS = 3


def own_listener_ways(
    packet: Packet, source: Group, destination: Group, placement: Placement, *, purpose: str
) -> Iterator[Addition]:
    """Ways to say a listener from one group to another, the narrowest first.

    A group that is not in the plan, or has no role yet, is part of the addition.
    """
    document = placement.selection.document
    if packet.protocol not in PROTOCOL_NAMES:
        return
    for here, there in _roles(source, destination, placement):
        ends = [
            group.model_copy(update={"roles": (role,)})
            for group, role in ((source, there), (destination, here))
            if not placement.roles_of(group)
        ]
        own = OwnListener(
            id=_free_id(packet, document),
            protocol=packet.protocol,  # type: ignore[arg-type]  # it is one of these, see above
            ports=PortSet() if packet.port is None else PortSet.single(packet.port),
            roles=(here,),
            peers=(there,),
            purpose=purpose,
        )
        key = f"{OWN_PRODUCT}/{own.id}"
        others = {group.name for group in placement.for_role(there)} - {source.name}
        if there in (placement.roles_of(destination) or {here}):
            others |= {destination.name} - {source.name}
        narrowed = (Change(listener=key, peers=(source.name,)),) if others else ()
        yield Addition(groups=tuple(ends), listeners=(own,), changes=narrowed)


def new_group(address: Address, document: PlanDocument) -> Group:
    """A group of one address, without a role, under a name that is free."""
    taken = {group.name for group in document.groups}
    name = str(address)
    while name in taken:
        name = f"{name} *"
    return Group(name=name, addresses=(AddressRange(address, address),))


def with_address(group: Group, address: Address) -> Group:
    """The group with one more address."""
    return group.model_copy(
        update={"addresses": (*group.addresses, AddressRange(address, address))}
    )


def _roles(source: Group, destination: Group, placement: Placement) -> Iterator[tuple[str, str]]:
    """Roles of both ends, those first that the fewest groups play."""
    here, there = (_rarest(group, placement) for group in (destination, source))
    pairs = ((one, other) for one in here for other in there)
    yield from list(pairs)[:_MOST_WAYS]


def _rarest(group: Group, placement: Placement) -> list[str]:
    played = sorted(placement.roles_of(group))
    if not played:
        return list(ROLES_OF_STRANGERS)
    return sorted(played, key=lambda role: len(placement.for_role(role)))


def _free_id(packet: Packet, document: PlanDocument) -> str:
    port = "" if packet.port is None else f"-{packet.port}"
    name = f"dropped-{packet.protocol.lower()}{port}"
    taken = {own.id for own in document.listeners}
    number = 1
    while (f"{name}-{number}" if number > 1 else name) in taken:
        number += 1
    return f"{name}-{number}" if number > 1 else name
