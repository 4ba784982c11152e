"""What only servers of k3s or of RKE2 say: datastore, pod network, ingress, what is disabled."""

from collections.abc import Iterator

from portsref.catalogue.products import version_key
from portsref.importers.base import (
    Setting,
    choose,
    host_addresses,
    kubernetes_version,
    move,
    origin,
    read_settings,
    unknown,
    unread,
)
from portsref.importers.clusters.rancher_hosts import VERSION
from portsref.importers.components import without_coredns
from portsref.importers.facts import Chooses, Doubt, Fact, How, Others
from portsref.importers.flags import split_host_port
from portsref.importers.values import Value
from portsref.messages import Message, gettext_noop
from portsref.planning.document import RoleName

WHICH_NETWORK = gettext_noop("no pod network is installed with it: choose the one that is there")
WHICH_INGRESS = gettext_noop(
    "which ingress controller RKE2 brings depends on its version: ingress-nginx before 1.36,"
    " which upgrades keep, and Traefik since"
)
NO_SUCH_DATASTORE = gettext_noop("is a datastore that is not known here")
ONE_INGRESS = gettext_noop("is a second ingress controller; a plan has the first one")
IN_FRONT = gettext_noop(
    "is the port of something in front of this host, which a plan does not have"
)

_BACKENDS = {word: word for word in ("vxlan", "wireguard-native", "host-gw", "none")}
_CNIS = {word: word for word in ("canal", "cilium", "calico", "flannel", "none")}
_CONTROLLERS = {word: word for word in ("traefik", "ingress-nginx", "none")}
_BACKEND = Setting("flannel-backend", "flannel-backend", _BACKENDS)
_NETWORK = Setting("cni", "cni", _CNIS)
_INGRESS = Setting("ingress-controller", "ingress-controller", _CONTROLLERS)
_K3S_PORTS = ("api-and-supervisor", "etcd-supervisor", "registry", "supervisor-metrics")
_K3S_PACKAGES = ("traefik", "servicelb", "metrics-server")
_DATASTORES = {
    "mysql": "mysql",
    "postgres": "postgresql",
    "postgresql": "postgresql",
    "http": "external-etcd",
    "https": "external-etcd",
}


def k3s_server(value: Value) -> Iterator[Fact]:
    """What a server of k3s says beside what any server does."""
    for listener in _K3S_PORTS:
        yield from move(value.at("https-listen-port"), f"k3s/{listener}", "6443")
    if value.at("advertise-port"):
        yield unread(value.at("advertise-port"), IN_FRONT)
    yield from read_settings(value, "k3s", (_BACKEND,))
    if value.at("flannel-backend").text == "none":
        yield Doubt(origin(value.at("flannel-backend")), Message(WHICH_NETWORK))
    yield from _datastore(value)
    for package in value.at("disable").listed():
        if package.text in _K3S_PACKAGES:
            yield Chooses(origin(package), "k3s", package.text, "no")
        elif package.text == "coredns":
            yield from without_coredns(origin(package))


def _datastore(value: Value) -> Iterator[Fact]:
    address = value.at("datastore-endpoint")
    embedded = value.at("cluster-init") if value.at("cluster-init").flag else value.at("server")
    yield from unknown(address)
    if not address:
        if embedded and not address.is_template:
            yield Chooses(origin(embedded), "k3s", "datastore", "embedded-etcd")
        return
    scheme, separator, _ = address.text.partition("://")
    choice = _DATASTORES.get(scheme) if separator else None
    if choice:
        yield Chooses(origin(address), "k3s", "datastore", choice)
        yield _datastore_hosts(address, choice)
    elif scheme != "sqlite":
        yield unread(address, NO_SUCH_DATASTORE)


def _datastore_hosts(address: Value, choice: str) -> Others:
    hosts = [part.text.replace("tcp(", "").replace(")", "") for part in address.listed()]
    found = host_addresses(Value(address.place, split_host_port(host)[0]) for host in hosts)
    roles: tuple[RoleName, ...] = ("external",)
    return Others(origin(address), "datastore", roles, (f"k3s/{choice}",), found)


def rke2_server(value: Value) -> Iterator[Fact]:
    """What a server of RKE2 says beside what any server does."""
    if value.at("datastore-endpoint"):
        yield unread(value.at("datastore-endpoint"), NO_SUCH_DATASTORE)
    yield from _rke2_network(value.at("cni"))
    yield from _rke2_ingress(value)
    for package in value.at("disable").listed():
        if package.text == "rke2-metrics-server":
            yield Chooses(origin(package), "rke2", "metrics-server", "no")
        elif package.text == "rke2-coredns":
            yield from without_coredns(origin(package))


def _rke2_network(cni: Value) -> Iterator[Fact]:
    """The pod network; Multus before it has no ports of its own."""
    yield from unknown(cni)
    for name in cni.listed():
        if name.text != "multus":
            yield from choose(name, "rke2", _NETWORK)
        if name.text == "none":
            yield Doubt(origin(name), Message(WHICH_NETWORK))


def _rke2_ingress(value: Value) -> Iterator[Fact]:
    """The first of the controllers that are named; without a name the version decides."""
    disabled = {package.text: package for package in value.at("disable").listed()}
    gone = [disabled[name] for name in ("rke2-ingress-nginx", "rke2-traefik") if name in disabled]
    controllers = [*value.at("ingress-controller").listed()]
    for number, name in enumerate(controllers):
        if number:
            yield unread(name, ONE_INGRESS)
        else:
            yield from choose(name, "rke2", _INGRESS)
    if not controllers and gone:
        how: How = "stated" if len(gone) == 2 else "guessed"
        why = None if len(gone) == 2 else Message(WHICH_INGRESS)
        yield Chooses(origin(gone[0], how, why), "rke2", "ingress-controller", "none")
    elif not controllers:
        yield from _rke2_ingress_of_version(value)


def _rke2_ingress_of_version(value: Value) -> Iterator[Fact]:
    found = kubernetes_version(value.at(VERSION))
    version = next((fact.version for fact in found), "")
    if not version:
        yield Doubt(origin(value), Message(WHICH_INGRESS))
    elif version_key(version) < version_key("1.36"):
        said = origin(value.at(VERSION), "default")
        yield Chooses(said, "rke2", "ingress-controller", "ingress-nginx")
