"""The flags of k3s and RKE2: whose they are, and what they tell that no file says outright."""

import re
from collections.abc import Iterator, Mapping

from portsref.importers.flags import split_host_port
from portsref.importers.values import Place, Value, scalar

_K3S_KEYS = frozenset((
    "https-listen-port", "advertise-port", "cluster-init", "flannel-backend", "flannel-iface",
    "flannel-conf", "flannel-cni-conf", "flannel-external-ip", "flannel-ipv6-masq",
    "disable-network-policy", "default-local-storage-path",
))  # fmt: skip
_RKE2_KEYS = frozenset((
    "cni", "ingress-controller", "enable-servicelb", "profile", "control-plane-resource-requests",
    "control-plane-resource-limits", "control-plane-probe-configuration", "audit-policy-file",
))  # fmt: skip
_SERVER_KEYS = _K3S_KEYS | frozenset((
    "datastore-endpoint", "tls-san", "disable", "cluster-cidr", "service-cidr", "cluster-dns",
    "cluster-domain", "cni", "ingress-controller", "enable-servicelb", "advertise-address",
    "service-node-port-range", "embedded-registry", "supervisor-metrics", "egress-selector-mode",
    "secrets-encryption", "agent-token", "write-kubeconfig", "write-kubeconfig-mode",
    "disable-apiserver", "disable-controller-manager", "disable-scheduler", "disable-etcd",
    "disable-cloud-controller", "disable-kube-proxy", "disable-helm-controller",
    "kube-apiserver-arg", "kube-scheduler-arg", "kube-controller-manager-arg",
    "kube-cloud-controller-manager-arg", "etcd-arg", "etcd-expose-metrics", "etcd-snapshot-dir",
    "etcd-snapshot-retention", "etcd-snapshot-schedule-cron", "etcd-disable-snapshots",
))  # fmt: skip
_AGENTS_OF_K3S = frozenset(("flannel-iface", "flannel-conf", "flannel-cni-conf"))
_OTHER_KEYS = frozenset((
    "server", "token", "token-file", "agent-token-file", "node-name", "node-ip",
    "node-external-ip", "node-label", "node-taint", "with-node-id", "kubelet-arg",
    "kube-proxy-arg", "bind-address", "data-dir", "private-registry", "system-default-registry",
    "selinux", "debug", "log", "v", "protect-kernel-defaults", "lb-server-port", "resolv-conf",
    "snapshotter", "pause-image", "container-runtime-endpoint", "docker", "rootless", "config",
))  # fmt: skip
_KEYS = _SERVER_KEYS | _OTHER_KEYS | _RKE2_KEYS
_K3S_PACKAGES = frozenset(("traefik", "servicelb", "local-storage", "coredns", "metrics-server"))
_SUPERVISOR = "9345"

PROGRAM_IN_FILE = re.compile(r"(?:\A|[/_.-])(k3s|rke2)(?=[/_.-]|\Z)")
ROLE_IN_FILE = re.compile(r"(?:\A|[/_.-])(server|agent)s?(?:[/_.-]|\Z)")


def is_configuration(value: Value) -> bool:
    """Tell whether a mapping has flags as its keys: one that is sure, or nothing but known ones."""
    if value.at("apiVersion") or value.at("kind"):
        return False
    names = [(name.removesuffix("+"), said) for name, said in value.items()]
    flags = [name for name, said in names if not isinstance(said.data, dict)]
    sure = [name for name in flags if "-" in name and (name in _KEYS or name.endswith("-arg"))]
    return bool(sure) or (0 < len(flags) == len(names) and _KEYS.issuperset(flags))


def program_of(flags: Mapping[str, Value]) -> Iterator[Value]:
    """Which product's flags these are, surest first: `k3s` or `rke2`, where the sign stands."""
    for name, said in flags.items():
        if name in _K3S_KEYS:
            yield scalar(said.place, "k3s")
        elif name in _RKE2_KEYS or split_host_port(said.text)[1] == _SUPERVISOR:
            yield scalar(said.place, "rke2")
    for package in flags["disable"].listed() if "disable" in flags else ():
        if package.text.startswith("rke2-"):
            yield scalar(package.place, "rke2")
        elif package.text in _K3S_PACKAGES:
            yield scalar(package.place, "k3s")


def server_of(flags: Mapping[str, Value]) -> Iterator[Value]:
    """The flags that only a server has."""
    for name, said in flags.items():
        if name in _SERVER_KEYS - _AGENTS_OF_K3S:
            yield scalar(said.place, "server")


def in_file(pattern: re.Pattern[str], file: str) -> Iterator[Value]:
    """What the name of a file says, by `PROGRAM_IN_FILE` or `ROLE_IN_FILE`."""
    for match in pattern.finditer(file.lower()):
        yield scalar(Place(file), match[1])
