"""What the files of change requests say, read back as flows by readers of their own."""

import csv
import io
from ipaddress import IPv4Address, ip_address, ip_network, summarize_address_range

from portsref.exporters.families import Families
from portsref.planning.rules import Rule
from portsref.protocols import PROTOCOL_BY_NAME


def rows_of(text):
    """The rows of a CSV as mappings; asserts that each has as many cells as the header."""
    header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert {len(row) for row in rows} <= {len(header)}
    return [dict(zip(header, row, strict=True)) for row in rows]


def networks(text, separator=","):
    """Networks of a list of addresses, networks and ranges."""
    found = set()
    for part in text.split(separator):
        first, _, last = part.partition("-")
        if last:
            found |= set(summarize_address_range(ip_address(first), ip_address(last)))
        else:
            found.add(ip_network(part))
    return frozenset(found)


def mask_bits(mask):
    return int(IPv4Address(mask)).bit_count()


ANYTHING = {4: networks("0.0.0.0/0"), 6: networks("::/0")}


def flows(rules):
    """What rules say: networks of both ends, protocol number, ports, and what is to be done."""
    families = Families()
    return sorted(
        (
            (
                _networks(flow.sources, flow.family),
                _networks(flow.destinations, flow.family),
                PROTOCOL_BY_NAME[flow.rule.protocol].number,
                str(flow.rule.ports),
                flow.rule.action,
            )
            for rule in rules
            for flow in families.flows(rule)
        ),
        key=repr,
    )


def _networks(parts, family):
    return networks(",".join(map(str, parts))) if parts else ANYTHING[family]


def said(rule_set, export) -> list[Rule]:
    """The rules that an export did not leave out."""
    gone = {item.rule.name for item in export.left_out}
    return [rule for rule in rule_set.all_rules if rule.name not in gone]
