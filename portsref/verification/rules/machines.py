"""Chains and interfaces that programs make and look after themselves: counted, not judged."""

import re
from collections.abc import Mapping

from portsref.messages import gettext_noop

MADE_BY = gettext_noop("what %(name)s puts there itself decides too, and was not followed")

# The beginnings of names of chains; what DOCKER-USER holds was written by somebody.
_CHAINS: Mapping[str, str] = {
    "KUBE-ROUTER-": "kube-router",
    "KUBE-NWPLCY-": "kube-router",
    "KUBE-POD-FW-": "kube-router",
    "KUBE-": "kube-proxy",
    "cali-": "Calico",
    "CILIUM_": "Cilium",
    "OLD_CILIUM_": "Cilium",
    "CNI-": "CNI",
    "DOCKER": "Docker",
    "FLANNEL-": "flannel",
    "ANTREA-": "Antrea",
    "f2b-": "fail2ban",
    "LIBVIRT_": "libvirt",
}
# Tables of nftables that programs have for themselves.
_TABLES: Mapping[str, str] = {
    "kube-proxy": "kube-proxy",
    "calico": "Calico",
    "flannel-ipv4": "flannel",
    "flannel-ipv6": "flannel",
    "cni_hostport": "CNI",
    "cni_plugins_masquerade": "CNI",
    "docker-bridges": "Docker",
    "libvirt_network": "libvirt",
    "f2b-table": "fail2ban",
}
_SOMEBODYS = frozenset({"DOCKER-USER"})
HOST_ENDPOINTS = "cali-from-host-endpoint"

# Interfaces of pods and virtual machines: nothing that another host sends comes in by them.
_INTERFACES = re.compile(
    r"lo|docker[0-9]+|br-[0-9a-f]+|cni[0-9]+|cali[\w+*]*|cilium_\w+|lxc[\w+*]*|veth[\w+*]*|virbr[\w+*]*"
    r"|flannel[\w.-]*|kube-ipvs0|kube-bridge|kube-dummy-if|nodelocaldns|dummy[0-9]+|tunl0"
    r"|vxlan\.calico|antrea-gw0|ovn-k8s-mp0|weave"
)


def maker_of(chain: str) -> str:
    """Who makes a chain and looks after it; empty where somebody writes it."""
    if chain in _SOMEBODYS:
        return ""
    return next((name for begin, name in _CHAINS.items() if chain.startswith(begin)), "")


def maker_of_table(table: str) -> str:
    """Who has a table of nftables for itself; empty where somebody writes it."""
    return _TABLES.get(table, "")


def decides(maker: str, *, forwards: bool, has_host_endpoints: bool) -> bool:
    """Tell whether chains of a program decide about what is not theirs alone."""
    return forwards or (maker == "Calico" and has_host_endpoints)


def is_inside(interface: str) -> bool:
    """Tell whether only the host itself and its own pods send by an interface."""
    return _INTERFACES.fullmatch(interface) is not None
