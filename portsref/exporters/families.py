"""Rules in each family of addresses, for formats that never name IPv4 and IPv6 in one line."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network

from portsref.addresses import AddressRange, join_addresses
from portsref.exporters.once import Once
from portsref.messages import Message, gettext_noop
from portsref.planning.rules import Endpoint, Rule
from portsref.protocols import PROTOCOL_BY_NAME

FAMILIES = (4, 6)
NOTHING_IN_COMMON = Message(gettext_noop("source and destination have no address family in common"))
# The addresses of an end in one family: the fewest ranges, sorted.
type Parts = tuple[AddressRange, ...]


@dataclass(frozen=True, slots=True)
class Flow:
    """A rule in one family. No sources, or no destinations, mean any address of it."""

    rule: Rule
    family: int
    sources: Parts
    destinations: Parts


class Families:
    """Takes rules apart by family; of an end it does so once."""

    def __init__(self) -> None:
        self.parts = Once(parts_by_family)

    def flows(self, rule: Rule) -> Iterator[Flow]:
        """A flow for each family that the protocol and both ends have, IPv4 first.

        Both ends of a rule must have addresses or be any address: nothing else can be said so.
        """
        sources, destinations = self.parts(rule.source), self.parts(rule.destination)
        for family in FAMILIES:
            if (
                family in PROTOCOL_BY_NAME[rule.protocol].families
                and family in sources
                and family in destinations
            ):
                yield Flow(rule, family, sources[family], destinations[family])


def parts_by_family(end: Endpoint) -> Mapping[int, Parts]:
    """The addresses of an end by their family; any address has both, and no parts in them."""
    if end.kind == "any":
        return dict.fromkeys(FAMILIES, ())
    joined = join_addresses(end.addresses)
    found = {family: tuple(part for part in joined if part.family == family) for family in FAMILIES}
    return {family: parts for family, parts in found.items() if parts}


def networks_of(parts: Iterable[AddressRange]) -> Iterator[IPv4Network | IPv6Network]:
    """The fewest networks that hold exactly these addresses: for formats that know no ranges."""
    return (network for part in parts for network in part.networks)


def prefixes(parts: Iterable[AddressRange]) -> Iterator[str]:
    """The same as texts, a single address without its length, and all addresses as two halves.

    ipset(8) has no network of all addresses.
    """
    for network in networks_of(parts):
        if not network.prefixlen:
            yield from map(str, network.subnets())
        elif network.prefixlen == network.max_prefixlen:
            yield str(network.network_address)
        else:
            yield str(network)


class AddressGroups:
    """Names for what the ends of rules have in each family: sets, objects, lists of prefixes.

    `names` are identifiers for the names of the ends, and `joint` stands between the parts of a
    name, as in `workers-v4`. Ends that share a name but not their addresses get a number as well,
    so that no name means two things.
    """

    def __init__(
        self, ends: Iterable[Endpoint], names: Mapping[str, str], joint: str = "-"
    ) -> None:
        self._names: dict[tuple[str, int], dict[Parts, str]] = {}
        for end in ends:
            for family, parts in parts_by_family(end).items():
                if parts:
                    alike = self._names.setdefault((end.name, family), {})
                    number = f"{joint}{len(alike) + 1}" if alike else ""
                    alike.setdefault(parts, f"{names[end.name]}{joint}v{family}{number}")
        self.of = Once(self._of)

    def _of(self, end: Endpoint) -> Mapping[int, tuple[str, Parts]]:
        """Name and addresses of an end by family; nothing for any address."""
        return {
            family: (self._names[end.name, family][parts], parts)
            for family, parts in parts_by_family(end).items()
            if parts
        }


def ends_of(rules: Iterable[Rule]) -> tuple[Endpoint, ...]:
    """The ends of these rules, each object once: rules share them."""
    ends: dict[int, Endpoint] = {}
    source = destination = None
    for rule in rules:
        if rule.source is not source or rule.destination is not destination:
            source, destination = rule.source, rule.destination
            ends[id(source)], ends[id(destination)] = source, destination
    return tuple(ends.values())
