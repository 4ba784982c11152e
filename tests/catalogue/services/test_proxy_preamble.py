import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portsref.catalogue.services.documents import PreambleExample
from portsref.catalogue.services.proxy_preamble import (
    V2_SIGNATURE,
    Part,
    PreambleError,
    crc32c,
    dissect,
)
from tests.conftest import our_catalogue

EXAMPLES = our_catalogue().services.proxy_protocol.examples
ACCEPTED = [example for example in EXAMPLES if example.valid]
REFUSED = [example for example in EXAMPLES if not example.valid]
CLIENT = "The client."
ASKED_ADDRESS = "The address that the client connected to, not the address of the Pod."
ASKED_PORT = "The port that the client connected to, not the port of the Pod."


def named(example: PreambleExample) -> str:
    return example.id


def space(offset: int) -> Part:
    return Part(offset, b" ", "Separator", "one space")


def test_the_example_line_of_kubernetes_is_taken_apart_byte_by_byte():
    assert dissect(b"PROXY TCP4 192.0.2.202 10.0.42.7 12345 7\r\n") == [
        Part(0, b"PROXY", "Signature", "PROXY", "Identifies version 1."),
        space(5),
        Part(6, b"TCP4", "Family", "TCP over IPv4"),
        space(10),
        Part(11, b"192.0.2.202", "Source address", "192.0.2.202", CLIENT),
        space(22),
        Part(23, b"10.0.42.7", "Destination address", "10.0.42.7", ASKED_ADDRESS),
        space(32),
        Part(33, b"12345", "Source port", "12345", "The client's port."),
        space(38),
        Part(39, b"7", "Destination port", "7", ASKED_PORT),
        Part(40, b"\r\n", "End", "CR LF", "The client's data follows."),
    ]


def test_version_2_says_the_same_connection_in_binary():
    preamble = bytes.fromhex("0d0a0d0a000d0a515549540a2111000cc00002ca0a002a0730390007")
    length_note = "The number of bytes that follow: addresses and TLVs."
    mark = "Twelve bytes that no other protocol starts with; they identify version 2."
    assert dissect(preamble) == [
        Part(0, V2_SIGNATURE, "Signature", r"\r\n\r\n\0\r\nQUIT\n", mark),
        Part(12, b"\x21", "Version and command", "2, PROXY", "A connection on behalf of a client."),
        Part(13, b"\x11", "Family and transport", "TCP over IPv4"),
        Part(14, b"\x00\x0c", "Length", "12", length_note),
        Part(16, b"\xc0\x00\x02\xca", "Source address", "192.0.2.202", CLIENT),
        Part(20, b"\x0a\x00\x2a\x07", "Destination address", "10.0.42.7", ASKED_ADDRESS),
        Part(24, b"09", "Source port", "12345", "The client's port."),
        Part(26, b"\x00\x07", "Destination port", "7", ASKED_PORT),
    ]


VALUES = {
    "v1-tcp4-documentation": ["TCP over IPv4", "192.0.2.202", "10.0.42.7", "12345", "7"],
    "v1-tcp4-https": ["TCP over IPv4", "203.0.113.7", "198.51.100.10", "51234", "443"],
    "v1-tcp6": ["TCP over IPv6", "2001:db8::1234", "2001:db8:ffff::10", "40000", "443"],
    "v1-unknown-short": ["UNKNOWN"],
    "v1-unknown-longest": ["UNKNOWN", ""],
    "v1-tcp4-longest": ["TCP over IPv4", *(["255.255.255.255"] * 2), "65535", "65535"],
    "v2-tcp4": ["2, PROXY", "TCP over IPv4", "12", "192.0.2.202", "10.0.42.7", "12345", "7"],
    "v2-tcp6": [
        "2, PROXY", "TCP over IPv6", "36", "2001:db8::1234", "2001:db8:ffff::10", "40000", "443",
    ],
    "v2-udp4-dns": [
        "2, PROXY", "UDP over IPv4", "12", "203.0.113.7", "198.51.100.53", "53001", "53",
    ],
    "v2-local": ["2, LOCAL", "unspecified", "0"],
    "v2-tcp4-tlv-alpn-authority": [
        "2, PROXY", "TCP over IPv4", "35", "203.0.113.7", "198.51.100.10", "51234", "443",
        "PP2_TYPE_ALPN", "2", "h2", "PP2_TYPE_AUTHORITY", "15", "www.example.com",
    ],
    "v2-tcp4-tlv-crc32c-noop": [
        "2, PROXY", "TCP over IPv4", "27", "203.0.113.7", "198.51.100.10", "51234", "443",
        "PP2_TYPE_CRC32C", "4", "597f591e", "PP2_TYPE_NOOP", "5", "0000000000",
    ],
}  # fmt: skip
FRAME = {"Signature", "Separator", "End"}


@pytest.mark.parametrize("example", ACCEPTED, ids=named)
def test_every_valid_example_reads_as_it_should(example):
    parts = dissect(bytes.fromhex(example.hex))
    assert [part.value for part in parts if part.field not in FRAME] == VALUES[example.id]


@pytest.mark.parametrize("example", ACCEPTED, ids=named)
def test_parts_cover_the_preamble_without_gap_or_overlap(example):
    preamble = bytes.fromhex(example.hex)
    parts = dissect(preamble)
    assert b"".join(part.data for part in parts) == preamble
    assert all(preamble[part.offset : part.offset + len(part.data)] == part.data for part in parts)


@pytest.mark.parametrize("example", REFUSED, ids=named)
def test_every_invalid_example_is_refused(example):
    with pytest.raises(PreambleError):
        dissect(bytes.fromhex(example.hex))


HEADER = V2_SIGNATURE + b"\x21\x11"
ADDRESSES = bytes.fromhex("c00002ca0a002a0730390007")


@pytest.mark.parametrize(
    ("preamble", "reason"),
    [
        (b"", "neither PROXY nor the signature of version 2 at the beginning"),
        (b"GET / HTTP/1.1\r\n", "neither PROXY nor the signature of version 2 at the beginning"),
        (b"PROXY UNKNOWN\r\nGET", "bytes after the preamble"),
        (b"PROXY  UNKNOWN\r\n", "not the six words PROXY, family, two addresses and two ports"),
        (b"PROXY UNKNOWN \n\r\n", "a byte that is not allowed in the line"),
        (b"PROXY TCP4 ::1 ::2 1 2\r\n", "'::1' is not an IPv4 address as version 1 writes it"),
        (
            b"PROXY TCP6 ::ffff:1.2.3.4 ::2 1 2\r\n",
            "'::ffff:1.2.3.4' is not an IPv6 address as version 1 writes it",
        ),
        (b"PROXY TCP4 1.2.3.04 1.2.3.4 1 2\r\n", ("'1.2.3.04' is not an IPv4 address as version 1 "
                                                   "writes it")),
        (V2_SIGNATURE, "shorter than the 16 bytes of a header of version 2"),
        (V2_SIGNATURE + b"\x22\x11\0\0", "the command is 2, neither LOCAL nor PROXY"),
        (V2_SIGNATURE + b"\x21\x41\0\0", "family and transport 0x41 do not exist"),
        (HEADER + b"\0\x0d" + ADDRESSES, "ends before the length that it names"),
        (HEADER + b"\0\x0c" + ADDRESSES + b"x", "bytes after the preamble"),
        (HEADER + b"\0\x0e" + ADDRESSES + b"\x01\0", "a TLV runs past the end"),
        (HEADER + b"\0\x10" + ADDRESSES + b"\x01\0\x09x", "a TLV runs past the end"),
        (HEADER + b"\0\x13" + ADDRESSES + b"\x03\0\x04abcd", "the checksum does not fit"),
        (
            HEADER + b"\0\x10" + ADDRESSES + b"\x20\0\x01\x01",
            "the SSL TLV needs client flags and a verification result",
        ),
    ],
)  # fmt: skip
def test_what_a_strict_receiver_refuses_says_why(preamble, reason):
    with pytest.raises(PreambleError) as refusal:
        dissect(preamble)
    assert str(refusal.value) == reason


def test_a_local_connection_may_have_any_family_and_its_block_is_skipped():
    parts = dissect(V2_SIGNATURE + b"\x20\x99\0\x02ab")
    note = "The receiver uses the addresses of the connection itself."
    assert parts[-1] == Part(16, b"ab", "Skipped", "", note)


def test_checksum_is_that_of_the_standard():
    assert crc32c(b"123456789") == 0xE3069283


@given(st.binary(max_size=120))
def test_any_bytes_are_taken_apart_whole_or_refused(data):
    for preamble in (data, b"PROXY " + data, HEADER + struct.pack("!H", len(data)) + data):
        try:
            parts = dissect(preamble)
        except PreambleError:
            continue
        assert b"".join(part.data for part in parts) == preamble
