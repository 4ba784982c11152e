"""The chart of the community's ingress controller, upstream's and RKE2's.

Traps: the host network, host ports and the Service may all be on, and the first of them decides
where it is reached; `tcp` and `udp` open further ports. RKE2's chart uses host ports. Node ports of
its Service are within their range and not read.
"""

from collections.abc import Iterator

from portsref.importers.base import YES_NO, Setting, choose, origin, ports_of, read_settings
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
from portsref.importers.flags import flags_of
from portsref.importers.values import Value
from portsref.planning.document import RoleName

_SERVICE = Setting(
    "controller.service.type",
    "expose",
    {"loadbalancer": "load-balancer", "nodeport": "node-port"},
)
_SETTINGS = (
    flag("controller.admissionWebhooks.enabled", "admission-webhook"),
    flag("controller.metrics.enabled", "metrics"),
)
# A flag without a value is on.
_FLAG = {**YES_NO, "": "yes"}
_FLAGS = (
    Setting("enable-ssl-passthrough", "ssl-passthrough", _FLAG),
    Setting("profiling", "profiling", _FLAG),
)
_HTTP = ("ingress-nginx/http",)
_HTTPS = ("ingress-nginx/https",)
_HEALTH = (
    "ingress-nginx/health", "ingress-nginx/health-host",
    "ingress-nginx/metrics", "ingress-nginx/metrics-host",
)  # fmt: skip
_PORTS = (
    PortSetting("controller.containerPort.http", "80", _HTTP),
    PortSetting("controller.containerPort.https", "443", _HTTPS),
    PortSetting("controller.hostPort.ports.http", "80", ("ingress-nginx/http-host",)),
    PortSetting("controller.hostPort.ports.https", "443", ("ingress-nginx/https-host",)),
    PortSetting("controller.service.ports.http", "80", ("ingress-nginx/http-load-balancer",)),
    PortSetting("controller.service.ports.https", "443", ("ingress-nginx/https-load-balancer",)),
    PortSetting("controller.metrics.port", "10254", _HEALTH),
    PortSetting(
        "controller.admissionWebhooks.port",
        "8443",
        ("ingress-nginx/webhook", "ingress-nginx/webhook-host"),
    ),
)


def read_ingress_nginx(values: Value) -> Iterator[Fact]:
    """What values of the chart decide."""
    yield from read_chart(values, "ingress-nginx", _SETTINGS)
    yield from _expose(values.at("controller"), values)
    yield from read_ports(values, _PORTS)
    arguments = values.path("controller.extraArgs")
    flags = Value(arguments.place, flags_of(arguments))
    yield from read_settings(flags, "ingress-nginx", _FLAGS)
    yield from _further(values)


def _expose(controller: Value, values: Value) -> Iterator[Fact]:
    for path, choice in (("hostNetwork", "host-network"), ("hostPort.enabled", "host-port")):
        if controller.path(path).flag:
            yield Chooses(origin(controller.path(path)), "ingress-nginx", "expose", choice)
            return
    yield from choose(values.path(_SERVICE.path), "ingress-nginx", _SERVICE)


def _further(values: Value) -> Iterator[Fact]:
    controller = values.at("controller")
    on_hosts = controller.at("hostNetwork").flag or controller.path("hostPort.enabled").flag
    roles: tuple[RoleName, ...] = ("ingress",) if on_hosts else ("load-balancer", "ingress")
    for protocol in ("tcp", "udp"):
        for port, target in values.at(protocol).items():
            if ports := ports_of(Value(target.place, port)):
                id_ = f"ingress-nginx-{protocol}-{port}"
                yield opened(target, id_, protocol.upper(), ports, roles)


def _read_rke2(values: Value) -> Iterator[Fact]:
    yield from read_ingress_nginx(values)
    controller = values.at("controller")
    if not controller.at("hostNetwork").flag and not controller.path("hostPort.enabled"):
        where = controller.path("hostPort.enabled")
        yield Chooses(origin(where, "default"), "ingress-nginx", "expose", "host-port")


CHART = Chart(
    product="ingress-nginx",
    names=("ingress-nginx",),
    read=read_ingress_nginx,
    signs=("controller.admissionWebhooks", "controller.ingressClassByName"),
    hints=("controller.ingressClassResource", "controller.hostPort", "controller.extraArgs"),
)
RKE2_CHART = Chart(product="ingress-nginx", names=("rke2-ingress-nginx",), read=_read_rke2)
IMPORTER = importer_of(CHART, "controller:\n  admissionWebhooks: {enabled: false}\n")
