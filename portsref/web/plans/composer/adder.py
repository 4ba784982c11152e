"""The products that can be added to a plan, as the composer shows them.

Their buttons depend on the catalogue and the language alone, but for which of them the plan has
already and where the form is sent: they are rendered once and kept.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.products import Product
from portsref.web.shared.pieces import GAP, Pieces
from portsref.web.shared.row_words import KIND_HEADINGS, translated

MOST_KEPT = 4  # two languages, of the catalogue of now and of the one before


@dataclass(frozen=True, slots=True)
class ProductChoice:
    """A product that can be added, and its button."""

    slug: str
    button: SafeString


@dataclass(frozen=True, slots=True)
class ProductGroup:
    """The products of one kind."""

    name: str
    products: tuple[ProductChoice, ...]


def list_kinds(
    catalogue: Catalogue, *, find: str, present: Collection[str], address: str
) -> Iterator[ProductGroup]:
    """Every product whose names have `find` in them, by kind; `present` ones cannot be pressed."""
    asked = find.casefold().strip()
    by_name = sorted(catalogue.products.values(), key=lambda product: product.name.lower())
    found = [product for product in by_name if asked in _names_of(product)]
    for kind, heading in KIND_HEADINGS.items():
        products = tuple(
            ProductChoice(product.product, _button(product, catalogue, present, address))
            for product in found
            if product.kind == kind
        )
        if products:
            yield ProductGroup(str(heading), products)


def _button(
    product: Product, catalogue: Catalogue, present: Collection[str], address: str
) -> SafeString:
    is_present = product.product in present
    context = {
        "product": product,
        "summary": translated(catalogue, product.summary, product.product),
        "heading": str(KIND_HEADINGS[product.kind]),
        "present": is_present,
        "address": GAP,
    }
    pieces = _pieces_of(catalogue.digest, get_language())
    return pieces.fill(
        (product.product, is_present), "plans/composer/_addable.html", context, gap=address
    )


def _names_of(product: Product) -> str:
    return f"{product.product} {product.name} {product.kind} {gettext(product.kind)}".casefold()


@lru_cache(maxsize=MOST_KEPT)
def _pieces_of(_digest: str, _language: str | None) -> Pieces:
    return Pieces()
