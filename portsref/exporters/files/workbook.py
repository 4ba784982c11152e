"""Workbooks of texts (Office Open XML, ECMA-376), written by XlsxWriter row by row.

Every cell is a text: a `=` at its beginning is not run, and is not when somebody edits the cell
either. No cells are merged, and each sheet has one header row, which stays in sight, with a filter.
"""

import datetime as dt
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from portsref.exporters.base import PIECE
from portsref.exporters.text import one_line

if TYPE_CHECKING:
    import xlsxwriter

LONGEST_CELL = 32_767
MOST_ROWS = 1_048_575  # beside the header
WIDEST, NARROWEST = 60, 6  # columns, in digits of the font
SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def pieces_of_workbook(
    write: Callable[["Workbook"], None], title: str, made: str
) -> Iterator[bytes]:
    """The workbook that `write` fills, from a file without a name that is gone with its last piece.

    `made` is the day that it says it is of, so that the same sheets give the same bytes.
    """
    import xlsxwriter  # noqa: PLC0415 - takes longer to import than most commands to run

    with tempfile.TemporaryFile() as file:
        workbook = xlsxwriter.Workbook(file, _OPTIONS)
        workbook.set_properties({"title": title, "created": dt.datetime.fromisoformat(made)})
        write(Workbook(workbook))
        workbook.close()
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


class Workbook:
    """Writes sheets of texts, each with one header row, a filter and columns that fit."""

    def __init__(self, workbook: "xlsxwriter.Workbook") -> None:
        self._workbook = workbook
        text = {"text_wrap": True, "valign": "top"}
        self._text = workbook.add_format(text)
        self._sign = workbook.add_format(text | {"quote_prefix": True})
        self._head = workbook.add_format({"bold": True, "valign": "top", "bg_color": "#E8ECF1"})

    def sheet(self, name: str, header: Sequence[str], rows: Iterable[Iterable[str]]) -> None:
        """Add a sheet; each row is written as it comes."""
        sheet = self._workbook.add_worksheet(name)
        widths = [NARROWEST] * len(header)
        last = 0
        for last, row in enumerate(chain((header,), rows)):
            for column, text in enumerate(map(one_line, row)):
                form = self._head if last == 0 else self._sign if text[:1] in SIGNS else self._text
                sheet.write_string(last, column, text, form)
                if widths[column] < WIDEST:
                    widths[column] = max(widths[column], _width(text))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(width + 2, WIDEST))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, last, len(widths) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)


def _width(text: str) -> int:
    """How many columns a text takes, of which Chinese characters take two, as far as it matters."""
    if text.isascii() or len(text) >= WIDEST:
        return len(text)
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
