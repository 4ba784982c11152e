"""What must stay closed: connections between hosts of a plan that no rule of it has.

A sample: over TCP, because silence over UDP tells nothing; at ports that the plan opens on the same
hosts to others, because there something listens. Pods are left out: their packets may have the
addresses of their nodes. Groups whose addresses overlap may be the same hosts, so that what one of
them may do is never asked of the other.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from portsref.addresses import AddressRange, join_addresses
from portsref.exporters.host.hosts import tell_pods
from portsref.exporters.identifiers import identifiers
from portsref.planning.identity import identity_of
from portsref.planning.rules import Endpoint, Rule, RuleSet
from portsref.ports import PortSet
from portsref.work import TooMuchWorkError, Work

MOST_OF_A_PAIR = 12  # ports from one group to another
MOST_CLOSED = 2_000
MOST_WORK = 2_000_000  # steps; of a plan that takes more the sample is smaller
WIDEST_RANGE = 64
_PREFIX = "closed:"


def is_of_closed(identity: str) -> bool:
    """Tell whether a result is of something that must stay closed."""
    return identity.startswith(_PREFIX)


def closed_rules(rule_set: RuleSet) -> Mapping[str, Rule]:
    """What must stay closed as rules that the plan does not have, by what identifies them.

    Each is of one port, and has the causes of the rule that opens it to others.
    """
    found = islice(_Closed(rule_set).rules(), MOST_CLOSED)
    return {f"{_PREFIX}{identity_of(rule)}:{rule.ports}": rule for rule in found}


class _Closed:
    """Finds what must stay closed; the same of the same plan each time."""

    def __init__(self, rule_set: RuleSet) -> None:
        is_of_pods = tell_pods(rule_set)
        groups = sorted(rule_set.document.groups, key=lambda group: group.name)
        ends = (
            Endpoint(group.name, addresses=group.addresses, zone=group.zone) for group in groups
        )
        self._hosts = {
            end.name: end
            for end in ends
            if end.addresses and not end.is_for_many and not is_of_pods(end)
        }
        self._ranges = {name: join_addresses(end.addresses) for name, end in self._hosts.items()}
        self._slugs = identifiers(self._hosts)
        self._rules = [rule for rule in rule_set.rules if rule.protocol == "TCP"]
        self._work = Work(MOST_WORK)
        self._known: dict[int, frozenset[str]] = {}

    def rules(self) -> Iterator[Rule]:
        """Of each destination the ports that are opened to some, from those who have no rule."""
        try:
            to_it: dict[str, list[Rule]] = {name: [] for name in self._hosts}
            for rule in self._rules:
                for name in self._who_may_be(rule.destination):
                    to_it[name].append(rule)
            for name, rules in to_it.items():
                yield from self._to(self._hosts[name], rules)
        except TooMuchWorkError:
            return

    def _to(self, target: Endpoint, rules: Sequence[Rule]) -> Iterator[Rule]:
        allowed: dict[str, list[PortSet]] = {}
        for rule in rules:
            for name in self._who_may_be(rule.source):
                allowed.setdefault(name, []).append(rule.ports)
        offered = _offered(target, rules)
        for name, source in self._hosts.items():
            if name == target.name and _is_one_host(target):
                continue
            mine = allowed.get(name, [])
            self._work.do((len(mine) + 1) * len(offered))
            closed = (port for port in offered if not any(port in ports for ports in mine))
            for port in islice(closed, MOST_OF_A_PAIR):
                yield self._closed(source, target, port, offered[port])

    def _closed(self, source: Endpoint, target: Endpoint, port: int, rule: Rule) -> Rule:
        ends = (self._slugs[source.name], self._slugs[target.name])
        name = f"closed-{ends[0]}-to-{ends[1]}-tcp-{port}"
        return Rule(name, source, target, "TCP", PortSet.single(port), rule.causes)

    def _who_may_be(self, end: Endpoint) -> frozenset[str]:
        """The groups of which some host may be one of an end."""
        found = self._known.get(id(end))  # rules share their ends
        if found is None:
            found = self._known[id(end)] = frozenset(self._find(end))
        self._work.do(len(found) + 1)
        return found

    def _find(self, end: Endpoint) -> Iterator[str]:
        if end.kind == "any":
            yield from self._hosts
        elif end.kind == "group":
            ranges = join_addresses(end.addresses)
            for name, others in self._ranges.items():
                self._work.do(len(ranges) + len(others))
                if name == end.name or _overlap(ranges, others):
                    yield name


def _offered(target: Endpoint, rules: Sequence[Rule]) -> Mapping[int, Rule]:
    """The ports of a destination that rules open to some, each with the first that does."""
    found: dict[int, Rule] = {}
    for rule in rules:
        if rule.destination.name == target.name:
            for port in _places(rule):
                found.setdefault(port, rule)
    return found


def _places(rule: Rule) -> Iterator[int]:
    """Ports at which something surely listens: of a wide range nobody knows at which of them."""
    for part in rule.ports.ranges:
        if part.first > 0 and part.last - part.first < WIDEST_RANGE:
            yield from dict.fromkeys((part.first, part.last))


def _is_one_host(end: Endpoint) -> bool:
    return len(end.addresses) == 1 and end.addresses[0].first == end.addresses[0].last


def _overlap(one: Sequence[AddressRange], other: Sequence[AddressRange]) -> bool:
    """Tell whether ranges have an address in common; both are in order, and touch nowhere."""
    mine, theirs = iter(one), iter(other)
    left, right = next(mine, None), next(theirs, None)
    while left and right:
        if left.overlaps(right):
            return True
        if _key(left) < _key(right):
            left = next(mine, None)
        else:
            right = next(theirs, None)
    return False


def _key(part: AddressRange) -> tuple[int, int]:
    return part.family, int(part.last)
