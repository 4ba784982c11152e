"""Where the ends of a packet lie in a plan, and which of its rules speak of such a packet."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from operator import itemgetter

from portsref.addresses import AddressRange
from portsref.packet_logs.packets import Address, Packet
from portsref.planning.packets import allowing
from portsref.planning.rules import Endpoint, Rule, RuleSet
from portsref.ports import PortSet
from portsref.protocols import NAMES_WITH_PORTS
from portsref.troubleshooting.explanations import ClusterNetwork, End

MOST_NEAR = 2
_NEAR = {4: 32 - 16, 6: 128 - 48}  # bits below a /16 and a /48


class Whereabouts:
    """The groups and rules of one rule set, looked up for one packet after another."""

    def __init__(self, rule_set: RuleSet) -> None:
        self.rule_set = rule_set
        self._ends: dict[Address, End] = {}
        self._rules: dict[tuple[str, int | None], tuple[Rule, ...]] = {}

    def end(self, address: Address | None, *, is_of_pods: bool = False) -> End:
        """The groups that hold an address; if none does, its network or the groups nearest to it.

        `is_of_pods` tells that a log has it behind an interface of pods. Without an address it may
        be any group.
        """
        if address is None:
            return End(None, tuple(group.name for group in self.rule_set.document.groups))
        if address not in self._ends:
            self._ends[address] = self._end(address)
        end = self._ends[address]
        if is_of_pods and not end.groups and not end.network:
            return replace(end, network="pods", near=())
        return end

    def _end(self, address: Address) -> End:
        spans = [span for span in self._spans if span[0] == address.version]
        groups = [name for _, first, last, name in spans if first <= int(address) <= last]
        network: ClusterNetwork = "" if groups else self._network(address)
        near = () if groups or network else tuple(_near(address, spans))
        return End(address, tuple(dict.fromkeys(groups)), near, network)

    def _network(self, address: Address) -> ClusterNetwork:
        pods, services = self._networks
        if any(address in network for network in pods):
            return "pods"
        return "services" if any(address in network for network in services) else ""

    @cached_property
    def _networks(self) -> tuple[tuple[AddressRange, ...], tuple[AddressRange, ...]]:
        """The networks of pods and of Services; no assumed one in which hosts of the plan are."""
        told = self.rule_set.networks
        pods = told.pods if told.pods_assumed_from is None else self._without_hosts(told.pods)
        services = told.services
        if told.services_assumed_from is not None:
            services = self._without_hosts(services)
        return pods, services

    def _without_hosts(self, networks: tuple[AddressRange, ...]) -> tuple[AddressRange, ...]:
        groups = (each for each in self.rule_set.document.groups if "pod" not in each.roles)
        hosts = [part for group in groups for part in group.addresses]
        return tuple(each for each in networks if not any(map(each.overlaps, hosts)))

    @cached_property
    def _spans(self) -> list[tuple[int, int, int, str]]:
        return [
            (part.family, int(part.first), int(part.last), group.name)
            for group in self.rule_set.document.groups
            for part in group.addresses
        ]

    def rules_for(self, packet: Packet) -> tuple[Rule, ...]:
        """The rules of a packet's protocol and port, between whatever ends."""
        key = (packet.protocol, packet.port)
        if key not in self._rules:
            found = [
                numbered
                for (protocol, ports), rules in self._by_line.items()
                if holds(packet, protocol, ports)
                for numbered in rules
            ]
            self._rules[key] = tuple(rule for _, rule in sorted(found, key=itemgetter(0)))
        return self._rules[key]

    @cached_property
    def _by_line(self) -> Mapping[tuple[str, PortSet], list[tuple[int, Rule]]]:
        """Rules with their numbers by protocol and ports, of which thousands of rules have few."""
        found: dict[tuple[str, PortSet], list[tuple[int, Rule]]] = {}
        for number, rule in enumerate(self.rule_set.all_rules):
            if rule.action == "allow":
                found.setdefault((rule.protocol, rule.ports), []).append((number, rule))
        return found

    def allowing(self, packet: Packet) -> tuple[Rule, ...]:
        """The rules that let a packet pass, as `portsref.planning.packets.allows` has it."""
        source, destination = self.end(packet.source), self.end(packet.destination)
        between = (
            rule
            for rule in self.rules_for(packet)
            if may_be_at(rule.source, source.groups)
            and (may_be_at(rule.destination, destination.groups) or not destination.groups)
        )
        ends = packet.source, packet.destination
        return allowing(between, *ends, packet.protocol, packet.port)


def holds(packet: Packet, protocol: str, ports: PortSet) -> bool:
    """Tell whether protocol and ports, of a row or a rule, are the packet's."""
    if protocol != packet.protocol:
        return False
    return protocol not in NAMES_WITH_PORTS or (packet.port is not None and packet.port in ports)


def may_be_at(end: Endpoint, groups: Iterable[str]) -> bool:
    """Tell by its name whether an end of a rule is one of `groups`, or any address."""
    return end.kind == "any" or (end.kind == "group" and end.name in groups)


def _near(address: Address, spans: Iterable[tuple[int, int, int, str]]) -> Iterator[str]:
    number, bits = int(address), _NEAR[address.version]
    distances: dict[str, int] = {}
    for _, first, last, name in spans:
        if number >> bits in {first >> bits, last >> bits}:
            distance = min(abs(number - first), abs(number - last))
            distances[name] = min(distance, distances.get(name, distance))
    yield from sorted(distances, key=lambda name: (distances[name], name))[:MOST_NEAR]
