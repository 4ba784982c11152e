"""Packets in words: protocols and ports, from where and to where."""

from collections.abc import Iterable, Sequence

from portsref.addresses import join_addresses
from portsref.messages import Message, gettext_noop
from portsref.protocols import PROTOCOLS
from portsref.verification.rules.space import (
    EVERY_ADDRESS,
    EVERY_PORT,
    EVERY_PROTOCOL,
    Box,
    Side,
    Spans,
    minus,
    ports_of,
    ranges_of,
    spans,
)

MOST_NAMED = 3

FROM_TO = gettext_noop("%(what)s from %(sources)s to %(destinations)s")
FROM = gettext_noop("%(what)s from %(sources)s")
ALSO_FROM = gettext_noop("also from %(sources)s")
ALSO_OVER = gettext_noop("also over %(protocols)s")
ALSO_ON = gettext_noop("also on %(ports)s")
ALSO = gettext_noop("also %(packets)s")
ELSEWHERE = gettext_noop("everywhere else")
EVERY_OTHER = gettext_noop("every other protocol")
EVERY_OTHER_PORT = gettext_noop("every other port")
ANYWHERE = gettext_noop("anywhere")
EVERY_ADDRESS_OF = gettext_noop("any address of IPv%(family)d")
EVERYTHING = gettext_noop("everything")
AND_MORE = gettext_noop("%(named)s and %(number)d more")

_NAMES = {protocol.number: protocol.name for protocol in PROTOCOLS}
_WITH_PORTS = frozenset(protocol.number for protocol in PROTOCOLS if protocol.has_ports)


def describe(
    boxes: Sequence[Box], *, with_destinations: bool = False, members_of: str = ""
) -> Message:
    """Say what packets these are, of both families together.

    Where they are only from members of something, it is named instead of addresses.
    """
    parameters: dict[str, object] = {
        "what": _what(boxes),
        "sources": members_of[:60] or _addresses(boxes, "sources"),
    }
    if not with_destinations:
        return Message(FROM, parameters)
    return Message(FROM_TO, parameters | {"destinations": _addresses(boxes, "destinations")})


def _what(boxes: Sequence[Box]) -> Message | str:
    protocols = spans(part for box in boxes for part in box.protocols)
    ports = spans(part for box in boxes for part in box.ports)
    numbers = [number for first, last in protocols for number in range(first, last + 1)]
    if len(numbers) > len(PROTOCOLS):
        return Message(EVERYTHING) if protocols == EVERY_PROTOCOL else _protocols(numbers)
    names = _protocols(numbers)
    if _WITH_PORTS.isdisjoint(numbers) or ports == EVERY_PORT:
        return names
    return f"{names} {ports_of(ports)}"


def _protocols(numbers: Iterable[int]) -> str:
    known = [_NAMES.get(number, str(number)) for number in numbers]
    return "/".join(known[:MOST_NAMED]) + ("/…" if len(known) > MOST_NAMED else "")


def _addresses(boxes: Sequence[Box], side: Side) -> Message | str:
    found: dict[int, Spans] = {}
    for family in sorted({box.family for box in boxes}):
        sides = (box.side(side) for box in boxes if box.family == family)
        found[family] = spans(part for one in sides for part in one)
    if all(parts == EVERY_ADDRESS[family] for family, parts in found.items()):
        [*others, family] = found
        return Message(ANYWHERE) if others else Message(EVERY_ADDRESS_OF, {"family": family})
    ranges = [one for family, parts in found.items() for one in ranges_of(parts, family)]
    return shortened([str(one) for one in join_addresses(ranges)])


def beyond(opened: Sequence[Box], needed: Sequence[Box], rest: Sequence[Box]) -> list[Message]:
    """Say how what is opened is wider than what is needed: by whom, by protocols, by ports."""
    found = []
    if more := _more(opened, needed, "sources"):
        every = all(box.sources == EVERY_ADDRESS[box.family] for box in opened)
        sources = Message(ELSEWHERE) if every else _addresses(more, "sources")
        found.append(Message(ALSO_FROM, {"sources": sources}))
    if more := _more(opened, needed, "protocols"):
        is_every = all(box.protocols == EVERY_PROTOCOL for box in opened)
        words = Message(EVERY_OTHER) if is_every else _what(_without_ports(more))
        found.append(Message(ALSO_OVER, {"protocols": words}))
    if more := _more(opened, needed, "ports"):
        is_every = all(box.ports == EVERY_PORT for box in opened)
        ports = ports_of(spans(part for box in more for part in box.ports))
        found.append(Message(ALSO_ON, {"ports": Message(EVERY_OTHER_PORT) if is_every else ports}))
    return found or [Message(ALSO, {"packets": describe(rest, with_destinations=True)})]


def _more(opened: Sequence[Box], needed: Sequence[Box], side: Side) -> list[Box]:
    """What is opened with a side of which nothing is needed."""
    found = []
    for box in opened:
        of_family = [one for one in needed if one.family == box.family]
        known = spans(part for one in of_family for part in one.side(side))
        if outside := minus(box.side(side), known):
            found.append(box.having(side, outside))
    return found


def _without_ports(boxes: Iterable[Box]) -> list[Box]:
    return [box.having("ports", EVERY_PORT) for box in boxes]


def shortened(texts: Sequence[str]) -> Message | str:
    """The first of some texts, and how many more there are."""
    named = ", ".join(texts[:MOST_NAMED])
    if len(texts) <= MOST_NAMED:
        return named
    return Message(AND_MORE, {"named": named, "number": len(texts) - MOST_NAMED})
