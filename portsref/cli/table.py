"""Prints rows as columns: aligned on a terminal, separated by tabs in a pipe."""

import shutil
import sys
import textwrap
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import zip_longest

GAP = "  "
WIDEST_COLUMN = 34
NARROWEST_LAST_COLUMN = 24


def print_table(rows: Sequence[Sequence[str]], *, header: Sequence[str] = ()) -> None:
    """Print `rows`; the header and the wrapping of long cells are for terminals only."""
    if sys.stdout.isatty():
        lines: Iterator[str] = _aligned([header, *rows] if header else rows)
    else:
        lines = map("\t".join, rows)
    for line in lines:
        print(line)  # noqa: T201 - printing is what it is for


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    columns = list(zip(*rows, strict=True))[:-1]
    widths = [min(max(map(_width, column)), WIDEST_COLUMN) for column in columns]
    left = shutil.get_terminal_size().columns - sum(widths) - len(GAP) * len(widths)
    widths.append(max(left, NARROWEST_LAST_COLUMN))
    for row in rows:
        wrapped = [
            textwrap.wrap(cell, width, break_on_hyphens=False)
            for cell, width in zip(row, widths, strict=True)
        ]
        for cells in zip_longest(*wrapped, fillvalue=""):
            padded = (
                cell + " " * (width - _width(cell))
                for cell, width in zip(cells, widths, strict=True)
            )
            yield GAP.join(padded).rstrip()


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
