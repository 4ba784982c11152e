"""`hubble observe` as it prints for people: `time: end (identity) -> end (identity) … VERDICT (…)`.

An answer is printed with `<-` and both ends as they dialled, an unknown direction with `<>`. Pods
have names and no addresses.
"""

import re
from collections.abc import Iterator
from ipaddress import ip_address

from portsref.importers.base import Document
from portsref.importers.facts import Doubt, Unread
from portsref.importers.values import Place
from portsref.messages import Message, gettext_noop
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

NOT_A_LINE = gettext_noop("is no line that hubble observe prints")

_LINE = re.compile(
    r"(?P<time>[A-Z][a-z]{2}\s{1,2}[0-9]{1,2} [0-9:]{8}|[0-9-]{10}T[0-9:]{8})[.0-9]{0,10}\S{0,6}"
    r"(?: \[[^\]]{1,120}\])?: (?P<left>\S{1,200}) (?:\((?P<left_id>[^)]{1,120})\) )?"
    r"(?P<arrow>->|<-|<>) (?P<right>\S{1,200}) (?:\((?P<right_id>[^)]{1,120})\) )?"
    r"(?P<what>.{0,160}?)\b(?P<verdict>[A-Z]{5,10}) \((?P<summary>[^()]{0,200})\)\s*\Z"
)
_LOST = re.compile(r"EVENTS LOST:", re.IGNORECASE)
_PROTOCOLS = {
    "TCP": "TCP", "UDP": "UDP", "SCTP": "SCTP", "ICMPv4": "ICMP", "ICMPv6": "ICMPv6",
}  # fmt: skip
_WITH_PORT = re.compile(r"(.*?):([0-9]{1,5})")
_LONGEST_LINE = 1_000


def _match(line: str) -> re.Match[str] | None:
    return _LINE.match(line) if len(line) <= _LONGEST_LINE else None


def _recognises(document: Document) -> bool:
    return any(_match(line) for line in document.lines)


def _read(document: Document) -> Iterator[Said]:
    lines = Lines(document, "Hubble")
    for number, line in enumerate(document.lines, document.line):
        if found := _match(line):
            when = time_in(found["time"])
            lines.saw(when)
            if sighting := _sighting(found, Place(document.file, number), when):
                lines.add(sighting)
        elif _LOST.search(line):
            lines.tell(number, Doubt, Message(LOST))
        elif line.strip():
            lines.tell(number, Unread, Message(NOT_A_LINE))
    yield from lines.said()


def _sighting(found: re.Match[str], place: Place, when: str) -> Sighting | None:
    protocol = _PROTOCOLS.get(re.split(r"[ ,]", found["summary"], maxsplit=1)[0], "")
    verdict = found["verdict"]
    if not protocol or verdict not in PASSING | DROPPING:
        return None
    (source, source_port), (destination, port) = _end(found, "left"), _end(found, "right")
    passage = Passage(source, destination, protocol, port, source_port)
    opens = {"->": True, "<-": False}.get(found["arrow"])
    if verdict in DROPPING:
        why = Message(DENIED, {"reason": found["what"].strip()[:60] or verdict})
        return Sighting(place, (passage,), "dropped", opens=opens, why=why, when=when)
    if opens is False:  # printed with its ends as they dialled
        return Sighting(place, (passage,), "weak", why=Message(ONLY_ANSWER), when=when)
    return Sighting(place, (passage,), "used", opens=opens, when=when)


def _end(found: re.Match[str], side: str) -> tuple[End, int | None]:
    text, identity = found[side], found[f"{side}_id"] or ""
    match = _WITH_PORT.fullmatch(text)
    name, port = (match[1], int(match[2])) if match else (text, None)
    reserved = [word.strip().removeprefix("reserved:") for word in identity.split(",")]
    try:
        return End(ip_address(name.strip("[]")), roles_of(reserved)), port
    except ValueError:
        is_pod = "/" in name
        return End(None, PODS if is_pod else roles_of(reserved), name[:80]), port


READER = Reader(
    name="hubble",
    label=gettext_noop("Flows of Cilium: hubble observe"),
    command="hubble observe --last 10000",
    sample=(
        "Mar  2 10:15:31.004: 192.0.2.65:40118 (remote-node) -> 192.0.2.11:10250 (host) "
        "policy-verdict:none INGRESS DENIED (TCP Flags: SYN)"
    ),
    recognises=_recognises,
    read=_read,
)
