"""OpenShift: for each pool of nodes a Butane config, which becomes a MachineConfig.

Butane's specification of OpenShift 4.16.0: `metadata` with the label of the pool, `storage.files`
with `contents.inline`, and `systemd.units`. RHCOS of 4.16 has nftables 1.0.9. The file that it
places is that of `nftables`, in a table of its own, with what OVN-Kubernetes needs:

- Addresses of a host are not asked for, because keepalived moves virtual ones between hosts. Rules
  to the API endpoint, where it is such an address, are in the file of the control plane.
- Packets of a host to a Service that it serves itself come back from a masquerade subnet: by
  default 169.254.0.0/17 and fd69::/112, in clusters that were older than 4.17
  169.254.169.0/29.
- Forwarding is left alone.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain

from portsref.exporters.base import Exporter, File, Job, Says, file_name
from portsref.exporters.comments import commented
from portsref.exporters.families import ends_of
from portsref.exporters.host.hosts import (
    LINUX,
    HostGroups,
    PodAddresses,
    about_hosts,
    families_of,
    says,
)
from portsref.exporters.host.hosts import room as room_of_system
from portsref.exporters.host.nftables import BEGIN, TABLE, chains_for_the_host
from portsref.exporters.nft import EACH_FAMILY, Matches, RuleWriter
from portsref.exporters.once import Once
from portsref.messages import Message, gettext_noop
from portsref.planning.choice import Choice
from portsref.planning.document import PlanDocument
from portsref.planning.rules import Endpoint, Rule
from portsref.protocols import BOTH

MEDIA_TYPE = "application/yaml"
SUFFIX = "bu"
NO_NODES = Message(gettext_noop("its hosts are no nodes of the cluster"))

POOLS = {"control-plane": "master", "worker": "worker"}
_NODES = frozenset({*POOLS, "ingress", "storage", "gateway", "etcd"})
_IN_FRONT = "api-endpoint"
_IN_BLOCK = "          "
_FROM_OVN = """\
		# Services that the host serves itself, by the masquerade subnets of OVN-Kubernetes
		ip saddr { 169.254.0.0/17, 169.254.169.0/29 } meta l4proto tcp accept
		ip6 saddr fd69::/112 meta l4proto tcp accept
"""
_CONFIG = """\
variant: openshift
version: 4.16.0
metadata:
  name: 99-{pool}-{table}
  labels:
    machineconfiguration.openshift.io/role: {pool}
systemd:
  units:
    - name: {table}-firewall.service
      enabled: true
      contents: |
        [Unit]
        Description=What this node must accept
        DefaultDependencies=no
        After=local-fs.target
        Before=network-pre.target
        Wants=network-pre.target

        [Service]
        Type=oneshot
        RemainAfterExit=yes
        ExecStart=/usr/sbin/nft -f /etc/nftables/{table}.nft
        ExecReload=/usr/sbin/nft -f /etc/nftables/{table}.nft
        ExecStop=-/usr/sbin/nft delete table inet {table}

        [Install]
        WantedBy=multi-user.target
storage:
  files:
    - path: /etc/nftables/{table}.nft
      mode: 0600
      overwrite: true
      contents:
        inline: |
"""
_WHAT_IT_DOES = (
    "Only what stands here gets in, SSH among it. OVN-Kubernetes takes NodePorts before this",
    "filter sees them. All is decided in prerouting, whatever address of the node it is for.",
    "What is forwarded, and what these nodes dial, is not filtered. It lets through loopback,",
    "answers, errors, neighbours of IPv6, pods of the node itself, and what OVN-Kubernetes sends",
    "back to a node that serves a Service itself.",
)


def room(choice: Choice, document: PlanDocument) -> Says:
    """Ask of each rule whether its hosts run Linux and have a pool of nodes."""
    of_system = room_of_system(LINUX, choice, document)
    have_pools = _NODES | {_IN_FRONT} if _has_control_plane(document) else _NODES
    others = {group.name for group in document.groups if have_pools.isdisjoint(group.roles)}
    others -= {group.name for group in document.groups if "pod" in group.roles}
    return lambda rule: NO_NODES if rule.destination.name in others else of_system(rule)


def _has_control_plane(document: PlanDocument) -> bool:
    return any("control-plane" in group.roles for group in document.groups)


def render_files(job: Job) -> Iterator[File]:
    """A config for each group of nodes to which anything connects."""
    groups, networks = HostGroups(job, adds_fronts=False), PodAddresses.of(job.rule_set)
    roles = {group.name: group.roles for group in job.rule_set.document.groups}
    nodes = [name for name in groups if not _NODES.isdisjoint(roles.get(name, POOLS.values()))]
    in_front = [name for name in groups if _IN_FRONT in roles.get(name, ())]
    writer = _Writer((*ends_of(job.rule_set.rules), networks.pods), groups, nodes)
    for group in nodes:
        also = in_front if "control-plane" in roles.get(group, ()) else ()
        names = (group, *(name for name in also if name != group))
        name = file_name(job.rule_set, job.provenance, f"{groups.names[group]}.{SUFFIX}")
        yield File(name, MEDIA_TYPE, partial(_text, job, groups, names, networks, writer))


def _text(
    job: Job,
    groups: HostGroups,
    names: tuple[str, ...],
    networks: PodAddresses,
    writer: "_Writer",
) -> Iterator[str]:
    group = names[0]
    pool = _pool(job.rule_set.document, group, groups)
    yield from commented(about_hosts(job, groups, group, _WHAT_IT_DOES))
    yield from commented(_how(pool))
    yield _CONFIG.format(pool=pool, table=TABLE)
    for lines in _ruleset(lambda: chain.from_iterable(map(groups.rules, names)), networks, writer):
        yield _indented(lines)


def _indented(lines: str) -> str:
    """Whole lines as they stand in a block of YAML, with nothing behind empty ones."""
    if not lines:
        return ""
    text = lines[:-1].replace("\n", f"\n{_IN_BLOCK}")
    return f"{_IN_BLOCK}{text}\n".replace(f"{_IN_BLOCK}\n", "\n")


def _pool(document: PlanDocument, group: str, groups: HostGroups) -> str:
    """The pool of a group: one of OpenShift's two where it alone has its role, or its own."""
    roles = {each.name: each.roles for each in document.groups}
    for role, pool in POOLS.items():
        if [name for name, played in roles.items() if role in played] == [group]:
            return pool
    return groups.names[group]


def _how(pool: str) -> Iterator[str]:
    yield ""
    if pool not in POOLS.values():
        yield f"Its pool is {pool}: make a MachineConfigPool of that name for these nodes."
    yield "Check: butane --strict FILE. Apply: butane --strict FILE | oc apply -f -, by which each"
    yield "node of the pool is drained and starts again, one by one; twice changes nothing."
    yield "Have a console at hand, and pause the pool first if you want to try it on one node."
    yield f"What is in force: nft list table inet {TABLE}, on a node."
    yield f"Take back: oc delete machineconfig 99-{pool}-{TABLE}, by which they start again."


def _ruleset(
    rules: Callable[[], Iterator[Rule]], networks: PodAddresses, writer: "_Writer"
) -> Iterator[str]:
    yield BEGIN.lstrip("\n")
    yield from writer.sets(writer.named_in(rules(), networks.pods))
    yield from chains_for_the_host(writer, networks, rules(), also=_FROM_OVN)
    yield "}\n"


class _Writer(RuleWriter):
    """Writes rules that hold for whatever address of the host, in the families that it has."""

    def __init__(self, ends: Iterable[Endpoint], groups: HostGroups, nodes: Iterable[str]) -> None:
        super().__init__(ends, groups.names)
        self._nodes = frozenset(nodes)
        with_addresses = self.destinations
        self.destinations = Once(
            lambda end: _any_of(end) if self._is_the_host(end) else with_addresses(end)
        )

    def named_in(self, rules: Iterable[Rule], pods: Endpoint) -> Iterator[Endpoint]:
        """The ends whose sets the rules name, each object once, and the pods."""
        source = destination = None
        told: set[int] = set()
        for rule in rules:
            if rule.source is source and rule.destination is destination:
                continue
            source, destination = rule.source, rule.destination
            for end in (source, destination):
                is_named = end is source or not self._is_the_host(end)
                if is_named and id(end) not in told:
                    told.add(id(end))
                    yield end
        yield pods

    def _is_the_host(self, end: Endpoint) -> bool:
        """Tell whether an end is a node, and no address that it shares with others."""
        return end.name in self._nodes and not end.is_for_many


def _any_of(end: Endpoint) -> Matches:
    families = families_of(end)
    if families == BOTH:
        return "", ""
    return (EACH_FAMILY[0], None) if 4 in families else (None, EACH_FAMILY[1])


EXPORTER = Exporter(
    name="butane",
    label="OpenShift (Butane)",
    summary=gettext_noop("A MachineConfig for each pool of OpenShift nodes, with nftables in it."),
    family="hosts",
    media_type=MEDIA_TYPE,
    suffix=SUFFIX,
    says=says,
    room=room,
    render_files=render_files,
    follows="Butane's specification of OpenShift 4.16.0",
)
