"""ufw on the hosts themselves: for each group a script of its commands.

ufw(8), ufw 0.36.2 or later. Each rule is a command that adds it, or takes it away with `delete`; to
do so again changes nothing. A command has one source, one destination and at most 15 ports, so that
a rule is as many commands as there are pairs of networks. The protocols are those of ufw's `proto`:
SCTP, IPIP and ICMP are none of them. `ipv6` is one, but of IPv4 alone; ip6tables takes AH for none.
Texts are in single quotes, which neither the shell nor ufw lets them have.

ufw decides in input and forward, behind all translation: NodePorts of kube-proxy and host ports of
containers go round it. Its own before.rules accept loopback, answers, pings and errors, and what
IPv6 needs of neighbours, routers and multicast listeners.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache, partial

from portsref.exporters.base import Exporter, File, Job, file_name
from portsref.exporters.comments import about_causes, commented, identifying
from portsref.exporters.families import parts_by_family, prefixes
from portsref.exporters.host.hosts import (
    LINUX,
    HostGroups,
    PodAddresses,
    about_forwarding,
    about_hosts,
    about_known_pods,
    about_translated,
    families_of,
    room,
)
from portsref.exporters.host.hosts import says as says_source
from portsref.exporters.host.matches import NO_AH_IN_IPV6, is_ah_in_ipv6, with_ends
from portsref.exporters.iptables import port_lists
from portsref.exporters.once import MOST, Once
from portsref.messages import Message, gettext_noop
from portsref.planning.rules import Cause, Endpoint, Rule
from portsref.ports import PortSet

PROTOCOLS = ("TCP", "UDP", "ESP", "AH", "GRE", "VRRP")
NO_PROTOCOL = gettext_noop("ufw has no rules for %(protocol)s")
NO_PORT_0 = Message(gettext_noop("ufw takes no port 0"))
LONGEST_NAME = 100  # bytes
MEDIA_TYPE = "text/plain; charset=utf-8"
SUFFIX = "sh"

_OWNER, _ANY = "portsref", ("any",)
_HARMLESS = re.compile("[A-Za-z0-9-]*")
_WHOLE = """
set -eu
how=${1:-}
case "$how" in '' | delete) ;; *) echo "$0 [delete]" >&2; exit 2 ;; esac
u() { ufw $how "$@"; }
r() { ufw route $how "$@"; }
"""
_DELTA = """
set -eu
u() { ufw "$@"; }
"""
_ICMP = (
    "Pings and errors of ICMP get in from anywhere, whatever is left out: before.rules of ufw and",
    "before6.rules say so. IPv6 must be on, as it is: IPV6=yes in /etc/default/ufw.",
)
_HOW = (
    "",
    "Check: each command by itself, as root, with --dry-run behind ufw.",
    "Apply, as root: sh FILE, as often as you like, and ufw enable at the first time. It adds the",
    "rules first and closes the rest by its last lines; each command takes a moment. What an older",
    "file added stays: before a newer one, sh OLDER delete; or apply a delta request instead.",
    f"What is in force: ufw status verbose; our rules have the comment {_OWNER} and their name.",
    "Take back: sh FILE delete, which leaves the rest closed; ufw disable opens all.",
)
_HOW_A_DELTA = (
    "",
    "Check: each command by itself, as root, with --dry-run behind ufw.",
    "Apply, as root, where the file of the whole plan is in force already: sh FILE, as often as",
    "you like. Take back: the delta request of the other direction.",
)


def says(rule: Rule) -> Message | None:
    """Tell why a rule cannot be said: protocols, AH of IPv6, port 0, or nobody has addresses."""
    if rule.protocol not in PROTOCOLS:
        return _no_protocol(rule.protocol)
    if is_ah_in_ipv6(rule):
        return NO_AH_IN_IPV6
    if 0 in rule.ports and not rule.ports.has_every_port:
        return NO_PORT_0
    return says_source(rule)


@lru_cache
def _no_protocol(protocol: str) -> Message:
    return Message(NO_PROTOCOL, {"protocol": protocol})


def render_files(job: Job) -> Iterator[File]:
    """A script for each group to whose hosts anything connects."""
    groups, networks, writer = HostGroups(job), PodAddresses.of(job.rule_set), RuleWriter()
    for group in groups:
        suffix = f"{groups.names[group]}.ufw.{SUFFIX}"
        name = file_name(job.rule_set, job.provenance, suffix, job.choice)
        yield File(name, MEDIA_TYPE, partial(_text, job, groups, group, networks, writer))


def _text(
    job: Job, groups: HostGroups, group: str, networks: PodAddresses, writer: "RuleWriter"
) -> Iterator[str]:
    is_whole = not job.provenance.delta
    yield "#!/bin/sh\n"
    yield from commented(about_hosts(job, groups, group, _what_it_does(networks)))
    yield from commented(_HOW if is_whole else _HOW_A_DELTA)
    yield _WHOLE if is_whole else _DELTA
    if is_whole and networks.are_encapsulated:
        yield "\n# pods reach their own host\n"
        for address in writer.addresses(networks.pods):
            yield f"u allow from {address} comment '{_OWNER} pods'\n"
    yield from writer.rules(groups.rules(group))
    if is_whole:
        yield from _closing(networks, writer)


def _what_it_does(networks: PodAddresses) -> Iterator[str]:
    yield "Only what stands here, or what ufw has already, gets in, SSH among it: keep a console"
    yield "open at the first time. What these hosts dial is not filtered."
    yield from _ICMP
    yield from about_translated()
    yield from about_known_pods(networks)
    yield from about_forwarding(networks)


def _closing(networks: PodAddresses, writer: "RuleWriter") -> Iterator[str]:
    """What hosts forward, and the policies, which close the rest."""
    yield "\n# what hosts forward; then the rest is closed\n"
    if networks.is_sure:
        for end in networks.ends:
            for address in writer.addresses(end):
                yield f"r allow from {address} to any comment '{_OWNER} from {end.name}'\n"
                yield f"r allow from any to {address} comment '{_OWNER} to {end.name}'\n"
    yield '[ -z "$how" ] || exit 0\n'
    yield f"ufw default {'deny' if networks.is_sure else 'allow'} routed\n"
    yield "ufw default deny incoming\n"


class RuleWriter:
    """Writes commands that allow, or that take away what allowed before."""

    def __init__(self) -> None:
        self.addresses = Once(_addresses)
        self._parts = Once(_texts_by_family)
        self._services = lru_cache(maxsize=MOST)(_services)

    def rules(self, rules: Iterable[Rule]) -> Iterator[str]:
        """The commands of each rule, below its purpose."""
        for rule, pairs in with_ends(rules, self._ends):
            why, lists = self._services(rule.ports, rule.causes)
            head = f"\n# {why}\n"
            begin = "u allow" if rule.action == "allow" else "u delete allow"
            begin += f" proto {rule.protocol.lower()}"
            behind = f" comment '{_OWNER} {_name(rule.name)}'\n"
            for sources, destinations in pairs:
                for source in sources:
                    between = f"{begin} from {source} to "
                    commands = [
                        f"{between}{to}{ports}{behind}" for to in destinations for ports in lists
                    ]
                    yield head + "".join(commands)
                    head = ""

    def _ends(
        self, source: Endpoint, destination: Endpoint, families: frozenset[int]
    ) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
        """Sources and destinations in each family; where nobody has addresses, in both at once."""
        sources, destinations = self._parts(source), self._parts(destination)
        if not sources and not destinations:
            return ((_ANY, _ANY),)
        common = families & families_of(source) & families_of(destination)
        return tuple(
            (sources.get(family, _ANY), destinations.get(family, _ANY)) for family in sorted(common)
        )


def _addresses(end: Endpoint) -> tuple[str, ...]:
    return tuple(text for texts in _texts_by_family(end).values() for text in texts)


def _texts_by_family(end: Endpoint) -> dict[int, tuple[str, ...]]:
    parts = parts_by_family(end)
    return {family: tuple(prefixes(parts[family])) for family in parts if parts[family]}


def _services(ports: PortSet, causes: tuple[Cause, ...]) -> tuple[str, tuple[str, ...]]:
    """What a rule is for, and its ports, in as many commands as they take."""
    if not ports or 0 in ports:  # all of them, with 0, on which nothing listens
        return about_causes(causes), ("",)
    return about_causes(causes), tuple(f" port {text}" for text in port_lists(ports))


def _name(name: str) -> str:
    if len(name) <= LONGEST_NAME and _HARMLESS.fullmatch(name):
        return name
    return identifying(name.replace("'", '"'), LONGEST_NAME)


EXPORTER = Exporter(
    name="ufw",
    label="ufw",
    summary=gettext_noop("A script of ufw commands for each group: what its hosts must accept."),
    family="hosts",
    media_type=MEDIA_TYPE,
    suffix=SUFFIX,
    says=says,
    room=partial(room, LINUX),
    render_files=render_files,
    says_actions=True,
    finds_rules=True,
)
