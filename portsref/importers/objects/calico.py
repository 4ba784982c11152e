"""Objects of Calico: the operator's `Installation`, pools, BGP and Felix.

Traps: pools of the cluster win over those of the `Installation`; a `BGPPeer` with an address is a
router, one with a selector names nodes; Canal has a `FelixConfiguration` as well.

Not read, and told: policies, host endpoints, and all other kinds.
"""

from collections.abc import Iterator

from portsref.importers.base import (
    Document,
    Importer,
    Setting,
    networks,
    origin,
    read_settings,
    url_addresses,
)
from portsref.importers.charts.base import PortSetting, flag, moved, read_ports
from portsref.importers.facts import Chooses, Fact, Others, Runs, as_guess
from portsref.importers.flags import split_host_port
from portsref.importers.objects.installation import (
    Encapsulation,
    encapsulation_of,
    read_installation,
)
from portsref.importers.objects.kinds import join_objects, not_read, of_kind
from portsref.importers.values import Value
from portsref.messages import gettext_noop

OR_CANAL = gettext_noop("Canal has such objects as well")

_GROUPS = frozenset({"operator.tigera.io", "crd.projectcalico.org", "projectcalico.org"})
_KINDS = (
    "Installation", "APIServer", "Goldmane", "Whisker", "IPPool", "BGPPeer", "BGPConfiguration",
    "FelixConfiguration",
)  # fmt: skip
_SIGNS: dict[str, tuple[str, str]] = {
    "APIServer": ("api", "api-server"),
    "Goldmane": ("flow-logs", "yes"),
    "Whisker": ("flow-logs", "yes"),
}
_ENCRYPTION = {"true": "wireguard"}
_FELIX = (
    Setting("wireguardEnabled", "encryption", {**_ENCRYPTION, "false": "none"}),
    flag("prometheusMetricsEnabled", "felix-metrics"),
    Setting("bpfEnabled", "dataplane", {"true": "ebpf", "false": "iptables"}),
)
_FELIX_PORTS = (
    PortSetting("vxlanPort", "4789", ("calico/vxlan", "calico/vxlan-ebpf")),
    PortSetting("wireguardListeningPort", "51820", ("calico/wireguard",)),
    PortSetting("wireguardListeningPortV6", "51821", ("calico/wireguard-ipv6",)),
    PortSetting("prometheusMetricsPort", "9091", ("calico/felix-metrics",)),
)
_TUNNELS: tuple[tuple[str, Encapsulation, Encapsulation], ...] = (
    ("vxlanMode", "vxlan", "vxlan-cross-subnet"),
    ("ipipMode", "ipip", "ipip-cross-subnet"),
)


def _recognises(document: Document) -> bool:
    return document.api_group in _GROUPS


def _read(document: Document) -> Iterator[Fact]:
    pools = [*of_kind(document, "IPPool")]
    bgp = [*_bgp(document)]
    has_bgp = any(isinstance(fact, Chooses) for fact in bgp)
    for one in of_kind(document, "Installation"):
        for fact in read_installation(one.at("spec"), has_pools=bool(pools)):
            if not (has_bgp and isinstance(fact, Chooses) and fact.option == "bgp"):
                yield fact
    yield from bgp
    yield from _pools(pools)
    for kind, (option, choice) in _SIGNS.items():
        for one in of_kind(document, kind):
            yield Chooses(origin(one), "calico", option, choice)
    is_calico = bool(pools or of_kind(document, "Installation") or has_bgp)
    for fact in _felix(document):
        yield fact if is_calico else as_guess(fact, OR_CANAL)
    yield from not_read(document, _KINDS)


def _pools(pools: list[Value]) -> Iterator[Fact]:
    stated: list[tuple[Value, Encapsulation]] = []
    for pool in pools:
        yield Runs(origin(pool), "calico")
        spec = pool.at("spec")
        yield from networks(spec.at("cidr"), "pods")
        if spec.at("disabled").flag is not True:
            stated.append(_encapsulation(spec))
    yield from encapsulation_of(stated)


def _encapsulation(spec: Value) -> tuple[Value, Encapsulation]:
    for key, always, across in _TUNNELS:
        mode = spec.at(key).text.lower()
        if mode in {"always", "crosssubnet"}:
            return spec.at(key), always if mode == "always" else across
    return spec, "none"


def _bgp(document: Document) -> Iterator[Fact]:
    """Routers where a peer has an address; none at all where the mesh is off and nobody is left."""
    peers = of_kind(document, "BGPPeer")
    addressed = [one.path("spec.peerIP") for one in peers if one.path("spec.peerIP").text]
    if addressed:
        yield Chooses(origin(addressed[0]), "calico", "bgp", "routers")
    if addresses := url_addresses(addressed):
        yield Others(origin(addressed[0]), "calico-routers", ("external",), (), addresses)
    for one in addressed:
        port = Value(one.place, split_host_port(one.text)[1])
        yield from moved(port, "179", "calico/bgp-peers")
    for one in of_kind(document, "BGPConfiguration"):
        mesh = one.path("spec.nodeToNodeMeshEnabled")
        if mesh.flag is False and not peers:
            yield Chooses(origin(mesh), "calico", "bgp", "no")
        yield from moved(one.path("spec.listenPort"), "179", "calico/bgp", "calico/bgp-routers")


def _felix(document: Document) -> Iterator[Fact]:
    for one in of_kind(document, "FelixConfiguration"):
        spec = one.at("spec")
        yield from read_settings(spec, "calico", _FELIX)
        yield from read_ports(spec, _FELIX_PORTS)
        if spec.at("wireguardEnabledV6").flag and not spec.at("wireguardEnabled").flag:
            yield Chooses(
                origin(spec.at("wireguardEnabledV6")), "calico", "encryption", "wireguard"
            )


IMPORTER = Importer(
    name="calico-objects",
    label="Calico: objects",
    command=(
        "kubectl get installations,apiservers.operator.tigera.io,ippools,bgppeers,"
        "bgpconfigurations,felixconfigurations -o yaml"
    ),
    sample="apiVersion: operator.tigera.io/v1\nkind: Installation\nspec: {calicoNetwork: {}}\n",
    recognises=_recognises,
    read=_read,
    join=join_objects,
)
