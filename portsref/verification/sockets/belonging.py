"""Whose sockets were read: which group of the plan a host belongs to."""

from collections.abc import Mapping, Sequence

from portsref.planning.document import PlanDocument
from portsref.planning.rules import RuleSet
from portsref.verification.belonging import Groups
from portsref.verification.sockets.expecting import is_called
from portsref.verification.sockets.model import Host

# What runs on control-plane hosts alone; those of K3s and RKE2 say so in their titles.
_OF_CONTROL_PLANE = ("kube-apiserver", "kube-controller-manager", "kube-scheduler", "k3s-server")


def assign(
    hosts: Sequence[Host], rule_set: RuleSet, group: str = ""
) -> Mapping[str, Sequence[Host]]:
    """The hosts of each group; of the empty name those of which nobody knows.

    With a group all are its, but those whose file is named after another.
    """
    groups = Groups(rule_set)
    found: dict[str, list[Host]] = {}
    for host in hosts:
        if not group:
            found.setdefault(_owner(host, groups, rule_set.document), []).append(host)
        elif groups.by_file(host.file) in {"", group}:
            found.setdefault(group, []).append(host)
    return found


def _owner(host: Host, groups: Groups, document: PlanDocument) -> str:
    return (
        groups.by_file(host.file)
        or _by_addresses(host, groups)
        or _by_processes(host, document)
        or groups.only
    )


def _by_addresses(host: Host, groups: Groups) -> str:
    """The one group that has an address at which something listens."""
    addresses = {
        socket.bound.address
        for socket in host.sockets
        if socket.bound.address and not socket.bound.is_own_host
    }
    found = [
        name
        for name in groups.of_hosts
        if any(address in part for part in groups.addresses[name] for address in addresses)
    ]
    return found[0] if len(found) == 1 else ""


def _by_processes(host: Host, document: PlanDocument) -> str:
    """The one group of the control plane, where processes are that run nowhere else."""
    processes = {name for socket in host.sockets for name in socket.processes}
    if not any(is_called(one, name) for one in processes for name in _OF_CONTROL_PLANE):
        return ""
    found = [group.name for group in document.groups if "control-plane" in group.roles]
    return found[0] if len(found) == 1 else ""
