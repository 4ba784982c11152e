"""Nokia SR Linux 24.10 or later: an ACL filter for IPv4 and one for IPv6, as JSON for gNMI.

YANG module `srl_nokia-acl`, revision 2025-03-31; SR Linux ACL and Policy-Based Routing Guide 24.10,
“Access control lists”. A filter has numbers from 0 to 65,535, descriptions have at most 255
characters, and ports are matched of TCP and UDP alone: SCTP is left out. An entry names one
network of each end; lists of prefixes are not on every platform. JSON has no comments: what is told
about the file is the annotation of its first filter.
"""

from collections.abc import Iterator

from portsref.documents.writing import json_text
from portsref.exporters.base import Exporter, Job
from portsref.exporters.comments import one_line
from portsref.exporters.families import FAMILIES
from portsref.exporters.network.json_entries import EntryWriter, about_file
from portsref.exporters.network.objects import mark_of
from portsref.exporters.network.stateless import (
    ECHO_REPLY,
    ICMP,
    IcmpType,
    Room,
    Service,
    says_but_sctp,
)
from portsref.messages import gettext_noop
from portsref.ports import PortRange
from portsref.protocols import PROTOCOL_BY_NAME

MOST_ENTRIES = 65_000  # of 65,536 numbers, some of which are for what always passes
LONGEST_WORD = 12

_PROTOCOL = {4: "protocol", 6: "next-header"}
_ICMP = {4: "icmp", 6: "icmp6"}


def render(job: Job) -> Iterator[str]:
    """Write both filters, the content of `/acl`."""
    mark = mark_of(job.rule_set.document.title, LONGEST_WORD)
    yield '{\n  "acl-filter": [\n'
    for family in FAMILIES:
        yield f'    {{\n      "name": "{mark}-v{family}",\n      "type": "ipv{family}",\n'
        if family == FAMILIES[0]:
            yield '      "_annotate": "'
            yield from about_file(job, _how(mark))
            yield '",\n'
        title = one_line(f"IPv{family} of the plan {job.rule_set.document.title}", _Entries.longest)
        yield f'      "description": {json_text(title)},\n      "entry": [\n'
        yield from EntryWriter(_Entries(family)).entries(job.rules)
        yield f"      ]\n    }}{',' if family == FAMILIES[0] else ''}\n"
    yield "  ]\n}\n"


class _Entries:
    """How SR Linux has the entries of a filter of one family."""

    longest = 255

    def __init__(self, family: int) -> None:
        self.family = family

    def ends(self, source: str, destination: str) -> str:
        """What matches two networks; an empty text is any address."""
        text = f', "source-ip": {{"prefix": "{source}"}}' if source else ""
        if destination:
            text += f', "destination-ip": {{"prefix": "{destination}"}}'
        return text

    def service(self, service: Service, *, is_answer: bool) -> str:
        """What matches packets to a service, or those that answer."""
        if is_answer and service.answer == "echo-reply":
            return self.icmp(ECHO_REPLY[self.family])
        text = self._protocol(service.protocol.number)
        if service.port is None:
            return text
        where = "source" if is_answer else "destination"
        flags = ', "tcp-flags": "ack|rst"' if is_answer and service.answer else ""
        return f'{text}, "transport": {{"{where}-port": {_port(service.port)}{flags}}}'

    def icmp(self, kind: IcmpType) -> str:
        """What matches a type of ICMP."""
        number = PROTOCOL_BY_NAME[ICMP[self.family]].number
        return self._protocol(number, f', "{_ICMP[self.family]}": {{"type": {kind.number}}}')

    def entry(self, number: int, about: str, match: str) -> str:
        """An entry that accepts; `about` is a text of JSON."""
        return (
            f'        {{"sequence-id": {number}, "description": {about}, "match": {{{match}}},'
            ' "action": {"accept": {}}}'
        )

    def drop(self, number: int, about: str) -> str:
        """An entry that drops everything."""
        return (
            f'        {{"sequence-id": {number}, "description": {about},'
            ' "action": {"drop": {}}}'
        )

    def _protocol(self, number: int, more: str = "") -> str:
        return f'"ipv{self.family}": {{"{_PROTOCOL[self.family]}": {number}%s{more}}}'


def _port(port: PortRange) -> str:
    if port.first == port.last:
        return f'{{"value": {port.first}}}'
    return f'{{"range": {{"start": {port.first}, "end": {port.last}}}}}'


def _how(mark: str) -> Iterator[str]:
    names = tuple(
        f"/acl/acl-filter[name={mark}-v{family}][type=ipv{family}]" for family in FAMILIES
    )
    yield ""
    yield "Apply: the filters are deleted and made anew in one transaction; twice changes nothing:"
    yield f"gnmic -a HOST -e json_ietf set --delete '{names[0]}' --delete '{names[1]}'"
    yield "    --update-path /acl --update-file FILE"
    yield "Then give them to subinterfaces, once, of the networks of the plan:"
    for family in FAMILIES:
        name = f"{mark}-v{family}"
        yield f"set / acl interface ethernet-1/1.0 output acl-filter {name} type ipv{family}"
    yield f"Check: show acl acl-filter {mark}-v4 type ipv4."
    yield "Take back: delete them at the subinterfaces, then"
    for family in FAMILIES:
        yield f"delete / acl acl-filter {mark}-v{family} type ipv{family}"


EXPORTER = Exporter(
    name="nokia-srlinux",
    label="Nokia SR Linux",
    summary=gettext_noop("ACL filters of Nokia SR Linux, as JSON for gNMI."),
    family="network",
    media_type="application/json",
    suffix="srlinux",
    says=says_but_sctp,
    room=Room(MOST_ENTRIES),
    render=render,
)
