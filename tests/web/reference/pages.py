"""Reads pages as tests want them: tables as text, addresses, queries counted."""

import re
from html.parser import HTMLParser
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


class _Tables(HTMLParser):
    """Collects the cells of every table beneath its heading."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: dict[str, list[list[str]]] = {}
        self._heading = ""
        self._text: list[str] | None = None

    def handle_starttag(self, tag: str, _attributes: list[tuple[str, str | None]]) -> None:
        if tag == "h2":
            self._text = []
        if tag == "tr" and self._heading:
            self.tables.setdefault(self._heading, []).append([])
        if tag in {"td", "th"}:
            self._text = []

    def handle_endtag(self, tag: str) -> None:
        if self._text is None:
            return
        text = " ".join("".join(self._text).split())
        if tag == "h2":
            self._heading, self._text = text, None
        if tag in {"td", "th"} and self.tables.get(self._heading):
            self.tables[self._heading][-1].append(text)
            self._text = None

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)


def tables(html: str) -> dict[str, list[list[str]]]:
    """Every table by the heading over it, rows of cells, without the row of names."""
    parser = _Tables()
    parser.feed(html)
    return {heading: rows[1:] for heading, rows in parser.tables.items()}


def page(client: Client, address: str, **headers: str) -> str:
    response = client.get(address, headers=headers)
    assert response.status_code == 200, address
    return response.content.decode()


def picks(html: str) -> list[str]:
    """The keys of the rows on a page, in order."""
    return re.findall(r'name="listener"\s+value="([^"]+)"', html)


def queries(client: Client, address: str) -> int:
    """How many queries a page costs that was not kept."""
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def part(name: str) -> dict[str, Any]:
    """The headers with which htmx asks for a part."""
    return {"HX-Request": "true", "HX-Target": name}
