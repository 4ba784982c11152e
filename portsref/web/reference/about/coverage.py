"""How large the catalogue is, what it stands on, and how old: figures of nothing but its rows."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django.utils.translation import gettext

from portsref.catalogue.products import KINDS, Listener, Product, Row
from portsref.web.reference.rows import Link, Reader
from portsref.web.shared.row_words import KIND_HEADINGS, word

OLD = 180  # days, in which most products have had two releases
OLDEST_SHOWN = 8
HOSTS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class KindRow:
    """Products of one kind, counted."""

    heading: str
    products: int
    listeners: int
    needs: int
    oldest: str


@dataclass(frozen=True, slots=True)
class AgeRow:
    """Products that were checked in one month."""

    month: str
    products: int
    most: int


@dataclass(frozen=True, slots=True)
class AgedProduct:
    """A product and when its rows were last checked."""

    link: Link
    version: str
    date: str
    days: int
    is_old: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """All figures of the page."""

    products: int
    rows: int
    listeners: int
    needs: int
    sources: int
    documented: int
    code: int
    evident: int
    hosts: tuple[tuple[str, int], ...]
    kinds: tuple[KindRow, ...]
    ages: tuple[AgeRow, ...]
    oldest: tuple[AgedProduct, ...]
    old: int


def find_coverage(reader: Reader, today: date) -> Coverage:
    """Count the catalogue as it is seen on one day."""
    products = tuple(reader.catalogue.products.values())
    rows = tuple(reader.catalogue.rows.values())
    aged = sorted(
        (_aged(reader, product, today) for product in products), key=lambda each: each.date
    )
    addresses = {source.address for row in rows for source in row.source}
    return Coverage(
        products=len(products),
        rows=len(rows),
        listeners=sum(isinstance(row, Listener) for row in rows),
        needs=sum(not isinstance(row, Listener) for row in rows),
        sources=len(addresses),
        documented=sum(_rests_on(row, "documented") for row in rows),
        code=sum(_rests_on(row, "code") for row in rows),
        evident=sum(any(source.says for source in row.source) for row in rows),
        hosts=tuple(_hosts(addresses)),
        kinds=tuple(_by_kind(products)),
        ages=tuple(_by_month(products)),
        oldest=tuple(aged[:OLDEST_SHOWN]),
        old=sum(each.is_old for each in aged),
    )


def _rests_on(row: Row, basis: str) -> bool:
    return any(source.basis == basis for source in row.source)


def _hosts(addresses: Iterable[str]) -> Iterable[tuple[str, int]]:
    hosts = ((urlsplit(address).hostname or "").removeprefix("www.") for address in addresses)
    return Counter(hosts).most_common(HOSTS_SHOWN)


def _aged(reader: Reader, product: Product, today: date) -> AgedProduct:
    checked = product.checked
    days = (today - date.fromisoformat(checked.date)).days
    link = reader.product_link(product)
    return AgedProduct(link, checked.version, checked.date, max(0, days), days > OLD)


def _by_kind(products: Sequence[Product]) -> Iterable[KindRow]:
    for kind in KINDS:
        found = [product for product in products if product.kind == kind]
        if found:
            yield _kind_row(word(KIND_HEADINGS, kind), found)
    yield _kind_row(gettext("All"), products)


def _kind_row(heading: str, products: Sequence[Product]) -> KindRow:
    return KindRow(
        heading=heading,
        products=len(products),
        listeners=sum(len(product.listeners) for product in products),
        needs=sum(len(product.outbound_needs) for product in products),
        oldest=min(product.checked.date for product in products),
    )


def _by_month(products: Sequence[Product]) -> Iterable[AgeRow]:
    months = Counter(product.checked.date[:7] for product in products)
    most = max(months.values())
    return [AgeRow(month, count, most) for month, count in sorted(months.items(), reverse=True)]
