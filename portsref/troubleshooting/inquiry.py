"""What is known about one plan, and the case of one packet in it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from portsref.catalogue.search.entries import Entry, is_wide
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
        source = self.whereabouts.end(packet.source, is_of_pods=packet.from_pods)
        destination = self.whereabouts.end(packet.destination, is_of_pods=packet.to_pods)
        named = self.suspects.named(packet.failure) if packet.failure else ()
        is_named = _is_named(packet, destination)
        entries = named if is_named else self.suspects.behind(packet, source, destination)
        return Case(self, packet, source, destination, entries, named, is_named=is_named)


@dataclass(frozen=True)
class Case:
    """A packet, the groups at both of its ends, and the rows that may be behind it.

    An end of which nothing is said may be in any group. `named` are the rows that an error text
    names; where it `is_named`, they alone are what it is about, as it says no port of theirs.
    """

    inquiry: Inquiry
    packet: Packet
    source: End
    destination: End
    entries: tuple[Entry, ...]
    named: tuple[Entry, ...] = ()
    is_named: bool = False

    @property
    def has_both_ends(self) -> bool:
        """Tell whether both ends have addresses, which only error texts leave out."""
        return self.packet.source is not None and self.packet.destination is not None

    @cached_property
    def allowing(self) -> tuple[Rule, ...]:
        """The rules of the plan that let the packet pass."""
        if self.is_named:
            return self.allowed_by(self.inquiry.rule_set)
        return self.inquiry.whereabouts.allowing(self.packet)

    def allowed_by(self, rule_set: RuleSet) -> tuple[Rule, ...]:
        """The rules of a rule set that let the packet pass, or are for what it names."""
        if not self.is_named:
            return rules_allowing(rule_set, self.packet)
        keys = {entry.row.key for entry in self.entries}
        return tuple(rule for rule in rule_set.all_rules if not keys.isdisjoint(rule.listeners))

    def is_met_by(self, rule_set: RuleSet) -> bool:
        """Tell whether a rule set lets the packet pass, or knows what it names."""
        if not self.is_named:
            return bool(self.allowed_by(rule_set))
        return not rule_set.listed.isdisjoint(entry.row.key for entry in self.entries)

    @property
    def keys_in_plan(self) -> tuple[str, ...]:
        """The rows of the plan that may be behind the packet, without wide ranges."""
        rows = [entry.row for entry in self.entries if not is_wide(entry.row)]
        return tuple(row.key for row in rows if self.inquiry.suspects.is_in_plan(row))[:MOST_RULES]

    def say(self, verdict: Verdict, *, is_certain: bool | None = None, **what: Any) -> Explanation:
        """The explanation of the packet; `what` are the fields that the verdict has of its own.

        Where nothing says both ends it is no certainty, unless the verdict says that it is.
        """
        packet, index = self.packet, self.inquiry.index
        return Explanation(
            packet,
            self.source if packet.source else End(None),
            self.destination if packet.destination else End(None),
            verdict,
            is_certain=self.has_both_ends if is_certain is None else is_certain,
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


def _is_named(packet: Packet, destination: End) -> bool:
    """Tell whether a packet is known by the name of what it is for, not by address and port."""
    if packet.failure is None or not packet.failure.all_names or packet.protocol != "TCP":
        return False
    is_elsewhere = not destination.groups and destination.network != "pods"
    return packet.port is None or is_elsewhere


def _is_nodeport(packet: Packet, index: SearchIndex) -> bool:
    ranges = index.catalogue.node_port_ranges
    return any(holds(packet, row.protocol, row.ports) for row in ranges)
