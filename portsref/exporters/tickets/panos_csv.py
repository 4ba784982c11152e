"""PAN-OS in bulk: the services and the security rules that panco imports, a CSV each.

panco (scottdware/panco on GitHub), “CSV Structure - Policies” and “- Objects”: the columns have a
fixed order and are named by a first line `#Name,…`, which is no rule. Rules name services, which
must be there before, so that there is a file of services too. Lists in a cell are joined by commas.

A rule has one family, by which its name ends, and a name of at most 63 characters (PAN-OS 11.0,
Components of a Security Policy Rule); zones are those of the plan, and `any` where a group has
none. A zone whose name PAN-OS does not take, or panco would cut at a comma, cannot be said.
Services are TCP or UDP (PAN-OS, Create a Custom Service) with at most 1,023 characters of ports.

`panco policy import` uses the API action `set`, which adds to a rule of the same name: its sources,
destinations and services would then all be combined. `panco policy edit` replaces it. So the file
is never a delta, of which a rule has the name of one that is there with other ends or ports.
"""

import re
from collections.abc import Iterator
from functools import lru_cache, partial

from portsref.exporters.base import Doubt, Exporter, File, Job, Setting, file_name
from portsref.exporters.families import Flow, parts_by_family
from portsref.exporters.files.csv_file import cell
from portsref.exporters.identifiers import identifier
from portsref.exporters.network.objects import room
from portsref.exporters.network.panos import LOG, PROFILES
from portsref.exporters.once import MOST, Once
from portsref.exporters.tickets import checks, sayable
from portsref.exporters.tickets.run_of_ends import RunOfEnds
from portsref.exporters.tickets.texts import REFERENCE, Comments
from portsref.messages import Message, gettext_noop
from portsref.planning.choice import Choice
from portsref.planning.rules import Endpoint, Rule, RuleSet
from portsref.ports import PortSet

MEDIA_TYPE = "text/csv; charset=utf-8"
LONGEST_NAME = 63
LONGEST_SERVICE = 32  # as panco has it
LONGEST_PORTS = 1023
ANY_OF = {4: "0.0.0.0/0", 6: "::/0"}
SERVICES_HEADER = "#Name,Type,Value,Description,Tags,Device Group/Vsys\n"
HEADER = (
    "#Name", "Type", "Description", "Tags", "SourceZones", "SourceAddresses", "NegateSource",
    "SourceUsers", "HipProfiles", "DestinationZones", "DestinationAddresses", "NegateDestination",
    "Applications", "Services", "Categories", "Action", "LogSetting", "LogStart", "LogEnd",
    "Disabled", "Schedule", "IcmpUnreachable", "DisableServerResponseInspection", "Group", "Virus",
    "Spyware", "Vulnerability", "UrlFiltering", "FileBlocking", "WildFireAnalysis",
    "DataFiltering",
)  # fmt: skip
DEVICE_GROUP = Setting("device-group", gettext_noop("Vsys, or place in Panorama"))
TAGS = Setting("tags", gettext_noop("Tags of rules"))

NO_ZONE = Message(gettext_noop("PAN-OS takes no zone of that name"))
TOO_MANY_PORTS = Message(
    gettext_noop("its ports have more than %(most)s characters"), {"most": f"{LONGEST_PORTS:,}"}
)

_ZONE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9 _.-]{0,30}")
_says = sayable.says_protocols(["TCP", "UDP"])


def says(rule: Rule) -> Message | None:
    """Tell why a rule cannot be said: its protocol, its ports, an end or its zone."""
    if len(rule.ports.ranges) > LONGEST_PORTS // len("65535-65535,") and (
        len(str(rule.ports)) > LONGEST_PORTS
    ):
        return TOO_MANY_PORTS
    zones = (rule.source.zone, rule.destination.zone)
    if not all(zone is None or _is_zone(zone) for zone in zones):
        return NO_ZONE
    return _says(rule)


@lru_cache(maxsize=MOST)
def _is_zone(zone: str) -> bool:
    return bool(_ZONE.fullmatch(zone))


def render_files(job: Job) -> Iterator[File]:
    """The services, which must be imported first, and the rules."""
    for kind, write in (("services", _services), ("rules", _rules)):
        name = file_name(job.rule_set, job.provenance, f"{kind}.csv", job.choice)
        yield File(name, MEDIA_TYPE, partial(write, job))


def _services(job: Job) -> Iterator[str]:
    """A row for each service that a rule names."""
    yield SERVICES_HEADER
    group = cell(job.setting(DEVICE_GROUP.name))
    seen: set[str] = set()
    for rule in job.rules:
        name = service_name(rule.protocol, rule.ports)
        if name not in seen:
            seen.add(name)
            yield f"{name},{rule.protocol.lower()},{cell(str(rule.ports))},,,{group}\n"


@lru_cache(maxsize=MOST)
def service_name(protocol: str, ports: PortSet) -> str:
    """The name of a service: `tcp-443`, `udp-53_30000-32767`, or a part of it with its digest."""
    text = f"{protocol.lower()}-{str(ports).replace(',', '_')}"
    return text if len(text) <= LONGEST_SERVICE else identifier(text, LONGEST_SERVICE)


def _rules(job: Job) -> Iterator[str]:
    """A row for each rule and family."""
    yield f"{','.join(HEADER)}\n"
    rows = _Rows(job)
    for rule in job.rules:
        yield from rows.of(rule)


class _Rows:
    """Rows of rules; the cells that many of them share are made once."""

    def __init__(self, job: Job) -> None:
        self._comments = Comments(job, cell)
        self._ends = RunOfEnds(self._cells_of_ends)
        self._end = {family: Once(partial(_cells_of_end, family)) for family in ANY_OF}
        self._tags = cell(job.setting(TAGS.name))
        log, profiles = cell(job.setting(LOG.name)), cell(job.setting(PROFILES.name))
        self._behind = f"any,allow,{log},false,true,false,,false,false,{profiles},,,,,,,\n"

    def of(self, rule: Rule) -> Iterator[str]:
        """A row for each family that the rule has."""
        name = identifier(rule.name, LONGEST_NAME - len("-v4"))
        about = f"universal,{self._comments.of(rule)},{self._tags}"
        service = service_name(rule.protocol, rule.ports)
        behind = f"any,{service},{self._behind}"
        for family, ends in self._ends.of(rule):
            yield f"{name}-v{family},{about},{ends},{behind}"

    def _cells_of_ends(self, flow: Flow) -> tuple[int, str]:
        """The family, and the cells from the zones of sources to those of destinations."""
        cells = self._end[flow.family]
        return flow.family, f"{cells(flow.rule.source)},any,,{cells(flow.rule.destination)}"


def _cells_of_end(family: int, end: Endpoint) -> str:
    """Zone, addresses, and that they are not the contrary."""
    addresses = ",".join(map(str, parts_by_family(end)[family])) or ANY_OF[family]
    return f"{end.zone or 'any'},{cell(addresses)},false"


def check(rule_set: RuleSet, _choice: Choice) -> Iterator[Doubt]:
    """What those who import the files will ask."""
    document = rule_set.document
    yield from checks.check_request(document.request)
    yield from checks.check_number(EXPORTER, document, checks.ADDRESSES)
    most = checks.most_addresses(EXPORTER, document)
    yield from checks.check_lines(rule_set, most)


EXPORTER = Exporter(
    name="panos-csv",
    label="PAN-OS (CSV)",
    summary=gettext_noop("Services and security rules in bulk, as panco imports them."),
    family="ticket",
    media_type=MEDIA_TYPE,
    suffix="csv",
    says=says,
    room=room,
    render_files=render_files,
    follows="panco, CSV Structure - Policies and - Objects",
    settings=(DEVICE_GROUP, TAGS, LOG, PROFILES, checks.ADDRESSES, REFERENCE),
    check=check,
)
