"""FireMon Policy Planner: a ticket with one requirement a rule and family, as JSON.

What `POST /policyplanner/api/domain/ID/workflow/ID/packet` takes: `variables` of the ticket, and
`policyPlanRequirements` (FireMon's integration for Cortex XSOAR, and the Policy Planner API
Example Guide, which names the values and how days are written). “Complete Ticket Details” in
FireMon's documentation says what the fields hold. Domain and workflow stand in the address.

A requirement that opens has the child key `add_access` and the action `ACCEPT`. `DROP` asks for a
rule that blocks, which is not to take a rule away; a workflow that takes access away has a child
key of its own, which is a setting: without it, what is to be removed is left out. Services are
documented as `tcp/22` alone and ends as networks, with no word for all of them: other protocols
than TCP and UDP, and rules with any address at an end, are left out. A requirement has no field for
a comment, so that the notes of the ticket say of each, by its number, which rule it is and why.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import batched, chain, count

from portsref.documents.writing import json_text
from portsref.exporters.base import Doubt, Exporter, Job, Says, Setting
from portsref.exporters.comments import one_line
from portsref.exporters.families import Flow, Parts, networks_of
from portsref.exporters.network.objects import room as room_of_ends
from portsref.exporters.once import MOST, Once
from portsref.exporters.tickets import checks, sayable
from portsref.exporters.tickets.run_of_ends import RunOfEnds
from portsref.exporters.tickets.texts import REFERENCE, Comments, about_request
from portsref.messages import Message, gettext_noop
from portsref.planning.choice import Choice
from portsref.planning.document import PlanDocument
from portsref.planning.rules import Rule, RuleSet
from portsref.ports import PortSet

LINES_AT_ONCE = 20
APPLICATION = Setting("application-name", gettext_noop("Application name"))
OWNER = Setting("application-owner", gettext_noop("Application owner"))
CUSTOMER = Setting("customer", gettext_noop("Customer"))
PRIORITY = Setting("priority", gettext_noop("Priority"), "MEDIUM")
DUE = Setting("due-date", gettext_noop("Due date"))
ADD = Setting("add-key", gettext_noop("Child key that adds access"), "add_access")
REMOVE = Setting("remove-key", gettext_noop("Child key that removes access"))

NO_WORD_TO_REMOVE = Message(
    gettext_noop("the plan does not say how the receiver removes access (“%(setting)s”)"),
    {"setting": REMOVE.name},
)

_BETWEEN = ",\n    "


def room(choice: Choice, document: PlanDocument) -> Says:
    """Ask of each rule whether it can be removed, where it is to be."""
    says_common = room_of_ends(choice, document)
    removes = bool(EXPORTER.setting(REMOVE.name, document))

    def says(rule: Rule) -> Message | None:
        if rule.action == "remove" and not removes:
            return NO_WORD_TO_REMOVE
        return says_common(rule)

    return says


def render(job: Job) -> Iterator[str]:
    """Write the variables of the ticket, and its requirements, a line each."""
    yield '{\n  "variables": {\n    '
    for name, text in _variables(job).items():
        yield f"{json_text(name)}: {json_text(text)}{_BETWEEN}"
    yield '"carbonCopy": [],\n    "notes": "'
    for lines in batched(chain(map(_inside, about_request(job)), _comments(job)), LINES_AT_ONCE):
        yield "".join(f"{line}\\n" for line in lines)
    yield '"\n  },\n  "policyPlanRequirements": ['
    requirements = _Requirements(job)
    begin = "\n    "
    for rule in job.rules:
        for text in requirements.of(rule):
            yield begin + text
            begin = _BETWEEN
    yield "\n  ]\n}\n"


def _variables(job: Job) -> dict[str, str]:
    """What the ticket says of itself."""
    request = job.rule_set.document.request
    name, email = requester_of(request.requester or "")
    texts = {
        "summary": one_line(job.rule_set.document.title),
        "requesterName": name,
        "requesterEmail": email,
        "businessNeed": one_line(request.justification or ""),
        "priority": job.setting(PRIORITY.name),
        "applicationName": job.setting(APPLICATION.name),
        "applicationOwner": job.setting(OWNER.name),
        "customer": job.setting(CUSTOMER.name),
        "externalTicketId": request.ticket or "",
    }
    if due := job.setting(DUE.name):
        texts["dueDate"] = moment_of(due)
    return texts


def _comments(job: Job) -> Iterator[str]:
    """A line for each requirement, by its number."""
    comments, ends, numbers = Comments(job, _inside), RunOfEnds(lambda flow: flow.family), count(1)
    for rule in job.rules:
        for _family in ends.of(rule):
            yield f"{next(numbers)}. {comments.of(rule)}"


def _inside(text: str) -> str:
    """A text as it stands between quotes."""
    return json_text(text)[1:-1]


def requester_of(text: str) -> tuple[str, str]:
    """Name and e-mail address of who asks, written as `Name <name@example.com>` or alone."""
    name, bracket, rest = text.partition("<")
    if bracket and "@" in rest:
        return name.strip(), rest.partition(">")[0].strip()
    return text, text if "@" in text and " " not in text else ""


def moment_of(day: str) -> str:
    """The beginning of a day as the guide writes it; another text stays as it is."""
    return f"{day}T00:00:00+0000" if len(day) == len("2027-06-30") else day


class _Requirements:
    """Requirements of rules; what many of them share is written once."""

    def __init__(self, job: Job) -> None:
        self._ends, self._addresses = RunOfEnds(self._write_ends), Once(_addresses)
        self._services = lru_cache(maxsize=MOST)(_services)
        self._keys = {
            "allow": json_text(job.setting(ADD.name)),
            "remove": json_text(job.setting(REMOVE.name)),
        }
        expires = job.rule_set.document.request.expires
        self._expires = f'"expiration": "{moment_of(expires)}"' if expires else ""

    def of(self, rule: Rule) -> Iterator[str]:
        """A line for each family that the rule has."""
        services = self._services(rule.protocol, rule.ports)
        key = self._keys[rule.action]
        for ends in self._ends.of(rule):
            yield (
                f'{{"requirementType": "RULE", "childKey": {key}, {ends}, '
                f'"services": [{services}], "action": "ACCEPT", '
                f'"variables": {{{self._expires}}}}}'
            )

    def _write_ends(self, flow: Flow) -> str:
        sources, destinations = map(self._addresses, (flow.sources, flow.destinations))
        return f'"sources": [{sources}], "destinations": [{destinations}]'


def _addresses(parts: Parts) -> str:
    return ", ".join(f'"{network}"' for network in networks_of(parts))


def _services(protocol: str, ports: PortSet) -> str:
    return ", ".join(f'"{protocol.lower()}/{part}"' for part in ports.ranges)


def check(rule_set: RuleSet, _choice: Choice) -> Iterator[Doubt]:
    """What Policy Planner marks as required, and what reviewers ask."""
    document = rule_set.document
    yield from checks.check_request(document.request, by_email=True)
    yield from checks.check_settings(EXPORTER, document, APPLICATION.name, OWNER.name)
    yield from checks.check_number(EXPORTER, document, checks.ADDRESSES)
    most = checks.most_addresses(EXPORTER, document)
    yield from checks.check_lines(rule_set, most)


EXPORTER = Exporter(
    name="firemon",
    label="FireMon Policy Planner (JSON)",
    summary=gettext_noop("A ticket with one requirement a rule, for the Policy Planner API."),
    family="ticket",
    media_type="application/json",
    suffix="json",
    says=sayable.says_no_any(sayable.says_protocols(["TCP", "UDP"])),
    room=room,
    render=render,
    says_actions=True,
    follows="Policy Planner API, packet and requirements",
    settings=(
        APPLICATION, OWNER, CUSTOMER, PRIORITY, DUE, ADD, REMOVE, checks.ADDRESSES, REFERENCE,
    ),
    check=check,
)  # fmt: skip
