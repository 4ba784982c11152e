"""OPNsense: aliases as JSON and rules as CSV, in a script that prints or imports them.

OPNsense 26.1 and later, whose source says what may be imported: `Firewall: Aliases` takes JSON,
`Firewall: Rules` CSV, and the API of both takes the same. A rule is of one family, and its fields
name an alias each: of addresses, or of ports where there are several. Names of aliases have 31
letters, digits and underscores; descriptions 255 bytes. A rule has a UUID made of its name, so that
it is there once. Ports are those of TCP and UDP; protocols are called as in FreeBSD's
`/etc/protocols`. Rules are floating, because interfaces are called `lan` and `opt1` here.
"""

import json
from collections.abc import Iterable, Iterator
from functools import partial
from hashlib import sha256

from portsref.exporters.base import Exporter, Job, cannot_say
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
    room,
)
from portsref.exporters.once import Once
from portsref.messages import Message, gettext_noop
from portsref.planning.rules import Endpoint, Rule
from portsref.ports import PortSet

NAMES = Names(word=3, group=10, object=31, rule=100)
LONGEST_ALIAS = 31
LONGEST_DESCRIPTION = 255
LONGEST_MARK = 20  # with a colon and a space
NO_SCTP = cannot_say("SCTP")
ANY = "any"
HEADER = (
    "@uuid,enabled,sequence,action,quick,direction,ipprotocol,protocol,source_net,destination_net,"
    "destination_port,description"
)
SEQUENCE = 1000  # of all: none of them denies anything
PROTOCOLS = {
    "TCP": "TCP", "UDP": "UDP", "ICMP": "ICMP", "ICMPv6": "IPV6-ICMP", "ESP": "ESP", "AH": "AH",
    "GRE": "GRE", "IPIP": "IPENCAP", "IP6IP6": "IPV6", "VRRP": "CARP",
}  # fmt: skip
END = "END"

_OF_FAMILY = {4: "inet", 6: "inet6"}
_INSTEAD = {"\\": "/"}  # which escapes to the reader of CSV
_CALLS = r"""
# what a browser can import, and what the API is given
case ${1:-} in
aliases) aliases; exit ;;
rules) rules; exit ;;
apply | remove) ;;
*) echo "usage: sh $0 aliases | rules | apply | remove" >&2; exit 2 ;;
esac
config=$(mktemp) || exit 1
trap 'rm -f "$config"' EXIT
printf 'user = "%s:%s"\n' "$OPNSENSE_KEY" "$OPNSENSE_SECRET" >"$config"

api() {
    path=$1
    shift
    curl --config "$config" --fail --silent --show-error "$@" "$OPNSENSE_URL/api/firewall/$path"
}
fail() {
    echo "refused, and not in force: $*" >&2
    exit 1
}
if [ "$1" = remove ]; then
    rules | sed -nE 's/^([0-9a-f-]{36}),.*/\1/p' | xargs -n 40 | tr ' ' ',' |
        while read -r some; do api "filter/del_rule/$some" --data '' >/dev/null; done
    api filter/apply --data '' >/dev/null || fail rules
    aliases | sed -nE 's/.*"name": "([^"]*)".*/\1/p' | while read -r name; do
        uuid=$(api "alias/get_alias_u_u_i_d/$name" | tr -cd '0-9a-f-' | tail -c 36)
        api "alias/del_item/$uuid" --data '' >/dev/null
    done
    api alias/reconfigure --data '' >/dev/null || fail aliases
    exit
fi
answer=$({ printf '{"data":'; aliases; printf '}'; } |
    api alias/import --header 'Content-Type: application/json' --data-binary @-) || fail aliases
case $answer in *'"status":"ok"'*) ;; *) fail "aliases: $answer" ;; esac
answer=$(rules | api filter/upload_rules --data-urlencode payload@-) || fail rules
case $answer in *'"validations":[]'*) ;; *) fail "rules: $answer" ;; esac
api alias/reconfigure --data '' >/dev/null || fail aliases
api filter/apply --data '' >/dev/null || fail rules
"""


def says(rule: Rule) -> Message | None:
    """Tell why a rule cannot be said: no addresses, SCTP, which has no ports here, or port 0."""
    if reason := ends.says(rule):
        return reason
    if rule.protocol not in PROTOCOLS:
        return NO_SCTP
    return PORT_ZERO if has_port_zero(rule) else None


def render(job: Job) -> Iterator[str]:
    """Write a script with aliases and rules, each as the device imports it."""
    objects = Objects(job, NAMES)
    mark = _alias(objects.mark)
    remarks = Remarks(LONGEST_DESCRIPTION - LONGEST_MARK, _INSTEAD)
    yield "#!/bin/sh\n"
    for lines in (_about(mark), about_plan(job), about_left_out(job.left_out), _how()):
        yield from commented(lines)
    yield f"\nset -u\naliases() {{ cat <<'{END}'\n"
    yield from _aliases(objects, remarks, mark)
    yield f"{END}\n}}\nrules() {{ cat <<'{END}'\n{HEADER}\n"
    for family in FAMILIES:
        yield from _rules(job, objects, remarks, family)
    yield f"{END}\n}}\n{_CALLS}"


def _aliases(objects: Objects, remarks: Remarks, mark: str) -> Iterator[str]:
    yield '{"aliases": {"alias": {'
    begin = "\n"
    for name, kind, content, text in _every_alias(objects, remarks, mark):
        entry = {
            "enabled": "1",
            "name": name,
            "type": kind,
            "content": "\n".join(content),
            "description": f"{mark}: {text}",
        }
        yield f"{begin}{json.dumps(_uuid(name))}: {json.dumps(entry)}"
        begin = ",\n"
    yield "\n}}}\n"


def _every_alias(
    objects: Objects, remarks: Remarks, mark: str
) -> Iterator[tuple[str, str, Iterable[str], str]]:
    """Name, type, content and text of each alias, those of ports once."""
    for group in objects.groups:
        yield _alias(group.name), "network", map(str, group.parts), remarks.text(group.end)
    told: set[str] = set()
    for service in objects.services:
        name = _ports(mark, service.ports)
        if len(service.ports.ranges) > 1 and name not in told:
            told.add(name)
            content = (str(part).replace("-", ":") for part in service.ports.ranges)
            yield name, "port", content, remarks.text(service.ports.readable)


def _alias(name: str) -> str:
    """The name with underscores, which no two share: they have letters, digits and hyphens."""
    return name.replace("-", "_")


def _ports(mark: str, ports: PortSet) -> str:
    """What the field for ports says: nothing, a port, a range, or an alias."""
    if len(ports.ranges) < 2:
        return str(ports)
    name = f"{mark}_{str(ports).replace('-', 'to').replace(',', '_')}"
    if len(name) <= LONGEST_ALIAS:
        return name
    return f"{mark}_ports_{sha256(name.encode()).hexdigest()[:8]}"


def _rules(job: Job, objects: Objects, remarks: Remarks, family: int) -> Iterator[str]:
    both = BothEnds(objects, *[partial(_end, family)] * 2)
    mark = _alias(objects.mark)
    ports = Once(partial(_port_field, mark))
    settings = f"1,{SEQUENCE},pass,1,in,{_OF_FAMILY[family]}"
    for rule in job.rules:
        if objects.is_of(rule, family):
            source, destination = both(rule)
            uuid = _uuid(f"{mark} {family} {rule.name}")
            text = remarks.of_rule(rule, "").replace('"', '""')
            yield (
                f"{uuid},{settings},{PROTOCOLS[rule.protocol]},{source},{destination},"
                f'{ports(objects.service(rule))},"{mark}: {text}"\n'
            )


def _port_field(mark: str, service: Service) -> str:
    return _ports(mark, service.ports)


def _end(family: int, _end: Endpoint, groups: Iterable[Group], _families: object) -> str:
    return next((_alias(group.name) for group in groups if group.family == family), ANY)


def _uuid(name: str) -> str:
    """A UUID, of version 4 as the device demands, which depends on nothing but the name."""
    digits = sha256(name.encode()).hexdigest()
    variant = "89ab"[int(digits[16], 16) % 4]
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:32]}"


def _about(mark: str) -> Iterator[str]:
    yield "Aliases and rules for OPNsense 26.1 or later: a script that prints or imports them"
    yield f"Names begin with {mark}, which marks this plan."


def _how() -> Iterator[str]:
    yield ""
    yield "Rules are floating: they match by address on any interface, and zones of the plan are no"
    yield "part of them. The same again changes nothing. When the plan has changed, remove what the"
    yield "old file made first."
    yield "Apply by the API, OPNSENSE_URL, OPNSENSE_KEY and OPNSENSE_SECRET in the environment:"
    yield "    sh FILE apply"
    yield "Or in a browser, where Firewall: Aliases and Firewall: Rules import what these write:"
    yield "    sh FILE aliases >aliases.json; sh FILE rules >rules.csv"
    yield "Check: sh -n FILE. What is in force: Firewall: Rules, with the mark in the search field."
    yield "Take back: sh FILE remove."


EXPORTER = Exporter(
    name="opnsense",
    label="OPNsense",
    summary=gettext_noop("Aliases and rules for OPNsense, to import by the API or in a browser."),
    family="network",
    media_type="text/plain; charset=utf-8",
    suffix="sh",
    says=says,
    room=room,
    render=render,
    follows="OPNsense 26.1, import of aliases (JSON) and of rules (CSV), as its source reads them",
)
