"""ufw: what `ufw status`, `ufw status verbose` and `ufw status numbered` print.

Read are the rows of incoming and forwarded traffic, in their order, interfaces, profiles of
applications that come with ufw, and the defaults, which only `verbose` prints. What ufw accepts by
itself is known: answers, loopback, pings and errors of ICMP, neighbours of IPv6.

Traps: a port without a protocol is TCP and UDP; a row with `(v6)` is the twin of the one without;
NodePorts are forwarded, before which kube-proxy and the pod network accept for themselves; an
inactive ufw closes nothing.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from portsref.importers.base import Document
from portsref.importers.facts import Doubt, Unread
from portsref.importers.values import Place
from portsref.messages import Message, gettext_noop
from portsref.protocols import BOTH
from portsref.verification.rules.base import Reader
from portsref.verification.rules.matching import (
    BY_INTERFACE,
    PLUMBING_TYPES,
    addresses_of,
    more,
    ports_of,
    protocol_of,
)
from portsref.verification.rules.model import (
    Action,
    Filter,
    Firewall,
    Match,
    Step,
    Verdict,
)
from portsref.verification.rules.space import EVERY_ADDRESS, Side, Spans

UNKNOWN_PROFILE = gettext_noop("the ports of the profile %(name)s are not known")
SOURCE_PORTS = gettext_noop("it asks for the port of whoever connects")
BEFORE_IT = gettext_noop("kube-proxy and the pod network accept for themselves what is forwarded")

_ACTIONS: Mapping[str, Action] = {
    "ALLOW": "accept", "LIMIT": "accept", "DENY": "deny", "REJECT": "deny",
}  # fmt: skip
_POLICIES: Mapping[str, Verdict] = {"allow": "accept", "deny": "deny", "reject": "deny"}
_STATUS = re.compile(r"Status: (active|inactive)\s*")
_DEFAULT = re.compile(r"Default: (\w+) \(incoming\)(?:, \w+ \(outgoing\))?(?:, (\w+) \(routed\))?")
_ACTION = re.compile(r" (ALLOW|DENY|REJECT|LIMIT)(?: (IN|OUT|FWD))?(?= |\Z)")
_NUMBER = re.compile(r"\[ {0,4}\d{1,5}\] ")
_COMMENT = re.compile(r" # .*")
_HEADER = re.compile(r"\s*To\s+Action\s+From\s*")
_INTERFACE = re.compile(r" on (\S+)")
_IN_BRACKETS = re.compile(r"\((?!v6\))[^()]*\)")
_PORTS = re.compile(r"([0-9][0-9,:]*)(?:/([a-z0-9]+))?")
# The profiles that come with ufw and with what hosts of clusters have.
_PROFILES: Mapping[str, str] = {
    "OpenSSH": "22/tcp", "SSH": "22/tcp", "Nginx Full": "80,443/tcp", "Nginx HTTP": "80/tcp",
    "Nginx HTTPS": "443/tcp", "Apache": "80/tcp", "Apache Full": "80,443/tcp",
    "Apache Secure": "443/tcp", "WWW": "80/tcp", "WWW Full": "80,443/tcp",
    "WWW Secure": "443/tcp", "DNS": "53", "NFS": "2049", "NTP": "123/udp", "Bind9": "53",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _End:
    """One column of a row: an address, ports with their protocol, an interface."""

    match: Match
    has_ports: bool = False


def _recognises(document: Document) -> bool:
    lines = document.lines
    return any(_STATUS.fullmatch(line) or _HEADER.fullmatch(line) for line in lines)


def _starts(line: str) -> bool:
    return _STATUS.fullmatch(line) is not None


def _read(document: Document) -> Iterator[Firewall | Doubt | Unread]:
    place = Place(document.file, document.line)
    text = "\n".join(document.lines)
    if "Status: inactive" in text:
        yield Firewall("ufw", place, (), {})
        return
    rows = list(_rows(document))
    default = _DEFAULT.search(text)
    chains: dict[str, tuple[Step, ...]] = {
        "before": tuple(_before(place)),
        "input": tuple(step for direction, step in rows if direction == "IN"),
        "forward": tuple(step for direction, step in rows if direction == "FWD"),
    }
    chains["all"] = (
        Step(place, Match(), "jump", "before"),
        Step(place, Match(), "jump", "input"),
    )
    chains["for kube-proxy"] = tuple(
        replace(step, match=_whatever_it_becomes(step.match))
        for step in chains["input"]
        if step.action == "accept"
    )
    chains["routed"] = (
        Step(place, Match(), "jump", "forward"),
        Step(place, Match(), "jump", "for kube-proxy"),
        Step(place, Match(doubt=Message(BEFORE_IT)), "any"),
    )
    has_ipv6 = "(v6)" in text or any(
        step.match.boxes and all(box.family == 6 for box in step.match.boxes) for _, step in rows
    )
    families = BOTH if has_ipv6 else frozenset({4})
    policy = _POLICIES.get(default[1]) if default else None
    routed = _POLICIES.get(default[2] or "", "deny") if default else None
    filters = (
        Filter("input", "all", policy, families),
        Filter("forward", "routed", routed, families),
    )
    yield Firewall("ufw", place, filters, chains, families=families)


def _whatever_it_becomes(match: Match) -> Match:
    """A row of input about NodePorts, once they are forwarded.

    Where ufw accepts them in input they are open in each mode of kube-proxy: what it translates it
    accepts for itself, and what IPVS takes passes input.
    """
    boxes = tuple(box.having("destinations", EVERY_ADDRESS[box.family]) for box in match.boxes)
    return replace(match, boxes=boxes, port_before_translation=True)


def _before(place: Place) -> Iterator[Step]:
    """What before.rules and before6.rules of ufw accept."""
    for family, name in ((4, "icmp"), (6, "icmpv6")):
        match = Match(is_plumbing=True).of_families(frozenset({family}))
        match = match.narrowed("protocols", protocol_of(name) or ())
        yield Step(place, match.narrowed("ports", PLUMBING_TYPES[name]), "accept")


def _rows(document: Document) -> Iterator[tuple[str, Step]]:
    """The rows of each direction in their order, those of IPv6 with their twins of IPv4."""
    found: dict[tuple[str, ...], tuple[str, Step]] = {}
    for key, direction, step in _each_row(document):
        first = found.setdefault(key, (direction, step))[1]
        if first is not step:
            boxes = (*first.match.boxes, *step.match.boxes)
            found[key] = (direction, replace(first, match=replace(first.match, boxes=boxes)))
    yield from found.values()


def _each_row(document: Document) -> Iterator[tuple[tuple[str, ...], str, Step]]:
    for number, line in enumerate(document.lines):
        row = _COMMENT.sub("", _NUMBER.sub("", line.strip(), count=1), count=1)
        found = _ACTION.search(row)
        if found is None or _HEADER.fullmatch(line):
            continue
        place = Place(document.file, document.line + number)
        to, source = row[: found.start()].strip(), row[found.end() :].strip()
        key = (to.replace(" (v6)", ""), *found.groups(""), source.replace(" (v6)", ""))
        yield key, found[2] or "IN", Step(place, _match(to, source), _ACTIONS[found[1]])


def _match(to: str, source: str) -> Match:
    """What a row is about; where neither side is of IPv6 alone, it is of IPv4."""
    is_ipv6 = "(v6)" in to or "(v6)" in source
    match = _narrowed(Match(), to, "destinations")
    match = _narrowed(match, source, "sources")
    families = {box.family for box in match.boxes}
    return match.of_families(frozenset({6 if is_ipv6 or families == {6} else 4}))


def _narrowed(match: Match, end: str, side: Side) -> Match:
    if found := _INTERFACE.search(end):
        match = match.doubted(Message(BY_INTERFACE, {"name": found[1][:40]}))
        end = _INTERFACE.sub("", end, count=1)
    text = _IN_BRACKETS.sub("", end.replace("(v6)", "")).strip()
    first, _, rest = text.partition(" ")
    address, _, protocol = first.rpartition("/") if _ends_in_a_protocol(first) else (first, "", "")
    if address == "Anywhere":
        text = rest
    elif found_addresses := addresses_of([address]):
        match, text = match.narrowed(side, found_addresses), rest
    elif protocol:
        protocol = ""
    if protocol:
        match = match.narrowed("protocols", protocol_of(protocol) or ())
    return _with_ports(match, text.strip(), side) if text.strip() else match


def _ends_in_a_protocol(word: str) -> bool:
    return word.rpartition("/")[2].isalpha() and "/" in word


def _with_ports(match: Match, text: str, side: Side) -> Match:
    """Ports, or the profile that has them; without a protocol they are of TCP and UDP."""
    found = _PORTS.fullmatch(_PROFILES.get(text, text))
    ports = ports_of(found[1].split(",")) if found else None
    if found is None or ports is None:
        return match.doubted(Message(UNKNOWN_PROFILE, {"name": text[:40]}))
    if side == "sources":
        return match.doubted(Message(SOURCE_PORTS))
    protocols: Spans | None = protocol_of(found[2]) if found[2] else ((6, 6), (17, 17))
    if protocols is None:
        return match.doubted(more(text))
    return match.narrowed("protocols", protocols).narrowed("ports", ports)


READER = Reader(
    name="ufw",
    label="ufw",
    command="sudo ufw status verbose",
    sample="Status: active\n\nTo  Action  From\n--  ------  ----\n22/tcp  ALLOW  Anywhere\n",
    recognises=_recognises,
    read=_read,
    starts=_starts,
)
