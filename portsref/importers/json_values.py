"""Reads foreign JSON, each value with its line; what is JSON is never read as YAML."""

import json
import re
from collections.abc import Iterator

from portsref.importers.secrets import is_secret
from portsref.importers.values import Place, Value, scalar
from portsref.importers.yaml_values import (
    DEEPEST,
    MOST_VALUES,
    TOO_DEEP,
    TOO_MANY,
    ForeignTextError,
)
from portsref.work import TooMuchWorkError, Work

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[][{},:]|[^][{},:"\s]+|\n')


def parse_json_value(
    text: str,
    *,
    file: str,
    first_line: int = 1,
    harmless: frozenset[str] = frozenset(),
    work: Work | None = None,
) -> Value | None:
    """The value of a text that is JSON; None where it is none.

    What stands below a key of `harmless` is kept, although such a key has secrets elsewhere.
    Raises `ForeignTextError` for JSON that is too deep or has too many values: 200,000, or as many
    as `work`, which several texts share, has room for.
    """
    try:
        json.loads(text)
    except RecursionError:
        raise ForeignTextError(TOO_DEEP) from None
    except ValueError:
        return None
    reader = _Reader(text, first_line, harmless, work or Work(MOST_VALUES))
    reader.advance()
    try:
        return reader.value(Place(file, reader.line))
    except TooMuchWorkError as error:
        raise ForeignTextError(TOO_MANY, most=f"{error.most:,}") from None


class _Reader:
    """Walks over the tokens of a text that is known to be JSON."""

    def __init__(self, text: str, first_line: int, harmless: frozenset[str], work: Work) -> None:
        self.harmless = harmless
        self.line = first_line
        self.at = ""
        self.work = work
        self.tokens = self._counted(text)

    def _counted(self, text: str) -> Iterator[str]:
        for match in _TOKEN.finditer(text):
            if match[0] == "\n":
                self.line += 1
            else:
                yield match[0]

    def advance(self) -> None:
        self.at = next(self.tokens, "")

    def value(self, place: Place, depth: int = 0) -> Value:
        """The value that begins with the current token, which is left at its last one."""
        self.work.do(1)
        if depth > DEEPEST:
            raise ForeignTextError(TOO_DEEP)
        if self.at == "{":
            return Value(place, dict(self._members(place, depth)))
        if self.at == "[":
            return Value(place, tuple(self._entries(place, depth)))
        if self.at == "null":
            return Value(place)
        text = self.at
        return scalar(place, json.loads(text) if text[0] == '"' else text)

    def _members(self, place: Place, depth: int) -> Iterator[tuple[str, Value]]:
        self.advance()
        while self.at != "}":
            key = str(json.loads(self.at))
            below = place.of(key, self.line)
            self.advance()
            self.advance()
            is_mapping = self.at == "{"
            value = self.value(below, depth + 1)
            hidden = key not in self.harmless and is_secret(key, is_mapping=is_mapping)
            yield key, Value(below, None, "secret") if hidden else value
            self._after_one()

    def _entries(self, place: Place, depth: int) -> Iterator[Value]:
        self.advance()
        number = 0
        while self.at != "]":
            yield self.value(place.of(number, self.line), depth + 1)
            number += 1
            self._after_one()

    def _after_one(self) -> None:
        self.advance()
        if self.at == ",":
            self.advance()
