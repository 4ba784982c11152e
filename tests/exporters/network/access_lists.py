"""Reads access lists in the manner of Cisco and Arista, ours and those of others."""

from ipaddress import IPv4Address, ip_network

from portsref.protocols import find_protocol
from tests.exporters.aerleon import port_numbers
from tests.exporters.network.entries import ALL_PORTS, EVERYTHING, ICMP_TYPES, Entry

_NUMBERS = {"ahp": 51, "esp": 50, "gre": 47, "ipinip": 4}
_NOT_ENTRIES = ("remark", "!", "no ", "exit", "ip access-list", "ipv6 access-list")


def read(text: str) -> list[Entry]:
    """Every entry of a file, which must permit; anything unknown in it is an error."""
    found, family = [], 0
    for line in map(str.strip, text.splitlines()):
        head = line.lstrip("0123456789").strip()
        if head.startswith(("ip access-list", "ipv6 access-list")):
            family = 6 if head.startswith("ipv6") else 4
        if head and not head.startswith(_NOT_ENTRIES):
            found.append(_entry(head.split(), family))
    return found


def _entry(words: list[str], family: int) -> Entry:
    assert words.pop(0) == "permit"
    protocol = _protocol(words.pop(0), family)
    source, source_ports = _address(words, family), _ports(words)
    destination, destination_ports = _address(words, family), _ports(words)
    more: object = words.pop(0) if words else ""
    assert not words
    if more and more != "established":
        more = int(more) if more.isdecimal() else ICMP_TYPES[family][more]
    return Entry(family, protocol, source, source_ports, destination, destination_ports, more)


def _protocol(word: str, family: int) -> int:
    if word == "icmp":
        return {4: 1, 6: 58}[family]
    if word == "ipv6":
        return 41
    known = find_protocol(word)
    return known.number if known else _NUMBERS.get(word) or int(word)


def _address(words: list[str], family: int):
    word = words.pop(0)
    if word == "any":
        return EVERYTHING[family][0]
    if word == "host":
        return ip_network(words.pop(0))
    if "/" in word:
        return ip_network(word)
    wildcard = IPv4Address(words.pop(0))
    return ip_network(f"{word}/{32 - int(wildcard).bit_length()}")


def _ports(words: list[str]) -> tuple[int, int]:
    if words and words[0] == "eq":
        words.pop(0)
        port = _port(words.pop(0))
        return port, port
    if words and words[0] == "range":
        words.pop(0)
        return _port(words.pop(0)), _port(words.pop(0))
    return ALL_PORTS


def _port(word: str) -> int:
    return int(word) if word.isdecimal() else port_numbers()[word]
