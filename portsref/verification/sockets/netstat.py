"""`netstat` of net-tools and BusyBox; that of other systems is refused.

A name of a program holds blanks, as `3/k3s server`, and `-` stands where nobody but root sees it.
"""

import re
from collections.abc import Iterator

from portsref.importers.base import Document
from portsref.importers.facts import Origin, Unread
from portsref.importers.values import Place
from portsref.messages import Message, gettext_noop
from portsref.verification.sockets.base import Lines, Reader
from portsref.verification.sockets.model import Said
from portsref.verification.sockets.words import STATES

OTHER_SYSTEM = gettext_noop(
    "is netstat of another system than Linux, which prints other columns and no programs: run "
    "“sudo ss -tulpn” on a host of the plan"
)

_PROTOCOLS = {"tcp": "TCP", "tcp6": "TCP", "udp": "UDP", "udp6": "UDP", "sctp": "SCTP"}
_HEADINGS = ("Active Internet connections", "Active UNIX domain", "Active Multicast")
_HEADER = re.compile(r"\s{0,8}Proto\s{1,20}Recv-Q\s{1,20}Send-Q\s{1,80}Local Address")
_OF_BSD = re.compile(
    r"(?:tcp|udp)[46]{0,2}\s{1,20}[0-9]{1,10}\s{1,20}[0-9]{1,10}\s{1,40}\S*\.[\w*]"
)
_OF_WINDOWS = re.compile(r"\s{0,8}(?:TCP|UDP)\s{1,20}\S{1,60}:[0-9]{1,5}\s{1,60}(?:\*|\S{1,60}):\S")
_TIMER = re.compile(r"\s(?:off|on|keepalive|timewait|probe|unkn-[0-9]{1,3}) \([0-9./]{1,40}\)\s*\Z")
_PROGRAM = re.compile(r"(?:\A|\s)[0-9]{1,10}/(\S.{0,80})\Z")
_LONGEST_LINE = 1_000


def _parse(line: str) -> tuple[str, str, str] | None:
    """Protocol, local end, and all behind the other end; None where it is no such line."""
    words = line.split(maxsplit=5) if len(line) <= _LONGEST_LINE else []
    if len(words) < 5 or words[0] not in _PROTOCOLS:
        return None
    _, received, sent, local, other, *rest = words
    if not (received.isdigit() and sent.isdigit() and ":" in local and ":" in other):
        return None
    return _PROTOCOLS[words[0]], local, "".join(rest)


def _is_header(line: str) -> bool:
    return line.startswith(_HEADINGS) or _HEADER.match(line) is not None


def _is_foreign(line: str) -> bool:
    return bool(_OF_BSD.match(line) or _OF_WINDOWS.match(line)) and _parse(line) is None


def _recognises(document: Document) -> bool:
    lines = document.lines
    return any(map(_is_header, lines[:1])) or any(
        _parse(line) is not None or _is_foreign(line) for line in lines
    )


def _read(document: Document) -> Iterator[Said]:
    lines = Lines(Place(document.file, document.line))
    for number, line in enumerate(document.lines, document.line):
        if _is_header(line):
            lines.has_header = lines.has_header or _HEADER.match(line) is not None
        elif found := _parse(line):
            _add(lines, number, found)
        elif _is_foreign(line):
            yield Unread(Origin(lines.place), Message(OTHER_SYSTEM))
            return
    if lines.count:
        yield from lines.said()


def _add(lines: Lines, number: int, found: tuple[str, str, str]) -> None:
    protocol, local, rest = found
    state = rest.partition(" ")[0]
    program = _PROGRAM.search(_TIMER.sub("", rest).rstrip())
    processes = (program[1],) if program else ()
    is_waiting = state == "LISTEN" if protocol == "TCP" else state not in STATES - {"LISTEN"}
    lines.add(number, protocol, local, processes, is_waiting=is_waiting)


READER = Reader(
    name="netstat",
    label=gettext_noop("Sockets of a host: netstat"),
    command="sudo netstat -tulpn",
    sample=(
        "Active Internet connections (only servers)\n"
        "Proto Recv-Q Send-Q Local Address           Foreign Address         State       "
        "PID/Program name\n"
        "tcp6       0      0 :::6443                 :::*                    LISTEN      "
        "3/k3s server\n"
    ),
    recognises=_recognises,
    read=_read,
    starts=_is_header,
)
