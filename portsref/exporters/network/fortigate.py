"""FortiGate: addresses, groups, services and policies as FortiOS commands, for 6.4 and later.

FortiOS CLI Reference (7.4), `config firewall address`, `address6`, `addrgrp`, `addrgrp6`,
`service custom` and `policy`; Administration Guide, “Text strings”. Since 6.4 one policy has the
addresses of both families, each in a field of its own. A protocol without ports is one by its
number, which is never 0: that would be all of them. Names of policies have 35 characters, others 63
(79 since 7.0); texts have no quotes, brackets of any kind but square ones, `#` or `?`.

A policy is found by its number, which the device gives it, so that a file cannot say which policy
is to be removed. Its name keeps it from being there twice.
"""

from collections.abc import Iterable, Iterator
from functools import partial

from portsref.addresses import AddressRange
from portsref.exporters.base import Exporter, Job
from portsref.exporters.comments import about_left_out, about_plan, commented
from portsref.exporters.families import FAMILIES
from portsref.exporters.network import ends
from portsref.exporters.network.objects import (
    PORT_ZERO,
    BothEnds,
    Group,
    Names,
    Objects,
    Remarks,
    Service,
    has_port_zero,
    number_of,
    room,
    zone_of,
)
from portsref.exporters.once import Once
from portsref.messages import Message, gettext_noop
from portsref.planning.rules import Endpoint, Rule
from portsref.protocols import NAMES_WITH_PORTS

NAMES = Names(word=6, group=24, object=63, rule=35)
LONGEST_ZONE = 35
LONGEST_COMMENT = 255
MOST_RANGES = 16
ANY_ADDRESS = "all"
ALL_TYPES = "unset icmptype"  # as the service ALL_ICMP of the device has it

_OF_FAMILY = {4: "", 6: "6"}
_ICMP = {"ICMP": "ICMP", "ICMPv6": "ICMP6"}
_INSTEAD = {
    '"': "", "'": "", "\\": "/", "<": "[", ">": "]", "(": "[", ")": "]", "#": ".", "?": ".",
}  # fmt: skip


def says(rule: Rule) -> Message | None:
    """Tell why a rule cannot be said: its ends need addresses, and there is no port 0."""
    return ends.says(rule) or (PORT_ZERO if has_port_zero(rule) else None)


def render(job: Job) -> Iterator[str]:
    """Write objects, then the policies that name them."""
    objects = Objects(job, NAMES)
    remarks = Remarks(LONGEST_COMMENT, _INSTEAD)
    mark = objects.mark
    for lines in (_about(mark), about_plan(job), about_left_out(job.left_out), _how(mark)):
        yield from commented(lines)
    for family in FAMILIES:
        yield from _table(f"address{_OF_FAMILY[family]}", _addresses(objects, family))
    for family in FAMILIES:
        yield from _table(f"addrgrp{_OF_FAMILY[family]}", _groups(objects, remarks, family))
    yield from _table("service custom", _services(objects))
    yield from _table("policy", _policies(job, objects, remarks))


def _table(name: str, entries: Iterator[str]) -> Iterator[str]:
    """A table of the configuration, unless there is nothing in it."""
    first = next(entries, None)
    if first is not None:
        yield f"\nconfig firewall {name}\n"
        yield first
        yield from entries
        yield "end\n"


def _entry(name: str, *lines: str) -> str:
    body = "".join(f"        {line}\n" for line in lines)
    return f"    edit {name}\n{body}    next\n"


def _addresses(objects: Objects, family: int) -> Iterator[str]:
    for part, name in objects.addresses.items():
        if part.family == family:
            yield _entry(f'"{name}"', *_address(part))


def _address(part: AddressRange) -> Iterator[str]:
    if "-" in str(part):
        yield "set type iprange"
        yield f"set start-ip {part.first}"
        yield f"set end-ip {part.last}"
        return
    [network] = part.networks
    if network.version == FAMILIES[0]:
        yield f"set subnet {network.network_address} {network.netmask}"
    else:
        yield f"set ip6 {network}"


def _groups(objects: Objects, remarks: Remarks, family: int) -> Iterator[str]:
    for group in objects.groups:
        if group.family == family:
            members = _quoted(objects.addresses[part] for part in group.parts)
            comment = f'set comment "{remarks.text(group.end)}"'
            yield _entry(f'"{group.name}"', f"set member {members}", comment)


def _services(objects: Objects) -> Iterator[str]:
    for service in objects.services:
        if service.protocol in NAMES_WITH_PORTS:
            for name, ports in service.parts(MOST_RANGES):
                listed = str(ports).replace(",", " ")
                yield _entry(f'"{name}"', f"set {service.protocol.lower()}-portrange {listed}")
        elif service.protocol in _ICMP:
            yield _entry(f'"{service.name}"', f"set protocol {_ICMP[service.protocol]}", ALL_TYPES)
        else:
            number = f"set protocol-number {number_of(service.protocol)}"
            yield _entry(f'"{service.name}"', "set protocol IP", number)


def _policies(job: Job, objects: Objects, remarks: Remarks) -> Iterator[str]:
    both = BothEnds(objects, partial(_end, "src"), partial(_end, "dst"))
    services = Once(_service)
    for rule in job.rules:
        name = objects.rule_name(rule)
        source, destination = both(rule)
        yield (
            f'    edit 0\n        set name "{name}"\n{source}{destination}'
            f"        set action accept\n"
            f'        set schedule "always"\n'
            f"{services(objects.service(rule))}"
            f"        set logtraffic all\n"
            f'        set comments "{remarks.of_rule(rule, name)}"\n'
            f"    next\n"
        )


def _end(side: str, end: Endpoint, groups: Iterable[Group], families: Iterable[int]) -> str:
    names = {group.family: group.name for group in groups}
    addresses = (
        f'        set {side}addr{_OF_FAMILY[family]} "{names.get(family, ANY_ADDRESS)}"\n'
        for family in families
    )
    zone = f'        set {side}intf "{zone_of(end, LONGEST_ZONE)}"\n'
    return f"{zone}{''.join(addresses)}"


def _service(service: Service) -> str:
    is_split = service.protocol in NAMES_WITH_PORTS
    names = [name for name, _ in service.parts(MOST_RANGES)] if is_split else [service.name]
    return f"        set service {_quoted(names)}\n"


def _quoted(names: Iterable[str]) -> str:
    return " ".join(f'"{name}"' for name in names)


def _about(mark: str) -> Iterator[str]:
    yield "Firewall policies for a FortiGate, FortiOS 6.4 or later"
    yield f"Names begin with {mark}, which marks this plan."


def _how(mark: str) -> Iterator[str]:
    yield ""
    yield "Zones are interfaces or zones of the device with the names that they have in the plan;"
    yield "where it has none, any interface is meant. NAT is off."
    yield "Policies come last: move them above what denies. One whose name is taken is refused, so"
    yield "that none is there twice; objects are set anew. When the plan has changed, take this"
    yield "back first."
    yield "Apply: in the VDOM, as a script (System > Advanced > Configuration Scripts), or pasted."
    yield f"Check, and what is in force: show firewall policy | grep -f {mark}"
    yield "Take back: the same gives the numbers of the policies; in config firewall policy, delete"
    yield "each, then in the other tables what begins with the mark, groups before addresses."


EXPORTER = Exporter(
    name="fortigate",
    label="FortiGate",
    summary=gettext_noop("Objects and policies for FortiGate firewalls, as FortiOS commands."),
    family="network",
    media_type="text/plain; charset=utf-8",
    suffix="conf",
    says=says,
    room=room,
    render=render,
    follows="FortiOS 7.4 CLI Reference, config firewall policy, address, addrgrp, service custom",
)
