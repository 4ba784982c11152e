"""What of a rule can be dialled: how, on which ports, at which hosts; else why not."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Literal

from portsref.addresses import AddressRange
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

_TUNNEL = re.compile(r"\b(vxlan|geneve)\b", re.IGNORECASE)
_QUESTIONS: dict[int, How] = {53: "dns", 123: "ntp"}
_NAME = re.compile(r"(?=.{1,253}\Z)[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9-]+)+")


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
    found |= {host: None for host in known if any(host in part for part in parts)}
    return tuple(found)[:MOST_HOSTS]


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

    Raises `ValueError` that quotes what is no address.
    """
    lines = (line.partition("#")[0] for line in text.splitlines())
    return tuple(ip_address(word) for line in lines for word in re.split(r"[\s,;]+", line) if word)


def _how(rule: Rule, port: int) -> How:
    if rule.protocol == "TCP":
        return "tcp"
    for cause in rule.causes:
        if found := _TUNNEL.search(f"{cause.listener.replace('/', ' ')} {cause.purpose}"):
            return "vxlan" if found[1].lower() == "vxlan" else "geneve"
    return _QUESTIONS.get(port, "udp")
