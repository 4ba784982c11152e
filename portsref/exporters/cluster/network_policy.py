"""Kubernetes NetworkPolicy: one policy that lets the pods of a namespace dial what a plan says.

networking.k8s.io/v1, with `endPort` (Kubernetes 1.25). It has no namespace, so that it can be
applied in each; it selects every pod there, and closes all else that they dial. TCP, UDP and SCTP.
Whether `ipBlock` matches nodes is the network plugin's own: Cilium needs a setting for it.
"""

from collections.abc import Iterator
from functools import lru_cache

from portsref.exporters.base import Exporter, Job, says_everything
from portsref.exporters.cluster.pods import (
    LABELS,
    MEDIA_TYPE,
    NAME,
    Destinations,
    about_pods,
    room,
    rules_of_pods,
)
from portsref.exporters.comments import about_causes, commented, one_line
from portsref.exporters.once import MOST
from portsref.messages import gettext_noop
from portsref.planning.rules import Rule
from portsref.ports import PortSet

_WHAT_IT_DOES = (
    "It closes everything else that pods of its namespace dial, so add policies of your own for",
    "what your applications need. It says nothing about who dials pods. Pods reach their own node,",
    "and answers pass, in any case. With Cilium it needs policyCIDRMatchMode=nodes, or addresses",
    "match no nodes, the Kubernetes API among them.",
)
_HOW = (
    "",
    "Check: kubectl -n NAMESPACE apply --dry-run=server -f FILE.",
    "Apply: kubectl -n NAMESPACE apply -f FILE; twice changes nothing.",
    f"What is in force: kubectl -n NAMESPACE describe networkpolicy {NAME}.",
    "Take back: kubectl -n NAMESPACE delete -f FILE.",
)
_POLICY = f"""\
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {NAME}
{LABELS}spec:
  podSelector: {{}}
  policyTypes:
    - Egress
  egress:
"""


def render(job: Job) -> Iterator[str]:
    """Write the policy, a rule of it for each rule of pods."""
    yield from commented(about_pods(job, _WHAT_IT_DOES, _HOW))
    destinations = Destinations(job.rule_set.document)
    ports, purpose = lru_cache(maxsize=MOST)(_ports), lru_cache(maxsize=MOST)(about_causes)
    is_first = True
    for rule in rules_of_pods(job):
        yield _POLICY if is_first else ""
        is_first = False
        yield f"    # {one_line(rule.name)}: {purpose(rule.causes)}\n"
        yield _to(rule, destinations) + ports(rule.protocol, rule.ports)


def _to(rule: Rule, destinations: Destinations) -> str:
    networks = destinations.of(rule)
    if networks is None:
        return "    - to:\n        - namespaceSelector: {}\n"
    blocks = (f'        - ipBlock:\n            cidr: "{network}"\n' for network in networks)
    return "    - to:\n" + "".join(blocks)


def _ports(protocol: str, ports: PortSet) -> str:
    lines = []
    for part in ports.ranges:
        first = max(part.first, 1)
        lines.append(f"        - protocol: {protocol}\n          port: {first}\n")
        if part.last > first:
            lines.append(f"          endPort: {part.last}\n")
    return "      ports:\n" + "".join(lines)


EXPORTER = Exporter(
    name="networkpolicy",
    label="NetworkPolicy",
    summary=gettext_noop("A policy of Kubernetes with what the pods of a namespace may dial."),
    family="cluster",
    media_type=MEDIA_TYPE,
    suffix="yaml",
    says=says_everything,
    room=room,
    render=render,
)
