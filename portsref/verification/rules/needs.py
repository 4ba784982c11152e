"""What a plan needs of the filters of a group of hosts, as packets."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from portsref.exporters.host.hosts import PodAddresses, fronts_of
from portsref.planning.rules import Endpoint, Rule, RuleSet
from portsref.protocols import PROTOCOL_BY_NAME
from portsref.verification.rules.space import (
    EVERY_ADDRESS,
    EVERY_PORT,
    Box,
    Space,
    Spans,
    address_spans,
    port_spans,
    spans,
)

_PINGS: Mapping[str, Spans] = {"ICMP": ((8, 8),), "ICMPv6": ((128, 128),)}


@dataclass(frozen=True, slots=True)
class Need:
    """A rule of the plan with its packets; without a rule, what the host's own pods need."""

    packets: Space
    rule: Rule | None = None


def packets_of(rule: Rule) -> Space:
    """The packets of a rule; of an end without addresses nobody knows which, so all are asked.

    Of ICMP these are pings: its errors pass as answers.
    """
    protocol = PROTOCOL_BY_NAME[rule.protocol]
    ports = port_spans(rule.ports) if protocol.has_ports else _PINGS.get(rule.protocol, EVERY_PORT)
    boxes = (
        Box(
            family,
            _addresses(rule.source, family),
            _addresses(rule.destination, family),
            ((protocol.number, protocol.number),),
            ports,
        )
        for family in sorted(protocol.families)
    )
    return tuple(box for box in boxes if box.sources and box.destinations)


def _addresses(end: Endpoint, family: int) -> Spans:
    return address_spans(end.addresses, family) if end.addresses else EVERY_ADDRESS[family]


def rules_to(rule_set: RuleSet, group: str) -> Iterator[Rule]:
    """The rules to a group of hosts, and to addresses before them that they may hold."""
    names = {group, *fronts_of(rule_set.document).get(group, ())}
    return (rule for rule in rule_set.rules if rule.destination.name in names)


def needs_of(rule_set: RuleSet, group: str, *, on_hosts: bool) -> tuple[Need, ...]:
    """All that hosts of a group must accept: the plan's rules and, on hosts, their own pods."""
    needs = [Need(_of_any_type(rule), rule) for rule in rules_to(rule_set, group)]
    if on_hosts and (pods := own_pods(rule_set)):
        needs.append(Need(pods))
    return tuple(needs)


def _of_any_type(rule: Rule) -> Space:
    """The packets of a rule, those of ICMP of any type: nobody opens pings alone."""
    packets = packets_of(rule)
    if rule.protocol not in _PINGS:
        return packets
    return tuple(box.having("ports", EVERY_PORT) for box in packets)


def own_pods(rule_set: RuleSet) -> Space:
    """What comes from pods and Services to the host itself, and what is sent to them."""
    ends = PodAddresses.of(rule_set).ends
    addresses = [address for end in ends for address in end.addresses]
    return tuple(
        box
        for family, every in EVERY_ADDRESS.items()
        if (inside := address_spans(addresses, family))
        for box in (Box(family, inside, every), Box(family, every, inside))
    )


def addresses_of_pods(rule_set: RuleSet) -> Mapping[int, Spans]:
    """Where NodePorts lead to, by family, as far as it is known."""
    pods = PodAddresses.of(rule_set).pods.addresses
    return {family: address_spans(pods, family) for family in EVERY_ADDRESS}


def destinations_of(needs: Iterable[Need]) -> Mapping[int, Spans]:
    """Where the packets of some rules go."""
    boxes = [box for need in needs if need.rule for box in need.packets]
    return {
        family: spans(part for box in boxes if box.family == family for part in box.destinations)
        for family in EVERY_ADDRESS
    }
