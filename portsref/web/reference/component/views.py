"""A component, and one row: what has an address of its own."""

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from portsref.catalogue.products import Component, Listener
from portsref.catalogue.search.entries import Entry
from portsref.catalogue.search.meanings import meaning_of
from portsref.web.facts.kept_pages import kept_page
from portsref.web.reference.component.connections import (
    connects_to,
    hosts_connect_to,
    reached_by,
)
from portsref.web.reference.meaning_words import say
from portsref.web.reference.rows import Reader, current_reader
from portsref.web.shared.http import wants_part
from portsref.web.shared.joining import items
from portsref.web.shared.row_words import PLAN_VALUES, word


@require_safe
@kept_page
def component(request: HttpRequest, product: str, slug: str) -> HttpResponse:
    """What a component listens on, and what it connects to."""
    reader = current_reader()
    owner = reader.catalogue.products.get(product)
    found = owner.component(slug) if owner else None
    if owner is None or found is None:
        raise Http404(gettext("The catalogue has no such component."))
    own = [
        entry
        for entry in reader.index.entries
        if (entry.product.product, entry.component.id) == (product, slug)
    ]
    named_by = _listeners_that_name(reader, product, slug)
    connections = connects_to(reader, own, named_by)
    context = {
        "section": "products",
        "connects_to": connections,
        "hosts_connect_to": hosts_connect_to(reader, product, found, connections),
        "reached_by": reached_by(reader, found, own),
        "product": reader.product_link(owner),
        "link": reader.component_link(product, found),
        "summary": reader.text(found.summary, product),
        "runs": list(where_it_runs(reader, product, found)),
        "listens": reader.group(
            "listens",
            gettext("Listens on"),
            [entry for entry in own if entry.direction == "inbound"],
        ),
        "connects": reader.group(
            "connects",
            gettext("Connects to"),
            named_by,
            with_product=True,
        ),
        "dials": reader.group(
            "dials",
            gettext("Must reach"),
            [entry for entry in own if entry.direction == "outbound"],
        ),
    }
    return render(request, "reference/component/component.html", context)


@require_safe
@kept_page
def listener(request: HttpRequest, product: str, slug: str) -> HttpResponse:
    """One row: on a page of its own, or unfolded beneath its row in a table."""
    reader = current_reader()
    entry = reader.index.by_key.get(f"{product}/{slug}")
    if entry is None:
        raise Http404(gettext("The catalogue has no such row."))
    context = {"section": "ports", "detail": reader.detail(entry)}
    if wants_part(request, "row"):
        return render(request, "reference/component/_unfolded.html", context)
    meaning = meaning_of([entry], reader.catalogue.newest_kubernetes, reader.is_default)
    context["sentence"] = say(reader, meaning)
    return render(request, "reference/component/listener.html", context)


def where_it_runs(reader: Reader, product: str, component: Component) -> Iterator[str]:
    """On which hosts, as far as more is to be said than for most."""
    if component.workload and component.roles == ("worker",):
        yield gettext("Runs wherever ordinary pods do")
    else:
        roles = items(reader.host(product, role) for role in component.roles)
        yield gettext("Runs on: %(roles)s") % {"roles": roles}
        if component.workload:
            yield gettext("wherever ordinary pods do")
    if component.os != ("linux",):
        yield items(word(PLAN_VALUES, system) for system in component.os)


def _listeners_that_name(reader: Reader, product: str, slug: str) -> list[Entry]:
    """The listeners that have the component among their peers."""
    return [
        entry
        for entry in reader.index.entries
        if isinstance(entry.row, Listener) and _names(reader, entry.row, product, slug)
    ]


def _names(reader: Reader, row: Listener, product: str, slug: str) -> bool:
    """Tell whether a peer means the component; but in rows of its own product, roles come first."""
    if f"{product}/{slug}" in row.peers:
        return True
    is_role = slug in reader.catalogue.role and row.product != product
    if slug not in row.peers or is_role:
        return False
    owner = reader.catalogue.owner_of(row.product, slug)
    return owner is not None and owner.product == product
