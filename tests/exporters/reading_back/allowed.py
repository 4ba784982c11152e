"""What files and rules allow, as values that are equal where the same packets pass."""

from ipaddress import ip_address, ip_network
from itertools import pairwise
from typing import NamedTuple

from portsref.protocols import PROTOCOL_BY_NAME

# of each family
EVERY_ADDRESS = {4: ((0, 2**32 - 1),), 6: ((0, 2**128 - 1),)}
NO_PORTS = ((0, 0),)
BY_NUMBER = {protocol.number: protocol.name for protocol in PROTOCOL_BY_NAME.values()}


class Allowed(NamedTuple):
    """Packets that may pass; ranges have their first and their last number.

    `to` names the hosts, where a file is for some, and is empty where it is for all.
    """

    to: str
    family: int
    protocol: str
    sources: tuple
    destinations: tuple
    ports: tuple = NO_PORTS


def span(text):
    """The first and last address of a network, of a range `a-b`, or of a host."""
    if "-" in text:
        first, last = map(ip_address, text.split("-"))
        return int(first), int(last)
    network = ip_network(text)
    return int(network.network_address), int(network.broadcast_address)


def of_rules(rules, *, to=lambda _end: "", with_destinations=True):
    """What rules allow between ends that have addresses, or are any."""
    for rule in rules:
        for family in sorted(PROTOCOL_BY_NAME[rule.protocol].families):
            sources = spans(rule.source, family)
            destinations = spans(rule.destination, family)
            ports = tuple((part.first, part.last) for part in rule.ports.ranges) or NO_PORTS
            if sources and destinations:
                if not with_destinations:
                    destinations = EVERY_ADDRESS[family]
                hosts = to(rule.destination)
                yield Allowed(hosts, family, rule.protocol, sources, destinations, ports)


def spans(end, family):
    """The ranges of an end in a family; all of them where it has none, but for a name outside."""
    if not end.addresses:
        return EVERY_ADDRESS[family]
    parts = [part for part in end.addresses if part.family == family]
    return tuple((int(part.first), int(part.last)) for part in parts)


def space(allowed):
    """All that is allowed, cut into the fewest pieces: equal values allow the same packets."""
    boxes = {}
    for one in allowed:
        found = boxes.setdefault((one.to, one.family, one.protocol), [])
        found += [
            (destination, source, port)
            for destination in one.destinations
            for source in one.sources
            for port in one.ports
        ]
    return {key: _cut(found) for key, found in boxes.items()}


def _cut(boxes):
    """Boxes as slices along their first side, of boxes of one side less."""
    if not boxes or not boxes[0]:
        return bool(boxes)
    edges = sorted({edge for (first, last), *_ in boxes for edge in (first, last + 1)})
    slices = []
    for first, stop in pairwise(edges):
        rest = _cut([box[1:] for box in boxes if box[0][0] <= first and stop - 1 <= box[0][1]])
        if not rest:
            continue
        if slices and slices[-1][1] == first - 1 and slices[-1][2] == rest:
            slices[-1] = (slices[-1][0], stop - 1, rest)
        else:
            slices.append((first, stop - 1, rest))
    return slices
