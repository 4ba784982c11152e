"""Interfaces of a host that pods are behind, by the names that network plugins give them."""

import re

# Bridges and gateways of plugins, ends of tunnels between pod networks, and the hosts' ends of
# the pairs that lead into pods.
_OF_PODS = re.compile(
    r"(?:cni[0-9]|cbr[0-9]|kube-bridge|weave|antrea-|ovn-k8s-|ovn0|flannel|cilium_|cali|lxc|veth"
    r"|vxlan\.calico|vxlan-v6\.calico|wireguard\.cali|wg-v6\.cali|tunl0|azv|vethwe)",
)


def leads_to_pods(interface: str) -> bool:
    """Tell whether pods are behind an interface of this name."""
    return _OF_PODS.match(interface) is not None
