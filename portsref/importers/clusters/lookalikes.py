"""Files that look like those of others: k3d, eksctl, k0sctl and profiles of minikube.

Read are the product, its version, nodes by their number or address, and networks; whatever else
stands there is told as not read.
"""

from collections.abc import Callable, Iterator

from portsref.importers.base import (
    WHERE_SSH_GOES,
    Document,
    Importer,
    host_addresses,
    kubernetes_version,
    networks,
    origin,
    unread,
)
from portsref.importers.components import CONTROL_PLANE, EVERY_NODE, WORKER
from portsref.importers.facts import Fact, Host, Pool, Runs
from portsref.importers.values import Value
from portsref.messages import Message, gettext_noop
from portsref.planning.document import RoleName

NODES_ONLY = gettext_noop("of this kind of file only nodes, addresses and versions are read")

_K0S_ROLES: dict[str, tuple[RoleName, ...]] = {
    "controller": CONTROL_PLANE,
    "worker": WORKER,
    "controller+worker": EVERY_NODE,
    "single": EVERY_NODE,
}


def _recognises(document: Document) -> bool:
    return document.api_group in _READERS or _is_minikube(document.value)


def _is_minikube(value: Value) -> bool:
    return any(one.at("KubernetesConfig") and one.at("Nodes") for one in _profiles(value))


def _profiles(value: Value) -> Iterator[Value]:
    """The configurations of profiles: of a list of them, or the one that stands alone."""
    yield value
    yield from (profile.at("Config") for profile in value.at("valid").each())


def _read(document: Document) -> Iterator[Fact]:
    yield from _READERS.get(document.api_group, _minikube)(document.value)
    yield unread(document.value, NODES_ONLY)


def _k3d(value: Value) -> Iterator[Fact]:
    yield Runs(origin(value), "k3s")
    tag = value.at("image").text.rpartition(":")[2]
    yield from kubernetes_version(Value(value.at("image").place, tag.replace("-k3s", "+k3s")))
    servers, agents = value.at("servers"), value.at("agents")
    said = origin(servers) if servers else origin(value, "default")
    yield Pool(said, "control-plane", CONTROL_PLANE, servers.number or 1)
    if agents.number:
        yield Pool(origin(agents), "workers", WORKER, agents.number)


def _eksctl(value: Value) -> Iterator[Fact]:
    yield Runs(origin(value), "eks")
    yield from kubernetes_version(value.path("metadata.version"))
    yield from networks(value.path("kubernetesNetworkConfig.serviceIPv4CIDR"), "services")
    for kind in ("managedNodeGroups", "nodeGroups"):
        for group in value.at(kind).each():
            if name := group.at("name").text:
                yield Pool(origin(group), name, WORKER, group.at("desiredCapacity").number)


def _k0sctl(value: Value) -> Iterator[Fact]:
    spec = value.at("spec")
    yield Runs(origin(value), "k0s")
    yield from kubernetes_version(spec.path("k0s.version"))
    network = spec.path("k0s.config.spec.network")
    yield from networks(network.at("podCIDR"), "pods")
    yield from networks(network.at("serviceCIDR"), "services")
    for host in spec.at("hosts").each():
        yield from _k0s_host(host)


def _k0s_host(host: Value) -> Iterator[Fact]:
    roles = _K0S_ROLES.get(host.at("role").text, ())
    private, ssh = host.at("privateAddress"), host.path("ssh.address")
    name = host.at("hostname").text or ssh.text
    yield Host(origin(host), name, host_addresses(iter([private])), roles)
    if not private and (addresses := host_addresses(iter([ssh]))):
        yield Host(origin(ssh, "guessed", Message(WHERE_SSH_GOES)), name, addresses)


def _minikube(value: Value) -> Iterator[Fact]:
    for profile in _profiles(value):
        if profile.at("KubernetesConfig"):
            yield from _profile(profile)


def _profile(value: Value) -> Iterator[Fact]:
    config = value.at("KubernetesConfig")
    yield Runs(origin(value), "minikube")
    yield from kubernetes_version(config.at("KubernetesVersion"))
    yield from networks(config.at("ServiceCIDR"), "services")
    for number, node in enumerate(value.at("Nodes").each()):
        is_control_plane, is_worker = node.at("ControlPlane").flag, node.at("Worker").flag
        roles = (*(CONTROL_PLANE if is_control_plane else ()), *(WORKER if is_worker else ()))
        name = node.at("Name").text or value.at("Name").text or f"node-{number + 1}"
        yield Host(origin(node), name, host_addresses(iter([node.at("IP")])), roles)


_READERS: dict[str, Callable[[Value], Iterator[Fact]]] = {
    "k3d.io": _k3d,
    "eksctl.io": _eksctl,
    "k0sctl.k0sproject.io": _k0sctl,
}

IMPORTER = Importer(
    name="lookalikes",
    label="k3d, eksctl, k0sctl, minikube",
    command="minikube profile list -o json",
    sample="apiVersion: k3d.io/v1alpha5\nkind: Simple\nservers: 1\nagents: 2\n",
    recognises=_recognises,
    read=_read,
)
