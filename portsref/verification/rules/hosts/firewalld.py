"""firewalld: what `firewall-cmd --list-all` or `--list-all-zones` prints, and `--info-ipset=NAME`.

Read are zones with their targets, sources, services, ports, protocols and rich rules in the order
of their priorities, and the entries of sets. Of several zones only those that are active count.
Not read: policies, direct rules, forward ports.

Traps: the target `default` rejects, but for ICMP. A service is a name for ports, which may have
been changed. firewalld accepts whatever somebody else translated, NodePorts among it.
"""

import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from portsref.importers.base import Document
from portsref.importers.facts import Doubt, Origin, Unread
from portsref.importers.values import Place
from portsref.messages import Message, gettext_noop
from portsref.protocols import IPV4, IPV6
from portsref.verification.rules.base import Reader
from portsref.verification.rules.matching import (
    BY_INTERFACE,
    OF_A_SET,
    addresses_of,
    all_but,
    judged_by_types,
    more,
    ports_of,
    protocol_of,
    types_of,
)
from portsref.verification.rules.model import Action, Filter, Firewall, Match, Step
from portsref.verification.rules.space import Side, spans

UNKNOWN_SERVICE = gettext_noop("the ports of the service %(name)s are not known")
NO_ZONE = gettext_noop("no zone of it is active")

_TARGET = re.compile(r"\s{1,8}target: \S+\s*")
_HEADER = re.compile(r"([\w-]{1,64})(?: \(([\w, ]{1,64})\))?\s*")
_FIELD = re.compile(r"\s{1,8}([\w -]{1,32}):(.*)")
_PORT = re.compile(r"([0-9]{1,5}(?:-[0-9]{1,5})?)/([a-z]{1,8})")
_TARGETS: Mapping[str, Action] = {"ACCEPT": "accept"}
_VERDICTS: Mapping[str, Action] = {"accept": "accept", "reject": "deny", "drop": "deny"}
_MOST_INCLUDED = 4
# What firewalld itself calls a service: ports, protocols after `/`, and others with `+`.
_SERVICES: Mapping[str, str] = {
    "ssh": "22/tcp", "http": "80/tcp", "https": "443/tcp", "http3": "443/udp",
    "cockpit": "9090/tcp", "dhcpv6-client": "546/udp", "mdns": "5353/udp",
    "kube-api": "10250/tcp", "kube-apiserver": "6443/tcp", "kubelet": "10250/tcp",
    "kubelet-readonly": "10255/tcp", "kubelet-worker": "+kube-worker",
    "kube-worker": "10250/tcp +kube-nodeport-services",
    "kube-nodeport-services": "30000-32767/tcp", "etcd-client": "2379/tcp",
    "etcd-server": "2380/tcp", "kube-controller-manager": "10252/tcp",
    "kube-controller-manager-secure": "10257/tcp", "kube-scheduler": "10251/tcp",
    "kube-scheduler-secure": "10259/tcp",
    "kube-control-plane":
        "2379-2380/tcp +kube-apiserver +kube-controller-manager +kube-scheduler",
    "kube-control-plane-secure":
        "2379-2380/tcp +kube-apiserver +kube-controller-manager-secure +kube-scheduler-secure",
    "nfs": "2049/tcp", "nfs3": "2049/tcp 2049/udp", "mountd": "20048/tcp 20048/udp",
    "rpc-bind": "111/tcp 111/udp", "dns": "53/tcp 53/udp", "ntp": "123/udp",
    "snmp": "161/tcp 161/udp", "bgp": "179/tcp", "wireguard": "51820/udp",
    "docker-swarm": "2377/tcp 7946/tcp 7946/udp 4789/udp /esp", "prometheus": "9090/tcp",
    "prometheus-node-exporter": "9100/tcp", "ceph": "6800-7300/tcp",
    "ceph-mon": "3300/tcp 6789/tcp", "iscsi-target": "3260/tcp 3260/udp",
    "ipsec": "500/udp 4500/udp 4500/tcp /esp /ah", "syslog": "514/udp", "grafana": "3000/tcp",
    "samba-client": "137-138/udp",
}  # fmt: skip


@dataclass(slots=True)
class _Block:
    """A zone or a set, with the values of its fields and the lines where they stand."""

    name: str
    place: Place
    is_active: bool
    fields: dict[str, str] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    rules: list[tuple[Place, str]] = field(default_factory=list)


def _recognises(document: Document) -> bool:
    return any(map(_TARGET.fullmatch, document.lines)) or (
        any(line.startswith("  type: hash:") for line in document.lines)
    )


def _read_together(documents: Sequence[Document]) -> Iterator[Firewall | Doubt | Unread]:
    blocks = [block for document in documents for block in _blocks(document)]
    sets = {block.name: block.fields["entries"] for block in blocks if "entries" in block.fields}
    zones = [block for block in blocks if "target" in block.fields]
    active = [zone for zone in zones if zone.is_active] or zones[: len(zones) == 1]
    if not active:
        place = Place(documents[0].file, documents[0].line)
        yield Unread(Origin(place), Message(NO_ZONE))
        return
    chains = {zone.name: tuple(_zone(zone, sets)) for zone in active}
    by_source = [zone for zone in active if zone.fields.get("sources")]
    rest = [zone for zone in active if zone not in by_source or zone.fields.get("interfaces")]
    chains[" "] = (
        *(_to_zone(zone, source) for zone in by_source for source in _words(zone, "sources")),
        *(_by_interface(zone, is_only=len(rest) == 1) for zone in rest or active[:0]),
    )
    place = Place(documents[0].file, documents[0].line)
    yield Firewall("firewalld", place, (Filter("input", " ", None),), chains)


def _blocks(document: Document) -> Iterator[_Block]:
    block: _Block | None = None
    for number, line in enumerate(document.lines):
        place = Place(document.file, document.line + number)
        if block and line.lstrip().startswith("rule "):
            block.rules.append((place, line.strip()))
        elif block and (found := _FIELD.fullmatch(line)):
            block.fields[found[1]], block.places[found[1]] = found[2].strip(), place
        elif header := _HEADER.fullmatch(line):
            if block:
                yield block
            block = _Block(header[1], place, "active" in (header[2] or ""))
    if block:
        yield block


def _words(block: _Block, name: str) -> list[str]:
    return block.fields.get(name, "").split()


def _to_zone(zone: _Block, source: str) -> Step:
    found = addresses_of([source])
    place = zone.places["sources"]
    if found is None:
        doubt = Message(OF_A_SET, {"name": source[:40]})
        return Step(place, Match(doubt=doubt), "goto", zone.name)
    return Step(place, Match().narrowed("sources", found), "goto", zone.name)


def _by_interface(zone: _Block, *, is_only: bool) -> Step:
    """What comes by the interfaces of a zone; by the only one there is comes everything."""
    names = zone.fields.get("interfaces", "")
    doubt = None if is_only else Message(BY_INTERFACE, {"name": names[:40]})
    return Step(zone.place, Match(doubt=doubt), "goto", zone.name)


def _zone(zone: _Block, sets: Mapping[str, str]) -> Iterator[Step]:
    """The steps of a zone as firewalld orders them: rich rules by priority, denials first."""
    rich = [one for place, text in zone.rules if (one := _rich(place, text, sets))]
    rich.sort(key=lambda one: (one[0], one[1].action == "accept"))
    yield from (step for priority, step in rich if priority <= 0)
    for service in _words(zone, "services"):
        yield Step(zone.places["services"], _service(Match(), service), "accept")
    for port in _words(zone, "ports"):
        yield Step(zone.places["ports"], _port(Match(), port), "accept")
    for protocol in _words(zone, "protocols"):
        match = _protocol(Match(), protocol)
        yield Step(zone.places["protocols"], match, "accept")
    yield from (step for priority, step in rich if priority > 0)
    yield from _target(zone)


def _target(zone: _Block) -> Iterator[Step]:
    place = zone.places["target"]
    target = zone.fields["target"]
    if target != "DROP":
        for kind in _words(zone, "icmp-blocks"):
            for protocol in ("icmp", "icmpv6"):
                yield Step(place, _icmp(Match(), kind, protocol), "deny")
        icmp = Match(is_plumbing=True).narrowed("protocols", ((1, 1), (58, 58)))
        yield Step(place, icmp, "accept")
    yield Step(place, Match(), _TARGETS.get(target, "deny"))


def _service(match: Match, name: str, depth: int = 0) -> Match:
    """The packets of a service; those of several are kept apart no further than by protocol."""
    parts = list(_parts(name, depth))
    if not parts:
        return match.doubted(Message(UNKNOWN_SERVICE, {"name": name[:40]}))
    boxes = tuple(box for part in parts for box in part.boxes)
    return Match(boxes, match.doubt)


def _parts(name: str, depth: int) -> Iterator[Match]:
    for word in _SERVICES.get(name, "").split() if depth < _MOST_INCLUDED else ():
        if word.startswith("+"):
            yield from _parts(word[1:], depth + 1)
        elif word.startswith("/"):
            yield _protocol(Match(), word[1:])
        else:
            yield _port(Match(), word)


def _port(match: Match, text: str) -> Match:
    found = _PORT.fullmatch(text)
    protocol, ports = (protocol_of(found[2]), ports_of([found[1]])) if found else (None, None)
    if protocol is None or ports is None:
        return match.doubted(more(text))
    return match.narrowed("protocols", protocol).narrowed("ports", ports)


def _protocol(match: Match, text: str) -> Match:
    found = protocol_of(text)
    return match.doubted(more(text)) if found is None else match.narrowed("protocols", found)


def _icmp(match: Match, kind: str, protocol: str) -> Match:
    found = types_of([kind], protocol)
    if not found:
        return match.never
    families = IPV4 if protocol == "icmp" else IPV6
    narrowed = match.of_families(families).narrowed("protocols", protocol_of(protocol) or ())
    return judged_by_types(narrowed.narrowed("ports", found), protocol)


def _rich(place: Place, text: str, sets: Mapping[str, str]) -> tuple[int, Step] | None:
    """A rich rule with its priority; None where it decides nothing, such as to log."""
    try:
        words = shlex.split(text)
    except ValueError:
        return 0, Step(place, Match(doubt=more(text)), "any")
    action = next((_VERDICTS[word] for word in words if word in _VERDICTS), None)
    if action is None:
        return None
    priority = next((word[10:-1] for word in words if word.startswith('priority="')), "")
    found = next((word for word in words if word.startswith("priority=")), "")
    number = found.removeprefix("priority=") or priority
    match = _rich_match(words, sets)
    value = int(number) if re.fullmatch(r"-?[0-9]{1,6}", number) else 0
    return value, Step(place, match, action)


def _rich_match(words: Sequence[str], sets: Mapping[str, str]) -> Match:
    """What a rich rule is about: each word of it says what the next ones are of."""
    match, of, negated = Match(), "", False
    values: dict[str, str] = {}
    for word in [*words, "end"]:
        name, sign, value = word.partition("=")
        if sign:
            values[f"{of} {name}"] = value
        elif word.upper() == "NOT":
            negated = True
        else:
            match = _element(match, of, values, sets, negated=negated)
            of, negated, values = word, False, {}
    return match


def _element(
    match: Match, of: str, values: Mapping[str, str], sets: Mapping[str, str], *, negated: bool
) -> Match:
    if family := values.get("rule family"):
        match = match.of_families(IPV4 if family == "ipv4" else IPV6)
    negated = negated or values.get(f"{of} invert", "").lower() in {"true", "yes"}
    match of:
        case "source" | "destination":
            side: Side = "sources" if of == "source" else "destinations"
            match = _end(match, side, values, sets, negated=negated)
        case "service":
            match = _meeting(match, _service(Match(), values.get("service name", "")))
        case "port":
            match = _port(match, f"{values.get('port port')}/{values.get('port protocol')}")
        case "protocol":
            match = _protocol(match, values.get("protocol value", ""))
        case "icmp-type":
            kind = values.get("icmp-type name", "")
            match = _together([_icmp(match, kind, protocol) for protocol in ("icmp", "icmpv6")])
        case "limit" | "source-port" | "forward-port" | "tcp-mss-clamp":
            match = match.doubted(more(of))
    return match


def _together(parts: Sequence[Match]) -> Match:
    boxes = tuple(box for part in parts for box in part.boxes)
    is_plumbing = all(part.is_plumbing for part in parts if part.boxes)
    return Match(boxes, parts[0].doubt, is_plumbing)


def _meeting(match: Match, other: Match) -> Match:
    found = [mine.meet(theirs) for mine in match.boxes for theirs in other.boxes]
    return Match(tuple(box for box in found if box), match.doubt or other.doubt)


def _end(
    match: Match, side: Side, values: Mapping[str, str], sets: Mapping[str, str], *, negated: bool
) -> Match:
    of = "source" if side == "sources" else "destination"
    words = [values[key] for key in (f"{of} address",) if key in values]
    if name := values.get(f"{of} ipset"):
        if name not in sets:
            return match.doubted(Message(OF_A_SET, {"name": name[:40]}))
        words = sets[name].split()
    found = addresses_of(words)
    if found is None or not words:
        return match.doubted(more(of))
    families = {family: spans(parts) for family, parts in found.items()}
    return match.narrowed(side, all_but(families) if negated else families)


READER = Reader(
    name="firewalld",
    label="firewalld",
    command="sudo firewall-cmd --list-all-zones",
    sample="public (active)\n  target: default\n  services: ssh\n  ports: 6443/tcp\n",
    recognises=_recognises,
    read_together=_read_together,
)
