"""What a reader of lines is, and how the words of a line become a packet."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum
from ipaddress import IPv6Address, ip_address

from portsref.messages import MessageError, gettext_noop
from portsref.packet_logs.packets import Address, Packet
from portsref.protocols import NAMES_WITH_PORTS, find_protocol

NOT_KNOWN = gettext_noop("is no line of a packet log or error text that is known here")
TOO_LONG = gettext_noop("is longer than any line of a packet log")
NO_ADDRESSES = gettext_noop("does not name both addresses")
NOT_AN_ADDRESS = gettext_noop("“%(detail)s” is not an address")
NO_PROTOCOL = gettext_noop("names no protocol")
NO_PORT = gettext_noop(
    "names no destination port, which kernels leave out for SCTP and for later fragments"
)
NOT_A_PORT = gettext_noop("“%(detail)s” is not a port")
WITHOUT_VERDICT = gettext_noop("does not say whether the packet was let through")

LONGEST_DETAIL = 60

_FLAGS = frozenset({"SYN", "ACK", "RST", "FIN"})
_OTHER_NAMES = {"ipinip": "IPIP", "icmp6": "ICMPv6", "ipv6-icmp": "ICMPv6"}


class UnreadableError(MessageError):
    """A line without a packet that could be read, with the reason as a message."""


class Claim(IntEnum):
    """How surely a line is of one source."""

    NONE = 0
    SHAPE = 1  # it has the shape of such a line, as others may have
    WORDS = 2  # it has words that such lines have, and others seldom
    MARK = 3  # it bears a mark that no other source writes


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the lines of one source, of which `sample` is one.

    `read` gives the packets of a line, none where it rightly has none, and raises
    `UnreadableError`. After a header line, `after` gives the reader of the lines that follow.
    """

    label: str
    sample: str
    claim: Callable[[str], Claim]
    read: Callable[[str], tuple[Packet, ...]]
    after: Callable[[str], "Reader | None"] = lambda _line: None


@dataclass(frozen=True, slots=True)
class LoggedEnd:
    """An end of a packet as a line has it; the port is empty where the line has none."""

    address: str
    port: str = ""


def logged_packet(  # noqa: PLR0913 - what a line says of a packet, all by name but its two ends
    source: LoggedEnd,
    destination: LoggedEnd,
    *,
    protocol: str,
    icmp_type: str = "",
    flags: Iterable[str] = (),
    accepted: bool = False,
) -> Packet:
    """Make a packet of the words of a line; raises `UnreadableError`.

    `protocol` is a name or a number, `flags` words among which TCP's flags are, in capitals.
    """
    ends = read_address(source.address), read_address(destination.address)
    name = _protocol(protocol, ends[0])
    has_ports = name in NAMES_WITH_PORTS
    if has_ports and not destination.port:
        raise UnreadableError(NO_PORT)
    return Packet(
        *ends,
        protocol=name,
        port=read_port(destination.port) if has_ports else None,
        source_port=read_port(source.port) if has_ports and source.port else None,
        icmp_type=_icmp_type(icmp_type) if name.startswith("ICMP") else None,
        opens=_opens(_FLAGS.intersection(flags)) if name == "TCP" else None,
        accepted=accepted,
    )


def read_address(text: str) -> Address:
    """Read an address, without a zone; raises `UnreadableError`."""
    try:
        address = ip_address(text)
    except ValueError:
        raise UnreadableError(NOT_AN_ADDRESS, detail=text[:LONGEST_DETAIL]) from None
    if isinstance(address, IPv6Address) and address.scope_id:
        return IPv6Address(int(address))
    return address


def _protocol(text: str, source: Address) -> str:
    if not text:
        raise UnreadableError(NO_PROTOCOL)
    plain = text.lower()
    if text.isascii() and text.isdigit():
        plain = text.lstrip("0") or "0"
    known = find_protocol(_OTHER_NAMES.get(plain, plain))
    name = known.name if known else plain.upper()[:20]
    return "ICMPv6" if name == "ICMP" and source.version == 6 else name


def read_port(text: str) -> int:
    """Read a port; raises `UnreadableError`."""
    if not re.fullmatch(r"[0-9]{1,5}", text) or int(text) > 65535:
        raise UnreadableError(NOT_A_PORT, detail=text[:LONGEST_DETAIL])
    return int(text)


def _icmp_type(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,3}", text) and int(text) < 256 else None


def _opens(flags: frozenset[str]) -> bool | None:
    """Tell by the flags of TCP whether a connection begins; None where none is known."""
    return "SYN" in flags and "ACK" not in flags if flags else None
