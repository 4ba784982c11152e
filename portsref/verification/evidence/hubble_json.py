"""`hubble observe -o json` and `jsonpb`: a flow in each line, bare or below `flow`.

https://docs.cilium.io/en/stable/_api/v1/flow/README/
"""

import json
from collections.abc import Iterator, Mapping
from itertools import islice

from portsref.importers.base import Document
from portsref.importers.facts import Doubt, Unread
from portsref.importers.values import Place
from portsref.messages import Message, gettext_noop
from portsref.packet_logs.base import UnreadableError, read_address
from portsref.verification.evidence.base import Lines, Reader, time_in
from portsref.verification.evidence.hubble_words import (
    DENIED,
    DROPPING,
    LOST,
    ONLY_ANSWER,
    PASSING,
    PODS,
    roles_of,
)
from portsref.verification.evidence.model import End, Passage, Said, Sighting

NOT_A_FLOW = gettext_noop("is no flow of Hubble")
NO_ADDRESSES = gettext_noop("a flow without addresses: a field mask left them out")

_PROTOCOLS = {
    "TCP": "TCP", "UDP": "UDP", "SCTP": "SCTP", "ICMPv4": "ICMP", "ICMPv6": "ICMPv6",
}  # fmt: skip
_LONGEST_LINE = 20_000
_LINES_ASKED = 20

type _Data = Mapping[str, object]


def _flow_of(line: str) -> _Data | None:
    """The value of a line that is an object of JSON; None where it is none."""
    if not line.startswith("{") or len(line) > _LONGEST_LINE:
        return None
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _is_event(value: _Data | None) -> bool:
    return value is not None and not value.keys().isdisjoint({"flow", "verdict", "lost_events"})


def _recognises(document: Document) -> bool:
    said = (line.strip() for line in document.lines if line.startswith("{"))
    return any(_is_event(_flow_of(line)) for line in islice(said, _LINES_ASKED))


def _read(document: Document) -> Iterator[Said]:
    lines = Lines(document, "Hubble")
    for number, line in enumerate(document.lines, document.line):
        value = _flow_of(line.strip())
        if value is None or not _is_event(value):
            if line.strip():
                lines.tell(number, Unread, Message(NOT_A_FLOW))
        elif "lost_events" in value:
            lines.tell(number, Doubt, Message(LOST))
        else:
            _add(lines, value, number)
    yield from lines.said()


def _add(lines: Lines, value: _Data, number: int) -> None:
    flow = _at(value, "flow") or value
    when = time_in(_text(flow, "time") or _text(value, "time"))
    lines.saw(when)
    try:
        passage = _passage(flow)
    except UnreadableError as error:
        lines.tell(number, Unread, error.message)
        return
    if passage:
        sighting = _sighting(flow, passage, Place(lines.document.file, number), when)
        if sighting:
            lines.add(sighting)


def _sighting(flow: _Data, passage: Passage, place: Place, when: str) -> Sighting | None:
    verdict, opens = _text(flow, "verdict"), _opens(flow)
    if verdict in DROPPING:
        reason = _text(flow, "drop_reason_desc") or verdict
        why = Message(DENIED, {"reason": reason[:60]})
        return Sighting(place, (passage,), "dropped", opens=opens, why=why, when=when)
    if verdict not in PASSING:
        return None
    if opens is False:
        return Sighting(place, (passage.turned,), "weak", why=Message(ONLY_ANSWER), when=when)
    return Sighting(place, (passage,), "used", opens=opens, when=when)


def _opens(flow: _Data) -> bool | None:
    """Whether the end that sends is the one that dialled; None where the flow does not say."""
    is_reply = flow.get("is_reply")
    if isinstance(is_reply, dict):
        is_reply = is_reply.get("value", False)
    if isinstance(is_reply, bool):
        return not is_reply
    flags = _at(_at(_at(flow, "l4"), "TCP"), "flags")
    if flags.get("SYN") is True:
        return flags.get("ACK") is not True
    return None


def _passage(flow: _Data) -> Passage | None:
    """The packets of a flow; None where they are of no protocol that rules are about."""
    layers = _at(flow, "l4")
    name = next((name for name in _PROTOCOLS if name in layers), "")
    if not name or _text(flow, "Type") == "L7":
        return None
    addresses = _at(flow, "IP")
    if not _text(addresses, "source") or not _text(addresses, "destination"):
        raise UnreadableError(NO_ADDRESSES)
    layer = _at(layers, name)
    return Passage(
        _end(flow, addresses, "source"),
        _end(flow, addresses, "destination"),
        _PROTOCOLS[name],
        _port(layer, "destination_port"),
        _port(layer, "source_port"),
    )


def _end(flow: _Data, addresses: _Data, side: str) -> End:
    about = _at(flow, side)
    labels = about.get("labels")
    words = [word for word in labels if isinstance(word, str)] if isinstance(labels, list) else []
    reserved = [word.removeprefix("reserved:") for word in words if word.startswith("reserved:")]
    pod = _text(about, "pod_name")
    roles = PODS if pod else roles_of(reserved)
    name = f"{_text(about, 'namespace')}/{pod}"[:80] if pod else ""
    return End(read_address(_text(addresses, side)), roles, name)


def _port(layer: _Data, name: str) -> int | None:
    port = layer.get(name)
    return port if type(port) is int and 0 <= port <= 65535 else None


def _at(value: _Data, key: str) -> _Data:
    found = value.get(key)
    return found if isinstance(found, dict) else {}


def _text(value: _Data, key: str) -> str:
    found = value.get(key)
    return found if isinstance(found, str) else ""


READER = Reader(
    name="hubble-json",
    label=gettext_noop("Flows of Cilium: hubble observe -o json"),
    command="hubble observe --last 10000 -o json",
    sample=(
        '{"flow":{"time":"2026-03-02T10:15:30Z","verdict":"FORWARDED","IP":{"source":"192.0.2.65",'
        '"destination":"192.0.2.11"},"l4":{"TCP":{"source_port":40312,"destination_port":10250,'
        '"flags":{"SYN":true}}},"source":{"labels":["reserved:remote-node"]},'
        '"destination":{"labels":["reserved:host"]},"is_reply":false}}'
    ),
    recognises=_recognises,
    read=_read,
)
