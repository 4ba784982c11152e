"""Check Point: objects and access rules by `mgmt_cli`, as a script for the management server.

Check Point Management API Reference (R81 and later): `add host`, `network`, `address-range`,
`group`, `service-tcp`, `service-udp`, `service-sctp`, `service-other`, `service-group`,
`access-section`, `access-rule`; `mgmt_cli` on the server logs in with `-r true`. Objects that are
there already are set anew (`set-if-exists`), and so are rules by their name. All is one session,
which is published whole or discarded. A service that is not asked for by name matches no rule of
others (`match-for-any false`). Zones are no part of a rule: its addresses say what it matches.

The script holds every text in single quotes, in which the shell changes nothing.
"""

from collections.abc import Iterable, Iterator
from functools import partial

from portsref.addresses import AddressRange
from portsref.exporters.base import Exporter, Job, Setting
from portsref.exporters.comments import about_left_out, about_plan, commented, one_line
from portsref.exporters.network import ends
from portsref.exporters.network.objects import (
    ONE_FAMILY_OF_ANY,
    PORT_ZERO,
    BothEnds,
    Group,
    Names,
    Objects,
    Remarks,
    Service,
    has_port_zero,
    is_any_of_one_family,
    number_of,
    room,
)
from portsref.exporters.once import Once
from portsref.messages import Message, gettext_noop
from portsref.planning.rules import Endpoint, Rule
from portsref.protocols import NAMES_WITH_PORTS

NAMES = Names(word=9, group=30, object=90, rule=90)
LAYER = Setting("layer", gettext_noop("Layer of access rules"), "Network")
LONGEST_COMMENT = 250
ANY = "Any"

_INSTEAD = {"\\": "/", '"': "'"}
_FUNCTIONS = r"""
set -u
verb=${1:-add}
case $verb in add | remove) ;; *) echo "usage: sh $0 [add | remove]" >&2; exit 2 ;; esac
position=${POSITION:-top}
session=$(mktemp) || exit 1
trap 'rm -f "$session"' EXIT
mgmt_cli login ${LOGIN:--r true} >"$session" || exit 1

mgmt() {
    mgmt_cli "$@" -s "$session" --format json >/dev/null
}
fail() {
    echo "refused, and nothing is changed: $*" >&2
    mgmt discard
    mgmt logout
    exit 1
}
object() {
    kind=$1 name=$2
    shift 2
    if [ "$verb" = remove ]; then
        mgmt delete "$kind" name "$name" || echo "not removed: $kind $name" >&2
    else
        mgmt add "$kind" name "$name" "$@" set-if-exists true ignore-warnings true ||
            fail "$kind $name"
    fi
}
service() {
    kind=$1 name=$2
    shift 2
    object "service-$kind" "$name" "$@" match-for-any false
}
section() {
    if [ "$verb" = remove ]; then
        mgmt delete access-section name "$1" layer "$layer" || echo "not removed: $1" >&2
    else
        mgmt show access-section name "$1" layer "$layer" 2>/dev/null ||
            mgmt add access-section name "$1" layer "$layer" position "$position" || fail "$1"
    fi
}
rule() {
    name=$1
    shift
    if [ "$verb" = remove ]; then
        mgmt delete access-rule name "$name" layer "$layer" || echo "not removed: $name" >&2
    elif mgmt show access-rule name "$name" layer "$layer" 2>/dev/null; then
        mgmt set access-rule name "$name" layer "$layer" "$@" || fail "$name"
    else
        mgmt add access-rule name "$name" layer "$layer" position.bottom "$section" "$@" ||
            fail "$name"
    fi
}
"""
_END = """
if [ "$verb" = remove ]; then
    rules
    section "$section"
    groups
    addresses
    services
else
    addresses
    services
    groups
    section "$section"
    rules
fi
mgmt publish || fail publish
mgmt logout
"""


def says(rule: Rule) -> Message | None:
    """Tell why a rule cannot be said: its ends need addresses, and there is no port 0."""
    if reason := ends.says(rule):
        return reason
    if is_any_of_one_family(rule):
        return ONE_FAMILY_OF_ANY
    return PORT_ZERO if has_port_zero(rule) else None


def render(job: Job) -> Iterator[str]:
    """Write functions that make or remove objects and rules, and what calls them in order."""
    objects = Objects(job, NAMES)
    remarks = Remarks(LONGEST_COMMENT, _INSTEAD)
    yield "#!/bin/sh\n"
    for lines in (_about(objects.mark), about_plan(job), about_left_out(job.left_out), _how()):
        yield from commented(lines)
    yield _FUNCTIONS
    title = remarks.text(job.rule_set.document.title)
    yield f"section={_quoted(f'{objects.mark}: {title}')}\n"
    yield f"layer={_quoted(one_line(job.setting(LAYER.name)))}\n"
    yield from _function("addresses", _addresses(objects))
    yield from _function("services", _services(objects))
    yield from _function("groups", _groups(objects, remarks))
    yield from _function("rules", _rules(job, objects, remarks))
    yield _END


def _function(name: str, calls: Iterable[str]) -> Iterator[str]:
    yield f"{name}() {{\n    :\n"
    for call in calls:
        yield f"    {call}\n"
    yield "}\n"


def _addresses(objects: Objects) -> Iterator[str]:
    return (f"object {_address(part, name)}" for part, name in objects.addresses.items())


def _address(part: AddressRange, name: str) -> str:
    if part.is_single:
        return f"host {name} ip-address {part.first}"
    if "-" in str(part):
        return f"address-range {name} ip-address-first {part.first} ip-address-last {part.last}"
    [network] = part.networks
    return f"network {name} subnet {network.network_address} mask-length {network.prefixlen}"


def _services(objects: Objects) -> Iterator[str]:
    """A service for each range of ports, once, and for each protocol without ports."""
    told: set[str] = set()
    for service in objects.services:
        if service.protocol not in NAMES_WITH_PORTS:
            yield f"service other {service.name} ip-protocol {number_of(service.protocol)}"
            continue
        for name, ports in _ranges(objects.mark, service):
            if name not in told:
                told.add(name)
                yield f"service {service.protocol.lower()} {name} port {ports}"


def _ranges(mark: str, service: Service) -> Iterator[tuple[str, str]]:
    """The name of a service for each range of its ports."""
    for part in service.ports.ranges:
        yield f"{mark}-{service.protocol.lower()}-{part}", str(part)


def _groups(objects: Objects, remarks: Remarks) -> Iterator[str]:
    for group in objects.groups:
        members = _numbered("members", (objects.addresses[part] for part in group.parts))
        comments = _quoted(f"{objects.mark}: {remarks.text(group.end)}")
        yield f"object group {group.name} comments {comments} {members}"
    for service in objects.services:
        if len(service.ports.ranges) > 1:
            names = (name for name, _ports in _ranges(objects.mark, service))
            yield f"object service-group {service.name} {_numbered('members', names)}"


def _rules(job: Job, objects: Objects, remarks: Remarks) -> Iterator[str]:
    both = BothEnds(objects, partial(_end, "source"), partial(_end, "destination"))
    services = Once(_service)
    for rule in job.rules:
        name = objects.rule_name(rule)
        source, destination = both(rule)
        comments = _quoted(f"{objects.mark}: {remarks.of_rule(rule, name)}")
        yield (
            f"rule {name} {source} {destination} {services(objects.service(rule))}"
            f" action Accept track.type Log comments {comments}"
        )


def _end(side: str, _end: Endpoint, groups: Iterable[Group], _families: object) -> str:
    return _numbered(side, (group.name for group in groups)) or f"{side} {ANY}"


def _service(service: Service) -> str:
    return f"service {service.name}"


def _numbered(field: str, names: Iterable[str]) -> str:
    """A list, as mgmt_cli takes it: each member with its number."""
    return " ".join(f"{field}.{number} {name}" for number, name in enumerate(names, start=1))


def _quoted(text: str) -> str:
    inside = text.replace("'", "'\\''")
    return f"'{inside}'"


def _about(mark: str) -> Iterator[str]:
    yield "Access rules for Check Point, R81 or later: a script for the management server"
    yield f"Names begin with {mark}, which marks this plan."


def _how() -> Iterator[str]:
    yield ""
    yield "Rules match by address: zones of the plan are no part of them. They stand in a section"
    yield "of their own, at the top of the layer that the plan's settings name, or where POSITION"
    yield "in the environment says."
    yield "Apply, again and again, in expert mode: sh FILE. LOGIN has other arguments of login,"
    yield "such as -m SERVER -u NAME. All of it is published, or nothing. Then install the policy."
    yield "When the plan has changed, remove what the old file made first."
    yield "Check: sh -n FILE. What is in force: the section, in SmartConsole."
    yield "Take back: sh FILE remove, and install the policy."


EXPORTER = Exporter(
    name="checkpoint",
    label="Check Point",
    summary=gettext_noop("Objects and access rules for Check Point, as a script of mgmt_cli."),
    family="network",
    media_type="text/plain; charset=utf-8",
    suffix="sh",
    says=says,
    room=room,
    render=render,
    settings=(LAYER,),
    follows="Check Point Management API Reference, R81, network objects, services, access rules",
)
