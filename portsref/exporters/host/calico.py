"""Calico: for each group of nodes policies for its host endpoints, which decide before DNAT.

Calico 3.32, Protect Kubernetes nodes, Pre-DNAT policy, and the references of GlobalNetworkPolicy,
GlobalNetworkSet and KubeControllersConfiguration. Sources and hosts are found by labels of ours:
of GlobalNetworkSets, which hold the plan's addresses, and of host endpoints, which have the labels
of their nodes. `global()` keeps the labels of pods out of it. Host endpoints name nodes, which a
plan does not know, so that Calico makes them itself, of nodes that have a label: without it the
policies are for nobody. A template makes them for the interfaces that have addresses of the node;
loopback and pods' interfaces are no part of it.

A policy with `preDNAT` decides before kube-proxy translates, and what none of them decides is let
through: so what goes to addresses that Calico knows of a node is denied last, and nothing else. The
plan's addresses will not do for that: in the same network may be pods, and addresses of Services. A
list of ports has at most 50 entries, and a policy 1,024 rules; protocols without a name are
numbers.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from itertools import batched, chain

from portsref.addresses import join_addresses
from portsref.exporters.base import Exporter, File, Job, file_name
from portsref.exporters.comments import about_causes, commented, one_line
from portsref.exporters.families import AddressGroups, ends_of, networks_of
from portsref.exporters.host.by_source import group_label
from portsref.exporters.host.hosts import (
    LINUX,
    HostGroups,
    about_hosts,
    common_families,
    families_of,
    room,
)
from portsref.exporters.host.hosts import says as says_source
from portsref.exporters.identifiers import identifier
from portsref.exporters.once import MOST, Once
from portsref.messages import Message, gettext_noop
from portsref.planning.rules import Endpoint, Rule
from portsref.ports import PortRange, PortSet
from portsref.protocols import BOTH, PROTOCOL_BY_NAME

NAME = "portsref"
TO, FROM, FILTERED = f"{NAME}/to", f"{NAME}/from", f"{NAME}/filtered"
MEDIA_TYPE = "application/yaml"
SUFFIX = "yaml"
MOST_PORTS, MOST_RULES = 50, 1000
NO_AH_IN_IPV6 = Message(gettext_noop("ip6tables, which Calico runs, matches no AH"))

_LONGEST_NAME = 63
_HAVE_NAMES = frozenset({"TCP", "UDP", "SCTP", "ICMP", "ICMPv6"})
_NEIGHBOURS = (135, 136)  # of ICMPv6: to addresses of the host, and no answers to conntrack
_WHAT_IT_DOES = (
    "Only what stands here gets in to the addresses that Calico knows of a node: it is decided",
    "before kube-proxy translates, NodePorts among it. Other addresses, such as virtual ones, are",
    "not filtered. Loopback, answers, errors that belong to them and multicast pass; so does what",
    "is forwarded, and what pods send to their own host (defaultEndpointToHostAction). What these",
    "hosts dial is not filtered.",
    "Calico lets in from everybody, whatever stands here: TCP 22, 179, 2379, 2380, 5473, 6443,",
    "6666, 6667 and UDP 68, unless failsafeInboundHostPorts of FelixConfiguration says otherwise.",
)
_ENDPOINTS = (
    '{"spec":{"controllers":{"node":{"hostEndpoint":{"autoCreate":"Enabled",'
    '"createDefaultHostEndpoint":"Disabled","templates":[{"generateName":"portsref",'
    '"nodeSelector":"has(portsref/filtered)","interfaceCIDRs":["0.0.0.0/0","::/0"]}]}}}}}'
)


def says(rule: Rule) -> Message | None:
    """Tell why a rule cannot be said: nobody has addresses, or AH in IPv6."""
    is_ah = rule.protocol == "AH" and rule.destination.kind != "outside"
    if is_ah and 6 in families_of(rule.source) & families_of(rule.destination):
        return NO_AH_IN_IPV6
    return says_source(rule)


def render_files(job: Job) -> Iterator[File]:
    """Sets and policies for each group to whose hosts anything connects."""
    groups, texts = HostGroups(job, adds_fronts=False), _Texts()
    for group in groups:
        name = file_name(job.rule_set, job.provenance, f"{groups.names[group]}.{SUFFIX}")
        yield File(name, MEDIA_TYPE, partial(_text, job, groups, group, texts))


def _text(job: Job, groups: HostGroups, group: str, texts: "_Texts") -> Iterator[str]:
    yield from commented(about_hosts(job, groups, group, _WHAT_IT_DOES))
    yield from commented(_how(groups.names[group]))
    writer = RuleWriter(groups, group, texts)
    yield from writer.sets()
    rules = chain.from_iterable(map(writer.rules, groups.rules(group)))
    for number, text in enumerate(chain(writer.first_rules(), rules)):
        if number % MOST_RULES == 0:
            yield writer.policy(f"-{number // MOST_RULES + 1}" if number else "", order=1000)
        yield text
    yield writer.policy("-rest", order=1001) + writer.last_rule()


def _how(name: str) -> tuple[str, ...]:
    label = group_label(name)
    return (
        "",
        "Check: kubectl apply --server-side --dry-run=server -f FILE.",
        "Apply: kubectl apply --server-side -f FILE, or calicoctl apply -f FILE; twice is as once.",
        "It is for nodes that have a label, once Calico makes host endpoints of them, for which it",
        "needs 3.30 or later and, once for all groups:",
        f"    kubectl patch kubecontrollersconfiguration default --type merge -p '{_ENDPOINTS}'",
        "which does away with host endpoints for all interfaces (*). Then, node by node:",
        f"    kubectl label node NODE {FILTERED}= {label}=",
        f"What is in force: kubectl get globalnetworkpolicies -l {TO}={name} -o yaml, and",
        f"kubectl get hostendpoints -l {label}.",
        f"Take back: kubectl label node NODE {label}- and then",
        f"kubectl delete globalnetworkpolicies,globalnetworksets -l {TO}={name}.",
    )


class _Texts:
    """What rules of all groups share, made once."""

    def __init__(self) -> None:
        self.families = Once(families_of)
        self.services = lru_cache(maxsize=MOST)(_services)
        self.purpose = lru_cache(maxsize=MOST)(about_causes)


class RuleWriter:
    """Writes the objects of one group; what rules share is made once."""

    def __init__(self, groups: HostGroups, group: str, texts: _Texts) -> None:
        self._texts = texts
        self._name = groups.names[group]
        ends = ends_of(groups.rules(group))
        self._have_ipv6 = any(6 in families_of(end) for end in ends if end.name == group)
        self._sources = tuple(
            {id(rule.source): rule.source for rule in groups.rules(group)}.values()
        )
        self._sets = AddressGroups(self._sources, groups.names)
        self._from = lru_cache(maxsize=MOST)(self._selected_source)
        self._to_hosts = f"has({group_label(self._name)})"

    def sets(self) -> Iterator[str]:
        """The sets of all sources, one for each family."""
        told = set()
        for end in self._sources:
            for name, parts in self._sets.of(end).values():
                if name not in told:
                    told.add(name)
                    lines = "".join(f'    - "{net}"\n' for net in networks_of(parts))
                    head = self._head(
                        "GlobalNetworkSet", f"-from-{name}", f'    {FROM}: "{name}"\n'
                    )
                    yield f"---\n# {one_line(end.name)}\n{head}spec:\n  nets:\n{lines}"

    def policy(self, suffix: str, order: int) -> str:
        """The beginning of a policy, whose rules follow."""
        return (
            f"---\n{self._head('GlobalNetworkPolicy', suffix)}"
            f'spec:\n  order: {order}\n  selector: "{self._to_hosts}"\n'
            "  preDNAT: true\n  applyOnForward: true\n  types:\n    - Ingress\n  ingress:\n"
        )

    def _head(self, kind: str, suffix: str, label: str = "") -> str:
        return (
            f"apiVersion: projectcalico.org/v3\nkind: {kind}\nmetadata:\n"
            f'  name: "{NAME}-{self._name}{suffix}"\n  labels:\n'
            f'    app.kubernetes.io/managed-by: {NAME}\n    {TO}: "{self._name}"\n{label}'
        )

    def first_rules(self) -> Iterator[str]:
        """What every host with IPv6 must be sent: neighbours ask for it, and answer."""
        if self._have_ipv6:
            for kind in _NEIGHBOURS:
                what = f"      protocol: ICMPv6\n      icmp:\n        type: {kind}\n"
                yield f"    - action: Allow\n{what}{_selected('destination', self._to_hosts)}"

    def rules(self, rule: Rule) -> Iterator[str]:
        """The rules that allow what a rule says: one for each list of ports."""
        families = common_families(rule, self._texts.families)
        sets = self._sets.of(rule.source)
        source = self._from(tuple(sets[family][0] for family in sorted(families) if sets))
        version = "" if sets or families == BOTH else f"      ipVersion: {min(families)}\n"
        for destination in self._destinations(rule.destination, families):
            for service, ports in self._texts.services(rule.protocol, rule.ports):
                yield (
                    f"    # {self._texts.purpose(rule.causes)}\n    - action: Allow\n"
                    "      metadata:\n        annotations:\n"
                    f'          {NAME}/rule: "{identifier(rule.name, _LONGEST_NAME)}"\n'
                    f"{version}{service}{source}{destination}{ports}"
                )

    def last_rule(self) -> str:
        """What denies the rest, and only what is for the hosts."""
        return f"    - action: Deny\n{_selected('destination', self._to_hosts)}"

    def _selected_source(self, names: tuple[str, ...]) -> str:
        """The sets of a source, of which none means any address."""
        if not names:
            return ""
        texts = ", ".join(f"'{name}'" for name in names)
        which = f"== {texts}" if len(names) == 1 else f"in {{ {texts} }}"
        return _selected("source", f"{TO} == '{self._name}' && {FROM} {which}")

    def _destinations(self, end: Endpoint, families: Iterable[int]) -> Iterator[str]:
        """The hosts, or networks of one family that are no host's, such as multicast."""
        if not end.is_for_many:
            yield _selected("destination", self._to_hosts)
            return
        for family in sorted(families):
            parts = tuple(part for part in end.addresses if part.family == family)
            nets = "".join(f'          - "{net}"\n' for net in networks_of(join_addresses(parts)))
            yield f"      destination:\n        nets:\n{nets}"


def _selected(end: str, selector: str) -> str:
    """An end that is selected by labels, but those of pods."""
    return f'      {end}:\n        selector: "{selector}"\n        namespaceSelector: global()\n'


def _services(protocol: str, ports: PortSet) -> tuple[tuple[str, str], ...]:
    """The line of a protocol, with the lines of each list of ports."""
    known = PROTOCOL_BY_NAME[protocol]
    what = f"      protocol: {protocol if protocol in _HAVE_NAMES else known.number}\n"
    if not known.has_ports:
        return ((what, ""),)
    return tuple(
        (what, "        ports:\n" + "".join(map(_port, part)))
        for part in batched(ports.ranges, MOST_PORTS)
    )


def _port(part: PortRange) -> str:
    text = str(part.first) if part.first == part.last else f'"{part.first}:{part.last}"'
    return f"          - {text}\n"


EXPORTER = Exporter(
    name="calico",
    label="Calico",
    summary=gettext_noop("Policies for host endpoints of Calico, for each group of nodes."),
    family="hosts",
    media_type=MEDIA_TYPE,
    suffix=SUFFIX,
    says=says,
    room=partial(room, LINUX),
    render_files=render_files,
)
