"""AsciiDoc: the same page as Markdown, for Antora and Asciidoctor, in the reader's language.

AsciiDoc as Asciidoctor 2 reads it. A character that could begin markup, a macro, an attribute or a
replacement stands as its number, so that nothing of the reader's own is run, linked or included.
Every cell has a line of its own, or the end of one could be read as the format of the next. Any
rule can be said.
"""

import re
from collections.abc import Iterator, Sequence

from portsref.exporters.base import Exporter, Job, says_everything
from portsref.exporters.documents.markdown_file import WEB_ADDRESS
from portsref.exporters.documents.outline import Cell, End, Source, write_document
from portsref.messages import gettext_noop

# Marks, macros and attributes; quotes, dashes, dots, arrows and (C), which are replaced by others;
# `//`, `::` and `;;`, which are something at the beginning or the end of a line.
_MARKS = re.compile(
    r"""[#$&'*+<>@\[\\\]^_`{|}~]|:(?=[/:\[])|(?<=:):|;(?=;)|(?<=;);"""
    r"""|/(?=/)|(?<=/)/|-(?=-)|(?<=-)-|\.(?=\.)|(?<=\.)\.|\((?=(?:C|R|TM)\))"""
)
_AT_BEGINNING = re.compile(r"^[-.=/:;!]|^(?=\d+\.\s)")


def text(plain: str) -> str:
    """A text that is nothing else, at the beginning of a line neither."""
    return _AT_BEGINNING.sub(_number, _MARKS.sub(_number, plain))


def _number(found: re.Match[str]) -> str:
    return "".join(f"&#{ord(character)};" for character in found[0]) or "{empty}"


class AsciiDocMarkup:
    """Headings, sentences and tables of AsciiDoc."""

    around_row = ("", "")

    def begin(self, title: str) -> str:
        """The title of the document."""
        return f"= {text(title)}\n\n"

    def heading(self, plain: str) -> str:
        """A section."""
        return f"\n== {text(plain)}\n\n"

    def paragraph(self, plain: str) -> str:
        """A paragraph of a sentence of ours."""
        return f"{text(plain)}\n\n"

    def table(self, header: Sequence[str]) -> str:
        """The beginning of a table, with its header."""
        cells = "".join(map(self.cell, header))
        return f'[%header,cols="{",".join("1" * len(header))}"]\n|===\n{cells}\n'

    def cell(self, cell: Cell) -> str:
        """A cell on a line of its own."""
        return f"|{_cell(cell)}\n"

    def end_table(self) -> str:
        """The end of a table."""
        return "|===\n"

    def end(self) -> str:
        """Nothing."""
        return ""


def _cell(cell: Cell) -> str:
    if isinstance(cell, End):
        return " +\n".join((text(cell.name), *cell.addresses))
    if isinstance(cell, Source) and WEB_ADDRESS.fullmatch(cell.text):
        return f"link:++{cell.text}++[]"
    return text(cell.text if isinstance(cell, Source) else cell)


def render(job: Job) -> Iterator[str]:
    """Write the document, a row at a time."""
    return write_document(job, AsciiDocMarkup())


EXPORTER = Exporter(
    name="asciidoc",
    label="AsciiDoc",
    summary=gettext_noop("The same as Markdown, for Antora and Asciidoctor."),
    family="document",
    media_type="text/asciidoc; charset=utf-8",
    suffix="adoc",
    says=says_everything,
    render=render,
    says_actions=True,
    has_words=True,
    says_reviews=True,
)
