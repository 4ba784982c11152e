"""HTML: a sheet to print and to sign, in the reader's language, of one file and without scripts.

HTML as the WHATWG has it. Its own policy forbids scripts and whatever would be loaded; the style
stands in the file. Every text of the reader's own is escaped and keeps the direction of its script
to itself. Any rule can be said. A link is one only where it is an address of the web.
"""

from collections.abc import Iterator, Sequence
from html import escape

from portsref.exporters.base import Exporter, Job, says_everything
from portsref.exporters.documents import labels
from portsref.exporters.documents.markdown_file import WEB_ADDRESS
from portsref.exporters.documents.outline import Cell, End, Source, write_document
from portsref.exporters.language import Language
from portsref.messages import gettext_noop

STYLE = """
  :root { color-scheme: light dark }
  body {
    margin: 2rem auto;
    padding: 0 1rem;
    max-width: 90rem;
    font: 0.875rem/1.5 system-ui, sans-serif;
  }
  h1 { font-size: 1.5rem }
  h2 { margin-top: 2rem; font-size: 1.125rem }
  .wide { overflow-x: auto }
  table { border-collapse: collapse }
  th, td {
    padding: 0.25rem 0.75rem 0.25rem 0;
    border-bottom: 1px solid #8886;
    text-align: start;
    vertical-align: top;
  }
  td { max-width: 30rem; overflow-wrap: anywhere }
  .end { min-width: 12rem }
  .short { white-space: nowrap }
  .end span { display: block; font-family: ui-monospace, monospace }
  .sign {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 3rem;
    margin-top: 4rem;
    break-inside: avoid;
  }
  .sign p { border-top: 1px solid; padding-top: 0.25rem }
  @page { size: A4 landscape; margin: 12mm }
  @media print {
    :root { color-scheme: light }
    body { margin: 0; padding: 0; max-width: none; font-size: 8pt }
    .wide { overflow: visible }
    thead { display: table-header-group }
    tr { break-inside: avoid }
    a { color: inherit; text-decoration: none }
  }
"""
LONGEST_UNBROKEN = 16  # characters of a cell that stays on one line, such as a port
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


class HtmlMarkup:
    """A page of its own, with the places to sign at its end."""

    around_row = ("<tr>", "</tr>\n")

    def __init__(self, language: Language) -> None:
        self._language = language

    def begin(self, title: str) -> str:
        """The head of the page, and its first heading."""
        return (
            f'<!DOCTYPE html>\n<html lang="{self._language.tag}">\n<head>\n'
            '<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
            '<meta name="viewport" content="width=device-width">\n'
            '<meta name="robots" content="noindex">\n<meta name="referrer" content="no-referrer">\n'
            f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
            f"<h1>{text(title)}</h1>\n"
        )

    def heading(self, plain: str) -> str:
        """A heading below the first."""
        return f"<h2>{escape(plain)}</h2>\n"

    def paragraph(self, plain: str) -> str:
        """A paragraph of a sentence of ours."""
        return f"<p>{escape(plain)}</p>\n"

    def table(self, header: Sequence[str]) -> str:
        """The beginning of a table, which scrolls on its own where it is too wide."""
        cells = "".join(f'<th scope="col">{escape(name)}</th>' for name in header)
        return f'<div class="wide"><table>\n<thead><tr>{cells}</tr></thead>\n<tbody>\n'

    def cell(self, cell: Cell) -> str:
        """A cell."""
        return _cell(cell)

    def end_table(self) -> str:
        """Its end."""
        return "</tbody>\n</table></div>\n"

    def end(self) -> str:
        """Where to sign, and the end of the page."""
        say, mark = self._language.say, self._language.marks.item
        lines = (
            f"<p>{escape(mark.join((say(who), say(labels.DATE_AND_SIGNATURE))))}</p>"
            for who in (labels.APPROVED, labels.IMPLEMENTED)
        )
        return f'<div class="sign">{"".join(lines)}</div>\n</body>\n</html>\n'


def text(plain: str) -> str:
    """A text whose direction changes nothing beside it."""
    return f"<bdi>{escape(plain)}</bdi>"


def _cell(cell: Cell) -> str:
    if isinstance(cell, End):
        addresses = "".join(f"<span>{escape(address)}</span>" for address in cell.addresses)
        return f'<td class="end">{text(cell.name)}{addresses}</td>'
    if isinstance(cell, Source) and WEB_ADDRESS.fullmatch(cell.text):
        address = escape(cell.text)
        return f'<td><a href="{address}" rel="noreferrer">{address}</a></td>'
    plain = cell.text if isinstance(cell, Source) else cell
    kind = ' class="short"' if len(plain) <= LONGEST_UNBROKEN else ""
    return f"<td{kind}>{text(plain)}</td>"


def render(job: Job) -> Iterator[str]:
    """Write the page, a row at a time."""
    return write_document(job, HtmlMarkup(job.language))


EXPORTER = Exporter(
    name="html",
    label="HTML",
    summary=gettext_noop("A page to print and to sign, without scripts."),
    family="document",
    media_type="text/html; charset=utf-8",
    suffix="html",
    says=says_everything,
    render=render,
    says_actions=True,
    has_words=True,
)
