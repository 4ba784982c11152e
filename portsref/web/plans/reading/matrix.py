"""Rules as a matrix: who may reach whom, and on which ports or by how many rules."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import Protocol

from django.utils.translation import gettext, ngettext

from portsref.planning.document import PlanDocument
from portsref.planning.rules import Endpoint, Rule
from portsref.ports import PortSet
from portsref.web.plans.reading.between import Between
from portsref.web.plans.reading.display import Display
from portsref.web.shared.joining import with_remark

MOST_CELLS = 5000  # of a matrix: seventy ends by seventy
MOST_GROUPS_WITH_PORTS = 8  # beyond that cells have numbers of rules

type NameOfEnd = Callable[[Endpoint, str], str]


class Sign(Protocol):
    """What rules are coloured by: what it means, and in words."""

    @property
    def tone(self) -> str:
        """What it means."""

    @property
    def label(self) -> str:
        """What it is called."""


type ColourOf = Callable[[Iterable[Rule]], Sign | None]


@dataclass(frozen=True, slots=True)
class MatrixEnd:
    """A row or a column: `name` is for people, `key` what rules call it, `place` its order."""

    name: str
    key: str
    heading: str
    place: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """What one end may open to another: lines of ports or only a number, and what shows its rules.

    `words` say all of it for whoever does not see the table around it.
    """

    lines: tuple[tuple[str, tuple[str, ...]], ...]
    count: int
    crosses_zones: bool
    words: str
    query: str
    in_form: str
    sign: Sign | None = None


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """What one source may reach, a cell for each destination or nothing."""

    name: str
    cells: tuple[MatrixCell | None, ...]


@dataclass(frozen=True, slots=True)
class MatrixGroup:
    """The columns or the rows of one zone; `rows` are those of sources."""

    heading: str
    span: int
    rows: tuple[MatrixRow, ...] = ()


class MatrixSheet:
    """Sources down, destinations across, both by zone in the order of the plan."""

    def __init__(
        self,
        document: PlanDocument,
        rules: Sequence[Rule],
        end_name: NameOfEnd,
        display: Display,
        colour_of: ColourOf | None = None,
    ) -> None:
        self._colour_of = colour_of
        self._rules = rules
        self._end_name = end_name
        self._display = display
        self._has_zones = any(group.zone for group in document.groups)
        self._groups = {group.name: number for number, group in enumerate(document.groups)}
        zones = dict.fromkeys(group.zone for group in document.groups if group.zone)
        self._zones = {zone: number for number, zone in enumerate(zones)}

    @cached_property
    def destinations(self) -> tuple[str, ...]:
        """What the columns are called."""
        return tuple(end.name for end in self._columns)

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """What the rows are called."""
        return tuple(end.name for end in self._lines)

    @cached_property
    def _columns(self) -> tuple[MatrixEnd, ...]:
        return self._ends((rule.destination, rule) for rule in self._rules)

    @cached_property
    def _lines(self) -> tuple[MatrixEnd, ...]:
        return self._ends((rule.source, rule) for rule in self._rules)

    def _ends(self, found: Iterable[tuple[Endpoint, Rule]]) -> tuple[MatrixEnd, ...]:
        """Each end once: groups by zone, then any address, then places outside."""
        ends: dict[str, MatrixEnd] = {}
        for end, rule in found:
            name = self._name(end, rule)
            if name not in ends:
                ends[name] = MatrixEnd(name, end.name, self._heading(end), self._place(end))
        return tuple(sorted(ends.values(), key=lambda end: end.place))

    def _heading(self, end: Endpoint) -> str:
        if end.kind != "group":
            return gettext("outside")
        return end.zone or (gettext("no zone") if self._has_zones else gettext("groups"))

    def _place(self, end: Endpoint) -> tuple[int, int, int]:
        if end.kind != "group":
            return len(self._zones) + 1, int(end.kind == "outside"), 0
        zone = self._zones.get(end.zone or "", len(self._zones))
        return zone, self._groups.get(end.name, len(self._groups)), int(end.is_for_many)

    def _name(self, end: Endpoint, rule: Rule) -> str:
        return self._end_name(end, rule.causes[0].reason.product)

    @property
    def is_small_enough(self) -> bool:
        """Tell whether it has no more cells than help anybody."""
        return len(self.sources) * len(self.destinations) <= MOST_CELLS

    @cached_property
    def has_ports(self) -> bool:
        """Tell whether cells have ports: with more groups there is room for numbers alone."""
        keys = {end.key for end in (*self._lines, *self._columns) if end.key in self._groups}
        return len(keys) <= MOST_GROUPS_WITH_PORTS

    @property
    def has_column_headings(self) -> bool:
        """Tell whether columns stand under headings."""
        return self._has_zones or len(self.column_groups) > 1

    @property
    def has_row_headings(self) -> bool:
        """Tell whether rows stand beside headings."""
        return self._has_zones or len({end.heading for end in self._lines}) > 1

    @property
    def column_groups(self) -> tuple[MatrixGroup, ...]:
        """The headings across, each with how many columns are under it."""
        return tuple(
            MatrixGroup(heading, len(list(ends)))
            for heading, ends in groupby(self._columns, lambda end: end.heading)
        )

    @property
    def row_groups(self) -> tuple[MatrixGroup, ...]:
        """The rows under their headings."""
        cells = self._cells
        return tuple(
            MatrixGroup(heading, len(rows), tuple(self._row(end, cells) for end in rows))
            for heading, ends in groupby(self._lines, lambda end: end.heading)
            for rows in [list(ends)]
        )

    def _row(self, end: MatrixEnd, cells: Mapping[tuple[str, str], MatrixCell]) -> MatrixRow:
        return MatrixRow(end.name, tuple(cells.get((end.name, c.name)) for c in self._columns))

    @cached_property
    def _cells(self) -> Mapping[tuple[str, str], MatrixCell]:
        rules: dict[tuple[str, str], list[Rule]] = {}
        for rule in self._rules:
            names = self._name(rule.source, rule), self._name(rule.destination, rule)
            rules.setdefault(names, []).append(rule)
        return {names: self._cell(names, found) for names, found in rules.items()}

    def _cell(self, names: tuple[str, str], rules: Sequence[Rule]) -> MatrixCell:
        first = rules[0]
        between = Between((first.source.name,), (first.destination.name,))
        display = replace(self._display, view="table", between=between)
        sign = self._colour_of(rules) if self._colour_of else None
        return MatrixCell(
            lines=tuple(_lines(rules)) if self.has_ports else (),
            count=len(rules),
            crosses_zones=first.crosses_zones,
            words=with_remark(_words(names, len(rules)), sign.label if sign else ""),
            query=display.query,
            in_form=display.in_form,
            sign=sign,
        )


def _lines(rules: Iterable[Rule]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The ranges of ports of rules, a line a protocol."""
    ports: dict[str, PortSet] = {}
    for rule in rules:
        ports[rule.protocol] = ports.get(rule.protocol, PortSet()) | rule.ports
    for protocol, allowed in ports.items():
        yield protocol, tuple(str(part).replace("-", "–") for part in allowed.ranges)


def _words(names: tuple[str, str], count: int) -> str:
    rules = ngettext("%(count)d rule", "%(count)d rules", count) % {"count": count}
    said = {"rules": rules, "source": names[0], "destination": names[1]}
    return gettext("%(source)s → %(destination)s: %(rules)s") % said
