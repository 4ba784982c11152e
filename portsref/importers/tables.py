"""Tables that tools print: what stands under a heading is cut by where the heading begins."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from portsref.importers.base import Document
from portsref.importers.values import Place, Value

# Headings of two words; all others are one, whatever stands below them.
_HEADING = re.compile(r"APP VERSION|NOMINATED NODE|READINESS GATES|NODE SELECTOR|\S+")
_GAP = re.compile(r"\t| {2,}")
_NOTHING = frozenset({"", "<none>", "<unknown>", "<pending>", "<unset>"})

type _Columns = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A kind of table, known by some of its headings."""

    headings: frozenset[str]

    def starts(self, line: str) -> bool:
        """Tell whether a line has the headings of this kind of table."""
        for name in self.headings:  # every line of a paste is asked
            if name not in line:
                return False
        return self.headings <= {name for name, _ in _columns(line)}

    def is_in(self, document: Document) -> bool:
        """Tell whether a document is such a table."""
        return bool(document.lines) and self.starts(document.lines[0])

    def rows(self, document: Document) -> Iterator[Value]:
        """The rows as mappings by heading; a cell that says that there is nothing is missing."""
        if not self.is_in(document):
            return
        columns = _columns(document.lines[0])
        for number, line in enumerate(document.lines[1:], document.line + 1):
            if line.strip():
                place = Place(document.file, number)
                yield Value(place, dict(_cells(columns, line, place)))


def _columns(line: str) -> _Columns:
    expanded = line.expandtabs()
    return tuple((match[0], match.start()) for match in _HEADING.finditer(expanded))


def _cells(columns: _Columns, line: str, place: Place) -> Iterator[tuple[str, Value]]:
    for (name, _), text in zip(columns, _texts(columns, line), strict=False):
        said = None if text in _NOTHING else text
        yield name, Value(place.of(name, place.line), said)


def _texts(columns: _Columns, line: str) -> list[str]:
    """What stands below each heading; where a paste lost the columns, what has a gap around it."""
    expanded = line.expandtabs()
    begins = [begin for _, begin in columns]
    if all(expanded[begin - 1 : begin] in {" ", ""} for begin in begins[1:]):
        ends = [*begins[1:], None]
        return [expanded[begin:end].strip() for begin, end in zip(begins, ends, strict=True)]
    return [text.strip() for text in _GAP.split(line.strip()) if text.strip()]
