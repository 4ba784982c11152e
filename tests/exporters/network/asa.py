"""Reads what a file for a Cisco ASA means; a line of another shape is an error."""

import re
from ipaddress import ip_address, ip_network, summarize_address_range
from itertools import product

from tests.exporters.network.entries import ALL_PORTS, EVERYTHING, Entry

NAME = r"PORTSREF-[0-9A-F]{8}[A-Za-z0-9_.-]*"
_LINES = {
    "comment": r"!( [ -~]*)?",
    "range object": rf"object network (?P<object>{NAME})",
    "range": r" range (?P<first>\S+) (?P<last>\S+)",
    "network group": rf"object-group network (?P<network>{NAME})",
    "description": r" description [ -~]{1,100}",
    "host": r" network-object host (?P<host>\S+)",
    "member": rf" network-object object (?P<member>{NAME})",
    "ipv4": r" network-object (?P<address>[0-9.]+) (?P<mask>[0-9.]+)",
    "ipv6": r" network-object (?P<prefix>[0-9a-f:]+/\d+)",
    "service group": rf"object-group service (?P<service>{NAME})",
    "port": r" service-object (?P<transport>tcp|udp|sctp) destination eq (?P<port>\d+)",
    "ports": r" service-object (?P<of>tcp|udp|sctp) destination range (?P<low>\d+) (?P<high>\d+)",
    "protocol": r" service-object (?P<number>icmp6?|\d+)",
    "remark": rf"access-list {NAME} remark [ -~]{{1,100}}",
    "permit": rf"access-list (?P<list>{NAME}) extended permit object-group (?P<what>{NAME})"
    rf" (?P<from>any[46]|object-group {NAME}) (?P<to>any[46]|object-group {NAME})",
}
_SHAPES = {kind: re.compile(shape) for kind, shape in _LINES.items()}
_NUMBERS = {"tcp": 6, "udp": 17, "sctp": 132, "icmp": 1, "icmp6": 58}


def lines(text: str):
    """Each line by its kind, and what it says."""
    for line in text.splitlines():
        found = [
            (kind, match.groupdict())
            for kind, shape in _SHAPES.items()
            if (match := shape.fullmatch(line))
        ]
        assert len(found) == 1, line
        assert "?" not in line
        yield found[0]


def read(text: str) -> list[Entry]:
    """What the access list permits; a name that is not defined before it is used is an error."""
    objects, networks, services, entries = {}, {}, {}, []
    here: list = []
    for kind, said in lines(text):
        if kind == "range object":
            here = objects[said["object"]] = []
        elif kind == "range":
            here += summarize_address_range(ip_address(said["first"]), ip_address(said["last"]))
        elif kind == "network group":
            assert said["network"] not in networks
            here = networks[said["network"]] = []
        elif kind == "service group":
            assert said["service"] not in services
            here = services[said["service"]] = []
        elif kind in ("host", "ipv4", "ipv6", "member"):
            here += _networks(kind, said, objects)
        elif kind in ("port", "ports", "protocol"):
            here.append(_service(kind, said))
        elif kind == "permit":
            entries += _entries(said, networks, services)
    return entries


def _networks(kind, said, objects):
    if kind == "member":
        return objects[said["member"]]
    text = {"host": "{host}", "ipv4": "{address}/{mask}", "ipv6": "{prefix}"}[kind]
    return [ip_network(text.format(**said))]


def _service(kind, said):
    if kind == "port":
        return _NUMBERS[said["transport"]], (int(said["port"]), int(said["port"]))
    if kind == "ports":
        return _NUMBERS[said["of"]], (int(said["low"]), int(said["high"]))
    number = said["number"]
    return _NUMBERS.get(number) or int(number), ALL_PORTS


def _entries(said, networks, services):
    sources, destinations = (
        EVERYTHING[int(end[-1])] if end.startswith("any") else networks[end.split()[1]]
        for end in (said["from"], said["to"])
    )
    for source, destination, (protocol, ports) in product(
        sources, destinations, services[said["what"]]
    ):
        assert source.version == destination.version
        yield Entry(source.version, protocol, source, ALL_PORTS, destination, ports)
