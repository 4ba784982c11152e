"""The explorer: every row of the catalogue, searched, filtered and grouped by role."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from portsref.catalogue.search.entries import SORTS, Entry, sort_entries
from portsref.catalogue.search.index import Found
from portsref.catalogue.search.ports_in_use import rows_using
from portsref.catalogue.search.query import Filters, understand
from portsref.web.facts.kept_pages import kept_page
from portsref.web.reference.filters import SORT_NAMES, Asked, FilterLink, chips, facets
from portsref.web.reference.port.answer import PortAnswer, answer_for
from portsref.web.reference.rows import Link, Reader, current_reader, role_lines
from portsref.web.shared.http import wants_part
from portsref.web.shared.row_words import address

LINES_A_PAGE = 100
LAST_PORT = 65535


@dataclass(frozen=True, slots=True)
class PagerLinks:
    """Where the reader is among the pages of a long list."""

    number: int
    count: int
    previous: str
    next: str


@dataclass(frozen=True, slots=True)
class NothingFoundLinks:
    """What to do where nothing was found."""

    suggestion: Link | None
    is_beyond_ports: bool
    everywhere: Link | None
    port: Link | None
    near: tuple[Link, ...]


@require_safe
@kept_page
def explore(request: HttpRequest) -> HttpResponse:
    """Show the rows that the address asks for, a page at a time."""
    reader = current_reader()
    asked = Asked.of(request.GET, reader.index)
    found = reader.index.find(asked.filters)
    lines = role_lines(
        reader.index, sort_entries(found.entries, asked.sort), asked.filters.of("role")
    )
    shown, pages = _page_of(lines, asked)
    context = {
        "section": "ports",
        "asked": asked,
        "search_text": asked.filters.query.text,
        "is_part": wants_part(request, "listeners"),
        "title": _title(asked, found, reader),
        "summary": _summary(asked, found, reader),
        "groups": reader.by_role(shown, with_product=_are_of_several_products(found)),
        "pages": pages,
        "facets": facets(asked, found, reader),
        "chips": chips(asked, reader),
        "clear": asked.without_facets().without_query().query_string(),
        "sorts": _sorts(asked),
        "port_link": _port_link(asked, found),
        "answer": _answer(asked, reader),
        "dropped_address": _dropped_address(asked),
        "beyond": _beyond(asked, found),
        "nothing": _nothing(asked, reader) if not found.entries else None,
    }
    part = "#listeners" if context["is_part"] else ""
    return render(request, f"reference/explorer/explore.html{part}", context)


def _are_of_several_products(found: Found) -> bool:
    return len({entry.product.product for entry in found.entries}) > 1


def _page_of(
    lines: Sequence[tuple[str, Entry]], asked: Asked
) -> tuple[Sequence[tuple[str, Entry]], PagerLinks]:
    count = max(1, -(-len(lines) // LINES_A_PAGE))
    number = min(max(1, asked.page), count)
    first = (number - 1) * LINES_A_PAGE
    pages = PagerLinks(
        number=number,
        count=count,
        previous=asked.query_string(page=number - 1) if number > 1 else "",
        next=asked.query_string(page=number + 1) if number < count else "",
    )
    return lines[first : first + LINES_A_PAGE], pages


def _title(asked: Asked, found: Found, reader: Reader) -> str:
    query = asked.filters.query
    if query.only_port is not None:
        parts = (str(query.only_port), (query.protocol or "").lower())
        return gettext("Port %(port)s") % {"port": "/".join(filter(None, parts))}
    if query.failure:
        return gettext("“%(text)s”") % {"text": query.failure.all_names[0]}
    if query.text:
        return gettext("“%(text)s”") % {"text": query.text}
    products = asked.filters.of("product")
    entry = found.entries[0] if len(products) == 1 and found.entries else None
    if entry is not None:
        name = reader.product_link(entry.product).text
        return gettext("Ports that %(product)s uses") % {"product": name}
    return gettext("Ports of Kubernetes and what runs on it")


def _summary(asked: Asked, found: Found, reader: Reader) -> str:
    versions = [
        gettext("Kubernetes %(version)s") % {"version": version}
        for version in sorted(asked.filters.of("kubernetes"))
    ]
    parts = [_count(len(found.entries), len(reader.index.entries)), *versions]
    return " · ".join((*parts, gettext("every row with its source")) if found.entries else parts)


def _count(count: int, total: int) -> str:
    if count == total:
        return ngettext("All %(total)s row", "All %(total)s rows", total) % {"total": f"{total:,}"}
    return ngettext("%(count)s of %(total)s row", "%(count)s of %(total)s rows", total) % {
        "count": f"{count:,}",
        "total": f"{total:,}",
    }


def _sorts(asked: Asked) -> list[tuple[str, str, bool]]:
    return [
        (str(SORT_NAMES[sort]), asked.sorted_by(sort).query_string(), sort == asked.sort)
        for sort in SORTS
    ]


def _answer(asked: Asked, reader: Reader) -> PortAnswer | None:
    """What a port is, where the search is about one: before the rows, as on its own page."""
    query = asked.filters.query
    if query.only_port is None:
        return None
    rows = rows_using(reader.index, query.only_port, query.protocol)
    return answer_for(reader, query.only_port, rows)


def _port_link(asked: Asked, found: Found) -> Link | None:
    port = asked.filters.query.only_port
    if port is None or not found.entries:
        return None
    text = gettext("Port %(port)s in detail: what shares it, what is nearby")
    return Link(text % {"port": port}, address("reference:port", port))


def _dropped_address(asked: Asked) -> str:
    """Where a line of a log or an error text is explained; no request has it in its address."""
    query = asked.filters.query
    return f"{address('reference:dropped')}#lines={quote(query.text)}" if query.is_evidence else ""


def _beyond(asked: Asked, found: Found) -> FilterLink | None:
    """The way from the documented tables to everything about the product."""
    if not asked.is_opening:
        return None
    count = sum(found.counts["listed"].values())
    text = ngettext(
        "These are the tables of the Kubernetes documentation. Show all %(count)d "
        "row of Kubernetes",
        "These are the tables of the Kubernetes documentation. Show all %(count)d "
        "rows of Kubernetes",
        count,
    )
    return FilterLink(text % {"count": count}, asked.without("listed", "yes").query_string())


def _nothing(asked: Asked, reader: Reader) -> NothingFoundLinks:
    query = asked.filters.query
    suggestion = reader.index.suggest(query) if query else None
    everywhere = len(reader.index.find(Filters(query=query)).entries)
    port = query.only_port
    return NothingFoundLinks(
        suggestion=_search_link(suggestion) if suggestion else None,
        is_beyond_ports=any(word.isdigit() and int(word) > LAST_PORT for word in query.words),
        everywhere=_everywhere_link(asked, everywhere) if everywhere else None,
        port=_port_page(port) if port is not None else None,
        near=tuple(map(_port_page, reader.index.near(port))) if port is not None else (),
    )


def _search_link(text: str) -> Link:
    asked = Asked(filters=Filters(query=understand(text)))
    return Link(text, f"?{asked.query_string()}")


def _everywhere_link(asked: Asked, count: int) -> Link:
    text = ngettext(
        "%(count)d row without the filters",
        "%(count)d rows without the filters",
        count,
    )
    return Link(text % {"count": count}, f"?{asked.without_facets().query_string()}")


def _port_page(port: int) -> Link:
    return Link(str(port), address("reference:port", port))
