"""Whose filters were read: which group of the plan a firewall stands before.

By its names, such as that of its file or of a security group, in which the name of a group stands;
else by the addresses that its rules are to; else it is the only group there is.
"""

from collections.abc import Mapping, Sequence

from portsref.addresses import AddressRange
from portsref.planning.rules import RuleSet
from portsref.verification.belonging import Groups
from portsref.verification.rules.model import Firewall
from portsref.verification.rules.space import EVERY_ADDRESS, Box, Spans, address_spans, meet

_MOST_HOSTS = {4: 1 << 26, 6: 1 << 100}


def assign(
    firewalls: Sequence[Firewall], rule_set: RuleSet, group: str = ""
) -> Mapping[str, Sequence[Firewall]]:
    """The firewalls of each group; of the empty name those of which nobody knows.

    With a group all are its, but those that are named after another.
    """
    groups = Groups(rule_set)
    found: dict[str, list[Firewall]] = {}
    for firewall in firewalls:
        if not group:
            found.setdefault(_owner(firewall, groups), []).append(firewall)
        elif groups.by_name(firewall.names) in {"", group}:
            found.setdefault(group, []).append(firewall)
    return found


def _owner(firewall: Firewall, groups: Groups) -> str:
    return (
        groups.by_name(firewall.names)
        or _by_addresses(firewall, groups)
        or groups.by_file(firewall.place.file)
        or groups.only
    )


def _by_addresses(firewall: Firewall, groups: Groups) -> str:
    """The one group to whose addresses steps are, that are not to all addresses."""
    boxes = [
        box
        for steps in firewall.chains.values()
        for step in steps
        for box in step.match.boxes
        if _are_few(box.destinations, box.family)
    ]
    found = [group for group in groups.of_hosts if _has_some(groups.addresses[group], boxes)]
    return found[0] if len(found) == 1 else ""


def _has_some(addresses: Sequence[AddressRange], boxes: Sequence[Box]) -> bool:
    mine = {family: address_spans(addresses, family) for family in EVERY_ADDRESS}
    return any(meet(box.destinations, mine[box.family]) for box in boxes)


def _are_few(found: Spans, family: int) -> bool:
    """Tell whether addresses are those of some hosts, and not nearly all there are."""
    return sum(last - first for first, last in found) < _MOST_HOSTS[family]
