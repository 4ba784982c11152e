"""Tufin SecureChange: a ticket with one access request a rule and family, as JSON.

What `POST /securechangeworkflow/api/securechange/tickets` takes (SecureChange REST API, R24-1, and
the classes of Tufin's own pytos2-ce 2.3.11). Its words are those of “Access Requests” in the
Knowledge Center: `Accept` allows and `Remove` takes away; `Drop` would only document. The names of
workflow, step and fields are of the installation, so that they are settings.

Topology is used unless a line has any address, a network of class A or IPv6, for which it cannot
be (“Using Topology Intelligence”); one access request never has both families. TCP and UDP are
said with their ports, other protocols by their number. SCTP would lose its ports: it is left out.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import count

from portsref.addresses import AddressRange
from portsref.documents.writing import json_text
from portsref.exporters.base import Doubt, Exporter, Job, Setting
from portsref.exporters.comments import one_line
from portsref.exporters.families import Flow, Parts, networks_of
from portsref.exporters.network.objects import room
from portsref.exporters.once import MOST, Once
from portsref.exporters.tickets import checks
from portsref.exporters.tickets.run_of_ends import RunOfEnds
from portsref.exporters.tickets.sayable import says_protocols
from portsref.exporters.tickets.texts import REFERENCE, Comments, about_request
from portsref.messages import Message, gettext_noop
from portsref.planning.choice import Choice
from portsref.planning.document import PlanDocument
from portsref.planning.rules import Rule, RuleSet
from portsref.ports import PortSet
from portsref.protocols import PROTOCOL_BY_NAME, PROTOCOL_NAMES

CLASS_A = 8  # bits
ACTIONS = {"allow": "Accept", "remove": "Remove"}
WORKFLOW = Setting("workflow", gettext_noop("Workflow"), "APG Access Request")
STEP = Setting("step", gettext_noop("First step"), "Enter your request")
ACCESS = Setting("access-field", gettext_noop("Field of access requests"), "Required Access")
REASON = Setting(
    "justification-field", gettext_noop("Field of the justification"), "Business Justification"
)
PRIORITY = Setting("priority", gettext_noop("Priority"), "Normal")
TOPOLOGY = Setting("topology", gettext_noop("Use topology (yes or no)"), "yes")

NO_TOPOLOGY = Message(
    gettext_noop("SecureChange has no topology for IPv6: its handlers choose the targets.")
)

_ANY = '{"@type": "ANY"}'
_HEAD = """\
{{
  "ticket": {{
    "subject": {subject},
    "priority": {priority},
    "workflow": {{"name": {workflow}}},
    "steps": {{"step": [{{"name": {step}, "tasks": {{"task": [{{"fields": {{"field": [
      {{"@xsi.type": "text_area", "name": {reason_field}, "text": {reason}}},
      {{"@xsi.type": "multi_access_request", "name": {access_field}, "access_request": ["""
_TAIL = "\n      ]}\n    ]}}]}}]}\n  }\n}\n"


def render(job: Job) -> Iterator[str]:
    """Write the ticket, whose access requests stand last, a line each."""
    yield _head(job)
    requests = _Requests(job)
    begin = "\n        "
    for rule in job.rules:
        for text in requests.of(rule):
            yield begin + text
            begin = ",\n        "
    yield _TAIL


def _head(job: Job) -> str:
    fields = {
        "subject": one_line(job.rule_set.document.title),
        "priority": job.setting(PRIORITY.name),
        "workflow": job.setting(WORKFLOW.name),
        "step": job.setting(STEP.name),
        "reason_field": job.setting(REASON.name),
        "reason": "\n".join(about_request(job)),
        "access_field": job.setting(ACCESS.name),
    }
    return _HEAD.format_map({name: json_text(text) for name, text in fields.items()})


class _Requests:
    """Access requests of rules; what many of them share is written once."""

    def __init__(self, job: Job) -> None:
        self._comments = Comments(job, json_text)
        self._numbers = count(1)
        self._ends = RunOfEnds(self._write_ends)
        self._objects, self._has_topology = Once(_objects), Once(_knows_topology)
        self._services = lru_cache(maxsize=MOST)(_services)
        self._wants_topology = wants_topology(job.setting(TOPOLOGY.name))

    def of(self, rule: Rule) -> Iterator[str]:
        """A line for each family that the rule has."""
        comment = self._comments.of(rule)
        action, services = ACTIONS[rule.action], self._services(rule.protocol, rule.ports)
        for ends in self._ends.of(rule):
            yield (
                f'{{"order": "AR{next(self._numbers)}", "action": "{action}", {ends}, '
                f'"services": {{"service": [{services}]}}, "labels": {{"label": []}}, '
                f'"comment": {comment}}}'
            )

    def _write_ends(self, flow: Flow) -> str:
        """What an access request has of its ends: where it is to be, from where to where."""
        sources, destinations = flow.sources, flow.destinations
        topology = self._wants_topology and all(map(self._has_topology, (sources, destinations)))
        return (
            f'"use_topology": {"true" if topology else "false"}, '
            f'"targets": {{"target": [{_ANY}]}}, "users": {{"user": ["Any"]}}, '
            f'"sources": {{"source": [{self._objects(sources)}]}}, '
            f'"destinations": {{"destination": [{self._objects(destinations)}]}}'
        )


def wants_topology(setting: str) -> bool:
    """Tell whether topology is to be used where it can be."""
    return setting.casefold() not in {"no", "false", "0"}


def _knows_topology(parts: Parts) -> bool:
    """Tell whether SecureChange finds devices for these addresses; no parts are any address."""
    return bool(parts) and all(
        part.family == 4 and all(network.prefixlen > CLASS_A for network in part.networks)
        for part in parts
    )


def _objects(parts: Parts) -> str:
    """The addresses of one end, in one family."""
    return ", ".join(map(_object, parts)) or _ANY


def _object(part: AddressRange) -> str:
    if "-" in str(part):
        ends = f'"range_first_ip": "{part.first}", "range_last_ip": "{part.last}"'
        return f'{{"@type": "RANGE", {ends}}}'
    (network,) = networks_of((part,))
    mask = f'"netmask": "{network.netmask}", ' if network.version == 4 else ""
    return (
        f'{{"@type": "IP", "ip_address": "{network.network_address}", {mask}'
        f'"cidr": {network.prefixlen}}}'
    )


def _services(protocol: str, ports: PortSet) -> str:
    if not PROTOCOL_BY_NAME[protocol].has_ports:
        number = PROTOCOL_BY_NAME[protocol].number
        return f'{{"@type": "PROTOCOL", "protocol": "OTHER", "type": {number}}}'
    return ", ".join(
        f'{{"@type": "PROTOCOL", "protocol": "{protocol}", "port": "{part}"}}'
        for part in ports.ranges
    )


def check(rule_set: RuleSet, _choice: Choice) -> Iterator[Doubt]:
    """What SecureChange and those who handle its tickets will ask."""
    document = rule_set.document
    yield from checks.check_request(document.request)
    yield from checks.check_settings(
        EXPORTER, document, WORKFLOW.name, STEP.name, ACCESS.name, REASON.name
    )
    yield from checks.check_number(EXPORTER, document, checks.ADDRESSES)
    most = checks.most_addresses(EXPORTER, document)
    yield from checks.check_lines(rule_set, most, _without_topology(document))


def _without_topology(document: PlanDocument) -> checks.OfEnd:
    """What is doubtful about ends with IPv6, where topology is wanted."""
    wanted = wants_topology(EXPORTER.setting(TOPOLOGY.name, document))
    return lambda end: NO_TOPOLOGY if wanted and checks.has_ipv6(end) else None


EXPORTER = Exporter(
    name="tufin-json",
    label="Tufin SecureChange (JSON)",
    summary=gettext_noop("A ticket with one access request a rule, for the REST API."),
    family="ticket",
    media_type="application/json",
    suffix="json",
    says=says_protocols([name for name in PROTOCOL_NAMES if name != "SCTP"]),
    room=room,
    render=render,
    says_actions=True,
    follows="SecureChange REST API, tickets (R24-1), pytos2-ce 2.3.11",
    settings=(WORKFLOW, STEP, ACCESS, REASON, PRIORITY, TOPOLOGY, checks.ADDRESSES, REFERENCE),
    check=check,
)
