"""H3C SecPath: object groups and security policies as commands of Comware 7.

SecPath Firewall Series Command Reference (V7), “Object group commands” and “Security policy
commands”. IPv4 and IPv6 have a policy each, and object groups of their own. Names of object groups
have 31 characters (63 in later releases), those of rules 127; descriptions 127 bytes. Ports are
those of TCP and UDP alone, so that SCTP cannot be said. What is not said means any, so that the
action comes last in a rule, which drops until then. `?` asks for help, so that it is in no text.
"""

from collections.abc import Iterable, Iterator
from functools import partial

from portsref.addresses import AddressRange
from portsref.exporters.base import Exporter, Job, cannot_say
from portsref.exporters.comments import about_left_out, about_plan, commented
from portsref.exporters.families import FAMILIES
from portsref.exporters.network import ends
from portsref.exporters.network.objects import (
    BothEnds,
    Group,
    Names,
    Objects,
    Remarks,
    Service,
    number_of,
    room,
    zone_of,
)
from portsref.messages import Message, gettext_noop
from portsref.planning.rules import Endpoint, Rule
from portsref.ports import PortRange
from portsref.protocols import NAMES_WITH_PORTS

NAMES = Names(word=3, group=10, object=31, rule=127)
LONGEST_ZONE = 31
LONGEST_DESCRIPTION = 127
NO_SCTP = cannot_say("SCTP")
TAKE_BACK = (
    "{ sed -nE '/^security-policy/,/^quit/{/^(security|quit)/p; s/^ rule/ undo rule/p}' FILE;"
    " sed -nE 's/^object-group (service|.* address) /undo object-group /p' FILE; }"
)

_OF_FAMILY = {4: "ip", 6: "ipv6"}
_BY_NAME = {"ICMP": "icmp", "ICMPv6": "icmpv6"}
_INSTEAD = {"?": "."}


def says(rule: Rule) -> Message | None:
    """Tell why a rule cannot be said: its ends need addresses, and SCTP has no ports here."""
    return ends.says(rule) or (NO_SCTP if rule.protocol == "SCTP" else None)


def render(job: Job) -> Iterator[str]:
    """Write object groups, then a policy for each family that names them."""
    objects = Objects(job, NAMES)
    remarks = Remarks(LONGEST_DESCRIPTION, _INSTEAD)
    for lines in (_about(objects.mark), about_plan(job), about_left_out(job.left_out), _how()):
        yield from commented(lines)
    yield "#\nsystem-view\n"
    for group in objects.groups:
        yield from _address_group(group, remarks)
    for service in objects.services:
        yield from _service_group(service)
    for family in FAMILIES:
        yield f"#\nsecurity-policy {_OF_FAMILY[family]}\n"
        yield from _rules(job, objects, remarks, family)
        yield "quit\n"
    yield "return\n"


def _address_group(group: Group, remarks: Remarks) -> Iterator[str]:
    kind = _OF_FAMILY[group.family]
    yield f"#\nobject-group {kind} address {group.name}\n description {remarks.text(group.end)}\n"
    for number, part in enumerate(group.parts):
        yield f" {number} network {_address(part)}\n"
    yield "quit\n"


def _address(part: AddressRange) -> str:
    if part.is_single:
        return f"host address {part.first}"
    if "-" in str(part):
        return f"range {part.first} {part.last}"
    [network] = part.networks
    return f"subnet {network.network_address} {network.prefixlen}"


def _service_group(service: Service) -> Iterator[str]:
    yield f"#\nobject-group service {service.name}\n"
    if service.protocol in NAMES_WITH_PORTS:
        for number, ports in enumerate(service.ports.ranges):
            yield f" {number} service {service.protocol.lower()} destination {_range(ports)}\n"
    else:
        yield f" 0 service {_BY_NAME.get(service.protocol, number_of(service.protocol))}\n"
    yield "quit\n"


def _range(ports: PortRange) -> str:
    if ports.first == ports.last:
        return f"eq {ports.first}"
    return f"range {ports.first} {ports.last}"


def _rules(job: Job, objects: Objects, remarks: Remarks, family: int) -> Iterator[str]:
    sides = (partial(_end, side, family) for side in ("source", "destination"))
    both = BothEnds(objects, *sides)
    for rule in job.rules:
        if objects.is_of(rule, family):
            name = objects.rule_name(rule)
            source, destination = both(rule)
            yield (
                f" rule name {name}\n"
                f"  description {remarks.of_rule(rule, name)}\n"
                f"{source}{destination}"
                f"  service {objects.service(rule).name}\n"
                f"  action pass\n"
                f" quit\n"
            )


def _end(side: str, family: int, end: Endpoint, groups: Iterable[Group], _families: object) -> str:
    zone = zone_of(end, LONGEST_ZONE, none="")
    lines = [f"  {side}-zone {zone}\n"] if zone else []
    lines += (f"  {side}-ip {group.name}\n" for group in groups if group.family == family)
    return "".join(lines)


def _about(mark: str) -> Iterator[str]:
    yield "Security policies for an H3C SecPath firewall"
    yield f"Names begin with {mark}, which marks this plan."


def _how() -> Iterator[str]:
    yield ""
    yield "Zones are those of the plan, and must be there; where it has none, any zone is meant."
    yield "What is not said of a rule means any: if the device refuses a line of a rule, stop, and"
    yield "undo the rule. Rules come last: move them above what denies. The same again changes"
    yield "nothing. When the plan has changed, take this back first."
    yield "Apply: paste what this prints, and save: grep -v '^#' FILE"
    yield "Check, and what is in force: display security-policy ip, display security-policy ipv6"
    yield "Take back: in system-view, what this prints:"
    yield f"    {TAKE_BACK}"


EXPORTER = Exporter(
    name="h3c-secpath",
    label="H3C SecPath",
    summary=gettext_noop("Objects and security policies for H3C SecPath firewalls (Comware 7)."),
    family="network",
    media_type="text/plain; charset=utf-8",
    suffix="cfg",
    says=says,
    room=room,
    render=render,
    follows="SecPath Firewall Series Command Reference (V7), security policies and object groups",
)
