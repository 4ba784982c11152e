"""Notes, while a catalogue is loaded, what of its products is new, different or gone."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from portsref.web.facts.models import (
    CatalogueChange,
    CatalogueVersion,
    Component,
    Fact,
    Listener,
    Option,
    OutboundNeed,
    Place,
    Product,
)

# What is told, by the name that it has in addresses of pages and in the table.
KINDS: Mapping[type[Fact], str] = {
    Product: "product",
    Option: "option",
    Component: "component",
    Place: "place",
    Listener: "listener",
    OutboundNeed: "outbound-need",
}
# Where a fact stands in its file is no news.
_NOT_TOLD = frozenset({"position", "product"})

What = CatalogueChange.What


@dataclass(slots=True)
class Changes:
    """What was found so far."""

    found: list[CatalogueChange] = field(default_factory=list)

    def note(
        self,
        new: Iterable[Fact],
        changed: Iterable[tuple[Fact, Fact]],
        gone: Iterable[Fact],
    ) -> None:
        """Take note of facts of one table; those that changed come as they were and as they are."""
        for what, facts in ((What.ADDED, new), (What.REMOVED, gone)):
            self.found += [_change(fact, what) for fact in facts if type(fact) in KINDS]
        for old, fact in changed:
            told = list(_told_fields(old, fact)) if type(fact) in KINDS else []
            if told:
                self.found.append(_change(fact, What.CHANGED, told))

    def save(self, version: CatalogueVersion) -> None:
        """Write them down as those of a version; of a product that is new or gone that alone."""
        whole = {
            (change.product, change.what)
            for change in self.found
            if change.kind == "product" and change.what != What.CHANGED
        }
        told = [
            change
            for change in self.found
            if change.kind == "product" or (change.product, change.what) not in whole
        ]
        for change in told:
            change.version = version
        CatalogueChange.objects.bulk_create(told, batch_size=500)


def _change(fact: Fact, what: Any, told: list[list[Any]] | None = None) -> CatalogueChange:
    return CatalogueChange(
        product=fact.pk if isinstance(fact, Product) else getattr(fact, "product_id", ""),
        kind=KINDS[type(fact)],
        key=fact.pk,
        name=_name(fact),
        what=what,
        fields=told or [],
    )


def _name(fact: Fact) -> str:
    """What a reader calls it: a row by protocol and ports, all else by its own name."""
    if isinstance(fact, Listener | OutboundNeed):
        return f"{fact.protocol} {fact.ports}".strip()
    return str(getattr(fact, "label", "") or getattr(fact, "name", ""))


def _told_fields(old: Fact, new: Fact) -> Iterator[list[Any]]:
    for column in new.fact_fields():
        if column.name in _NOT_TOLD:
            continue
        before, after = (_plain(getattr(fact, column.attname)) for fact in (old, new))
        if before != after:
            yield [column.name, before, after]


def _plain(value: Any) -> Any:
    """A value as JSON has it: days as text."""
    return value.isoformat() if hasattr(value, "isoformat") else value
