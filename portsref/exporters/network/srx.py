"""Juniper SRX: global security policies, with addresses and applications by name.

Junos OS Security Policies User Guide for Security Devices, “Global Security Policies” and “Address
Books and Address Sets”; Junos OS CLI User Guide, “Configuration Groups”. Names have at most 63
characters. A zone of the plan is a security zone of the same name: a policy asks for those that its
ends have, and an end without one may lie in any. Policies are global, because there an end may lie
in any zone. Connections are remembered.

Everything is in one configuration group, which the file replaces as a whole: applying it twice
changes nothing, what a plan needs no longer goes, and other policies stay. What is inherited from
it stands behind the policies of the device's own.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from portsref.exporters.base import Exporter, Job
from portsref.exporters.comments import about_left_out, about_plan
from portsref.exporters.families import networks_of
from portsref.exporters.network.ends import says
from portsref.exporters.network.junos import PROTOCOLS, from_plan, header, purpose_of, values
from portsref.exporters.network.objects import Group, Names, Objects, Service, room, zone_of
from portsref.exporters.once import MOST, Once
from portsref.messages import gettext_noop
from portsref.planning.rules import Endpoint, Rule
from portsref.protocols import PROTOCOL_BY_NAME

LENGTHS = Names(word=8, group=20, object=63, rule=63)
LONGEST_ZONE = 63

_ANY = ("", "any-ipv4", "any-ipv6", "any")  # by the families that are meant
_ABOUT = (
    "",
    "Only what stands here is let through, where no other policy says so and the default policy",
    "is deny-all. Answers pass. Zones of the plan are security zones of the same names.",
)
_POLICY = """\
                    policy {name} {{
{purpose}                        match {{
{zones}                            source-address {source};
                            destination-address {destination};
                            application {application};
                        }}
                        then {{
                            permit;
                        }}
                    }}
"""


def render(job: Job) -> Iterator[str]:
    """Write one configuration group with addresses, policies and applications."""
    objects = Objects(job, LENGTHS)
    mark = objects.mark
    yield from header(_header(job, mark))
    yield f"groups {{\n    replace: {mark} {{\n        security {{\n"
    yield "            address-book {\n                global {\n"
    for group in objects.groups:
        yield from _addresses(group)
    yield "                }\n            }\n            policies {\n                global {\n"
    yield from _Policies(objects).of(job.rules)
    yield "                }\n            }\n        }\n        applications {\n"
    for service in objects.services:
        yield from _application(service)
    yield f"        }}\n    }}\n}}\napply-groups {mark};\n"


def _addresses(group: Group) -> Iterator[str]:
    networks = list(networks_of(group.parts))
    for number, network in enumerate(networks, start=1):
        yield f"                    address {group.name}_{number} {network};\n"
    yield f"                    address-set {group.name} {{\n"
    for number in range(1, len(networks) + 1):
        yield f"                        address {group.name}_{number};\n"
    yield "                    }\n"


def _application(service: Service) -> Iterator[str]:
    """An application, or one for each range of ports and a set of them."""
    known = PROTOCOL_BY_NAME[service.protocol]
    if known.has_ports:
        protocol = service.protocol.lower()
    else:
        protocol = PROTOCOLS.get(service.protocol, str(known.number))
    ports = service.ports.ranges
    if len(ports) < 2:
        yield _one_application(service.name, protocol, str(service.ports))
        return
    names = [f"{service.name}_{number}" for number in range(1, len(ports) + 1)]
    for name, part in zip(names, ports, strict=True):
        yield _one_application(name, protocol, str(part))
    yield f"            application-set {service.name} {{\n"
    for name in names:
        yield f"                application {name};\n"
    yield "            }\n"


def _one_application(name: str, protocol: str, port: str) -> str:
    text = f"            application {name} {{\n                protocol {protocol};\n"
    if port:
        text += f"                destination-port {port};\n"
    return f"{text}            }}\n"


class _Policies:
    """Writes policies; what rules share is made once."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        self._ends = Once(self._of_end)
        self._purpose = lru_cache(maxsize=MOST)(purpose_of)

    def of(self, rules: Iterable[Rule]) -> Iterator[str]:
        """A policy for each rule."""
        for rule in rules:
            source, destination = self._ends(rule.source), self._ends(rule.destination)
            families = self._objects.families(rule)
            yield _POLICY.format(
                name=self._objects.rule_name(rule),
                purpose=_description(self._purpose(rule.causes)),
                zones=_zone("from", rule.source) + _zone("to", rule.destination),
                source=source[families],
                destination=destination[families],
                application=self._objects.service(rule).name,
            )

    def _of_end(self, end: Endpoint) -> tuple[str, ...]:
        """What a policy says of an end, by the families that are meant: 1 IPv4, 2 IPv6, 3 both."""
        if end.kind == "any":
            return _ANY
        groups = (self._objects.groups_of(end, families) for families in range(4))
        return tuple(values(group.name for group in each) if each else "" for each in groups)


def _description(purpose: str) -> str:
    return f'                        description "{purpose}";\n' if purpose else ""


def _zone(direction: str, end: Endpoint) -> str:
    zone = zone_of(end, LONGEST_ZONE, none="")
    return f"                            {direction}-zone {zone};\n" if zone else ""


def _header(job: Job, mark: str) -> Iterator[str]:
    yield "Security policies for a Juniper SRX"
    yield from from_plan(about_plan(job))
    yield from _ABOUT
    yield from from_plan(about_left_out(job.left_out))
    yield ""
    yield "Apply, in configuration mode; the group is replaced as a whole, twice changes nothing:"
    yield "    load replace FILE"
    yield "    show | compare"
    yield "    commit confirmed 5"
    yield "    commit"
    yield "Policies of your own stand in front of these: a global one that denies all must go into"
    yield "the default policy, or it hides them."
    yield f"Check: show security policies global; show configuration groups {mark}; and"
    yield "    show security match-policies global source-ip A destination-ip B protocol tcp"
    yield "    source-port 40404 destination-port 443"
    yield "Take back: rollback 1 and commit, or"
    yield f"    delete apply-groups {mark}"
    yield f"    delete groups {mark}"


EXPORTER = Exporter(
    name="srx",
    label="Juniper SRX",
    summary=gettext_noop("Global security policies of a Juniper SRX, with names for addresses."),
    family="network",
    media_type="text/plain; charset=utf-8",
    suffix="srx",
    says=says,
    room=room,
    render=render,
)
