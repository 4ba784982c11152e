"""Talos: machine configurations of old (`version: v1alpha1`) and the documents of 1.14, mixed too.

Read are the type of the machine, its name and addresses, the endpoint, ports, networks, the pod
network that comes with it, kube-proxy, KubeSpan, discovery, BGP, flags of components. Documents of
a file are one machine until a second configuration of old begins; `talosctl get machineconfig`
names the node, too.

Manifests that stand in it are read as files of their own.

Not read: patches, manifests elsewhere (nothing is fetched), rules of Talos' firewall, which a plan
is checked against. Traps: the endpoint may have another port than the API servers; in the documents
of 1.14 no `KubeFlannelCNIConfig` means no pod network; Flannel uses 4789 here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from portsref.addresses import AddressError, AddressRange
from portsref.importers.base import (
    NO_SUCH_WORD,
    YES_NO,
    Document,
    Importer,
    Setting,
    choose,
    endpoint,
    host_addresses,
    kubernetes_version,
    move,
    networks,
    origin,
    unknown,
    unread,
)
from portsref.importers.clusters.talos_machines import (
    ADDRESS,
    BEYOND,
    CONFIG,
    MOST_VIPS,
    PATCHES,
    VIPS,
    is_of_talos,
    join_machines,
    links_of,
    manifests_in,
)
from portsref.importers.clusters.talos_paths import at
from portsref.importers.components import (
    CONTROL_PLANE,
    OTHER_NETWORK,
    api_server,
    etcd,
    kube_proxy,
    kube_proxy_flags,
    kube_proxy_mode,
    kubelet,
    kubelet_flags,
    scraped,
)
from portsref.importers.facts import Chooses, Doubt, Endpoint, Fact, Host, Runs
from portsref.importers.flags import flags_of
from portsref.importers.proxies import proxy_of
from portsref.importers.values import Value
from portsref.messages import Message, gettext_noop
from portsref.planning.document import RoleName

PATCH = gettext_noop("is a patch that takes something away, and no whole configuration")
FIREWALL = gettext_noop("is a rule of a firewall: a plan is checked against it, not made from it")
MANIFESTS = gettext_noop(
    "says where manifests are, from which nothing is fetched: give them as files of their own"
)
NO_NETWORK = gettext_noop("no pod network comes with it: choose the one that is there")
SEVERAL = gettext_noop("has several addresses of a family, and no word which of them is the node's")
OWN_DISCOVERY = gettext_noop("is a discovery service of its own, which a plan does not have")
TOO_MANY = gettext_noop("more than %(most)d addresses or networks: what follows was not read")

MOST_OF_A_MACHINE = 500  # addresses, and networks to choose among: each is compared with each

_ROLES: Mapping[str, tuple[RoleName, ...]] = {
    "controlplane": CONTROL_PLANE,
    "init": CONTROL_PLANE,
    "worker": ("worker",),
    "join": ("worker",),
}
_LINKS = ("LinkConfig", "VLANConfig", "BondConfig", "BridgeConfig", "DummyLinkConfig")
_FIREWALL = ("NetworkDefaultActionConfig", "NetworkRuleConfig")
_MANIFESTS = "KubeExternalManifestConfig"
_TAINT = "node-role.kubernetes.io/control-plane"
_PUBLIC_DISCOVERY = "https://discovery.talos.dev"

_SETTINGS = (
    Setting("kubespan", "kubespan", YES_NO),
    Setting("host-dns", "host-dns", YES_NO),
    Setting("proxy-disabled", "kube-proxy", {"true": "no", "false": "yes"}),
    Setting("proxy-enabled", "kube-proxy", YES_NO),
    Setting("discovery", "discovery", YES_NO),
    Setting("service-disabled", "discovery", {"true": "no"}),
)


def _recognises(document: Document) -> bool:
    return is_of_talos(document.value)


def _read(document: Document) -> Iterator[Fact]:
    machine = document.value
    roles = _ROLES.get(at(machine, "type").text, ())
    yield Runs(origin(machine), "talos")
    yield from _machine(machine, roles)
    yield from _endpoint(machine)
    yield from _cluster(machine)
    yield from proxy_of(at(machine, "environment"))
    yield from kubelet(at(machine, "kubelet"))
    yield from kubelet_flags(flags_of(at(machine, "kubelet-flags")))
    if roles == CONTROL_PLANE:
        yield from _control_plane(machine)
    yield from _not_read(machine)


def _machine(machine: Value, roles: tuple[RoleName, ...]) -> Iterator[Fact]:
    kind = at(machine, "type")
    yield from unknown(kind, at(machine, "name"))
    if kind and not roles:
        yield unread(kind, NO_SUCH_WORD)
    listed = [*islice(at(machine, "subnets").listed(), MOST_OF_A_MACHINE + 1)]
    links = [*islice(_addresses(machine), MOST_OF_A_MACHINE + 1)]
    for further in (*listed[MOST_OF_A_MACHINE:], *links[MOST_OF_A_MACHINE:]):
        yield unread(further, TOO_MANY, most=MOST_OF_A_MACHINE)
    subnets = [*_subnets(listed[:MOST_OF_A_MACHINE])]
    vips = host_addresses(machine.at(VIPS).each())
    own = host_addresses(iter(links[:MOST_OF_A_MACHINE]))
    addresses = [one for one in own if one not in vips and _is_chosen(one, subnets)]
    if not addresses:
        addresses = [*host_addresses(machine.at(ADDRESS).each())]
    said = kind or machine
    if len({address.family for address in addresses}) < len(addresses):
        yield Doubt(origin(said), Message(SEVERAL))
    yield Host(origin(said), at(machine, "name").text, tuple(addresses), roles)


def _addresses(machine: Value) -> Iterator[Value]:
    """The addresses of all links; a mask says of which network a host is, and is dropped."""
    for config in machine.at(CONFIG).each():
        for link in links_of(config):
            yield from link.at("addresses").each()
            if cidr := link.at("cidr"):
                yield cidr
    for kind in _LINKS:
        for link in machine.at(kind).each():
            yield from (entry.at("address") for entry in link.at("addresses").each())


def _subnets(values: Iterable[Value]) -> Iterator[tuple[bool, AddressRange]]:
    """The networks that a node may use, or may not where a mark stands before them."""
    for value in values:
        try:
            yield not value.text.startswith("!"), AddressRange.parse(value.text.removeprefix("!"))
        except AddressError:
            continue


def _is_chosen(address: AddressRange, subnets: Sequence[tuple[bool, AddressRange]]) -> bool:
    within = [subnet.overlaps(address) for is_for_it, subnet in subnets if is_for_it]
    without = (subnet.overlaps(address) for is_for_it, subnet in subnets if not is_for_it)
    return (any(within) or not within) and not any(without)


def _endpoint(machine: Value) -> Iterator[Fact]:
    """What stands in front; of a name the virtual addresses are those that it is for."""
    value = at(machine, "endpoint")
    vips = host_addresses(machine.at(VIPS).each())
    for found in endpoint(value, "443", origin(value)):
        if isinstance(found, Endpoint) and not found.addresses:
            yield replace(found, addresses=vips)
        else:
            yield found


def _cluster(machine: Value) -> Iterator[Fact]:
    """What every machine says of the whole cluster."""
    yield from networks(at(machine, "pods"), "pods")
    yield from networks(at(machine, "services"), "services")
    image = at(machine, "api-image") or at(machine, "kubelet-image")
    yield from kubernetes_version(
        Value(image.place, image.text.partition("@")[0].rpartition(":")[2])
    )
    for setting in _SETTINGS:
        yield from choose(at(machine, setting.path), "talos", setting)
    if bgp := machine.at("BGPInstanceConfig"):
        yield Chooses(origin(bgp), "talos", "bgp", "yes")
    if new := next(_new_documents(machine), None):
        yield Chooses(origin(new), "talos", "version", "1.14")
    elsewhere = at(machine, "discovery-endpoint")
    if elsewhere and elsewhere.text.rstrip("/") != _PUBLIC_DISCOVERY:
        yield unread(elsewhere, OWN_DISCOVERY)


def _new_documents(machine: Value) -> Iterator[Value]:
    """The documents that Talos 1.14 brought."""
    for kind, values in machine.items():
        if kind == "BGPInstanceConfig" or (kind.startswith("Kube") and "KubeSpan" not in kind):
            yield values


def _control_plane(machine: Value) -> Iterator[Fact]:
    yield from move(at(machine, "api-port"), "kubernetes/kube-apiserver", "6443")
    yield from api_server(flags_of(at(machine, "api-flags")))
    for component in ("kube-controller-manager", "kube-scheduler"):
        yield from scraped(flags_of(at(machine, component)), component)
    yield from etcd(flags_of(at(machine, "etcd-flags")))
    yield from kube_proxy(at(machine, "kube-proxy"))
    yield from kube_proxy_mode(at(machine, "proxy-mode"))
    yield from kube_proxy_flags(flags_of(at(machine, "proxy-flags")))
    yield from _pods_on_servers(machine)
    yield from _pod_network(machine)


def _pods_on_servers(machine: Value) -> Iterator[Fact]:
    cluster = machine.at(CONFIG, 0, "cluster")
    for name in ("allowSchedulingOnControlPlanes", "allowSchedulingOnMasters"):
        setting = Setting(name, "servers-run-pods", YES_NO)
        yield from choose(cluster.at(name), "talos", setting)
    node = machine.at("KubeNodeConfig", 0)
    if node and not node.at("taints", _TAINT):
        yield Chooses(origin(node), "talos", "servers-run-pods", "yes")


def _pod_network(machine: Value) -> Iterator[Fact]:
    """Flannel unless another is named; in documents of 1.14 none unless Flannel's is there."""
    flannel = machine.at("KubeFlannelCNIConfig", 0)
    name = machine.at(CONFIG, 0).path("cluster.network.cni.name")
    yield from unknown(name)
    if flannel:
        yield from _flannel(flannel)
    elif name.text == "flannel":
        yield Chooses(origin(name), "talos", "cni", "flannel")
    elif name:
        yield Chooses(origin(name), "talos", "cni", "none")
        yield Doubt(origin(name), Message(OTHER_NETWORK))
    elif new := machine.at("KubeNetworkConfig", 0) or machine.at("KubeClusterConfig", 0):
        yield Chooses(origin(new, "default"), "talos", "cni", "none")
        yield Doubt(origin(new), Message(NO_NETWORK))


def _flannel(flannel: Value) -> Iterator[Fact]:
    backend = flannel.at("backendType")
    yield Chooses(origin(flannel), "talos", "cni", "flannel")
    yield from move(flannel.at("backendPort"), "talos/flannel-vxlan", "4789")
    if backend and backend.text != "vxlan":
        yield unread(backend, NO_SUCH_WORD)


def _not_read(machine: Value) -> Iterator[Fact]:
    yield from (unread(vip, TOO_MANY, most=MOST_VIPS) for vip in machine.at(BEYOND).each())
    yield from (unread(patch, PATCH) for patch in machine.at(PATCHES).each())
    for kind in _FIREWALL:
        yield from (unread(rule, FIREWALL) for rule in machine.at(kind).each())
    elsewhere = [one.at("url") for one in machine.at(_MANIFESTS).each()]
    for url in (*elsewhere, *at(machine, "more-manifests").each()):
        yield unread(url, MANIFESTS)


IMPORTER = Importer(
    name="talos",
    label="Talos",
    command="talosctl get machineconfig -o yaml",
    sample="version: v1alpha1\nmachine: {type: worker}\n",
    recognises=_recognises,
    read=_read,
    join=join_machines,
    within=manifests_in,
)
