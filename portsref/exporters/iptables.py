"""What all files for iptables-restore share: chains for ends, and rules in them.

A chain for each source leads to one for each destination, which has the rules: so a file grows
with addresses and rules, and not with their product. Protocols without ports are numbers, because
`ipip` means 94 to iptables. iptables(8), iptables-restore(8), iptables-extensions(8), 1.8.9.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, partial
from itertools import count, groupby

from portsref.addresses import join_addresses
from portsref.exporters.comments import about_causes, identifying, one_line
from portsref.exporters.once import MOST, Once
from portsref.planning.rules import Cause, Endpoint, Rule
from portsref.ports import PortRange, PortSet
from portsref.protocols import PROTOCOL_BY_NAME

ANSWERS = "-m conntrack --ctstate RELATED,ESTABLISHED"
COMMANDS = {4: "iptables", 6: "ip6tables"}
LONGEST_COMMENT = 250  # bytes; the kernel keeps 255
MOST_PORTS = 15  # of one match; a range counts twice

_HARMLESS = re.compile("[A-Za-z0-9-]*")
_ADDRESS_HEADER = 51  # AH; in IPv6 an extension header, and no protocol to iptables


class RuleWriter:
    """Writes rules that accept in one family; what rules share is made once."""

    def __init__(self, family: int) -> None:
        self.family = family
        self._parts = Once(self._parts_of)
        self._services = lru_cache(maxsize=MOST)(partial(_services, family))

    def rules(self, rules: Iterable[Rule], chain: str) -> Iterator[str]:
        """Lines that make `chain` accept the rules of the family; it is declared already."""
        of_source, of_destination = count(1), count(1)
        for source, from_source in self._runs(rules, lambda rule: rule.source):
            first = f"{chain}-S{next(of_source)}"
            head = f"# from {one_line(source.name)}\n:{first} - [0:0]\n"
            for destination, between in self._runs(from_source, lambda rule: rule.destination):
                second = f"{chain}-D{next(of_destination)}"
                yield f"{head}# to {one_line(destination.name)}\n:{second} - [0:0]\n"
                head = ""
                yield from self._accepting(between, second)
                yield from self.jumps(first, "d", destination, f"-j {second}")
            if not head:
                yield from self.jumps(chain, "s", source, f"-j {first}")

    def jumps(self, chain: str, field: str, end: Endpoint, target: str) -> Iterator[str]:
        """Lines that lead what has an address of the end to a target; `field` is `s` or `d`.

        `target` is `-j` and the target, with further matches in front of it.
        """
        if not end.addresses:
            yield f"-A {chain} {target}\n"
        for part in self._parts(end):
            yield f"-A {chain} {_address(field, part)} {target}\n"

    def _accepting(self, rules: Iterable[Rule], chain: str) -> Iterator[str]:
        for rule in rules:
            text, matches = self._services(rule.protocol, rule.ports, rule.causes)
            behind = f'-m comment --comment "{_name(rule.name)}" -j ACCEPT\n'
            for match in matches:
                text += f"-A {chain} {match} {behind}"
            yield text

    def _runs(
        self, rules: Iterable[Rule], end_of: Callable[[Rule], Endpoint]
    ) -> Iterator[tuple[Endpoint, Iterator[Rule]]]:
        """Rules that follow each other with the same end, where that has the family."""
        for end, run in groupby(rules, key=end_of):
            if not end.addresses or self._parts(end):
                yield end, run

    def _parts_of(self, end: Endpoint) -> tuple[str, ...]:
        joined = join_addresses(end.addresses)
        return tuple(str(part) for part in joined if part.family == self.family)


def _address(field: str, text: str) -> str:
    if "-" not in text:
        return f"-{field} {text}"
    return f"-m iprange --{'src' if field == 's' else 'dst'}-range {text}"


def _services(
    family: int, protocol: str, ports: PortSet, causes: tuple[Cause, ...]
) -> tuple[str, tuple[str, ...]]:
    """The comment above a rule, and what matches its service, in as many lines as it takes."""
    known = PROTOCOL_BY_NAME[protocol]
    if family not in known.families:
        return "", ()
    comment = f"# {about_causes(causes)}\n"
    if known.has_ports:
        return comment, tuple(_ports(protocol.lower(), ports))
    if family == 6 and known.number == _ADDRESS_HEADER:
        return comment, ("-m ah --ahspi 0:4294967295",)
    return comment, (f"-p {known.number}",)


def _ports(protocol: str, ports: PortSet) -> Iterator[str]:
    if len(ports.ranges) == 1:
        yield f"-p {protocol} -m {protocol} --dport {_range(ports.ranges[0])}"
        return
    for text in port_lists(ports):
        yield f"-p {protocol} -m multiport --dports {text}"


def port_lists(ports: PortSet) -> Iterator[str]:
    """The ports as `80,443,500:900`, in as many lists as it takes: one has 15 numbers at most."""
    return (",".join(map(_range, part)) for part in _at_most_15(ports.ranges))


def _at_most_15(ranges: Iterable[PortRange]) -> Iterator[list[PortRange]]:
    part: list[PortRange] = []
    room = MOST_PORTS
    for each in ranges:
        takes = 1 if each.first == each.last else 2
        if takes > room:
            yield part
            part, room = [], MOST_PORTS
        part.append(each)
        room -= takes
    yield part


def _range(part: PortRange) -> str:
    return str(part).replace("-", ":")


def _name(name: str) -> str:
    if len(name) <= LONGEST_COMMENT and _HARMLESS.fullmatch(name):
        return name
    # within quotes a `\` would take the quote that ends the comment for a part of it
    return identifying(name.replace('"', "'").replace("\\", "/"), LONGEST_COMMENT)
