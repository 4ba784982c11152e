"""MikroTik: address lists and filter rules for RouterOS 7, as a script to be imported.

RouterOS documentation, “Filter”, “Common Firewall Matchers and Actions”, “Address lists” and
“Scripting”. IPv4 and IPv6 have a menu each. The rules are a chain of the plan's own, to which a
jump leads from the beginning of `forward` for new connections; what the chain does not accept goes
on to the rules behind the jump. The file takes the place of chain, jump and lists, so that applying
it twice changes nothing. Protocols are numbers, because `ipip` means 94 there. Ports are those of
TCP and UDP, at most 15 in a rule, a range being two of them.
"""

import re
from collections.abc import Iterable, Iterator
from functools import partial

from portsref.exporters.base import Exporter, Job, cannot_say
from portsref.exporters.comments import about_left_out, about_plan, commented
from portsref.exporters.families import FAMILIES, networks_of
from portsref.exporters.iptables import port_lists
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
)
from portsref.exporters.once import Once
from portsref.messages import Message, gettext_noop
from portsref.planning.rules import Endpoint, Rule

NAMES = Names(word=9, group=30, object=63, rule=100)
LONGEST_COMMENT = 250
NO_SCTP = cannot_say("SCTP")
NO_NAME = ""  # a rule has none but that in its comment
MENUS = {4: "/ip firewall", 6: "/ipv6 firewall"}

_SPECIAL = re.compile(r'["\\$?]|[^ -~]')


def says(rule: Rule) -> Message | None:
    """Tell why a rule cannot be said: its ends need addresses, and SCTP has no ports here."""
    return ends.says(rule) or (NO_SCTP if rule.protocol == "SCTP" else None)


def render(job: Job) -> Iterator[str]:
    """Write what removes the plan's own, then lists, rules and the jump, for each family."""
    objects = Objects(job, NAMES)
    remarks = Remarks(LONGEST_COMMENT, {})
    mark = objects.mark
    for lines in (_about(mark), about_plan(job), about_left_out(job.left_out), _how(mark)):
        yield from commented(lines)
    for family in FAMILIES:
        yield "\n"
        yield from (f"{line}\n" for line in _removal(mark, family))
        if any(objects.is_of(rule, family) for rule in job.rules):
            yield from _lists(objects, remarks, family)
            yield f"{MENUS[family]} filter\n"
            yield from _rules(job, objects, remarks, family)
            yield _jump(mark, family, remarks.text(job.rule_set.document.title))


def _removal(mark: str, family: int) -> Iterator[str]:
    menu = MENUS[family]
    yield f"{menu} filter remove [find jump-target={mark}]"
    yield f"{menu} filter remove [find chain={mark}]"
    yield f'{menu} address-list remove [find list~"^{mark}-"]'


def _lists(objects: Objects, remarks: Remarks, family: int) -> Iterator[str]:
    yield f"{MENUS[family]} address-list\n"
    for group in objects.groups:
        if group.family == family:
            comment = _quoted(remarks.text(group.end))
            for address in _addresses(group):
                yield f"add list={group.name} address={address} comment={comment}\n"


def _addresses(group: Group) -> Iterable[object]:
    """Ranges as they are in IPv4; in IPv6 a list has networks alone."""
    return group.parts if group.family == FAMILIES[0] else networks_of(group.parts)


def _rules(job: Job, objects: Objects, remarks: Remarks, family: int) -> Iterator[str]:
    both = BothEnds(objects, partial(_end, "src", family), partial(_end, "dst", family))
    services = Once(_services)
    for rule in job.rules:
        if objects.is_of(rule, family):
            source, destination = both(rule)
            comment = _quoted(remarks.of_rule(rule, NO_NAME))
            for service in services(objects.service(rule)):
                yield (
                    f"add chain={objects.mark} action=accept{source}{destination} {service}"
                    f" comment={comment}\n"
                )


def _end(side: str, family: int, _end: Endpoint, groups: Iterable[Group], _all: object) -> str:
    names = (group.name for group in groups if group.family == family)
    return "".join(f" {side}-address-list={name}" for name in names)


def _services(service: Service) -> list[str]:
    if not service.ports:
        return [f"protocol={number_of(service.protocol)}"]
    protocol = service.protocol.lower()
    lists = port_lists(service.ports)
    return [f"protocol={protocol} dst-port={ports.replace(':', '-')}" for ports in lists]


def _jump(mark: str, family: int, title: str) -> str:
    """What leads to the chain, before the first rule of `forward` if it has any."""
    menu, comment = f"{MENUS[family]} filter", _quoted(f"{mark}: {title}")
    add = f"{menu} add chain=forward action=jump jump-target={mark} connection-state=new"
    return (
        f"{{ :local rules [{menu} find chain=forward dynamic=no]; :if ([:len $rules] > 0)"
        f" do={{ {add} place-before=[:pick $rules 0] comment={comment} }}"
        f" else={{ {add} comment={comment} }} }}\n"
    )


def _quoted(text: str) -> str:
    """A string in quotes, in which nothing but ASCII stands for itself."""
    return f'"{_SPECIAL.sub(_escaped, text)}"'


def _escaped(found: re.Match[str]) -> str:
    character = found.group()
    if " " <= character <= "~":
        return f"\\{character}"
    return "".join(f"\\{byte:02X}" for byte in character.encode())


def _about(mark: str) -> Iterator[str]:
    yield "Filter rules for a MikroTik router, RouterOS 7"
    yield f"Lists, chain and comments begin with {mark}, which marks this plan."


def _how(mark: str) -> Iterator[str]:
    yield ""
    yield "What is forwarded and new is asked of the plan's chain before the first of your rules."
    yield "What it does not accept goes on to them: end them with a drop, and accept answers there"
    yield "(connection-state=established,related), as the default configuration does."
    yield "Check: import FILE verbose=yes dry-run. Apply, again and again: import FILE"
    yield f"What is in force: /ip firewall filter print where chain={mark}; the same in /ipv6."
    yield "Take back:"
    for family in FAMILIES:
        yield from (f"    {line}" for line in _removal(mark, family))


EXPORTER = Exporter(
    name="mikrotik",
    label="MikroTik RouterOS",
    summary=gettext_noop("Address lists and a chain of filter rules for MikroTik RouterOS 7."),
    family="network",
    media_type="text/plain; charset=utf-8",
    suffix="rsc",
    says=says,
    room=room,
    render=render,
    follows="RouterOS documentation, Firewall: Filter, Address lists, Common Firewall Matchers",
)
