"""The security groups of a plan and their entries, one at a time."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, groupby
from operator import itemgetter
from typing import NamedTuple

from portsref.exporters.base import Job
from portsref.exporters.cloud.limits import UNLIMITED, Cost, Filling, Limits, Part, Parts
from portsref.exporters.cloud.sayings import (
    LONGEST_RULE,
    Service,
    Told,
    services_and_purposes,
)
from portsref.exporters.host.hosts import tell_pods
from portsref.exporters.identifiers import identifier, short_identifiers
from portsref.exporters.left_out import LeftOut, by_group
from portsref.exporters.runs import RulesOfGroups
from portsref.planning.rules import Endpoint, Rule
from portsref.ports import PortSet

# With a prefix and a number it is a name that every cloud takes: Tencent Cloud 60 characters.
LONGEST_NAME = 36


class Entry(NamedTuple):
    """What one entry of a security group allows: a service from networks of one family."""

    family: int
    networks: tuple[str, ...]
    service: Service
    told: Told

    @property
    def network(self) -> str:
        """The network of an entry that takes no more than one."""
        return self.networks[0]


class Flow(NamedTuple):
    """What a rule of the plan allows in one family, with what there is to tell of it."""

    rule: Rule
    family: int
    told: Told


class SecurityGroups:
    """Finds the entries of each group of hosts to which any rule goes.

    `names` are identifiers for the names of the groups, `pods` are those that are no hosts, and
    `ends` knows the ends of their rules.
    """

    def __init__(self, job: Job, limits: Limits = UNLIMITED) -> None:
        self._limits = limits
        self._groups = RulesOfGroups(job.rule_set.rules, lambda end: end.kind == "group")
        self._left_out = by_group(job.left_out, self._groups)
        self._parts = Parts(limits)
        self.ends = self._parts.ends
        is_of_pods = tell_pods(job.rule_set)
        self.pods = frozenset(end.name for end in self._destinations() if is_of_pods(end))
        self.names: Mapping[str, str] = short_identifiers(self._groups, LONGEST_NAME)

    def __iter__(self) -> Iterator[str]:
        """Names of the groups, in their order of names."""
        return iter(self._groups)

    def left_out(self, group: str) -> Sequence[LeftOut]:
        """The rules to a group that its file cannot say."""
        return self._left_out.get(group, ())

    def _destinations(self) -> Iterator[Endpoint]:
        for group in self._groups:
            yield next(self._groups.first_rules(group)).destination

    def flows(self, group: str) -> Iterator[Flow]:
        """What rules to a group allow; rules that differ in nothing but their reasons are one."""
        for run in self._groups.runs(group):
            told: dict[tuple[str, PortSet], tuple[Rule, Told]] = {}
            for rule in run:
                what, key = Told.of(rule), (rule.protocol, rule.ports)
                first, before = told.get(key, (rule, None))
                told[key] = first, before + what if before else what
            for rule, what in told.values():
                for family in self.ends.families(rule.protocol, rule.source, rule.destination):
                    yield Flow(rule, family, what)

    def parts(self, group: str) -> Iterator[tuple[int, Iterator[Entry]]]:
        """The entries of a group, by the number of the security group that has them, from 0."""
        for number, part in groupby(self._numbered(group), key=itemgetter(0)):
            yield number, map(itemgetter(1), part)

    def _numbered(self, group: str) -> Iterator[tuple[int, Entry]]:
        """What rules say twice is there once: a cloud refuses the second."""
        filling, repeated = Filling(self._limits), self._repeated(group)
        seen: set[tuple[str, Service]] = set()
        for run in self._groups.runs(group):
            for entry, cost in self._entries(run):
                if entry.networks[0] in repeated:
                    key = (entry.network, entry.service)
                    if key in seen:
                        continue
                    seen.add(key)
                yield filling.place(cost), entry

    def _repeated(self, group: str) -> frozenset[str]:
        """The networks that several runs of rules to a group come from, if each has an entry."""
        if self._limits.networks > 1:
            return frozenset()
        counts: Counter[str] = Counter()
        for rule in self._groups.first_rules(group):
            counts.update(chain.from_iterable(self.ends.networks(rule.source).values()))
        return frozenset(network for network, count in counts.items() if count > 1)

    def _entries(self, run: Iterator[Rule]) -> Iterator[tuple[Entry, Cost]]:
        """The entries of rules between the same ends, by service, by family, by network."""
        told: dict[Service, Told] = {}
        for rule in run:
            said, purposes = services_and_purposes(rule.protocol, rule.ports, rule.causes)
            what = Told(identifier(rule.name, LONGEST_RULE), purposes)
            for service in said:
                told[service] = told[service] + what if service in told else what
        parts: dict[str, tuple[Part, ...]] = {}
        for service, what in told.items():
            protocol = service.protocol
            if protocol not in parts:
                parts[protocol] = self._parts.of(protocol, rule.source, rule.destination)
            for family, networks, cost in parts[protocol]:
                yield Entry(family, networks, service, what), cost
