"""HTML, escaped: sentences of ours, texts of the reader's own, links, lists and tables."""

from collections.abc import Callable, Iterable, Iterator
from html import escape

from portsref.exporters.documents.markdown_file import WEB_ADDRESS
from portsref.exporters.text import one_line
from portsref.messages import Message

type Say = Callable[..., str]
type Html = str  # of which nothing needs to be escaped any more


def own(plain: str) -> Html:
    """A text of the reader's own on one line, whose direction changes nothing beside it."""
    return f"<bdi>{escape(one_line(plain))}</bdi>"


def said(say: Say, message: Message | str, **parameters: object) -> Html:
    """A sentence of ours."""
    return escape(say(message, **parameters))


def link(address: str) -> Html:
    """An address, which leads there only if it is one of the web."""
    plain = one_line(address)
    if not WEB_ADDRESS.fullmatch(plain):
        return own(plain)
    return f'<a href="{escape(plain)}" rel="noreferrer">{escape(plain)}</a>'


def section(name: str, heading: Html, content: Iterable[Html]) -> Iterator[Html]:
    """A part of the page that can be linked to."""
    yield f'<section id="{name}">\n<h2>{heading}</h2>\n'
    yield from content
    yield "</section>\n"


def table(kind: str, header: Iterable[Html], rows: Iterable[Iterable[Html]]) -> Iterator[Html]:
    """A table whose first column names its rows; it scrolls on its own where it is too wide."""
    yield f'<div class="wide"><table class="{kind}">\n<thead><tr>'
    yield from (f'<th scope="col">{cell}</th>' for cell in header)
    yield "</tr></thead>\n<tbody>\n"
    for first, *others in rows:
        cells = "".join(f"<td>{cell}</td>" for cell in others)
        yield f'<tr><th scope="row">{first}</th>{cells}</tr>\n'
    yield "</tbody>\n</table></div>\n"


def facts(kind: str, pairs: Iterable[tuple[Html, Html]]) -> Iterator[Html]:
    """Names with what they stand for."""
    yield f'<dl class="{kind}">\n'
    yield from (f"<div><dt>{name}</dt><dd>{value}</dd></div>\n" for name, value in pairs)
    yield "</dl>\n"
