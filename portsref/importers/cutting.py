"""Cuts whatever was pasted or uploaded into documents, of which each is of one kind."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from portsref.importers.base import Document, heads_nothing
from portsref.importers.facts import Doubt, Origin, Unread
from portsref.importers.json_values import parse_json_value
from portsref.importers.pasting import clean, is_command
from portsref.importers.secrets import SECRET_KINDS
from portsref.importers.values import Place, Value
from portsref.importers.yaml_values import (
    MOST_VALUES,
    ForeignTextError,
    parse_yaml_documents,
)
from portsref.messages import Message, gettext_noop
from portsref.work import Work

MOST_DOCUMENTS = 2_000
MOST_LINES = 300_000
_SEPARATOR = "---"
_CELLS = re.compile(r"\S(?:[ \t]|[,;|])")  # a line with one word alone heads no table

KEY_TWICE = gettext_noop("stands twice, and the last one counts")
IS_SECRET = gettext_noop("holds secrets, and was not looked at")
TOO_MANY = gettext_noop("more than %(most)s documents: what follows was not read")
TOO_MANY_LINES = gettext_noop("more than %(most)s lines: what follows was not read")


@dataclass(frozen=True, slots=True)
class File:
    """A paste or a file of an upload, by the name that is told with what it says."""

    name: str
    text: str


class Kind(Protocol):
    """What recognises documents of its kind, and lines that head them in a paste of several."""

    def recognises(self, document: Document, /) -> bool:
        """Tell whether a document is of this kind."""

    def starts(self, line: str, /) -> bool:
        """Tell whether a line heads a table of this kind."""


def cut(files: Iterable[File], kinds: Sequence[Kind]) -> Iterator[Document | Doubt | Unread]:
    """The documents of files in their order, with what was left out or cannot be read.

    A document is a table or a text that one of `kinds` recognises, a value of YAML or JSON, or an
    entry of a list of Kubernetes' objects. Of very many the rest is told, and not read. Objects
    that hold secrets are told alone. Never raises.
    """
    left_lines, left_pieces = MOST_LINES, MOST_DOCUMENTS
    work = Work(MOST_VALUES)
    for file in files:
        cleaned = clean(file.text)
        yield from (Doubt(Origin(Place(file.name)), said) for said in cleaned.left_out)
        left_lines -= len(cleaned.lines)
        if left_lines < 0:
            yield _beyond(file, TOO_MANY_LINES, MOST_LINES)
            return
        for piece in _of_file(file.name, cleaned.lines, kinds, work):
            left_pieces -= not isinstance(piece, Doubt)
            if left_pieces < 0:
                yield _beyond(file, TOO_MANY, MOST_DOCUMENTS)
                return
            yield piece


def _beyond(file: File, reason: str, most: int) -> Unread:
    return Unread(Origin(Place(file.name)), Message(reason, {"most": f"{most:,}"}))


def _of_file(
    name: str, lines: Sequence[str], kinds: Sequence[Kind], work: Work
) -> Iterator[Document | Doubt | Unread]:
    for line, block in _blocks(lines, kinds):
        bare = Document(name, line, tuple(block), Value(Place(name, line)))
        yield from _of_block(bare, kinds, work)


def _blocks(lines: Sequence[str], kinds: Sequence[Kind]) -> Iterator[tuple[int, Sequence[str]]]:
    """Cut before headers of tables, and where commands and `---` stand: first line, and lines."""
    begin = 0
    heads = [kind.starts for kind in kinds if kind.starts is not heads_nothing]
    for number, line in enumerate([*lines, _SEPARATOR]):
        is_between = _is_between(line)
        if is_between or (_CELLS.search(line) and any(starts(line) for starts in heads)):
            if any(said.strip() for said in lines[begin:number]):
                yield begin + 1, lines[begin:number]
            begin = number + is_between


def _is_between(line: str) -> bool:
    return _is_separator(line) or is_command(line)


def _is_separator(line: str) -> bool:
    rest = line.removeprefix(_SEPARATOR)
    return rest != line and (not rest.strip() or rest.lstrip(" \t").startswith("#"))


def _of_block(
    bare: Document, kinds: Sequence[Kind], work: Work
) -> Iterator[Document | Doubt | Unread]:
    """The document of a block: a table as it is, else JSON, else YAML, else its bare lines."""
    if any(kind.recognises(bare) for kind in kinds):
        yield bare
        return
    file, line, text = bare.file, bare.line, "\n".join(bare.lines)
    try:
        if (value := parse_json_value(text, file=file, first_line=line, work=work)) is not None:
            yield from _entries(replace(bare, value=value))
            return
        for document in parse_yaml_documents(text, file=file, first_line=line, work=work):
            yield from (Doubt(Origin(place), Message(KEY_TWICE)) for place in document.twice)
            yield from _entries(replace(bare, value=document.value))
    except ForeignTextError as error:
        yield Unread(Origin(Place(file, line)), error.message)


def _entries(document: Document) -> Iterator[Document | Unread]:
    """The objects of a list of Kubernetes, each a document; anything else as it is."""
    items = document.value.at("items")
    is_list = document.kind.endswith("List") and isinstance(items.data, tuple)
    for value in items.each() if is_list else (document.value,):
        one = Document(document.file, value.place.line, (), value) if is_list else document
        yield Unread(Origin(value.place), Message(IS_SECRET)) if one.kind in SECRET_KINDS else one


class TextsWithin:
    """Cuts texts in documents that are files of their own, each once: hosts may have the same.

    Together they have the bounds of what was given, beyond which the rest is told once.
    """

    def __init__(self) -> None:
        self._seen: set[str] = set()
        self._work = Work(MOST_VALUES)
        self._left = MOST_DOCUMENTS

    def cut(self, texts: Iterable[Value]) -> Iterator[Document | Unread]:
        """The documents of some texts, in their order."""
        for text in texts:
            if self._left > 0 and text.text not in self._seen:
                self._seen.add(text.text)
                self._left -= 1  # one of comments alone has no document, and takes as long to read
                yield from self._of(text)

    def _of(self, text: Value) -> Iterator[Document | Unread]:
        place = text.place
        said = text.data if isinstance(text.data, str) else ""
        try:
            for document in parse_yaml_documents(
                said, file=place.file, first_line=place.line + 1, work=self._work
            ):
                value = document.value
                for one in _entries(Document(place.file, value.place.line, (), value)):
                    self._left -= 1
                    if self._left == 0:
                        yield Unread(
                            Origin(place), Message(TOO_MANY, {"most": f"{MOST_DOCUMENTS:,}"})
                        )
                        return
                    yield one
        except ForeignTextError as error:
            yield Unread(Origin(place), error.message)
            if self._work.done > MOST_VALUES:
                self._left = 0


def nested(value: Value) -> Iterator[Document]:
    """The documents in a text within a document, as ConfigMaps have them; none where it is none.

    Their lines are those of the file around them, where the text is a block.
    """
    text = value.data if isinstance(value.data, str) else ""
    place = value.place
    try:
        for document in parse_yaml_documents(text, file=place.file, first_line=place.line + 1):
            yield Document(place.file, document.value.place.line, (), document.value)
    except ForeignTextError:
        return
