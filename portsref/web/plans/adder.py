"""The products that can be added: what the composer shows of them is rendered once, and kept.

It depends on the catalogue and the language alone, but for which of them the plan has already and
where the form is sent.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.documents import Product
from portsref.web.wording import KIND_HEADINGS, translated

GAP = "\0"  # stands for the address of the form; no file of the catalogue can hold it


@dataclass(frozen=True, slots=True)
class Addable:
    """A product that can be added, with its button as it is rendered around the address."""

    slug: str
    names: str
    offered: tuple[str, ...]
    present: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """The products of one kind, and their buttons."""

    name: str
    products: tuple[Addable, ...]
    buttons: str = ""


_kept: dict[tuple[str, str | None], tuple[Kind, ...]] = {}


def list_kinds(
    catalogue: Catalogue, *, find: str, present: Collection[str], address: str
) -> Iterator[Kind]:
    """Every product whose names have `find` in them, by kind; `present` ones cannot be pressed."""
    asked, sent_to = find.casefold().strip(), escape(address)
    for kind in _kinds_of(catalogue):
        products = tuple(product for product in kind.products if asked in product.names)
        buttons = (
            sent_to.join(product.present if product.slug in present else product.offered)
            for product in products
        )
        if products:  # the buttons were escaped when they were rendered
            yield Kind(kind.name, products, SafeString("".join(buttons)))


def _kinds_of(catalogue: Catalogue) -> tuple[Kind, ...]:
    key = (catalogue.digest, get_language())
    kinds = _kept.get(key)
    if kinds is None:
        for other in [other for other in _kept if other[0] != catalogue.digest]:
            _kept.pop(other, None)
        kinds = _kept[key] = tuple(_render_kinds(catalogue))
    return kinds


def _render_kinds(catalogue: Catalogue) -> Iterator[Kind]:
    by_name = sorted(catalogue.products.values(), key=lambda product: product.name.lower())
    for kind, heading in KIND_HEADINGS.items():
        products = [product for product in by_name if product.kind == kind]
        yield Kind(
            str(heading),
            tuple(_addable(product, str(heading), catalogue) for product in products),
        )


def _addable(product: Product, heading: str, catalogue: Catalogue) -> Addable:
    names = f"{product.product} {product.name} {product.kind} {gettext(product.kind)}"
    context = {
        "product": product,
        "summary": translated(catalogue, product.summary, product.product),
        "heading": heading,
        "address": GAP,
    }
    offered, present = (
        tuple(render_to_string("plans/_addable.html", context | {"present": is_present}).split(GAP))
        for is_present in (False, True)
    )
    return Addable(product.product, names.casefold(), offered, present)
