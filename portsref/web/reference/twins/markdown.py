"""Pieces of Markdown: what is only text is markup nowhere."""

import re
from collections.abc import Iterable, Sequence

from portsref.web.reference.rows import Link

# Entities, because not every reader takes a backslash before these.
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;"}
_ESCAPES |= {mark: f"\\{mark}" for mark in "\\`*_[]#"}
_MARKS = re.compile(f"[{re.escape(''.join(_ESCAPES))}]")


def plain(text: str) -> str:
    """A text in one line, of which nothing is markup."""
    return _MARKS.sub(lambda mark: _ESCAPES[mark[0]], " ".join(text.split()))


def link(to: Link) -> str:
    """Words that lead to a page, or words alone."""
    return f"[{plain(to.text)}](<{to.address}>)" if to.address else plain(to.text)


def heading(text: str, level: int = 2) -> str:
    """A heading with the blank line after it."""
    return f"{'#' * level} {plain(text)}\n\n"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Cells of Markdown as a table; nothing where there are no rows."""
    lines = [_line(row) for row in rows]
    return "".join([_line(header), _line(["---"] * len(header)), *lines, "\n"]) if lines else ""


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |\n"
