"""iptables on the hosts themselves: for each group a file for IPv4 and one for IPv6.

iptables-restore(8), iptables 1.8.9 or later, on nftables or of its own. What is for the host is
decided in the table `mangle`, in PREROUTING (`hosts.py` says why); what it forwards in `filter`,
in FORWARD. All of it is in chains of its own, and other chains stay if the file is applied as its
header says. With the file of one family alone, the other stays open. Comments of rules are their
names, and have at most 250 bytes.
"""

from collections.abc import Iterator
from functools import partial

from portsref.exporters.base import Exporter, File, Job, file_name
from portsref.exporters.comments import commented
from portsref.exporters.host.hosts import (
    LINUX,
    HostGroups,
    PodAddresses,
    about_hosts,
    about_prerouting,
    room,
    says,
)
from portsref.exporters.iptables import ANSWERS, COMMANDS, RuleWriter
from portsref.messages import gettext_noop

CHAIN = "PORTSREF"
MEDIA_TYPE = "text/plain; charset=utf-8"
SUFFIX = "iptables"

_HOST, _FORWARD = f"{CHAIN}-HOST", f"{CHAIN}-FORWARD"
# Packets that are for the host; in IPv6 there is no broadcast, and anycast of routers.
_FOR_THE_HOST = {4: ("LOCAL", "BROADCAST", "MULTICAST"), 6: ("LOCAL", "ANYCAST", "MULTICAST")}
# Errors, with which path MTU is found; neighbours, routers and groups of IPv6.
_ICMP = {
    4: tuple(f"-p icmp -m icmp --icmp-type {kind}" for kind in (3, 11, 12)),
    6: tuple(
        f"-p ipv6-icmp -m icmp6 --icmpv6-type {kind}" for kind in (1, 2, 3, 4, 130, 134, 135, 136)
    ),
}

_FROM_ITS_PODS = "-m addrtype --dst-type LOCAL -m addrtype ! --dst-type LOCAL --limit-iface-in"


def render_files(job: Job) -> Iterator[File]:
    """Two files for each group to whose hosts anything connects."""
    groups, networks = HostGroups(job), PodAddresses.of(job.rule_set)
    writers = {family: RuleWriter(family) for family in COMMANDS}
    for group in groups:
        for family, writer in writers.items():
            suffix = f"{groups.names[group]}.v{family}.{SUFFIX}"
            name = file_name(job.rule_set, job.provenance, suffix, job.choice)
            yield File(name, MEDIA_TYPE, partial(_text, job, groups, group, networks, writer))


def _text(
    job: Job, groups: HostGroups, group: str, networks: PodAddresses, writer: RuleWriter
) -> Iterator[str]:
    family = writer.family
    yield from commented((f"IPv{family}; the other file is for the other family.",))
    yield from commented(about_hosts(job, groups, group, about_prerouting(groups, networks)))
    yield from commented(_how(family, filters_forwarding=networks.is_sure))
    yield f"*mangle\n:{CHAIN} - [0:0]\n:{_HOST} - [0:0]\n-A PREROUTING -j {CHAIN}\n"
    for kind in _FOR_THE_HOST[family]:
        yield f"-A {CHAIN} -m addrtype --dst-type {kind} -j {_HOST}\n"
    for match in ("-i lo", ANSWERS, *_ICMP[family]):
        yield f"-A {_HOST} {match} -j ACCEPT\n"
    if networks.pods.addresses:
        yield from writer.jumps(_HOST, "s", networks.pods, f"{_FROM_ITS_PODS} -j ACCEPT")
    yield from writer.rules(groups.rules(group), _HOST)
    yield f"-A {_HOST} -j DROP\nCOMMIT\n"
    if networks.is_sure:
        yield from _forwarding(networks, writer)


def _forwarding(networks: PodAddresses, writer: RuleWriter) -> Iterator[str]:
    yield f"*filter\n:{_FORWARD} - [0:0]\n-A FORWARD -j {_FORWARD}\n"
    yield f"-A {_FORWARD} {ANSWERS} -j ACCEPT\n"
    for end in networks.ends:
        if end.addresses:
            for field in ("s", "d"):
                yield from writer.jumps(_FORWARD, field, end, "-j ACCEPT")
    yield f"-A {_FORWARD} -j DROP\nCOMMIT\n"


def _how(family: int, *, filters_forwarding: bool) -> Iterator[str]:
    command = COMMANDS[family]
    hooks = [f"{command} -t mangle -D PREROUTING -j {CHAIN}"]
    if filters_forwarding:
        hooks.append(f"{command} -D FORWARD -j {_FORWARD}")
    yield ""
    yield f"Check: {command}-restore --test FILE. Apply, as root, with both lines, as often as you"
    yield "like; other chains stay, and the first time there is nothing to delete:"
    yield f"    {'; '.join(hooks)}"
    yield f"    {command}-restore --noflush FILE"
    yield f"At every start: as /etc/iptables/rules.v{family}, where nothing else is there."
    yield f"What is in force: {command}-save. Take back: {'; '.join(hooks)}."


EXPORTER = Exporter(
    name="iptables",
    label="iptables",
    summary=gettext_noop("A host firewall for each group, a file for IPv4 and one for IPv6."),
    family="hosts",
    media_type=MEDIA_TYPE,
    suffix=SUFFIX,
    says=says,
    room=partial(room, LINUX),
    render_files=render_files,
)
