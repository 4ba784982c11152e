"""firewalld on the hosts themselves: for each group a script that writes its configuration.

firewalld.zone(5), firewalld.ipset(5), firewalld.policy(5) and firewalld.richlanguage(5), firewalld
1.0 or later, with nftables behind it. A zone of its own drops what no rich rule accepts, and a
policy is about what hosts forward. A rich rule is of one family and has one port or range; the name
of a set has at most 31 characters, and a set no network of all addresses. The script puts nothing
into force, so that firewalld can check all of it, and then takes it at once.

firewalld accepts whatever somebody else translated before it asks any zone (`ct status dnat`):
NodePorts of kube-proxy and host ports of containers among it. It asks by no interface whether a
packet has a pod's address, so that pods reach their own host only where their addresses are on no
wire. Groups of the link in IPv6 take all ICMPv6, because it has no name for multicast listeners.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from xml.sax.saxutils import escape

from portsref.exporters.base import Exporter, File, Job, file_name
from portsref.exporters.comments import about_causes, commented, one_line
from portsref.exporters.families import ends_of, prefixes
from portsref.exporters.host.hosts import (
    LINUX,
    HostGroups,
    PodAddresses,
    about_forwarding,
    about_hosts,
    about_known_pods,
    about_translated,
    room,
)
from portsref.exporters.host.hosts import says as says_source
from portsref.exporters.host.matches import NO_AH_IN_IPV6, Matches, is_ah_in_ipv6, with_ends
from portsref.exporters.identifiers import short_identifiers
from portsref.exporters.once import MOST, Once
from portsref.messages import Message, gettext_noop
from portsref.planning.rules import Cause, Endpoint, Rule
from portsref.ports import PortSet
from portsref.protocols import PROTOCOL_BY_NAME

NAME = "portsref"  # of the zone, and what the names of sets begin with
POLICY = f"{NAME}-forward"  # which may not be called as the zone is
LONGEST_SET = 31 - len(f"{NAME}--v4-9")
MEDIA_TYPE = "text/plain; charset=utf-8"
SUFFIX = "sh"

_FAMILIES = {4: "ipv4", 6: "ipv6"}
_ACCEPT = "<accept/></rule>\n"
_BEGIN = f"""
set -eu
to=${{1:-/etc/firewalld}}
mkdir -p "$to/zones" "$to/ipsets" "$to/policies"
rm -f "$to"/ipsets/{NAME}-*.xml

"""
_XML = '<?xml version="1.0" encoding="utf-8"?>\n'
_ICMP = """\
  <!-- errors, with which path MTU is found; neighbours and routers of IPv6, and its groups -->
  <rule><icmp-type name="destination-unreachable"/><accept/></rule>
  <rule><icmp-type name="time-exceeded"/><accept/></rule>
  <rule><icmp-type name="parameter-problem"/><accept/></rule>
  <rule family="ipv6"><icmp-type name="packet-too-big"/><accept/></rule>
  <rule family="ipv6"><icmp-type name="router-advertisement"/><accept/></rule>
  <rule family="ipv6"><icmp-type name="neighbour-solicitation"/><accept/></rule>
  <rule family="ipv6"><icmp-type name="neighbour-advertisement"/><accept/></rule>
  <rule family="ipv6"><source address="fe80::/10"/><destination address="ff02::/16"/>\
<protocol value="ipv6-icmp"/><accept/></rule>
"""
_HOW = (
    "",
    "Check, beside what is there; CHECK is a folder that is not there yet:",
    "    cp -r /etc/firewalld CHECK && sh FILE CHECK",
    "    firewall-offline-cmd --system-config CHECK --check-config",
    "Apply, as root, as often as you like:",
    "    sh FILE && firewall-cmd --check-config && firewall-cmd --reload",
    f"    firewall-cmd --set-default-zone={NAME}",
    "The last line is for the first time. An interface that is in another zone stays there: see",
    "firewall-cmd --get-active-zones, and take it out with --remove-interface.",
    f"What is in force: firewall-cmd --zone={NAME} --list-all. Take back, with the default zone",
    "that was before:",
    "    firewall-cmd --set-default-zone=public",
    f"    cd /etc/firewalld && rm -f zones/{NAME}.xml policies/{POLICY}.xml ipsets/{NAME}-*.xml",
    "    firewall-cmd --reload",
)


def says(rule: Rule) -> Message | None:
    """Tell why a rule cannot be said: AH of IPv6, or nobody has addresses."""
    return NO_AH_IN_IPV6 if is_ah_in_ipv6(rule) else says_source(rule)


def render_files(job: Job) -> Iterator[File]:
    """A script for each group to whose hosts anything connects."""
    groups, networks = HostGroups(job), PodAddresses.of(job.rule_set)
    names = {
        name: f"{NAME}-{text}"
        for name, text in short_identifiers(groups.names, LONGEST_SET).items()
    }
    ends = (*ends_of(job.rule_set.rules), *networks.ends)
    sets = {name: f'<{name} ipset="{{}}"/>' for name in ("source", "destination")}
    writer = RuleWriter(Matches(ends, names, **sets))
    for group in groups:
        suffix = f"{groups.names[group]}.firewalld.{SUFFIX}"
        name = file_name(job.rule_set, job.provenance, suffix, job.choice)
        yield File(name, MEDIA_TYPE, partial(_text, job, groups, group, networks, writer))


def _text(
    job: Job, groups: HostGroups, group: str, networks: PodAddresses, writer: "RuleWriter"
) -> Iterator[str]:
    yield "#!/bin/sh\n"
    yield from commented(about_hosts(job, groups, group, _what_it_does(networks)))
    yield from commented(_HOW)
    yield _BEGIN
    yield from writer.sets((*ends_of(groups.rules(group)), *networks.ends))
    yield from _written(f"zones/{NAME}.xml", _zone(group, groups, networks, writer))
    yield from _written(f"policies/{POLICY}.xml", _policy(networks, writer))


def _what_it_does(networks: PodAddresses) -> Iterator[str]:
    yield "Only what stands here gets in, SSH among it: keep a console open at the first time."
    yield "What these hosts dial is not filtered. Another filter that drops still drops."
    yield from about_translated()
    yield from about_known_pods(networks)
    yield from about_forwarding(networks)


def _written(path: str, lines: Iterable[str]) -> Iterator[str]:
    """A file within the script; each of its lines begins with a space or with `<`."""
    yield f"cat > \"$to/{path}\" <<'END'\n{_XML}"
    yield from lines
    yield "END\n\n"


def _zone(
    group: str, groups: HostGroups, networks: PodAddresses, writer: "RuleWriter"
) -> Iterator[str]:
    yield '<zone target="DROP">\n'
    yield f"  <short>{NAME}</short>\n"
    yield f"  <description>{escape(one_line(f'What the hosts of “{group}” must accept'))}"
    yield "</description>\n"
    yield _ICMP
    if networks.are_encapsulated:
        yield from writer.accepting("pods reach their own host", "source", networks.pods)
    yield from writer.rules(groups.rules(group))
    yield "</zone>\n"


def _policy(networks: PodAddresses, writer: "RuleWriter") -> Iterator[str]:
    yield f'<policy target="{"CONTINUE" if networks.is_sure else "ACCEPT"}">\n'
    yield f"  <short>{POLICY}</short>\n"
    yield "  <description>What hosts forward</description>\n"
    yield '  <ingress-zone name="ANY"/>\n  <egress-zone name="ANY"/>\n'
    if networks.is_sure:
        for end in networks.ends:
            yield from writer.accepting(f"from {end.name}", "source", end)
            yield from writer.accepting(f"to {end.name}", "destination", end)
    yield "</policy>\n"


class RuleWriter:
    """Writes rich rules that accept, and the sets of addresses that they name."""

    def __init__(self, matches: Matches) -> None:
        self._matches = matches
        self._definitions = Once(self._define)
        self._services = lru_cache(maxsize=MOST)(_services)

    def sets(self, ends: Iterable[Endpoint]) -> Iterator[str]:
        """The files of the sets of some ends."""
        told: set[str] = set()
        for end in ends:
            for name, text in self._definitions(end):
                if name not in told:
                    told.add(name)
                    yield text

    def _define(self, end: Endpoint) -> tuple[tuple[str, str], ...]:
        """The names and the files of the sets of an end."""
        return tuple(
            (name, "".join(_written(f"ipsets/{name}.xml", _set(end, family, prefixes(parts)))))
            for family, (name, parts) in self._matches.sets.of(end).items()
        )

    def accepting(self, why: str, element: str, end: Endpoint) -> Iterator[str]:
        """Accept all that has an address of the end; `element` is `source` or `destination`."""
        for family, (name, _) in self._matches.sets.of(end).items():
            yield f"  <!-- {why} -->\n"
            yield f'  <rule family="{_FAMILIES[family]}"><{element} ipset="{name}"/>'
            yield "<accept/></rule>\n"

    def rules(self, rules: Iterable[Rule]) -> Iterator[str]:
        """The lines of each rule: what it is for, then one for each family and range of ports."""
        for rule, ends in with_ends(rules, self._ends):
            why, services = self._services(rule.protocol, rule.ports, rule.causes)
            text = f"  <!-- {_in_comment(one_line(rule.name))}: {why} -->\n"
            for end in ends:
                for service in services:
                    text += f"{end}{service}"
            yield text

    def _ends(
        self, source: Endpoint, destination: Endpoint, families: frozenset[int]
    ) -> tuple[str, ...]:
        return tuple(
            f'  <rule family="{_FAMILIES[family]}">{of_source}{of_destination}'
            for family, of_source, of_destination in self._matches.of(source, destination, families)
        )


def _set(end: Endpoint, family: int, entries: Iterable[str]) -> Iterator[str]:
    yield f'<ipset type="hash:net">\n  <short>{escape(one_line(end.name))}</short>\n'
    yield f'  <option name="family" value="{"inet" if family == 4 else "inet6"}"/>\n'
    for entry in entries:
        yield f"  <entry>{entry}</entry>\n"
    yield "</ipset>\n"


def _services(
    protocol: str, ports: PortSet, causes: tuple[Cause, ...]
) -> tuple[str, tuple[str, ...]]:
    """What a rule is for, and how it ends for each range of ports."""
    known, why = PROTOCOL_BY_NAME[protocol], _in_comment(about_causes(causes))
    if not known.has_ports:
        return why, (f'<protocol value="{known.number}"/>{_ACCEPT}',)
    name = protocol.lower()
    return why, tuple(f'<port port="{part}" protocol="{name}"/>{_ACCEPT}' for part in ports.ranges)


def _in_comment(text: str) -> str:
    """The text with nothing that ends a comment of XML."""
    while "--" in text:
        text = text.replace("--", "- -")
    return text


EXPORTER = Exporter(
    name="firewalld",
    label="firewalld",
    summary=gettext_noop("A script for each group that writes the configuration of firewalld."),
    family="hosts",
    media_type=MEDIA_TYPE,
    suffix=SUFFIX,
    says=says,
    room=partial(room, LINUX),
    render_files=render_files,
)
