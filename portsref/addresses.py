"""Addresses as people write them: a host, a network, or a range `a-b`; IPv4 or IPv6."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import total_ordering
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
    summarize_address_range,
)
from typing import Self

from portsref.messages import MessageError, gettext_noop

BROADCAST = IPv4Address("255.255.255.255")
LONGEST_TEXT = 100
LONGEST_QUOTE = 40

NOT_AN_ADDRESS = gettext_noop("%(text)r is not an IPv4 or IPv6 address")
A_NAME = gettext_noop("%(text)r is a name: write its address")
WITH_PORT = gettext_noop("%(text)r has a port: write the address alone")
NOT_A_NETWORK = gettext_noop("%(text)r is not an IPv4 or IPv6 network")
NOT_A_RANGE = gettext_noop("%(text)r is not a range of addresses")
TOO_LONG = gettext_noop("%(text)r… is not an address")
TWO_FAMILIES = gettext_noop("%(text)r starts in IPv%(family)d and ends in the other family")
BACKWARDS = gettext_noop("%(text)r ends before it starts")
SCOPED = gettext_noop("%(text)r has a zone: remove %%%(zone)s")
HOST_BITS = gettext_noop("%(text)r has host bits set: write %(network)s or %(host)s")


_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")  # of a host; no address begins so without a colon
_WITH_PORT = re.compile(r"(?:[0-9]{1,3}(?:\.[0-9]{1,3}){3}|\[[0-9A-Fa-f:.]+\]):[0-9]{1,5}")


class AddressError(MessageError):
    """A text that is not an address, a network or a range; the message says why."""


@total_ordering
@dataclass(frozen=True, slots=True)
class AddressRange:
    """The addresses `first` to `last` of one family, both included."""

    first: IPv4Address | IPv6Address
    last: IPv4Address | IPv6Address
    _text: str = field(default="", init=False, repr=False, compare=False)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `10.0.0.1`, `10.0.0.0/24`, `2001:db8::/64` or `10.0.0.1-10.0.0.9`.

        Raises `AddressError`. A network with host bits set is refused, because it is unclear
        whether the host or the network is meant.
        """
        text = text.strip()
        if len(text) > LONGEST_TEXT:
            raise AddressError(TOO_LONG, text=text[:LONGEST_QUOTE])
        if _NAME.fullmatch(text):
            raise AddressError(A_NAME, text=text[:LONGEST_QUOTE])
        if _WITH_PORT.fullmatch(text):
            raise AddressError(WITH_PORT, text=text)
        if "-" in text:
            return cls._parse_range(text)
        if "/" in text:
            network = _network(text)
            return cls(network.network_address, network.broadcast_address)
        host = _host(text)
        return cls(host, host)

    @classmethod
    def _parse_range(cls, text: str) -> Self:
        try:
            first, last = (_host(end.strip()) for end in text.split("-", 1))
        except AddressError:
            raise AddressError(NOT_A_RANGE, text=text[:LONGEST_QUOTE]) from None
        if first.version != last.version:
            raise AddressError(TWO_FAMILIES, text=text, family=first.version)
        if int(first) > int(last):
            raise AddressError(BACKWARDS, text=text)
        return cls(first, last)

    @property
    def family(self) -> int:
        """4 or 6."""
        return self.first.version

    @property
    def networks(self) -> list[IPv4Network] | list[IPv6Network]:
        """The fewest networks that hold exactly these addresses, in order."""
        return list(summarize_address_range(self.first, self.last))  # type: ignore[return-value]

    @property
    def network_count(self) -> int:
        """How many networks that takes, without making them: of IPv6 up to 254."""
        first, behind = int(self.first), int(self.last) + 1
        highest = (first ^ int(self.last)).bit_length()
        size = 1 << highest
        if behind - first == size:
            return 1
        middle = first // size * size + size // 2
        return (middle - first).bit_count() + (behind - middle).bit_count()

    @property
    def is_single(self) -> bool:
        """Tell whether it is one address alone."""
        return self.first == self.last

    @property
    def is_for_many(self) -> bool:
        """Tell whether no single host has any of it: multicast, or the broadcast address."""
        return self.first == BROADCAST or (self.first.is_multicast and self.last.is_multicast)

    def overlaps(self, other: Self) -> bool:
        """Tell whether any address is in both."""
        return (
            self.family == other.family
            and int(self.first) <= int(other.last)
            and int(other.first) <= int(self.last)
        )

    def __contains__(self, address: IPv4Address | IPv6Address) -> bool:
        """Tell whether `address` lies in the range."""
        return address.version == self.family and int(self.first) <= int(address) <= int(self.last)

    def __lt__(self, other: Self) -> bool:
        """Sort by family, then by address."""
        return self.order < other.order

    @property
    def order(self) -> tuple[int, int, int]:
        """What many of them are sorted by, in a fraction of the time of comparing them."""
        return (self.family, int(self.first), int(self.last))

    def __str__(self) -> str:
        """Print the shortest of `a`, `a/n` and `a-b` that says it, worked out once."""
        if not self._text:
            object.__setattr__(self, "_text", self._shortest())
        return self._text

    def _shortest(self) -> str:
        first, size = int(self.first), int(self.last) - int(self.first) + 1
        if size == 1:
            return str(self.first)
        if size & (size - 1) or first % size:  # no power of two, or not where one begins
            return f"{self.first}-{self.last}"
        return f"{self.first}/{self.first.max_prefixlen + 1 - size.bit_length()}"


def _host(text: str) -> IPv4Address | IPv6Address:
    try:
        address = ip_address(text)
    except ValueError:
        raise AddressError(NOT_AN_ADDRESS, text=text[:LONGEST_QUOTE]) from None
    if isinstance(address, IPv6Address) and address.scope_id:
        raise AddressError(SCOPED, text=text, zone=address.scope_id)
    return address


def _network(text: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(text)
    except ValueError:
        pass
    try:
        meant = ip_network(text, strict=False)
    except ValueError:
        raise AddressError(NOT_A_NETWORK, text=text[:LONGEST_QUOTE]) from None
    host = text.split("/", 1)[0]
    raise AddressError(HOST_BITS, text=text, network=meant, host=host)


def join_addresses(ranges: Iterable[AddressRange]) -> tuple[AddressRange, ...]:
    """The fewest ranges that hold every address of `ranges`, sorted, none touching another."""
    joined: list[AddressRange] = []
    for part in sorted(ranges):
        if joined and part.family == joined[-1].family and _touch(joined[-1], part):
            last = max(joined[-1].last, part.last, key=int)
            joined[-1] = AddressRange(joined[-1].first, last)
        else:
            joined.append(part)
    return tuple(joined)


def _touch(one: AddressRange, next_one: AddressRange) -> bool:
    return int(next_one.first) <= int(one.last) + 1
