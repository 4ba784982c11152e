"""The chart of MetalLB.

Traps: `frrk8s.enabled` is true since 0.16, and until then `speaker.frr.enabled` was; memberlist
takes one port, over TCP and UDP. What is announced, and to whom, is in objects and not in values.
"""

from collections.abc import Iterator

from portsref.importers.base import origin
from portsref.importers.charts.base import Chart, PortSetting, importer_of, read_chart, read_ports
from portsref.importers.components import TURNED_OFF
from portsref.importers.facts import Chooses, Closes, Fact, How
from portsref.importers.values import Value
from portsref.messages import Message

_MEMBERS = ("metallb/memberlist-tcp", "metallb/memberlist-udp")
_PORTS = (
    PortSetting("speaker.memberlist.mlBindPort", "7946", _MEMBERS),
    PortSetting(
        "prometheus.metricsPort", "9120", ("metallb/speaker-metrics", "metallb/controller-metrics")
    ),
    PortSetting("speaker.frr.metricsPort", "9121", ("metallb/frr-metrics",)),
)


def read_metallb(values: Value) -> Iterator[Fact]:
    """What values of the chart decide."""
    yield from read_chart(values, "metallb", ())
    yield from read_ports(values, _PORTS)
    members = values.path("speaker.memberlist.enabled")
    if members.flag is False:
        for listener in _MEMBERS:
            yield Closes(origin(members), listener, Message(TURNED_OFF))
    yield from _backend(values.path("frrk8s.enabled"), values.path("speaker.frr.enabled"))


def _backend(frr_k8s: Value, frr: Value) -> Iterator[Fact]:
    """FRR-K8s unless it is turned off; then FRR where that is turned on, else MetalLB's own."""
    if frr_k8s.flag:
        yield Chooses(origin(frr_k8s), "metallb", "bgp-backend", "frr-k8s")
    elif frr.flag:
        yield Chooses(origin(frr), "metallb", "bgp-backend", "frr")
    elif frr_k8s.flag is False:
        how: How = "stated" if frr else "default"
        yield Chooses(origin(frr_k8s, how), "metallb", "bgp-backend", "native")


CHART = Chart(
    product="metallb",
    names=("metallb",),
    read=read_metallb,
    signs=("frrk8s", "speaker.frr", "speaker.memberlist"),
    hints=("speaker",),
)
IMPORTER = importer_of(CHART, "speaker: {frr: {enabled: true}}\nfrrk8s: {enabled: false}\n")
