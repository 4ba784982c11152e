"""Flows as IP packets that the kernel takes: RFC 791, 8200, 9293, 768, 9260, 792, 4443."""

import struct
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address

from portsref.protocols import PROTOCOL_BY_NAME

SENDER_PORT = 40404
_NO_NEXT_HEADER = 59


@dataclass(frozen=True)
class Flow:
    """The first packet of a connection, or a packet of a protocol without any."""

    source: IPv4Address | IPv6Address
    destination: IPv4Address | IPv6Address
    protocol: str
    port: int | None = None


def tag(number: int) -> bytes:
    """What a packet carries, by which it is known when it arrives."""
    return b"<" + struct.pack("!I", number) + b">!"


def packet(flow: Flow, number: int) -> bytes:
    """The IP packet of a flow; `number` is in its tag."""
    addresses = flow.source.packed, flow.destination.packed
    protocol = PROTOCOL_BY_NAME[flow.protocol].number
    content = _content(flow, number, _pseudo_sum(*addresses, protocol))
    if flow.source.version == 6:
        return (
            struct.pack("!IHBB", 6 << 28, len(content), protocol, 64)
            + b"".join(addresses)
            + content
        )
    size = 20 + len(content)
    head = struct.pack("!BBHHHBBH", 0x45, 0, size, number & 0xFFFF, 0, 64, protocol, 0)
    head += b"".join(addresses)
    return head[:10] + _checksum(head) + head[12:] + content


def _content(flow: Flow, number: int, pseudo: int) -> bytes:
    make = {
        "TCP": _tcp, "UDP": _udp, "SCTP": _sctp, "ICMP": _icmp, "ICMPv6": _icmpv6, "AH": _ah,
    }.get(flow.protocol)  # fmt: skip
    return make(flow.port or 0, tag(number), pseudo) if make else bytes(4) + tag(number) + bytes(12)


def _tcp(port: int, payload: bytes, pseudo: int) -> bytes:
    head = struct.pack("!HHIIBBHHH", SENDER_PORT, port, 1, 0, 5 << 4, 0x02, 64240, 0, 0)
    return _summed(head + payload, 16, pseudo)


def _udp(port: int, payload: bytes, pseudo: int) -> bytes:
    head = struct.pack("!HHHH", SENDER_PORT, port, 8 + len(payload), 0)
    return _summed(head + payload, 6, pseudo)


def _icmp(_port: int, payload: bytes, _pseudo: int) -> bytes:
    return _summed(struct.pack("!BBHHH", 8, 0, 0, 1, 1) + payload, 2, None)


def _icmpv6(_port: int, payload: bytes, pseudo: int) -> bytes:
    return _summed(struct.pack("!BBHHH", 128, 0, 0, 1, 1) + payload, 2, pseudo)


def _ah(_port: int, payload: bytes, _pseudo: int) -> bytes:
    return struct.pack("!BBHII", _NO_NEXT_HEADER, 4, 0, 1000, 1) + payload + bytes(4)


def _sctp(port: int, payload: bytes, _pseudo: int) -> bytes:
    """An INIT, whose parameter that nobody knows carries the tag."""
    parameter = struct.pack("!HH", 0x8FFF, 4 + len(payload)) + payload
    chunk = struct.pack("!BBHIIHHI", 1, 0, 20 + len(parameter), 7, 65536, 1, 1, 1) + parameter
    content = struct.pack("!HHII", SENDER_PORT, port, 0, 0) + chunk
    return content[:8] + struct.pack("<I", _crc32c(content)) + content[12:]


def _summed(content: bytes, at: int, pseudo: int | None) -> bytes:
    """`content` with its checksum; the pseudo header counts with the length, where there is one."""
    start = 0 if pseudo is None else pseudo + len(content)
    return content[:at] + _checksum(content, start) + content[at + 2 :]


def _pseudo_sum(source: bytes, destination: bytes, protocol: int) -> int:
    return _sum(source) + _sum(destination) + protocol


def _sum(content: bytes) -> int:
    content += bytes(len(content) % 2)
    return sum(struct.unpack(f"!{len(content) // 2}H", content))


def _checksum(content: bytes, start: int = 0) -> bytes:
    total = start + _sum(content)
    while total > 0xFFFF:
        total = (total & 0xFFFF) + (total >> 16)
    return struct.pack("!H", total ^ 0xFFFF)


def _crc32c(content: bytes) -> int:
    """RFC 9260, appendix A."""
    crc = 0xFFFFFFFF
    for byte in content:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF
