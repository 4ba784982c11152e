"""Every chart whose values are read, in the order in which its values are recognised."""

from portsref.importers.base import Importer
from portsref.importers.charts import (
    calico,
    cilium,
    ingress_nginx,
    kube_prometheus_stack,
    kube_vip,
    longhorn,
    metallb,
    traefik,
)
from portsref.importers.charts.base import Chart

CHARTS: tuple[Chart, ...] = (
    cilium.CHART,
    cilium.RKE2_CHART,
    calico.CHART,
    calico.RKE2_CHART,
    ingress_nginx.CHART,
    ingress_nginx.RKE2_CHART,
    traefik.CHART,
    traefik.RKE2_CHART,
    kube_prometheus_stack.CHART,
    longhorn.CHART,
    metallb.CHART,
    kube_vip.CHART,
)
VALUES: tuple[Importer, ...] = (
    cilium.IMPORTER,
    calico.IMPORTER,
    ingress_nginx.IMPORTER,
    kube_prometheus_stack.IMPORTER,
    longhorn.IMPORTER,
    metallb.IMPORTER,
    traefik.IMPORTER,
    kube_vip.IMPORTER,
)


def find_chart(name: str) -> Chart | None:
    """The chart of that name, if its values are read."""
    return next((chart for chart in CHARTS if name in chart.names), None)
