"""A catalogue over facts, of which a product is made when somebody asks for it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

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
    products = _WhenAsked(about["products"], lambda slug: unchecked(Product, facts.product(slug)))
    catalogue = Catalogue(
        products=products,
        roles=tuple(unchecked(Role, role) for role in about["roles"]),
        releases=tuple(unchecked(KubernetesRelease, release) for release in about["releases"]),
        read_services=read_services,
        translations=_WhenAsked(about["languages"], facts.translations),
    )
    catalogue.remember(
        date=about["date"],
        digest=about["digest"],
        rows=_Rows(facts, products),
        node_port_range_keys=about["node_port_ranges"],
    )
    return catalogue


class _WhenAsked[V](Mapping[str, V]):
    """A mapping of which a value is made when it is first asked for."""

    def __init__(self, keys: Iterable[str], make: Callable[[str], V]) -> None:
        self._keys = dict.fromkeys(keys)
        self._make = make
        self._made: dict[str, V] = {}

    def __getitem__(self, key: str) -> V:
        found = self._made.get(key)
        if found is None:
            if key not in self._keys:
                raise KeyError(key)
            # another thread may have been quicker meanwhile
            found = self._made.setdefault(key, self._make(key))
        return found

    def get(self, key: str, default: Any = None) -> Any:
        """The value, or the default; without the exception that costs most where it is asked."""
        return self[key] if key in self._keys else default

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    def __contains__(self, key: object) -> bool:
        return key in self._keys


class _Rows(Mapping[str, Row]):
    """Every row by its key, of which one is made with its product; to list them, none is made."""

    def __init__(self, facts: Facts, products: Mapping[str, Product]) -> None:
        self._facts = facts
        self._rows_of = _WhenAsked(
            products, lambda slug: {row.key: row for row in products[slug].rows}
        )

    def __getitem__(self, key: str) -> Row:
        return self._rows_of[_slug(key)][key]

    def __iter__(self) -> Iterator[str]:
        return iter(sorted((key for key, *_ in self._facts.rows), key=_slug))

    def __len__(self) -> int:
        return len(self._facts.rows)


def _slug(key: str) -> str:
    return key.partition("/")[0]
