"""Tufin SecureChange: the CSV that Tufin's script TufinCSV2SC.py makes tickets of.

TufinCSV2SC.py 1.2 (tested by its author with SecureChange 19.3) reads the columns Name, Source,
Destination, Port and Protocol by their names and leaves those to the right alone. A row has one
network at either end and one port or range: a rule becomes a row for each combination of them. The
script looks for a line that begins with `"Name"`, in quotes, and counts every line of the file as
a row, so that nothing stands before the header or behind the rows, and no cell has a line break.

It reads IPv4 alone, and stops at anything else; its rows say TCP or UDP with ports. A rule that
has IPv6 too is left out as a whole, because half of it would look like all. Every row is
accepted by the script, whatever stands to the right: what is to be removed cannot be said here.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from math import prod

from portsref.exporters.base import Doubt, Exporter, Job, Says
from portsref.exporters.families import networks_of, parts_by_family
from portsref.exporters.files.csv_file import cell
from portsref.exporters.network.objects import room as room_of_ends
from portsref.exporters.once import MOST, Once
from portsref.exporters.tickets import checks, sayable
from portsref.exporters.tickets.texts import REFERENCE, Comments
from portsref.messages import Message, gettext_noop
from portsref.planning.choice import Choice
from portsref.planning.document import PlanDocument
from portsref.planning.rules import ANYWHERE, Cause, Endpoint, Rule, RuleSet
from portsref.ports import PortSet

ANYWHERE_V4 = "0.0.0.0/0"
MOST_ROWS = 100_000
HEADER = (
    "Name", "Source", "Destination", "Port", "Protocol", "Source group", "Destination group",
    "Source zone", "Destination zone", "Comment", "Required", "Encryption", "Requester", "Expires",
)  # fmt: skip
IPV4_ONLY = Message(gettext_noop("the receiver reads IPv4 alone, and the rule has IPv6"))
TOO_MANY_ROWS = Message(
    gettext_noop("with its networks and ports the file would have more than %(most)s rows"),
    {"most": f"{MOST_ROWS:,}"},
)


def room(choice: Choice, document: PlanDocument) -> Says:
    """Ask of each rule whether it is IPv4 alone, and whether the file has rows for it."""
    says_common = room_of_ends(choice, document)
    networks, parts = Once(_networks), Once(parts_by_family)
    left = MOST_ROWS

    def says(rule: Rule) -> Message | None:
        nonlocal left
        if reason := says_common(rule):
            return reason
        if 6 in parts(rule.source) and 6 in parts(rule.destination):
            return IPV4_ONLY
        ends = networks(rule.source), networks(rule.destination)
        rows = prod(map(len, (*ends, rule.ports.ranges)))
        if rows > left:
            return TOO_MANY_ROWS
        left -= rows
        return None

    return says


def _networks(end: Endpoint) -> tuple[str, ...]:
    """The IPv4 networks of an end, as the script reads them."""
    parts = parts_by_family(end).get(4, ())
    return tuple(map(str, networks_of(parts))) or (ANYWHERE_V4,)


def render(job: Job) -> Iterator[str]:
    """Write the header and the rows of each rule."""
    yield ",".join(f'"{name}"' for name in HEADER) + "\n"
    rows = _Rows(job)
    for rule in job.rules:
        yield from rows.of(rule)


class _Rows:
    """Rows of rules; what many of them share is written once."""

    def __init__(self, job: Job) -> None:
        request = job.rule_set.document.request
        self._comments = Comments(job, cell)
        self._networks = Once(_networks)
        self._end = Once(_cells_of_end)
        self._why = lru_cache(maxsize=MOST)(_cells_of_causes)
        self._request = f"{cell(request.requester or '')},{request.expires or ''}"

    def of(self, rule: Rule) -> Iterator[str]:
        """A row for each combination of networks and ports, each with a name of its own."""
        ends = self._networks(rule.source), self._networks(rule.destination)
        parts, behind = rule.ports.ranges, self._behind(rule)
        is_alone = prod(map(len, (*ends, parts))) == 1
        for number, (source, destination, part) in enumerate(product(*ends, parts), start=1):
            name = cell(rule.name if is_alone else f"{rule.name}.{number}")
            yield f"{name},{source},{destination},{part},{rule.protocol},{behind}"

    def _behind(self, rule: Rule) -> str:
        """What stands to the right of the columns that the script reads."""
        source, source_zone = self._end(rule.source)
        destination, destination_zone = self._end(rule.destination)
        ends = f"{source},{destination},{source_zone},{destination_zone}"
        return f"{ends},{self._comments.of(rule)},{self._why(rule.causes)},{self._request}\n"


def _cells_of_end(end: Endpoint) -> tuple[str, str]:
    return cell(end.name), cell(end.zone or "")


def _cells_of_causes(causes: tuple[Cause, ...]) -> str:
    rule = Rule("", ANYWHERE, ANYWHERE, "", PortSet(), causes)
    required = "yes" if rule.required else "no"
    return f"{required},{cell(rule.encryption)}"


def check(rule_set: RuleSet, _choice: Choice) -> Iterator[Doubt]:
    """What those who handle the tickets will ask."""
    document = rule_set.document
    yield from checks.check_request(document.request)
    yield from checks.check_lines(rule_set)


EXPORTER = Exporter(
    name="tufin-csv",
    label="Tufin SecureChange (CSV)",
    summary=gettext_noop("Rows for TufinCSV2SC.py, which makes one ticket of them; IPv4 alone."),
    family="ticket",
    media_type="text/csv; charset=utf-8",
    suffix="csv",
    says=sayable.says_additions(["TCP", "UDP"]),
    room=room,
    render=render,
    says_actions=True,
    follows="TufinCSV2SC.py 1.2 (SecureChange 19.3)",
    settings=(REFERENCE,),
    check=check,
)
