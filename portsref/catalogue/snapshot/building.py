"""A catalogue over facts, of which a product is made when somebody asks for it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.products import KubernetesRelease, Product, Role, Row
from portsref.catalogue.services.when_asked import read_our_services
from portsref.catalogue.snapshot.facts import Facts
from portsref.documents.unchecked import unchecked

if TYPE_CHECKING:
    from portsref.catalogue.services.documents import Services


def catalogue_of(
    facts: Facts, *, read_services: Callable[[Catalogue], "Services"] = read_our_services
) -> Catalogue:
    """The catalogue that `facts_of` was given, equal to it in all but what Services are."""
    about = facts.catalogue
    products = _WhenAsked(
        lambda: about["products"], lambda slug: unchecked(Product, facts.product(slug))
    )
    catalogue = Catalogue(
        products=products,
        roles=tuple(unchecked(Role, role) for role in about["roles"]),
        releases=tuple(unchecked(KubernetesRelease, release) for release in about["releases"]),
        read_services=read_services,
        translations=_WhenAsked(lambda: about["languages"], facts.translations),
    )
    catalogue.remember(
        date=about["date"],
        digest=about["digest"],
        rows=_rows(facts, products),
        node_port_range_keys=about["node_port_ranges"],
    )
    return catalogue


class _WhenAsked[V](Mapping[str, V]):
    """A mapping of which a value is made when it is first asked for, and so are its keys.

    `make` raises `KeyError` for what is not among them.
    """

    def __init__(self, keys: Callable[[], Iterable[str]], make: Callable[[str], V]) -> None:
        self._read_keys = keys
        self._make = make
        self._made: dict[str, V] = {}

    @cached_property
    def _keys(self) -> Mapping[str, None]:
        return dict.fromkeys(self._read_keys())

    def __getitem__(self, key: str) -> V:
        found = self._made.get(key)
        if found is None:  # another thread may be quicker meanwhile
            found = self._made.setdefault(key, self._make(key))
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    def __contains__(self, key: object) -> bool:
        return key in self._keys


def _rows(facts: Facts, products: Mapping[str, Product]) -> Mapping[str, Row]:
    """Rows by key, in the order of `Catalogue.rows`; to make one, its product is made."""
    rows_of = _WhenAsked(
        lambda: products, lambda slug: {row.key: row for row in products[slug].rows}
    )
    return _WhenAsked(
        lambda: sorted((row[0] for row in facts.rows), key=_slug),
        lambda key: rows_of[_slug(key)][key],
    )


def _slug(key: str) -> str:
    return key.partition("/")[0]
