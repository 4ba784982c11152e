"""CSV: one row a rule, the columns that change-request tools read first.

RFC 4180 with three choices of our own: lines end in LF, which every reader takes and which pipes
and diffs want; UTF-8 without a byte order mark, because a mark would become part of the first
column's name; and a `'` in front of whatever a spreadsheet would run as a formula.

`source` and `destination` are addresses joined with `;`, or the group's name where it has none, or
`any`. CSV has no comments, so title, revision and catalogue version are in no cell: the file's name
says which plan and revision it is. With `expand` a row has one address at either end, of one
family; a rule whose ends share no family that its protocol has is no such pair and is left out,
and so is one whose pairs the file has no room for: it has at most 100,000 rows.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from portsref.addresses import AddressRange
from portsref.exporters.base import Export, Exporter, LeftOut, filename
from portsref.messages import gettext_noop
from portsref.planning.choice import Choice
from portsref.planning.rules import Cause, Endpoint, Rule, RuleSet
from portsref.planning.rules_file import Provenance
from portsref.protocols import PROTOCOL_BY_NAME

if TYPE_CHECKING:
    from _csv import Writer as RowWriter

MEDIA_TYPE = "text/csv; charset=utf-8"
HEADER = (
    "name", "source", "destination", "protocol", "ports", "action",
    "source_group", "destination_group", "source_zone", "destination_zone",
    "product", "component", "purpose", "condition", "required", "encryption", "reference", "note",
)  # fmt: skip
NO_PAIR = gettext_noop("source and destination have no address family in common")
TOO_MANY_PAIRS = gettext_noop("with its address pairs the file would have more than 100,000 rows")
MOST_PAIRS = 100_000

_SIGNS = "=+-@\t\r＝＋－＠"
# Where the list separator is `;`, a spreadsheet splits cells at it, so what follows one begins a
# cell too; Chinese and Japanese ones also run the full-width signs.
_RUNS = re.compile(f"(^|;)(?=[{re.escape(_SIGNS)}])")


def render(rule_set: RuleSet, choice: Choice, provenance: Provenance) -> Export:
    """Write the header and one row a rule, or one an address pair."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    if choice.expand:
        left_out = _write_expanded(rule_set.all_rules, writer)
    else:
        left_out = ()
        writer.writerows(map(_Cells().row, rule_set.all_rules))
    name = filename(rule_set, provenance, EXPORTER.suffix)
    return Export(text.getvalue().encode(), MEDIA_TYPE, name, left_out)


def _write_expanded(rules: Iterable[Rule], writer: "RowWriter") -> tuple[LeftOut, ...]:
    """Write a row for each pair of addresses, as long as there is room for all of a rule."""
    left_out, cells = [], _Cells()
    room = MOST_PAIRS
    for rule in rules:
        pairs = len(_addresses(rule.source)) * len(_addresses(rule.destination))
        rows = list(_expanded(rule, cells)) if pairs <= room else []
        writer.writerows(rows)
        room -= len(rows)
        if not rows:
            left_out.append(LeftOut(rule, NO_PAIR if pairs <= room else TOO_MANY_PAIRS))
    return tuple(left_out)


def _expanded(rule: Rule, cells: "_Cells") -> Iterator[Sequence[str]]:
    pairs = [
        (source, destination)
        for source in _addresses(rule.source)
        for destination in _addresses(rule.destination)
        if _can_meet(source, destination, rule.protocol)
    ]
    whole = cells.row(rule)
    for number, ends in enumerate(pairs, start=1):
        name = rule.name if len(pairs) == 1 else f"{rule.name}.{number}"
        yield _cell(name), *map(_cell, map(str, ends)), *whole[3:]


def _addresses(endpoint: Endpoint) -> Sequence[AddressRange | str]:
    return endpoint.addresses or (endpoint.text,)


def _can_meet(source: AddressRange | str, destination: AddressRange | str, protocol: str) -> bool:
    families = {end.family for end in (source, destination) if isinstance(end, AddressRange)}
    return len(families) < 2 and families <= PROTOCOL_BY_NAME[protocol].families


class _Cells:
    """Makes rows of rules; the cells that many rules share are made once."""

    def __init__(self) -> None:
        self._end = cache(_cells_of_end)
        self._ports = cache(str)
        self._about: dict[tuple[Cause, ...], Sequence[str]] = {}

    def row(self, rule: Rule) -> Sequence[str]:
        """The cells of one rule, in the order of the header."""
        source, source_group, source_zone = self._end(rule.source)
        destination, destination_group, destination_zone = self._end(rule.destination)
        about = self._about.get(rule.causes)
        if about is None:
            about = self._about[rule.causes] = _cells_about(rule)
        return (
            _cell(rule.name),
            source,
            destination,
            rule.protocol,
            self._ports(rule.ports),
            rule.action,
            source_group,
            destination_group,
            source_zone,
            destination_zone,
            *about,
        )


def _cells_of_end(end: Endpoint) -> tuple[str, str, str]:
    return _cell(end.text), _cell(end.name), _cell(end.zone or "")


def _cells_about(rule: Rule) -> Sequence[str]:
    """What its causes say, and nothing else of the rule."""
    cells = (
        rule.product,
        rule.component,
        rule.purpose,
        rule.condition,
        "yes" if rule.required else "no",
        rule.encryption,
        " ".join(rule.references),
        rule.note,
    )
    return tuple(map(_cell, cells))


def _cell(text: str) -> str:
    if text.isprintable() and ";" not in text and text[:1] not in _SIGNS:
        return text  # nearly all are: names of rules are, and no two rules share one
    return " ".join(_RUNS.sub(r"\1'", text).splitlines())


EXPORTER = Exporter(
    name="csv",
    label="CSV",
    summary=gettext_noop("One row a rule, for change requests and spreadsheets."),
    media_type=MEDIA_TYPE,
    suffix="csv",
    render=render,
    expands=True,
    says_actions=True,
)
