"""PAN-OS XML: the same objects and rules as `panos-set`, to be loaded as part of a configuration.

PAN-OS CLI Quick Start, “Load a Partial Configuration”, and the configuration schema; what it can
say is in `panos.py`. The file is a configuration with one virtual system, `vsys1`, from which the
device merges five parts into its candidate configuration: what is there already stays, and entries
of the same name get their members added. Nothing is in force before `commit`.
"""

import re
from collections.abc import Iterable, Iterator
from functools import partial
from xml.sax.saxutils import escape

from portsref.exporters.base import Exporter, Job
from portsref.exporters.comments import about_left_out, about_plan, one_line
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

VSYS = "/config/devices/entry[@name='localhost.localdomain']/vsys/entry[@name='vsys1']"
PARTS = ("tag", "address", "address-group", "service", "rulebase/security/rules")
ANY = "any"

_BEGIN = """\
<config version="10.1.0" urldb="paloaltonetworks">
<devices><entry name="localhost.localdomain"><vsys><entry name="vsys1">
"""
_END = "</entry></vsys></entry></devices>\n</config>\n"


def render(job: Job) -> Iterator[str]:
    """Write objects, then the rules that name them."""
    panos = Panos(job)
    remarks = Remarks(LONGEST_DESCRIPTION, {})
    mark = panos.objects.mark
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<!--\n'
    for lines in (_about(mark), about_plan(job), about_left_out(job.left_out), _how(mark)):
        yield from (f"{_harmless(line)}\n" for line in lines)
    yield f"-->\n{_BEGIN}"
    title = escape(remarks.text(job.rule_set.document.title))
    yield f'<tag>\n<entry name="{mark}"><comments>{title}</comments></entry>\n</tag>\n'
    yield from _objects(panos, remarks)
    yield "<rulebase><security><rules>\n"
    yield from _rules(job, panos, remarks)
    yield f"</rules></security></rulebase>\n{_END}"


def _objects(panos: Panos, remarks: Remarks) -> Iterator[str]:
    objects = panos.objects
    yield "<address>\n"
    for part, name in objects.addresses.items():
        kind = "ip-range" if "-" in str(part) else "ip-netmask"
        yield f'<entry name="{name}"><{kind}>{part}</{kind}></entry>\n'
    yield "</address>\n<address-group>\n"
    for group in objects.groups:
        members = _members(objects.addresses[part] for part in group.parts)
        end = escape(remarks.text(group.end))
        yield (
            f'<entry name="{group.name}"><static>{members}</static>'
            f"<description>{end}</description></entry>\n"
        )
    yield "</address-group>\n<service>\n"
    for name, service, ports in panos.services:
        kind = service.protocol.lower()
        protocol = f"<protocol><{kind}><port>{ports}</port></{kind}></protocol>"
        yield f'<entry name="{name}">{protocol}</entry>\n'
    yield "</service>\n"


def _rules(job: Job, panos: Panos, remarks: Remarks) -> Iterator[str]:
    objects, services = panos.objects, Once(_services)
    ends = BothEnds(objects, partial(_end, "from", "source"), partial(_end, "to", "destination"))
    tag = f"{_settings(job)}<tag>{_members([objects.mark])}</tag>"
    for rule in job.rules:
        name = objects.rule_name(rule)
        source, destination = ends(rule)
        yield (
            f'<entry name="{name}">\n{source}\n{destination}\n{services(objects.service(rule))}\n'
            f"<action>allow</action>{tag}"
            f"<description>{escape(remarks.of_rule(rule, name))}</description>\n</entry>\n"
        )


def _settings(job: Job) -> str:
    """What the plan's settings ask of each rule: where its log goes, and what looks into it."""
    log, profiles = (escape(one_line(job.setting(each.name))) for each in (LOG, PROFILES))
    group = f"<profile-setting><group>{_members([profiles])}</group></profile-setting>"
    return f"{f'<log-setting>{log}</log-setting>' if log else ''}{group if profiles else ''}"


def _end(zones: str, side: str, end: Endpoint, groups: Iterable[Group], _families: object) -> str:
    members = _members(group.name for group in groups) or _members([ANY])
    return f"<{zones}>{_members([zone(end)])}</{zones}><{side}>{members}</{side}>"


def _services(service: Service) -> str:
    what = what_of(service)
    applications, services = _members(what.applications), _members(what.services)
    return f"<application>{applications}</application><service>{services}</service>"


def _members(names: Iterable[str]) -> str:
    return "".join(f"<member>{name}</member>" for name in names)


def _harmless(line: str) -> str:
    """The line for a comment, which two hyphens would end."""
    return re.sub("-(?=-)", "- ", line)


def _about(mark: str) -> Iterator[str]:
    yield "Security rules for a PAN-OS firewall, a part of a configuration"
    yield f"Names begin with {mark}, which marks this plan; a filter for its tag shows its rules."


def _how(mark: str) -> Iterator[str]:
    yield ""
    yield "Zones are those of the plan, and must be there; where it has none, any zone is meant."
    yield "Rules come last in the rulebase: move them above what denies. The same again changes"
    yield "nothing. When the plan has changed, take this back first, in the same commit."
    yield "Apply: import FILE as a named configuration snapshot; then, in configure, for each PART"
    yield f"of {', '.join(PARTS)}:"
    yield "    load config partial mode merge from-xpath VSYS/PART to-xpath VSYS/PART from FILE"
    yield f"where VSYS is {VSYS};"
    yield "to-xpath may be another virtual system, or a device group of Panorama."
    yield "Check: validate full. In force after: commit."
    yield f"What is in force: show rulebase security rules, those with the tag {mark}."
    yield "Take back: delete the rules of the tag, then what else begins with the mark; commit."


EXPORTER = Exporter(
    name="panos-xml",
    label="PAN-OS (XML)",
    summary=gettext_noop("The same for Palo Alto Networks, as XML to load into a configuration."),
    family="network",
    media_type="application/xml",
    suffix="xml",
    says=says,
    room=room,
    render=render,
    settings=(LOG, PROFILES),
    follows="PAN-OS CLI Quick Start, “Load a Partial Configuration”, and the configuration schema",
)
