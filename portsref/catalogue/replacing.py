"""Which rows stand for which: what `replaces` another takes its place, what is omitted is gone."""

from collections.abc import Iterable, Mapping

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.conditions import Holding, holds
from portsref.catalogue.products import Listener, Omit, Row

# key of a row -> the keys of the rows that took its place
type Replacements = Mapping[str, tuple[str, ...]]


def find_replacements(rows: Iterable[Row], catalogue: Catalogue) -> Replacements:
    """Which applying rows take the place of which row.

    Where a product and its base both replace a row, the product's word counts, so its row takes
    the place of the base's row too.
    """
    rivals: dict[str, list[Row]] = {}
    for row in rows:
        if isinstance(row, Listener) and row.replaces:
            rivals.setdefault(row.replaces, []).append(row)
    heirs: dict[str, tuple[str, ...]] = {}
    for replaced, candidates in rivals.items():
        for row in candidates:
            bases = {base.product for base in catalogue.bases(row.product)} - {row.product}
            taken = (replaced, *(rival.key for rival in candidates if rival.product in bases))
            for key in taken:
                heirs[key] = (*heirs.get(key, ()), row.key)
    return heirs


def with_heirs(key: str, replacements: Replacements) -> list[str]:
    """`key`, and every row that took its place, or the place of what took it, and so on."""
    found = [key]
    for name in found:
        found += [heir for heir in replacements.get(name, ()) if heir not in found]
    return found


def omitted_keys(
    omits: Mapping[str, Iterable[Omit]],
    holding: Mapping[str, Holding],
    replacements: Replacements,
) -> frozenset[str]:
    """Keys that a product makes unnecessary, with what replaces them; `omits` is by product.

    A product that omits a row and replaces it too means its own row to stay.
    """
    return frozenset(
        gone
        for name, told in omits.items()
        for omit in told
        if holds(omit.when, holding[name])
        for gone in with_heirs(omit.listener, replacements)
        if not gone.startswith(f"{name}/")
    )
