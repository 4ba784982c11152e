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
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from math import prod

from portsref.addresses import AddressRange
from portsref.exporters.base import Exporter, File, Job, Says, says_everything
from portsref.messages import Message, gettext_noop
from portsref.planning.choice import Choice
from portsref.planning.rules import Cause, Endpoint, Rule
from portsref.protocols import PROTOCOL_BY_NAME

HEADER = (
    "name", "source", "destination", "protocol", "ports", "action",
    "source_group", "destination_group", "source_zone", "destination_zone",
    "product", "component", "purpose", "condition", "required", "encryption", "reference", "note",
)  # fmt: skip
MOST_ROWS = 100_000
NO_PAIR = Message(gettext_noop("source and destination have no address family in common"))
TOO_MANY_PAIRS = Message(
    gettext_noop("with its address pairs the file would have more than %(most)s rows"),
    {"most": f"{MOST_ROWS:,}"},
)

_SIGNS = "=+-@\t\r＝＋－＠"
# Where the list separator is `;`, a spreadsheet splits cells at it, so what follows one begins a
# cell too; Chinese and Japanese ones also run the full-width signs.
_RUNS = re.compile(f"(^|;)(?=[{re.escape(_SIGNS)}])")


def room(choice: Choice) -> Says:
    """Ask of each rule whether it has pairs and the file has room for all of them."""
    if not choice.expand:
        return says_everything
    left = MOST_ROWS

    def says(rule: Rule) -> Message | None:
        nonlocal left
        if len(_addresses(rule.source)) * len(_addresses(rule.destination)) > left:
            return TOO_MANY_PAIRS
        rows = _count_pairs(rule)
        left -= rows
        return None if rows else NO_PAIR

    return says


def render(job: Job) -> Iterator[File]:
    """Write the header and one row a rule, or one an address pair."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    cells, rules = _Cells(), job.rule_set.all_rules
    if job.choice.expand:
        writer.writerows(row for rule in rules for row in _expanded(rule, cells))
    else:
        writer.writerows(map(cells.row, rules))
    yield job.file(text.getvalue().encode())


def _count_pairs(rule: Rule) -> int:
    """How many pairs `_expanded` will find; what has no addresses meets each address once."""
    ends = (rule.source.addresses, rule.destination.addresses)
    counts = [Counter(address.family for address in end) for end in ends if end]
    families = PROTOCOL_BY_NAME[rule.protocol].families
    return sum(prod(count[family] for count in counts) for family in families) if counts else 1


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
