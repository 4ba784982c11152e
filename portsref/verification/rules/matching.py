"""Words of firewalls as numbers: protocols, ports and addresses, as tools print them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from ipaddress import ip_address, ip_network

from portsref.messages import Message, gettext_noop
from portsref.protocols import PROTOCOL_BY_NAME
from portsref.verification.rules.machines import is_inside
from portsref.verification.rules.model import ByFamily, Match
from portsref.verification.rules.space import (
    EVERY_ADDRESS,
    EVERY_PORT,
    EVERY_PROTOCOL,
    Spans,
    addresses_of_type,
    meet,
    minus,
    spans,
)

BY_INTERFACE = gettext_noop("it is only for the interface %(name)s")
BY_MORE = gettext_noop("it asks for more than is known here: %(word)s")
OF_A_SET = gettext_noop("what is in %(name)s was not read")

# As /etc/protocols and the tools call them.
_NUMBERS: Mapping[str, int] = {
    **{name.lower(): protocol.number for name, protocol in PROTOCOL_BY_NAME.items()},
    "ipv6-icmp": 58,
    "icmp6": 58,
    "ipencap": 4,
    "ipv4": 4,
    "ipv6": 41,
    "igmp": 2,
    "udplite": 136,
    "dccp": 33,
    "ospf": 89,
    "ospfigp": 89,
}
# What path MTU, neighbours and routers need, and pings, whoever asks.
PLUMBING_TYPES: Mapping[str, Spans] = {
    "icmp": spans((kind, kind) for kind in (0, 3, 4, 8, 11, 12)),
    "icmpv6": spans([(1, 4), (128, 137), (141, 143), (148, 149), (151, 153)]),
}
_TYPES: Mapping[str, int] = {
    "echo-reply": 0,
    "pong": 0,
    "destination-unreachable": 3,
    "network-unreachable": 3,
    "host-unreachable": 3,
    "protocol-unreachable": 3,
    "port-unreachable": 3,
    "fragmentation-needed": 3,
    "source-quench": 4,
    "redirect": 5,
    "echo-request": 8,
    "ping": 8,
    "router-advertisement": 9,
    "router-solicitation": 10,
    "time-exceeded": 11,
    "ttl-exceeded": 11,
    "ttl-zero-during-transit": 11,
    "parameter-problem": 12,
    "ip-header-bad": 12,
    "timestamp-request": 13,
    "timestamp-reply": 14,
}
_TYPES_6: Mapping[str, int] = {
    "destination-unreachable": 1,
    "no-route": 1,
    "port-unreachable": 1,
    "packet-too-big": 2,
    "time-exceeded": 3,
    "ttl-exceeded": 3,
    "ttl-zero-during-transit": 3,
    "parameter-problem": 4,
    "bad-header": 4,
    "unknown-header-type": 4,
    "unknown-option": 4,
    "echo-request": 128,
    "ping": 128,
    "echo-reply": 129,
    "pong": 129,
    "mld-listener-query": 130,
    "mld-listener-report": 131,
    "mld-listener-done": 132,
    "mld-listener-reduction": 132,
    "nd-router-solicit": 133,
    "router-solicitation": 133,
    "nd-router-advert": 134,
    "router-advertisement": 134,
    "nd-neighbor-solicit": 135,
    "neighbour-solicitation": 135,
    "neighbor-solicitation": 135,
    "nd-neighbor-advert": 136,
    "neighbour-advertisement": 136,
    "neighbor-advertisement": 136,
    "nd-redirect": 137,
    "redirect": 137,
    "ind-neighbor-solicit": 141,
    "ind-neighbor-advert": 142,
    "mld2-listener-report": 143,
}
_RANGE = re.compile(r"([0-9]{0,5})\s*[-:]\s*([0-9]{0,5})")
# What files without `-n` print; IANA names others, that nobody opens in a cluster.
_SERVICES: Mapping[str, int] = {
    "ssh": 22,
    "domain": 53,
    "http": 80,
    "kerberos": 88,
    "sunrpc": 111,
    "ntp": 123,
    "snmp": 161,
    "bgp": 179,
    "ldap": 389,
    "https": 443,
    "syslog": 514,
    "nfs": 2049,
    "http-alt": 8080,
}


def protocol_of(word: str) -> Spans | None:
    """A protocol by its name or number, all of them by `all`, `any` or 0; None if unknown."""
    text = word.strip().lower()
    if text in {"all", "any", "0", "-1", "*", "ip"}:
        return EVERY_PROTOCOL
    number = int(text) if text.isdigit() and len(text) <= 3 else _NUMBERS.get(text)
    return ((number, number),) if number is not None and number <= 255 else None


def ports_of(words: Iterable[str]) -> Spans | None:
    """Ports as files write them: `443`, `30000:32767`, `30000-32767`, `:1023`, `ssh`."""
    found: list[tuple[int, int]] = []
    for word in words:
        text = word.strip().lower()
        if text.isdigit() and len(text) <= 5:
            first = last = int(text)
        elif match := _RANGE.fullmatch(text):
            first, last = int(match[1] or 0), int(match[2] or EVERY_PORT[0][1])
        elif text in _SERVICES:
            first = last = _SERVICES[text]
        else:
            return None
        if not first <= last <= EVERY_PORT[0][1]:
            return None
        found.append((first, last))
    return spans(found)


def types_of(words: Iterable[str], protocol: str) -> Spans | None:
    """Types of ICMP by name or number, codes left out of account; None where one is unknown."""
    names = _TYPES if protocol == "icmp" else _TYPES_6
    found: list[tuple[int, int]] = []
    for word in words:
        text = word.partition("/")[0].lower()
        number = int(text) if text.isdigit() and len(text) <= 3 else names.get(text)
        if text == "any":
            return EVERY_PORT
        if number is None:
            return None
        found.append((number, number))
    return spans(found)


def addresses_of(words: Iterable[str]) -> ByFamily | None:
    """Hosts, networks (host bits are dropped, as tools do) and ranges `a-b` of each family."""
    found: dict[int, list[tuple[int, int]]] = {}
    for word in words:
        try:
            first, last, family = _addresses(word.strip())
        except ValueError:
            return None
        found.setdefault(family, []).append((first, last))
    return {family: spans(parts) for family, parts in found.items()}


def _addresses(text: str) -> tuple[int, int, int]:
    if "-" in text:
        first, last = (ip_address(end.strip()) for end in text.split("-", 1))
        if first.version != last.version or int(first) > int(last):
            raise ValueError(text)
        return int(first), int(last), first.version
    network = ip_network(text, strict=False)
    return int(network.network_address), int(network.broadcast_address), network.version


def all_but(found: ByFamily) -> ByFamily:
    """The addresses that are not these, of the families in which any are given."""
    return {family: minus(EVERY_ADDRESS[family], inside) for family, inside in found.items()}


def addresses_of_types(words: Sequence[str]) -> ByFamily | None:
    """Where packets go that are for a host by names of their kinds; None where one is unknown."""
    found: dict[int, Spans] = {}
    for family in EVERY_ADDRESS:
        kinds = [addresses_of_type(word.lower(), family) for word in words]
        known = [kind for kind in kinds if kind is not None]
        if len(known) < len(kinds):
            return None
        found[family] = spans(part for kind in known for part in kind)
    return found


def packets_to(protocol: str, ports: Sequence[str]) -> Match:
    """What a protocol carries to ports, to all where none are named; with a doubt if unknown."""
    numbers, found = protocol_of(protocol), ports_of(ports)
    if numbers is None:
        return Match(doubt=more(protocol))
    match = Match().narrowed("protocols", numbers)
    if found is None:
        return match.doubted(more("ports"))
    return match.narrowed("ports", found) if ports else match


def by_interface(match: Match, names: Sequence[str], *, is_negated: bool) -> Match:
    """By what packets come in; from elsewhere they come by none that is inside."""
    outside = [name for name in names if not is_inside(name)]
    if outside:
        return match.doubted(Message(BY_INTERFACE, {"name": outside[0][:40]}))
    return match if is_negated else match.never


def judged_by_types(match: Match, protocol: str) -> Match:
    """The same, marked as plumbing where every host needs all types of ICMP that it is about."""
    needed = PLUMBING_TYPES[protocol]
    is_plumbing = all(meet(box.ports, needed) == box.ports for box in match.boxes)
    return replace(match, is_plumbing=is_plumbing)


def more(word: str) -> Message:
    """Say what is asked for that is not known here; words of a rule are cut short."""
    return Message(BY_MORE, {"word": word[:40]})
