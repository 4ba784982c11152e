"""PAN-OS set commands: address objects, groups, services and security rules, to be pasted.

PAN-OS CLI Quick Start, “Use the CLI” (10.1 and later); what it can say is in `panos.py`. A rule is
whole in one line, so that none is there in part if a line is refused; its text follows. Commands
add to what is there, and nothing is in force before `commit`. The CLI knows no comments, so that
only the lines which begin with `set` are for it. `?` asks for help wherever it stands, and `"` ends
a text, so that neither is in one.
"""

from collections.abc import Iterable, Iterator
from functools import partial

from portsref.exporters.base import Exporter, Job
from portsref.exporters.comments import about_left_out, about_plan, commented, one_line
from portsref.exporters.network.objects import BothEnds, Group, Remarks, Service, room
from portsref.exporters.network.panos import (
    LOG,
    LONGEST_DESCRIPTION,
    PROFILES,
    Panos,
    says,
    what_of,
    zone,
)
from portsref.exporters.once import Once
from portsref.messages import gettext_noop
from portsref.planning.rules import Endpoint

_KINDS = "rulebase security rules|tag|service|address-group|address"
TAKE_BACK = rf"tac FILE | sed -nE 's/^set ({_KINDS}) ([^ ]+) .*/delete \1 \2/p' | uniq"
_INSTEAD = {'"': "'", "\\": "/", "?": "."}


def render(job: Job) -> Iterator[str]:
    """Write objects, then the rules that name them."""
    panos = Panos(job)
    remarks = Remarks(LONGEST_DESCRIPTION, _INSTEAD)
    mark = panos.objects.mark
    for lines in (_about(mark), about_plan(job), about_left_out(job.left_out), _how(mark)):
        yield from commented(lines)
    yield f'\nset tag {mark} comments "{remarks.text(job.rule_set.document.title)}"\n'
    yield from _objects(panos, remarks)
    yield from _rules(job, panos, remarks)


def _objects(panos: Panos, remarks: Remarks) -> Iterator[str]:
    objects = panos.objects
    yield "\n"
    for part, name in objects.addresses.items():
        kind = "ip-range" if "-" in str(part) else "ip-netmask"
        yield f"set address {name} {kind} {part}\n"
    yield "\n"
    for group in objects.groups:
        members = " ".join(objects.addresses[part] for part in group.parts)
        end = remarks.text(group.end)
        yield f'set address-group {group.name} static [ {members} ] description "{end}"\n'
    yield "\n"
    for name, service, ports in panos.services:
        yield f"set service {name} protocol {service.protocol.lower()} port {ports}\n"
    yield "\n"


def _rules(job: Job, panos: Panos, remarks: Remarks) -> Iterator[str]:
    objects, services = panos.objects, Once(_services)
    ends = BothEnds(objects, partial(_end, "from", "source"), partial(_end, "to", "destination"))
    behind = f"action allow{_settings(job, remarks)} tag {objects.mark}\n"
    for rule in job.rules:
        name = objects.rule_name(rule)
        begin = f"set rulebase security rules {name}"
        source, destination = ends(rule)
        yield (
            f"{begin} {source} {destination} {services(objects.service(rule))} {behind}"
            f'{begin} description "{remarks.of_rule(rule, name)}"\n'
        )


def _end(
    zones: str, addresses: str, end: Endpoint, groups: Iterable[Group], _families: object
) -> str:
    names = " ".join(group.name for group in groups)
    return f"{zones} {zone(end)} {addresses} {_listed(names)}"


def _settings(job: Job, remarks: Remarks) -> str:
    """What the plan's settings ask of each rule: where its log goes, and what looks into it."""
    words = ((LOG, "log-setting"), (PROFILES, "profile-setting group"))
    values = ((word, job.setting(setting.name)) for setting, word in words)
    return "".join(f' {word} "{remarks.text(value)}"' for word, value in values if value)


def _services(service: Service) -> str:
    what = what_of(service)
    applications, services = " ".join(what.applications), " ".join(what.services)
    return f"application {_listed(applications)} service {_listed(services)}"


def _listed(names: str) -> str:
    if not names:
        return "any"
    return f"[ {names} ]" if " " in names else names


def _about(mark: str) -> Iterator[str]:
    yield "Security rules for a PAN-OS firewall, as set commands"
    yield f"Names begin with {mark}, which marks this plan; a filter for its tag shows its rules."


def _how(mark: str) -> Iterator[str]:
    yield ""
    yield "Zones are those of the plan, and must be there; where it has none, any zone is meant."
    yield "Rules come last in the rulebase: move them above what denies. The same again changes"
    yield "nothing. When the plan has changed, take this back first, in the same commit."
    yield "Apply: set cli scripting-mode on; configure; then what this prints: grep '^set' FILE"
    yield "Check: validate full. In force after: commit."
    yield one_line(f"What is in force: show rulebase security rules, those with the tag {mark}.")
    yield "Take back, in configure, what this prints, and commit:"
    yield f"    {TAKE_BACK}"


EXPORTER = Exporter(
    name="panos-set",
    label="PAN-OS (set commands)",
    summary=gettext_noop("Objects and security rules for Palo Alto Networks firewalls, to paste."),
    family="network",
    media_type="text/plain; charset=utf-8",
    suffix="set",
    says=says,
    room=room,
    render=render,
    settings=(LOG, PROFILES),
    follows="PAN-OS CLI Quick Start, “Use the CLI”, and the configuration schema",
)
