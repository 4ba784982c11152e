"""Cilium: for each group of nodes a policy of its host firewall.

Cilium 1.19, Host Policies, Layer 3 and Layer 4 Policies, and the reference of
CiliumClusterwideNetworkPolicy. A policy selects nodes by a label of ours, without which it is for
nobody, and one part of it allows what a rule says. Addresses match nodes of the cluster only with
`policyCIDRMatchMode: nodes`. A list of ports has at most 40 entries, and port 0 means any; of ICMP
a policy decides echo requests alone (RFC 4890 says the rest), and protocols without ports pass only
with a setting that opens them all. It knows no destinations: a rule holds for all addresses of a
node. It filters what reaches the node itself; what Cilium translates before, such as NodePorts in
place of kube-proxy, never does.
"""

from collections.abc import Iterator
from functools import lru_cache, partial
from itertools import batched

from portsref.documents.writing import yaml_text
from portsref.exporters.base import Exporter, File, Job, file_name
from portsref.exporters.comments import about_causes, commented, one_line
from portsref.exporters.families import networks_of, parts_by_family
from portsref.exporters.host.by_source import group_label, why_not
from portsref.exporters.host.hosts import (
    LINUX,
    HostGroups,
    about_hosts,
    common_families,
    families_of,
    room,
)
from portsref.exporters.host.own_pods import ports_for_own_pods
from portsref.exporters.once import MOST, Once
from portsref.messages import Message, gettext_noop
from portsref.planning.rules import Endpoint, Rule
from portsref.ports import PortRange, PortSet
from portsref.protocols import BOTH

NAME = "portsref"
TO = f"{NAME}/to"
MEDIA_TYPE = "application/yaml"
SUFFIX = "yaml"
MOST_PORTS, MOST_RULES = 40, 1000
LONGEST_DESCRIPTION = 500
NO_PORT_0 = Message(gettext_noop("a rule for port 0 alone would be a rule for every port"))

_SAID = frozenset({"TCP", "UDP", "SCTP", "ICMP", "ICMPv6"})
_ECHO = {"ICMP": ("IPv4", 8), "ICMPv6": ("IPv6", 128)}
_EVERY_NETWORK = {4: "0.0.0.0/0", 6: "::/0"}
_WHAT_IT_DOES = (
    "Only what stands here gets in, the Kubernetes API and kubelets among it, on all addresses of",
    "a node; pods get in on the TCP ports that nodes dial. Cilium itself lets through loopback,",
    "answers, errors that belong to them and the ICMPv6 that RFC 4890 asks for; of ICMP a rule",
    "opens echo requests alone. NodePorts that Cilium translates in place of kube-proxy never get",
    "to this filter: it cannot close them. What is for pods, and what these nodes dial, is not",
    "filtered. Cilium's host firewall does not work together with IPsec.",
)
_OWN_PODS = """\
  - description: "Pods, on the ports that nodes dial"
{selector}    ingress:
      - fromEndpoints:
          - matchExpressions:
              - key: "k8s:io.kubernetes.pod.namespace"
                operator: Exists
        toPorts:
{ports}"""


def says(rule: Rule) -> Message | None:
    """Tell why a rule cannot be said: a protocol, multicast, port 0, or nobody's addresses."""
    if rule.destination.kind != "outside" and PortRange(0, 0) in rule.ports.ranges:
        return NO_PORT_0
    return why_not(rule, _SAID)


def render_files(job: Job) -> Iterator[File]:
    """A policy for each group to whose hosts anything connects."""
    groups, texts = HostGroups(job, adds_fronts=False), _Texts()
    for group in groups:
        name = file_name(job.rule_set, job.provenance, f"{groups.names[group]}.{SUFFIX}")
        yield File(name, MEDIA_TYPE, partial(_text, job, groups, group, texts))


def _text(job: Job, groups: HostGroups, group: str, texts: "_Texts") -> Iterator[str]:
    yield from commented(about_hosts(job, groups, group, _WHAT_IT_DOES))
    yield from commented(_how(groups.names[group]))
    writer = RuleWriter(groups.names[group], texts)
    own = ports_for_own_pods(job.rule_set, groups, group)
    yield writer.policy("") + writer.own_pods(own)
    for number, rule in enumerate(groups.rules(group), start=1):
        if number % MOST_RULES == 0:
            yield writer.policy(f"-{number // MOST_RULES + 1}")
        yield writer.rule(rule)


def _how(name: str) -> tuple[str, ...]:
    return (
        "",
        "Cilium needs hostFirewall.enabled=true, policyCIDRMatchMode=nodes (or addresses match no",
        "nodes, and these are cut off from each other), and sctp.enabled=true for SCTP.",
        "Check: kubectl apply --server-side --dry-run=server -f FILE.",
        "Apply: kubectl apply --server-side -f FILE; twice changes nothing. It is for nodes with",
        "a label: try it on one of them, with PolicyAuditMode on, before the others.",
        f"    kubectl label node NODE {group_label(name)}=",
        "A virtual address is a group of its own: nodes that may hold it need its label too.",
        f"What is in force: kubectl get ccnp -l {TO}={name} -o yaml.",
        f"Take back: kubectl label node NODE {group_label(name)}- and",
        f"kubectl delete ccnp -l {TO}={name}.",
    )


class _Texts:
    """What rules of all groups share, made once."""

    def __init__(self) -> None:
        self.families = Once(families_of)
        self.networks = Once(_networks_by_family)
        self.services = lru_cache(maxsize=MOST)(_services)
        self.purpose = lru_cache(maxsize=MOST)(about_causes)


class RuleWriter:
    """Writes the policy of one group."""

    def __init__(self, name: str, texts: _Texts) -> None:
        self._name = name
        self._texts = texts
        label = group_label(name)
        self._selector = f'    nodeSelector:\n      matchLabels:\n        {label}: ""\n'

    def policy(self, suffix: str) -> str:
        """The beginning of a policy, whose parts follow."""
        return (
            "---\napiVersion: cilium.io/v2\nkind: CiliumClusterwideNetworkPolicy\nmetadata:\n"
            f'  name: "{NAME}-{self._name}{suffix}"\n  labels:\n'
            f'    app.kubernetes.io/managed-by: {NAME}\n    {TO}: "{self._name}"\nspecs:\n'
        )

    def own_pods(self, ports: PortSet) -> str:
        """The part that lets pods reach nodes, if they dial anything of them."""
        if not ports:
            return ""
        lists = "".join(_port_lists("TCP", ports))
        return _OWN_PODS.format(selector=self._selector, ports=lists)

    def rule(self, rule: Rule) -> str:
        """The part of a rule."""
        texts = self._texts
        families = common_families(rule, texts.families)
        is_anybody = rule.source.kind == "any" and families == BOTH
        networks = texts.networks(rule.source)
        lines = "" if is_anybody else "".join(networks[family] for family in sorted(families))
        source = f"fromCIDRSet:\n{lines}        " if lines else ""
        about = one_line(f"{rule.name}: {texts.purpose(rule.causes)}", LONGEST_DESCRIPTION)
        return (
            f"  - description: {yaml_text(about)}\n{self._selector}    ingress:\n"
            f"      - {source}{texts.services(rule.protocol, rule.ports)}"
        )


def _services(protocol: str, ports: PortSet) -> str:
    if protocol in _ECHO:
        family, kind = _ECHO[protocol]
        return (
            f"icmps:\n          - fields:\n              - family: {family}\n"
            f"                type: {kind}\n"
        )
    return "toPorts:\n" + "".join(_port_lists(protocol, ports))


def _port_lists(protocol: str, ports: PortSet) -> Iterator[str]:
    for part in batched(ports.ranges, MOST_PORTS):
        yield "          - ports:\n" + "".join(_port(each, protocol) for each in part)


def _port(part: PortRange, protocol: str) -> str:
    """A port or a range; one that begins with 0, on which nothing listens, begins with 1."""
    first = max(part.first, 1)
    end = "" if first == part.last else f"                endPort: {part.last}\n"
    port = f'              - port: "{first}"\n'
    return f"{port}{end}                protocol: {protocol}\n"


def _networks_by_family(end: Endpoint) -> dict[int, str]:
    """The lines of the networks of an end, by family."""
    found = {}
    for family, parts in parts_by_family(end).items():
        networks = map(str, networks_of(parts)) if parts else (_EVERY_NETWORK[family],)
        found[family] = "".join(f'          - cidr: "{network}"\n' for network in networks)
    return found


EXPORTER = Exporter(
    name="cilium",
    label="Cilium",
    summary=gettext_noop("Policies of Cilium's host firewall, for each group of nodes."),
    family="hosts",
    media_type=MEDIA_TYPE,
    suffix=SUFFIX,
    says=says,
    room=partial(room, LINUX),
    render_files=render_files,
)
