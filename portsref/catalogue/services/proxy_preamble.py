"""Takes PROXY protocol preambles apart, byte by byte, as a strict receiver reads them.

It follows the specification of HAProxy (doc/proxy-protocol.txt, versions 1 and 2) to the letter:
what the text calls invalid is refused here, also where common receivers let it pass.
"""

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass

from portsref.messages import gettext_noop

V1_SIGNATURE = b"PROXY"
V2_SIGNATURE = b"\r\n\r\n\0\r\nQUIT\n"
LONGEST_V1 = 107
SEPARATOR = gettext_noop("Separator")
HEADER_V2 = 16

_PORT = re.compile(r"0|[1-9][0-9]{0,4}")
_IPV6 = re.compile(r"[0-9A-Fa-f:]{2,39}")
_COMMANDS = {0: "LOCAL", 1: "PROXY"}
_FAMILIES = {
    0x00: gettext_noop("unspecified"),
    0x11: gettext_noop("TCP over IPv4"),
    0x12: gettext_noop("UDP over IPv4"),
    0x21: gettext_noop("TCP over IPv6"),
    0x22: gettext_noop("UDP over IPv6"),
    0x31: gettext_noop("UNIX stream"),
    0x32: gettext_noop("UNIX datagram"),
}
_ADDRESS_BYTES = {0x1: 4, 0x2: 16, 0x3: 108}  # of one address, by the family's high nibble
_CRC32C = 0x03
_UNIQUE_ID = 0x05
_SSL = 0x20
TLV_NAMES = {
    0x01: "PP2_TYPE_ALPN",
    0x02: "PP2_TYPE_AUTHORITY",
    _CRC32C: "PP2_TYPE_CRC32C",
    0x04: "PP2_TYPE_NOOP",
    _UNIQUE_ID: "PP2_TYPE_UNIQUE_ID",
    _SSL: "PP2_TYPE_SSL",
    0x30: "PP2_TYPE_NETNS",
}
_TEXT_TLVS = (0x01, 0x02, 0x30)


class PreambleError(ValueError):
    """Bytes that are no preamble; the message says which rule they break."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some bytes of a preamble: where they stand, what they are, and what they say.

    `field` and `note` are English sentences marked for translation, and so is `value` where it
    is words; elsewhere `value` is an address, a number or a name of the specification.
    """

    offset: int
    data: bytes
    field: str
    value: str
    note: str = ""


def dissect(preamble: bytes) -> list[Part]:
    """Take one whole preamble apart; the parts cover it without gap or overlap.

    Raises `PreambleError` for anything that a strict receiver must refuse, including bytes after
    the preamble.
    """
    if preamble.startswith(V2_SIGNATURE):
        return list(_laid_out(_dissect_v2(preamble)))
    if preamble.startswith(V1_SIGNATURE):
        return list(_laid_out(_dissect_v1(preamble)))
    raise PreambleError("neither PROXY nor the signature of version 2 at the beginning")


type _Piece = tuple[bytes, str, str, str]


def _laid_out(pieces: Iterator[_Piece]) -> Iterator[Part]:
    offset = 0
    for data, field, value, note in pieces:
        if data:
            yield Part(offset, data, field, value, note)
        offset += len(data)


def _dissect_v1(preamble: bytes) -> Iterator[_Piece]:
    words = _words(preamble)
    yield words[0], gettext_noop("Signature"), "PROXY", gettext_noop("Identifies version 1.")
    if words[1:2] == [b"UNKNOWN"]:
        yield from _unknown(preamble)
        return
    yield _space()
    yield from _addresses_v1(words)
    yield b"\r\n", gettext_noop("End"), "CR LF", gettext_noop("The client's data follows.")


def _words(preamble: bytes) -> list[bytes]:
    end = preamble.find(b"\r\n", 0, LONGEST_V1)
    if end < 0:
        raise PreambleError(f"no CR LF within the first {LONGEST_V1} bytes")
    if end + 2 != len(preamble):
        raise PreambleError("bytes after the preamble")
    line = preamble[:end]
    if not line.isascii() or b"\r" in line or b"\n" in line:
        raise PreambleError("a byte that is not allowed in the line")
    return line.split(b" ")


def _unknown(preamble: bytes) -> Iterator[_Piece]:
    yield _space()
    family = gettext_noop("Family")
    note = gettext_noop("The receiver uses the addresses of the connection itself.")
    yield b"UNKNOWN", family, "UNKNOWN", note
    ignored = preamble[len(b"PROXY UNKNOWN") : -2]
    yield ignored, gettext_noop("Ignored"), "", gettext_noop("Everything up to CR LF is skipped.")
    yield b"\r\n", gettext_noop("End"), "CR LF", gettext_noop("The client's data follows.")


def _space() -> _Piece:
    return b" ", SEPARATOR, gettext_noop("one space"), ""


def _addresses_v1(words: list[bytes]) -> Iterator[_Piece]:
    if len(words) != 6:
        raise PreambleError("not the six words PROXY, family, two addresses and two ports")
    _, family, source, destination, source_port, destination_port = words
    if family not in (b"TCP4", b"TCP6"):
        raise PreambleError("the family is none of TCP4, TCP6 and UNKNOWN")
    version = 4 if family == b"TCP4" else 6
    transport = _FAMILIES[0x11 if version == 4 else 0x21]
    yield family, gettext_noop("Family"), transport, ""
    yield _space()
    yield _said(source, _SOURCE, _address_v1(source, version))
    yield _space()
    yield _said(destination, _DESTINATION, _address_v1(destination, version))
    yield _space()
    yield _said(source_port, _SOURCE_PORT, _port_v1(source_port))
    yield _space()
    yield _said(destination_port, _DESTINATION_PORT, _port_v1(destination_port))


_SOURCE = (gettext_noop("Source address"), gettext_noop("The client."))
_DESTINATION = (
    gettext_noop("Destination address"),
    gettext_noop("The address that the client connected to, not the address of the Pod."),
)
_SOURCE_PORT = (gettext_noop("Source port"), gettext_noop("The client's port."))
_DESTINATION_PORT = (
    gettext_noop("Destination port"),
    gettext_noop("The port that the client connected to, not the port of the Pod."),
)


def _said(data: bytes, about: tuple[str, str], value: str) -> _Piece:
    return data, about[0], value, about[1]


def _address_v1(word: bytes, version: int) -> str:
    text = word.decode("ascii")
    try:
        if version == 4:
            return str(ipaddress.IPv4Address(text))
        if _IPV6.fullmatch(text):
            return str(ipaddress.IPv6Address(text))
    except ValueError:
        pass
    raise PreambleError(f"{text[:45]!r} is not an IPv{version} address as version 1 writes it")


def _port_v1(word: bytes) -> str:
    text = word.decode("ascii")
    if not _PORT.fullmatch(text) or int(text) > 65535:
        raise PreambleError(f"{text[:10]!r} is not a port from 0 to 65535 without leading zeros")
    return text


def _dissect_v2(preamble: bytes) -> Iterator[_Piece]:
    command, family, block = _check_v2(preamble)
    note = gettext_noop("Twelve bytes that no other protocol starts with; they identify version 2.")
    yield preamble[:12], gettext_noop("Signature"), r"\r\n\r\n\0\r\nQUIT\n", note
    yield (
        preamble[12:13],
        gettext_noop("Version and command"),
        f"2, {_COMMANDS[command]}",
        _COMMAND_NOTES[command],
    )
    yield preamble[13:14], gettext_noop("Family and transport"), _FAMILIES.get(family, ""), ""
    note = gettext_noop("The number of bytes that follow: addresses and TLVs.")
    yield preamble[14:16], gettext_noop("Length"), str(len(block)), note
    yield from _addresses_v2(command, family, block, preamble)


_COMMAND_NOTES = {
    0: gettext_noop("A connection from the proxy itself, such as a health check."),
    1: gettext_noop("A connection on behalf of a client."),
}


def _check_v2(preamble: bytes) -> tuple[int, int, bytes]:
    if len(preamble) < HEADER_V2:
        raise PreambleError("shorter than the 16 bytes of a header of version 2")
    version, command = divmod(preamble[12], 16)
    family, length = preamble[13], int.from_bytes(preamble[14:16])
    if version != 2:
        raise PreambleError(f"the version is {version}, not 2")
    if command not in _COMMANDS:
        raise PreambleError(f"the command is {command}, neither LOCAL nor PROXY")
    if command == 1 and family not in _FAMILIES:  # LOCAL makes the receiver ignore the family
        raise PreambleError(f"family and transport 0x{family:02x} do not exist")
    if len(preamble) < HEADER_V2 + length:
        raise PreambleError("ends before the length that it names")
    if len(preamble) > HEADER_V2 + length:
        raise PreambleError("bytes after the preamble")
    return command, family, preamble[HEADER_V2:]


def _addresses_v2(command: int, family: int, block: bytes, preamble: bytes) -> Iterator[_Piece]:
    size = _ADDRESS_BYTES.get(family >> 4, 0)
    if command == 0 or size == 0:
        note = gettext_noop("The receiver uses the addresses of the connection itself.")
        yield block, gettext_noop("Skipped"), "", note
        return
    needed = 2 * size + (0 if size == 108 else 4)
    if len(block) < needed:
        raise PreambleError(f"length {len(block)}, but the addresses need {needed} bytes")
    yield _said(block[:size], _SOURCE, _address_v2(block[:size]))
    yield _said(block[size : 2 * size], _DESTINATION, _address_v2(block[size : 2 * size]))
    if size != 108:
        ports = block[2 * size : needed]
        yield _said(ports[:2], _SOURCE_PORT, str(int.from_bytes(ports[:2])))
        yield _said(ports[2:], _DESTINATION_PORT, str(int.from_bytes(ports[2:])))
    yield from _tlvs(preamble, HEADER_V2 + needed)


def _address_v2(data: bytes) -> str:
    if len(data) == 108:
        return data.rstrip(b"\0").decode("utf-8", "backslashreplace")
    return str(ipaddress.ip_address(data))


def _tlvs(preamble: bytes, start: int) -> Iterator[_Piece]:
    while start < len(preamble):
        end = start + 3 + int.from_bytes(preamble[start + 1 : start + 3])
        if start + 3 > len(preamble) or end > len(preamble):
            raise PreambleError("a TLV runs past the end")
        kind, value = preamble[start], preamble[start + 3 : end]
        name = TLV_NAMES.get(kind, f"0x{kind:02x}")
        _check_tlv(kind, value, preamble, start + 3)
        yield preamble[start : start + 1], gettext_noop("TLV type"), name, ""
        yield preamble[start + 1 : start + 3], gettext_noop("TLV length"), str(len(value)), ""
        yield value, gettext_noop("TLV value"), _tlv_text(kind, value), _tlv_note(kind)
        start = end


def _check_tlv(kind: int, value: bytes, preamble: bytes, start: int) -> None:
    if kind == _CRC32C:
        zeroed = preamble[:start] + bytes(len(value)) + preamble[start + len(value) :]
        if len(value) != 4 or crc32c(zeroed) != int.from_bytes(value):
            raise PreambleError("the checksum does not fit")
    if kind == _UNIQUE_ID and len(value) > 128:
        raise PreambleError("the unique identifier is longer than 128 bytes")
    if kind == _SSL and len(value) < 5:
        raise PreambleError("the SSL TLV needs client flags and a verification result")


def _tlv_text(kind: int, value: bytes) -> str:
    return value.decode("utf-8", "backslashreplace") if kind in _TEXT_TLVS else value.hex()


def _tlv_note(kind: int) -> str:
    return {
        0x01: gettext_noop("The application protocol that TLS negotiated."),
        0x02: gettext_noop("The host name, usually the one requested in TLS (SNI)."),
        _CRC32C: gettext_noop(
            "Checksum of the whole preamble, calculated with this field set to zero."
        ),
        0x04: gettext_noop("Padding."),
        _UNIQUE_ID: gettext_noop("An identifier of the connection, at most 128 bytes."),
        _SSL: gettext_noop("What the proxy reports about the client's TLS session."),
        0x30: gettext_noop("The network namespace."),
    }.get(kind, gettext_noop("Not defined by the specification."))


def crc32c(data: bytes) -> int:
    """CRC32c (Castagnoli) of `data`, as RFC 9260 uses it: 0xE3069283 for b"123456789"."""
    register = 0xFFFFFFFF
    for byte in data:
        register ^= byte
        for _ in range(8):
            register = (register >> 1) ^ (0x82F63B78 if register & 1 else 0)
    return register ^ 0xFFFFFFFF
