"""Reads whatever was pasted or uploaded: each document by the importer of its kind."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from posixpath import normpath

from portsref.importers.base import Document, Importer
from portsref.importers.cutting import File, TextsWithin, cut
from portsref.importers.facts import Fact, Origin, Section, Unread, said_by
from portsref.importers.objects.kinds import NOT_READ
from portsref.importers.secrets import SecretKind, secret_kind
from portsref.importers.values import Place, Value
from portsref.messages import Message, gettext_noop

NOT_RECOGNISED = gettext_noop("is of no kind that is known here")


@dataclass(frozen=True, slots=True)
class Recognised:
    """What one document was taken for."""

    place: Place
    importer: Importer


@dataclass(frozen=True, slots=True)
class Reading:
    """All facts of all files, in their order, and what each document was taken for.

    `secrets` counts what was dropped of documents of YAML and JSON, by its kind.
    """

    facts: tuple[Fact, ...] = ()
    recognised: tuple[Recognised, ...] = ()
    secrets: Mapping[SecretKind, int] = field(default_factory=dict)

    @property
    def listed(self) -> frozenset[Section]:
        """The sections of which something was read that lists all that a cluster has."""
        return frozenset(section for one in self.recognised for section in one.importer.lists)


def read_files(
    files: Iterable[File], importers: Sequence[Importer], read_as: Importer | None = None
) -> Reading:
    """Read files, each document by the first importer that recognises it, or all by `read_as`.

    Never raises: what cannot be read is a fact too, `Unread` with its place and the reason.
    """
    reader = _Reader(importers)
    pieces = [
        (piece, (read_as or reader.find(piece)) if isinstance(piece, Document) else None)
        for piece in cut(files, importers)
    ]
    claimed = _claimed(pieces)
    for piece, importer in pieces:
        if isinstance(piece, Document):
            reader.read(piece, claimed.get(normpath(piece.file), importer))
        else:
            reader.facts.append(piece)
    reader.read_together()
    return Reading(tuple(reader.facts), tuple(reader.recognised), reader.secrets)


def _claimed(
    pieces: Sequence[tuple[Document | Fact, Importer | None]],
) -> Mapping[str, Importer]:
    """The files that documents of others name, and that are read together with these."""
    given = {normpath(one.file) for one, _ in pieces if isinstance(one, Document)}
    claimed: dict[str, Importer] = {}
    for piece, importer in pieces:
        if isinstance(piece, Document) and importer:
            for names in importer.beside(piece):
                found = next((name for name in names if name in given), None)
                if found and found != normpath(piece.file):
                    claimed[found] = importer
    return claimed


class _Reader:
    """Reads one document after the other, and what is read only together at the end."""

    def __init__(self, importers: Sequence[Importer]) -> None:
        self.facts: list[Fact] = []
        self.recognised: list[Recognised] = []
        self.secrets: Counter[SecretKind] = Counter()
        self._importers = importers
        self._together: dict[str, list[Document]] = {}
        self._texts = TextsWithin()
        self._kinds: set[str] = set()

    def read(self, document: Document, importer: Importer | None) -> None:
        """Read a document, and those that stand in its texts."""
        self.secrets.update(_secrets(document.value))
        if importer is None:
            self.facts.append(Unread(Origin(document.value.place), Message(NOT_RECOGNISED)))
            return
        self._read_by(importer, document)
        for piece in self._texts.cut(importer.within(document)):
            if isinstance(piece, Document):
                self._read_within(piece)
            else:
                self.facts.append(piece)

    def _read_within(self, document: Document) -> None:
        """Read what stands in a text; of what is of no known kind each kind is told once."""
        self.secrets.update(_secrets(document.value))
        if importer := self.find(document):
            self._read_by(importer, document)
        elif document.kind not in self._kinds:
            self._kinds.add(document.kind)
            said = Message(NOT_READ, {"kind": document.kind[:63]})
            why = said if document.kind else Message(NOT_RECOGNISED)
            self.facts.append(Unread(Origin(document.value.place), why))

    def find(self, document: Document) -> Importer | None:
        """The first importer that recognises a document."""
        return next((one for one in self._importers if one.recognises(document)), None)

    def _read_by(self, importer: Importer, document: Document) -> None:
        self.recognised.append(Recognised(document.value.place, importer))
        if importer.join:
            self._together.setdefault(importer.name, []).append(document)
        else:
            self.facts.extend(_facts(importer, (document,)))

    def read_together(self) -> None:
        """Read what several documents say only together."""
        for importer in self._importers:
            if importer.join and importer.name in self._together:
                self.facts.extend(_facts(importer, importer.join(self._together[importer.name])))


def _facts(importer: Importer, documents: Iterable[Document]) -> Iterator[Fact]:
    for document in documents:
        yield from (said_by(fact, importer.label) for fact in importer.read(document))


def _secrets(value: Value) -> Iterator[SecretKind]:
    """The kind of each secret that was dropped of a document."""
    left = [value]
    while left:
        one = left.pop()
        if isinstance(one.data, dict):
            left.extend(one.data.values())
        elif isinstance(one.data, tuple):
            left.extend(one.data)
        elif one.unreadable == "secret" and (
            kind := secret_kind(one.place.path.rpartition(".")[2])
        ):
            yield kind
