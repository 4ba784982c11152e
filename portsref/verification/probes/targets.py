"""What of a rule can be dialled: how, on which ports, at which hosts; else why not."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Literal

from portsref.addresses import AddressRange, join_addresses
from portsref.planning.rules import Endpoint, Rule, RuleSet
from portsref.ports import PortSet

type How = Literal["tcp", "udp", "dns", "ntp", "vxlan", "geneve", "none"]
type Host = IPv4Address | IPv6Address

MOST_PORTS = 6
LARGEST_RANGE = 64  # of single hosts; what is larger is a network, whose hosts nobody knows
MOST_HOSTS = 500  # of a group in a script

# Why nothing is dialled, as results say it.
IP_PROTOCOL = "ip-protocol"
MULTICAST = "multicast"
NO_ADDRESSES = "no-addresses"
NO_NAME = "no-name"
ONLY_NETWORK = "only-network"
OUTSIDE = "outside-source"

_LONGEST_QUOTE = 60
_TUNNEL = re.compile(r"\b(vxlan|geneve)\b", re.IGNORECASE)
_QUESTIONS: dict[int, How] = {53: "dns", 123: "ntp"}
_NAME = re.compile(r"(?=.{1,253}\Z)[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9-]+)+")


class NoHostError(ValueError):
    """A word among addresses of hosts is none; it is the error's text with what it should be."""

    def __init__(self, word: str) -> None:
        self.word = word
        super().__init__(f"{word!r} is no address of a host")


@dataclass(frozen=True, slots=True)
class Probe:
    """One port of a rule, and how it is tried; `none` says that it cannot be, for `reason`."""

    how: How
    port: int | None = None
    reason: str = ""


def probes_of(rule: Rule) -> Iterator[Probe]:
    """What is tried of a rule; of one that cannot be tried a single probe, with the reason.

    Of many ports only some are: the first and the last of each range.
    """
    if reason := why_not(rule):
        yield Probe("none", reason=reason)
        return
    for port in sampled(rule.ports):
        yield Probe(_how(rule, port), port)


def why_not(rule: Rule) -> str:
    """Why nothing of a rule can be tried from one host to another; empty where it can."""
    if rule.protocol not in {"TCP", "UDP"}:
        return IP_PROTOCOL
    if rule.source.kind == "outside":
        return OUTSIDE
    if rule.destination.is_for_many:
        return MULTICAST
    if rule.destination.kind == "outside" and not (rule.destination.addresses or names_of(rule)):
        return NO_NAME
    if rule.destination.kind == "any" or not (rule.destination.addresses or names_of(rule)):
        return NO_ADDRESSES
    return ""


def names_of(rule: Rule) -> tuple[str, ...]:
    """Names of the place outside that can be asked for; those with `*` cannot."""
    return tuple(name for name in rule.destination.dns if _NAME.fullmatch(name))


def sampled(ports: PortSet, most: int = MOST_PORTS) -> tuple[int, ...]:
    """The first and the last port of each range, of the first ranges."""
    ends = (port for part in ports.ranges for port in (part.first, part.last))
    return tuple(dict.fromkeys(ends))[:most]


def hosts_of(addresses: Iterable[AddressRange], known: Iterable[Host] = ()) -> tuple[Host, ...]:
    """The hosts of a group: addresses that stand alone, short ranges, and those `known` in it.

    A network is none, because nobody knows which of its addresses are hosts.
    """
    parts = tuple(addresses)
    found: dict[Host, None] = {}
    for part in parts:
        found |= dict.fromkeys(_named_in(part))
    found |= dict.fromkeys(hosts_within(parts, known))
    return tuple(found)[:MOST_HOSTS]


def hosts_within(parts: Iterable[AddressRange], hosts: Iterable[Host]) -> Iterator[Host]:
    """The hosts that are in some range, each looked for by halves: there may be many of both."""
    ranges = join_addresses(parts) if hosts else ()
    firsts = [(part.family, int(part.first)) for part in ranges]
    for host in hosts:
        place = bisect_right(firsts, (host.version, int(host))) - 1
        if place >= 0 and host in ranges[place]:
            yield host


def has_networks(addresses: Iterable[AddressRange]) -> bool:
    """Tell whether a group has a network, of which nobody knows the hosts."""
    return any(next(_named_in(part), None) is None for part in addresses)


def _named_in(part: AddressRange) -> Iterator[Host]:
    size = int(part.last) - int(part.first) + 1
    is_network = size > 2 and part.network_count == 1
    if size <= LARGEST_RANGE and not is_network:
        make = type(part.first)
        yield from (make(number) for number in range(int(part.first), int(part.last) + 1))


def endpoints_of(rule_set: RuleSet) -> tuple[Endpoint, ...]:
    """Every end of a rule, once."""
    ends = (end for rule in rule_set.all_rules for end in (rule.source, rule.destination))
    return tuple(dict.fromkeys(ends))


def parse_hosts(text: str) -> tuple[Host, ...]:
    """Addresses in a text, one a line or with blanks or commas between them; `#` is a comment.

    Raises `NoHostError` for what is no address.
    """
    lines = (line.partition("#")[0] for line in text.splitlines())
    return tuple(_host(word) for line in lines for word in re.split(r"[\s,;]+", line) if word)


def _host(word: str) -> Host:
    try:
        return ip_address(word)
    except ValueError:
        raise NoHostError(word[:_LONGEST_QUOTE]) from None


def _how(rule: Rule, port: int) -> How:
    if rule.protocol == "TCP":
        return "tcp"
    for cause in rule.causes:
        if found := _TUNNEL.search(f"{cause.listener.replace('/', ' ')} {cause.purpose}"):
            return "vxlan" if found[1].lower() == "vxlan" else "geneve"
    return _QUESTIONS.get(port, "udp")
