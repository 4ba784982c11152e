"""Proxmox VE: IP sets and security groups for hosts that are its guests, in one file.

Proxmox VE Administration Guide, chapter “Proxmox VE Firewall”, for pve-firewall 6.0 and before:
sections of `/etc/pve/firewall/cluster.fw`. The name of a security group has at most 18 characters,
that of a set 64, a list of ports at most 15 numbers, and a set has no network of all addresses. A
set is of one family, because a rule is of all families that its sets have: so IPIP stays in IPv4.
ip6tables, with which it may run, takes AH for no protocol, and a rule for port 0 alone would be one
for every port.

It filters what guests get, before they translate anything: NodePorts are ports of the node here.
Pods have a group too, for those guests whose pods' addresses are seen on the wire.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from portsref.exporters.base import Exporter, Job, Says
from portsref.exporters.comments import (
    about_causes,
    about_left_out,
    about_plan,
    commented,
    one_line,
)
from portsref.exporters.families import NOTHING_IN_COMMON, ends_of, prefixes
from portsref.exporters.host.hosts import HostGroups, families_in_common
from portsref.exporters.host.hosts import says as says_source
from portsref.exporters.host.matches import NO_AH_IN_IPV6, Matches, is_ah_in_ipv6, with_ends
from portsref.exporters.identifiers import short_identifiers
from portsref.exporters.iptables import port_lists
from portsref.exporters.once import MOST
from portsref.messages import Message, gettext_noop
from portsref.planning.choice import Choice
from portsref.planning.document import PlanDocument
from portsref.planning.rules import Cause, Endpoint, Rule
from portsref.ports import PortRange, PortSet
from portsref.protocols import BOTH, PROTOCOL_BY_NAME

OF_GROUPS, OF_SETS = "prf-", "portsref-"
LONGEST_GROUP = 18 - len(OF_GROUPS)
NO_PORT_0 = Message(gettext_noop("a rule for port 0 alone would be a rule for every port"))

_PORT_0 = PortRange(0, 0)
_NAMES = {"TCP": "tcp", "UDP": "udp", "SCTP": "sctp", "ICMP": "icmp", "ICMPv6": "icmpv6"}
_EVERY_ADDRESS = {4: "0.0.0.0/0", 6: "::/0"}
_WITHOUT_OURS = (
    f"awk '/^\\[/ {{ours = tolower($0) ~ /^\\[(ipset +{OF_SETS}|group +{OF_GROUPS})/}} !ours'"
)
_WHAT_IT_DOES = (
    "",
    "Sets and security groups of the cluster; they do nothing until guests have them:",
    "    the network device of the guest: firewall=1",
    "    /etc/pve/firewall/VMID.fw, with the group of its hosts from below:",
    "        [OPTIONS]",
    "        enable: 1",
    "        policy_in: DROP",
    "        [RULES]",
    "        GROUP NAME",
    "Then only what stands in the group gets in, SSH among it. Answers pass, and errors with which",
    "path MTU is found; neighbours and DHCP are options of the guest, on unless you turn them off.",
    "The firewall of the datacenter must be on (enable: 1 in [OPTIONS] of cluster.fw): this closes",
    "the hosts of Proxmox VE too, but for 8006 and 22 from their own network.",
    "NodePorts are ports of the node here: guests translate them later. What guests dial is not",
    "filtered. A group of pods is for guests whose pods' own addresses are seen on the wire.",
)
_HOW = (
    "",
    "Apply, as root on one host; it takes the place of what an earlier file brought:",
    f"    {_WITHOUT_OURS} /etc/pve/firewall/cluster.fw > cluster.fw.new",
    "    grep -v '^#' FILE >> cluster.fw.new && cp cluster.fw.new /etc/pve/firewall/cluster.fw",
    "Check: pve-firewall compile > /dev/null says what it does not understand.",
    "What is in force: iptables-save, or nft list ruleset where the new firewall is on.",
    "Take back: remove the groups from the guests, then the first line and the copy alone.",
    "",
)


def says(rule: Rule) -> Message | None:
    """Tell why a rule cannot be said: nobody has addresses, AH of IPv6, port 0 alone."""
    if is_ah_in_ipv6(rule):
        return NO_AH_IN_IPV6
    if rule.ports.ranges[:1] == (_PORT_0,) and _is_alone(rule.ports):
        return NO_PORT_0
    return says_source(rule)


def _is_alone(ports: PortSet) -> bool:
    return next(port_lists(ports)) == "0"


def room(_choice: Choice, _document: PlanDocument) -> Says:
    """Ask of each rule whether both ends have a family in common; guests have any system."""
    has_family = families_in_common()
    return lambda rule: None if has_family(rule) else NOTHING_IN_COMMON


def render(job: Job) -> Iterator[str]:
    """Write the sets of all groups, then a security group for each that anybody reaches."""
    groups = HostGroups(job, with_pods=True)
    ends = ends_of(job.rule_set.rules)
    sets = {"source": " -source +{}", "destination": " -dest +{}"}
    writer = RuleWriter(Matches(ends, _set_names(groups.names), **sets))
    yield "# What hosts that are guests of Proxmox VE must accept\n"
    for lines in (about_plan(job), _WHAT_IT_DOES, about_left_out(job.left_out), _HOW):
        yield from commented(lines)
    yield from writer.sets(ends)
    names = short_identifiers(groups, LONGEST_GROUP)
    for group in groups:
        yield f"[group {OF_GROUPS}{names[group]}] # {one_line(group)}\n"
        yield from writer.rules(groups.rules(group))
        yield "\n"


class RuleWriter:
    """Writes rules that accept, and the sets of addresses that they name."""

    def __init__(self, matches: Matches) -> None:
        self._matches = matches
        self._service = lru_cache(maxsize=MOST)(_service)

    def sets(self, ends: Iterable[Endpoint]) -> Iterator[str]:
        """The sections of the sets of some ends."""
        told: set[str] = set()
        for end in ends:
            for name, parts in self._matches.sets.of(end).values():
                if name not in told:
                    told.add(name)
                    lines = "".join(f"{text}\n" for text in prefixes(parts))
                    yield f"[IPSET {name}] # {one_line(end.name)}\n{lines}\n"

    def rules(self, rules: Iterable[Rule]) -> Iterator[str]:
        """The lines of each rule: for each family, and for each list of ports that it takes."""
        for rule, ends in with_ends(rules, self._ends):
            services, why = self._service(rule.protocol, rule.ports, rule.causes)
            behind = f" # {one_line(rule.name)}: {why}\n"
            if len(services) == 1:
                behind = f"{services[0]}{behind}"
                yield "".join([f"IN ACCEPT{each}{behind}" for each in ends])
                continue
            for each in ends:
                yield "".join([f"IN ACCEPT{each}{service}{behind}" for service in services])

    def _ends(
        self, source: Endpoint, destination: Endpoint, families: frozenset[int]
    ) -> tuple[str, ...]:
        """What matches both ends in each family; where nobody has addresses, in both at once."""
        found = self._matches.of(source, destination, families)
        texts = tuple([of_source + of_destination for _, of_source, of_destination in found])
        if any(texts):
            return texts
        if families == BOTH:
            return ("",)
        return tuple(f" -source {_EVERY_ADDRESS[family]}" for family, _, _ in found)


def _service(
    protocol: str, ports: PortSet, causes: tuple[Cause, ...]
) -> tuple[tuple[str, ...], str]:
    known = PROTOCOL_BY_NAME[protocol]
    text = f" -p {_NAMES.get(protocol, known.number)}"
    lists = tuple(f"{text} -dport {each}" for each in port_lists(ports))
    return (lists if known.has_ports else (text,)), about_causes(causes)


def _set_names(names: Mapping[str, str]) -> Mapping[str, str]:
    return {name: f"{OF_SETS}{text}" for name, text in names.items()}


EXPORTER = Exporter(
    name="proxmox",
    label="Proxmox VE",
    summary=gettext_noop(
        "Sections of cluster.fw for each group of hosts that are guests of Proxmox VE."
    ),
    family="hosts",
    media_type="text/plain; charset=utf-8",
    suffix="fw",
    says=says,
    room=room,
    render=render,
    follows="Proxmox VE Administration Guide, chapter Proxmox VE Firewall (pve-firewall 6.0)",
)
