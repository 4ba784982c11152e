"""Facets: the values by which rows can be filtered, and how many rows each value would give."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, reduce
from operator import and_, or_

from portsref.catalogue.search.entries import Entry

type Rows = int  # a set of rows: bit n stands for the row at position n

# Facets by which rows can be filtered, several values of one meaning any of them.
FACETS = (
    "product",
    "component",
    "role",
    "protocol",
    "direction",
    "scope",
    "required",
    "listed",
    "kubernetes",
)


class Facets:
    """The values that the rows of one index have."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = entries

    def narrow(
        self, places: Iterable[int], chosen: Mapping[str, frozenset[str]]
    ) -> tuple[list[int], Mapping[str, Counter[str]]]:
        """The positions that have what is chosen, ascending, and what each value would give.

        A value would give all that has it and that the other facets let through.
        """
        asked = _mask(places)
        allowed = {
            facet: self._having(facet, values) for facet in FACETS if (values := chosen.get(facet))
        }
        counts = {facet: self._counts(facet, asked, allowed) for facet in FACETS}
        return _positions(_common(asked, allowed.values())), counts

    def _having(self, facet: str, values: Iterable[str]) -> Rows:
        """The rows that have one of the values."""
        rows_with = self._rows_with[facet]
        return reduce(or_, (rows_with.get(value, 0) for value in values))

    def _counts(self, facet: str, asked: Rows, allowed: Mapping[str, Rows]) -> Counter[str]:
        others = _common(asked, (rows for other, rows in allowed.items() if other != facet))
        counts = {value: rows & others for value, rows in self._rows_with[facet].items()}
        return Counter({value: rows.bit_count() for value, rows in counts.items() if rows})

    @cached_property
    def _rows_with(self) -> Mapping[str, Mapping[str, Rows]]:
        """The rows that have a value, by facet and value."""
        places: dict[str, dict[str, list[int]]] = {facet: {} for facet in FACETS}
        for place, entry in enumerate(self._entries):
            for facet, values in entry.values.items():
                for value in values:
                    places[facet].setdefault(value, []).append(place)
        return {
            facet: {value: _mask(found) for value, found in values.items()}
            for facet, values in places.items()
        }


def _mask(places: Iterable[int]) -> Rows:
    """The rows at these positions."""
    bits = bytearray(b"0" * (max(places, default=0) + 1))
    for place in places:
        bits[place] = ord("1")
    return int(bits[::-1], 2)


def _positions(rows: Rows) -> list[int]:
    """The positions of the rows, ascending."""
    return [place for place, bit in enumerate(f"{rows:b}"[::-1]) if bit == "1"]


def _common(rows: Rows, others: Iterable[Rows]) -> Rows:
    return reduce(and_, others, rows)
