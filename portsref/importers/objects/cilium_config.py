"""The ConfigMap `cilium-config`, with which every agent and the operator of Cilium are started.

It is what the chart made of its values, whoever installed it; so it is read as these values would
be. Traps: metrics are on where there is an address for them, and off where there is none; who is
in front of the API servers stands in the DaemonSet, not here; of Envoy on its own, of Hubble Relay
and of Cluster Mesh nothing is said here.
"""

from collections.abc import Iterator, Mapping

from portsref.importers.base import Document, Importer, origin
from portsref.importers.charts.cilium import read_cilium
from portsref.importers.cutting import nested
from portsref.importers.facts import Chooses, Fact
from portsref.importers.flags import split_host_port
from portsref.importers.values import Value

# The paths in values of the chart by the keys of the ConfigMap.
_PATHS: Mapping[str, str] = {
    "routing-mode": "routingMode",
    "tunnel": "tunnel",
    "tunnel-protocol": "tunnelProtocol",
    "tunnel-port": "tunnelPort",
    "kube-proxy-replacement": "kubeProxyReplacement",
    "kube-proxy-replacement-healthz-bind-address": "kubeProxyReplacementHealthzBindAddr",
    "ipam": "ipam.mode",
    "cluster-pool-ipv4-cidr": "ipam.operator.clusterPoolIPv4PodCIDRList",
    "cluster-pool-ipv6-cidr": "ipam.operator.clusterPoolIPv6PodCIDRList",
    "cni-chaining-mode": "cni.chainingMode",
    "identity-allocation-mode": "identityAllocationMode",
    "enable-bgp-control-plane": "bgpControlPlane.enabled",
    "enable-health-checking": "healthChecking",
    "cluster-health-port": "clusterHealthPort",
    "enable-hubble": "hubble.enabled",
    "hubble-listen-address": "hubble.listenAddress",
    "hubble-metrics": "hubble.metrics.enabled",
    "mesh-auth-mutual-enabled": "authentication.mutual.spire.enabled",
    "mesh-auth-mutual-listener-port": "authentication.mutual.port",
    "ingress-hostnetwork-enabled": "ingressController.hostNetwork.enabled",
    "ingress-hostnetwork-shared-listener-port": "ingressController.hostNetwork.sharedListenerPort",
    "gateway-api-hostnetwork-enabled": "gatewayAPI.hostNetwork.enabled",
    "pprof": "pprof.enabled",
}
# What is on where it has an address or a port, with the paths of that and of whether it is on.
_LISTENING: Mapping[str, tuple[str, str]] = {
    "prometheus-serve-addr": ("prometheus.port", "prometheus.enabled"),
    "operator-prometheus-serve-addr": ("operator.prometheus.port", "operator.prometheus.enabled"),
    "hubble-metrics-server": ("hubble.metrics.port", ""),
    "proxy-prometheus-port": ("envoy.prometheus.port", "envoy.prometheus.enabled"),
    "proxy-admin-port": ("envoy.debug.admin.port", "envoy.debug.admin.enabled"),
}
_ENCRYPTION = {
    "enable-ipsec": "ipsec",
    "enable-wireguard": "wireguard",
    "enable-ztunnel": "ztunnel",
}
_OPERATOR = "operator-prometheus-serve-addr"


def _recognises(document: Document) -> bool:
    name = document.value.path("metadata.name").text
    return document.kind == "ConfigMap" and name == "cilium-config"


def _read(document: Document) -> Iterator[Fact]:
    config = document.value.at("data")
    if config:
        yield from read_cilium(_as_values(config))
        if not config.at(_OPERATOR):
            said = origin(config.at(_OPERATOR), "default")
            yield Chooses(said, "cilium", "operator-metrics", "no")


def _as_values(config: Value) -> Value:
    """The values of the chart from which such a ConfigMap is made, each where it stands in it."""
    values = Value(config.place, {})
    for path, value in _each_value(config):
        if value or value.is_template:
            _put(values, path, value)
    return values


def _each_value(config: Value) -> Iterator[tuple[str, Value]]:
    for key, path in _PATHS.items():
        yield path, config.at(key)
    for key, (port, enabled) in _LISTENING.items():
        value = config.at(key)
        yield port, _port_of(value)
        if value.text and enabled:
            yield enabled, Value(value.place, "true")
    for key, kind in _ENCRYPTION.items():
        if config.at(key).flag:
            yield "encryption.enabled", config.at(key)
            yield "encryption.type", Value(config.at(key).place, kind)
    for inner in nested(config.at("etcd-config")):
        yield "etcd.endpoints", inner.value.at("endpoints")


def _port_of(value: Value) -> Value:
    """The port of `:9962`, `[::]:9962` or `9962`; nothing where there is none."""
    _, port = split_host_port(value.text)
    return Value(value.place, port or value.text or None, value.unreadable)


def _put(values: Value, path: str, value: Value) -> None:
    *outer, last = path.split(".")
    for key in outer:
        values = _below(values).setdefault(key, Value(values.place.of(key, values.place.line), {}))
    _below(values)[last] = value


def _below(values: Value) -> dict[str, Value]:
    if not isinstance(values.data, dict):
        raise TypeError(f"{values.place} is no mapping")
    return values.data


IMPORTER = Importer(
    name="cilium-config",
    label="Cilium: ConfigMap",
    command="kubectl -n kube-system get configmap cilium-config -o yaml",
    sample=(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: cilium-config}\n"
        "data: {routing-mode: native}\n"
    ),
    recognises=_recognises,
    read=_read,
)
