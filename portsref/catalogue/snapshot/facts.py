"""The facts of a catalogue as plain values, in parts of which each is read when it is asked for.

Nothing here needs pydantic: the command that looks up a port has its answer from here.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

CATALOGUE = "catalogue"  # date, digest, roles, releases, and the names of the other parts
ROWS = "rows"
PRODUCT = "product/"
TRANSLATIONS = "translations/"
# A row as `ROWS` has it: its key, its protocol, and first and last port of each of its ranges.
type RowInShort = tuple[str, str, tuple[int, ...]]


class Facts:
    """All facts but those about Services, as what their documents are dumped to.

    `parts` has JSON in UTF-8 for each name; it may be checked no further than that, so who makes
    one answers for its contents. `digest` is that of the files that they were read from.
    """

    def __init__(self, parts: Mapping[str, bytes | memoryview], digest: str) -> None:
        self.parts = parts
        self.digest = digest
        self._rows: dict[str, dict[str, Mapping[str, Any]]] = {}
        self._places: dict[str, dict[str, str]] = {}

    @cached_property
    def catalogue(self) -> Mapping[str, Any]:
        """What concerns all of it: `date`, `digest`, `roles`, `releases`, `products`, …"""
        about: dict[str, Any] = self._read(CATALOGUE)
        return about

    @cached_property
    def rows(self) -> tuple[RowInShort, ...]:
        """Every row in short, Kubernetes first, then products by their slug."""
        return tuple((key, protocol, tuple(numbers)) for key, protocol, numbers in self._read(ROWS))

    def product(self, slug: str) -> dict[str, Any]:
        """A product as it was dumped, each time anew; raises `KeyError`."""
        product: dict[str, Any] = self._read(PRODUCT + slug)
        return product

    def row(self, key: str) -> Mapping[str, Any]:
        """A row as `row_data` gives it; raises `KeyError`."""
        return self._rows_by_key(key.partition("/")[0])[key]

    def rows_of(self, slug: str) -> list[Mapping[str, Any]]:
        """Every row of a product, as `row` gives it; raises `KeyError`."""
        return list(self._rows_by_key(slug).values())

    def _rows_by_key(self, slug: str) -> Mapping[str, Mapping[str, Any]]:
        if slug not in self._rows:
            self._rows[slug] = dict(_rows_of(slug, self.product(slug)))
        return self._rows[slug]

    def place_name(self, slug: str, place_id: str) -> str | None:
        """What a product calls a place outside; None where it has no such place."""
        if slug not in self.catalogue["products"]:
            return None
        if slug not in self._places:
            places = self.product(slug)["places"]
            self._places[slug] = {place["id"]: place["name"] for place in places}
        return self._places[slug].get(place_id)

    def translations(self, language: str) -> Mapping[str, Mapping[str, str]]:
        """The translations into a language by their file; raises `KeyError`."""
        translations: dict[str, dict[str, str]] = self._read(TRANSLATIONS + language)
        return translations

    def _read(self, name: str) -> Any:
        return json.loads(str(self.parts[name], "utf-8"))


def _rows_of(slug: str, product: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for direction, kind in (("inbound", "listeners"), ("outbound", "outbound_needs")):
        for row in product[kind]:
            key = f"{slug}/{row['id']}"
            yield key, {"key": key, "product": slug, "direction": direction, **row}
