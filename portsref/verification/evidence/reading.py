"""Reads files with logs, tables of connections, and counters."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from portsref.importers.base import Document
from portsref.importers.cutting import File, cut
from portsref.importers.facts import Doubt, Origin, Unread
from portsref.importers.reading import NOT_RECOGNISED
from portsref.messages import Message
from portsref.verification.evidence.model import Log, Said
from portsref.verification.evidence.registry import READERS


@dataclass(slots=True)
class Read:
    """Logs in the order of their files, and what else is to be told of these."""

    logs: list[Log] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)


def read_evidence(files: Iterable[File]) -> Read:
    """Read files; never raises."""
    read = Read()
    for piece in cut(files, READERS):
        for said in _said(piece) if isinstance(piece, Document) else (piece,):
            match said:
                case Log():
                    read.logs.append(said)
                case Doubt():
                    read.doubts.append(said)
                case Unread():
                    read.unread.append(said)
    return read


def _said(document: Document) -> Sequence[Said]:
    reader = next((one for one in READERS if one.recognises(document)), None)
    if reader is None:
        return (Unread(Origin(document.value.place), Message(NOT_RECOGNISED)),)
    return tuple(reader.read(document))
