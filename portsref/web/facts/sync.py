"""Writes a catalogue into the models: what is new, what changed, what is gone; nothing else."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from portsref.catalogue import products as documents
from portsref.catalogue.catalogue import Catalogue
from portsref.web.facts.catalogue import forget_catalogue
from portsref.web.facts.models import (
    Bundle,
    CatalogueVersion,
    Component,
    Fact,
    KubernetesRelease,
    Listener,
    Omit,
    Option,
    OutboundNeed,
    Product,
    Role,
    Translation,
)
from portsref.web.facts.service_rows import service_rows


@dataclass(slots=True)
class Tally:
    """How many rows of each table were created, updated and deleted."""

    created: dict[str, int] = field(default_factory=dict)
    updated: dict[str, int] = field(default_factory=dict)
    deleted: dict[str, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Tell whether anything happened."""
        return bool(self.created or self.updated or self.deleted)


@transaction.atomic
def sync_catalogue(catalogue: Catalogue, *, files_digest: str) -> Tally:
    """Make the rows say what `catalogue` says, in one transaction; a second run does nothing."""
    tally = Tally()
    tables = (*_tables(catalogue), *service_rows(catalogue.services))
    gone = [_sync_table(model, facts, tally) for model, facts in tables]
    for model, keys in reversed(gone):
        _delete_rows(model, keys, tally)
    _note_version(catalogue, files_digest)
    transaction.on_commit(forget_catalogue)
    return tally


def _tables(catalogue: Catalogue) -> Iterator[tuple[type[Fact], Iterable[Fact]]]:
    """Every table with the facts that it should hold; what others refer to comes first."""
    products = catalogue.products.values()
    yield Role, map(_role, range(len(catalogue.roles)), catalogue.roles)
    yield KubernetesRelease, map(_release, range(len(catalogue.releases)), catalogue.releases)
    yield Product, map(_product, products)
    yield Option, (_option(p, n, item) for p in products for n, item in enumerate(p.options))
    yield Component, (_component(p, n, x) for p in products for n, x in enumerate(p.components))
    yield Bundle, (_bundle(p, n, item) for p in products for n, item in enumerate(p.bundles))
    yield Omit, (_omit(p, n, item) for p in products for n, item in enumerate(p.omits))
    yield Listener, (_listener(p, n, row) for p in products for n, row in enumerate(p.listeners))
    yield (
        OutboundNeed,
        (_outbound_need(p, n, row) for p in products for n, row in enumerate(p.outbound_needs)),
    )
    yield Translation, _translations(catalogue)


def _sync_table(
    model: type[Fact], wanted: Iterable[Fact], tally: Tally
) -> tuple[type[Fact], list[Any]]:
    """Create and update; return the primary keys of what is no longer wanted."""
    existing: dict[tuple[str, ...], Fact] = {
        fact.natural_key(): fact for fact in model.objects.all()
    }
    new: list[Fact] = []
    changed: list[Fact] = []
    for fact in wanted:
        row = existing.pop(fact.natural_key(), None)
        if row is None:
            new.append(fact)
        elif row.values() != fact.values():
            row.take_values(fact)
            changed.append(row)
    _write(model, new, changed, tally)
    return model, [row.pk for row in existing.values()]


def _write(model: type[Fact], new: list[Fact], changed: list[Fact], tally: Tally) -> None:
    name = model._meta.model_name or ""
    if new:
        model.objects.bulk_create(new, batch_size=500)
        tally.created[name] = len(new)
    if changed:
        columns = [field.name for field in model.fact_fields() if not field.primary_key]
        model.objects.bulk_update(changed, columns, batch_size=200)
        tally.updated[name] = len(changed)


def _delete_rows(model: type[Fact], keys: list[Any], tally: Tally) -> None:
    if keys:
        model.objects.filter(pk__in=keys).delete()
        tally.deleted[model._meta.model_name or ""] = len(keys)


def _note_version(catalogue: Catalogue, files_digest: str) -> None:
    values = {"date": catalogue.date, "digest": catalogue.digest, "files_digest": files_digest}
    newest = CatalogueVersion.objects.first()
    if newest is None or (newest.digest, newest.files_digest) != (catalogue.digest, files_digest):
        CatalogueVersion.objects.create(**values)


def _role(position: int, role: documents.Role) -> Role:
    return Role(
        key=role.id,
        name=role.name,
        heading=role.heading,
        fallback=role.fallback or "",
        shown_under=role.shown_under or "",
        position=position,
    )


def _release(position: int, release: documents.KubernetesRelease) -> KubernetesRelease:
    return KubernetesRelease(
        key=release.version,
        released=_day(release.released),
        active_support_ends=_day(release.active_support_ends),
        end_of_life=_day(release.end_of_life),
        position=position,
    )


def _product(product: documents.Product) -> Product:
    return Product(
        key=product.product,
        name=product.name,
        kind=product.kind,
        status=product.status or "",
        summary=product.summary,
        homepage=product.homepage,
        checked_version=product.checked.version,
        checked_date=date.fromisoformat(product.checked.date),
        official_tables=list(product.official_tables),
        etcd_hosts_are_nodes=_when_or_never(product.etcd_hosts_are_nodes),
        base_id=product.base,
    )


def _part(product: documents.Product, position: int, part_id: str) -> dict[str, Any]:
    key = f"{product.product}/{part_id}"
    return {"key": key, "product_id": product.product, "position": position}


def _option(product: documents.Product, position: int, option: documents.Option) -> Option:
    return Option(
        **_part(product, position, option.id),
        label=option.label,
        choices=list(option.choices),
        default=option.default,
        setting=option.setting or "",
        explain=option.explain or "",
    )


def _component(product: documents.Product, position: int, part: documents.Component) -> Component:
    return Component(
        **_part(product, position, part.id),
        name=part.name,
        roles=list(part.roles),
        summary=part.summary,
    )


def _bundle(product: documents.Product, position: int, bundle: documents.Bundle) -> Bundle:
    return Bundle(
        **_part(product, position, str(position)),
        brings_id=bundle.product,
        when=_when(bundle.when),
        options=dict(bundle.options),
    )


def _omit(product: documents.Product, position: int, omit: documents.Omit) -> Omit:
    return Omit(
        **_part(product, position, str(position)),
        listener=omit.listener,
        when=_when(omit.when),
    )


def _row(product: documents.Product, position: int, row: documents.Row) -> dict[str, Any]:
    source = row.source
    if source is None:  # `checks.py` of the catalogue refuses such a row
        raise ValueError(f"{row.key} has no source")
    return {
        **_part(product, position, row.id),
        "component_id": f"{product.product}/{row.component}",
        "protocol": row.protocol,
        "ports": str(row.ports),
        "roles": list(row.roles),
        "purpose": row.purpose,
        "when": _when(row.when),
        "scope": row.scope,
        "setting": row.setting or "",
        "tls": row.tls,
        "since": row.since or "",
        "until": row.until or "",
        "required": row.required,
        "note": row.note or "",
        "source_url": source.url,
        "source_repo": source.repo or "",
        "source_path": source.path or "",
        "source_basis": source.basis,
    }


def _listener(product: documents.Product, position: int, row: documents.Listener) -> Listener:
    return Listener(
        **_row(product, position, row),
        peers=list(row.peers),
        replaces=row.replaces or "",
        random=row.random,
        binds=row.binds or "",
    )


def _outbound_need(
    product: documents.Product, position: int, row: documents.OutboundNeed
) -> OutboundNeed:
    return OutboundNeed(
        **_row(product, position, row),
        to_roles=[] if isinstance(row.to, str) else list(row.to),
        to_place=row.to if isinstance(row.to, str) else "",
        reaches=list(row.reaches),
        through_proxy=row.through_proxy,
    )


def _translations(catalogue: Catalogue) -> Iterator[Translation]:
    for language, sources in catalogue.translations.items():
        for source, sentences in sources.items():
            for english, text in sentences.items():
                yield Translation(language=language, source=source, english=english, text=text)


def _day(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None


def _when(when: documents.When) -> list[list[object]]:
    """Pairs, because PostgreSQL keeps no order of keys, and reasons stand in that of the file."""
    return [[option, list(values)] for option, values in when.items()]


def _when_or_never(when: documents.When | None) -> list[list[object]] | None:
    return None if when is None else _when(when)
