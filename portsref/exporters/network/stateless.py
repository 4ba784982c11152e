"""What all packet filters share that remember no connection: lines for answers, and for errors.

An answer to TCP comes from the port of the service and has ACK or RST set (`established`); one to
UDP and SCTP comes from that port, and one to a ping is an echo reply. Nothing answers the other
protocols: tunnels and VRRP have a rule for each direction. Errors of ICMP carry what path MTU
discovery needs (RFC 1191, RFC 8201) and come from any router on the way.
"""

from collections.abc import Callable, Container, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network
from typing import Literal, NamedTuple

from portsref.addresses import AddressRange
from portsref.exporters.base import Says
from portsref.exporters.families import FAMILIES, networks_of, parts_by_family
from portsref.exporters.network.ends import says
from portsref.exporters.network.objects import room as room_of_ends
from portsref.exporters.once import MOST, Once
from portsref.messages import Message, gettext_noop
from portsref.planning.choice import Choice
from portsref.planning.document import PlanDocument
from portsref.planning.rules import Cause, Endpoint, Rule
from portsref.ports import PortRange, PortSet
from portsref.protocols import PROTOCOL_BY_NAME, Protocol

type Network = IPv4Network | IPv6Network
type Answer = Literal["", "established", "echo-reply"]


@dataclass(frozen=True, slots=True)
class IcmpType:
    """A type of ICMP or ICMPv6: its number, and its name as most devices write it."""

    number: int
    name: str


# RFC 792, RFC 4443
ERRORS: Mapping[int, tuple[IcmpType, ...]] = {
    4: (
        IcmpType(3, "unreachable"),
        IcmpType(11, "time-exceeded"),
        IcmpType(12, "parameter-problem"),
    ),
    6: (
        IcmpType(1, "unreachable"),
        IcmpType(2, "packet-too-big"),
        IcmpType(3, "time-exceeded"),
        IcmpType(4, "parameter-problem"),
    ),
}
ECHO_REPLY: Mapping[int, IcmpType] = {
    4: IcmpType(0, "echo-reply"),
    6: IcmpType(129, "echo-reply"),
}
# RFC 4861: without these no neighbour and no router is found in IPv6
NEIGHBOURS = (
    IcmpType(133, "router-solicitation"),
    IcmpType(134, "router-advertisement"),
    IcmpType(135, "neighbor-solicitation"),
    IcmpType(136, "neighbor-advertisement"),
)
ICMP: Mapping[int, str] = {4: "ICMP", 6: "ICMPv6"}
EVERYTHING = {4: AddressRange.parse("0.0.0.0/0"), 6: AddressRange.parse("::/0")}
ABOUT = (
    "",
    "Only what stands here is let through where it is applied. No state is kept, so that answers",
    "have lines of their own: TCP with ACK or RST and UDP and SCTP from the port of the service,",
    "and echo replies. Errors of ICMP pass, for path MTU discovery. The other protocols have no",
    "answers: each direction is a rule of the plan.",
)
NO_SCTP_PORTS = Message(gettext_noop("the format knows ports of TCP and UDP only"))
TOO_MANY_LINES = gettext_noop("with its address pairs the file would have more than %(most)s rows")

# What more than the port tells an answer; nothing answers the other protocols.
ANSWERS: Mapping[str, Answer] = {
    "TCP": "established",
    "UDP": "",
    "SCTP": "",
    "ICMP": "echo-reply",
    "ICMPv6": "echo-reply",
}


@dataclass(frozen=True, slots=True)
class Service:
    """What a packet of a rule is: a protocol, and the port where it has ports."""

    protocol: Protocol
    port: PortRange | None = None

    @property
    def answer(self) -> Answer | None:
        """What more than its port tells an answer; None where there is no answer."""
        return ANSWERS.get(self.protocol.name)


def services(protocol: str, ports: PortSet, family: int) -> tuple[Service, ...]:
    """A service for each range of ports; none where the family has no such protocol."""
    known = PROTOCOL_BY_NAME[protocol]
    if family not in known.families:
        return ()
    if not known.has_ports:
        return (Service(known),)
    return tuple(Service(known, part) for part in ports.ranges)


def says_but_sctp(rule: Rule) -> Message | None:
    """Tell why a rule cannot be said where ports are matched of TCP and UDP alone."""
    return NO_SCTP_PORTS if rule.protocol == "SCTP" else says(rule)


class Room:
    """Counts lines of one source, one destination and one range of ports, by family.

    It is the `room` of formats that have such lines: at most `most` a family, answers among them.
    """

    def __init__(self, most: int) -> None:
        self._most = most

    def __call__(self, choice: Choice, document: PlanDocument) -> Says:
        """Ask of each rule whether there are packets of it, and whether its lines have room."""
        has_no_packets, count = room_of_ends(choice, document), Once(_count_networks)
        too_many = Message(TOO_MANY_LINES, {"most": f"{self._most:,}"})
        left4 = left6 = self._most
        source = destination = None
        lines: dict[str, tuple[int, int] | Message] = {}

        def why(rule: Rule) -> Message | None:
            nonlocal source, destination, left4, left6
            if rule.source is not source or rule.destination is not destination:
                source, destination = rule.source, rule.destination
                lines.clear()
            found = lines.get(rule.protocol)
            if found is None:
                counted = _lines_of_a_port(rule, count(source), count(destination))
                found = lines[rule.protocol] = has_no_packets(rule) or counted
            if isinstance(found, Message):
                return found
            ports = len(rule.ports.ranges) or 1
            if found[0] * ports > left4 or found[1] * ports > left6:
                return too_many
            left4, left6 = left4 - found[0] * ports, left6 - found[1] * ports
            return None

        return why


def _lines_of_a_port(
    rule: Rule, sources: tuple[int, int], destinations: tuple[int, int]
) -> tuple[int, int]:
    """How many lines a range of its ports takes in each family."""
    directions = 2 if rule.protocol in ANSWERS else 1
    families = PROTOCOL_BY_NAME[rule.protocol].families
    ipv4, ipv6 = (
        directions * mine * theirs if family in families else 0
        for family, mine, theirs in zip(FAMILIES, sources, destinations, strict=True)
    )
    return ipv4, ipv6


def _count_networks(end: Endpoint) -> tuple[int, int]:
    ipv4, ipv6 = (sum(1 for _ in networks_in(end, family)) for family in FAMILIES)
    return ipv4, ipv6


def networks_in(end: Endpoint, family: int) -> Iterator[Network]:
    """The fewest networks of an end in a family; any address is the network of all of them."""
    parts = parts_by_family(end)
    if family in parts:
        yield from networks_of(parts[family] or (EVERYTHING[family],))


class Permission[Pattern](NamedTuple):
    """What one rule lets through in one family: each source to each destination, each pattern.

    `new` are those that no rule between the same ends had before: none if it adds nothing.
    """

    rule: Rule
    purpose: str
    sources: tuple[str, ...]
    destinations: tuple[str, ...]
    patterns: tuple[Pattern, ...]
    new: tuple[Pattern, ...]

    @property
    def is_among_themselves(self) -> bool:
        """Tell whether all at one end are at the other: a ping's answer needs no line then."""
        return self.sources == self.destinations


class Permissions[Pattern: Hashable]:
    """Makes permissions of rules in one family; what rules share is made once.

    `write` makes the text of a network, `pattern` makes of a service what the format says of
    packets that go there and of those that answer, and `about` says what causes are for.
    """

    def __init__(
        self,
        family: int,
        *,
        write: Callable[[Network], str],
        pattern: Callable[[Service], Pattern],
        about: Callable[[tuple[Cause, ...]], str],
    ) -> None:
        self._family = family
        self._write = write
        self._pattern = pattern
        self._about = about
        self._networks = Once(self._networks_of)
        self._patterns = lru_cache(maxsize=MOST)(self._patterns_of)

    def of(self, rules: Iterable[Rule]) -> Iterator[Permission[Pattern]]:
        """A permission for each rule that the family has."""
        source = destination = None
        sources: tuple[str, ...] = ()
        destinations: tuple[str, ...] = ()
        said: set[Pattern] = set()
        for rule in rules:
            if rule.source is not source or rule.destination is not destination:
                source, destination = rule.source, rule.destination
                sources, destinations = self._networks(source), self._networks(destination)
                said = set()
            if sources and destinations:
                purpose, patterns = self._patterns(rule.protocol, rule.ports, rule.causes)
                new = patterns if said.isdisjoint(patterns) else _without(patterns, said)
                said.update(patterns)
                if patterns:
                    yield Permission(rule, purpose, sources, destinations, patterns, new)

    def _networks_of(self, end: Endpoint) -> tuple[str, ...]:
        return tuple(map(self._write, networks_in(end, self._family)))

    def _patterns_of(
        self, protocol: str, ports: PortSet, causes: tuple[Cause, ...]
    ) -> tuple[str, tuple[Pattern, ...]]:
        found = services(protocol, ports, self._family)
        return self._about(causes), tuple(map(self._pattern, found))


def _without[Pattern](patterns: Iterable[Pattern], said: Container[Pattern]) -> tuple[Pattern, ...]:
    return tuple(pattern for pattern in patterns if pattern not in said)
