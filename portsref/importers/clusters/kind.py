"""kind: `kind: Cluster` of `kind.x-k8s.io`, with the pieces of kubeadm within.

Read are nodes by their number and role, networks, the API's port and ports of nodes on the host,
patches of kubeadm's objects. Not read: patches by path (JSON 6902), images, mounts. Nodes are
containers on one host, so they have no addresses; kindnet needs no port.
"""

from collections import Counter
from collections.abc import Iterator

from portsref.importers.base import (
    NOT_PORTS,
    Document,
    Importer,
    move,
    networks,
    origin,
    ports_of,
    unread,
)
from portsref.importers.clusters.kubeadm import read_kubeadm
from portsref.importers.components import OTHER_NETWORK, kube_proxy_mode, without_kube_proxy
from portsref.importers.cutting import nested
from portsref.importers.facts import Chooses, Doubt, Fact, Host, Listens, Pool, Runs
from portsref.importers.flags import is_loopback
from portsref.importers.values import Value
from portsref.messages import Message, gettext_noop
from portsref.planning.document import RoleName

JSON_PATCH = gettext_noop("is a patch by paths, which is not followed")
WHO_DIALS = gettext_noop("it is open on the host, and the file does not say to whom")

TOO_MANY = gettext_noop("more than %(most)s ports of the host: what follows was not read")

MOST_MAPPINGS = 200
_POOLS: dict[str, tuple[str, RoleName]] = {
    "control-plane": ("control-plane", "control-plane"),
    "worker": ("workers", "worker"),
}
_HOST: tuple[RoleName, ...] = ("client",)


def _recognises(document: Document) -> bool:
    return document.kind == "Cluster" and document.api_group == "kind.x-k8s.io"


def _read(document: Document) -> Iterator[Fact]:
    cluster = document.value
    yield Runs(origin(cluster), "kind")
    yield from _nodes(cluster)
    yield from _networking(cluster.at("networking"))
    for level in (cluster, *cluster.at("nodes").each()):
        yield from _patches(level)


def _nodes(cluster: Value) -> Iterator[Fact]:
    """How many nodes of each role; a file without nodes has one for everything."""
    nodes = cluster.at("nodes")
    roles = Counter(node.at("role").text or "control-plane" for node in nodes.each())
    said = origin(nodes) if roles else origin(cluster, "default")
    for role, count in (roles or Counter({"control-plane": 1})).items():
        if role in _POOLS:
            name, played = _POOLS[role]
            yield Pool(said, name, (played,), count)
    if sum(roles.values()) < 2:
        yield Chooses(said, "kind", "servers-run-pods", "yes")
    mappings = (one for node in nodes.each() for one in node.at("extraPortMappings").each())
    for number, mapping in enumerate(mappings):
        if number == MOST_MAPPINGS:
            yield unread(mapping, TOO_MANY, most=str(MOST_MAPPINGS))
            return
        yield from _mapping(mapping)


def _mapping(mapping: Value) -> Iterator[Fact]:
    """A port of the host that leads into a node; one on loopback is nobody else's."""
    value = mapping.at("hostPort")
    ports, protocol = ports_of(value), mapping.at("protocol").text.upper() or "TCP"
    if is_loopback(mapping.at("listenAddress").text):
        return
    if ports is None or protocol not in {"TCP", "UDP", "SCTP"}:
        yield unread(value, NOT_PORTS)
        return
    said = origin(value, "guessed", Message(WHO_DIALS))
    id_ = f"port-map-{ports}-{protocol.lower()}"
    yield Listens(said, id_, protocol, ports, _HOST, _HOST, "A port of a node on the host of kind.")


def _networking(networking: Value) -> Iterator[Fact]:
    yield from networks(networking.at("podSubnet"), "pods")
    yield from networks(networking.at("serviceSubnet"), "services")
    mode = networking.at("kubeProxyMode")
    if mode.text == "none":
        yield from without_kube_proxy(origin(mode))
    else:
        yield from kube_proxy_mode(mode)
    if networking.at("disableDefaultCNI").flag:
        said = origin(networking.at("disableDefaultCNI"))
        yield Chooses(said, "kind", "default-cni", "no")
        yield Doubt(said, Message(OTHER_NETWORK))
    address = networking.at("apiServerAddress")
    is_open = bool(address.text) and not is_loopback(address.text)
    if is_open:
        yield Chooses(origin(address), "kind", "api-address", "other")
    if ports_of(networking.at("apiServerPort")):
        listener = "kind/api-port-map-open" if is_open else "kind/api-port-map"
        yield from move(networking.at("apiServerPort"), listener, "1-65535")


def _patches(level: Value) -> Iterator[Fact]:
    """What patches of kubeadm's objects say, of the cluster or of a node."""
    for patch in level.at("kubeadmConfigPatches").each():
        for document in nested(patch):
            yield from _of_components(read_kubeadm(document.kind, document.value))
    for name in ("kubeadmConfigPatchesJSON6902", "kubeadmConfigPatchesJson6902"):
        yield from (unread(patch, JSON_PATCH) for patch in level.at(name).each())


def _of_components(facts: Iterator[Fact]) -> Iterator[Fact]:
    """What kubeadm says of components; what it says of itself and of nodes is kind's to say."""
    for fact in facts:
        is_of_kubeadm = isinstance(fact, Runs | Chooses) and fact.product == "kubeadm"
        if not (is_of_kubeadm or isinstance(fact, Host)):
            yield fact


IMPORTER = Importer(
    name="kind",
    label="kind",
    command="cat kind.yaml",
    sample="kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\n",
    recognises=_recognises,
    read=_read,
)
