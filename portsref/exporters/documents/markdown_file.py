"""Markdown: a page for a wiki, a repository or a ticket, in the reader's language.

CommonMark 0.31 with the tables of GitHub Flavored Markdown. Whatever could be taken for markup or
HTML in a text of the reader's own is escaped, and no text reaches a second line. Any rule can be
said. A link is one only where it is an address of the web.
"""

import re
from collections.abc import Iterator, Sequence

from portsref.exporters.base import Exporter, Job, says_everything
from portsref.exporters.documents.outline import Cell, End, Source, write_document
from portsref.messages import gettext_noop

# Entities, because not every reader takes a backslash before these.
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;", "~": "&#126;", "$": "&#36;"}
_ESCAPES |= {mark: f"\\{mark}" for mark in "\\`*_[]#"}
_MARKS = re.compile(f"[{re.escape(''.join(_ESCAPES))}]")
WEB_ADDRESS = re.compile(r"https?://[\w.\-]+(:\d+)?(/[\w\-./~%+?&=:@,;!#()*']*)?", re.ASCII)


def text(plain: str) -> str:
    """A text that is markup nowhere in a line, but at its beginning."""
    return _MARKS.sub(lambda mark: _ESCAPES[mark[0]], plain)


class MarkdownMarkup:
    """Headings, sentences and tables of Markdown."""

    around_row = ("", "|\n")

    def begin(self, title: str) -> str:
        """The first heading."""
        return f"# {text(title)}\n\n"

    def heading(self, plain: str) -> str:
        """A heading below it."""
        return f"\n## {text(plain)}\n\n"

    def paragraph(self, plain: str) -> str:
        """A paragraph of a sentence of ours."""
        return f"{text(plain)}\n\n"

    def table(self, header: Sequence[str]) -> str:
        """The header of a table, and the line that makes it one."""
        return "".join(map(self.cell, header)) + "|\n|" + " --- |" * len(header) + "\n"

    def cell(self, cell: Cell) -> str:
        """A cell, which is on the line of its row."""
        return f"| {_cell(cell)} "

    def end_table(self) -> str:
        """Nothing: the line that comes next is empty."""
        return ""

    def end(self) -> str:
        """Nothing."""
        return ""


def _cell(cell: Cell) -> str:
    if isinstance(cell, End):
        return "<br>".join((text(cell.name), *cell.addresses))
    if isinstance(cell, Source):
        return f"<{cell.text}>" if WEB_ADDRESS.fullmatch(cell.text) else text(cell.text)
    return text(cell)


def render(job: Job) -> Iterator[str]:
    """Write the document, a row at a time."""
    return write_document(job, MarkdownMarkup())


EXPORTER = Exporter(
    name="markdown",
    label="Markdown",
    summary=gettext_noop("Rules, request and findings as a page for a wiki or a ticket."),
    family="document",
    media_type="text/markdown; charset=utf-8",
    suffix="md",
    says=says_everything,
    render=render,
    says_actions=True,
    has_words=True,
    says_reviews=True,
)
