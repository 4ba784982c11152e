"""Entries of packet filters as plain values: what the rules ask for, and what a file says."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from ipaddress import ip_network
from itertools import product

from portsref.planning.rules import Rule
from portsref.protocols import PROTOCOL_BY_NAME
from tests.exporters.aerleon import has_family, networks
from tests.exporters.packets.frames import SENDER_PORT, Flow

EVERYTHING = {4: (ip_network("0.0.0.0/0"),), 6: (ip_network("::/0"),)}
ICMP = {4: 1, 6: 58}
ECHO_REPLY = {4: 0, 6: 129}
ERRORS = {4: (3, 11, 12), 6: (1, 2, 3, 4)}
ICMP_TYPES = {
    4: {"unreachable": 3, "time-exceeded": 11, "parameter-problem": 12, "echo-reply": 0},
    6: {
        "unreachable": 1, "destination-unreachable": 1, "packet-too-big": 2, "time-exceeded": 3,
        "parameter-problem": 4, "echo-reply": 129,
    },
}  # fmt: skip
ALL_PORTS = (0, 65535)


@dataclass(frozen=True)
class Entry:
    """One permission; `more` is `established`, a type of ICMP, or nothing."""

    family: int
    protocol: int
    source: object
    source_ports: tuple[int, int]
    destination: object
    destination_ports: tuple[int, int]
    more: object = ""

    def lets_through(self, flow: Flow) -> bool:
        """Tell whether it permits the first packet of a flow, which is a SYN or an echo request."""
        return (
            not self.more and self.more != 0
            and self.family == flow.source.version
            and self.protocol == PROTOCOL_BY_NAME[flow.protocol].number
            and flow.source in self.source
            and flow.destination in self.destination
            and _holds(self.source_ports, SENDER_PORT)
            and _holds(self.destination_ports, flow.port)
        )  # fmt: skip


def _holds(ports: tuple[int, int], port: int | None) -> bool:
    return port is None or ports[0] <= port <= ports[1]


def entries_of(rules: tuple[Rule, ...], *, answers: bool = True) -> set[Entry]:
    """What rules ask for, worked out from their addresses and ports alone."""
    found: set[Entry] = set()
    for family in (4, 6):
        if answers:
            everything = EVERYTHING[family][0]
            found |= {
                Entry(family, ICMP[family], everything, ALL_PORTS, everything, ALL_PORTS, number)
                for number in ERRORS[family]
            }
        for rule in rules:
            if has_family(rule, family):
                found |= set(_entries_of_rule(rule, family, answers=answers))
    return found


def neighbours() -> set[Entry]:
    """Neighbour discovery of IPv6, for filters that would drop it."""
    everything = EVERYTHING[6][0]
    return {
        Entry(6, ICMP[6], everything, ALL_PORTS, everything, ALL_PORTS, number)
        for number in (133, 134, 135, 136)
    }


def _entries_of_rule(rule: Rule, family: int, *, answers: bool):
    protocol = PROTOCOL_BY_NAME[rule.protocol]
    sources, destinations = (
        EVERYTHING[family] if end.kind == "any" else networks(end, family)
        for end in (rule.source, rule.destination)
    )
    ports = [(part.first, part.last) for part in rule.ports.ranges] or [ALL_PORTS]
    more = {"TCP": "established", "UDP": "", "SCTP": ""}.get(rule.protocol)
    if rule.protocol.startswith("ICMP"):
        more = ECHO_REPLY[family]
    for source, destination, port in product(sources, destinations, ports):
        yield Entry(family, protocol.number, source, ALL_PORTS, destination, port)
        if answers and more is not None:
            yield Entry(family, protocol.number, destination, port, source, ALL_PORTS, more)


def normal(entries: Iterable[Entry]) -> set[Entry]:
    """Without what is said twice: two ports are two entries, as Aerleon writes them.

    Echo replies that are let through with all other ICMP between the same ends need no entry.
    """
    single = {part for entry in entries for part in _of_single_ports(entry)}
    return {
        one
        for one in single
        if one.more not in ECHO_REPLY.values()
        or Entry(one.family, one.protocol, one.source, ALL_PORTS, one.destination, ALL_PORTS)
        not in single
    }


def _of_single_ports(entry: Entry) -> Iterator[Entry]:
    for sources, destinations in product(
        *map(_parts, (entry.source_ports, entry.destination_ports))
    ):
        yield replace(entry, source_ports=sources, destination_ports=destinations)


def _parts(ports: tuple[int, int]) -> list[tuple[int, int]]:
    first, last = ports
    return [(first, first), (last, last)] if last == first + 1 else [ports]
