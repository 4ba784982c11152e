"""Reads files with prints of sockets; all of one file are of one host."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from portsref.importers.base import Document
from portsref.importers.cutting import File, cut
from portsref.importers.facts import Doubt, Origin, Unread
from portsref.importers.pasting import is_command
from portsref.importers.reading import NOT_RECOGNISED
from portsref.messages import Message
from portsref.verification.sockets.model import Host, Print
from portsref.verification.sockets.registry import READERS


@dataclass(slots=True)
class Read:
    """Hosts in the order of their files, and what else is to be told of these."""

    hosts: list[Host] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)


def read_sockets(files: Iterable[File]) -> Read:
    """Read files; never raises."""
    read, prints, known = Read(), dict[str, list[Print]](), tuple(files)
    for piece in cut(known, READERS):
        for said in _said(piece) if isinstance(piece, Document) else (piece,):
            match said:
                case Print():
                    prints.setdefault(said.place.file, []).append(said)
                case Doubt():
                    read.doubts.append(said)
                case Unread():
                    read.unread.append(said)
    filtered = {file.name for file in known if _is_filtered(file.text)}
    read.hosts = [
        Host(name, tuple(found), is_filtered=name in filtered) for name, found in prints.items()
    ]
    return read


def _said(document: Document) -> Sequence[Print | Doubt | Unread]:
    reader = next((one for one in READERS if one.recognises(document)), None)
    if reader is None:
        return (Unread(Origin(document.value.place), Message(NOT_RECOGNISED)),)
    return tuple(reader.read(document))


def _is_filtered(text: str) -> bool:
    """Tell whether a command in a paste kept only some lines of what was printed."""
    lines = (line for line in text.splitlines() if "|" in line and is_command(line))
    return any("grep" in line or "head" in line or "awk" in line for line in lines)
