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

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from math import prod

from portsref.exporters.base import Exporter, Job, Says, says_everything
from portsref.exporters.families import NOTHING_IN_COMMON
from portsref.exporters.once import MOST, Once
from portsref.messages import Message, gettext_noop
from portsref.planning.choice import Choice
from portsref.planning.document import PlanDocument
from portsref.planning.rules import ANYWHERE, Action, Cause, Endpoint, Rule
from portsref.ports import PortSet
from portsref.protocols import PROTOCOL_BY_NAME

HEADER = (
    "name", "source", "destination", "protocol", "ports", "action",
    "source_group", "destination_group", "source_zone", "destination_zone",
    "product", "component", "purpose", "condition", "required", "encryption", "reference", "note",
    "phase",
)  # fmt: skip
MOST_ROWS = 100_000
TOO_MANY_PAIRS = Message(
    gettext_noop("with its address pairs the file would have more than %(most)s rows"),
    {"most": f"{MOST_ROWS:,}"},
)

NO_FAMILY = 0  # of what has no addresses, and meets each

_SIGNS = "=+-@\t\r＝＋－＠"
# Where the list separator is `;`, a spreadsheet splits cells at it, so what follows one begins a
# cell too; Chinese and Japanese ones also run the full-width signs.
_RUNS = re.compile(f"(^|;)(?=[{re.escape(_SIGNS)}])")


def room(choice: Choice, _document: PlanDocument) -> Says:
    """Ask of each rule whether it has pairs and the file has room for all of them."""
    if not choice.expand:
        return says_everything
    left = MOST_ROWS

    def says(rule: Rule) -> Message | None:
        nonlocal left
        ends = (rule.source.addresses, rule.destination.addresses)
        if prod(len(addresses) or 1 for addresses in ends) > left:
            return TOO_MANY_PAIRS
        rows = _count_pairs(rule)
        left -= rows
        return None if rows else NOTHING_IN_COMMON

    return says


def render(job: Job) -> Iterator[str]:
    """Write the header and one row a rule, or one an address pair."""
    yield f"{','.join(HEADER)}\n"
    rows = _Rows()
    if job.choice.expand:
        for rule in job.rules:
            yield from rows.expanded(rule)
    else:
        yield from map(rows.row, job.rules)


def _count_pairs(rule: Rule) -> int:
    """How many pairs `_expanded` will find; what has no addresses meets each address once."""
    ends = (rule.source.addresses, rule.destination.addresses)
    counts = [Counter(address.family for address in end) for end in ends if end]
    families = PROTOCOL_BY_NAME[rule.protocol].families
    return sum(prod(count[family] for count in counts) for family in families) if counts else 1


class _Rows:
    """Makes rows of rules; the cells that many rules share are made once."""

    def __init__(self) -> None:
        self._end = Once(_cells_of_end)
        self._addresses = Once(_cells_of_addresses)
        self._what_and_why = lru_cache(maxsize=MOST)(_cells_of_causes)

    def row(self, rule: Rule) -> str:
        """The row of a rule."""
        source, destination, behind = self._cells(rule)
        return f"{cell(rule.name)},{source},{destination},{behind}"

    def expanded(self, rule: Rule) -> Iterator[str]:
        """A row for each pair of addresses, one at a time."""
        is_alone = _count_pairs(rule) == 1
        _, _, behind = self._cells(rule)
        for number, ends in enumerate(self._pairs(rule), start=1):
            name = cell(rule.name if is_alone else f"{rule.name}.{number}")
            yield f"{name},{ends},{behind}"

    def _pairs(self, rule: Rule) -> Iterator[str]:
        """Both cells of each pair whose families can meet."""
        families = (*PROTOCOL_BY_NAME[rule.protocol].families, NO_FAMILY)
        sources, destinations = self._addresses(rule.source), self._addresses(rule.destination)
        for family, source in sources:
            if family in families:
                for other, destination in destinations:
                    if other in families and (other == family or NO_FAMILY in (other, family)):
                        yield f"{source},{destination}"

    def _cells(self, rule: Rule) -> tuple[str, str, str]:
        """Source, destination, and the rest of the line behind them."""
        source, source_group, source_zone = self._end(rule.source)
        destination, destination_group, destination_zone = self._end(rule.destination)
        what, why = self._what_and_why(rule.protocol, rule.ports, rule.action, rule.causes)
        groups, zones = f"{source_group},{destination_group}", f"{source_zone},{destination_zone}"
        return source, destination, f"{what},{groups},{zones},{why}\n"


def _cells_of_end(end: Endpoint) -> tuple[str, str, str]:
    return cell(end.text), cell(end.name), cell(end.zone or "")


def _cells_of_addresses(end: Endpoint) -> tuple[tuple[int, str], ...]:
    """Each address with its family, or the name of an end without any."""
    cells = ((address.family, cell(str(address))) for address in end.addresses)
    return tuple(cells) or ((NO_FAMILY, cell(end.text)),)


def _cells_of_causes(
    protocol: str, ports: PortSet, action: Action, causes: tuple[Cause, ...]
) -> tuple[str, str]:
    """What a rule allows, and what its causes say of it."""
    rule = Rule("", ANYWHERE, ANYWHERE, protocol, ports, causes, action)
    what = (rule.protocol, str(rule.ports), rule.action)
    why = (
        rule.product,
        rule.component,
        rule.purpose,
        rule.condition,
        "yes" if rule.required else "no",
        rule.encryption,
        " ".join(rule.references),
        rule.note,
        rule.phase,
    )
    return ",".join(map(cell, what)), ",".join(map(cell, why))


def cell(text: str) -> str:
    """A text in one line, that no spreadsheet runs, in quotes where RFC 4180 wants them."""
    if not text.isprintable() or ";" in text or text[:1] in _SIGNS:  # hardly any
        text = " ".join(_RUNS.sub(r"\1'", text).splitlines())
    if "," in text or '"' in text:
        return '"' + text.replace('"', '""') + '"'
    return text


EXPORTER = Exporter(
    name="csv",
    label="CSV",
    summary=gettext_noop("One row per rule, for change requests and spreadsheets."),
    family="ticket",
    media_type="text/csv; charset=utf-8",
    suffix="csv",
    says=says_everything,
    room=room,
    render=render,
    expands=True,
    says_actions=True,
)
