"""What both files for PAN-OS say: objects, and security rules by service or by application.

PAN-OS and Panorama CLI, and the configuration schema (7.1, on which later releases build): names
have at most 63 characters of `0-9a-zA-Z._-`, zones 31; descriptions 255 until 8.0. A service is TCP
or UDP, with at most 1,023 characters of ports; SCTP needs a feature that not every device has.
Other protocols are applications of App-ID, identified by the protocol of the packet alone: `icmp`
is all of ICMP but its echo, which is `ping`. There is none for protocol 41.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from portsref.exporters.base import Job, Setting, cannot_say
from portsref.exporters.network import ends
from portsref.exporters.network.objects import (
    ONE_FAMILY_OF_ANY,
    PORT_ZERO,
    Names,
    Objects,
    Service,
    has_port_zero,
    is_any_of_one_family,
    zone_of,
)
from portsref.messages import Message, gettext_noop
from portsref.planning.rules import Endpoint, Rule
from portsref.protocols import PROTOCOL_BY_NAME

NAMES = Names(word=9, group=24, object=63, rule=63)
LOG = Setting("log-setting", gettext_noop("Log forwarding profile"))
PROFILES = Setting("profile-group", gettext_noop("Security profiles"))
LONGEST_ZONE = 31
LONGEST_DESCRIPTION = 255
MOST_RANGES = 80  # of at most 12 characters each, with a comma
WITH_SERVICES = frozenset({"TCP", "UDP"})
APPLICATIONS: Mapping[str, tuple[str, ...]] = {
    "ICMP": ("icmp", "ping"),
    "ICMPv6": ("ipv6-icmp", "ping6"),
    "ESP": ("ipsec-esp",),
    "AH": ("ipsec-ah",),
    "GRE": ("gre",),
    "IPIP": ("ip-in-ip",),
    "VRRP": ("vrrp",),
}
_UNSAID = {
    name: cannot_say(name)
    for name in PROTOCOL_BY_NAME
    if name not in WITH_SERVICES and name not in APPLICATIONS
}


def says(rule: Rule) -> Message | None:
    """Tell why a rule cannot be said: SCTP, protocols without an application, and port 0."""
    if reason := ends.says(rule):
        return reason
    if rule.protocol in _UNSAID:
        return _UNSAID[rule.protocol]
    if is_any_of_one_family(rule):
        return ONE_FAMILY_OF_ANY
    return PORT_ZERO if has_port_zero(rule) else None


@dataclass(frozen=True, slots=True)
class What:
    """What a rule matches beside its ends: services, or applications on any."""

    applications: tuple[str, ...]
    services: tuple[str, ...]


class Panos:
    """The objects of a job, as PAN-OS calls them."""

    def __init__(self, job: Job) -> None:
        self.objects = Objects(job, NAMES)

    @property
    def services(self) -> Iterator[tuple[str, Service, str]]:
        """Name, service and ports of what TCP and UDP rules need."""
        for service in self.objects.services:
            if service.protocol in WITH_SERVICES:
                for name, ports in service.parts(MOST_RANGES):
                    yield name, service, str(ports)


def what_of(service: Service) -> What:
    """The services, or the applications, that a rule of this service matches."""
    if service.protocol not in WITH_SERVICES:
        return What(APPLICATIONS[service.protocol], ("any",))
    return What(("any",), tuple(name for name, _ports in service.parts(MOST_RANGES)))


def zone(end: Endpoint) -> str:
    """The zone of an end, which the device must have."""
    return zone_of(end, LONGEST_ZONE)
