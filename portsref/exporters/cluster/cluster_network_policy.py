"""ClusterNetworkPolicy: in the tier Admin of a cluster, what pods may dial whatever else is said.

policy.networking.k8s.io/v1alpha2 of the network policy API 0.2: at most 25 rules a policy, 25 peers
and 25 protocols a rule, 25 networks a peer. A network plugin must know the resource.
"""

from collections.abc import Iterator

from portsref.exporters.base import Exporter, Job, says_everything
from portsref.exporters.cluster.admin_tiers import Dialect, policies
from portsref.exporters.cluster.pods import MEDIA_TYPE, room
from portsref.messages import gettext_noop
from portsref.ports import PortRange


def _port(protocol: str, part: PortRange) -> str:
    head = f"        - {protocol.lower()}:\n            destinationPort:\n"
    if part.first == part.last:
        return f"{head}              number: {part.first}\n"
    inner = f"                start: {part.first}\n                end: {part.last}\n"
    return f"{head}              range:\n{inner}"


DIALECT = Dialect(
    resource="clusternetworkpolicies",
    api_version="policy.networking.k8s.io/v1alpha2",
    kind="ClusterNetworkPolicy",
    tier="  tier: Admin\n",
    action="Accept",
    ports="protocols",
    most_rules=25,
    most_ports=25,
    port=_port,
)


def render(job: Job) -> Iterator[str]:
    """Write the policies."""
    return policies(job, DIALECT)


EXPORTER = Exporter(
    name="clusternetworkpolicy",
    label="ClusterNetworkPolicy",
    summary=gettext_noop("What pods of some namespaces may dial, whatever their policies say."),
    family="cluster",
    media_type=MEDIA_TYPE,
    suffix="yaml",
    says=says_everything,
    room=room,
    render=render,
)
