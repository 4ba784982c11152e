"""Huawei USG: address sets, service sets and security policy rules as VRP commands.

USG6000E Command Reference: `ip address-set`, `address`, `ip service-set`, `service protocol`,
`security-policy`, `rule name`. A rule has both families; sets have one each. Names of rules have 32
characters, those of sets 63, descriptions 127 bytes; a service has 64 ranges of ports in a line.
What is not said means any, so that `action permit` comes last in a rule. `?` asks for help wherever
it stands, so that it is in no text.
"""

from collections.abc import Iterable, Iterator
from functools import partial

from portsref.addresses import AddressRange
from portsref.exporters.base import Exporter, Job
from portsref.exporters.comments import about_left_out, about_plan, commented
from portsref.exporters.network import ends
from portsref.exporters.network.objects import (
    ONE_FAMILY_OF_ANY,
    BothEnds,
    Group,
    Names,
    Objects,
    Remarks,
    Service,
    is_any_of_one_family,
    number_of,
    room,
    zone_of,
)
from portsref.messages import Message, gettext_noop
from portsref.planning.rules import Endpoint, Rule
from portsref.ports import PortRange
from portsref.protocols import NAMES_WITH_PORTS

NAMES = Names(word=6, group=24, object=63, rule=32)
LONGEST_ZONE = 32
LONGEST_DESCRIPTION = 127
MOST_RANGES = 64
TAKE_BACK = (
    "{ echo security-policy; sed -n 's/^ rule name/ undo rule name/p' FILE; echo quit;"
    r" sed -nE 's/^(ip .*-set .*) type object/undo \1/p' FILE; }"
)

_BY_NAME = {"ICMP": "icmp", "ICMPv6": "icmpv6"}
_INSTEAD = {"?": "."}


def says(rule: Rule) -> Message | None:
    """Tell why a rule cannot be said: its ends need addresses, which keep it to its family."""
    if reason := ends.says(rule):
        return reason
    return ONE_FAMILY_OF_ANY if is_any_of_one_family(rule) else None


def render(job: Job) -> Iterator[str]:
    """Write sets, then the rules that name them."""
    objects = Objects(job, NAMES)
    remarks = Remarks(LONGEST_DESCRIPTION, _INSTEAD)
    mark = objects.mark
    for lines in (_about(mark), about_plan(job), about_left_out(job.left_out), _how()):
        yield from commented(lines)
    yield "#\nsystem-view\n"
    for group in objects.groups:
        yield from _address_set(group, remarks)
    for service in objects.services:
        yield from _service_set(service)
    yield "#\nsecurity-policy\n"
    yield from _rules(job, objects, remarks)
    yield "quit\nreturn\n"


def _address_set(group: Group, remarks: Remarks) -> Iterator[str]:
    yield f"#\nip address-set {group.name} type object\n description {remarks.text(group.end)}\n"
    for number, part in enumerate(group.parts):
        yield f" address {number} {_address(part)}\n"
    yield "quit\n"


def _address(part: AddressRange) -> str:
    if "-" in str(part):
        return f"range {part.first} {part.last}"
    [network] = part.networks
    mask = "mask " if network.version == 4 else ""
    return f"{network.network_address} {mask}{network.prefixlen}"


def _service_set(service: Service) -> Iterator[str]:
    yield f"#\nip service-set {service.name} type object\n"
    if service.protocol in NAMES_WITH_PORTS:
        protocol = service.protocol.lower()
        for number, (_name, ports) in enumerate(service.parts(MOST_RANGES)):
            listed = " ".join(map(_range, ports.ranges))
            yield f" service {number} protocol {protocol} destination-port {listed}\n"
    else:
        known = _BY_NAME.get(service.protocol, number_of(service.protocol))
        yield f" service 0 protocol {known}\n"
    yield "quit\n"


def _range(ports: PortRange) -> str:
    return str(ports).replace("-", " to ")


def _rules(job: Job, objects: Objects, remarks: Remarks) -> Iterator[str]:
    both = BothEnds(objects, partial(_end, "source"), partial(_end, "destination"))
    for rule in job.rules:
        name = objects.rule_name(rule)
        source, destination = both(rule)
        yield (
            f" rule name {name}\n"
            f"  description {remarks.of_rule(rule, name)}\n"
            f"{source}{destination}"
            f"  service {objects.service(rule).name}\n"
            f"  action permit\n"
            f" quit\n"
        )


def _end(side: str, end: Endpoint, groups: Iterable[Group], _families: object) -> str:
    zone = zone_of(end, LONGEST_ZONE, none="")
    lines = [f"  {side}-zone {zone}\n"] if zone else []
    lines += (f"  {side}-address address-set {group.name}\n" for group in groups)
    return "".join(lines)


def _about(mark: str) -> Iterator[str]:
    yield "Security policy rules for a Huawei USG firewall"
    yield f"Names begin with {mark}, which marks this plan."


def _how() -> Iterator[str]:
    yield ""
    yield "Zones are those of the plan, and must be there; where it has none, any zone is meant."
    yield "What is not said of a rule means any: if the device refuses a line of a rule, stop, and"
    yield "undo the rule. Rules come last: move them above what denies. The same again changes"
    yield "nothing. When the plan has changed, take this back first."
    yield "Apply: paste what this prints, and save: grep -v '^#' FILE"
    yield "Check, and what is in force: display security-policy rule all"
    yield "Take back: in system-view, what this prints:"
    yield f"    {TAKE_BACK}"


EXPORTER = Exporter(
    name="huawei-usg",
    label="Huawei USG",
    summary=gettext_noop("Sets and security policy rules for Huawei USG firewalls (VRP)."),
    family="network",
    media_type="text/plain; charset=utf-8",
    suffix="cfg",
    says=says,
    room=room,
    render=render,
    follows="USG6000E Command Reference, security-policy, ip address-set, ip service-set",
)
