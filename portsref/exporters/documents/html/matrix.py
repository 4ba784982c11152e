"""Who may reach whom, on which ports, as a table: sources down, destinations across."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Self

from portsref.exporters.base import Job
from portsref.exporters.documents.html.markup import Html, own, table
from portsref.exporters.words import RuleWords
from portsref.ports import PortSet

MOST_CELLS = 5000


@dataclass(frozen=True, slots=True)
class Matrix:
    """The ports of each protocol for each pair of ends, by their names."""

    sources: tuple[str, ...]
    destinations: tuple[str, ...]
    cells: dict[tuple[str, str], dict[str, PortSet]]

    @classmethod
    def of(cls, job: Job, words: RuleWords) -> Self:
        """The matrix of a job's rules; it grows with the pairs of ends alone."""
        cells: dict[tuple[str, str], dict[str, PortSet]] = {}
        for rule in job.rules:
            ends = words.end_name(rule.source, rule), words.end_name(rule.destination, rule)
            ports = cells.setdefault(ends, {})
            if not rule.ports <= (known := ports.get(rule.protocol, PortSet())) or not known:
                ports[rule.protocol] = known | rule.ports
        sources = tuple(dict.fromkeys(source for source, _ in cells))
        return cls(sources, tuple(dict.fromkeys(destination for _, destination in cells)), cells)

    @property
    def is_small_enough(self) -> bool:
        """Tell whether it has no more cells than help anybody, and any."""
        return 0 < len(self.sources) * len(self.destinations) <= MOST_CELLS

    def write(self, corner: str) -> Iterator[Html]:
        """The table."""
        header = (escape(corner), *map(own, self.destinations))
        return table("matrix", header, map(self._row, self.sources))

    def _row(self, source: str) -> Iterator[Html]:
        yield own(source)
        for destination in self.destinations:
            yield "".join(self._lines(source, destination)) or "·"

    def _lines(self, source: str, destination: str) -> Iterator[Html]:
        for protocol, ports in self.cells.get((source, destination), {}).items():
            line = f"{protocol} {ports.readable}".strip()
            yield f'<span class="mono">{escape(line)}</span>'
