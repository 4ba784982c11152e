"""What all files for nftables share: sets of addresses, and rules that use them.

Protocols are numbers, because `ipip` means 94 to nft. nft(8), nftables 1.0.6.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache, partial

from portsref.exporters.comments import about_causes, identifying, one_line
from portsref.exporters.families import AddressGroups
from portsref.exporters.once import MOST, Once
from portsref.planning.rules import Cause, Endpoint, Rule
from portsref.ports import PortSet
from portsref.protocols import PROTOCOL_BY_NAME

LONGEST_COMMENT = 128  # bytes, which the kernel keeps; without any `"`
IN_RULES = "\t\t"
# What matches in IPv4 and in IPv6; nothing where there are no addresses of the family.
type Matches = tuple[str | None, str | None]
ANY_ADDRESS: Matches = ("", "")
EACH_FAMILY: Matches = ("meta nfproto ipv4 ", "meta nfproto ipv6 ")

_HARMLESS = re.compile("[A-Za-z0-9-]*")
_ADDRESS_HEADER = 51  # AH; in IPv6 an extension header, behind which `l4proto` looks


class RuleWriter:
    """Writes rules that accept, and the sets of addresses that they name.

    `names` are identifiers for the names of the ends. No two sets are the same. What rules share,
    their ends and what their causes say, is made once.
    """

    def __init__(self, ends: Iterable[Endpoint], names: Mapping[str, str]) -> None:
        identifiers = {name: text.replace("-", "_") for name, text in names.items()}
        self._sets = AddressGroups(ends, identifiers, joint="_")
        self._definitions = Once(self._define)
        self.sources = Once(partial(self._matches, "saddr"))
        self.destinations = Once(partial(self._matches, "daddr"))
        self._what_and_why = lru_cache(maxsize=MOST)(_what_and_why)

    def sets(self, ends: Iterable[Endpoint]) -> Iterator[str]:
        """The definitions of the sets of some ends."""
        told: set[str] = set()
        for end in ends:
            for name, text in self._definitions(end):
                if name not in told:
                    told.add(name)
                    yield text

    def rules(self, rules: Iterable[Rule]) -> Iterator[str]:
        """The lines of each rule: its purpose as a comment, and what accepts it in each family."""
        source = destination = None
        matches, has_any_address = ANY_ADDRESS, True
        for rule in rules:
            if rule.source is not source or rule.destination is not destination:
                source, destination = rule.source, rule.destination
                matches = _both(self.sources(source), self.destinations(destination))
                has_any_address = matches == ANY_ADDRESS
            text, services, is_of_any_family = self._what_and_why(
                rule.protocol, rule.ports, rule.causes
            )
            behind = f'accept comment "{_name(rule.name)}"\n'
            if has_any_address and is_of_any_family:
                yield f"{text}{IN_RULES}{services[0]}{behind}"
                continue
            for match, service in zip(
                EACH_FAMILY if has_any_address else matches, services, strict=True
            ):
                if match is not None and service is not None:
                    text += f"{IN_RULES}{match}{service}{behind}"
            yield text

    def _define(self, end: Endpoint) -> tuple[tuple[str, str], ...]:
        """The names and the definitions of the sets of an end."""
        found = []
        for family, (name, addresses) in self._sets.of(end).items():
            elements = ", ".join(map(str, addresses))
            head = f"\t# {one_line(end.name)}\n\tset {name} {{\n\t\ttype ipv{family}_addr\n"
            body = f"\t\tflags interval\n\t\telements = {{ {elements} }}\n\t}}\n\n"
            found.append((name, head + body))
        return tuple(found)

    def _matches(self, field: str, end: Endpoint) -> Matches:
        named = self._sets.of(end)
        if not named:
            return ANY_ADDRESS
        ipv4, ipv6 = (
            f"{header} {field} @{named[family][0]} " if family in named else None
            for header, family in (("ip", 4), ("ip6", 6))
        )
        return ipv4, ipv6


def _both(sources: Matches, destinations: Matches) -> Matches:
    """What matches both ends, where both have addresses of the family."""
    ipv4, ipv6 = (
        None if source is None or destination is None else source + destination
        for source, destination in zip(sources, destinations, strict=True)
    )
    return ipv4, ipv6


def _what_and_why(
    protocol: str, ports: PortSet, causes: tuple[Cause, ...]
) -> tuple[str, Matches, bool]:
    """The comment above a rule, what matches its service, and whether in any family alike."""
    comment = f"{IN_RULES}# {about_causes(causes)}\n"
    services = _service(protocol, ports, 4), _service(protocol, ports, 6)
    return comment, services, services[0] == services[1]


def _service(protocol: str, ports: PortSet, family: int) -> str | None:
    """What matches a protocol and its ports; nothing where the family has no such protocol."""
    known = PROTOCOL_BY_NAME[protocol]
    if known.has_ports:
        text = str(ports).replace(",", ", ")
        return f"{protocol.lower()} dport {f'{{ {text} }}' if ',' in text else text} "
    if family not in known.families:
        return None
    if family == 6 and known.number == _ADDRESS_HEADER:
        return f"ip6 nexthdr {known.number} "
    return f"meta l4proto {known.number} "


def _name(name: str) -> str:
    if len(name) <= LONGEST_COMMENT and _HARMLESS.fullmatch(name):
        return name
    return identifying(name.replace('"', "'"), LONGEST_COMMENT)
