"""What variables of kubespray decide: ports, what stands in front, pod network, add-ons.

What is not said is kubespray's own default, which the catalogue has.
"""

from collections.abc import Iterator

from portsref.importers.base import (
    YES_NO,
    Setting,
    choose,
    endpoint,
    kubernetes_version,
    move,
    networks,
    origin,
    read_settings,
    unread,
)
from portsref.importers.components import (
    ON_LOOPBACK,
    OTHER_NETWORK,
    kube_proxy_bound,
    kube_proxy_mode,
    node_ports,
    without_kube_proxy,
)
from portsref.importers.facts import Chooses, Closes, Doubt, Endpoint, Fact, Runs
from portsref.importers.flags import is_loopback
from portsref.importers.proxies import proxy_of
from portsref.importers.values import Value
from portsref.messages import Message, gettext_noop
from portsref.ports import PortSet

NOT_KNOWN = gettext_noop("is a pod network that kubespray has no option for here")

SIGNS = frozenset({
    "kube_network_plugin", "kube_version", "kube_pods_subnet", "kube_service_addresses",
    "kube_apiserver_port", "kube_proxy_mode", "kube_apiserver_ip", "etcd_deployment_type",
    "enable_nodelocaldns", "kube_network_node_prefix", "loadbalancer_apiserver", "kube_owner",
    "loadbalancer_apiserver_localhost", "container_manager", "metallb_enabled",
    "ingress_nginx_enabled", "metrics_server_enabled", "cert_manager_enabled", "helm_enabled",
    "calico_network_backend", "calico_vxlan_mode", "calico_ipip_mode", "kube_token_auth",
})  # fmt: skip

_NETWORKS = {
    word: word
    for word in ("calico", "cilium", "flannel", "kube-ovn", "kube-router", "macvlan", "none")
} | {"cni": "none", "custom_cni": "none"}
_SETTINGS = (
    Setting("enable_nodelocaldns", "nodelocaldns", YES_NO),
    Setting("enable_nodelocaldns_secondary", "nodelocaldns-secondary", YES_NO),
    Setting("etcd_events_cluster_enabled", "etcd-events", YES_NO),
    Setting("kube_router_enable_metrics", "kube-router-metrics", YES_NO),
    Setting("crio_enable_metrics", "crio-metrics", YES_NO),
    Setting("kube_vip_enabled", "kube-vip", YES_NO),
    Setting("metrics_server_enabled", "metrics-server", YES_NO),
    Setting("registry_enabled", "registry", YES_NO),
    Setting("metallb_enabled", "metallb", YES_NO),
    Setting(
        "container_manager",
        "container-manager",
        {word: word for word in ("containerd", "crio", "docker")},
    ),
)
_NETWORK = Setting("kube_network_plugin", "cni", _NETWORKS)
_CALICO = (
    Setting("calico_network_backend", "bgp", {"bird": "mesh", "vxlan": "no", "none": "no"}),
    Setting("typha_enabled", "typha", YES_NO),
    Setting("calico_felix_prometheusmetricsenabled", "felix-metrics", YES_NO),
)
_CILIUM = (
    Setting(
        "cilium_tunnel_mode", "tunnel", {"vxlan": "vxlan", "geneve": "geneve", "disabled": "none"}
    ),
    Setting("cilium_enable_hubble", "hubble", YES_NO),
    Setting(
        "cilium_kube_proxy_replacement",
        "kube-proxy-replacement",
        {**YES_NO, "strict": "yes", "partial": "no", "probe": "no"},
    ),
)
_FLANNEL = (
    Setting("flannel_backend_type", "backend", {word: word for word in ("vxlan", "host-gw")}),
)
_ENCAPSULATIONS = {
    ("Always", "ipip"): "ipip",
    ("CrossSubnet", "ipip"): "ipip-cross-subnet",
    ("Always", "vxlan"): "vxlan",
    ("CrossSubnet", "vxlan"): "vxlan-cross-subnet",
}
_ADD_ONS = {
    "ingress_nginx_enabled": "ingress-nginx",
    "cert_manager_enabled": "cert-manager",
    "argocd_enabled": "argo-cd",
    "node_feature_discovery_enabled": "node-feature-discovery",
}
_PORTS = {
    "kube_apiserver_port": ("kubernetes/kube-apiserver", "6443"),
    "loadbalancer_apiserver_port": ("kubespray/local-load-balancer", "6443"),
    "loadbalancer_apiserver_healthcheck_port": ("kubespray/local-load-balancer-health", "8081"),
    "nodelocaldns_health_port": ("kubespray/nodelocaldns-health", "9254"),
    "etcd_metrics_port": ("kubespray/etcd-metrics", "2381"),
    "registry_port": ("kubespray/registry", "5000"),
    "ansible_port": ("kubespray/ssh", "22"),
}
_BOUND = {
    "kube_controller_manager_bind_address": "kubernetes/kube-controller-manager",
    "kube_scheduler_bind_address": "kubernetes/kube-scheduler",
}


def read_kubespray(variables: Value) -> Iterator[Fact]:
    """What the variables of a cluster decide beside its hosts."""
    yield from kubernetes_version(variables.at("kube_version"))
    yield from _networks(variables)
    yield from proxy_of(variables)
    yield from _in_front(variables)
    yield from read_settings(variables, "kubespray", _SETTINGS)
    yield from _ports(variables)
    yield from _pod_network(variables)
    yield from _kube_proxy(variables)
    for name, product in _ADD_ONS.items():
        if variables.at(name).flag:
            yield Runs(origin(variables.at(name)), product)


def _networks(variables: Value) -> Iterator[Fact]:
    """The networks of the families that are turned on: the sample states those of both."""
    families = [] if variables.at("ipv4_stack").flag is False else [""]
    if any(variables.at(name).flag for name in ("ipv6_stack", "enable_dual_stack_networks")):
        families.append("_ipv6")
    for family in families:
        yield from networks(variables.at(f"kube_pods_subnet{family}"), "pods")
        yield from networks(variables.at(f"kube_service_addresses{family}"), "services")


def _in_front(variables: Value) -> Iterator[Fact]:
    """An external balancer; without one workers have their own, and dial every API server."""
    external = variables.at("loadbalancer_apiserver")
    address, port = external.at("address"), external.at("port")
    for found in endpoint(address, "6443", origin(address)):
        number = port.number or 0
        if isinstance(found, Endpoint) and 0 < number < 65536:
            yield Endpoint(found.origin, found.host, PortSet.single(number), found.addresses)
        else:
            yield found
        if isinstance(found, Endpoint):
            yield Chooses(origin(address), "kubespray", "api-load-balancer", "external")
    local = variables.at("loadbalancer_apiserver_localhost")
    if local.flag and not address:
        yield Chooses(origin(local), "kubespray", "api-load-balancer", "localhost")
    if health := variables.at("loadbalancer_apiserver_healthcheck_port"):
        yield Chooses(origin(health), "kubespray", "api-load-balancer-health", "yes")


def _ports(variables: Value) -> Iterator[Fact]:
    for name, (listener, documented) in _PORTS.items():
        yield from move(variables.at(name), listener, documented)
    yield from node_ports(variables.at("kube_apiserver_node_port_range"))
    if metrics := variables.at("etcd_metrics_port"):
        yield Chooses(origin(metrics), "kubespray", "etcd-metrics", "yes")
    for name, listener in _BOUND.items():
        if is_loopback(variables.at(name).text):
            yield Closes(origin(variables.at(name)), listener, Message(ON_LOOPBACK))


def _pod_network(variables: Value) -> Iterator[Fact]:
    plugin = variables.at(_NETWORK.path)
    choice = _NETWORKS.get(plugin.text)
    if plugin and choice is None and not plugin.is_template:
        yield unread(plugin, NOT_KNOWN)
    else:
        yield from choose(plugin, "kubespray", _NETWORK)
    if choice == "none":
        yield Doubt(origin(plugin), Message(OTHER_NETWORK))
    if choice in {None, "calico"}:
        yield from _calico(variables)
    elif choice == "cilium":
        yield from read_settings(variables, "cilium", _CILIUM)
    elif choice == "flannel":
        yield from read_settings(variables, "flannel", _FLANNEL)


def _calico(variables: Value) -> Iterator[Fact]:
    yield from read_settings(variables, "calico", _CALICO)
    if variables.at("peer_with_router").flag:
        yield Chooses(origin(variables.at("peer_with_router")), "calico", "bgp", "routers")
    yield from move(variables.at("calico_vxlan_port"), "calico/vxlan", "4789")
    ipip, vxlan = variables.at("calico_ipip_mode"), variables.at("calico_vxlan_mode")
    said = ipip if ipip.text not in {"", "Never"} else vxlan or ipip
    kind = "ipip" if said is ipip else "vxlan"
    if said:
        choice = _ENCAPSULATIONS.get((said.text, kind), "none" if vxlan else "vxlan")
        yield Chooses(origin(said), "calico", "encapsulation", choice)


def _kube_proxy(variables: Value) -> Iterator[Fact]:
    removed = variables.at("kube_proxy_remove")
    if removed.flag:
        yield from without_kube_proxy(origin(removed))
    else:
        yield from kube_proxy_mode(variables.at("kube_proxy_mode"))
    health = variables.at("kube_proxy_healthz_bind_address")
    yield from kube_proxy_bound(health, variables.at("kube_proxy_metrics_bind_address"))
