"""Addresses as people paste them: lists, host files, columns, addresses with masks.

Nothing is guessed and nothing is lost: what is not understood stays in the list as it was written,
to be refused there, with its line. Only what stands beside the one address of a host, such as its
names, is left out.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address
from itertools import islice

from portsref.addresses import AddressError, AddressRange

MOST_COUNTED = 1000  # of one list; a group may have far fewer

_COMMENT = re.compile(r"(?:^|(?<=\s))(?:#|//).*")
# Blanks around the hyphen of a range are part of it: few, or a run is walked again from each.
_HYPHEN = re.compile(r"(?<=[0-9a-fA-F:])\s{0,9}[-–—]\s{0,9}(?=[0-9a-fA-F:])")
_BETWEEN = re.compile(r"[\s,;|]+")
_QUOTES = "\"'`[]()<>"
_IPV4 = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}")
_LIKE_AN_ADDRESS = re.compile(r"[0-9.]+(?:[/:-].*)?|[0-9A-Fa-f]*:[0-9A-Fa-f:.]*(?:[/-].*)?")
_SHORT_RANGE = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,3}){2}\.)([0-9]{1,3})-([0-9]{1,3})")


@dataclass(frozen=True, slots=True)
class Listed:
    """A text that is meant as an address, a network or a range, and the line that it stands on."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How many hosts, networks and ranges of one family a list has, and how many addresses."""

    family: int
    hosts: int
    networks: int
    ranges: int
    addresses: int


@dataclass(frozen=True, slots=True)
class Reading:
    """How much of a list is understood, a tally a family, and the lines of which something is not.

    Of a very long list only the beginning is counted.
    """

    tallies: tuple[Tally, ...] = ()
    unread: tuple[int, ...] = ()


def count_address_list(text: str) -> Reading:
    """Count what `read_address_list` reads, each entry as it stands there."""
    return _counted(text) if text.strip() else Reading()


@lru_cache(maxsize=2048)  # a plan has many lists, of which somebody types into one
def _counted(text: str) -> Reading:
    kinds: Counter[tuple[int, str]] = Counter()
    addresses: Counter[int] = Counter()
    unread: dict[int, None] = {}
    for listed in islice(read_address_list(text), MOST_COUNTED):
        try:
            part = AddressRange.parse(listed.text)
        except AddressError:
            unread[listed.line] = None
            continue
        kinds[part.family, _kind(listed.text, part)] += 1
        addresses[part.family] += int(part.last) - int(part.first) + 1
    tallies = (
        Tally(
            family,
            hosts=kinds[family, "host"],
            networks=kinds[family, "network"],
            ranges=kinds[family, "range"],
            addresses=addresses[family],
        )
        for family in sorted(addresses)
    )
    return Reading(tuple(tallies), tuple(unread))


def _kind(text: str, part: AddressRange) -> str:
    if part.is_single:
        return "host"
    return "network" if "/" in text else "range"


def read_address_list(text: str) -> Iterator[Listed]:
    """What stands in a pasted text, in its order; lines count from 1.

    Understood are hosts, networks, ranges (`10.0.0.1-10.0.0.9`, `10.0.0.1-9`), an address with a
    mask behind it, comments, columns and host files. A line without any address is given as it
    is, unless it heads columns.
    """
    for number, line in enumerate(text.splitlines(), start=1):
        words = _words(line)
        found = list(_with_masks([word for word in words if _LIKE_AN_ADDRESS.fullmatch(word)]))
        if not found and number == 1 and _heads_columns(line, words):
            continue
        if not _is_of_one_host(found):
            found += [word for word in words if not _LIKE_AN_ADDRESS.fullmatch(word)]
        yield from (Listed(_spelt_out(word), number) for word in found)


def _words(line: str) -> list[str]:
    line = _HYPHEN.sub("-", _COMMENT.sub("", line))
    return [word for part in _BETWEEN.split(line) if (word := part.strip(_QUOTES))]


def _is_of_one_host(addresses: Sequence[str]) -> bool:
    """Tell whether it is one address, or one of each family: names beside it are the host's."""
    of_ipv6 = sum(":" in address for address in addresses)
    return bool(addresses) and of_ipv6 <= 1 and len(addresses) - of_ipv6 <= 1


def _heads_columns(line: str, words: Sequence[str]) -> bool:
    """Tell whether a first line names columns: several words, with a mark between them."""
    return len(words) > 1 and re.search("[,;|\t]", line) is not None


def _with_masks(words: Sequence[str]) -> Iterator[str]:
    """Join an address with the mask that follows it, which is no host."""
    before = ""
    for word in words:
        if before and _IPV4.fullmatch(before) and _is_mask(word):
            yield f"{before}/{word}"
            before = ""
            continue
        if before:
            yield before
        before = word
    if before:
        yield before


def _is_mask(word: str) -> bool:
    """Tell whether it is a mask, or its inverse as Cisco's lists have it, and so no host."""
    if not _IPV4.fullmatch(word):
        return False
    try:
        number = int(IPv4Address(word))
    except ValueError:
        return False
    ones = number ^ 0xFFFFFFFF
    is_mask, is_inverse = not ones & (ones + 1), not number & (number + 1)
    return (is_mask and number >> 31 == 1) or (is_inverse and number >> 24 == 0)


def _spelt_out(word: str) -> str:
    """A range whose end is only the last number, with both addresses."""
    short = _SHORT_RANGE.fullmatch(word)
    return f"{short[1]}{short[2]}-{short[1]}{short[3]}" if short else word
