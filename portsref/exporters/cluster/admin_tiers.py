"""What policies of a whole cluster share: before all of its namespaces' they accept what pods dial.

They close nothing, and what they accept no policy of a namespace can take away: so they are for
namespaces that have a label of ours, which a cluster gives to those of its own products. A policy
has room for so many rules, a rule for so many destinations, networks and ports, so that there may
be several of each.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import batched

from portsref.exporters.base import Job
from portsref.exporters.cluster.pods import LABELS, NAME, Destinations, about_pods, rules_of_pods
from portsref.exporters.comments import about_causes, commented, one_line
from portsref.exporters.identifiers import identifier
from portsref.exporters.once import MOST
from portsref.planning.rules import Rule
from portsref.ports import PortRange, PortSet

MOST_NETWORKS = MOST_PEERS = 25
FIRST_PRIORITY, LAST_PRIORITY = 500, 1000
LABEL, VALUE = "portsref/egress", "accept"
LONGEST_NAME = 63
WHAT_IT_DOES = (
    "It closes nothing: it sees to it that no NetworkPolicy closes what the plan's products need",
    "pods to dial. It says nothing about who dials pods. It is for all pods of namespaces with a",
    "label: give it to those of the products, and to none that must not reach the hosts.",
)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a kind of policy says it; `port` writes a port or a range of a protocol."""

    resource: str
    api_version: str
    kind: str
    tier: str
    action: str
    ports: str
    most_rules: int
    most_ports: int
    port: Callable[[str, PortRange], str]

    def how(self) -> tuple[str, ...]:
        """How to check, apply and take back; lines without marks of comments."""
        return (
            "",
            "Check: kubectl apply --dry-run=server -f FILE.",
            "Apply: kubectl apply -f FILE; twice changes nothing. Policies of the priorities",
            f"0 to {FIRST_PRIORITY - 1} come before it. Then, for each namespace of the products:",
            f"    kubectl label namespace NAMESPACE {LABEL}={VALUE}",
            f"What is in force: kubectl describe {self.resource} {NAME}.",
            "Take back: kubectl delete -f FILE.",
        )


def policies(job: Job, dialect: Dialect) -> Iterator[str]:
    """Write the policies, as many as the rules need."""
    yield from commented(about_pods(job, WHAT_IT_DOES, dialect.how()))
    writer = _Writer(job, dialect)
    number = 0
    for rule in rules_of_pods(job):
        for text in writer.rules(rule):
            if number % dialect.most_rules == 0:
                yield writer.policy(number // dialect.most_rules)
            yield text
            number += 1


class _Writer:
    def __init__(self, job: Job, dialect: Dialect) -> None:
        self._dialect = dialect
        self._destinations = Destinations(job.rule_set.document)
        self._services = lru_cache(maxsize=MOST)(self._port_lists)
        self._purpose = lru_cache(maxsize=MOST)(about_causes)

    def policy(self, number: int) -> str:
        dialect, suffix = self._dialect, f"-{number + 1}" if number else ""
        priority = min(FIRST_PRIORITY + number, LAST_PRIORITY)
        return (
            f"---\napiVersion: {dialect.api_version}\nkind: {dialect.kind}\nmetadata:\n"
            f"  name: {NAME}{suffix}\n{LABELS}spec:\n{dialect.tier}  priority: {priority}\n"
            "  subject:\n    namespaces:\n      matchLabels:\n"
            f"        {LABEL}: {VALUE}\n  egress:\n"
        )

    def rules(self, rule: Rule) -> Iterator[str]:
        """The rules of a policy that a rule becomes: one for each list of peers and of ports."""
        dialect = self._dialect
        for peers in self._peers(rule):
            for ports in self._services(rule.protocol, rule.ports):
                yield (
                    f"    # {one_line(self._purpose(rule.causes))}\n"
                    f'    - name: "{identifier(rule.name, LONGEST_NAME)}"\n'
                    f"      action: {dialect.action}\n      to:\n{peers}"
                    f"      {dialect.ports}:\n{ports}"
                )

    def _peers(self, rule: Rule) -> Iterator[str]:
        networks = self._destinations.of(rule)
        if networks is None:
            yield "        - namespaces: {}\n"
            return
        for peers in batched(batched(networks, MOST_NETWORKS), MOST_PEERS):
            yield "".join(
                "        - networks:\n" + "".join(f'            - "{net}"\n' for net in part)
                for part in peers
            )

    def _port_lists(self, protocol: str, ports: PortSet) -> tuple[str, ...]:
        return tuple(
            "".join(
                self._dialect.port(protocol, PortRange(max(part.first, 1), part.last))
                for part in parts
            )
            for parts in batched(ports.ranges, self._dialect.most_ports)
        )
