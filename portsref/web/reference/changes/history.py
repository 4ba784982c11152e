"""What changed in the catalogue, version by version, in the reader's words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from portsref.web.facts.models import CatalogueChange, CatalogueVersion
from portsref.web.reference.rows import SHOWN_OF_COMMIT, Link, Reader
from portsref.web.shared.joining import items, with_remark
from portsref.web.shared.row_words import Words, address, listener_address, word

SHOWN_OF_A_VERSION = 200
LONGEST_VALUE = 300

KINDS: Words = {
    "product": _("Product"),
    "option": _("Option"),
    "component": _("Component"),
    "place": _("Place outside"),
    "listener": _("Listener"),
    "outbound-need": _("Outbound need"),
}
WHATS: Words = {"added": _("new"), "changed": _("changed"), "removed": _("gone")}
FIELDS: Words = {
    "protocol": _("Protocol"),
    "ports": _("Ports"),
    "component": _("Component"),
    "roles": _("Hosts"),
    "peers": _("Used by"),
    "documented_peers": _("By the documentation"),
    "to": _("Connects to"),
    "reaches": _("Reaches"),
    "replaces": _("Replaces"),
    "purpose": _("Purpose"),
    "when": _("When"),
    "scope": _("Reachable from"),
    "setting": _("Set by"),
    "tls": _("Encryption"),
    "since": _("Since version"),
    "until": _("Until version"),
    "required": _("Required"),
    "note": _("Note"),
    "source": _("Source"),
    "phase": _("Needed"),
    "destination": _("Destination"),
    "official_tables": _("Official table"),
    "name": _("Name"),
    "summary": _("Summary"),
    "status": _("State"),
    "homepage": _("Homepage"),
    "checked_version": _("Release that was read"),
    "checked_date": _("Checked on"),
    "choices": _("Choices"),
    "default": _("Default"),
    "label": _("Label"),
    "explain": _("Explanation"),
}
_SOURCES = frozenset({"source", "official_tables", "exempt"})


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A key of the file, with what it said and says."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ChangeText:
    """What became of one thing."""

    what: str
    word: str
    kind: str
    link: Link
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class ProductChanges:
    """What changed of one product, and of what only the source did.

    Its page is there while the catalogue has it.
    """

    link: Link
    filter: str
    changes: tuple[ChangeText, ...]
    sources: tuple[ChangeText, ...]


@dataclass(frozen=True, slots=True)
class VersionChanges:
    """One version of the catalogue: when it was loaded, and what it changed."""

    version: str
    mark: str
    digest: str
    loaded: datetime
    summary: str
    products: tuple[ProductChanges, ...]
    left: int


def told_versions(product: str = "") -> QuerySet[CatalogueVersion]:
    """The versions that are told, newest first: those with changes, and the first of all.

    Of one product only those with changes of it. Each has counts of what is `added`, `changed` and
    `removed`.
    """
    wanted = Q(changes__product=product) if product else Q(changes__isnull=False)
    versions = CatalogueVersion.objects.annotate(
        told=Count("changes", filter=wanted),
        **{what: Count("changes", filter=wanted & Q(changes__what=what)) for what in WHATS},
    ).order_by("-pk")
    if product:
        return versions.filter(told__gt=0)
    first = CatalogueVersion.objects.order_by("pk").values("pk")[:1]
    return versions.filter(Q(told__gt=0) | Q(pk__in=first))


def tell(
    reader: Reader, versions: Sequence[CatalogueVersion], product: str = ""
) -> tuple[VersionChanges, ...]:
    """What each version changed, with one query for all of them."""
    found = CatalogueChange.objects.filter(version__in=[version.pk for version in versions])
    if product:
        found = found.filter(product=product)
    of_version: dict[int, list[CatalogueChange]] = {}
    for change in found[: SHOWN_OF_A_VERSION * max(1, len(versions)) * 5]:
        of_version.setdefault(change.version_id, []).append(change)
    return tuple(_version(reader, version, of_version.get(version.pk, [])) for version in versions)


def _version(reader: Reader, version: Any, changes: Sequence[CatalogueChange]) -> VersionChanges:
    """One version with the counts that `told_versions` gave it."""
    shown = sorted(changes, key=lambda change: change.product)[:SHOWN_OF_A_VERSION]
    return VersionChanges(
        version=str(version),
        mark=f"v-{version.digest[:12]}-{version.pk}",
        digest=version.digest,
        loaded=version.loaded_at,
        summary=_summary(version),
        products=tuple(
            _product(reader, slug, list(of_product))
            for slug, of_product in groupby(shown, key=lambda change: change.product)
        ),
        left=version.told - len(shown),
    )


def _summary(version: Any) -> str:
    if not version.told:
        return gettext("The catalogue was loaded for the first time")
    counts = (
        (ngettext("%(count)d new", "%(count)d new", version.added), version.added),
        (ngettext("%(count)d changed", "%(count)d changed", version.changed), version.changed),
        (ngettext("%(count)d gone", "%(count)d gone", version.removed), version.removed),
    )
    return items(text % {"count": count} for text, count in counts if count)


def _product(reader: Reader, slug: str, changes: Sequence[CatalogueChange]) -> ProductChanges:
    known = reader.catalogue.products.get(slug)
    named = next((change.name for change in changes if change.kind == "product"), slug)
    return ProductChanges(
        link=reader.product_link(known) if known else Link(named),
        filter=f"{address('reference:changes')}?product={slug}",
        changes=tuple(_change(reader, each) for each in changes if not _is_of_source(each)),
        sources=tuple(_change(reader, each) for each in changes if _is_of_source(each)),
    )


def _is_of_source(change: CatalogueChange) -> bool:
    """Tell whether nothing but where it stands is different."""
    names = [name for name, _old, _new in change.fields]
    return bool(names) and all(name in _SOURCES or name.endswith("_source") for name in names)


def _change(reader: Reader, change: CatalogueChange) -> ChangeText:
    return ChangeText(
        what=change.what,
        word=word(WHATS, change.what),
        kind=word(KINDS, change.kind),
        link=_link(reader, change),
        fields=tuple(
            FieldChange(_field_name(name), _field_text(name, old), _field_text(name, new))
            for name, old, new in change.fields
        ),
    )


def _link(reader: Reader, change: CatalogueChange) -> Link:
    """What it is about, with its page while there is one; a row says whose port it is."""
    entry = reader.index.by_key.get(change.key)
    if entry is not None and change.kind in {"listener", "outbound-need"}:
        words = reader.words(entry)
        name = f"{words.component.text} · {change.name}"
        return Link(name, listener_address(change.key), words.purpose)
    return Link(change.name, "", change.key)


def _field_name(name: str) -> str:
    """What a column is called; its own name, with blanks, where pages have no word for it."""
    return word(FIELDS, name) if name in FIELDS else name.replace("_", " ")


def _field_text(name: str, value: object) -> str:
    """A value as the file has it; of a source where it is, and what it shows."""
    if name.endswith("source") and value:
        sources = value if isinstance(value, list) else [value]
        return plain_text([_source_text(source) for source in sources])
    return plain_text(value)


def _source_text(source: object) -> str:
    if not isinstance(source, dict):
        return _as_text(source)
    commit = str(source.get("commit") or "")[:SHOWN_OF_COMMIT]
    file = " ".join(filter(None, (source.get("repo"), source.get("path"), commit)))
    return with_remark(source.get("url") or file, ", ".join(source.get("says") or ()))


def plain_text(value: object) -> str:
    """A value as the file has it, on one line, and not endlessly."""
    text = _as_text(value)
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"


def _as_text(value: object) -> str:
    if value is None or value in ("", []):
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_as_text(part)}" for key, part in value.items())
    if isinstance(value, list | tuple):
        if all(isinstance(part, list) and len(part) == 2 for part in value):
            return ", ".join(f"{key}: {_as_text(part)}" for key, part in value)
        return ", ".join(map(_as_text, value))
    return str(value)
