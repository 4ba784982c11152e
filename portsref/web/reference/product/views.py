"""Products: all of them by kind, and one with everything about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from portsref.catalogue.products import KINDS, Bundle, Component, Product, When
from portsref.catalogue.search.entries import Entry
from portsref.web.facts.kept_pages import kept_page
from portsref.web.reference.filters import Asked
from portsref.web.reference.product.needs import needs_sheet
from portsref.web.reference.product.traffic import places, questions
from portsref.web.reference.rows import Link, Reader, current_reader
from portsref.web.shared.http import wants_part
from portsref.web.shared.joining import clauses, items
from portsref.web.shared.row_words import (
    KIND_HEADINGS,
    KIND_NAMES,
    STATUS_NAMES,
    address,
    condition_phrases,
    word,
)


@dataclass(frozen=True, slots=True)
class ProductText:
    """A product in the list of all."""

    link: Link
    summary: str
    status: str
    rows: int


@dataclass(frozen=True, slots=True)
class ProductGroup:
    """Products of one kind."""

    kind: str
    heading: str
    products: tuple[ProductText, ...]


@dataclass(frozen=True, slots=True)
class RelationText:
    """Another product or row, when it concerns this one, and the options that are set of it."""

    link: Link
    when: str
    sets: str = ""


@dataclass(frozen=True, slots=True)
class ComponentText:
    """A component of a product."""

    link: Link
    summary: str
    roles: str
    rows: int


@require_safe
@kept_page
def products(request: HttpRequest) -> HttpResponse:
    """Every product, by kind; `q` keeps those whose name or summary holds the words."""
    reader = current_reader()
    text = request.GET.get("q", "")[:100].strip()
    lines = [
        (product.kind, _product_line(reader, product))
        for product in reader.catalogue.products.values()
    ]
    shown = [(kind, line) for kind, line in lines if _holds_words(line, text)]
    context = {
        "section": "products",
        "text": text,
        "groups": _by_kind(shown),
        "shown": len(shown),
        "total": len(lines),
    }
    return render(request, "reference/product/products.html", context)


@require_safe
@kept_page
def product(request: HttpRequest, slug: str) -> HttpResponse:
    """One product: what it needs with the options asked for, then everything else about it."""
    reader = current_reader()
    found = reader.catalogue.products.get(slug)
    if found is None:
        raise Http404(gettext("The catalogue has no such product."))
    entries = [entry for entry in reader.index.entries if entry.product.product == slug]
    relations = _relations(reader, found)
    context = {
        "section": "products",
        "product": found,
        "link": reader.product_link(found),
        "summary": reader.text(found.summary, slug),
        "kind": word(KIND_NAMES, found.kind),
        "status": word(STATUS_NAMES, found.status) if found.status else "",
        "bases": _bases(reader, found),
        "changes": f"{address('reference:changes')}?product={slug}",
        "correct": f"{address('reference:about')}?product={slug}",
        "needs": needs_sheet(reader, found, request.GET),
        "questions": questions(reader, found),
        "places": places(reader, found),
        "components": [_component(reader, slug, part, entries) for part in found.components],
        "relations": bool(found.base) or any(relations.values()),
        **relations,
        "all_rows": Asked().query_string() + f"&product={slug}",
    }
    part = "#needs" if wants_part(request, "needs") else ""
    return render(request, f"reference/product/product.html{part}", context)


def _relations(reader: Reader, product: Product) -> dict[str, list[RelationText]]:
    """How the product stands to other products and to their rows."""
    products: Mapping[str, Product] = reader.catalogue.products
    return {
        "bundles": [
            RelationText(
                reader.product_link(products[bundle.product]),
                _when(reader, product, bundle.when),
                _sets(reader, products[bundle.product], bundle),
            )
            for bundle in product.bundles
            if not _is_base(reader, bundle.product, product)
        ],
        "bundled_by": [
            RelationText(reader.product_link(other), _when(reader, other, bundle.when))
            for other in products.values()
            for bundle in other.bundles
            if bundle.product == product.product and not _is_base(reader, bundle.product, other)
        ],
        "built_on_it": [
            RelationText(reader.product_link(other), "")
            for other in products.values()
            if other.base == product.product
        ],
        "replaces": [
            RelationText(reader.row_link(row.replaces), _when(reader, product, row.when))
            for row in product.listeners
            if row.replaces
        ],
        "omits": [
            RelationText(reader.row_link(omit.listener), _when(reader, product, omit.when))
            for omit in product.omits
        ],
    }


def _product_line(reader: Reader, product: Product) -> ProductText:
    return ProductText(
        link=reader.product_link(product),
        summary=reader.text(product.summary, product.product),
        status=word(STATUS_NAMES, product.status) if product.status else "",
        rows=len(product.rows),
    )


def _holds_words(line: ProductText, text: str) -> bool:
    own = f"{line.link.text} {line.link.address} {line.summary}".casefold()
    return all(part in own for part in text.casefold().split())


def _by_kind(lines: Sequence[tuple[str, ProductText]]) -> list[ProductGroup]:
    groups = (ProductGroup(kind, word(KIND_HEADINGS, kind), _sorted(lines, kind)) for kind in KINDS)
    return [group for group in groups if group.products]


def _sorted(lines: Sequence[tuple[str, ProductText]], kind: str) -> tuple[ProductText, ...]:
    of_kind = (line for line_kind, line in lines if line_kind == kind)
    return tuple(sorted(of_kind, key=lambda line: line.link.text.casefold()))


def _bases(reader: Reader, product: Product) -> list[Link]:
    """What the product is built on, each with the options that it sets there."""
    return [
        replace(reader.product_link(base), note=_set_of_base(reader, product, base))
        for base in reader.catalogue.bases(product.product)
        if base is not product
    ]


def _set_of_base(reader: Reader, product: Product, base: Product) -> str:
    sets = (
        _sets(reader, base, bundle) for bundle in product.bundles if bundle.product == base.product
    )
    return clauses(sets)


def _is_base(reader: Reader, slug: str, product: Product) -> bool:
    return any(base.product == slug for base in reader.catalogue.bases(product.product))


def _component(
    reader: Reader, product: str, part: Component, entries: Sequence[Entry]
) -> ComponentText:
    return ComponentText(
        link=reader.component_link(product, part),
        summary=reader.text(part.summary, product),
        roles=items(reader.host(product, role) for role in part.roles),
        rows=sum(entry.component.id == part.id for entry in entries),
    )


def _sets(reader: Reader, brought: Product, bundle: Bundle) -> str:
    return _when(reader, brought, {option: (value,) for option, value in bundle.options.items()})


def _when(reader: Reader, product: Product, when: When) -> str:
    return clauses(condition_phrases(reader.catalogue, product, when))
