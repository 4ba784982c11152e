"""Cisco ASA 9.0 or later: groups of addresses and of services by name, and one access list.

Cisco ASA Series Firewall CLI Configuration Guide 9.12, “Objects for Access Control”, “Access
Control Lists” and “Access Rules”: an extended list holds IPv4 and IPv6; names of objects have at
most 64 characters, remarks 100; a list ends in an unwritten `deny`; `access-group … global` is for
all interfaces, behind the lists that they have, and not for what is for the ASA itself.

What is entered is added to an object that is there already, so that every name holds what tells
these rules from others (`fingerprint.py`): nothing that is in force is changed, and `access-group`
gives the new list the place of the old one. A group has one family of addresses, and a rule as many
lines as it has families. Connections are remembered; echo replies only where ICMP is inspected.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache, partial

from portsref.addresses import AddressRange
from portsref.exporters.base import Exporter, Job
from portsref.exporters.comments import about_left_out, about_plan, ascii_line, commented
from portsref.exporters.families import FAMILIES
from portsref.exporters.identifiers import identifier
from portsref.exporters.network.access_list import (
    LONGEST_REMARK,
    NOT_FOR_TERMINALS,
    from_plan,
    purpose_of,
)
from portsref.exporters.network.ends import says
from portsref.exporters.network.fingerprint import fingerprint
from portsref.exporters.network.objects import Group, Names, Objects, Service, room
from portsref.exporters.once import MOST, Once
from portsref.messages import gettext_noop
from portsref.planning.rules import Endpoint, Rule
from portsref.ports import PortRange
from portsref.protocols import PROTOCOL_BY_NAME

NAMES = Names(word=0, group=24, object=64, rule=LONGEST_REMARK)

_ABOUT = (
    "",
    "Only what stands here is let through; what is for the ASA itself is not filtered. Answers",
    "pass, and echo replies where the policy has inspect icmp. Of ESP, AH, GRE, IPIP, IP6IP6 and",
    "VRRP each direction is a rule of the plan.",
)
_ICMP = {"ICMP": "icmp", "ICMPv6": "icmp6"}


def render(job: Job) -> Iterator[str]:
    """Write the groups that rules need, then a remark and the lines of each rule."""
    objects = Objects(job, NAMES, f"PORTSREF-{fingerprint(job.rules).upper()}")
    yield "! Rules for a Cisco ASA: groups by name, and an access list for IPv4 and IPv6\n"
    plan, left_out = from_plan(about_plan(job)), from_plan(about_left_out(job.left_out))
    for lines in (plan, _ABOUT, left_out, _how(objects)):
        yield from commented(lines, "!")
    for group in objects.groups:
        yield from _network_group(group)
    for service in objects.services:
        yield from _service_group(service)
    yield "!\n"
    yield from _entries(job.rules, objects)


def _network_group(group: Group) -> Iterator[str]:
    yield "!\n"
    for part in filter(_is_range, group.parts):
        yield f"object network {_range_name(group, part)}\n range {part.first} {part.last}\n"
    about = ascii_line(group.end, LONGEST_REMARK, NOT_FOR_TERMINALS)
    yield f"object-group network {group.name}\n"
    if about:
        yield f" description {about}\n"
    for part in group.parts:
        yield f" network-object {_member(group, part)}\n"


def _member(group: Group, part: AddressRange) -> str:
    if _is_range(part):
        return f"object {_range_name(group, part)}"
    if part.is_single:
        return f"host {part.first}"
    [network] = part.networks
    if network.version == 4:
        return f"{network.network_address} {network.netmask}"
    return str(network)


def _is_range(part: AddressRange) -> bool:
    return "-" in str(part)


def _range_name(group: Group, part: AddressRange) -> str:
    return f"{group.name}.{group.parts.index(part) + 1}"


def _service_group(service: Service) -> Iterator[str]:
    yield f"!\nobject-group service {service.name}\n"
    if not service.ports:
        number = PROTOCOL_BY_NAME[service.protocol].number
        yield f" service-object {_ICMP.get(service.protocol, number)}\n"
    for part in service.ports.ranges:
        yield f" service-object {service.protocol.lower()} destination {_port(part)}\n"


def _port(part: PortRange) -> str:
    return f"eq {part.first}" if part.first == part.last else f"range {part.first} {part.last}"


def _entries(rules: Iterable[Rule], objects: Objects) -> Iterator[str]:
    begin = f"access-list {objects.mark}"
    addresses: Once[Endpoint, Mapping[int, str]] = Once(partial(_addresses, objects))
    purposes = lru_cache(maxsize=MOST)(purpose_of)
    source = destination = None
    pairs: dict[int, str] = {}
    for rule in rules:
        if rule.source is not source or rule.destination is not destination:
            source, destination = rule.source, rule.destination
            pairs = _pairs(addresses(source), addresses(destination))
        text = f"{begin} remark {identifier(rule.name, LONGEST_REMARK)}\n"
        if purpose := purposes(rule.causes):
            text += f"{begin} remark {purpose}\n"
        permit = f"{begin} extended permit object-group {objects.service(rule).name}"
        families = PROTOCOL_BY_NAME[rule.protocol].families
        for family, pair in pairs.items():
            if family in families:
                text += f"{permit} {pair}\n"
        yield text


def _pairs(sources: Mapping[int, str], destinations: Mapping[int, str]) -> dict[int, str]:
    """Both ends in each family that both have."""
    return {
        family: f"{source} {destinations[family]}"
        for family, source in sources.items()
        if family in destinations
    }


def _addresses(objects: Objects, end: Endpoint) -> Mapping[int, str]:
    """What a line says of an end in each family that it has."""
    if end.kind == "any":
        return {family: f"any{family}" for family in FAMILIES}
    return {group.family: f"object-group {group.name}" for group in objects.groups_of(end, 3)}


def _how(objects: Objects) -> Iterator[str]:
    mark = objects.mark
    yield ""
    yield "Apply: copy FILE running-config, which changes nothing yet. Then give the list the place"
    yield "of an earlier one, for all interfaces or for each alone, and keep it by write memory:"
    yield f"    access-group {mark} global"
    yield f"    access-group {mark} in interface NAME"
    yield "Names hold what tells these rules from others, so that nothing in force is changed."
    yield "Twice changes nothing: what is there already is not taken again."
    yield f"Check: show access-list {mark}; packet-tracer says what becomes of a packet."
    yield "Take back: give the interfaces the earlier list, or none by no access-group; then"
    yield f"    clear configure access-list {mark}"
    for group in objects.groups:
        yield f"    no object-group network {group.name}"
    for group in objects.groups:
        for part in filter(_is_range, group.parts):
            yield f"    no object network {_range_name(group, part)}"
    for service in objects.services:
        yield f"    no object-group service {service.name}"


EXPORTER = Exporter(
    name="cisco-asa",
    label="Cisco ASA",
    summary=gettext_noop("Addresses and services by name, and an access list, for a Cisco ASA."),
    family="network",
    media_type="text/plain; charset=utf-8",
    suffix="asa",
    says=says,
    room=room,
    render=render,
    follows=(
        "Cisco ASA Series Firewall CLI Configuration Guide 9.12, Objects for Access Control and"
        " Access Control Lists"
    ),
)
