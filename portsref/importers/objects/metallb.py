"""Objects of MetalLB: pools of addresses, how they are announced, and to whom.

Traps: a pool is a range or a network; both kinds of advertisement together are a mode of their own;
`AddressPool`, until 0.13, names its protocol itself; several hops decide the port of BFD.
"""

from collections.abc import Iterator

from portsref.importers.base import Document, Importer, host_addresses, origin
from portsref.importers.charts.base import moved
from portsref.importers.facts import Chooses, Fact, Others, Runs
from portsref.importers.objects.kinds import join_objects, not_read, of_kind, pool_group
from portsref.importers.values import Value

_KINDS = (
    "IPAddressPool", "AddressPool", "L2Advertisement", "BGPAdvertisement", "BGPPeer", "BFDProfile",
    "Community",
)  # fmt: skip


def _recognises(document: Document) -> bool:
    return document.api_group == "metallb.io"


def _read(document: Document) -> Iterator[Fact]:
    first = next(document.value.each(), None)
    if first is not None:
        yield Runs(origin(first), "metallb")
    pools = [*of_kind(document, "IPAddressPool"), *of_kind(document, "AddressPool")]
    ranges = [one for pool in pools for one in pool.path("spec.addresses").each()]
    yield from pool_group("metallb-pools", ("load-balancer",), ranges)
    yield from _mode(document)
    yield from _peers(document)
    yield from not_read(document, _KINDS)


def _mode(document: Document) -> Iterator[Fact]:
    old = of_kind(document, "AddressPool")
    layer2 = [
        *of_kind(document, "L2Advertisement"),
        *(one for one in old if one.path("spec.protocol").text == "layer2"),
    ]
    bgp = [
        *of_kind(document, "BGPAdvertisement"),
        *(one for one in old if one.path("spec.protocol").text == "bgp"),
    ]
    if layer2 or bgp:
        mode = "layer2-and-bgp" if layer2 and bgp else "layer2" if layer2 else "bgp"
        yield Chooses(origin((layer2 or bgp)[0]), "metallb", "mode", mode)


def _peers(document: Document) -> Iterator[Fact]:
    peers = [one.at("spec") for one in of_kind(document, "BGPPeer")]
    if addresses := host_addresses(peer.at("peerAddress") for peer in peers):
        yield Others(origin(peers[0]), "metallb-routers", ("external",), (), addresses)
    for peer in peers:
        yield from moved(peer.at("peerPort"), "179", "metallb/bgp")
        if peer.at("bfdProfile").text:
            hops = "multi-hop" if peer.at("ebgpMultiHop").flag else "single-hop"
            yield Chooses(origin(peer.at("bfdProfile")), "metallb", "bfd", hops)
    used = {peer.at("bfdProfile").text for peer in peers}
    yield from _echo(of_kind(document, "BFDProfile"), used)


def _echo(profiles: list[Value], used: set[str]) -> Iterator[Fact]:
    for profile in profiles:
        echo = profile.path("spec.echoMode")
        if echo.flag and profile.path("metadata.name").text in used:
            yield Chooses(origin(echo), "metallb", "bfd-echo", "yes")


IMPORTER = Importer(
    name="metallb-objects",
    label="MetalLB: objects",
    command=(
        "kubectl get ipaddresspools,l2advertisements,bgpadvertisements,bgppeers,bfdprofiles"
        " -n metallb-system -o yaml"
    ),
    sample=(
        "apiVersion: metallb.io/v1beta1\nkind: IPAddressPool\n"
        "spec: {addresses: [192.0.2.10-192.0.2.20]}\n"
    ),
    recognises=_recognises,
    read=_read,
    join=join_objects,
)
