"""A component, and one row: what has an address of its own."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from portsref.catalogue.products import Listener
from portsref.catalogue.search.entries import Entry
from portsref.web.facts.kept_pages import kept_page
from portsref.web.reference.rows import Reader, current_reader
from portsref.web.shared.http import wants_part
from portsref.web.shared.row_words import ROLE_NAMES, word


@require_safe
@kept_page
def component(request: HttpRequest, product: str, slug: str) -> HttpResponse:
    """What a component listens on, and what it connects to."""
    reader = current_reader()
    owner = reader.catalogue.products.get(product)
    found = owner.component(slug) if owner else None
    if owner is None or found is None:
        raise Http404(gettext("There is no such component in the catalogue."))
    own = [
        entry
        for entry in reader.index.entries
        if (entry.product.product, entry.component.id) == (product, slug)
    ]
    context = {
        "section": "products",
        "product": reader.product_link(owner),
        "link": reader.component_link(product, found),
        "summary": reader.text(found.summary, product),
        "roles": gettext(", ").join(word(ROLE_NAMES, role) for role in found.roles),
        "listens": reader.group(
            "listens",
            gettext("Listens on"),
            [entry for entry in own if entry.direction == "inbound"],
        ),
        "connects": reader.group(
            "connects",
            gettext("Connects to"),
            _listeners_that_name(reader, product, slug),
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
        raise Http404(gettext("There is no such row in the catalogue."))
    context = {"section": "ports", "detail": reader.detail(entry)}
    if wants_part(request, "row"):
        return render(request, "reference/component/_unfolded.html", context)
    return render(request, "reference/component/listener.html", context)


def _listeners_that_name(reader: Reader, product: str, slug: str) -> list[Entry]:
    """The listeners that have the component among their peers."""
    return [
        entry
        for entry in reader.index.entries
        if isinstance(entry.row, Listener) and _names(reader, entry, entry.row, product, slug)
    ]


def _names(reader: Reader, entry: Entry, row: Listener, product: str, slug: str) -> bool:
    """Tell whether a peer means the component: roles come first, then the product's own bases."""
    bases = {base.product for base in reader.catalogue.bases(entry.product.product)}
    return f"{product}/{slug}" in row.peers or (
        slug in row.peers
        and product in bases
        and (slug not in reader.catalogue.role or entry.product.product == product)
        and _nearest_owner(reader, entry.product.product, slug) == product
    )


def _nearest_owner(reader: Reader, product: str, slug: str) -> str | None:
    owners = (base.product for base in reader.catalogue.bases(product) if base.component(slug))
    return next(owners, None)
