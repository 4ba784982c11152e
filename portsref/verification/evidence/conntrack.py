"""`conntrack -L` and `-E`, `/proc/net/nf_conntrack`: connections that the kernel follows.

The first tuple is as it was dialled, the second as it is answered: its source is who answers, and
its destination the dialling end after masquerading. A packet that the host's own filter drops makes
no entry (measured), so one without an answer says more on the receiving host than on the sending.
"""

import re
from collections.abc import Iterator, Mapping

from portsref.importers.base import Document
from portsref.importers.facts import Unread
from portsref.importers.values import Place
from portsref.messages import Message, gettext_noop
from portsref.packet_logs.base import UnreadableError, read_address, read_port
from portsref.protocols import NAMES_WITH_PORTS, find_protocol
from portsref.verification.evidence.base import Lines, Reader, time_of
from portsref.verification.evidence.model import End, Passage, Result, Said, Sighting

NOT_A_LINE = gettext_noop("is no connection as conntrack lists them")
NO_ANSWER = gettext_noop("no answer was seen")
REFUSED = gettext_noop("it was closed before anything was said")

_LINE = re.compile(
    r"\s{0,8}(?:\[(?P<time>[0-9.]{9,24})\s{0,8}\]\s{0,8})?(?:\[(?:NEW|UPDATE|DESTROY)\]\s{1,8})?"
    r"(?:ipv[46]\s{1,8}[0-9]{1,2}\s{1,8})?(?P<protocol>[a-z0-9-]{2,12})\s{1,8}(?P<number>[0-9]{1,3})"
    r"\s{1,8}(?:[0-9]{1,10}\s{1,4})?(?:(?P<state>[A-Z0-9_]{2,16})\s{1,4})?(?=src=)"
)
_FIELD = re.compile(r"(src|dst|sport|dport|type)=([^\s]{1,60})")
_SUMMARY = re.compile(r"flow entries have been shown")
_LONGEST_LINE = 2_000

type _Tuple = Mapping[str, str]


def _recognises(document: Document) -> bool:
    return any(_LINE.match(line[:_LONGEST_LINE]) for line in document.lines)


def _read(document: Document) -> Iterator[Said]:
    lines = Lines(document, "conntrack")
    for number, line in enumerate(document.lines, document.line):
        found = _LINE.match(line) if len(line) <= _LONGEST_LINE else None
        if found:
            try:
                lines.saw(time_of(found["time"] or ""))
                for sighting in _sightings(found, line, Place(document.file, number)):
                    lines.add(sighting)
            except UnreadableError as error:
                lines.tell(number, Unread, error.message)
        elif line.strip() and not _SUMMARY.search(line):
            lines.tell(number, Unread, Message(NOT_A_LINE))
    yield from lines.said()


def _sightings(found: re.Match[str], line: str, place: Place) -> Iterator[Sighting]:
    there, back = _tuples(line)
    protocol = find_protocol(found["number"])
    name = protocol.name if protocol else found["protocol"].upper()
    passages = tuple(dict.fromkeys(_passages(name, there, back)))
    if passages[0].source.address and passages[0].source.address.is_loopback:
        return
    has_answer = "[UNREPLIED]" not in line
    result, why = _result(found["state"] or "", has_answer=has_answer, line=line)
    yield Sighting(
        place,
        passages,
        result,
        why=why,
        when=time_of(found["time"] or ""),
        needs_side=not has_answer,
    )


def _tuples(line: str) -> tuple[_Tuple, _Tuple]:
    there: dict[str, str] = {}
    back: dict[str, str] = {}
    for name, value in _FIELD.findall(line):
        (back if name in there else there).setdefault(name, value)
    if not {"src", "dst"} <= there.keys():
        raise UnreadableError(NOT_A_LINE)
    return there, back


def _passages(protocol: str, there: _Tuple, back: _Tuple) -> Iterator[Passage]:
    """As it was dialled, and as it goes between who answers and who seems to dial."""
    yield _passage(protocol, there["src"], there["dst"], there)
    if {"src", "dst"} <= back.keys():
        turned = {"sport": back.get("dport", ""), "dport": back.get("sport", "")}
        yield _passage(protocol, back["dst"], back["src"], turned)


def _passage(protocol: str, source: str, destination: str, ports: _Tuple) -> Passage:
    has_ports = protocol in NAMES_WITH_PORTS
    return Passage(
        End(read_address(source)),
        End(read_address(destination)),
        protocol,
        read_port(ports["dport"]) if has_ports and ports.get("dport") else None,
    )


def _result(state: str, *, has_answer: bool, line: str) -> tuple[Result, Message | None]:
    if not has_answer:
        return ("unanswered" if state == "SYN_SENT" else "weak"), Message(NO_ANSWER)
    if state == "CLOSE" and "[ASSURED]" not in line:
        return "weak", Message(REFUSED)
    return "used", None


READER = Reader(
    name="conntrack",
    label=gettext_noop("Connections that a host follows: conntrack"),
    command="sudo conntrack -L",
    sample=(
        "tcp      6 431999 ESTABLISHED src=192.0.2.65 dst=192.0.2.11 sport=40312 dport=10250 "
        "src=192.0.2.11 dst=192.0.2.65 sport=10250 dport=40312 [ASSURED] mark=0 use=1"
    ),
    recognises=_recognises,
    read=_read,
)
