"""What rules match in each family, for host dialects that name addresses or sets of them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from portsref.exporters.families import FAMILIES, AddressGroups
from portsref.exporters.host.hosts import families_of
from portsref.exporters.once import Once
from portsref.messages import Message, gettext_noop
from portsref.planning.rules import Endpoint, Rule
from portsref.protocols import PROTOCOL_BY_NAME

NO_AH_IN_IPV6 = Message(gettext_noop("the format cannot match AH over IPv6"))


def is_ah_in_ipv6(rule: Rule) -> bool:
    """Tell whether a rule is of AH in IPv6, an extension header, behind which filters look."""
    if rule.protocol != "AH":
        return False
    return 6 in families_of(rule.source) & families_of(rule.destination)


def with_ends[Made](
    rules: Iterable[Rule], make: Callable[[Endpoint, Endpoint, frozenset[int]], Made]
) -> Iterator[tuple[Rule, Made]]:
    """Each rule with what is made of its ends and of the families of its protocol.

    It is made once for rules that follow each other between the same ends.
    """
    source = destination = None
    made: dict[frozenset[int], Made] = {}
    for rule in rules:
        if rule.source is not source or rule.destination is not destination:
            source, destination, made = rule.source, rule.destination, {}
        families = PROTOCOL_BY_NAME[rule.protocol].families
        found = made.get(families)
        if found is None:
            found = made[families] = make(source, destination, families)
        yield rule, found


class Matches:
    """Finds what matches the ends of rules, by sets of addresses.

    `names` are identifiers for the names of the ends; `source` and `destination` are how a rule
    names a set, with `{}` for its name. Hosts whose addresses are not known are matched by
    nothing, in both families, and so is any address.
    """

    def __init__(
        self, ends: Iterable[Endpoint], names: Mapping[str, str], *, source: str, destination: str
    ) -> None:
        self.sets = AddressGroups(ends, names)
        self._sources = Once(partial(self._texts, source))
        self._destinations = Once(partial(self._texts, destination))

    def of(
        self, source: Endpoint, destination: Endpoint, families: frozenset[int]
    ) -> list[tuple[int, str, str]]:
        """What matches the source and the destination in each family that both ends have."""
        sources, destinations = self._sources(source), self._destinations(destination)
        return [
            (family, sources[family], destinations[family])
            for family in FAMILIES
            if family in families and family in sources and family in destinations
        ]

    def _texts(self, text: str, end: Endpoint) -> Mapping[int, str]:
        sets = self.sets.of(end)
        return {family: text.format(sets[family][0]) if sets else "" for family in families_of(end)}
