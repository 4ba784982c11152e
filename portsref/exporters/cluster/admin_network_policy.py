"""AdminNetworkPolicy: the same as ClusterNetworkPolicy, for clusters that have its predecessor.

policy.networking.k8s.io/v1alpha1 of the network policy API 0.1.7, which OpenShift has: at most 100
rules a policy, 100 peers and 100 ports a rule, 25 networks a peer.
"""

from collections.abc import Iterator

from portsref.exporters.base import Exporter, Job, says_everything
from portsref.exporters.cluster.admin_tiers import Dialect, policies
from portsref.exporters.cluster.pods import MEDIA_TYPE, room
from portsref.messages import gettext_noop
from portsref.ports import PortRange


def _port(protocol: str, part: PortRange) -> str:
    if part.first == part.last:
        number = f"            protocol: {protocol}\n            port: {part.first}\n"
        return f"        - portNumber:\n{number}"
    ends = f"            start: {part.first}\n            end: {part.last}\n"
    return f"        - portRange:\n            protocol: {protocol}\n{ends}"


DIALECT = Dialect(
    resource="adminnetworkpolicies",
    api_version="policy.networking.k8s.io/v1alpha1",
    kind="AdminNetworkPolicy",
    tier="",
    action="Allow",
    ports="ports",
    most_rules=100,
    most_ports=100,
    port=_port,
)


def render(job: Job) -> Iterator[str]:
    """Write the policies."""
    return policies(job, DIALECT)


EXPORTER = Exporter(
    name="adminnetworkpolicy",
    label="AdminNetworkPolicy",
    summary=gettext_noop("The same for clusters with the predecessor of ClusterNetworkPolicy."),
    family="cluster",
    media_type=MEDIA_TYPE,
    suffix="yaml",
    says=says_everything,
    room=room,
    render=render,
)
