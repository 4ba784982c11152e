"""The protocols that the catalogue knows: their numbers, what carries them, and which have ports.

Numbers are those that IANA assigns: https://www.iana.org/assignments/protocol-numbers
"""

from collections.abc import Mapping
from dataclasses import dataclass

IPV4, IPV6 = frozenset({4}), frozenset({6})
BOTH = IPV4 | IPV6


@dataclass(frozen=True, slots=True)
class Protocol:
    """What a packet is by its IP header; `families` are those of the addresses in that header."""

    name: str
    number: int
    families: frozenset[int] = BOTH
    has_ports: bool = False


PROTOCOLS: tuple[Protocol, ...] = (
    Protocol("TCP", 6, has_ports=True),
    Protocol("UDP", 17, has_ports=True),
    Protocol("SCTP", 132, has_ports=True),
    Protocol("ICMP", 1, IPV4),
    Protocol("ICMPv6", 58, IPV6),
    Protocol("ESP", 50),
    Protocol("AH", 51),
    Protocol("GRE", 47),
    Protocol("IPIP", 4, IPV4),  # RFC 2003; IPv6 carries protocol 4 only where RFC 2473 is meant
    Protocol("IP6IP6", 41, IPV6),  # RFC 2473, the mode of Linux tunnels; 6in4 is none of these
    Protocol("VRRP", 112),
)
PROTOCOL_BY_NAME: Mapping[str, Protocol] = {protocol.name: protocol for protocol in PROTOCOLS}
PROTOCOL_NAMES: tuple[str, ...] = tuple(PROTOCOL_BY_NAME)
NAMES_WITH_PORTS: tuple[str, ...] = tuple(each.name for each in PROTOCOLS if each.has_ports)

_BY_NAME_OR_NUMBER = {
    text: protocol
    for protocol in PROTOCOLS
    for text in (protocol.name.casefold(), str(protocol.number))
}


def find_protocol(text: str) -> Protocol | None:
    """The protocol that `text` means: a name, in capitals or not, or a number."""
    return _BY_NAME_OR_NUMBER.get(text.casefold())
