"""What a file of a host dialect says, read back, and held to what the rules say."""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address

from portsref.addresses import AddressRange
from portsref.exporters.registry import find_exporter
from portsref.planning.packets import allowing
from portsref.ports import PortSet
from portsref.protocols import PROTOCOL_BY_NAME
from tests.exporters.packets.samples import STRANGERS, addresses_of, any_flows, flows_of
from tests.exporters.rule_sets import group, rule

OTHERS = 400
BOTH = group("both", "10.0.1.0/24", "10.0.2.1-10.0.2.5", "2001:db8:1::/64")
MINE = group("mine", "10.0.0.1", "10.0.0.8/29", "2001:db8::1-2001:db8::5")


@dataclass(frozen=True)
class Line:
    """What a line lets pass; no addresses are any address, no family is both of them."""

    protocol: int
    sources: tuple[AddressRange, ...] = ()
    destinations: tuple[AddressRange, ...] = ()
    ports: PortSet | None = None
    family: int | None = None

    def lets_pass(self, flow):
        """Tell whether it lets the first packet of a flow pass."""
        return (
            PROTOCOL_BY_NAME[flow.protocol].number == self.protocol
            and self.family in (None, flow.source.version)
            and (self.ports is None or flow.port in self.ports)
            and _is_in(flow.source, self.sources)
            and _is_in(flow.destination, self.destinations)
        )


def _is_in(address: IPv4Address | IPv6Address, ranges: tuple[AddressRange, ...]) -> bool:
    return not ranges or any(address in part for part in ranges)


def ranges(*texts):
    """Addresses as files write them."""
    return tuple(map(AddressRange.parse, texts))


def every_kind_of_rule():
    """Rules of each protocol over both families, with ranges of addresses and of ports."""
    return [
        rule("one", BOTH, MINE, ports="443"),
        rule("some", BOTH, group("other", "10.0.0.77", "2001:db8::77"), ports="80,443,500-900"),
        rule("many", BOTH, MINE, ports=",".join(map(str, range(1001, 1051, 2))), protocol="UDP"),
        rule("v6", group("only", "2001:db8:6::/64"), MINE, ports="179"),
        rule("all", BOTH, MINE, ports="1-65535", protocol="UDP"),
        *(
            rule(name.lower(), BOTH, MINE, "5-6" if known.has_ports else "", protocol=name)
            for name, known in PROTOCOL_BY_NAME.items()
        ),
    ]


def said_rules(name, rules):
    """The rules of a rule set that a format does not leave out."""
    left_out = {item.rule.name for item in find_exporter(name).export(rules).left_out}
    return [each for each in rules.rules if each.name not in left_out]


def differences(lines, rules, seed):
    """Flows on which the lines and the rules do not agree, of those inside and many outside.

    To hosts whose addresses nobody knows there are none.
    """
    ends = [end for each in rules for end in (each.source, each.destination)]
    destinations = addresses_of(each.destination for each in rules)
    if not destinations:
        return []
    others = any_flows([*addresses_of(ends), *STRANGERS], destinations, OTHERS, seed)
    flows = [*flows_of(rules), *others]
    return [
        flow
        for flow in dict.fromkeys(flows)
        if any(line.lets_pass(flow) for line in lines)
        != bool(allowing(rules, flow.source, flow.destination, flow.protocol, flow.port))
    ]
