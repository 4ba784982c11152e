"""`ss` of iproute2: with and without header, queues, Netid, names, and further fields.

https://man7.org/linux/man-pages/man8/ss.8.html
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from portsref.importers.base import Document
from portsref.importers.values import Place
from portsref.messages import gettext_noop
from portsref.verification.sockets.base import Lines, Reader
from portsref.verification.sockets.model import Said
from portsref.verification.sockets.words import STATES, WAITING

# What the column Netid has; all that are no protocol of the internet are passed over.
_PROTOCOLS = {"tcp": "TCP", "mptcp": "TCP", "udp": "UDP", "sctp": "SCTP"}
_OTHERS = frozenset({"raw", "icmp6", "dccp", "nl", "tipc", "xdp", "???"})
_OF_OTHERS = re.compile(r"(?:u|p|v|ti)_[a-z]{2,4}")
_HEADER = re.compile(
    r"\s{0,8}(?:Netid\s{1,20})?State\s{1,20}(?:Recv-Q\s{1,20}Send-Q\s{1,80})?Local Address"
)
# Without -n and in old releases as `("sshd",1266,3)`; names of processes have no quotes.
_PROCESS = re.compile(r'\("([^"]{1,64})",(?:pid=)?[0-9]{1,10},')
_V6_ONLY = "v6only:0"


@dataclass(frozen=True, slots=True)
class _Line:
    protocol: str
    state: str
    local: str
    rest: str


def _is_header(line: str) -> bool:
    return _HEADER.match(line) is not None


def _parse(line: str) -> _Line | None:
    """A line with a state and two ends; None where it is none."""
    words = line.split(maxsplit=7)
    netid = words.pop(0) if words and _is_netid(words[0]) else ""
    if not words or words[0] not in STATES:
        return None
    state = words.pop(0)
    if len(words) > 3 and words[0].isdigit() and words[1].isdigit():
        del words[:2]
    if len(words) < 2 or not all(":" in word for word in words[:2]):
        return None
    protocol = _PROTOCOLS.get(netid, netid) if netid else _by_state(state)
    return _Line(protocol, state, words[0], " ".join(words[2:]))


def _is_netid(word: str) -> bool:
    return word in _PROTOCOLS or _is_of_others(word)


def _is_of_others(word: str) -> bool:
    return word in _OTHERS or _OF_OTHERS.fullmatch(word) is not None


def _by_state(state: str) -> str:
    """Without Netid only one protocol was asked for, and UDP never listens."""
    return "UDP" if state == "UNCONN" else "TCP"


def _recognises(document: Document) -> bool:
    lines = document.lines
    return any(_is_header(line) for line in lines[:1]) or any(
        found.state in WAITING for line in lines if (found := _parse(line))
    )


def _read(document: Document) -> Iterator[Said]:
    lines = Lines(Place(document.file, document.line))
    for number, line in enumerate(document.lines, document.line):
        if _is_header(line):
            lines.has_header = True
        elif found := _parse(line):
            if found.protocol in _PROTOCOLS.values():
                processes = tuple(_PROCESS.findall(found.rest))
                is_waiting = found.state in WAITING
                local = _of_both_families(found)
                lines.add(number, found.protocol, local, processes, is_waiting=is_waiting)
        elif _is_no_socket(line):
            continue
        else:
            lines.not_read(number)
    yield from lines.said()


def _of_both_families(line: _Line) -> str:
    """The local end; `-e` says of a socket of IPv6 where it takes packets of IPv4 as well."""
    return line.local.replace("[::]", "*") if _V6_ONLY in line.rest else line.local


def _is_no_socket(line: str) -> bool:
    """Tell whether a line goes on with the one before, is a prompt, or is of another protocol."""
    words = line.split()
    return not words or line[0] in " \t" or words[-1][-1] in "$#%>❯➜" or _is_of_others(words[0])


READER = Reader(
    name="ss",
    label=gettext_noop("Sockets of a host: ss"),
    command="sudo ss -tulpn",
    sample=(
        "Netid State  Recv-Q Send-Q Local Address:Port Peer Address:Port Process\n"
        "tcp   LISTEN 0      4096               *:6443             *:*     "
        'users:(("kube-apiserver",pid=3716,fd=3))\n'
        "udp   UNCONN 0      0            0.0.0.0:8472       0.0.0.0:*\n"
    ),
    recognises=_recognises,
    read=_read,
    starts=_is_header,
)
