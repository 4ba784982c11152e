"""Values of foreign documents, each with the place where it stands.

What is missing is an empty value, so that a path is followed without asking at every step. Scalars
stay as they were written: what YAML 1.1 makes of `no`, `0o17` and `22:22` is for no port.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from portsref.importers.secrets import without_credentials

_TEMPLATE = re.compile(
    r"\{\{|\{%|\$\{|\$\(|%\{|<no value>|REDACTED|\*\*\*HIDDEN\*\*\*|\Ax{3,}\Z", re.IGNORECASE
)
_YES = frozenset({"true", "yes", "on", "enabled", "1"})
_NO = frozenset({"false", "no", "off", "disabled", "0"})
_NUMBER = re.compile(r"[0-9]{1,9}")
_BETWEEN = re.compile(r"[,\s]+")

# Why a value that is there cannot be read: a template, a tag of a tool, or a secret left out.
type Unreadable = Literal["", "template", "tag", "secret"]


class Place(NamedTuple):  # not a dataclass: every value has one, and this is made much faster
    """Where something stands: file, line from 1 (0 where only the file is known), path in it."""

    file: str
    line: int = 0
    path: str = ""

    def __str__(self) -> str:
        """Print it as `config.yaml:12 networking.podSubnet`."""
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where} {self.path}".strip()

    def of(self, key: str | int, line: int) -> "Place":
        """The place of what stands below, by its key or number."""
        path = self.path
        if isinstance(key, int):
            return Place(self.file, line, f"{path}[{key}]")
        return Place(self.file, line, f"{path}.{key}" if path else key)


@dataclass(slots=True, unsafe_hash=True)  # not frozen, which takes as long as all else
class Value:
    """A mapping, a list or a scalar as written; false where it is missing or null."""

    place: Place
    data: "dict[str, Value] | tuple[Value, ...] | str | None" = None
    unreadable: Unreadable = ""

    def __bool__(self) -> bool:
        """Tell whether something stands there; an empty mapping does."""
        return self.data is not None

    def at(self, *keys: str | int) -> "Value":
        """The value at a path of keys and numbers; an empty one where a step is missing."""
        value = self
        for key in keys:
            value = value._step(key)
        return value

    def _step(self, key: str | int) -> "Value":
        if isinstance(key, str) and isinstance(self.data, dict) and key in self.data:
            return self.data[key]
        if isinstance(key, int) and isinstance(self.data, tuple) and key < len(self.data):
            return self.data[key]
        return Value(self.place.of(key, self.place.line), None, self.unreadable)

    def path(self, dotted: str) -> "Value":
        """The value at a path such as `hubble.relay.enabled`."""
        return self.at(*dotted.split("."))

    def items(self) -> Iterator[tuple[str, "Value"]]:
        """Keys and values of a mapping; of anything else nothing."""
        if isinstance(self.data, dict):
            yield from self.data.items()

    def each(self) -> Iterator["Value"]:
        """The entries of a list; of anything else nothing."""
        if isinstance(self.data, tuple):
            yield from self.data

    def listed(self) -> Iterator["Value"]:
        """Scalars of a list, or of one text with commas between them, as flags have it."""
        if self.is_template:
            yield self
        for value in self.each():
            yield from value.listed()
        for word in _BETWEEN.split(self.text):
            if word:
                yield Value(self.place, word)

    @property
    def is_template(self) -> bool:
        """Tell whether only a template stands there, so that the value is not known."""
        return self.unreadable in {"template", "tag"}

    @property
    def text(self) -> str:
        """The scalar as it was written, without blanks around; empty for anything else."""
        return self.data.strip() if isinstance(self.data, str) else ""

    @property
    def flag(self) -> bool | None:
        """What a yes or no says, in any of its spellings; None where it says neither."""
        word = self.text.lower()
        return True if word in _YES else False if word in _NO else None

    @property
    def number(self) -> int | None:
        """A whole number; None where it is none."""
        return int(self.text) if _NUMBER.fullmatch(self.text) else None


def scalar(place: Place, text: str) -> Value:
    """Make a scalar, without credentials; what is a template is not known.

    A text of several lines is a document within the document, of which a template is only a part.
    """
    if _TEMPLATE.search(text) and "\n" not in text.strip():
        return Value(place, None, "template")
    return Value(place, without_credentials(text))
