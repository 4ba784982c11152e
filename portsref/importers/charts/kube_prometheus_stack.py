"""The chart kube-prometheus-stack, which Rancher calls rancher-monitoring.

Traps: the node exporter is on the host network; `endpoints` name hosts that are not found in the
cluster; controller manager, scheduler, etcd and kube-proxy must leave loopback to be scraped.

Not read: where Prometheus writes to and what else it scrapes, of which a plan does not know whose
it is.
"""

from collections.abc import Iterator

from portsref.importers.base import host_addresses, origin, unread
from portsref.importers.charts.base import (
    NO_PLACE,
    Chart,
    PortSetting,
    flag,
    importer_of,
    read_chart,
    read_ports,
    several,
)
from portsref.importers.facts import Chooses, Fact, Host
from portsref.importers.values import Value
from portsref.planning.document import RoleName

_PRODUCT = "kube-prometheus-stack"
_SETTINGS = (
    flag("alertmanager.enabled", "alertmanager"),
    flag("grafana.enabled", "grafana"),
    flag("kubeStateMetrics.enabled", "kube-state-metrics"),
    flag("nodeExporter.enabled", "node-exporter"),
    flag("windowsMonitoring.enabled", "windows-exporter"),
    flag("prometheusOperator.tls.enabled", "operator-tls"),
    flag("prometheusOperator.hostNetwork", "operator-host-network"),
    flag("prometheus.thanosService.enabled", "thanos-sidecar"),
    flag("thanosRuler.enabled", "thanos-ruler"),
    flag("kubeProxy.enabled", "scrape-kube-proxy"),
)
_PORTS = (
    PortSetting(
        "kubeControllerManager.service.port",
        "10257",
        (f"{_PRODUCT}/scrape-kube-controller-manager",),
    ),
    PortSetting("kubeScheduler.service.port", "10259", (f"{_PRODUCT}/scrape-kube-scheduler",)),
    PortSetting("kubeEtcd.service.port", "2381", (f"{_PRODUCT}/scrape-etcd",)),
    PortSetting("kubeProxy.service.port", "10249", (f"{_PRODUCT}/scrape-kube-proxy",)),
    PortSetting(
        "prometheus-node-exporter.service.port",
        "9100",
        ("node-exporter/metrics", f"{_PRODUCT}/scrape-node-exporter"),
    ),
)
_CONTROL_PLANE = ("kubeControllerManager", "kubeScheduler", "kubeEtcd")
_ENDPOINTS: tuple[tuple[str, RoleName], ...] = (
    ("kubeControllerManager", "control-plane"),
    ("kubeScheduler", "control-plane"),
    ("kubeEtcd", "etcd"),
)
_ELSEWHERE = ("remoteWrite", "remoteRead", "additionalScrapeConfigs", "hostNetwork")


def read_kube_prometheus_stack(values: Value) -> Iterator[Fact]:
    """What values of the chart decide."""
    yield from read_chart(values, _PRODUCT, _SETTINGS)
    yield from read_ports(values, _PORTS)
    yield from several(
        values.path("alertmanager.alertmanagerSpec.replicas"), _PRODUCT, "alertmanager-ha"
    )
    yield from several(values.path("grafana.replicas"), _PRODUCT, "grafana-ha")
    yield from _control_plane(values)
    for name, role in _ENDPOINTS:
        listed = values.at(name, "endpoints")
        for address in host_addresses(listed.each()):
            yield Host(origin(listed), addresses=(address,), roles=(role,))
    for name in _ELSEWHERE:
        found = values.path(f"prometheus.prometheusSpec.{name}")
        if found and found.data != () and found.flag is not False:
            yield unread(found, NO_PLACE)


def _control_plane(values: Value) -> Iterator[Fact]:
    """Scraped is the control plane where one of its parts is, and each is unless turned off."""
    said = [values.at(name, "enabled") for name in _CONTROL_PLANE]
    if any(said):
        scraped = any(one.flag is not False for one in said)
        where = next(one for one in said if one)
        choice = "yes" if scraped else "no"
        yield Chooses(origin(where), _PRODUCT, "scrape-control-plane", choice)


CHART = Chart(
    product=_PRODUCT,
    names=(_PRODUCT, "rancher-monitoring"),
    read=read_kube_prometheus_stack,
    signs=(
        "kubeControllerManager", "kubeScheduler", "kubeEtcd", "kubeStateMetrics", "nodeExporter",
        "prometheusOperator", "prometheus.prometheusSpec", "alertmanager.alertmanagerSpec",
        "prometheus-node-exporter", "defaultRules", "windowsMonitoring",
    ),
    hints=("alertmanager", "prometheus", "grafana", "thanosRuler"),
)  # fmt: skip
IMPORTER = importer_of(CHART, "prometheusOperator: {hostNetwork: true}\n")
