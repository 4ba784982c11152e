"""What is known about one plan, and the case of one packet in it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from portsref.catalogue.search.entries import Entry
from portsref.catalogue.search.index import SearchIndex
from portsref.packet_logs.packets import Packet
from portsref.planning.document import PlanDocument
from portsref.planning.packets import allows
from portsref.planning.rules import Rule, RuleSet
from portsref.ports import PortSet
from portsref.troubleshooting.additions import Trials
from portsref.troubleshooting.explanations import End, Explanation, Verdict
from portsref.troubleshooting.suspects import Suspects
from portsref.troubleshooting.whereabouts import Whereabouts, holds, may_be_at

MOST_FLOWS = 20_000
MOST_RULES = 8


class Inquiry:
    """Everything about one plan that is asked for again and again."""

    def __init__(
        self, rule_set: RuleSet, index: SearchIndex, translate: Callable[[str], str]
    ) -> None:
        self.rule_set = rule_set
        self.index = index
        self.translate = translate
        self.whereabouts = Whereabouts(rule_set)
        self.suspects = Suspects(rule_set.document, index)
        self.trials = Trials(rule_set, index.catalogue, most_flows=MOST_FLOWS)

    @property
    def document(self) -> PlanDocument:
        """The plan."""
        return self.rule_set.document

    def case(self, packet: Packet) -> "Case":
        """A packet with what is known of its ends and its port."""
        source = self.whereabouts.end(packet.source)
        destination = self.whereabouts.end(packet.destination)
        entries = self.suspects.behind(packet, source, destination)
        return Case(self, packet, source, destination, entries)


@dataclass(frozen=True)
class Case:
    """A packet, the groups at both of its ends, and the rows that may be behind it."""

    inquiry: Inquiry
    packet: Packet
    source: End
    destination: End
    entries: tuple[Entry, ...]

    def say(self, verdict: Verdict, **what: Any) -> Explanation:
        """The explanation of the packet; `what` are the fields that the verdict has of its own."""
        packet, index = self.packet, self.inquiry.index
        return Explanation(
            packet,
            self.source,
            self.destination,
            verdict,
            users=self.inquiry.suspects.users(self.entries, self.source, self.destination),
            near=() if packet.port is None else index.near(packet.port),
            is_nodeport=_is_nodeport(packet, index),
            **what,
        )

    def rules_to(self, group: str, ports: PortSet) -> tuple[Rule, ...]:
        """The rules by which the source reaches a group over TCP on any of `ports`."""
        return tuple(
            rule
            for rule in self.inquiry.rule_set.rules
            if rule.protocol == "TCP"
            and rule.destination.name == group
            and may_be_at(rule.source, self.source.groups)
            and rule.ports & ports
        )[:MOST_RULES]


def turned(packet: Packet) -> Packet:
    """The packet that this one would answer."""
    return replace(
        packet,
        source=packet.destination,
        destination=packet.source,
        port=packet.source_port,
        source_port=packet.port,
    )


def rules_allowing(rule_set: RuleSet, packet: Packet) -> tuple[Rule, ...]:
    """The rules of a rule set that let a packet pass."""
    return allows(rule_set, packet.source, packet.destination, packet.protocol, packet.port)


def _is_nodeport(packet: Packet, index: SearchIndex) -> bool:
    ranges = index.catalogue.node_port_ranges
    return any(holds(packet, row.protocol, row.ports) for row in ranges)
