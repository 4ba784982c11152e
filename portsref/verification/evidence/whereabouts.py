"""Which ends of a plan's rules an address is at, looked up for one after another."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from portsref.packet_logs.packets import Address
from portsref.planning.rules import Endpoint, RuleSet
from portsref.ports import PortSet
from portsref.protocols import NAMES_WITH_PORTS
from portsref.verification.evidence.model import End, Passage
from portsref.work import Work

ANYONE = -1  # the number of an end that is any address
OUTSIDE = -2  # and of a place outside, whose addresses nobody knows

type Numbers = frozenset[int]


class Whereabouts:
    """Ends of rules by number, and rules by their ends; `prepare` comes first."""

    def __init__(self, rule_set: RuleSet, work: Work) -> None:
        self.rule_set = rule_set
        self._work = work
        self._ends: list[Endpoint] = []
        self._numbers: dict[tuple[str, object], int] = {}
        self._lines: dict[tuple[str, PortSet], dict[tuple[int, int], list[int]]] = {}
        self._segments: dict[int, tuple[Sequence[int], Sequence[Numbers]]] = {}
        self._roles = {group.name: frozenset(group.roles) for group in rule_set.document.groups}
        self._found: dict[End, Numbers] = {}
        self._by_port: dict[tuple[str, int | None], list[Mapping[tuple[int, int], list[int]]]] = {}
        inside = (*rule_set.networks.pods, *rule_set.networks.services)
        self._inside = [(part.family, int(part.first), int(part.last)) for part in inside]

    def prepare(self) -> None:
        """Take all rules in, once; raises `TooMuchWorkError`."""
        if self._segments:
            return
        self._work.do(len(self.rule_set.all_rules))
        for place, rule in enumerate(self.rule_set.all_rules):
            ends = self._number(rule.source), self._number(rule.destination)
            line = self._lines.setdefault((rule.protocol, rule.ports), {})
            line.setdefault(ends, []).append(place)
        self._segments = {family: self._segments_of(family) for family in (4, 6)}

    def _number(self, end: Endpoint) -> int:
        if end.kind != "group":
            return ANYONE if end.kind == "any" else OUTSIDE
        key = (end.name, end.addresses)
        if key not in self._numbers:
            self._numbers[key] = len(self._ends)
            self._ends.append(end)
        return self._numbers[key]

    def _segments_of(self, family: int) -> tuple[Sequence[int], Sequence[Numbers]]:
        """Where the ends that hold an address change, and which hold it from there on."""
        changes: dict[int, tuple[list[int], list[int]]] = {}
        for number, end in enumerate(self._ends):
            self._work.do(1 + len(end.addresses))
            for part in end.addresses:
                if part.family == family:
                    changes.setdefault(int(part.first), ([], []))[0].append(number)
                    changes.setdefault(int(part.last) + 1, ([], []))[1].append(number)
        begins, held = [], []
        counts: dict[int, int] = {}
        for address in sorted(changes):
            self._work.do(1 + len(counts))
            for number in changes[address][0]:
                counts[number] = counts.get(number, 0) + 1
            for number in changes[address][1]:
                counts[number] -= 1
            counts = {number: count for number, count in counts.items() if count}
            begins.append(address)
            held.append(frozenset(counts))
        return begins, held

    def at(self, end: End) -> Numbers:
        """The ends of rules that an end is at; by its roles where no addresses are known."""
        if end not in self._found:
            self._found[end] = self._at(end)
        return self._found[end]

    def _at(self, end: End) -> Numbers:
        self._work.do(1)
        found = self._holding(end.address) if end.address else frozenset()
        if found or not end.roles:
            return found
        self._work.do(len(self._ends))
        return frozenset(
            number
            for number, known in enumerate(self._ends)
            if not (end.address and known.addresses)
            and not end.roles.isdisjoint(self._roles.get(known.name, frozenset()))
        )

    def _holding(self, address: Address) -> Numbers:
        begins, held = self._segments[address.version]
        place = bisect_right(begins, int(address)) - 1
        return held[place] if place >= 0 else frozenset()

    def is_inside(self, end: End) -> bool:
        """Tell whether an end is a pod or a Service, of which hosts see no more than a tunnel."""
        if "pod" in end.roles:
            return True
        address = end.address
        return address is not None and any(
            family == address.version and first <= int(address) <= last
            for family, first, last in self._inside
        )

    def names_of(self, end: End) -> list[str]:
        """The groups that an end is in."""
        return list(dict.fromkeys(self._ends[number].name for number in sorted(self.at(end))))

    def rules(self, passage: Passage) -> Iterator[int]:
        """The places of the rules that are about packets, those to places outside last."""
        sources = (*self.at(passage.source), ANYONE)
        destinations = (*self.at(passage.destination), ANYONE)
        lines = self._lines_of(passage)
        self._work.do(1 + len(lines) * len(sources) * len(destinations))
        for line in lines:
            for source in sources:
                for destination in destinations:
                    yield from line.get((source, destination), ())

    def rules_outside(self, passage: Passage) -> Iterator[int]:
        """The places of the rules to places outside that packets may go to."""
        if self.at(passage.destination) or self.is_inside(passage.destination):
            return
        for line in self._lines_of(passage):
            for source in (*self.at(passage.source), ANYONE):
                self._work.do(1)
                yield from line.get((source, OUTSIDE), ())

    def _lines_of(self, passage: Passage) -> list[Mapping[tuple[int, int], list[int]]]:
        key = (passage.protocol, passage.port)
        if key not in self._by_port:
            self._work.do(len(self._lines))
            self._by_port[key] = [
                line
                for (protocol, ports), line in self._lines.items()
                if protocol == passage.protocol and _holds(protocol, ports, passage.port)
            ]
        return self._by_port[key]


def _holds(protocol: str, ports: PortSet, port: int | None) -> bool:
    return protocol not in NAMES_WITH_PORTS or (port is not None and port in ports)
