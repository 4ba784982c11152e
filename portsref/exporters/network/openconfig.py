"""OpenConfig: an access list for IPv4 and one for IPv6, as JSON for gNMI.

YANG modules `openconfig-acl` 1.3.3, `openconfig-packet-match` 2.3.0 and the types of ICMP, as
RFC 7951 has them in JSON. An entry names one network of each end. What a device does with packets
that no entry matches is its own affair, so that the last entry drops them. JSON has no comments:
what is told about the file is the description of its first list.
"""

from collections.abc import Iterator

from portsref.documents.writing import json_text
from portsref.exporters.base import Exporter, Job
from portsref.exporters.comments import one_line
from portsref.exporters.families import FAMILIES
from portsref.exporters.network.ends import says
from portsref.exporters.network.json_entries import EntryWriter, about_file
from portsref.exporters.network.objects import mark_of
from portsref.exporters.network.stateless import ECHO_REPLY, ICMP, IcmpType, Room, Service
from portsref.messages import gettext_noop
from portsref.ports import PortRange
from portsref.protocols import PROTOCOL_BY_NAME

MOST_ENTRIES = 100_000
LONGEST_WORD = 12

# by the names of IcmpType
_TYPES = {
    4: {
        "unreachable": "DST_UNREACHABLE",
        "time-exceeded": "TIME_EXCEEDED",
        "parameter-problem": "PARAM_PROBLEM",
        "echo-reply": "ECHO_REPLY",
    },
    6: {
        "unreachable": "DESTINATION_UNREACHABLE",
        "packet-too-big": "PACKET_TOO_BIG",
        "time-exceeded": "TIME_EXCEEDED",
        "parameter-problem": "PARAMETER_PROBLEM",
        "echo-reply": "ECHO_REPLY",
        "router-solicitation": "ROUTER_SOLICITATION",
        "router-advertisement": "ROUTER_ADVERTISEMENT",
        "neighbor-solicitation": "NEIGHBOR_SOLICITATION",
        "neighbor-advertisement": "NEIGHBOR_ADVERTISEMENT",
    },
}


def render(job: Job) -> Iterator[str]:
    """Write both lists, under the root of the configuration."""
    mark = mark_of(job.rule_set.document.title, LONGEST_WORD)
    yield '{\n  "openconfig-acl:acl": {\n    "acl-sets": {\n      "acl-set": [\n'
    for family in FAMILIES:
        keys = f'"name": "{mark}-v{family}", "type": "ACL_IPV{family}"'
        yield f'        {{\n          {keys},\n          "config": {{{keys}, "description": "'
        if family == FAMILIES[0]:
            yield from about_file(job, _how(mark))
        else:
            yield json_text(one_line(f"IPv6 of the plan {job.rule_set.document.title}"))[1:-1]
        yield '"},\n          "acl-entries": {\n            "acl-entry": [\n'
        yield from EntryWriter(_Entries(family)).entries(job.rules)
        yield f"            ]\n          }}\n        }}{',' if family == FAMILIES[0] else ''}\n"
    yield "      ]\n    }\n  }\n}\n"


class _Entries:
    """How OpenConfig has the entries of a list of one family."""

    longest = 1000

    def __init__(self, family: int) -> None:
        self.family = family

    def ends(self, source: str, destination: str) -> str:
        """What matches two networks; an empty text is any address."""
        text = f', "source-address": "{source}"' if source else ""
        return text + (f', "destination-address": "{destination}"' if destination else "")

    def service(self, service: Service, *, is_answer: bool) -> str:
        """What matches packets to a service, or those that answer."""
        if is_answer and service.answer == "echo-reply":
            return self.icmp(ECHO_REPLY[self.family])
        text = self._protocol(service.protocol.number)
        if service.port is None:
            return text
        where = "source" if is_answer else "destination"
        more = ""
        if is_answer and service.answer:
            more = ', "detail-mode": "BUILTIN", "builtin-detail": "TCP_ESTABLISHED"'
        return f'{text}, "transport": {{"config": {{"{where}-port": {_port(service.port)}{more}}}}}'

    def icmp(self, kind: IcmpType) -> str:
        """What matches a type of ICMP."""
        version = f"icmpv{self.family}"
        name = f"openconfig-{version}-types:{_TYPES[self.family][kind.name]}"
        number = PROTOCOL_BY_NAME[ICMP[self.family]].number
        return self._protocol(number, f', "{version}": {{"config": {{"type": "{name}"}}}}')

    def entry(self, number: int, about: str, match: str) -> str:
        """An entry that accepts; `about` is a text of JSON."""
        return self._entry(number, about, f"{match}, ", "ACCEPT")

    def drop(self, number: int, about: str) -> str:
        """An entry that drops everything."""
        return self._entry(number, about, "", "DROP")

    def _entry(self, number: int, about: str, match: str, action: str) -> str:
        return (
            f'              {{"sequence-id": {number}, "config": {{"sequence-id": {number},'
            f' "description": {about}}}, {match}"actions": {{"config":'
            f' {{"forwarding-action": "{action}"}}}}}}'
        )

    def _protocol(self, number: int, more: str = "") -> str:
        return f'"ipv{self.family}": {{"config": {{"protocol": {number}%s}}{more}}}'


def _port(port: PortRange) -> str:
    return str(port.first) if port.first == port.last else f'"{port.first}..{port.last}"'


def _how(mark: str) -> Iterator[str]:
    path = "/acl/acl-sets/acl-set"
    names = tuple(f"{path}[name={mark}-v{family}][type=ACL_IPV{family}]" for family in FAMILIES)
    yield ""
    yield "Apply: the lists are deleted and made anew in one transaction; twice changes nothing:"
    yield f"gnmic -a HOST -e json_ietf set --delete '{names[0]}' --delete '{names[1]}'"
    yield "    --update-path / --update-file FILE"
    yield "Then give them, once, to the interfaces of the networks of the plan, under"
    yield "/acl/interfaces/interface/egress-acl-sets or ingress-acl-sets. What is for the device"
    yield "itself meets an ingress list too, such as BGP and SSH, which needs entries for it then."
    yield f"Check: gnmic -a HOST get --path '{names[0]}/state'."
    yield "Take back: delete them at the interfaces, then the lists themselves."


EXPORTER = Exporter(
    name="openconfig",
    label="OpenConfig",
    summary=gettext_noop("Access lists in the model of OpenConfig, as JSON for gNMI."),
    family="network",
    media_type="application/json",
    suffix="openconfig",
    says=says,
    room=Room(MOST_ENTRIES),
    render=render,
)
