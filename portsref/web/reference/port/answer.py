"""What a port is, in sentences that a newcomer understands, made of nothing but its rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from portsref.catalogue.search.entries import Entry, is_wide
from portsref.catalogue.search.meanings import Meaning, find_meanings
from portsref.catalogue.search.ports_in_use import family_of
from portsref.web.reference.meaning_words import join_and, name_products, say, say_briefly
from portsref.web.reference.rows import Link, Reader
from portsref.web.shared.joining import fill, labelled, marks

MOST_MEANINGS = 4
MOST_ALSO = 12


@dataclass(frozen=True, slots=True)
class MeaningText:
    """One meaning of a port: its name, such as `TCP 10250 in Kubernetes`, and what it says."""

    name: str
    text: str

    @property
    def whole(self) -> str:
        """Both as one line."""
        return labelled(self.name, self.text)

    @property
    def html(self) -> SafeString:
        """The same line with its name marked."""
        return format_html("<b>{}</b>{}{}", self.name, marks().label, self.text)


@dataclass(frozen=True, slots=True)
class PortAnswer:
    """The meaning to read first, the next ones, and the products that are in none of them."""

    first: MeaningText
    others: tuple[MeaningText, ...]
    products: tuple[Link, ...]

    @property
    def products_at_once(self) -> tuple[Link, ...]:
        """As many of the products as a line has."""
        return self.products[:MOST_ALSO]

    @property
    def more_products(self) -> int:
        """How many products are left."""
        return max(0, len(self.products) - MOST_ALSO)


def answer_for(reader: Reader, port: int, entries: Iterable[Entry]) -> PortAnswer | None:
    """Say what a port is whose rows are `entries`; none where no row says anything of it."""
    meanings = find_meanings(reader.catalogue, entries, reader.is_default)
    if not meanings:
        return None
    shown = (meanings[0], *_worth_reading(meanings))
    is_only = len({family_of(product) for each in meanings for product in each.products}) == 1
    return PortAnswer(
        MeaningText(_name(reader, port, shown[0], is_only=is_only), say(reader, shown[0])),
        tuple(_brief(reader, port, meaning, shown[0]) for meaning in shown[1:]),
        tuple(_unsaid(reader, meanings, shown)),
    )


def _brief(reader: Reader, port: int, meaning: Meaning, first: Meaning) -> MeaningText:
    """A further meaning, shorter: who has it, what it is, and where to open it if anywhere."""
    is_same = meaning.protocols == first.protocols and is_wide(meaning.first.row) == is_wide(
        first.first.row
    )
    if is_same:
        name = name_products(reader, meaning)
    else:
        name = _name(reader, port, meaning, is_only=False)
    return MeaningText(name, say_briefly(reader, meaning))


def _worth_reading(meanings: Sequence[Meaning]) -> Sequence[Meaning]:
    """What comes after the first: not what distributions repeat, nor ranges, nor rare options."""
    first, *others = meanings
    family = family_of(first.first.product)
    return [
        meaning
        for meaning in others
        if meaning.is_of_kubernetes
        or (
            meaning.by_default
            and family_of(meaning.first.product) not in {"kubernetes", family}
            and not is_wide(meaning.first.row)
        )
    ][: MOST_MEANINGS - 1]


def _unsaid(
    reader: Reader, meanings: Iterable[Meaning], shown: Iterable[Meaning]
) -> Iterable[Link]:
    said = {product.product for meaning in shown for product in meaning.products}
    rest = {
        product.product: product
        for meaning in meanings
        if not is_wide(meaning.first.row)
        for product in meaning.products
        if product.product not in said
    }
    return map(reader.product_link, rest.values())


def _name(reader: Reader, port: int, meaning: Meaning, *, is_only: bool) -> str:
    """`TCP 10250 in Kubernetes`; the port alone where Kubernetes has it and nothing else does."""
    row = meaning.first.row
    ports = row.ports.readable if is_wide(row) else str(port)
    named = {"protocol": join_and(meaning.protocols), "ports": ports}
    name = fill(gettext("%(protocol)s %(ports)s"), named)
    if meaning.is_of_kubernetes:
        said = {"port": name, "product": reader.product_link(meaning.first.product).text}
        return name if is_only else fill(gettext("%(port)s in %(product)s"), said)
    said = {"port": name, "products": name_products(reader, meaning)}
    return fill(gettext("%(port)s with %(products)s"), said)
