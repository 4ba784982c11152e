"""Objects of Cilium: BGP, pools of load balancers, nodes.

Traps: Cilium listens for BGP only where `localPort` says so, else it dials; peers of the old
`CiliumBGPPeeringPolicy` have a mask; pools are ranges or networks.

Not read, and told: policies, and all other kinds.
"""

from collections.abc import Iterator

from portsref.importers.base import Document, Importer, host_addresses, origin
from portsref.importers.charts.base import moved
from portsref.importers.facts import Chooses, Fact, Host, Others, Runs
from portsref.importers.objects.kinds import join_objects, not_read, of_kind, pool_group
from portsref.importers.values import Value

_KINDS = (
    "CiliumBGPClusterConfig", "CiliumBGPPeerConfig", "CiliumBGPPeeringPolicy",
    "CiliumLoadBalancerIPPool", "CiliumNode",
    # What these say has no port.
    "CiliumBGPAdvertisement", "CiliumL2AnnouncementPolicy", "CiliumEndpoint", "CiliumIdentity",
)  # fmt: skip


def _recognises(document: Document) -> bool:
    return document.api_group == "cilium.io"


def _read(document: Document) -> Iterator[Fact]:
    first = next(document.value.each(), None)
    if first is not None:
        yield Runs(origin(first), "cilium")
    yield from _bgp(document)
    yield from pool_group("cilium-pools", ("load-balancer",), _pools(document))
    for node in of_kind(document, "CiliumNode"):
        spec = node.at("spec")
        internal = [one.at("ip") for one in spec.at("addresses").each() if _is_internal(one)]
        yield Host(origin(node), node.path("metadata.name").text, host_addresses(iter(internal)))
    yield from not_read(document, _KINDS)


def _is_internal(address: Value) -> bool:
    return address.at("type").text == "InternalIP"


def _bgp(document: Document) -> Iterator[Fact]:
    instances = [
        *_parts(document, "CiliumBGPClusterConfig", "bgpInstances"),
        *_parts(document, "CiliumBGPPeeringPolicy", "virtualRouters"),
    ]
    if not instances:
        return
    listening = [one.at("localPort") for one in instances if one.at("localPort").number]
    where = listening[0] if listening else instances[0]
    yield Chooses(origin(where), "cilium", "bgp", "listen" if listening else "dial")
    for port in listening:
        yield from moved(port, "179", "cilium/bgp")
    peers = [one for i in instances for key in ("peers", "neighbors") for one in i.at(key).each()]
    if addresses := host_addresses(peer.at("peerAddress") for peer in peers):
        yield Others(origin(peers[0]), "cilium-routers", ("external",), (), addresses)
    configured = of_kind(document, "CiliumBGPPeerConfig")
    for port in (
        *(peer.at("peerPort") for peer in peers),
        *(one.path("spec.transport.peerPort") for one in configured),
    ):
        yield from moved(port, "179", "cilium/bgp-peers")


def _parts(document: Document, kind: str, key: str) -> list[Value]:
    return [part for one in of_kind(document, kind) for part in one.at("spec", key).each()]


def _pools(document: Document) -> Iterator[Value]:
    kind = "CiliumLoadBalancerIPPool"
    for block in (*_parts(document, kind, "blocks"), *_parts(document, kind, "cidrs")):
        start, stop = block.at("start"), block.at("stop")
        if start:
            yield Value(start.place, f"{start.text}-{stop.text or start.text}")
        else:
            yield block.at("cidr")


IMPORTER = Importer(
    name="cilium-objects",
    label="Cilium: objects",
    command=(
        "kubectl get ciliumbgpclusterconfigs,ciliumbgppeerconfigs,ciliumloadbalancerippools,"
        "ciliumnodes -o yaml"
    ),
    sample=(
        "apiVersion: cilium.io/v2\nkind: CiliumLoadBalancerIPPool\n"
        "spec: {blocks: [{cidr: 192.0.2.0/28}]}\n"
    ),
    recognises=_recognises,
    read=_read,
    join=join_objects,
)
