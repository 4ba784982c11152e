"""Finds rows of the catalogue: filters, sorts by how well each answers, and suggests what is near.

Plain Python over the `Catalogue` value, shared by the pages, the API and the command line.
"""

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.search.entries import Entry, entries_of
from portsref.catalogue.search.facets import Facets
from portsref.catalogue.search.named import rows_named
from portsref.catalogue.search.port_table import PortTable, fit
from portsref.catalogue.search.query import Filters, Query
from portsref.protocols import NAMES_WITH_PORTS

_PORT_AND_PROTOCOL = re.compile(r"([0-9]{1,5})[/:]([a-z]{1,8})")
_PROTOCOLS = tuple(name.lower() for name in NAMES_WITH_PORTS)
_WORD = re.compile(r"[^\W_]+(?:[-.][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Found:
    """The entries that were asked for, best first, and what each value of a facet would give."""

    entries: tuple[Entry, ...]
    counts: Mapping[str, Counter[str]]


class SearchIndex:
    """Everything that can be looked up in one catalogue; build it once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.entries = tuple(entries_of(catalogue))
        self.by_key = {entry.row.key: entry for entry in self.entries}
        self._facets = Facets(self.entries)

    def find(self, filters: Filters) -> Found:
        """Filter, sort by how well a row answers, and count what each value would give."""
        scores = self._scores(filters.query)
        positions, counts = self._facets.narrow(scores, filters.chosen)
        positions.sort(key=lambda position: -scores[position])
        return Found(tuple(self.entries[position] for position in positions), counts)

    def _scores(self, query: Query) -> Mapping[int, int]:
        """How well each row answers, by position, ascending; only rows that do."""
        if not query:
            return self._any_row
        if query.failure:
            named = rows_named(self.entries, query.failure)
            scores = {entry.position: len(named) - place for place, entry in enumerate(named)}
            return dict(sorted(scores.items()))
        positions: Iterable[int] = self._any_row
        if query.ports:
            positions = self.ports.using(query.ports.numbers)
        for word in query.words:
            positions = [place for place in positions if word in self.entries[place].text]
        return {
            place: _score(self.entries[place], query)
            for place in positions
            if query.protocol in {None, self.entries[place].row.protocol}
        }

    @cached_property
    def _any_row(self) -> Mapping[int, int]:
        return dict.fromkeys(range(len(self.entries)), 1)

    @cached_property
    def ports(self) -> PortTable:
        """Which entries have which ports, by their position."""
        return PortTable(entry.row.ports.numbers for entry in self.entries)

    def near(self, port: int) -> tuple[int, ...]:
        """Known ports that `port` may have been meant for: close by, or two digits swapped."""
        return self.ports.near(port)

    def neighbours(self, port: int) -> tuple[int | None, int | None]:
        """The known ports before and after `port`."""
        return self.ports.neighbours(port)

    @cached_property
    def known_ports(self) -> Mapping[int, Entry]:
        """Every port that some row names as a number, ascending, with the first such row."""
        return {port: self.entries[place] for port, place in self.ports.known_ports.items()}

    def suggest(self, query: Query) -> str | None:
        """A query with its unknown words replaced by near known ones; none if nothing is near."""
        words = [word if self._knows(word) else self._nearest(word) for word in query.words]
        if list(query.words) == words or None in words:
            return None
        terms = (str(query.ports), (query.protocol or "").lower(), *words)
        return " ".join(term for term in terms if term)

    def _knows(self, word: str) -> bool:
        return any(word in entry.text for entry in self.entries)

    def _nearest(self, word: str) -> str | None:
        if match := _PORT_AND_PROTOCOL.fullmatch(word):
            near = difflib.get_close_matches(match[2], _PROTOCOLS, n=1, cutoff=0.6)
            return f"{match[1]}/{near[0]}" if near else match[1]
        return next(iter(difflib.get_close_matches(word, self._vocabulary, n=1, cutoff=0.7)), None)

    @cached_property
    def _vocabulary(self) -> tuple[str, ...]:
        words: Counter[str] = Counter()
        for entry in self.entries:
            words.update(set(_WORD.findall(entry.names)) | set(_WORD.findall(entry.text)))
        # names first, so that of two equally near words the name of a thing wins
        names = {word for entry in self.entries for word in _WORD.findall(entry.names)}
        long_enough = (word for word in words if len(word) > 2 and not word.isdigit())
        return tuple(sorted(long_enough, key=lambda word: (word not in names, word)))


def _score(entry: Entry, query: Query) -> int:
    """How well an entry answers that has all that is asked for."""
    score = 1
    if query.ports:
        score += fit(entry.row.ports.numbers, query.ports.numbers)
    return score + 2 * sum(word in entry.names for word in query.words)
