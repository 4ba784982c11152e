"""The catalogue that the pages, the API and the planner on the web read.

It is built from the rows of the models and equals the one that the files give. A process keeps it
for as long as no other version was loaded, which one small query a request finds out.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from asgiref.local import Local
from django.db import connection

from portsref.catalogue import products as documents
from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.search import SearchIndex
from portsref.web.facts import models
from portsref.web.facts.service_rows import services_from_rows


class CatalogueMissingError(LookupError):
    """No catalogue was loaded yet: `manage.py load_catalogue` does it."""


@dataclass(frozen=True, slots=True)
class CatalogueStamp:
    """Which catalogue the rows hold."""

    date: str
    digest: str
    files_digest: str = ""

    @property
    def short_digest(self) -> str:
        """The beginning of the digest, long enough to tell versions apart."""
        return self.digest[:8]

    @property
    def version(self) -> str:
        """Date and beginning of the digest, as `Catalogue.version`."""
        return f"{self.date}.{self.short_digest}"


_request = Local()
_kept: dict[CatalogueStamp, SearchIndex] = {}


def current_catalogue() -> Catalogue:
    """The catalogue of the rows, the same value until another version is loaded.

    Raises `CatalogueMissingError`.
    """
    return current_index().catalogue


def current_index() -> SearchIndex:
    """The search index over that catalogue, kept with it; raises `CatalogueMissingError`."""
    stamp = current_stamp()
    if stamp is None:
        raise CatalogueMissingError("no catalogue is loaded: run `manage.py load_catalogue`")
    index = _kept.get(stamp)
    if index is None:
        index = SearchIndex(catalogue_from_rows())
        _kept.clear()
        _kept[stamp] = index
    return index


def current_stamp() -> CatalogueStamp | None:
    """Date and digest of what the rows hold, asked for once a request; none if none is loaded."""
    if not getattr(_request, "is_running", False):
        return _read_stamp()
    if not hasattr(_request, "stamp"):
        _request.stamp = _read_stamp()
    stamp: CatalogueStamp | None = _request.stamp
    return stamp


def forget_catalogue() -> None:
    """Let the next caller read the rows again."""
    _kept.clear()
    if hasattr(_request, "stamp"):
        del _request.stamp


def begin_request(**_signal: object) -> None:
    """Ask for the version anew, once for the request that begins."""
    forget_stamp()
    _request.is_running = True


def end_request(**_signal: object) -> None:
    """Outside a request nothing is kept."""
    forget_stamp()
    _request.is_running = False


def forget_stamp() -> None:
    """Drop the version that this request asked for."""
    if hasattr(_request, "stamp"):
        del _request.stamp


def _read_stamp() -> CatalogueStamp | None:
    with connection.cursor() as cursor:
        cursor.execute(_newest_stamp())
        newest = cursor.fetchone()
    if newest is None:
        return None
    date, digest, files_digest = newest
    return CatalogueStamp(str(date), digest, files_digest)


@cache
def _newest_stamp() -> str:
    """The query, written once: that takes ten times as long as its answer, and each page asks."""
    columns = models.CatalogueVersion.objects.values_list("date", "digest", "files_digest")
    return str(columns[:1].query)


def catalogue_from_rows() -> Catalogue:
    """Build the catalogue from the rows, with one query a table.

    Those about Services are read when somebody asks for them.
    """
    parts = _Parts()
    # sorted here, because databases differ in how they sort a hyphen
    products = sorted(models.Product.objects.all(), key=lambda product: product.key)
    return Catalogue(
        products={row.key: _product(row, parts) for row in products},
        roles=tuple(map(_role, models.Role.objects.all())),
        releases=tuple(map(_release, models.KubernetesRelease.objects.all())),
        read_services=lambda _catalogue: services_from_rows(),
        translations=_translations(),
    )


class _Parts:
    """The parts of all products, by product."""

    def __init__(self) -> None:
        self.options = _by_product(models.Option)
        self.components = _by_product(models.Component)
        self.bundles = _by_product(models.Bundle)
        self.omits = _by_product(models.Omit)
        self.listeners = _by_product(models.Listener)
        self.outbound_needs = _by_product(models.OutboundNeed)


def _by_product(model: Any) -> Mapping[str, list[Any]]:
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for row in model.objects.order_by("product_id", "position"):
        found[row.product_id].append(row)
    return found


def _product(row: models.Product, parts: _Parts) -> documents.Product:
    return documents.Product.model_validate(
        {
            "product": row.key,
            "name": row.name,
            "kind": row.kind,
            "status": row.status or None,
            "summary": row.summary,
            "homepage": row.homepage,
            "checked": {"version": row.checked_version, "date": row.checked_date.isoformat()},
            "official_tables": row.official_tables,
            "etcd_hosts_are_nodes": _when_or_never(row.etcd_hosts_are_nodes),
            "base": row.base_id,
            "bundles": list(map(_bundle, parts.bundles[row.key])),
            "omits": list(map(_omit, parts.omits[row.key])),
            "options": list(map(_option, parts.options[row.key])),
            "components": list(map(_component, parts.components[row.key])),
            "listeners": list(map(_listener, parts.listeners[row.key])),
            "outbound_needs": list(map(_outbound_need, parts.outbound_needs[row.key])),
        }
    )


def _when_or_never(pairs: list[Any] | None) -> dict[str, object] | None:
    return None if pairs is None else dict(pairs)


def _bundle(row: models.Bundle) -> dict[str, object]:
    return {"product": row.brings_id, "when": dict(row.when), "options": row.options}


def _omit(row: models.Omit) -> dict[str, object]:
    return {"listener": row.listener, "when": dict(row.when)}


def _option(row: models.Option) -> dict[str, object]:
    return {
        "id": row.slug,
        "label": row.label,
        "choices": row.choices,
        "default": row.default,
        "setting": row.setting or None,
        "explain": row.explain or None,
    }


def _component(row: models.Component) -> dict[str, object]:
    return {"id": row.slug, "name": row.name, "roles": row.roles, "summary": row.summary}


def _row(row: models.Listener | models.OutboundNeed) -> dict[str, object]:
    return {
        "id": row.slug,
        "component": row.component_id.partition("/")[2],
        "protocol": row.protocol,
        "ports": row.ports,
        "roles": row.roles,
        "purpose": row.purpose,
        "when": dict(row.when),
        "scope": row.scope,
        "setting": row.setting or None,
        "tls": row.tls,
        "since": row.since or None,
        "until": row.until or None,
        "required": row.required,
        "note": row.note or None,
        "source": {
            "url": row.source_url,
            "repo": row.source_repo or None,
            "path": row.source_path or None,
            "basis": row.source_basis,
        },
    }


def _listener(row: models.Listener) -> dict[str, object]:
    return {
        **_row(row),
        "peers": row.peers,
        "replaces": row.replaces or None,
        "random": row.random,
        "binds": row.binds or None,
    }


def _outbound_need(row: models.OutboundNeed) -> dict[str, object]:
    to: object = row.to_place or row.to_roles
    return {
        **_row(row),
        "to": to,
        "reaches": row.reaches,
        "through_proxy": row.through_proxy,
    }


def _role(row: models.Role) -> documents.Role:
    return documents.Role(
        id=row.key,
        name=row.name,
        heading=row.heading,
        fallback=row.fallback or None,
        shown_under=row.shown_under or None,
    )


def _release(row: models.KubernetesRelease) -> documents.KubernetesRelease:
    days = (row.released, row.active_support_ends, row.end_of_life)
    released, active_support_ends, end_of_life = (day.isoformat() if day else None for day in days)
    return documents.KubernetesRelease(
        version=row.key,
        released=released,
        active_support_ends=active_support_ends,
        end_of_life=end_of_life,
    )


def _translations() -> dict[str, dict[str, dict[str, str]]]:
    found: dict[str, dict[str, dict[str, str]]] = {}
    rows: Iterable[tuple[str, str, str, str]] = models.Translation.objects.order_by(
        "pk"
    ).values_list("language", "source", "english", "text")
    for language, source, english, text in rows:
        found.setdefault(language, {}).setdefault(source, {})[english] = text
    return found
