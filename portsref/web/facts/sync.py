"""Writes a catalogue into the models: what is new, what changed, what is gone; nothing else."""

from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from portsref.catalogue.catalogue import Catalogue
from portsref.web.facts.catalogue import forget_catalogue
from portsref.web.facts.changes import Changes
from portsref.web.facts.models import CatalogueVersion, Fact, ScenarioText, Translation
from portsref.web.facts.tables import OF_CATALOGUE, OF_SERVICES


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
    tally, changes = Tally(), Changes()
    gone = [_sync_table(model, rows, tally, changes) for model, rows in _rows_of(catalogue).items()]
    for model, keys in reversed(gone):
        _delete_rows(model, keys, tally)
    _note_version(catalogue, files_digest, changes)
    transaction.on_commit(forget_catalogue)
    return tally


def _rows_of(catalogue: Catalogue) -> dict[type[Fact], list[Fact]]:
    """Every table with the rows that it should hold; what others refer to comes first."""
    holders = ((catalogue, OF_CATALOGUE), (catalogue.services, OF_SERVICES))
    tables = [part for _, tables in holders for table in tables for part in table.with_parts()]
    rows: dict[type[Fact], list[Fact]] = {table.model: [] for table in tables}
    for holder, tables_of_holder in holders:
        for table in tables_of_holder:
            for row in table.rows_of(holder):
                rows[type(row)].append(row)
    rows[ScenarioText] = list(_texts(catalogue))
    rows[Translation] = list(_translations(catalogue))
    return rows


def _sync_table(
    model: type[Fact], wanted: Iterable[Fact], tally: Tally, changes: Changes
) -> tuple[type[Fact], list[Any]]:
    """Create and update; return the primary keys of what is no longer wanted."""
    existing: dict[tuple[str, ...], Fact] = {
        fact.natural_key(): fact for fact in model.objects.all()
    }
    new: list[Fact] = []
    changed: list[Fact] = []
    pairs: list[tuple[Fact, Fact]] = []
    for fact in wanted:
        row = existing.pop(fact.natural_key(), None)
        if row is None:
            new.append(fact)
        elif row.values() != fact.values():
            pairs.append((copy(row), fact))
            row.take_values(fact)
            changed.append(row)
    changes.note(new, pairs, existing.values())
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


def _note_version(catalogue: Catalogue, files_digest: str, changes: Changes) -> None:
    """Note a version where it is another one, and what it changed where it is not the first."""
    values = {"date": catalogue.date, "digest": catalogue.digest, "files_digest": files_digest}
    newest = CatalogueVersion.objects.first()
    if newest is None or (newest.digest, newest.files_digest) != (catalogue.digest, files_digest):
        version = CatalogueVersion.objects.create(**values)
        if newest is not None:
            changes.save(version)


def _texts(catalogue: Catalogue) -> Iterator[Fact]:
    for (scenario, language), markdown in catalogue.services.texts.items():
        yield ScenarioText(scenario_id=scenario, language=language, markdown=markdown)


def _translations(catalogue: Catalogue) -> Iterator[Fact]:
    for language, sources in catalogue.translations.items():
        for source, sentences in sources.items():
            for english, text in sentences.items():
                yield Translation(language=language, source=source, english=english, text=text)
