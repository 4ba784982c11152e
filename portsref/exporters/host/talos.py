"""Talos Linux: for each group documents of the machine configuration, its ingress firewall.

Talos 1.14, Ingress Firewall, and the references of NetworkDefaultActionConfig and
NetworkRuleConfig. A rule names sources of both families and ports of one protocol, TCP or UDP;
everything else is blocked but loopback, SideroLink, KubeSpan, answers, ICMP and what goes between
pods and Services. It knows no destinations: a rule holds for all addresses of a host. Talos decides
in prerouting, before kube-proxy translates, and in input: NodePorts need a rule.
"""

from collections.abc import Iterator
from functools import lru_cache, partial
from itertools import chain

from portsref.exporters.base import Exporter, File, Job, file_name
from portsref.exporters.comments import about_causes, commented, one_line
from portsref.exporters.families import networks_of, parts_by_family
from portsref.exporters.host.by_source import why_not
from portsref.exporters.host.hosts import (
    LINUX,
    HostGroups,
    PodAddresses,
    about_hosts,
    common_families,
    families_of,
    room,
)
from portsref.exporters.host.own_pods import about_own_pods, ports_for_own_pods
from portsref.exporters.identifiers import identifier
from portsref.exporters.once import MOST, Once
from portsref.messages import Message, gettext_noop
from portsref.planning.rules import Endpoint, Rule
from portsref.ports import PortRange, PortSet

NAME = "portsref"
MEDIA_TYPE = "application/yaml"
SUFFIX = "yaml"

_LONGEST_NAME = 63
_SAID = frozenset({"TCP", "UDP"})
_LET_THROUGH = frozenset({"ICMP", "ICMPv6"})  # by Talos itself, five packets a second
_EVERY_NETWORK = {4: ("0.0.0.0/0",), 6: ("::/0",)}
_BLOCK = """\
---
apiVersion: v1alpha1
kind: NetworkDefaultActionConfig
ingress: block
"""
_WHAT_IT_DOES = (
    "Only what stands here gets in, talosctl and the Kubernetes API among it, and NodePorts too.",
    "Talos itself lets through loopback, SideroLink, KubeSpan, answers, ICMP and ICMPv6 (five",
    "packets a second), and what goes between pods and Services. What is forwarded, and what these",
    "hosts dial, is not filtered. A rule holds for all addresses of a host.",
)
_NO_KUBE_PROXY = (
    "The plan lists no kube-proxy. What stands in for it by eBPF, as Cilium does, takes NodePorts",
    "before this filter sees them: it cannot close these.",
)
_HOW = (
    "",
    "Check: talosctl machineconfig patch CONFIG --patch @FILE --output NEW, and then",
    "talosctl validate --mode metal --config NEW.",
    "Apply: talosctl -n NODE patch machineconfig --mode=try --patch @FILE, which takes itself back",
    "after a minute, and then without --mode=try. Twice changes nothing.",
    f"Documents of an earlier file, all named {NAME}…, stay until you remove them.",
    "What is in force: talosctl -n NODE get nftableschain -o yaml.",
    "Take back: talosctl -n NODE edit machineconfig, and remove NetworkDefaultActionConfig and",
    f"every NetworkRuleConfig named {NAME}… at once: without the first, the others drop.",
)


def says(rule: Rule) -> Message | None:
    """Tell why a rule cannot be said: a protocol, or a destination, that no document names."""
    return None if rule.protocol in _LET_THROUGH else why_not(rule, _SAID)


def render_files(job: Job) -> Iterator[File]:
    """Documents for each group to whose hosts anything connects."""
    groups, networks, writer = (
        HostGroups(job, adds_fronts=False),
        PodAddresses.of(job.rule_set),
        RuleWriter(),
    )
    for group in groups:
        suffix = f"{groups.names[group]}.{SUFFIX}"
        name = file_name(job.rule_set, job.provenance, suffix, job.choice)
        yield File(name, MEDIA_TYPE, partial(_text, job, groups, group, networks, writer))


def _text(
    job: Job, groups: HostGroups, group: str, networks: PodAddresses, writer: "RuleWriter"
) -> Iterator[str]:
    own = ports_for_own_pods(job.rule_set, groups, group)
    what_it_does = chain(
        _WHAT_IT_DOES,
        () if groups.have_kube_proxy else _NO_KUBE_PROXY,
        about_own_pods(networks, own),
    )
    yield from commented(about_hosts(job, groups, group, what_it_does))
    yield from commented(_HOW)
    yield _BLOCK
    yield writer.own_pods(networks.pods, own)
    yield from map(writer.rule, groups.rules(group))


class RuleWriter:
    """Writes a document a rule; what rules share is made once."""

    def __init__(self) -> None:
        self._families = Once(families_of)
        self._sources = Once(_networks_by_family)
        self._selector = lru_cache(maxsize=MOST)(_selector)
        self._about = lru_cache(maxsize=MOST)(about_causes)

    def rule(self, rule: Rule) -> str:
        """The document of a rule, or a comment where Talos lets it through in any case."""
        about = self._about(rule.causes)
        if rule.protocol in _LET_THROUGH:
            return f"# {one_line(rule.name)}: let through by Talos itself. {about}\n"
        sources = self._sources(rule.source)
        families = sorted(common_families(rule, self._families))
        subnets = "".join(sources[family] for family in families)
        head = _head(about, f"{NAME}-{identifier(rule.name, _LONGEST_NAME)}")
        return f"{head}{self._selector(rule.protocol, rule.ports)}ingress:\n{subnets}"

    def own_pods(self, pods: Endpoint, ports: PortSet) -> str:
        """The document that lets pods reach their own host, if they dial anything of it."""
        if not ports or not pods.addresses:
            return ""
        subnets = "".join(self._sources(pods).values())
        head = _head("Pods of the host itself.", f"{NAME}.own-pods")
        return f"{head}{self._selector('TCP', ports)}ingress:\n{subnets}"


def _head(about: str, name: str) -> str:
    kind = "apiVersion: v1alpha1\nkind: NetworkRuleConfig"
    return f'---\n# {about}\n{kind}\nname: "{name}"\n'


def _selector(protocol: str, ports: PortSet) -> str:
    lines = "".join(f"    - {_port(part)}\n" for part in ports.ranges)
    return f"portSelector:\n  ports:\n{lines}  protocol: {protocol.lower()}\n"


def _port(part: PortRange) -> str:
    """A number, or a text of two: what Talos reads as a range."""
    return str(part.first) if part.first == part.last else f'"{part}"'


def _networks_by_family(end: Endpoint) -> dict[int, str]:
    """The lines of the networks of an end, by family."""
    found = {}
    for family, parts in parts_by_family(end).items():
        networks = map(str, networks_of(parts)) if parts else _EVERY_NETWORK[family]
        found[family] = "".join(f'  - subnet: "{network}"\n' for network in networks)
    return found


EXPORTER = Exporter(
    name="talos",
    label="Talos Linux",
    summary=gettext_noop("Documents of the machine configuration for each group of Talos hosts."),
    family="hosts",
    media_type=MEDIA_TYPE,
    suffix=SUFFIX,
    says=says,
    room=partial(room, LINUX),
    render_files=render_files,
)
