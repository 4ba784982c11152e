"""Packets that no rule of a plan has, those of one kind together."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from portsref.messages import Message, gettext_noop
from portsref.packet_logs.packets import Address
from portsref.verification.base import Beside, State
from portsref.verification.evidence import states
from portsref.verification.evidence.judging import Unplanned
from portsref.verification.evidence.model import Passage, Result
from portsref.verification.evidence.whereabouts import Whereabouts
from portsref.verification.known_ports import KnownPorts
from portsref.verification.rules.describing import shortened

MOST_BESIDE = 200
MOST_KNOWN = 3

TO_PORT = gettext_noop("%(protocol)s %(port)d from %(source)s to %(destination)s")
OF_PROTOCOL = gettext_noop("%(protocol)s from %(source)s to %(destination)s")
BY = gettext_noop("%(tool)s, lines: %(times)d")
MAY_BE = gettext_noop("the catalogue knows that port of %(products)s")

_STATES: Mapping[Result, State] = {
    "used": states.PASSES,
    "dropped": states.DROPPED_TOO,
    "weak": states.OTHER,
    "unanswered": states.OTHER,
}
_ORDER = ("used", "dropped", "unanswered", "weak")

type _Key = tuple[str, str, str, str, int | None]


@dataclass(slots=True)
class _Kind:
    first: Unplanned
    times: int = 0


def besides(
    unplanned: Iterable[Unplanned], whereabouts: Whereabouts, known: KnownPorts
) -> Iterator[Beside]:
    """What was seen without a rule, what passes first, then what was seen most."""
    kinds: dict[_Key, _Kind] = {}
    for one in unplanned:
        if not _is_of_no_firewall(one.passage, whereabouts):
            kind = kinds.setdefault(_key(one, whereabouts), _Kind(one))
            kind.times += one.sighting.times
    ordered = sorted(kinds.items(), key=lambda pair: (_ORDER.index(pair[0][0]), -pair[1].times))
    for key, kind in ordered[:MOST_BESIDE]:
        yield _beside(key, kind, known)


def _key(one: Unplanned, whereabouts: Whereabouts) -> _Key:
    passage = one.passage
    ends = (
        next(iter(whereabouts.names_of(end)), str(end))
        for end in (passage.source, passage.destination)
    )
    source, destination = ends
    return one.result, source, destination, passage.protocol, passage.port


def _beside(key: _Key, kind: _Kind, known: KnownPorts) -> Beside:
    _, source, destination, protocol, port = key
    said = {"protocol": protocol, "source": source, "destination": destination, "port": port}
    first = kind.first
    rows = known.on(protocol, port)
    details = [Message(BY, {"tool": Message(first.label), "times": kind.times})]
    if first.sighting.why:
        details.append(first.sighting.why)
    if rows:
        products = dict.fromkeys(row.product for row in rows)
        details.append(Message(MAY_BE, {"products": shortened(list(products))}))
    return Beside(
        _STATES[first.result],
        Message(OF_PROTOCOL if port is None else TO_PORT, said),
        first.sighting.place,
        tuple(details),
        port="" if port is None else f"{port}/{protocol.lower()}",
        listeners=tuple(row.key for row in rows[:MOST_KNOWN]),
        line=_line(first),
    )


def _line(one: Unplanned) -> str:
    """The packet as a line of a kernel's log, which “why is this dropped?” reads."""
    passage = one.passage
    ends = passage.source.address, passage.destination.address
    if None in ends or one.result == "weak":
        return ""
    verdict = "[UFW ALLOW] " if one.result == "used" else ""
    ports = "" if passage.port is None else f" DPT={passage.port}"
    source = "" if passage.source_port is None else f" SPT={passage.source_port}"
    return (
        f"{verdict}SRC={passage.source.address} DST={passage.destination.address} "
        f"PROTO={passage.protocol.upper()}{source}{ports}"
    )


def _is_of_no_firewall(passage: Passage, whereabouts: Whereabouts) -> bool:
    """Tell whether packets stay on a host, on a link, or within the pod network."""
    ends = passage.source, passage.destination
    if any(end.address and _stays(end.address) for end in ends):
        return True
    return all(whereabouts.is_inside(end) for end in ends)


def _stays(address: Address) -> bool:
    return (
        address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address.is_unspecified
        or str(address) == "255.255.255.255"
    )
