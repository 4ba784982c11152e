"""The chart of Cilium, upstream's and RKE2's.

Traps: `tunnelPort: 0` is the protocol's own port; until 1.13 `tunnel` had three meanings;
`kubeProxyReplacement` is true, false, or one of four old words; metrics of Hubble are on where they
are listed. RKE2's chart turns Hubble and Envoy off.
"""

from collections.abc import Iterator

from portsref.importers.base import Setting, choose, endpoint, networks, origin, url_addresses
from portsref.importers.charts.base import (
    Chart,
    PortSetting,
    flag,
    importer_of,
    moved,
    read_chart,
    read_ports,
)
from portsref.importers.facts import Chooses, Endpoint, Fact, Others, Unread
from portsref.importers.flags import bracketed, is_loopback, split_host_port
from portsref.importers.values import Value

_PROTOCOLS = {"vxlan": "vxlan", "geneve": "geneve", "": "vxlan"}
_OLD_TUNNEL = Setting("tunnel", "tunnel", {**_PROTOCOLS, "disabled": "none"})
_PROTOCOL = Setting("tunnelProtocol", "tunnel", _PROTOCOLS)
_ROUTING = Setting("routingMode", "tunnel", {"native": "none"})
_ENCRYPTION = Setting(
    "encryption.type",
    "encryption",
    {"": "ipsec", "ipsec": "ipsec", "wireguard": "wireguard", "ztunnel": "ztunnel"},
)
_MESH = Setting(
    "clustermesh.apiserver.service.type",
    "cluster-mesh",
    {"nodeport": "nodeport", "loadbalancer": "loadbalancer"},
    "nodeport",
)
_SETTINGS = (
    Setting(
        "kubeProxyReplacement",
        "kube-proxy-replacement",
        {
            "true": "yes",
            "strict": "yes",
            "false": "no",
            "partial": "no",
            "probe": "no",
            "disabled": "no",
        },
    ),
    Setting(
        "ipam.mode",
        "pod-addresses",
        {
            "eni": "cloud-network",
            "azure": "cloud-network",
            "alibabacloud": "cloud-network",
            "cluster-pool": "own",
            "cluster-pool-v2beta": "own",
            "multi-pool": "own",
            "kubernetes": "own",
            "crd": "own",
        },
    ),
    Setting(
        "identityAllocationMode",
        "identity-store",
        {"crd": "crd", "kvstore": "etcd", "doublewrite-readkvstore": "etcd"},
    ),
    Setting("bgpControlPlane.enabled", "bgp", {"true": "dial", "false": "no"}),
    flag("healthChecking", "health-checks"),
    flag("hubble.enabled", "hubble"),
    flag("hubble.relay.enabled", "hubble-relay"),
    flag("hubble.relay.prometheus.enabled", "relay-metrics"),
    flag("hubble.ui.enabled", "hubble-ui"),
    flag("prometheus.enabled", "agent-metrics"),
    flag("operator.prometheus.enabled", "operator-metrics"),
    flag("envoy.debug.admin.enabled", "envoy-admin"),
    flag("authentication.mutual.spire.enabled", "mutual-authentication"),
    flag("pprof.enabled", "profiling"),
)
_PORTS = (
    PortSetting("clusterHealthPort", "4240", ("cilium/health",)),
    PortSetting("hubble.metrics.port", "9965", ("cilium/hubble-metrics",)),
    PortSetting("hubble.relay.prometheus.port", "9966", ("cilium/relay-metrics",)),
    PortSetting("prometheus.port", "9962", ("cilium/agent-metrics",)),
    PortSetting("operator.prometheus.port", "9963", ("cilium/operator-metrics",)),
    PortSetting("envoy.prometheus.port", "9964", ("cilium/envoy-metrics",)),
    PortSetting("authentication.mutual.port", "4250", ("cilium/mutual-authentication",)),
    PortSetting(
        "clustermesh.apiserver.service.nodePort", "32379", ("cilium/cluster-mesh-nodeport",)
    ),
    PortSetting("ingressController.hostNetwork.sharedListenerPort", "8080", ("cilium/ingress",)),
)
_TUNNELS = {
    "vxlan": ("8472", ("cilium/vxlan", "cilium/cluster-mesh-vxlan")),
    "geneve": ("6081", ("cilium/geneve", "cilium/cluster-mesh-geneve")),
}
_HOST_NETWORKS = ("ingressController.hostNetwork.enabled", "gatewayAPI.hostNetwork.enabled")


def read_cilium(values: Value) -> Iterator[Fact]:
    """What values of the chart decide."""
    yield from read_chart(values, "cilium", _SETTINGS)
    yield from read_ports(values, _PORTS)
    for fact in _tunnel(values):
        yield fact
        if isinstance(fact, Chooses) and fact.choice in _TUNNELS:
            yield from _tunnel_port(values.at("tunnelPort"), fact.choice)
    yield from _instead_of_kube_proxy(values)
    yield from _hubble(values.at("hubble"))
    yield from _envoy_and_ingress(values)
    if values.path("encryption.enabled").flag is False:
        yield Chooses(origin(values.path("encryption.enabled")), "cilium", "encryption", "none")
    elif values.path("encryption.enabled"):
        yield from _found(values, _ENCRYPTION, "encryption.enabled")
    if values.path("clustermesh.useAPIServer").flag:
        yield from choose(values.path(_MESH.path), "cilium", _MESH)
    yield from _addresses(values)


def _tunnel(values: Value) -> Iterator[Fact]:
    """Native routing is no tunnel, whatever the protocol; `tunnel` is the word until 1.13."""
    if values.at("routingMode").text == "native":
        yield from choose(values.at("routingMode"), "cilium", _ROUTING)
    else:
        setting = _PROTOCOL if values.at("tunnelProtocol") else _OLD_TUNNEL
        found = values.path(setting.path)
        if found or not values.at("tunnelPort"):
            yield from choose(found, "cilium", setting)
        else:
            yield Chooses(origin(values.at("tunnelPort"), "default"), "cilium", "tunnel", "vxlan")


def _tunnel_port(port: Value, protocol: str) -> Iterator[Fact]:
    documented, listeners = _TUNNELS[protocol]
    yield from moved(port, documented, *listeners)


def _instead_of_kube_proxy(values: Value) -> Iterator[Fact]:
    bound = values.at("kubeProxyReplacementHealthzBindAddr")
    host, port = split_host_port(bound.text)
    if bound.text:
        choice = "no" if is_loopback(host) else "yes"
        yield Chooses(origin(bound), "cilium", "kube-proxy-healthz", choice)
        yield from moved(Value(bound.place, port), "10256", "cilium/kube-proxy-healthz")
    host, port = (values.at(key).text for key in ("k8sServiceHost", "k8sServicePort"))
    named = values.at("k8sServiceHost")
    if host not in {"", "auto", "localhost"} and not is_loopback(host):
        whole = Value(named.place, f"{bracketed(host)}:{port}")
        yield from _in_front(whole)
    elif named.is_template:
        yield from _in_front(named)


def _in_front(value: Value) -> Iterator[Endpoint | Unread]:
    yield from endpoint(value, "6443", origin(value))


def _hubble(hubble: Value) -> Iterator[Fact]:
    metrics = hubble.path("metrics.enabled")
    if metrics:
        listed = bool(metrics.data) and metrics.text not in {"[]", "false"}
        yield Chooses(origin(metrics), "cilium", "hubble-metrics", "yes" if listed else "no")
    address = hubble.at("listenAddress")
    port = Value(address.place, address.text.rpartition(":")[2])
    yield from moved(port, "4244", "cilium/hubble")


def _envoy_and_ingress(values: Value) -> Iterator[Fact]:
    off = values.path("envoy.enabled")
    metrics = off if off.flag is False else values.path("envoy.prometheus.enabled")
    yield from choose(metrics, "cilium", flag("envoy", "envoy-metrics"))
    for path in _HOST_NETWORKS:
        if values.path(path).flag:
            yield Chooses(origin(values.path(path)), "cilium", "ingress-host-network", "yes")


def _found(values: Value, setting: Setting, otherwise: str) -> Iterator[Fact]:
    """One option by its path, or by that which turns it on where the path is missing."""
    found = values.path(setting.path)
    yield from choose(found or Value(values.path(otherwise).place, ""), "cilium", setting)


def _addresses(values: Value) -> Iterator[Fact]:
    chained = values.path("cni.chainingMode")
    if chained.text not in {"", "none", "portmap"}:
        yield Chooses(origin(chained), "cilium", "pod-addresses", "other-plugin")
    for path in (
        "clusterPoolIPv4PodCIDRList",
        "clusterPoolIPv6PodCIDRList",
        "clusterPoolIPv4PodCIDR",
    ):
        yield from networks(values.path(f"ipam.operator.{path}"), "pods")
    etcd = values.path("etcd.endpoints")
    if found := url_addresses(etcd.each()):
        yield Others(origin(etcd), "etcd", ("etcd",), (), found)


def _read_rke2(values: Value) -> Iterator[Fact]:
    yield from read_cilium(values)
    for path, option in (("hubble.enabled", "hubble"), ("envoy.enabled", "envoy-metrics")):
        if not values.path(path):
            yield Chooses(origin(values.path(path), "default"), "cilium", option, "no")


CHART = Chart(
    product="cilium",
    names=("cilium",),
    read=read_cilium,
    signs=(
        "kubeProxyReplacement", "routingMode", "tunnelProtocol", "hubble", "bgpControlPlane",
        "clustermesh", "k8sServiceHost", "l2announcements", "ciliumEndpointSlice",
        "ipam.operator", "enableIPv4Masquerade", "bpf", "socketLB",
    ),
    hints=("encryption.type", "ipam.mode", "tunnel", "authentication.mutual"),
)  # fmt: skip
RKE2_CHART = Chart(product="cilium", names=("rke2-cilium",), read=_read_rke2)
IMPORTER = importer_of(CHART, "kubeProxyReplacement: true\nroutingMode: native\n")
