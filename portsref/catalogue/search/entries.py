"""The rows of a catalogue with all that they are found, filtered and sorted by."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.products import Component, Listener, Product, Row
from portsref.catalogue.search.port_table import names_few

type Direction = Literal["inbound", "outbound"]

SORTS = ("documented", "port", "component", "product")


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A row with all that it is found by."""

    row: Row
    product: Product
    component: Component
    position: int
    values: Mapping[str, frozenset[str]]
    names: str
    text: str
    port_key: tuple[tuple[int, int], ...]  # by which entries are sorted: kept, as it takes long

    @property
    def direction(self) -> Direction:
        """Inbound to the component, or outbound from it."""
        return "inbound" if isinstance(self.row, Listener) else "outbound"

    @property
    def component_key(self) -> str:
        """`product/component`."""
        return f"{self.product.product}/{self.component.id}"


def entries_of(catalogue: Catalogue) -> Iterator[Entry]:
    """Every row of the catalogue with what it is found by, in order of search."""
    for position, (product, row) in enumerate(in_order_of_search(catalogue)):
        yield _entry(catalogue, product, row, position)


def in_order_of_search(catalogue: Catalogue) -> Iterator[tuple[Product, Row]]:
    """Every row with its product: Kubernetes first, then products by their slug."""
    order = sorted(catalogue.products.values(), key=lambda product: product.kind != "core")
    return ((product, row) for product in order for row in product.rows)


def _entry(catalogue: Catalogue, product: Product, row: Row, position: int) -> Entry:
    component = catalogue.component_of(row)
    names = f"{product.product} {product.name} {component.id} {component.name}".casefold()
    return Entry(
        row=row,
        product=product,
        component=component,
        position=position,
        values=_values(catalogue, product, row),
        names=names,
        text=f"{names} {_text(catalogue, product, component, row)}",
        port_key=_port_key(row),
    )


def _values(catalogue: Catalogue, product: Product, row: Row) -> Mapping[str, frozenset[str]]:
    values: dict[str, set[str]] = {
        "product": {product.product},
        "component": {f"{product.product}/{row.component}"},
        "role": set(_roles_shown(catalogue, row)),
        "protocol": {row.protocol},
        "direction": {"inbound" if isinstance(row, Listener) else "outbound"},
        "scope": {row.scope},
        "required": {"yes" if row.required else "no"},
        "listed": {"yes" if product.is_official(row) else "no"},
        "kubernetes": {
            version for version in catalogue.kubernetes_versions if row.exists_in(version)
        },
    }
    return {facet: frozenset(found) for facet, found in values.items()}


def _roles_shown(catalogue: Catalogue, row: Row) -> Iterator[str]:
    for role in row.roles:
        yield shown_under(catalogue, role)
        if role in catalogue.role:
            yield role


def shown_under(catalogue: Catalogue, role: str) -> str:
    """The role under whose heading the rows of `role` stand; a place stands outside."""
    known = catalogue.role.get(role)
    return (known.shown_under or role) if known else "external"


def _text(catalogue: Catalogue, product: Product, component: Component, row: Row) -> str:
    texts = [row.purpose, row.note, component.name, component.summary]
    english = [text for text in texts if text]
    translated = [
        sentences[text]
        for sources in catalogue.translations.values()
        if (sentences := sources.get(product.product))
        for text in english
        if text in sentences
    ]
    conditions = [*row.when, *(value for values in row.when.values() for value in values)]
    own = [row.id, row.protocol, row.setting or "", *conditions]
    return " ".join((*own, *english, *translated)).casefold()


def _port_key(row: Row) -> tuple[tuple[int, int], ...]:
    return tuple((part.first, part.last) for part in row.ports.ranges) or ((65535, 65535),)


def is_wide(row: Row) -> bool:
    """Tell whether a row is a range of ports of which its product uses a few."""
    return not names_few(row.ports.numbers)


def sort_entries(entries: Iterable[Entry], sort: str) -> list[Entry]:
    """Sort by one of `SORTS`; `documented` keeps the order given."""
    if sort == "port":
        return sorted(entries, key=lambda entry: (entry.port_key, entry.position))
    if sort == "component":
        return sorted(entries, key=lambda entry: (entry.component.name.casefold(), entry.position))
    if sort == "product":
        return sorted(entries, key=lambda entry: (entry.product.name.casefold(), entry.position))
    return list(entries)


def row_data(entry: Entry) -> dict[str, object]:
    """A row as plain values: its key, product and direction, then what its file says."""
    return {
        "key": entry.row.key,
        "product": entry.product.product,
        "direction": entry.direction,
        **entry.row.model_dump(mode="json"),
    }
