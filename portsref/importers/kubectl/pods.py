"""Pods of a running cluster: objects `Pod`, or the table of `kubectl get pods`.

Read are static pods of the control plane with their flags and their hosts, products by their
images, and ports of the host that no product explains.

Not read: pods that have ended. A table has neither images nor flags, only the hosts of static pods.
"""

from collections.abc import Callable, Iterator
from functools import partial

from portsref.importers.base import Document, Importer, host_addresses, networks, origin
from portsref.importers.components import CONTROL_PLANE, Flags, api_server, etcd, scraped
from portsref.importers.facts import Fact, Host
from portsref.importers.flags import flags_of
from portsref.importers.kubectl.pod_specs import read_pods
from portsref.importers.tables import Table
from portsref.importers.values import Value

_TABLE = Table(frozenset({"NAME", "READY", "STATUS", "RESTARTS", "AGE"}))
_ENDED = frozenset({"Succeeded", "Failed"})
_MIRROR = "kubernetes.io/config.mirror"
_API_SERVER = "kube-apiserver"
_COMPONENTS: dict[str, Callable[[Flags], Iterator[Fact]]] = {
    _API_SERVER: api_server,
    "etcd": etcd,
    "kube-controller-manager": partial(scraped, component="kube-controller-manager"),
    "kube-scheduler": partial(scraped, component="kube-scheduler"),
}
_NETWORKS = (
    (_API_SERVER, "service-cluster-ip-range", "services"),
    ("kube-controller-manager", "cluster-cidr", "pods"),
)


def _recognises(document: Document) -> bool:
    return document.kind == "Pod" or _TABLE.is_in(document)


def _read(document: Document) -> Iterator[Fact]:
    for row in _TABLE.rows(document):
        if row.at("NAME").text.startswith(f"{_API_SERVER}-") and row.at("NODE"):
            yield from _server(row, row.at("NODE").text, row.at("IP"))
    pod = document.value
    if not pod or pod.path("status.phase").text in _ENDED:
        return
    metadata, spec = pod.at("metadata"), pod.at("spec")
    if metadata.at("annotations", _MIRROR):
        yield from _static(pod)
    owner = metadata.at("ownerReferences", 0, "name").text or metadata.at("name").text
    yield from read_pods(spec, f"{metadata.at('namespace').text}-{owner}")


def _static(pod: Value) -> Iterator[Fact]:
    """A pod that a kubelet keeps by itself: the control plane, and where it runs."""
    for container in pod.path("spec.containers").each():
        name = container.at("name").text
        flags = flags_of(container.at("command")) | flags_of(container.at("args"))
        if read := _COMPONENTS.get(name):
            yield from read(flags)
        for component, flag, of in _NETWORKS:
            if component == name and flag in flags:
                yield from networks(flags[flag], "services" if of == "services" else "pods")
        if name == _API_SERVER:
            addresses = [one.at("ip") for one in pod.path("status.hostIPs").each()]
            node = pod.path("spec.nodeName").text
            yield from _server(pod, node, *(addresses or [pod.path("status.hostIP")]))


def _server(where: Value, node: str, *addresses: Value) -> Iterator[Fact]:
    yield Host(origin(where), node, host_addresses(iter(addresses)), CONTROL_PLANE)


IMPORTER = Importer(
    name="kubectl-pods",
    label="kubectl get pods",
    command="kubectl get pods -A -o json",
    sample=(
        "NAMESPACE    NAME                READY  STATUS   RESTARTS  AGE  IP         NODE\n"
        "kube-system  kube-apiserver-cp1  1/1    Running  0         1d   10.0.0.11  cp1\n"
    ),
    recognises=_recognises,
    read=_read,
    starts=_TABLE.starts,
    lists=frozenset({"products"}),
)
