"""Which rules allow a packet: the meaning of a rule set, for tests, for dropped packets, the API.

A packet goes between two addresses of one family, with a protocol and, where that has ports, to
one port. A group whose addresses are not known yet matches no address; `any` matches everything;
a place outside has no addresses and is matched by its name.
"""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address

from portsref.planning.rules import Endpoint, Rule, RuleSet
from portsref.protocols import NAMES_WITH_PORTS

# An address, or the name of a place or group that is meant by its name; None is whoever it may be.
type PacketEnd = IPv4Address | IPv6Address | str


def allows(
    rule_set: RuleSet,
    source: PacketEnd | None,
    destination: PacketEnd | None,
    protocol: str,
    port: int | None = None,
) -> tuple[Rule, ...]:
    """The rules that let the packet pass, in their order; none where it is not allowed.

    `port` is the destination's; it says nothing for a protocol without ports, and without it no
    packet of a protocol with ports is meant.
    """
    return allowing(rule_set.all_rules, source, destination, protocol, port)


def allowing(
    rules: Iterable[Rule],
    source: PacketEnd | None,
    destination: PacketEnd | None,
    protocol: str,
    port: int | None = None,
) -> tuple[Rule, ...]:
    """Those of `rules` that let the packet pass; a rule to be removed lets nothing pass."""
    if not _are_of_one_family(source, destination):
        return ()
    return tuple(
        rule
        for rule in rules
        if rule.action == "allow"
        and rule.protocol == protocol
        and _holds_port(rule, port)
        and _is_at(rule.source, source)
        and _is_at(rule.destination, destination)
    )


def _are_of_one_family(source: PacketEnd | None, destination: PacketEnd | None) -> bool:
    if isinstance(source, str | None) or isinstance(destination, str | None):
        return True
    return source.version == destination.version


def _holds_port(rule: Rule, port: int | None) -> bool:
    return rule.protocol not in NAMES_WITH_PORTS or (port is not None and port in rule.ports)


def _is_at(end: Endpoint, place: PacketEnd | None) -> bool:
    if end.kind == "any" or place is None:
        return True
    if isinstance(place, str):
        return end.name == place
    return any(place in addresses for addresses in end.addresses)
