"""Flags and configurations of Kubernetes' components, which every distribution passes on.

What distributions keep on loopback and a file opens becomes a listener of the plan's own, of which
nobody has said who connects. Ports are changed at the listeners of `kubernetes`, and so at those of
a distribution that took their place.
"""

from collections.abc import Iterator, Mapping

from portsref.importers.base import (
    Setting,
    beyond_loopback,
    choose,
    move,
    networks,
    origin,
    ports_of,
    unread,
)
from portsref.importers.facts import Chooses, Closes, Fact, Origin
from portsref.importers.flags import is_loopback, split_host_port
from portsref.importers.values import Place, Value
from portsref.messages import Message, gettext_noop
from portsref.planning.document import RoleName
from portsref.ports import PortSet

NO_KUBE_PROXY = gettext_noop("kube-proxy is turned off")
NO_COREDNS = gettext_noop("CoreDNS is turned off")
ON_LOOPBACK = gettext_noop("listens on loopback only")
OTHER_NETWORK = gettext_noop("another pod network is installed: choose the one that is there")
TURNED_OFF = gettext_noop("is turned off")
SOME_ADDRESSES = gettext_noop(
    "limits the addresses on which node ports answer; a plan has them on all addresses of a host"
)

CONTROL_PLANE: tuple[RoleName, ...] = ("control-plane",)
WORKER: tuple[RoleName, ...] = ("worker",)
EVERY_NODE = (*CONTROL_PLANE, *WORKER)
_NODE_PORTS = (
    "nodeport-tcp", "nodeport-udp", "nodeport-tcp-control-plane", "nodeport-udp-control-plane",
    "health-check-nodeport",
)  # fmt: skip
_KUBE_PROXY = ("kube-proxy-healthz", "kube-proxy-healthz-control-plane")
_COREDNS = ("dns-udp", "dns-tcp", "coredns-metrics", "coredns-health", "coredns-ready")
_MODE = Setting("", "kube-proxy-mode", {word: word for word in ("iptables", "ipvs", "nftables")})
_NOT_OF_LINUX = frozenset({"kernelspace", ""})
_SCRAPED = {"kube-controller-manager": "10257", "kube-scheduler": "10259"}

type Flags = Mapping[str, Value]


def api_server(flags: Flags) -> Iterator[Fact]:
    """The port of the API server, and the range of node ports, which it alone knows."""
    yield from _moved(flags, "secure-port", "kube-apiserver", "6443")
    if "service-node-port-range" in flags:
        yield from node_ports(flags["service-node-port-range"])


def node_ports(value: Value) -> Iterator[Fact]:
    """The range from which Services get ports of the nodes."""
    for listener in _NODE_PORTS:
        yield from move(value, f"kubernetes/{listener}", "30000-32767")


def scraped(flags: Flags, component: str) -> Iterator[Fact]:
    """The port of `kube-controller-manager` or `kube-scheduler`, which are kept on loopback."""
    documented = _SCRAPED[component]
    yield from _moved(flags, "secure-port", component, documented)
    bound = flags.get("bind-address")
    if bound and bound.text and not is_loopback(bound.text):
        ports = ports_of(flags["secure-port"]) if "secure-port" in flags else None
        yield beyond_loopback(bound, component, ports or PortSet.parse(documented), CONTROL_PLANE)


def etcd(flags: Flags) -> Iterator[Fact]:
    """The ports of etcd on the control plane; its metrics where they leave loopback."""
    yield from _listening(flags, "listen-client-urls", "etcd-client", "2379")
    yield from _listening(flags, "listen-peer-urls", "etcd-peer", "2380")
    for url in _open_urls(flags, "listen-metrics-urls"):
        ports = ports_of(_port(url)) or PortSet.parse("2381")
        yield beyond_loopback(url, "etcd-metrics", ports, CONTROL_PLANE)


def kubelet_flags(flags: Flags) -> Iterator[Fact]:
    """What a kubelet is started with, where it matters to others."""
    yield from _moved(flags, "port", "kubelet-api", "10250")
    if "read-only-port" in flags:
        yield from _read_only(flags["read-only-port"])


def kubelet(value: Value) -> Iterator[Fact]:
    """A `KubeletConfiguration`, or the part of one that a distribution lets people write."""
    yield from move(value.at("port"), "kubernetes/kubelet-api", "10250")
    yield from _read_only(value.at("readOnlyPort"))
    health = value.at("healthzBindAddress")
    if health.text and not is_loopback(health.text):
        ports = ports_of(value.at("healthzPort")) or PortSet.parse("10248")
        yield beyond_loopback(health, "kubelet-healthz", ports, EVERY_NODE)
    if value.at("enableServer").flag is False:
        said = origin(value.at("enableServer"))
        yield Closes(said, "kubernetes/kubelet-api", Message(TURNED_OFF))
    elif is_loopback(value.at("address").text):
        yield Closes(origin(value.at("address")), "kubernetes/kubelet-api", Message(ON_LOOPBACK))


def _read_only(value: Value) -> Iterator[Fact]:
    if ports_of(value):
        yield Chooses(origin(value), "kubernetes", "kubelet-read-only", "yes")
        yield from move(value, "kubernetes/kubelet-read-only", "10255")


def kube_proxy(value: Value) -> Iterator[Fact]:
    """A `KubeProxyConfiguration`; `bindAddress` is no listener, whatever its name says."""
    yield from kube_proxy_mode(value.at("mode"))
    yield from kube_proxy_bound(value.at("healthzBindAddress"), value.at("metricsBindAddress"))
    yield from networks(value.at("clusterCIDR"), "pods")
    if addresses := value.at("nodePortAddresses"):
        yield unread(addresses, SOME_ADDRESSES)


def kube_proxy_mode(value: Value) -> Iterator[Fact]:
    """The mode of kube-proxy; of none, and of the one of Windows, there is nothing to say."""
    if value.is_template or value.text not in _NOT_OF_LINUX:
        yield from choose(value, "kubernetes", _MODE)


def kube_proxy_flags(flags: Flags) -> Iterator[Fact]:
    """What kube-proxy is started with, where it matters to others."""
    if "proxy-mode" in flags:
        yield from kube_proxy_mode(flags["proxy-mode"])
    missing = Value(Place("", 0))
    health = flags.get("healthz-bind-address", missing)
    yield from kube_proxy_bound(health, flags.get("metrics-bind-address", missing))


def kube_proxy_bound(health: Value, metrics: Value) -> Iterator[Fact]:
    """Where kube-proxy answers health checks and gives metrics, as `address:port`."""
    host, port = split_host_port(health.text)
    for listener in _KUBE_PROXY:
        if is_loopback(host):
            yield Closes(origin(health), f"kubernetes/{listener}", Message(ON_LOOPBACK))
        elif port or health.is_template:
            moved = Value(health.place, port or None, health.unreadable)
            yield from move(moved, f"kubernetes/{listener}", "10256")
    host, port = split_host_port(metrics.text)
    if metrics.text and not is_loopback(host):
        ports = ports_of(Value(metrics.place, port)) or PortSet.parse("10249")
        yield beyond_loopback(metrics, "kube-proxy-metrics", ports, EVERY_NODE)


def without_kube_proxy(said: Origin) -> Iterator[Fact]:
    """Close what kube-proxy listens on, which something else may open."""
    for listener in (*_KUBE_PROXY, "kube-proxy-metrics"):
        yield Closes(said, f"kubernetes/{listener}", Message(NO_KUBE_PROXY))


def without_coredns(said: Origin) -> Iterator[Fact]:
    """Close what CoreDNS listens on, which something else may open."""
    for listener in _COREDNS:
        yield Closes(said, f"kubernetes/{listener}", Message(NO_COREDNS))


def _moved(flags: Flags, flag: str, listener: str, documented: str) -> Iterator[Fact]:
    if flag in flags:
        yield from move(flags[flag], f"kubernetes/{listener}", documented)


def _listening(flags: Flags, flag: str, listener: str, documented: str) -> Iterator[Fact]:
    for url in _open_urls(flags, flag):
        if port := _port(url):
            yield from move(port, f"kubernetes/{listener}", documented)


def _open_urls(flags: Flags, flag: str) -> Iterator[Value]:
    """The addresses beyond loopback among those on which something listens."""
    for url in flags[flag].listed() if flag in flags else ():
        if url.text and not is_loopback(split_host_port(url.text)[0]):
            yield url


def _port(url: Value) -> Value:
    return Value(url.place, split_host_port(url.text)[1] or None)
