"""Reads foreign YAML: many documents, aliases, unknown tags, each value with its line.

Unlike documents of our own nothing is refused for its style. Values are built from the parser's
events as they come, and counted before they are built: no small file becomes a large one by its
aliases, and what is too much is given up at once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentEndEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)

from portsref.importers.secrets import is_secret
from portsref.importers.values import Place, Value, scalar
from portsref.messages import MessageError, gettext_noop
from portsref.work import TooMuchWorkError, Work

MOST_VALUES = 200_000
DEEPEST = 100
MOST_TWICE = 100  # keys of a document that are told to stand twice

NOT_YAML = gettext_noop("line %(line)d is no YAML: %(reason)s")
TOO_DEEP = gettext_noop("is nested too deeply")
TOO_MANY = gettext_noop("has more than %(most)s values once its aliases are written out")

_NO_ANCHOR = "found undefined alias"
_TAG = "tag:yaml.org,2002:"
_NULL_TAG = f"{_TAG}null"
_PLAIN_TAGS = frozenset(
    [
        None,
        "!",
        *(
            f"{_TAG}{kind}"
            for kind in ("str", "int", "float", "bool", "null", "timestamp", "map", "seq")
        ),
    ]
)
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_MERGE = "<<"
_CHARACTERS = 16  # of a text that count as much as a value: it may be a document itself


class ForeignTextError(MessageError):
    """A text that cannot be read at all, with the reason as a message."""


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """One document of a text, and where keys stand twice in a mapping: the last one counts."""

    value: Value
    twice: tuple[Place, ...]


def parse_yaml_documents(
    text: str, *, file: str, first_line: int = 1, work: Work | None = None
) -> Iterator[YamlDocument]:
    """Read every document that is not empty; raises `ForeignTextError`.

    `first_line` is the line of the file on which `text` begins. All documents together have at
    most 200,000 values, those below aliases counted as often as they are named; or as many as
    `work`, which several texts share, has room for.
    """
    work = work or Work(MOST_VALUES)
    try:
        builder = _Builder(text, file, first_line, work)
        while (value := builder.next_document()) is not None:
            if value:
                yield YamlDocument(value, tuple(builder.twice))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + first_line if error.problem_mark else first_line
        reason = str(error.problem or error.context)
        raise ForeignTextError(NOT_YAML, line=line, reason=reason) from error
    except (yaml.YAMLError, ValueError) as error:
        if isinstance(error, ForeignTextError):
            raise
        reason = str(error).splitlines()[0]
        raise ForeignTextError(NOT_YAML, line=first_line, reason=reason) from error
    except TooMuchWorkError as error:
        raise ForeignTextError(TOO_MANY, most=f"{error.most:,}") from None


@dataclass(frozen=True, slots=True)
class _Anchored:
    """What an alias stands for: the value, how many values it has, and how deep it goes."""

    value: Value
    size: int
    height: int


class _Builder:
    """Makes values of events, counting them; merges (`<<`) are followed, as tools do."""

    def __init__(self, text: str, file: str, first_line: int, work: Work) -> None:
        self.events: Iterator[Any] = iter(yaml.parse(text, Loader=yaml.CSafeLoader))
        self.file = file
        self.first_line = first_line
        self.work = work
        self.twice: list[Place] = []
        self.anchors: dict[str, _Anchored] = {}
        self.deepest = 0  # of what was built since somebody last asked

    def next_document(self) -> Value | None:
        """The next document, false where it is empty; None behind the last."""
        self.twice, self.anchors = [], {}
        for event in self.events:
            if isinstance(event, ScalarEvent | CollectionStartEvent):
                value = self.build(event, Place(self.file, self.line(event)), 0)
                while not isinstance(next(self.events), DocumentEndEvent):
                    pass
                return value
            if isinstance(event, StreamEndEvent):
                return None
        return None

    def line(self, event: Any) -> int:
        return int(event.start_mark.line) + self.first_line

    def build(self, event: Any, place: Place, depth: int) -> Value:
        """The value that begins with an event, up to its last one."""
        if isinstance(event, AliasEvent):
            return self._aliased(event, place, depth)
        self._count(1, depth)
        anchor, done = event.anchor, self.work.done
        outer, self.deepest = self.deepest, depth
        value = self._built(event, place, depth)
        if anchor:
            size = self.work.done - done + 1
            self.anchors[anchor] = _Anchored(value, size, self.deepest - depth)
        self.deepest = max(outer, self.deepest)
        return value

    def _built(self, event: Any, place: Place, depth: int) -> Value:
        if event.tag not in _PLAIN_TAGS:
            self._pass_over(event)
            return Value(place, None, "tag")
        if isinstance(event, ScalarEvent):
            if _is_null(event):
                return Value(place)
            self.work.do(len(event.value) // _CHARACTERS)
            return scalar(place, event.value)
        if isinstance(event, MappingStartEvent):
            return Value(place, self._mapping(place, depth))
        return Value(place, tuple(self._entries(place, depth)))

    def _entries(self, place: Place, depth: int) -> Iterator[Value]:
        number = 0
        while not isinstance(event := next(self.events), SequenceEndEvent):
            yield self.build(event, place.of(number, self.line(event)), depth + 1)
            number += 1

    def _mapping(self, place: Place, depth: int) -> dict[str, Value]:
        merged: dict[str, Value] = {}
        found: dict[str, Value] = {}
        while not isinstance(key_event := next(self.events), MappingEndEvent):
            key, is_merge = self._key(key_event, depth)
            event = next(self.events)
            if is_merge:
                merged |= _merged(self.build(event, place, depth + 1))
                continue
            below = place.of(key, self.line(key_event))
            if key in found and len(self.twice) < MOST_TWICE:
                self.twice.append(below)
            found[key] = self._below(key, event, below, depth)
        return merged | found if merged else found

    def _key(self, event: Any, depth: int) -> tuple[str, bool]:
        """The text of a key, empty where it is none, and whether it is a merge."""
        if isinstance(event, ScalarEvent):
            is_merge = event.value == _MERGE and event.implicit[0] and event.tag is None
            if event.anchor:
                self.build(event, Place(self.file), depth + 1)
            return event.value, is_merge
        value = self.build(event, Place(self.file), depth + 1)
        return value.data if isinstance(value.data, str) else "", False

    def _below(self, key: str, event: Any, place: Place, depth: int) -> Value:
        is_mapping = isinstance(event, MappingStartEvent)
        if isinstance(event, AliasEvent) and (known := self.anchors.get(str(event.anchor))):
            is_mapping = isinstance(known.value.data, dict)
        if is_secret(key, is_mapping=is_mapping):
            self._pass_over(event)
            return Value(place, None, "secret")
        return self.build(event, place, depth + 1)

    def _aliased(self, event: Any, place: Place, depth: int) -> Value:
        known = self.anchors.get(event.anchor)
        if known is None:
            reason = f"{_NO_ANCHOR} {event.anchor!r}"
            raise ForeignTextError(NOT_YAML, line=self.line(event), reason=reason)
        self._count(known.size, depth + known.height)
        return Value(place, known.value.data, known.value.unreadable)

    def _count(self, values: int, depth: int) -> None:
        self.work.do(values)
        self.deepest = max(self.deepest, depth)
        if depth > DEEPEST:
            raise ForeignTextError(TOO_DEEP)

    def _pass_over(self, event: Any) -> None:
        """Leave out what begins with an event; what is anchored there stays a secret."""
        open_ = 0
        current = event
        while True:
            self.work.do(1)
            anchor = getattr(current, "anchor", None)
            if anchor and not isinstance(current, AliasEvent):
                hidden = Value(Place(self.file, self.line(current)), None, "secret")
                self.anchors[anchor] = _Anchored(hidden, 1, 0)
            open_ += isinstance(current, CollectionStartEvent)
            open_ -= isinstance(current, CollectionEndEvent)
            if not open_:
                return
            current = next(self.events)


def _is_null(event: Any) -> bool:
    is_plain = event.implicit[0] and event.tag is None
    return event.tag == _NULL_TAG or (is_plain and event.value in _NULLS)


def _merged(value: Value) -> dict[str, Value]:
    """The keys that a merge brings: of a list the first mapping that has one counts."""
    if isinstance(value.data, dict):
        return value.data
    merged: dict[str, Value] = {}
    for part in reversed(list(value.each())):
        if isinstance(part.data, dict):
            merged |= part.data
    return merged
