"""What pods dial of their own host, for filters that cannot see that they are its own.

Where pods leave their host they mostly have its address; what they send to the host itself has
their own. A plan names the hosts alone: where hosts of the cluster dial a port of others, or of
themselves, their pods may dial it too. They do so by TCP; UDP between hosts is mostly the tunnel of
the pod network, into which no pod may write.
"""

from collections.abc import Iterator
from itertools import chain

from portsref.exporters.comments import one_line
from portsref.exporters.host.hosts import HostGroups, PodAddresses
from portsref.planning.rules import RuleSet
from portsref.ports import PortSet

RUN_PODS = frozenset({"control-plane", "worker"})
ONLY_ITSELF = frozenset({"self"})


def ports_for_own_pods(rule_set: RuleSet, groups: HostGroups, group: str) -> PortSet:
    """The TCP ports of a group's hosts that their own pods may dial.

    They are those that hosts of the cluster dial by the rules to the group, whether a file can say
    these or not, and what others than the host itself dial where no rule is needed, as on a single
    host; none where the group runs no pods.
    """
    roles = {each.name: each.roles for each in rule_set.document.groups}
    if RUN_PODS.isdisjoint(roles.get(group, ())):
        return PortSet()
    nodes = {name for name in roles if not RUN_PODS.isdisjoint(roles[name])}
    dialled = {
        one.ports
        for one in rule_set.local
        if one.protocol == "TCP" and group in one.groups and set(one.peers) - ONLY_ITSELF
    }
    left_out = (item.rule for item in groups.left_out(group))
    for rule in chain(groups.rules(group), left_out):
        if rule.protocol == "TCP" and rule.source.name in nodes:
            dialled.add(rule.ports)
    return PortSet.of(part for ports in dialled for part in ports.ranges)


def about_own_pods(networks: PodAddresses, ports: PortSet) -> Iterator[str]:
    """What a file says of them; lines without marks of comments."""
    if not networks.pods.addresses:
        yield f"Pods' networks are {networks.about}."
    elif ports:
        addresses = ", ".join(map(str, networks.pods.addresses))
        yield one_line(f"Pods' networks: {addresses}, {networks.about}.")
        yield "From there the TCP ports are open that hosts of the cluster dial, because pods dial"
        yield "them of their own host. Nothing tells them from others who have such an address."
