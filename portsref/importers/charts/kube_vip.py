"""kube-vip, which is set up by variables: in the values of its chart, a static pod or a DaemonSet.

Traps: without `cp_enable` it has no address for the API server; `address` is then nobody's.
`bgp_peers` holds passwords between colons, of which only the address in front is taken.
"""

from collections.abc import Iterator

from portsref.addresses import AddressRange
from portsref.importers.base import YES_NO, Setting, choose, endpoint, host_address, origin
from portsref.importers.charts.base import Chart, importer_of, moved
from portsref.importers.facts import Chooses, Fact, Others, Runs
from portsref.importers.flags import bracketed
from portsref.importers.values import Value

_CONTROL_PLANE = Setting("cp_enable", "control-plane", YES_NO, "no")
# Of several that are on the first is what its pods do.
_MODES = (
    ("vip_wireguard", "wireguard"),
    ("vip_routingtable", "routing-table"),
    ("bgp_enable", "bgp"),
    ("vip_arp", "arp"),
)
_ADDRESSES = ("address", "vip_address")
_PEERS = ("bgp_peers", "bgp_peeraddress")


def read_kube_vip(values: Value) -> Iterator[Fact]:
    """What values of the chart decide."""
    yield from read_variables(values.at("env"), values.path("config.address"))


def read_variables(env: Value, address: Value) -> Iterator[Fact]:
    """What the variables decide, with an address that is stated beside them."""
    yield Runs(origin(env), "kube-vip")
    yield from choose(env.at(_CONTROL_PLANE.path), "kube-vip", _CONTROL_PLANE)
    mode = next(((key, mode) for key, mode in _MODES if env.at(key).flag), None)
    if mode:
        yield Chooses(origin(env.at(mode[0])), "kube-vip", "mode", mode[1])
    if env.at(_CONTROL_PLANE.path).flag:
        yield from _in_front(env, address)
    scraped = env.at("prometheus_server")
    port = scraped.text.rpartition(":")[2]
    yield from moved(Value(scraped.place, port), "2112", "kube-vip/metrics", "kube-vip/metrics-pod")
    yield from _peers(env)


def _in_front(env: Value, address: Value) -> Iterator[Fact]:
    found = next((one for key in _ADDRESSES if (one := env.at(key)) and one.text), address)
    port = env.at("port").text or "6443"
    if found.text:
        yield from endpoint(
            Value(found.place, f"{bracketed(found.text)}:{port}"), "6443", origin(found)
        )
        yield from moved(Value(found.place, port), "6443", "kube-vip/api-vip")
    elif found.is_template:
        yield from endpoint(found, "6443", origin(found))


def _peers(env: Value) -> Iterator[Fact]:
    texts = [(env.at(key), text) for key in _PEERS for text in env.at(key).text.split(",")]
    found = [(value, address) for value, text in texts if (address := _address_of(text))]
    if found and env.at("bgp_enable").flag:
        addresses = tuple(dict.fromkeys(address for _, address in found))
        yield Others(origin(found[0][0]), "kube-vip-routers", ("external",), (), addresses)


def _address_of(peer: str) -> AddressRange | None:
    """The address in front of `address:AS:password:multihop`; of IPv6 it stands in brackets."""
    if peer.startswith("["):
        return host_address(peer.partition("]")[0])
    return host_address(peer.partition(":")[0]) or host_address(peer)


CHART = Chart(
    product="kube-vip",
    names=("kube-vip",),
    read=read_kube_vip,
    signs=("env.vip_arp", "env.cp_enable", "env.svc_enable", "env.vip_interface", "env.bgp_enable"),
    hints=("env.lb_enable", "env.address"),
)
IMPORTER = importer_of(CHART, "config: {address: 192.0.2.10}\nenv: {cp_enable: 'true'}\n")
