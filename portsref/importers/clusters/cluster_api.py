"""Cluster API: clusters, control planes, pools of machines, and the machines themselves.

Read are the endpoint, networks, sizes, versions, which distribution a control plane is of, what
kubeadm is told within, and the addresses of `Machine`. Not read: `ClusterClass` and its variables,
templates of infrastructure, files. Traps: an endpoint with an empty host or port 0 is not set yet;
the label of a control plane counts even where its value is empty.
"""

from collections.abc import Callable, Iterator

from portsref.importers.base import (
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
    unread,
)
from portsref.importers.clusters.kubeadm import read_kubeadm
from portsref.importers.components import CONTROL_PLANE, WORKER
from portsref.importers.facts import Endpoint, Fact, Host, Pool, Runs
from portsref.importers.kubectl.nodes import dialled_addresses
from portsref.importers.values import Value
from portsref.messages import gettext_noop
from portsref.planning.document import RoleName
from portsref.ports import PortSet

NOT_READ = gettext_noop("is an object of Cluster API that is not read")
OF_A_CLASS = gettext_noop("is filled in from a class, which is not followed")

_CONTROL_PLANE_LABELS = (
    "cluster.x-k8s.io/control-plane",
    "cluster.x-k8s.io/control-plane-name",
)
_PRODUCTS = {
    "KubeadmControlPlane": "kubeadm",
    "RKE2ControlPlane": "rke2",
    "KThreesControlPlane": "k3s",
    "TalosControlPlane": "talos",
    "K0sControlPlane": "k0s",
    "AWSManagedControlPlane": "eks",
    "AzureManagedControlPlane": "aks",
    "GCPManagedControlPlane": "gke",
}
_PARTS_OF_KUBEADM = {
    "clusterConfiguration": "ClusterConfiguration",
    "initConfiguration": "InitConfiguration",
    "joinConfiguration": "JoinConfiguration",
}
_CNIS = {word: word for word in ("canal", "cilium", "calico", "flannel", "none")}
_NETWORK_OF_RKE2 = Setting("spec.serverConfig.cni", "cni", _CNIS)


def _recognises(document: Document) -> bool:
    return document.api_group.endswith("cluster.x-k8s.io")


def _read(document: Document) -> Iterator[Fact]:
    value = document.value
    read = _READERS.get(document.kind)
    if read:
        yield from read(value)
    elif document.kind in _PRODUCTS:
        yield from _control_plane(value, _PRODUCTS[document.kind])
    elif value.path("spec.controlPlaneEndpoint.host"):
        yield from _endpoint(value.path("spec.controlPlaneEndpoint"))
    else:
        yield unread(value, NOT_READ)


def _cluster(value: Value) -> Iterator[Fact]:
    network, topology = value.path("spec.clusterNetwork"), value.path("spec.topology")
    yield from networks(network.path("pods.cidrBlocks"), "pods")
    yield from networks(network.path("services.cidrBlocks"), "services")
    yield from move(network.at("apiServerPort"), "kubernetes/kube-apiserver", "6443")
    yield from _endpoint(value.path("spec.controlPlaneEndpoint"))
    yield from kubernetes_version(topology.at("version"))
    if topology:
        yield from _pool(topology.at("controlPlane"), "control-plane", CONTROL_PLANE)
    for kind in ("machineDeployments", "machinePools"):
        for workers in topology.at("workers", kind).each():
            yield from _pool(workers, workers.at("name").text, WORKER)
    if variables := topology.at("variables"):
        yield unread(variables, OF_A_CLASS)


def _endpoint(value: Value) -> Iterator[Fact]:
    """The host and the port of what stands in front; empty or 0 is not set yet."""
    for found in endpoint(value.at("host"), "6443", origin(value)):
        port = value.at("port").number or 0
        if isinstance(found, Endpoint) and 0 < port < 65536:
            yield Endpoint(found.origin, found.host, PortSet.single(port), found.addresses)
        else:
            yield found


def _pool(value: Value, name: str, roles: tuple[RoleName, ...]) -> Iterator[Fact]:
    """Machines of which only the number is known; a name that a template fills in is none."""
    yield Pool(origin(value), name or "workers", roles, value.at("replicas").number)


def _control_plane(value: Value, product: str) -> Iterator[Fact]:
    spec = value.at("spec")
    yield Runs(origin(value), product)
    yield from kubernetes_version(spec.at("version"))
    yield from _endpoint(spec.at("controlPlaneEndpoint"))
    if product not in {"eks", "aks", "gke"}:
        yield from _pool(spec, "control-plane", CONTROL_PLANE)
    yield from _kubeadm(spec.at("kubeadmConfigSpec"))
    if product == "rke2":
        yield from choose(value.path(_NETWORK_OF_RKE2.path), "rke2", _NETWORK_OF_RKE2)


def _bootstrap(value: Value) -> Iterator[Fact]:
    """A configuration of kubeadm, or the template of one, for workers or a control plane."""
    spec = value.path("spec.template.spec") or value.at("spec")
    yield from _kubeadm(spec.at("kubeadmConfigSpec") or spec)


def _kubeadm(spec: Value) -> Iterator[Fact]:
    for part, kind in _PARTS_OF_KUBEADM.items():
        if spec.at(part):
            for fact in read_kubeadm(kind, spec.at(part)):
                if not isinstance(fact, Host):  # a template is of many
                    yield fact


def _workers(value: Value) -> Iterator[Fact]:
    yield from _pool(value.at("spec"), value.path("metadata.name").text, WORKER)


def _machine(value: Value) -> Iterator[Fact]:
    labels = value.path("metadata.labels")
    is_control_plane = any(labels.at(label) for label in _CONTROL_PLANE_LABELS)
    roles: tuple[RoleName, ...] = CONTROL_PLANE if is_control_plane else WORKER
    name = value.path("status.nodeRef.name").text or value.path("metadata.name").text
    found = dialled_addresses(value.path("status.addresses"))
    yield Host(origin(value), name, host_addresses(iter(found)), roles)


_READERS: dict[str, Callable[[Value], Iterator[Fact]]] = {
    "Cluster": _cluster,
    "Machine": _machine,
    "MachineDeployment": _workers,
    "MachinePool": _workers,
    "KubeadmConfig": _bootstrap,
    "KubeadmConfigTemplate": _bootstrap,
    "KubeadmControlPlaneTemplate": _bootstrap,
}

IMPORTER = Importer(
    name="cluster-api",
    label="Cluster API",
    command="kubectl get clusters,machines,machinedeployments,kubeadmcontrolplanes -o yaml",
    sample="apiVersion: cluster.x-k8s.io/v1beta1\nkind: Machine\nmetadata: {name: a}\n",
    recognises=_recognises,
    read=_read,
)
