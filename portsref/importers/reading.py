"""Reads whatever was pasted or uploaded: each document by the importer of its kind."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from portsref.importers.base import Document, Importer
from portsref.importers.cutting import File, cut
from portsref.importers.facts import Fact, Origin, Section, Unread, said_by
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
    facts: list[Fact] = []
    recognised: list[Recognised] = []
    secrets: Counter[SecretKind] = Counter()
    together: dict[str, list[Document]] = {}
    for piece in cut(files, importers):
        if not isinstance(piece, Document):
            facts.append(piece)
            continue
        secrets.update(_secrets(piece.value))
        importer = read_as or next((one for one in importers if one.recognises(piece)), None)
        if importer is None:
            facts.append(Unread(Origin(piece.value.place), Message(NOT_RECOGNISED)))
            continue
        recognised.append(Recognised(piece.value.place, importer))
        if importer.join:
            together.setdefault(importer.name, []).append(piece)
        else:
            facts.extend(_facts(importer, (piece,)))
    for importer in importers:
        if importer.join and importer.name in together:
            facts.extend(_facts(importer, importer.join(together[importer.name])))
    return Reading(tuple(facts), tuple(recognised), secrets)


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
