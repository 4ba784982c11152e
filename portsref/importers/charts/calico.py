"""The chart of Calico's operator (`tigera-operator`), upstream's and RKE2's.

Traps: nothing set is IPIP with BGP, because the operator's default is not that of the quick start.
RKE2's chart sets VXLAN without BGP. See `installation.py` for the pools.
"""

from collections.abc import Iterator

from portsref.importers.base import Setting, choose
from portsref.importers.charts.base import Chart, flag, importer_of, read_chart
from portsref.importers.facts import Fact
from portsref.importers.objects.installation import read_installation
from portsref.importers.values import Value

_SETTINGS = (
    Setting("apiServer.enabled", "api", {"true": "api-server", "false": "none"}),
    flag("defaultFelixConfiguration.prometheusMetricsEnabled", "felix-metrics"),
    Setting(
        "defaultFelixConfiguration.wireguardEnabled",
        "encryption",
        {"true": "wireguard", "false": "none"},
    ),
)
_FLOW_LOGS = flag("goldmane.enabled", "flow-logs")


def read_calico(values: Value) -> Iterator[Fact]:
    """What values of the chart decide."""
    yield from read_chart(values, "calico", _SETTINGS)
    yield from choose(values.path(_FLOW_LOGS.path), "calico", _FLOW_LOGS)
    yield from read_installation(values.at("installation"))


def _read_rke2(values: Value) -> Iterator[Fact]:
    yield from read_chart(values, "calico", _SETTINGS)
    yield from read_installation(values.at("installation"), bgp="no")


CHART = Chart(
    product="calico",
    names=("tigera-operator",),
    read=read_calico,
    signs=(
        "installation.calicoNetwork",
        "tigeraOperator",
        "calicoctl",
        "defaultFelixConfiguration",
    ),
    hints=("installation",),
)
RKE2_CHART = Chart(product="calico", names=("rke2-calico",), read=_read_rke2)
IMPORTER = importer_of(CHART, "installation:\n  calicoNetwork: {bgp: Disabled}\n")
