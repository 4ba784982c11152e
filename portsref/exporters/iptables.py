"""What all files for iptables-restore share: chains for ends, and rules in them.

A chain for each source leads to one for each destination, which has the rules: so a file grows
with addresses and rules, and not with their product. Protocols without ports are numbers, because
`ipip` means 94 to iptables. iptables(8), iptables-restore(8), iptables-extensions(8), 1.8.9.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import count, groupby

from portsref.addresses import AddressRange, join_addresses
from portsref.exporters.comments import about_causes, identifying, one_line
from portsref.exporters.once import MOST
from portsref.planning.rules import Cause, Endpoint, Rule
from portsref.ports import PortRange, PortSet
from portsref.protocols import PROTOCOL_BY_NAME

ANSWERS = "-m conntrack --ctstate RELATED,ESTABLISHED"
COMMANDS = {4: "iptables", 6: "ip6tables"}
LONGEST_COMMENT = 250  # bytes; the kernel keeps 255
MOST_PORTS = 15  # of one match; a range counts twice

_HARMLESS = re.compile("[A-Za-z0-9-]*")
_ADDRESS_HEADER = 51  # AH; in IPv6 an extension header, and no protocol to iptables


def rules_text(rules: Iterable[Rule], family: int, chain: str) -> Iterator[str]:
    """Lines that make `chain` accept the rules in this family; it is declared already."""
    services = lru_cache(maxsize=MOST)(_services)
    of_source, of_destination = count(1), count(1)
    said = (rule for rule in rules if _is_said(rule, family))
    for _, from_source in groupby(said, key=lambda rule: id(rule.source)):
        source: Endpoint | None = None
        first = f"{chain}-S{next(of_source)}"
        for _, between in groupby(from_source, key=lambda rule: id(rule.destination)):
            second = f"{chain}-D{next(of_destination)}"
            destination: Endpoint | None = None
            for rule in between:
                if source is None:
                    source = rule.source
                    yield f"# from {one_line(source.name)}\n:{first} - [0:0]\n"
                if destination is None:
                    destination = rule.destination
                    yield f"# to {one_line(destination.name)}\n:{second} - [0:0]\n"
                text, matches = services(rule.protocol, rule.ports, rule.causes, family)
                behind = f'-m comment --comment "{_name(rule.name)}" -j ACCEPT\n'
                for match in matches:
                    text += f"-A {second} {match} {behind}"
                yield text
            if destination is not None:
                yield from jumps(first, "d", destination, family, f"-j {second}")
        if source is not None:
            yield from jumps(chain, "s", source, family, f"-j {first}")


def jumps(chain: str, field: str, end: Endpoint, family: int, target: str) -> Iterator[str]:
    """Lines that lead what has an address of the end to a target; `field` is `s` or `d`.

    `target` is `-j` and the target, with further matches in front of it.
    """
    if not end.addresses:
        yield f"-A {chain} {target}\n"
    for part in join_addresses(end.addresses):
        if part.family == family:
            yield f"-A {chain} {_address(field, part)} {target}\n"


def _is_said(rule: Rule, family: int) -> bool:
    if family not in PROTOCOL_BY_NAME[rule.protocol].families:
        return False
    return _has_family(rule.source, family) and _has_family(rule.destination, family)


def _has_family(end: Endpoint, family: int) -> bool:
    return not end.addresses or any(part.family == family for part in end.addresses)


def _address(field: str, part: AddressRange) -> str:
    text = str(part)
    if "-" not in text:
        return f"-{field} {text}"
    return f"-m iprange --{'src' if field == 's' else 'dst'}-range {text}"


def _services(
    protocol: str, ports: PortSet, causes: tuple[Cause, ...], family: int
) -> tuple[str, tuple[str, ...]]:
    """The comment above a rule, and what matches its service, in as many lines as it takes."""
    known = PROTOCOL_BY_NAME[protocol]
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
    for part in _at_most_15(ports.ranges):
        yield f"-p {protocol} -m multiport --dports {','.join(map(_range, part))}"


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
