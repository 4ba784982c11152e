"""The catalogue as one unchangeable value, whether it came from files or from database rows."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from portsref.catalogue.products import (
    Component,
    KubernetesRelease,
    Listener,
    OutboundNeed,
    Place,
    Product,
    Role,
    Row,
    version_key,
)
from portsref.catalogue.version import version_of

if TYPE_CHECKING:  # importing them takes time, and few commands ask about Services
    from portsref.catalogue.services.documents import Services


# language -> name of the translation file (a product, or `roles`) -> English -> translated
type Translations = Mapping[str, Mapping[str, Mapping[str, str]]]


@dataclass(frozen=True, eq=False)
class Catalogue:
    """All facts. Equal catalogues hold equal facts, wherever they were read.

    What is known about Services is read by `read_services` when it is first asked for: no plan
    and no search needs it.
    """

    products: Mapping[str, Product]
    roles: tuple[Role, ...]
    releases: tuple[KubernetesRelease, ...]
    read_services: "Callable[[Catalogue], Services]"
    translations: Translations = field(default_factory=dict)

    def __eq__(self, other: object) -> bool:
        """Tell whether both hold the same facts, those about Services too."""
        if not isinstance(other, Catalogue):
            return NotImplemented
        return self is other or self._everything() == other._everything()

    def __hash__(self) -> int:
        """Equal catalogues have the same digest."""
        return hash(self.digest)

    def _everything(self) -> tuple[object, ...]:
        return (self.products, self.roles, self.releases, self.translations, self.services)

    @cached_property
    def services(self) -> "Services":
        """Protocols, scenarios and providers; the first call may raise `ProblemsError`."""
        return self.read_services(self)

    @cached_property
    def rows(self) -> Mapping[str, Row]:
        """Every listener and outbound need by its key, `product/id`."""
        return {row.key: row for product in self.products.values() for row in product.rows}

    @cached_property
    def listeners(self) -> tuple[Listener, ...]:
        """Every listener, products in order of their slug, rows in the order of their file."""
        return tuple(row for product in self.products.values() for row in product.listeners)

    @cached_property
    def outbound_needs(self) -> tuple[OutboundNeed, ...]:
        """Every outbound need, in the same order."""
        return tuple(row for product in self.products.values() for row in product.outbound_needs)

    @cached_property
    def node_port_range_keys(self) -> tuple[str, ...]:
        """The keys of the rows that say from which ports Services of type NodePort get theirs."""
        return tuple(row.key for row in self.listeners if "node-port-range" in row.traffic)

    @cached_property
    def node_port_ranges(self) -> tuple[Row, ...]:
        """The rows that say from which ports Services of type NodePort get theirs."""
        return tuple(self.rows[key] for key in self.node_port_range_keys)

    @cached_property
    def role(self) -> Mapping[str, Role]:
        """Roles by id."""
        return {role.id: role for role in self.roles}

    @cached_property
    def kubernetes_versions(self) -> tuple[str, ...]:
        """The minor versions that the catalogue knows, newest first."""
        return tuple(
            sorted((release.version for release in self.releases), key=version_key, reverse=True)
        )

    @property
    def newest_kubernetes(self) -> str:
        """The newest Kubernetes version that the catalogue knows."""
        return self.kubernetes_versions[0]

    def remember(
        self,
        *,
        date: str,
        digest: str,
        rows: Mapping[str, Row],
        node_port_range_keys: Sequence[str],
    ) -> None:
        """Take what was worked out from the same facts before, so that it is not once more."""
        vars(self).update(
            date=date,
            digest=digest,
            rows=rows,
            node_port_range_keys=tuple(node_port_range_keys),
        )

    def bases(self, product: str) -> tuple[Product, ...]:
        """The product and what it is built on, nearest first: kind, kubeadm, kubernetes."""
        if product not in self._bases and product in self.products:
            self._bases[product] = tuple(self._find_bases(product))
        return self._bases.get(product, ())

    @cached_property
    def _bases(self) -> dict[str, tuple[Product, ...]]:
        return {}  # filled as asked for: each product that is found is made

    def _find_bases(self, product: str) -> Iterator[Product]:
        here: str | None = product
        passed: set[str] = set()
        while here is not None and here in self.products and here not in passed:
            passed.add(here)
            yield self.products[here]
            here = self.products[here].base

    def component_of(self, row: Row) -> Component:
        """The component that listens or dials."""
        found = self.products[row.product].component(row.component)
        if found is None:
            raise KeyError(f"{row.product}/{row.component}")
        return found

    def find_component(self, product: str, name: str) -> Component | None:
        """The component that `name` means in a row of `product`: its own, a base's, or `p/c`."""
        owner = self.owner_of(product, name)
        return owner.component(name.rpartition("/")[2]) if owner else None

    def owner_of(self, product: str, name: str) -> Product | None:
        """The product that has the component that `name` means in a row of `product`."""
        named, _, component = name.rpartition("/")
        owners = self.bases(named)[:1] if named else self.bases(product)
        return next((owner for owner in owners if owner.component(component)), None)

    def find_place(self, product: Product, name: str) -> tuple[str, Place] | None:
        """The place that `name` means in a row of `product`, with its key `product/id`."""
        named, _, place_id = name.rpartition("/")
        owner = self.products.get(named) if named else product
        place = owner.place(place_id) if owner else None
        return (f"{owner.product}/{place.id}", place) if owner and place else None

    def place_name(self, row: Row, named: str) -> str:
        """What a place outside is called that a row names; a mere name is what it says."""
        found = self.find_place(self.products[row.product], named)
        return found[1].name if found else named

    def translate(self, text: str, language: str, source: str) -> str:
        """The text in `language`, by the file `source`; the English text where there is none."""
        return self.translations.get(language, {}).get(source, {}).get(text, text)

    @cached_property
    def date(self) -> str:
        """The day of the newest check of a product, as `2026-08-22`."""
        return max((product.checked.date for product in self.products.values()), default="")

    @cached_property
    def digest(self) -> str:
        """SHA-256 over all that plans are worked out and told with, in hexadecimal.

        That is everything but Services: a plan made with an equal digest has the same rules.
        """
        facts = {
            "products": [product.model_dump(mode="json") for product in self.products.values()],
            "roles": [role.model_dump(mode="json") for role in self.roles],
            "releases": [release.model_dump(mode="json") for release in self.releases],
            "translations": dict(self.translations),
        }
        text = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def version(self) -> str:
        """Date and beginning of the digest, as `2026-08-22.1a2b3c4d`."""
        return version_of(self.date, self.digest)
