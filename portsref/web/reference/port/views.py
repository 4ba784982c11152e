"""One port: what uses it, what holds it in a range, what lies near, and what may clash."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from portsref.catalogue.search.entries import Entry, is_wide
from portsref.catalogue.search.port_table import parse_port
from portsref.catalogue.search.ports_in_use import family_of, may_clash, rows_using
from portsref.protocols import NAMES_WITH_PORTS
from portsref.web.facts.kept_pages import kept_page
from portsref.web.reference.filters import HOME
from portsref.web.reference.port.answer import answer_for
from portsref.web.reference.rows import Link, Reader, current_reader
from portsref.web.shared.row_words import address


@dataclass(frozen=True, slots=True)
class NearPortLink:
    """Another known port, and what it is."""

    port: int
    address: str
    what: str


@dataclass(frozen=True, slots=True)
class ClashText:
    """Products that want the same port of one host."""

    protocol: str
    products: tuple[Link, ...]


@require_safe
def all_ports(request: HttpRequest) -> HttpResponse:
    """The explorer lists all ports; `/ports/` leads there."""
    return redirect(address("reference:explore") + "?q=", permanent=False)


@require_safe
@kept_page
def port(request: HttpRequest, port: str, protocol: str = "") -> HttpResponse:
    """What uses a port, of one protocol or of all; a helpful 404 where it is none."""
    try:
        number, name = parse_port(f"{port}/{protocol}" if protocol else port)
    except ValueError:
        return _no_such_port(request, port, protocol)
    if port != str(number) or protocol != protocol.lower():
        return _to_one_address(number, protocol)
    return render(request, "reference/port/port.html", _context(current_reader(), number, name))


def _to_one_address(number: int, protocol: str) -> HttpResponse:
    if protocol:
        return redirect("reference:port_protocol", number, protocol.lower(), permanent=True)
    return redirect("reference:port", number, permanent=True)


def _no_such_port(request: HttpRequest, port: str, protocol: str) -> HttpResponse:
    context = {
        "section": "ports",
        "port": port[:40],
        "protocol": protocol[:40],
        "protocols": [name.lower() for name in NAMES_WITH_PORTS],
        "is_number": port.isascii() and port.isdigit(),
    }
    return render(request, "reference/port/no_port.html", context, status=404)


def _context(reader: Reader, number: int, protocol: str | None) -> dict[str, object]:
    index = reader.index
    everything = list(rows_using(index, number))
    entries = [entry for entry in everything if protocol in {None, entry.row.protocol}]
    named = [entry for entry in entries if not is_wide(entry.row)]
    ranges = [entry for entry in entries if is_wide(entry.row)]
    before, after = index.neighbours(number)
    return {
        "section": "ports",
        "search_text": "",
        "number": number,
        "protocol": protocol,
        "protocols": _protocols(number, everything, protocol),
        "all_address": address("reference:port", number),
        "all_count": len(everything),
        "named": reader.group("named", gettext("Rows for this port"), named, with_product=True),
        "ranges": reader.group(
            "ranges", gettext("Ranges that include it"), ranges, with_product=True
        ),
        "answer": answer_for(reader, number, entries),
        "clashes": [
            ClashText(name, _product_links(reader, rows)) for name, rows in may_clash(named).items()
        ],
        "near": [_neighbour(reader, port) for port in index.near(number)],
        "before": _neighbour(reader, before) if before is not None else None,
        "after": _neighbour(reader, after) if after is not None else None,
        "kind": _kind_of_port(number),
    }


def _protocols(
    number: int, entries: list[Entry], chosen: str | None
) -> list[tuple[str, str, int, bool]]:
    return [
        (
            name,
            address("reference:port_protocol", number, name.lower()),
            sum(entry.row.protocol == name for entry in entries),
            name == chosen,
        )
        for name in NAMES_WITH_PORTS
    ]


def _product_links(reader: Reader, entries: tuple[Entry, ...]) -> tuple[Link, ...]:
    """The products of entries; Kubernetes and its distributions are one."""
    families = {family_of(entry.product): entry.product for entry in entries}
    return tuple(
        Link(gettext("Kubernetes and its distributions"), address("reference:products"))
        if family == HOME
        else reader.product_link(product)
        for family, product in families.items()
    )


def _neighbour(reader: Reader, port: int) -> NearPortLink:
    words = reader.words(reader.index.known_ports[port])
    what = f"{words.component.text} · {words.purpose}"
    return NearPortLink(port, address("reference:port", port), what)


def _kind_of_port(number: int) -> str:
    """What a port number tells by itself: RFC 6335, and the defaults of Linux and Kubernetes."""
    if 30000 <= number <= 32767:
        return gettext("It is in the default NodePort range, 30000–32767.")
    if 32768 <= number <= 60999:
        return gettext(
            "It is in the range that Linux uses for source ports by default, 32768–60999."
        )
    return ""
