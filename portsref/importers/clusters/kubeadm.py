"""kubeadm: its configuration of any version, and the ConfigMaps that it leaves in a cluster.

Read are `InitConfiguration`, `JoinConfiguration`, `ClusterConfiguration`, `ClusterStatus`,
`KubeletConfiguration` and `KubeProxyConfiguration`; the ConfigMaps `kubeadm-config`,
`kubelet-config` and `kube-proxy`, whose texts are YAML within YAML.

Not read: patches, static pods of `staticPodPath`, certificates and the names in them.
`advertiseAddress: 1.2.3.4` is what `kubeadm config print` prints as a placeholder.
"""

from collections.abc import Callable, Iterator

from portsref.importers.base import (
    Document,
    Importer,
    endpoint,
    host_addresses,
    kubernetes_version,
    move,
    networks,
    origin,
    unknown,
    url_addresses,
)
from portsref.importers.components import (
    CONTROL_PLANE,
    api_server,
    etcd,
    kube_proxy,
    kubelet,
    kubelet_flags,
    scraped,
    without_coredns,
    without_kube_proxy,
)
from portsref.importers.cutting import nested
from portsref.importers.facts import Chooses, Doubt, Endpoint, Fact, Host, Others, Runs
from portsref.importers.flags import flags_of
from portsref.importers.values import Value
from portsref.messages import Message, gettext_noop
from portsref.planning.document import RoleName

PLACEHOLDER = gettext_noop("1.2.3.4 is the placeholder that kubeadm prints, and no address")
IN_FRONT = gettext_noop("what stands in front may be a load balancer, or only a name of a host")
WHERE_JOINED = gettext_noop("it is where the node joins, which may be a control-plane node itself")

_GROUPS = ("kubeadm.k8s.io", "kubelet.config.k8s.io", "kubeproxy.config.k8s.io")
_CONFIG_MAPS = {
    "kubeadm-config": ("ClusterConfiguration", "ClusterStatus"),
    "kubelet-config": ("kubelet",),
    "kube-proxy": ("config.conf",),
}
_PLACEHOLDER = "1.2.3.4"


def _recognises(document: Document) -> bool:
    return document.api_group in _GROUPS or _config_map_keys(document) is not None


def _config_map_keys(document: Document) -> tuple[str, ...] | None:
    if document.kind != "ConfigMap":
        return None
    name = document.value.path("metadata.name").text
    return _CONFIG_MAPS.get(name) or (
        _CONFIG_MAPS["kubelet-config"] if name.startswith("kubelet-config-") else None
    )


def _read(document: Document) -> Iterator[Fact]:
    for key in _config_map_keys(document) or ():
        for inner in nested(document.value.at("data", key)):
            yield from read_kubeadm(inner.kind, inner.value)
    yield from read_kubeadm(document.kind, document.value)


def read_kubeadm(kind: str, value: Value) -> Iterator[Fact]:
    """What one object of kubeadm says, wherever it stands; nothing where it is of another kind."""
    if read := _READERS.get(kind):
        yield from read(value)


def _init(value: Value) -> Iterator[Fact]:
    yield Runs(origin(value), "kubeadm")
    yield from _node(value, value.at("localAPIEndpoint"), CONTROL_PLANE)


def _join(value: Value) -> Iterator[Fact]:
    yield Runs(origin(value), "kubeadm")
    control_plane = value.at("controlPlane")
    roles: tuple[RoleName, ...] = CONTROL_PLANE if control_plane else ("worker",)
    yield from _node(value, control_plane.at("localAPIEndpoint"), roles)
    joined = value.path("discovery.bootstrapToken.apiServerEndpoint")
    yield from _endpoint(joined, Message(WHERE_JOINED))


def _node(value: Value, api: Value, roles: tuple[RoleName, ...]) -> Iterator[Fact]:
    registration = value.at("nodeRegistration")
    flags = flags_of(registration.at("kubeletExtraArgs"))
    advertised = api.at("advertiseAddress")
    if advertised.text == _PLACEHOLDER:
        yield Doubt(origin(advertised), Message(PLACEHOLDER))
    node_ips = [*flags["node-ip"].listed()] if "node-ip" in flags else []
    addresses = host_addresses(one for one in (*node_ips, advertised) if one.text != _PLACEHOLDER)
    yield from unknown(advertised, *node_ips)
    yield Host(origin(value), registration.at("name").text, addresses, roles)
    yield from move(api.at("bindPort"), "kubernetes/kube-apiserver", "6443")
    yield from kubelet_flags(flags)
    yield from _without_taints(registration.at("taints"), roles)
    yield from _skipped(value.at("skipPhases"))


def _without_taints(taints: Value, roles: tuple[RoleName, ...]) -> Iterator[Fact]:
    """A control-plane node whose list of taints is empty runs pods as well."""
    if roles == CONTROL_PLANE and taints.data == ():
        yield Chooses(origin(taints), "kubeadm", "servers-run-pods", "yes")


def _skipped(phases: Value) -> Iterator[Fact]:
    for phase in phases.each():
        if phase.text in {"addon", "addon/kube-proxy"}:
            yield from without_kube_proxy(origin(phase))
        if phase.text in {"addon", "addon/coredns"}:
            yield from without_coredns(origin(phase))


def _cluster(value: Value) -> Iterator[Fact]:
    yield Runs(origin(value), "kubeadm")
    yield from kubernetes_version(value.at("kubernetesVersion"))
    yield from networks(value.path("networking.podSubnet"), "pods")
    yield from networks(value.path("networking.serviceSubnet"), "services")
    yield from _endpoint(value.at("controlPlaneEndpoint"), None)
    yield from api_server(flags_of(value.path("apiServer.extraArgs")))
    for component, path in _SCRAPED.items():
        yield from scraped(flags_of(value.path(path)), component)
    yield from _etcd(value.at("etcd"))
    if value.path("proxy.disabled").flag:
        yield from without_kube_proxy(origin(value.path("proxy.disabled")))
    if value.path("dns.disabled").flag:
        yield from without_coredns(origin(value.path("dns.disabled")))


_SCRAPED = {
    "kube-controller-manager": "controllerManager.extraArgs",
    "kube-scheduler": "scheduler.extraArgs",
}


def _endpoint(value: Value, doubt: Message | None) -> Iterator[Fact]:
    """What stands in front of the API servers; a guess with a reason where it may be none."""
    for found in endpoint(value, "6443", origin(value, "guessed" if doubt else "stated", doubt)):
        yield found
        if isinstance(found, Endpoint):
            why = origin(value, "guessed", Message(IN_FRONT))
            yield Chooses(why, "kubeadm", "api-load-balancer", "external")


def _etcd(value: Value) -> Iterator[Fact]:
    external = value.path("external.endpoints")
    if external:
        addresses = url_addresses(external.each())
        yield Others(origin(external), "etcd", ("etcd",), (), addresses)
        yield Chooses(origin(external), "kubeadm", "etcd", "external")
    yield from etcd(flags_of(value.path("local.extraArgs")))


def _status(value: Value) -> Iterator[Fact]:
    """What kubeadm kept of its control-plane nodes until v1beta2."""
    for name, api in value.at("apiEndpoints").items():
        advertised = api.at("advertiseAddress")
        yield Host(origin(advertised), name, host_addresses(iter([advertised])), CONTROL_PLANE)
        yield from move(api.at("bindPort"), "kubernetes/kube-apiserver", "6443")


_READERS: dict[str, Callable[[Value], Iterator[Fact]]] = {
    "InitConfiguration": _init,
    "JoinConfiguration": _join,
    "ClusterConfiguration": _cluster,
    "ClusterStatus": _status,
    "KubeletConfiguration": kubelet,
    "KubeProxyConfiguration": kube_proxy,
}

IMPORTER = Importer(
    name="kubeadm",
    label="kubeadm",
    command="kubectl -n kube-system get configmap kubeadm-config kubelet-config kube-proxy -o yaml",
    sample="apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\n",
    recognises=_recognises,
    read=_read,
)
