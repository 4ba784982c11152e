"""What a rule matches in each family, for host dialects that name sets of addresses."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from portsref.exporters.families import AddressGroups
from portsref.exporters.host.hosts import common_families, families_of
from portsref.exporters.once import Once
from portsref.messages import Message, gettext_noop
from portsref.planning.rules import Endpoint, Rule

NO_AH_IN_IPV6 = Message(gettext_noop("the format cannot match AH over IPv6"))


def is_ah_in_ipv6(rule: Rule) -> bool:
    """Tell whether a rule is of AH in IPv6, an extension header, behind which filters look."""
    return rule.protocol == "AH" and 6 in common_families(rule, families_of)


class Match(NamedTuple):
    """A family with the sets of a rule's ends in it; an empty name is any address of it."""

    family: int
    source: str
    destination: str


class Matches:
    """Finds the sets of rules; `names` are identifiers for the names of the ends.

    Hosts whose addresses are not known are matched by no address, in both families.
    """

    def __init__(
        self, ends: Iterable[Endpoint], names: Mapping[str, str], joint: str = "-"
    ) -> None:
        self._families = Once(families_of)
        self.sets = AddressGroups(ends, names, joint)

    def of(self, rule: Rule) -> Iterator[Match]:
        """A match for each family that the protocol and both ends have, IPv4 first."""
        sources, destinations = self.sets.of(rule.source), self.sets.of(rule.destination)
        for family in sorted(common_families(rule, self._families)):
            yield Match(
                family,
                sources[family][0] if family in sources else "",
                destinations[family][0] if family in destinations else "",
            )
