"""Access lists in the manner of Cisco, which Arista has too: `permit tcp SOURCE TARGET eq 443`.

A line names one network of each end, one protocol and one port or range of ports, so that every
release takes it: lists of ports and groups of objects are not to be had everywhere, least of all
for IPv6. Lines of a rule that stand in the list already are not repeated.

Files hold printable ASCII and no `?`. A terminal asks for help at a `?`, and one of seven bits, as
IOS has by default, takes bytes of other scripts for control characters.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import product

from portsref.exporters.comments import about_causes, ascii_line
from portsref.exporters.identifiers import identifier
from portsref.exporters.network.stateless import (
    ERRORS,
    Network,
    Permission,
    Permissions,
    Service,
)
from portsref.planning.rules import Cause, Rule
from portsref.ports import PortRange

LONGEST_LINE = 250
LONGEST_REMARK = 100
NOT_FOR_TERMINALS = "?"
# The protocol, the port of the service, and what more tells an answer; None without answers.
type _Pattern = tuple[str, str, str | None]


class EntryWriter:
    """Writes the entries of a list of one family, without their indent, rule by rule.

    `network` writes a network that is neither one address nor all, and `icmp` is the protocol.
    """

    def __init__(self, family: int, network: Callable[[Network], str], icmp: str) -> None:
        self._family = family
        self._network = network
        self._icmp = icmp
        self._permissions = Permissions(
            family, write=self._address, pattern=self._pattern, about=purpose_of
        )

    def entries(self, rules: Iterable[Rule], begin: Callable[[], str]) -> Iterator[str]:
        """Errors of ICMP, then each rule: its name, its purpose, and its lines.

        `begin` gives what stands in front of the next line: its indent, and its number if any.
        """
        yield f"{begin()}remark Errors, for path MTU discovery\n"
        for each in ERRORS[self._family]:
            yield f"{begin()}permit {self._icmp} any any {each.name}\n"
        for permission in self._permissions.of(rules):
            text = f"{begin()}remark {identifier(permission.rule.name, LONGEST_REMARK)}\n"
            if permission.purpose:
                text += f"{begin()}remark {permission.purpose}\n"
            if not permission.new:
                yield f"{text}{begin()}remark Its lines stand above.\n"
                continue
            for source, destination in product(permission.sources, permission.destinations):
                yield text + _lines(permission, source, destination, begin)
                text = ""

    def _address(self, network: Network) -> str:
        if not network.prefixlen:
            return "any"
        if network.num_addresses == 1:
            return f"host {network.network_address}"
        return self._network(network)

    def _pattern(self, service: Service) -> _Pattern:
        known, answer = service.protocol, service.answer
        if known.has_ports:
            text = known.name.lower()
        else:
            text = self._icmp if answer is not None else str(known.number)
        return text, _port(service.port), answer and f" {answer}"


def _lines(
    permission: Permission[_Pattern], source: str, destination: str, begin: Callable[[], str]
) -> str:
    """The lines of a pair of networks, and of what answers them."""
    text = ""
    for protocol, port, answer in permission.new:
        text += f"{begin()}permit {protocol} {source} {destination}{port}\n"
        if answer is not None and (port or not permission.is_among_themselves):
            text += f"{begin()}permit {protocol} {destination}{port} {source}{answer}\n"
    return text


def from_plan(lines: Iterable[str]) -> Iterator[str]:
    """Lines that hold texts of the plan, in characters that every terminal takes."""
    return (ascii_line(line, LONGEST_LINE, NOT_FOR_TERMINALS) for line in lines)


def _port(port: PortRange | None) -> str:
    if port is None:
        return ""
    if port.first == port.last:
        return f" eq {port.first}"
    return f" range {port.first} {port.last}"


def purpose_of(causes: tuple[Cause, ...]) -> str:
    """What a rule is for and which rows need it, as a remark; empty if nothing of it is ASCII."""
    return ascii_line(about_causes(causes), LONGEST_REMARK, NOT_FOR_TERMINALS)
