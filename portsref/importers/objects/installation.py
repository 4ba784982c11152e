"""The `Installation` of Calico's operator, whether an object or among the values of its chart.

Traps: with nothing set the operator makes one pool with IPIP and turns BGP on, without BGP one with
VXLAN; where a cloud's own plugin networks the pods, Calico has no pools and no BGP.
"""

from collections.abc import Iterable, Iterator
from typing import Literal

from portsref.importers.base import (
    NO_SUCH_WORD,
    Setting,
    choose,
    networks,
    origin,
    ports_of,
    read_settings,
    unread,
)
from portsref.importers.charts.base import moved
from portsref.importers.facts import Chooses, Doubt, Fact, Runs
from portsref.importers.values import Value
from portsref.messages import Message, gettext_noop

POOLS_DIFFER = gettext_noop(
    "some pools use VXLAN and some IPIP; a plan has one of them, so add what the other needs"
)

type Encapsulation = Literal["vxlan", "vxlan-cross-subnet", "ipip", "ipip-cross-subnet", "none"]

_SETTINGS = (
    Setting(
        "calicoNetwork.linuxDataplane",
        "dataplane",
        {"iptables": "iptables", "nftables": "iptables", "bpf": "ebpf"},
    ),
)
_PLATFORM = Setting(
    "kubernetesProvider",
    "platform",
    {"openshift": "openshift", "eks": "eks", "tkg": "tkg"}
    | dict.fromkeys(["", "none", "gke", "aks", "dockerenterprise", "rke2"], "other"),
)
_BGP = Setting("calicoNetwork.bgp", "bgp", {"enabled": "mesh", "disabled": "no"})
_ENCAPSULATIONS: dict[str, Encapsulation] = {
    "vxlan": "vxlan",
    "vxlancrosssubnet": "vxlan-cross-subnet",
    "ipip": "ipip",
    "ipipcrosssubnet": "ipip-cross-subnet",
    "none": "none",
}
# The plugin that networks the pods where a provider's is not stated otherwise.
_PLUGINS = {"eks": "amazonvpc", "gke": "gke", "aks": "azurevnet"}


def read_installation(
    spec: Value, bgp: Literal["mesh", "no"] = "mesh", *, has_pools: bool = False
) -> Iterator[Fact]:
    """What an `Installation` decides; `bgp` is what holds where it does not say.

    With `has_pools` its pools do not count, because those of the cluster are known.
    """
    yield Runs(origin(spec), "calico")
    yield from read_settings(spec, "calico", _SETTINGS)
    yield from _metrics(spec.at("nodeMetricsPort"), "felix-metrics", "9091")
    yield from _metrics(spec.at("typhaMetricsPort"), "typha-metrics", "9093")
    provider = spec.at("kubernetesProvider")
    plugin = spec.path("cni.type").text.lower() or _PLUGINS.get(provider.text.lower(), "calico")
    if plugin != "calico":
        where = spec.path("cni.type") or provider
        yield Chooses(origin(where), "calico", "encapsulation", "none")
        yield Chooses(origin(where), "calico", "bgp", "no")
        return
    yield from choose(provider, "calico", _PLATFORM)
    yield from _network(spec, "no" if provider.text.lower() == "eks" else bgp, has_pools=has_pools)


def _network(spec: Value, bgp: Literal["mesh", "no"], *, has_pools: bool) -> Iterator[Fact]:
    said = spec.path(_BGP.path)
    if said:
        yield from choose(said, "calico", _BGP)
        bgp = "no" if said.text.lower() == "disabled" else "mesh"
    else:
        yield Chooses(origin(said, "default"), "calico", "bgp", bgp)
    default: Encapsulation = "ipip" if bgp == "mesh" else "vxlan"
    if has_pools:
        return
    pools = spec.path("calicoNetwork.ipPools")
    if not any(pools.each()):
        yield Chooses(origin(pools, "default"), "calico", "encapsulation", default)
        return
    stated: list[tuple[Value, Encapsulation]] = []
    for pool in pools.each():
        yield from networks(pool.at("cidr"), "pods")
        found = pool.at("encapsulation")
        if not found and not found.is_template:
            stated.append((found, default))
        elif (word := _ENCAPSULATIONS.get(found.text.lower())) is not None:
            stated.append((found, word))
        else:
            yield unread(found, NO_SUCH_WORD)
    yield from encapsulation_of(stated)


def encapsulation_of(pools: Iterable[tuple[Value, Encapsulation]]) -> Iterator[Fact]:
    """What all pools need together; where some need VXLAN and some IPIP that is a choice."""
    found: dict[str, tuple[Value, Encapsulation]] = {}
    for value, word in pools:
        family = word.partition("-")[0]
        if family not in found or word == family:
            found[family] = (value, word)
    if len(found) > 1:
        found.pop("none", None)
    for value, word in found.values():
        yield Chooses(origin(value), "calico", "encapsulation", word)
        if len(found) > 1:
            yield Doubt(origin(value), Message(POOLS_DIFFER))


def _metrics(port: Value, option: str, documented: str) -> Iterator[Fact]:
    if ports_of(port):
        yield Chooses(origin(port), "calico", option, "yes")
    yield from moved(port, documented, f"calico/{option}")
