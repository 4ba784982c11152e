"""The nodes of a running cluster: objects `Node`, or the table of `kubectl get nodes`.

Read are names, roles, internal addresses, the system, the version, and a kubelet's port. What the
version, the system, labels and annotations show of the distribution is a guess.

Not read: networks of pods of single nodes, labels and taints otherwise. A node without a role is a
worker. Managed clusters list no node of the control plane.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from portsref.importers.base import (
    Document,
    Importer,
    as_one,
    host_addresses,
    kubernetes_version,
    move,
    origin,
)
from portsref.importers.facts import Doubt, Fact, Host, Runs
from portsref.importers.tables import Table
from portsref.importers.values import Value
from portsref.messages import Message, gettext_noop
from portsref.planning.document import RoleName

NO_SUCH_ROLE = gettext_noop(
    "%(host)s has the role %(role)s, which is of that cluster alone; give its group what it is for"
)
NO_ADDRESSES = gettext_noop("the table has no addresses; add -o wide")
MANAGED = gettext_noop(
    "the control plane of a managed cluster is not among its nodes; add the endpoint of its API"
)
BY_NODES = gettext_noop("versions, systems or labels of the nodes look like it")

_TABLE = Table(frozenset({"NAME", "STATUS", "ROLES", "AGE", "VERSION"}))
_ROLES: dict[str, RoleName] = {
    "control-plane": "control-plane",
    "controlplane": "control-plane",
    "master": "control-plane",
    "etcd": "etcd",
    "worker": "worker",
    "node": "worker",
    "agent": "worker",
}
_ROLE_LABEL = "node-role.kubernetes.io/"
_MANAGED = frozenset({"eks", "gke", "aks"})
# What is in the version, the system or the provider's name of a node, or among its labels and
# annotations. kubespray uses kubeadm too, so what kubeadm writes comes last.
_SIGNS = (
    ("+k3s", "k3s"), ("+rke2", "rke2"), ("+k0s", "k0s"), ("-gke.", "gke"), ("-eks-", "eks"),
    ("+vmware", "tanzu-kubernetes"), ("Talos", "talos"), ("Linux CoreOS", "openshift"),
    ("kubernetes.azure.com/", "aks"), ("kind://", "kind"), ("minikube.k8s.io/", "minikube"),
    ("microk8s.io/", "microk8s"), ("kops.k8s.io/", "kops"), ("kubeadm.alpha.", "kubeadm"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Node:
    """What an object or a row says of one node."""

    value: Value
    name: str
    roles: Sequence[str]
    addresses: Iterable[Value]
    version: Value
    signs: str
    os: Literal["linux", "windows"]


def _recognises(document: Document) -> bool:
    return document.kind == "Node" or _TABLE.is_in(document)


def _join(documents: Sequence[Document]) -> Iterable[Document]:
    return as_one(documents, _entries)


def _entries(document: Document) -> Iterable[Value]:
    return (document.value,) if document.kind == "Node" else _TABLE.rows(document)


def _read(document: Document) -> Iterator[Fact]:
    nodes = [_of_row(one) if one.at("NAME") else _of_object(one) for one in document.value.each()]
    for node in nodes:
        yield from _facts(node)
        yield from move(
            node.value.path("status.daemonEndpoints.kubeletEndpoint.Port"),
            "kubernetes/kubelet-api",
            "10250",
        )
    yield from _products(nodes)


def _of_object(value: Value) -> _Node:
    info = value.path("status.nodeInfo")
    labels = value.path("metadata.labels")
    names = [name for name, _ in (*labels.items(), *value.path("metadata.annotations").items())]
    texts = [info.at("kubeletVersion").text, info.at("osImage").text, *names]
    system = info.at("operatingSystem").text or labels.at("kubernetes.io/os").text
    return _Node(
        value=value,
        name=value.path("metadata.name").text,
        roles=[name.removeprefix(_ROLE_LABEL) for name in names if name.startswith(_ROLE_LABEL)],
        addresses=dialled_addresses(value.path("status.addresses")),
        version=info.at("kubeletVersion"),
        signs=" ".join((*texts, value.path("spec.providerID").text)),
        os="windows" if system == "windows" else "linux",
    )


def dialled_addresses(addresses: Value) -> list[Value]:
    """The addresses that other nodes dial; external ones only where there are no others."""
    for kind in ("InternalIP", "ExternalIP"):
        of_kind = [one.at("address") for one in addresses.each() if one.at("type").text == kind]
        if of_kind:
            return of_kind
    return []


def _of_row(row: Value) -> _Node:
    image = row.at("OS-IMAGE").text
    return _Node(
        value=row,
        name=row.at("NAME").text,
        roles=[role.text for role in row.at("ROLES").listed()],
        addresses=[row.at("INTERNAL-IP") or row.at("EXTERNAL-IP")],
        version=row.at("VERSION"),
        signs=f"{row.at('VERSION').text} {image}",
        os="windows" if image.startswith("Windows") else "linux",
    )


def _facts(node: _Node) -> Iterator[Fact]:
    roles = tuple(dict.fromkeys(_ROLES[role] for role in node.roles if role in _ROLES))
    said = origin(node.value, "stated" if roles else "default")
    addresses = host_addresses(iter(node.addresses))
    yield Host(said, node.name, addresses, roles or ("worker",), node.os)
    for role in node.roles:
        if role not in _ROLES:
            reason = Message(NO_SUCH_ROLE, {"host": node.name, "role": role})
            yield Doubt(origin(node.value), reason)
    yield from kubernetes_version(node.version)


def _products(nodes: Sequence[_Node]) -> Iterator[Fact]:
    for node in nodes:
        if product := next((name for sign, name in _SIGNS if sign in node.signs), None):
            yield Runs(origin(node.value, "guessed", Message(BY_NODES)), product)
    if not nodes:
        return
    first = nodes[0].value
    if not any(host_addresses(iter(node.addresses)) for node in nodes):
        yield Doubt(origin(first), Message(NO_ADDRESSES))
    found = {name for node in nodes for sign, name in _SIGNS if sign in node.signs}
    if found & _MANAGED:
        yield Doubt(origin(first), Message(MANAGED))


IMPORTER = Importer(
    name="kubectl-nodes",
    label="kubectl get nodes",
    command="kubectl get nodes -o json",
    sample=(
        "NAME  STATUS   ROLES           AGE   VERSION   INTERNAL-IP\n"
        "cp1   Ready    control-plane   1d    v1.36.0   10.0.0.11\n"
    ),
    recognises=_recognises,
    read=_read,
    starts=_TABLE.starts,
    join=_join,
    lists=frozenset({"groups"}),
)
