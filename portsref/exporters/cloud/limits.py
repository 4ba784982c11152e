"""What fits into security groups, counted before anything is written.

Clouds limit the entries of a security group, and the groups that a host can have. A group of the
plan gets one security group after the other, each begun when the last has no room for an entry; all
of them are for the same hosts, whose rules are those of all their groups. What would need more than
a host can have is left out.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from portsref.exporters.base import Says
from portsref.exporters.cloud.sayings import Ends, Service, services
from portsref.exporters.families import NOTHING_IN_COMMON
from portsref.exporters.once import Once
from portsref.messages import Message, gettext_noop
from portsref.planning.choice import Choice
from portsref.planning.document import PlanDocument
from portsref.planning.rules import Endpoint, Rule

FULL = gettext_noop("the security groups that a host can have are full: %(groups)s of them")
NO_MULTICAST = Message(gettext_noop("networks of the cloud carry no multicast"))

# What an entry takes of limits of a security group: of which of them, and how much.
type Cost = tuple[tuple[int, int], ...]
# The networks of an entry, which are of one family, and its cost.
type Part = tuple[int, tuple[str, ...], Cost]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a security group holds, and how many of them a host can have.

    `most` has a number for each kind of what is counted; without any there is no limit. `cost`
    says what an entry takes of them, by its family and by how many networks it has, and `networks`
    is how many it takes at most.
    """

    most: tuple[int, ...] = ()
    groups: int = 1
    cost: Callable[[int, int], Cost] = lambda _family, _networks: ()
    networks: int = 1

    def parts(self, family: int, networks: tuple[str, ...]) -> Iterator[Part]:
        """As many of the networks as an entry takes, for each entry."""
        for begin in range(0, len(networks), self.networks):
            part = networks[begin : begin + self.networks]
            yield family, part, self.cost(family, len(part))


UNLIMITED = Limits()


class Parts:
    """The networks of sources as entries take them, worked out once for each source."""

    def __init__(self, limits: Limits) -> None:
        self.ends = Ends()
        self._limits = limits
        self._of_source = Once(self._of)

    def of(self, protocol: str, source: Endpoint, destination: Endpoint) -> tuple[Part, ...]:
        """A part for each entry with which a service of the protocol is said."""
        by_family = self._of_source(source)
        families = self.ends.families(protocol, source, destination)
        if len(families) == 1:
            return by_family[families[0]]
        return tuple(chain.from_iterable(by_family[family] for family in families))

    def _of(self, source: Endpoint) -> Mapping[int, tuple[Part, ...]]:
        networks = self.ends.networks(source)
        return {family: tuple(self._limits.parts(family, networks[family])) for family in networks}


class Filling:
    """The security groups of one group of the plan, as they are filled one after the other."""

    __slots__ = ("_held", "_limits", "number")

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._held = [0] * len(limits.most)
        self.number = 0

    def place(self, cost: Cost) -> int:
        """The number of the security group, from 0, into which the next entry goes."""
        held, most = self._held, self._limits.most
        for kind, taken in cost:
            if held[kind] + taken > most[kind]:
                self.number += 1
                self._held = held = [0] * len(most)
                break
        for kind, taken in cost:
            held[kind] += taken
        return self.number

    def place_all(self, costs: tuple[Cost, ...]) -> bool:
        """Place some entries, or none of them where a host cannot have as many groups."""
        before = self.number, self._held.copy()
        for cost in costs:
            self.place(cost)
        if self.number < self._limits.groups:
            return True
        self.number, self._held = before
        return False


def room(
    limits: Limits, _choice: Choice, _document: PlanDocument, *, carries_multicast: bool = True
) -> Says:
    """Ask of each rule whether both ends have a family in common and its entries have room.

    It counts what `SecurityGroups` writes, or more: rules whose sources overlap are counted twice.
    """
    return _Room(limits, carries_multicast=carries_multicast).why


def is_multicast(end: Endpoint) -> bool:
    """Tell whether packets go to a multicast group, or to all at once."""
    return end.is_for_many


class _Room:
    """Counts rules in their order; what one rule of a run says, another need not say again."""

    def __init__(self, limits: Limits, *, carries_multicast: bool) -> None:
        self._limits = limits
        self._parts = Parts(limits)
        self._is_multicast = Once(is_multicast)
        self._carries_multicast = carries_multicast
        self._fillings: dict[str, Filling] = {}
        self._source: Endpoint | None = None
        self._destination: Endpoint | None = None
        # of the run: what each service of a protocol costs, and which are counted
        self._costs: dict[str, tuple[Cost, ...]] = {}
        self._counted: set[Service] = set()
        self._filling = Filling(limits)

    def why(self, rule: Rule) -> Message | None:
        """Tell why there is no room for the rule."""
        if rule.source is not self._source or rule.destination is not self._destination:
            self._begin(rule.source, rule.destination)
        if rule.destination.kind != "group":
            return None
        if not self._carries_multicast and self._is_multicast(rule.destination):
            return NO_MULTICAST
        costs = self._costs.get(rule.protocol)
        if costs is None:
            costs = self._costs[rule.protocol] = self._costs_of(rule)
        if not costs:
            return NOTHING_IN_COMMON
        if self._limits.most and not self._holds(rule, costs):
            return Message(FULL, {"groups": str(self._limits.groups)})
        return None

    def _begin(self, source: Endpoint, destination: Endpoint) -> None:
        self._source, self._destination = source, destination
        self._costs, self._counted = {}, set()
        filling = self._fillings.get(destination.name)
        if filling is None:
            filling = self._fillings[destination.name] = Filling(self._limits)
        self._filling = filling

    def _costs_of(self, rule: Rule) -> tuple[Cost, ...]:
        parts = self._parts.of(rule.protocol, rule.source, rule.destination)
        return tuple(cost for _, _, cost in parts)

    def _holds(self, rule: Rule, costs: tuple[Cost, ...]) -> bool:
        counted = self._counted
        new = [each for each in services(rule.protocol, rule.ports) if each not in counted]
        if not self._filling.place_all(costs if len(new) == 1 else costs * len(new)):
            return False
        counted.update(new)
        return True
