"""Cilium policies that let nodes and pods reach names outside, one for each of these.

CiliumClusterwideNetworkPolicy, Cilium 1.19 or later: Layer 3 policies, DNS based; Host policies;
Layer 7 policies, DNS. `**.example.com` is every name below, however deep; before 1.19 it was one
label alone. Cilium learns addresses from the answers to DNS queries that it sees, so each policy
has a rule for these too, with all names in it: a rule of layer 7 closes whatever it does not name.
Nothing else is closed (`enableDefaultDeny`): the policies open what other policies close.

Images are pulled by nodes, from their own network: a policy for nodes, of the host firewall, whose
rules for DNS are a beta. What pods dial themselves is for the pods of one component. Nodes and pods
are selected by labels that nobody has yet, because neither names of nodes nor labels of pods are
part of a plan; nodes by those of `host/cilium.py`. Nodes ask the DNS servers of the plan, which
must have addresses there.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from portsref.addresses import join_addresses
from portsref.catalogue.keys import product_of
from portsref.documents.writing import yaml_text
from portsref.exporters.base import Exporter, Job, Says
from portsref.exporters.comments import (
    about_left_out,
    about_plan,
    commented,
    one_line,
)
from portsref.exporters.families import networks_of
from portsref.exporters.host.by_source import group_label
from portsref.exporters.host.hosts import OF_PODS, OF_SERVICES
from portsref.exporters.identifiers import identifier, identifiers
from portsref.exporters.once import MOST
from portsref.exporters.proxy import names
from portsref.messages import Message, gettext_noop
from portsref.planning.choice import Choice
from portsref.planning.document import PlanDocument
from portsref.planning.rules import Rule
from portsref.planning.selection import NODE_ROLES
from portsref.ports import PortSet

NO_SUCH_PROTOCOL = Message(gettext_noop("names are for TCP, UDP and SCTP alone"))
NO_NODE = Message(gettext_noop("whoever connects is no node of the cluster"))
NO_DNS_SERVERS = Message(
    gettext_noop("no group of the plan with addresses is %(place)s, whose answers it needs"),
    {"place": "infrastructure/dns-servers"},
)
TOO_MANY_PORTS = Message(gettext_noop("it has more than %(most)d ranges of ports"), {"most": 40})

DNS_SERVERS = "infrastructure/dns-servers"
OF_NETWORKS = (OF_PODS, OF_SERVICES)  # so that groups are called as in policies of hosts
MOST_RANGES = 40
LONGEST_LABEL = 63
_PROTOCOLS = frozenset({"TCP", "UDP", "SCTP"})
_HOW = (
    "",
    "Nodes and pods are selected by labels that they get from you, such as",
    f"  kubectl label node NODE {group_label('GROUP')}=",
    "or write those in their place that your nodes and charts have. Without them nothing changes.",
    "Pods are taken to ask CoreDNS in kube-system. The agent needs its L7 proxy; policies of nodes",
    "need the host firewall too, and send all DNS queries of nodes through the agent (beta).",
    "Nothing else is closed: what other policies close is opened for these names alone.",
    "Check: kubectl apply --dry-run=server -f FILE. Apply: kubectl apply -f FILE; twice changes",
    "nothing. Take back: kubectl delete -f FILE.",
)


class Who(NamedTuple):
    """Whom a policy is for: the nodes of a group, or the pods of a component of a product."""

    product: str
    name: str


def says(rule: Rule) -> Message | None:
    """Tell why a rule cannot be said: its names must be whole, and its protocol have ports."""
    if not names.leaves(rule):
        return None
    if rule.protocol not in _PROTOCOLS:
        return NO_SUCH_PROTOCOL
    if len(rule.ports.ranges) > MOST_RANGES:
        return TOO_MANY_PORTS
    return names.why_not(rule.destination.dns)


def room(choice: Choice, document: PlanDocument) -> Says:
    """Ask of each rule whether nodes or pods connect, and of nodes whom they ask for names."""
    nodes = {group.name for group in document.groups if not NODE_ROLES.isdisjoint(group.roles)}
    has_dns_servers = any(True for _ in _dns_servers(document))

    def why_not(rule: Rule) -> Message | None:
        if not names.leaves(rule):
            return None
        by_nodes = any(not cause.by_pods for cause in rule.causes)
        by_proxy = any(cause.reason.through == "outbound-proxy" for cause in rule.causes)
        if by_proxy or (by_nodes and rule.source.name not in nodes):
            return NO_NODE
        if choice.merge and len(rule.ports) > 1 and len(tuple(_whose(rule))) > 1:
            return names.MERGED
        return NO_DNS_SERVERS if by_nodes and not has_dns_servers else None

    return why_not


def render(job: Job) -> Iterator[str]:
    """Write a policy for each group of nodes and each component, one rule after the other."""
    yield "# Cilium: which names outside nodes and pods may reach\n"
    for lines in (about_plan(job), names.ABOUT, _HOW, about_left_out(job.left_out)):
        yield from commented(lines)
    by_who = names.RulesBy(job.rule_set.outbound, _whose)
    servers = tuple(_dns_servers(job.rule_set.document))
    groups = identifiers((*(group.name for group in job.rule_set.document.groups), *OF_NETWORKS))
    for who in by_who:
        yield _head(who, groups)
        yield _to_pods_of_dns() if who.product else _to_servers(servers)
        for rule in by_who.rules(who):
            yield _egress(rule)


def _whose(rule: Rule) -> Iterable[Who]:
    return dict.fromkeys(
        Who(product_of(cause.listener), cause.component)
        if cause.by_pods
        else Who("", rule.source.name)
        for cause in rule.causes
    )


def _head(who: Who, groups: Mapping[str, str]) -> str:
    """The policy up to its rules; `.` keeps the parts of its name apart, for none has one."""
    if not who.product:
        group = groups[who.name]
        return _policy(f"Nodes of {who.name}", group, "nodeSelector", {group_label(group): ""})
    product, component = (identifier(part, LONGEST_LABEL) for part in who)
    labels = {"portsref/product": product, "portsref/component": component}
    about = f"Pods of {who.product}, {who.name}"
    return _policy(about, f"{product}.{component}", "endpointSelector", labels)


def _policy(about: str, name: str, selector: str, labels: Mapping[str, str]) -> str:
    selected = "".join(f"      {key}: {yaml_text(value)}\n" for key, value in labels.items())
    return (
        f"---\n# {one_line(about)}\n"
        "apiVersion: cilium.io/v2\nkind: CiliumClusterwideNetworkPolicy\n"
        f"metadata:\n  name: {yaml_text(f'portsref-names.{name}')}\n"
        "spec:\n  enableDefaultDeny:\n    egress: false\n    ingress: false\n"
        f"  {selector}:\n    matchLabels:\n{selected}  egress:\n"
    )


def _dns_servers(document: PlanDocument) -> Iterator[str]:
    """The networks of the DNS servers that the plan has addresses of."""
    for group in document.groups:
        if DNS_SERVERS in group.places:
            yield from map(str, networks_of(join_addresses(group.addresses)))


def _to_servers(networks: Iterable[str]) -> str:
    to = "".join(f"    - {yaml_text(network)}\n" for network in networks)
    return f"  # answers to queries, from which addresses are learnt\n  - toCIDR:\n{to}{_QUERIES}"


def _to_pods_of_dns() -> str:
    return (
        "  # answers to queries, from which addresses are learnt\n"
        "  - toEndpoints:\n    - matchLabels:\n"
        '        k8s:io.kubernetes.pod.namespace: "kube-system"\n'
        '        k8s:k8s-app: "kube-dns"\n'
        f"{_QUERIES}"
    )


_QUERIES = """\
    toPorts:
    - ports:
      - port: "53"
        protocol: "UDP"
      - port: "53"
        protocol: "TCP"
      rules:
        dns:
        - matchPattern: "*"
"""


def _egress(rule: Rule) -> str:
    return (
        f"  # {names.about(rule)}\n"
        f"{_names(rule.destination.dns)}{_ports(rule.protocol, rule.ports)}"
    )


@lru_cache(maxsize=MOST)
def _names(known: tuple[str, ...]) -> str:
    return "  - toFQDNs:\n" + "".join(f"    - {_name(name)}\n" for name in known)


def _name(name: str) -> str:
    if name.startswith(names.ANY_BELOW):
        return f"matchPattern: {yaml_text(f'*{name}')}"
    return f"matchName: {yaml_text(name)}"


@lru_cache(maxsize=MOST)
def _ports(protocol: str, ports: PortSet) -> str:
    text = "    toPorts:\n    - ports:\n"
    for part in ports.ranges:
        text += f'      - port: "{part.first}"\n'
        text += f"        endPort: {part.last}\n" if part.last > part.first else ""
        text += f'        protocol: "{protocol}"\n'
    return text


EXPORTER = Exporter(
    name="cilium-fqdn",
    label="Cilium (names)",
    summary=gettext_noop("Policies by which nodes and pods may reach names outside."),
    family="proxy",
    media_type="application/yaml",
    suffix="yaml",
    says=says,
    room=room,
    render=render,
)
