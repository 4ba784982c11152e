"""AlgoSec FireFlow: a spreadsheet of traffic lines, from which FireFlow makes a change request.

“Change request creation from an attached file” (ASMS A33.00, FireFlow Configuration Guide): one
worksheet, read by a parsing script that an installation may have changed. The columns are the
fields of a traffic line as “Create a traffic change request” (API Guide) and “Change request field
references” have them; their names and the words for the action are settings. IPv4 and IPv6 never
share a request, so that each family has a file of its own; addresses are networks or ranges,
joined by commas, and services are `tcp/443`.

`Drop` asks for a rule that blocks, which is not to take a rule away: FireFlow removes rules by
requests of another kind (template 140, Rule Removal Request). What is to be removed is left out
unless a setting says the word by which the installation's script removes. Neither a service other
than TCP and UDP nor any address is documented for a traffic line: such rules are left out.
"""

from collections.abc import Iterator
from functools import lru_cache, partial

from portsref.exporters.base import (
    Chunk,
    Doubt,
    Exporter,
    File,
    Job,
    Says,
    Setting,
    file_name,
)  # fmt: skip
from portsref.exporters.comments import one_line
from portsref.exporters.families import Families, Flow
from portsref.exporters.files.workbook import (
    LONGEST_CELL,
    MOST_ROWS,
    Workbook,
    pieces_of_workbook,
)  # fmt: skip
from portsref.exporters.files.xlsx_file import NO_ROW, TOO_LONG
from portsref.exporters.network.objects import room as room_of_ends
from portsref.exporters.once import MOST
from portsref.exporters.tickets import checks, sayable
from portsref.exporters.tickets.texts import REFERENCE, Comments
from portsref.messages import Message, gettext_noop
from portsref.planning.choice import Choice
from portsref.planning.document import PlanDocument
from portsref.planning.rules import Endpoint, Rule, RuleSet
from portsref.ports import PortSet

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SUFFIX = "xlsx"
SHEET = "Traffic"
LONGEST_SERVICE = len("tcp/65535-65535,")
ANY = "any"
SOURCE = Setting("source-column", gettext_noop("Column of sources"), "Source")
DESTINATION = Setting("destination-column", gettext_noop("Column of destinations"), "Destination")
SERVICE = Setting("service-column", gettext_noop("Column of services"), "Service")
ACTION = Setting("action-column", gettext_noop("Column of actions"), "Action")
ALLOW = Setting("allow-word", gettext_noop("Action that allows"), "Allow")
REMOVE = Setting("remove-word", gettext_noop("Action that removes"))
FURTHER = (
    "User", "Application", "Requestor", "Subject", "Description", "Expires", "Comments", "Rule",
    "Source group", "Destination group", "Source zone", "Destination zone",
)  # fmt: skip

ASA_ALONE = Message(gettext_noop("FireFlow changes IPv6 rules of Cisco ASA devices alone."))

_says = sayable.says_no_any(sayable.says_protocols(["TCP", "UDP"]))


def says(rule: Rule) -> Message | None:
    """Tell why a rule cannot be said: its protocol, an end, or a cell that would be too long."""
    if len(rule.ports.ranges) * LONGEST_SERVICE > LONGEST_CELL:
        return TOO_LONG
    return _says(rule)


def room(choice: Choice, document: PlanDocument) -> Says:
    """Ask of each rule whether it can be removed where it is to be, and has a row."""
    says_common = room_of_ends(choice, document)
    removes = bool(EXPORTER.setting(REMOVE.name, document))
    left = MOST_ROWS

    def says(rule: Rule) -> Message | None:
        nonlocal left
        if rule.action == "remove" and not removes:
            return sayable.NO_REMOVAL
        if reason := says_common(rule):
            return reason
        left -= 1
        return NO_ROW if left < 0 else None

    return says


def render_files(job: Job) -> Iterator[File]:
    """A file for each family that any rule has, because no request has both."""
    families = Families()
    found = {flow.family for rule in job.rules for flow in families.flows(rule)}
    for family in sorted(found) or (4,):
        name = file_name(job.rule_set, job.provenance, f"v{family}.{SUFFIX}", job.choice)
        yield File(name, MEDIA_TYPE, partial(_workbook, job, family))


def _workbook(job: Job, family: int) -> Iterator[Chunk]:
    title, made = one_line(job.rule_set.document.title), job.rule_set.catalogue_date
    return pieces_of_workbook(partial(_write, job, family), title, made)


def _write(job: Job, family: int, workbook: Workbook) -> None:
    columns = (job.setting(each.name) for each in (SOURCE, DESTINATION, SERVICE, ACTION))
    workbook.sheet(SHEET, (*columns, *FURTHER), _rows(job, family))


def _rows(job: Job, family: int) -> Iterator[tuple[str, ...]]:
    rows, families = _Rows(job), Families()
    for rule in job.rules:
        for flow in families.flows(rule):
            if flow.family == family:
                yield rows.of(flow)


class _Rows:
    """Rows of flows; what many of them share is put together once."""

    def __init__(self, job: Job) -> None:
        document = job.rule_set.document
        request = document.request
        self._comments = Comments(job)
        self._services = lru_cache(maxsize=MOST)(_services)
        self._actions = {
            "allow": job.setting(ALLOW.name),
            "remove": job.setting(REMOVE.name),
        }
        self._request = (
            request.requester or "",
            document.title,
            request.justification or "",
            request.expires or "",
        )

    def of(self, flow: Flow) -> tuple[str, ...]:
        """The cells of a line, in the order of the columns."""
        rule = flow.rule
        return (
            ",".join(map(str, flow.sources)),
            ",".join(map(str, flow.destinations)),
            self._services(rule.protocol, rule.ports),
            self._actions[rule.action],
            *(ANY, ANY),
            *self._request,
            self._comments.of(rule),
            rule.name,
            *(rule.source.name, rule.destination.name),
            *(rule.source.zone or "", rule.destination.zone or ""),
        )


def _services(protocol: str, ports: PortSet) -> str:
    return ",".join(f"{protocol.lower()}/{part}" for part in ports.ranges)


def check(rule_set: RuleSet, _choice: Choice) -> Iterator[Doubt]:
    """What FireFlow and those who handle its requests will ask."""
    document = rule_set.document
    yield from checks.check_request(document.request, by_email=True)
    yield from checks.check_number(EXPORTER, document, checks.ADDRESSES)
    most = checks.most_addresses(EXPORTER, document)
    yield from checks.check_lines(rule_set, most, _asks_of_end)


def _asks_of_end(end: Endpoint) -> Message | None:
    return ASA_ALONE if checks.has_ipv6(end) else None


EXPORTER = Exporter(
    name="algosec",
    label="AlgoSec FireFlow (XLSX)",
    summary=gettext_noop("A spreadsheet of traffic lines for each address family."),
    family="ticket",
    media_type=MEDIA_TYPE,
    suffix=SUFFIX,
    says=says,
    room=room,
    render_files=render_files,
    says_actions=True,
    is_text=False,
    follows="ASMS A33.00, Change request creation from an attached file",
    settings=(
        SOURCE, DESTINATION, SERVICE, ACTION, ALLOW, REMOVE, checks.ADDRESSES, REFERENCE,
    ),
    check=check,
)  # fmt: skip
