"""ServiceNow: the lines of a firewall rule request, as CSV.

“Firewall rule requests” (ServiceNow, IT Operations Management, Zurich) asks for source,
destination, an assignment group and an approval group; protocol, port, traffic direction and
action make a rule of it. One line is one rule of one family, and all lines of a file are one
request, with the same values in the columns of the request. The columns have the names of such
fields, so that an import set maps them by name; what an installation calls its groups are settings.

A list within a cell is joined by commas, ports and addresses alike. Every protocol is said by its
name. A line that is to be removed has the action `remove`. The direction is that of whoever opens
the connection, as seen from the firewall, which a plan does not know: it is a setting.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import count

from portsref.exporters.base import Doubt, Exporter, Job, Setting
from portsref.exporters.comments import one_line
from portsref.exporters.families import Flow, Parts
from portsref.exporters.files.csv_file import cell
from portsref.exporters.network.objects import room
from portsref.exporters.once import MOST, Once
from portsref.exporters.tickets import checks, sayable
from portsref.exporters.tickets.run_of_ends import RunOfEnds
from portsref.exporters.tickets.texts import REFERENCE, Comments, why
from portsref.messages import gettext_noop
from portsref.planning.choice import Choice
from portsref.planning.rules import ANYWHERE, Action, Cause, Endpoint, Rule, RuleSet
from portsref.ports import PortSet
from portsref.protocols import PROTOCOL_NAMES

LONGEST_SHORT_DESCRIPTION = 160  # task.short_description of the platform
HEADER = (
    "line", "source_ip", "destination_ip", "protocol", "port", "traffic_direction", "action",
    "ip_version", "source_name", "destination_name", "source_zone", "destination_zone",
    "rule_name", "justification", "encryption", "comments", "short_description", "requested_for",
    "assignment_group", "approval_group", "expires", "correlation_id",
)  # fmt: skip
ACTIONS = {"allow": "permit", "remove": "remove"}
ASSIGNMENT = Setting("assignment-group", gettext_noop("Assigned to"))
APPROVAL = Setting("approval-group", gettext_noop("Approved by"))
DIRECTION = Setting("direction", gettext_noop("Traffic direction"), "inbound")


def render(job: Job) -> Iterator[str]:
    """Write the header and a line for each rule and family."""
    yield f"{','.join(HEADER)}\n"
    lines = _Lines(job)
    for rule in job.rules:
        yield from lines.of(rule)


class _Lines:
    """Lines of rules; the cells that many of them share are made once."""

    def __init__(self, job: Job) -> None:
        document = job.rule_set.document
        request = document.request
        self._comments = Comments(job, cell)
        self._numbers = count(1)
        self._ends = RunOfEnds(self._cells_of_ends)
        self._addresses, self._end = Once(_cell_of_addresses), Once(_cells_of_end)
        self._why = lru_cache(maxsize=MOST)(_cells_of_causes)
        self._what = lru_cache(maxsize=MOST)(self._cells_of_what)
        self._direction = job.setting(DIRECTION.name)
        self._request = _cells(
            one_line(document.title, LONGEST_SHORT_DESCRIPTION),
            request.requester or "",
            job.setting(ASSIGNMENT.name),
            job.setting(APPROVAL.name),
            request.expires or "",
            request.ticket or "",
        )

    def of(self, rule: Rule) -> Iterator[str]:
        """A line for each family that the rule has."""
        why = f"{cell(rule.name)},{self._why(rule.causes)},{self._comments.of(rule)}"
        what = self._what(rule.protocol, rule.ports, rule.action)
        for addresses, ends in self._ends.of(rule):
            yield f"{next(self._numbers)},{addresses},{what},{ends},{why},{self._request}\n"

    def _cells_of_what(self, protocol: str, ports: PortSet, action: Action) -> str:
        return _cells(protocol, str(ports), self._direction, ACTIONS[action])

    def _cells_of_ends(self, flow: Flow) -> tuple[str, str]:
        """The cells of addresses, and those of the family and of both ends by name."""
        source, source_zone = self._end(flow.rule.source)
        destination, destination_zone = self._end(flow.rule.destination)
        addresses = f"{self._addresses(flow.sources)},{self._addresses(flow.destinations)}"
        ends = f"{source},{destination},{source_zone},{destination_zone}"
        return addresses, f"IPv{flow.family},{ends}"


def _cells_of_causes(causes: tuple[Cause, ...]) -> str:
    rule = Rule("", ANYWHERE, ANYWHERE, "", PortSet(), causes)
    return _cells(why(causes), rule.encryption)


def _cells(*texts: str) -> str:
    return ",".join(map(cell, texts))


def _cell_of_addresses(parts: Parts) -> str:
    return cell(",".join(map(str, parts)) or "any")


def _cells_of_end(end: Endpoint) -> tuple[str, str]:
    return cell(end.name), cell(end.zone or "")


def check(rule_set: RuleSet, _choice: Choice) -> Iterator[Doubt]:
    """What the catalog item wants filled in, and what reviewers ask."""
    document = rule_set.document
    yield from checks.check_request(document.request)
    yield from checks.check_settings(EXPORTER, document, ASSIGNMENT.name, APPROVAL.name)
    yield from checks.check_number(EXPORTER, document, checks.ADDRESSES)
    most = checks.most_addresses(EXPORTER, document)
    yield from checks.check_lines(rule_set, most)


EXPORTER = Exporter(
    name="servicenow",
    label="ServiceNow (CSV)",
    summary=gettext_noop("Lines of a firewall rule request, to be imported or attached."),
    family="ticket",
    media_type="text/csv; charset=utf-8",
    suffix="csv",
    says=sayable.says_protocols(PROTOCOL_NAMES),
    room=room,
    render=render,
    says_actions=True,
    follows="ServiceNow ITOM, Firewall rule requests (Zurich)",
    settings=(ASSIGNMENT, APPROVAL, DIRECTION, checks.ADDRESSES, REFERENCE),
    check=check,
)
