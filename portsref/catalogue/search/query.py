"""What somebody typed, understood: ports, a protocol, words, a line of a log or an error text."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from portsref.packet_logs.packets import Failure
from portsref.packet_logs.reading import read_packet
from portsref.ports import PortsError, PortSet
from portsref.protocols import PROTOCOL_NAMES, find_protocol

LONGEST_QUERY = 500  # as long as a line of a firewall's log, of which people paste one
MOST_WORDS = 12

_PROTOCOLS = {name.casefold(): name for name in PROTOCOL_NAMES}
_PORTS = r"[0-9]{1,5}(?:\s*[-–]\s*[0-9]{1,5})?"
_PROTOCOL = "|".join(sorted(_PROTOCOLS, key=len, reverse=True))
_PORTS_AND_PROTOCOL = re.compile(rf"(?P<ports>{_PORTS})/(?P<protocol>{_PROTOCOL})")
_PROTOCOL_AND_PORTS = re.compile(rf"(?P<protocol>{_PROTOCOL})[/:]?(?P<ports>{_PORTS})")
_ONLY_PORTS = re.compile(rf"(?:\S*:)?(?P<ports>{_PORTS})(?:端口)?")
_SPACED_RANGE = re.compile(r"(?<=[0-9])\s+[-–]\s+(?=[0-9])")
# Parts of what a kernel logs when it drops a packet: PROTO=UDP SPT=40312 DPT=8472
_DROPPED_PORT = re.compile(r"\bdpt=([0-9]{1,5})\b")
_DROPPED_PROTOCOL = re.compile(r"\bproto=([a-z0-9]+)\b")
_NOISE = frozenset({"port", "ports", "端口"})


@dataclass(frozen=True, slots=True)
class Query:
    """What someone typed, understood: ports, a protocol, and words that must all be there.

    `failure` is that of an error text which names what it is about, and no port of that.
    `is_evidence` tells that it was a line of a packet log or an error text.
    """

    text: str = ""
    ports: PortSet = field(default_factory=PortSet)
    protocol: str | None = None
    words: tuple[str, ...] = ()
    failure: Failure | None = None
    is_evidence: bool = False

    def __bool__(self) -> bool:
        """Tell whether anything is asked for."""
        return bool(self.ports or self.protocol or self.words or self.failure)

    @property
    def only_port(self) -> int | None:
        """The port, where the query is about one port and nothing but its protocol."""
        return next(iter(self.ports)) if len(self.ports) == 1 and not self.words else None


def understand(text: str) -> Query:
    """Read `10250`, `8472/udp`, `udp 8472`, `30000-32767`, words, a log line, an error text."""
    text = " ".join(unicodedata.normalize("NFKC", text[:LONGEST_QUERY]).split())
    lowered = text.casefold()
    dropped = _understand_packet(text) or _understand_parts_of_a_line(lowered)
    if dropped:
        return replace(dropped, text=text)
    ports = PortSet()
    protocol: str | None = None
    words: list[str] = []
    for token in _SPACED_RANGE.sub("-", lowered).replace(",", " ").split():
        token_ports, token_protocol = _understand_token(token)
        ports |= token_ports
        protocol = token_protocol or protocol
        if not token_ports and not token_protocol and token not in _NOISE:
            words.append(token)
    return Query(text=text, ports=ports, protocol=protocol, words=tuple(words[:MOST_WORDS]))


def _understand_packet(text: str) -> Query | None:
    packet = read_packet(text)
    if packet is None:
        return None
    if packet.failure and (packet.failure.service or packet.port is None):
        named = packet.failure if packet.failure.all_names else None
        return Query(failure=named, is_evidence=True) if named else None
    return Query(
        ports=PortSet() if packet.port is None else PortSet.single(packet.port),
        protocol=packet.protocol if packet.protocol in PROTOCOL_NAMES else None,
        is_evidence=True,
    )


def _understand_parts_of_a_line(text: str) -> Query | None:
    port, protocol = _DROPPED_PORT.search(text), _DROPPED_PROTOCOL.search(text)
    if port is None and protocol is None:
        return None
    known = find_protocol(protocol[1]) if protocol else None
    ports = _ports(port[1]) if port else PortSet()
    return Query(ports=ports, protocol=known.name if known else None, is_evidence=True)


def _understand_token(token: str) -> tuple[PortSet, str | None]:
    if token in _PROTOCOLS:
        return PortSet(), _PROTOCOLS[token]
    for pattern in (_PORTS_AND_PROTOCOL, _PROTOCOL_AND_PORTS):
        if found := pattern.fullmatch(token):
            ports = _ports(found["ports"])
            return ports, _PROTOCOLS[found["protocol"]] if ports else None
    found = _ONLY_PORTS.fullmatch(token)
    return (_ports(found["ports"]) if found else PortSet()), None


def _ports(text: str) -> PortSet:
    try:
        return PortSet.parse(text)
    except PortsError:
        return PortSet()


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked for: a query, and the values chosen of each facet."""

    query: Query = field(default_factory=Query)
    chosen: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def of(self, facet: str) -> frozenset[str]:
        """The values chosen of a facet; none chosen means any."""
        return self.chosen.get(facet, frozenset())
