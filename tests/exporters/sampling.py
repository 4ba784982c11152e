"""Packets near the edges of some rules, with which a file is compared with what the rules say."""

from ipaddress import ip_address
from itertools import chain, product
from random import Random
from typing import NamedTuple

from portsref.planning.packets import allowing
from portsref.protocols import NAMES_WITH_PORTS, PROTOCOL_BY_NAME

STRANGERS = ("203.0.113.77", "2001:db8:dead::77")


class Packet(NamedTuple):
    source: object
    destination: object
    protocol: str
    port: int | None


def packets_near(rules, most=300):
    """Packets from, to and beside the ends of every range: so many at most, always the same."""
    sources = _near(_ends(rule.source for rule in rules))
    destinations = _near(_ends(rule.destination for rule in rules))
    ports = sorted({near for rule in rules for one in rule.ports.numbers for near in _beside(one)})
    services = list(_services(sorted({rule.protocol for rule in rules} | {"TCP"}), ports))
    every = [
        Packet(source, destination, *service)
        for source, destination, service in product(sources, destinations, services)
        if source.version == destination.version
        and source.version in PROTOCOL_BY_NAME[service[0]].families
    ]
    return every if len(every) <= most else Random(1).sample(every, most)  # noqa: S311 - no secret


def disagreements(exporter, rule_sets, read, lets_in):
    """Packets to hosts that files for groups of hosts decide otherwise than the rules they say.

    `read` makes of a text what `lets_in` asks, but what pods of the host itself may do besides.
    """
    for rules in rule_sets:
        export = exporter.export(rules)
        left_out = {item.rule.name for item in export.left_out}
        for file in export.files:
            name = file.name.split("rules.")[1].split(".")[0]
            said = [
                rule
                for rule in rules.rules
                if rule.destination.name == name and rule.name not in left_out
            ]
            what = read(file.content.decode())
            for packet in _to_hosts(said):
                if lets_in(what, packet) != bool(allowing(said, *packet)):
                    yield file.name, packet


def _to_hosts(rules):
    hosts = {part for rule in rules for part in rule.destination.addresses}
    for packet in packets_near(rules):
        if any(packet.destination in part for part in hosts):
            yield packet


def _services(protocols, ports):
    for protocol in protocols:
        yield from product((protocol,), ports if protocol in NAMES_WITH_PORTS else (None,))


def _ends(ends):
    return {end for each in ends for part in each.addresses for end in (part.first, part.last)}


def _near(addresses):
    near = chain.from_iterable((one - 1, one, one + 1) for one in addresses)
    return sorted({*near, *map(ip_address, STRANGERS)}, key=lambda one: (one.version, int(one)))


def _beside(port):
    return {port - 1, port, port + 1} & set(range(1, 65536))
