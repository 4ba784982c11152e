"""The beginning of a file, of which no more is written than is shown."""

from collections.abc import Iterator
from dataclasses import dataclass

from portsref.exporters.base import Export, File

MOST_LINES = 60
LONGEST_LINE = 300
_COMMENTS = ("#", "!", "//", "/*", " *", "--", "<!--", "%")


@dataclass(frozen=True, slots=True)
class Line:
    """A line, and whether nothing but a comment stands on it."""

    text: str
    is_comment: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """The first lines of a file."""

    name: str
    lines: tuple[Line, ...]
    has_more: bool

    @classmethod
    def of(cls, file: File) -> "Preview":
        """Read as much as is shown."""
        lines: list[Line] = []
        for text in _lines(file):
            if len(lines) == MOST_LINES:
                return cls(file.name, tuple(lines), has_more=True)
            cut = text if len(text) <= LONGEST_LINE else f"{text[:LONGEST_LINE]}…"
            lines.append(Line(cut, text.lstrip(" \t").startswith(_COMMENTS)))
        return cls(file.name, tuple(lines), has_more=False)


def find_file(export: Export, name: str) -> File | None:
    """The file of that name, or the first where none is named."""
    if not name:
        return next(iter(export.files), None)
    return next((file for file in export.files if file.name == name), None)


def _lines(file: File) -> Iterator[str]:
    """The lines one after the other; of a long one as much as may be shown, and what follows."""
    rest = ""
    for piece in file.pieces():
        rest += piece.decode(errors="replace")
        *whole, rest = rest.split("\n")
        yield from whole
        if len(rest) > LONGEST_LINE * MOST_LINES:
            break
    if rest:
        yield rest
