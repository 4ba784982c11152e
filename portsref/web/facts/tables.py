"""Which documents stand in which tables: one declaration, to write rows and to read them.

Two tables of facts are not of documents: translations, and the texts of scenarios.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from portsref.catalogue import products
from portsref.catalogue.services import documents as services
from portsref.documents.base import Document
from portsref.web.facts import models
from portsref.web.facts.columns import Column, Plain, columns_between
from portsref.web.facts.models.products import PartOfProduct


class StoredRows:
    """The rows in the database by who owns them, with one query a table."""

    def __init__(self) -> None:
        self._by_owner: dict[type[models.Fact], Mapping[str, list[models.Fact]]] = {}

    def of(self, table: "Table", owner: str) -> list[models.Fact]:
        """The rows of `table` that `owner` has, in the order of the file."""
        model = table.model
        if model not in self._by_owner:
            self._by_owner[model] = _by_owner(model.objects.all())
        rows = self._by_owner[model].get(owner if model.owner else "", [])
        same = table.same.items()
        return [row for row in rows if all(getattr(row, name) == value for name, value in same)]


def _by_owner(rows: Iterable[models.Fact]) -> Mapping[str, list[models.Fact]]:
    found: defaultdict[str, list[models.Fact]] = defaultdict(list)
    for row in rows:
        found[getattr(row, row.owner) if row.owner else ""].append(row)
    return found


@dataclass(frozen=True, eq=False)
class Table:
    """The rows of one kind of document, which its holder has under `key`.

    `names` has the columns that are called otherwise than their keys, and `same` those in which
    these rows differ from others of their model. `parts` are documents inside these that have rows
    of their own.
    """

    key: str
    document: type[Document]
    model: type[models.Fact]
    names: Mapping[str, str] = field(default_factory=dict)
    same: Mapping[str, str] = field(default_factory=dict)
    parts: tuple["Table", ...] = ()
    is_one: bool = False

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Every column that holds something of the document; a key without one is an error."""
        return tuple(
            columns_between(self.document, self.model, self.names, leave_out=self._keys_of_parts)
        )

    def with_parts(self) -> Iterator["Table"]:
        """This table and those of its parts; what others refer to comes first."""
        yield self
        for part in self.parts:
            yield from part.with_parts()

    def rows_of(self, holder: object, owner: str = "") -> Iterator[models.Fact]:
        """The rows for everything that `holder` has here, and for its parts."""
        for position, document in enumerate(_listed(getattr(holder, self.key))):
            row = self._row(document, owner, position)
            yield row
            for part in self.parts:
                yield from part.rows_of(document, row.pk)

    def read(self, stored: StoredRows) -> Any:
        """The documents that the rows stand for, or the one document."""
        plain = self._plain_values(stored, "")
        if self.is_one:
            return self.document.model_validate(plain)
        return tuple(map(self.document.model_validate, plain))

    def _row(self, document: Document, owner: str, position: int) -> models.Fact:
        plain = document.model_dump(mode="json", exclude_none=True, exclude=self._keys_of_parts)
        values = {column.field.attname: column.value_of(plain, owner) for column in self.columns}
        if self.model.owner:
            values[self.model.owner] = owner
        if self._has_position:
            values["position"] = position
        if issubclass(self.model, PartOfProduct):
            values.setdefault("key", f"{owner}/{position}")
        return self.model(**values, **self.same)

    def _plain_values(self, stored: StoredRows, owner: str) -> Plain | list[Plain]:
        found = [self._plain(row, stored) for row in stored.of(self, owner)]
        return found[0] if self.is_one else found

    def _plain(self, row: models.Fact, stored: StoredRows) -> Plain:
        plain: Plain = {}
        for column in self.columns:
            column.put_into(plain, row)
        return plain | {part.key: part._plain_values(stored, row.pk) for part in self.parts}

    @cached_property
    def _keys_of_parts(self) -> set[str]:
        return {part.key for part in self.parts}

    @cached_property
    def _has_position(self) -> bool:
        return any(column.name == "position" for column in self.model._meta.concrete_fields)


def _listed(found: Any) -> Iterable[Document]:
    if isinstance(found, Mapping):
        return found.values()
    return (found,) if isinstance(found, Document) else found


def _facts(document: type[services.Fact], kind: str) -> Table:
    """Sentences about something of a kind: those of all kinds stand in one table."""
    return Table("facts", document, models.ServiceFact, same={"kind": kind})


_ID = {"id": "key"}
_SLUG = {"id": "slug"}
_PRODUCTS = Table(
    "products",
    products.Product,
    models.Product,
    names={"product": "key"},
    parts=(
        Table("pod_traffic", products.PodTraffic, models.PodTraffic),
        Table("control_plane_to_pods", products.ControlPlaneToPods, models.ControlPlaneToPods),
        Table("places", products.Place, models.Place, names=_ID),
        Table("options", products.Option, models.Option, names=_ID),
        Table("components", products.Component, models.Component, names=_ID),
        Table("bundles", products.Bundle, models.Bundle, names={"product": "brings"}),
        Table("omits", products.Omit, models.Omit),
        Table("listeners", products.Listener, models.Listener, names=_ID),
        Table("outbound_needs", products.OutboundNeed, models.OutboundNeed, names=_ID),
    ),
)
# Whether a protocol is carried by types of Services, by nodes, and by modes of kube-proxy.
_SUPPORT = (
    Table(
        "support",
        services.ServiceSupport,
        models.ServiceSupport,
        names={"service_type": "name"},
        same={"kind": "service-type"},
    ),
    Table(
        "windows_nodes",
        services.NodeSupport,
        models.ServiceSupport,
        same={"kind": "node", "name": "windows"},
        is_one=True,
    ),
    Table(
        "kube_proxy_modes",
        services.ModeSupport,
        models.ServiceSupport,
        names={"mode": "name"},
        same={"kind": "kube-proxy-mode"},
    ),
)
_PROTOCOLS = Table(
    "protocols",
    services.ServiceProtocol,
    models.ServiceProtocol,
    names={"protocol": "slug", "default": "is_default", "stage": ""},
    parts=(*_SUPPORT, _facts(services.ProtocolFact, "protocol")),
)
_FIELDS = Table(
    "fields",
    services.FieldRule,
    models.FieldRule,
    names={"id": "slug", "values": "accepted_values", "stage": ""},
)
_PROTOCOLS_FILE = Table(
    "protocols",
    services.ServiceProtocols,
    models.ServiceFile,
    same={"name": "protocols"},
    parts=(_PROTOCOLS, _FIELDS, _facts(services.ServiceFact, "file")),
    is_one=True,
)
_APP_PROTOCOLS_FILE = Table(
    "app_protocols",
    services.AppProtocols,
    models.ServiceFile,
    same={"name": "app-protocols"},
    parts=(
        Table("values", services.AppProtocol, models.AppProtocol),
        Table("implementations", services.AppProtocolReader, models.AppProtocolReader, names=_SLUG),
        _facts(services.AppProtocolFact, "file"),
    ),
    is_one=True,
)
_PROXY_PROTOCOL_FILE = Table(
    "proxy_protocol",
    services.ProxyProtocol,
    models.ServiceFile,
    same={"name": "proxy-protocol"},
    parts=(
        Table("examples", services.PreambleExample, models.PreambleExample, names=_SLUG),
        _facts(services.PreambleFact, "file"),
    ),
    is_one=True,
)
_PROVIDERS = Table(
    "providers",
    services.Provider,
    models.Provider,
    names={"provider": "slug"},
    parts=(
        Table("protocols", services.ProviderSupport, models.ProviderSupport),
        Table(
            "settings",
            services.ProviderSetting,
            models.ProviderSetting,
            names={"values": "accepted_values"},
        ),
        _facts(services.ProviderFact, "provider"),
    ),
)
_SCENARIOS = Table(
    "scenarios",
    services.Scenario,
    models.Scenario,
    names={"scenario": "slug"},
    parts=(
        Table(
            "ports",
            services.ScenarioPort,
            models.ScenarioPort,
            names={"from_": "origin", "to": "destination"},
        ),
    ),
)

# What a `Catalogue` holds, and what its `services` do, under their keys.
OF_CATALOGUE: tuple[Table, ...] = (
    Table("roles", products.Role, models.Role, names=_ID),
    Table(
        "releases", products.KubernetesRelease, models.KubernetesRelease, names={"version": "key"}
    ),
    _PRODUCTS,
)
OF_SERVICES: tuple[Table, ...] = (
    _PROTOCOLS_FILE,
    _APP_PROTOCOLS_FILE,
    _PROXY_PROTOCOL_FILE,
    _PROVIDERS,
    _SCENARIOS,
)
