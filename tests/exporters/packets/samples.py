"""Flows of a plan, and flows that are none of it, to try a firewall with."""

import random
from collections.abc import Collection, Iterable, Iterator
from ipaddress import IPv4Address, IPv6Address, ip_address
from itertools import cycle

from portsref.planning.rules import Endpoint, Rule
from portsref.protocols import PROTOCOL_BY_NAME, PROTOCOLS
from tests.exporters.packets.frames import Flow

STRANGERS = (ip_address("203.0.113.77"), ip_address("2001:db8:ffff::77"))
PORTS = (1, 22, 53, 80, 179, 443, 2379, 4240, 5473, 6443, 7946, 8472, 9100, 9345, 10250, 10256,
         29999, 30000, 30080, 32767, 32768, 51871, 65535)  # fmt: skip


def flows_of(rules: Iterable[Rule], here: Collection[object] = ()) -> Iterator[Flow]:
    """The flows at the edges of each rule: those to `here` from elsewhere, if it is given."""
    for rule in rules:
        protocol = PROTOCOL_BY_NAME[rule.protocol]
        ports = sorted({end for part in rule.ports.ranges for end in (part.first, part.last)})
        for family in sorted(protocol.families):
            sources = [one for one in _edges(rule.source, family) if one not in here]
            destinations = _edges(rule.destination, family)
            if here:
                destinations = [one for one in destinations if one in here]
            for source, destination in zip(sources, cycle(destinations), strict=False):
                for port in ports or [None]:
                    yield Flow(source, destination, rule.protocol, port)


def any_flows(
    sources: Iterable[object], destinations: Iterable[object], number: int, seed: str
) -> Iterator[Flow]:
    """Flows of every protocol between any of these addresses, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    sources, destinations = list(sources), list(destinations)
    while number:
        source, destination = chance.choice(sources), chance.choice(destinations)
        protocol = chance.choice(PROTOCOLS)
        if source.version != destination.version or source.version not in protocol.families:
            continue
        if source != destination:
            port = chance.choice((*PORTS, chance.randrange(65536))) if protocol.has_ports else None
            yield Flow(source, destination, protocol.name, port)
            number -= 1


def addresses_of(ends: Iterable[Endpoint]) -> list[IPv4Address | IPv6Address]:
    """The first and the last address of each range, and what is beside it."""
    found: set[IPv4Address | IPv6Address] = set()
    for end in ends:
        for part in end.addresses:
            found |= {part.first, part.last, part.last + 1}
    return sorted(found, key=lambda address: (address.version, int(address)))


def _edges(end: Endpoint, family: int) -> list[IPv4Address | IPv6Address]:
    if end.kind == "any":
        return [address for address in STRANGERS if address.version == family]
    parts = [part for part in end.addresses if part.family == family]
    inner = [part.first + 1 for part in parts if not part.is_single]
    edges = [address for part in parts for address in (part.first, part.last)]
    return list(dict.fromkeys(inner + edges))
