"""Logs of firewalls, as `portsref.packet_logs` reads them: kernels, AWS, Cisco, pf.

A line of a kernel's log says what its prefix says: without a word of a verdict it is no evidence of
either. Flow logs of AWS in their default fields do not say which end dialled.
"""

import re
from collections.abc import Iterator
from itertools import islice

from portsref.importers.base import Document
from portsref.importers.facts import Unread
from portsref.importers.values import Place
from portsref.messages import Message, gettext_noop
from portsref.packet_logs import aws, cisco, linux, pf
from portsref.packet_logs.base import Claim, UnreadableError
from portsref.packet_logs.line_reader import LineReader
from portsref.packet_logs.packets import Packet
from portsref.verification.evidence.base import Lines, Reader, time_in, time_of
from portsref.verification.evidence.model import End, Passage, Result, Said, Sighting

NO_VERDICT = gettext_noop("the prefix of the line does not say whether it was dropped")
LOGS = gettext_noop("Logs of firewalls")

READERS = (linux.READER, aws.READER, cisco.READER, pf.READER)
_LINES_ASKED = 200
_OF_A_KERNEL = re.compile(r"(?<![A-Z])IN=(?=\S{0,20}\s)")
_DROPS = re.compile(r"DROP|BLOCK|DENY|DENIED|REJECT|FINAL", re.IGNORECASE)
_PASSES = re.compile(r"ALLOW|ACCEPT|PASS|PERMIT", re.IGNORECASE)
_SECONDS = re.compile(r"(?<!\S)1[0-9]{9}(?!\S)")
_PODS = frozenset({"pod"})


def _recognises(document: Document) -> bool:
    said = (line.strip() for line in document.lines if line.strip())
    return any(
        reader.claim(line) is not Claim.NONE
        for line in islice(said, _LINES_ASKED)
        for reader in READERS
    )


def _read(document: Document) -> Iterator[Said]:
    reader = LineReader(READERS)
    lines = Lines(document, LOGS)
    for number, text in enumerate(document.lines, document.line):
        line = text.strip()
        if not line:
            continue
        first, last = _times(line)
        lines.saw(first)
        try:
            for packet in reader.read(line):
                place = Place(document.file, number)
                lines.add(_sighting(packet, place, last, _prefix(line)))
            lines.label = reader.label
        except UnreadableError as error:
            lines.tell(number, Unread, error.message)
    yield from lines.said()


def _times(line: str) -> tuple[str, str]:
    """When a record begins and ends, which is the same for a line about one packet."""
    seconds = _SECONDS.findall(line)
    if len(seconds) >= 2:
        return time_of(seconds[-2]), time_of(seconds[-1])
    return (time_in(line),) * 2


def _prefix(line: str) -> str | None:
    """What stands before the fields of a kernel; None where it is no line of a kernel."""
    found = _OF_A_KERNEL.search(line)
    return line[: found.start()][-80:] if found else None


def _sighting(packet: Packet, place: Place, when: str, prefix: str | None) -> Sighting:
    source = End(packet.source, _PODS if packet.from_pods else frozenset())
    destination = End(packet.destination, _PODS if packet.to_pods else frozenset())
    ends = source, destination
    passage = Passage(*ends, packet.protocol, packet.port, packet.source_port)
    result, why = _result(packet, prefix)
    opens = packet.opens if packet.protocol == "TCP" else None
    return Sighting(place, (passage,), result, opens=opens, why=why, when=when)


def _result(packet: Packet, prefix: str | None) -> tuple[Result, Message | None]:
    if packet.accepted:
        return "used", None
    if prefix is None or _DROPS.search(prefix):
        return "dropped", None
    return ("used", None) if _PASSES.search(prefix) else ("weak", Message(NO_VERDICT))


READER = Reader(
    name="packet-logs",
    label=LOGS,
    command="sudo journalctl -k --since -1h --no-pager",
    sample=linux.READER.sample,
    recognises=_recognises,
    read=_read,
)
