"""Which roles the groups of an inventory mean: by convention, or by the words in their names."""

import re
from collections.abc import Iterable, Mapping

from portsref.planning.document import RoleName

KUBESPRAY: Mapping[str, RoleName] = {
    "kube_control_plane": "control-plane",
    "kube-master": "control-plane",
    "kube_master": "control-plane",
    "kube_node": "worker",
    "kube-node": "worker",
    "etcd": "etcd",
    "bastion": "bastion",
}
K3S: Mapping[str, RoleName] = {"server": "control-plane", "agent": "worker"}
_WORDS: Mapping[str, RoleName] = {
    "control": "control-plane",
    "controlplane": "control-plane",
    "controller": "control-plane",
    "master": "control-plane",
    "server": "control-plane",
    "worker": "worker",
    "agent": "worker",
    "node": "worker",
    "minion": "worker",
    "etcd": "etcd",
    "lb": "load-balancer",
    "loadbalancer": "load-balancer",
    "balancer": "load-balancer",
    "haproxy": "load-balancer",
    "ingress": "ingress",
    "bastion": "bastion",
    "jump": "bastion",
    "jumphost": "bastion",
    "storage": "storage",
}
_BESIDE = frozenset(
    {"k8s", "k3s", "rke2", "kube", "kubernetes", "cluster", "plane", "host", "load", "group", ""}
)
_BETWEEN = re.compile(r"[_.-]|(?<=[a-z])[0-9]+\Z")


def role_by_name(group: str) -> RoleName | None:
    """The role that a name such as `k8s_workers` sounds like; None where it says other things."""
    words = [_singular(word) for word in _BETWEEN.split(group.lower())]
    roles = [_WORDS[word] for word in words if word in _WORDS]
    if not roles or any(word not in _WORDS and word not in _BESIDE for word in words):
        return None
    return roles[0]


def _singular(word: str) -> str:
    return word if word in _WORDS or word in _BESIDE else word.removesuffix("s")


def roles_of(
    groups: Iterable[str], sure: Mapping[str, RoleName]
) -> tuple[tuple[RoleName, ...], bool]:
    """The roles of a host in some groups, and whether they are more than a guess."""
    held = [*groups]
    known = [sure[group] for group in sure if group in held]
    if known:
        return tuple(dict.fromkeys(known)), True
    likely = (role for group in held if (role := role_by_name(group)))
    return tuple(dict.fromkeys(likely)), False
