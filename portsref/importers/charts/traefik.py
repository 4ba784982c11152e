"""The chart of Traefik Proxy, upstream's, K3s' and RKE2's.

Traps: `expose` was true or false before it was a mapping; `metrics.prometheus: null` turns metrics
off; the container listens on 8000 and 8443, the Service on 80 and 443, and hosts where `hostPort`
says. RKE2's chart uses host ports. Node ports are within their range and not read.
"""

from collections.abc import Iterator

from portsref.importers.base import Setting, choose, origin, ports_of
from portsref.importers.charts.base import (
    Chart,
    PortSetting,
    flag,
    importer_of,
    opened,
    read_chart,
    read_ports,
)
from portsref.importers.facts import Chooses, Fact
from portsref.importers.values import Value
from portsref.planning.document import RoleName

_TYPES = {"loadbalancer": "load-balancer", "nodeport": "node-port"}
_SERVICES = (
    Setting("service.spec.type", "expose", _TYPES),
    Setting("service.type", "expose", _TYPES),
)
_HTTP3 = flag("ports.websecure.http3.enabled", "http3")
_DASHBOARD = ("ingressRoute.dashboard.enabled", "api.insecure")
_PORTS = (
    PortSetting("ports.web.port", "8000", ("traefik/http", "traefik/http-host-network")),
    PortSetting("ports.web.exposedPort", "80", ("traefik/http-load-balancer",)),
    PortSetting("ports.web.hostPort", "80", ("traefik/http-host",)),
    PortSetting(
        "ports.websecure.port",
        "8443",
        (
            "traefik/https",
            "traefik/https-host-network",
            "traefik/http3",
            "traefik/http3-host-network",
        ),
    ),
    PortSetting(
        "ports.websecure.exposedPort",
        "443",
        ("traefik/https-load-balancer", "traefik/http3-load-balancer"),
    ),
    PortSetting("ports.websecure.hostPort", "443", ("traefik/https-host", "traefik/http3-host")),
    PortSetting(
        "ports.traefik.port",
        "8080",
        ("traefik/dashboard", "traefik/ping", "traefik/dashboard-host", "traefik/ping-host"),
    ),
    PortSetting("ports.metrics.port", "9100", ("traefik/metrics", "traefik/metrics-host")),
)
_KNOWN = frozenset({"web", "websecure", "traefik", "metrics"})


def read_traefik(values: Value) -> Iterator[Fact]:
    """What values of the chart decide."""
    yield from read_chart(values, "traefik", ())
    yield from _expose(values)
    yield from read_ports(values, _PORTS)
    yield from choose(values.path(_HTTP3.path), "traefik", _HTTP3)
    metrics = values.at("metrics")
    if isinstance(metrics.data, dict) and metrics.data.get("prometheus"):
        yield Chooses(origin(metrics.at("prometheus")), "traefik", "metrics", "yes")
    elif isinstance(metrics.data, dict) and "prometheus" in metrics.data:
        yield Chooses(origin(metrics.at("prometheus")), "traefik", "metrics", "no")
    said = [values.path(path) for path in _DASHBOARD if values.path(path)]
    if said:
        on = any(one.flag for one in said)
        yield Chooses(origin(said[0]), "traefik", "dashboard", "yes" if on else "no")
    yield from _further(values)


def _expose(values: Value) -> Iterator[Fact]:
    on_host = values.at("hostNetwork")
    host_port = next((one for one in _host_ports(values) if ports_of(one)), None)
    if on_host.flag:
        yield Chooses(origin(on_host), "traefik", "expose", "host-network")
    elif host_port:
        yield Chooses(origin(host_port), "traefik", "expose", "host-port")
    else:
        for setting in _SERVICES:
            yield from choose(values.path(setting.path), "traefik", setting)


def _host_ports(values: Value) -> list[Value]:
    return [values.at("ports", name, "hostPort") for name in ("web", "websecure")]


def _further(values: Value) -> Iterator[Fact]:
    """Entry points that somebody added and that are reached from outside."""
    on_hosts = values.at("hostNetwork").flag
    for name, entry in values.at("ports").items():
        protocol = entry.at("protocol").text.upper() or "TCP"
        exposed = entry.at("expose").flag or entry.path("expose.default").flag
        roles: tuple[RoleName, ...] = ("ingress",)
        port = entry.at("port") if on_hosts else entry.at("hostPort")
        if not ports_of(port) and exposed:
            roles, port = ("load-balancer", "ingress"), entry.at("exposedPort") or entry.at("port")
        if name not in _KNOWN and (ports := ports_of(port)) and protocol in {"TCP", "UDP"}:
            yield opened(port, f"traefik-{name.lower()}", protocol, ports, roles)


def _read_rke2(values: Value) -> Iterator[Fact]:
    yield from read_traefik(values)
    if not values.at("hostNetwork").flag and not any(_host_ports(values)):
        yield Chooses(origin(values.at("ports"), "default"), "traefik", "expose", "host-port")


CHART = Chart(
    product="traefik",
    names=("traefik",),
    read=read_traefik,
    signs=(
        "ports.web", "ports.websecure", "ports.traefik", "ingressRoute",
        "providers.kubernetesCRD", "providers.kubernetesIngress", "experimental.plugins",
    ),
    hints=("deployment.kind",),
)  # fmt: skip
RKE2_CHART = Chart(product="traefik", names=("rke2-traefik",), read=_read_rke2)
IMPORTER = importer_of(CHART, "ports:\n  web: {hostPort: 80}\n")
