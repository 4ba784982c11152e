"""What tells the lists of one set of rules from those of another, for devices that have no commit.

A list that is in force cannot be changed as a whole there: to empty it opens everything for a
moment. So lists of other rules have other names, and take each other's place by one command.
"""

from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256

from portsref.exporters.once import MOST, Once
from portsref.planning.rules import Endpoint, Rule
from portsref.ports import PortSet

LENGTH = 8


def fingerprint(rules: Iterable[Rule]) -> str:
    """Eight hexadecimal digits of what the rules let through, in their order, and nothing else."""
    digest, ends, services = sha256(), Once(_of_end), lru_cache(maxsize=MOST)(_of_service)
    source = destination = None
    for rule in rules:
        if rule.source is not source or rule.destination is not destination:
            source, destination = rule.source, rule.destination
            digest.update(ends(source) + ends(destination))
        digest.update(services(rule.protocol, rule.ports))
    return digest.hexdigest()[:LENGTH]


def _of_end(end: Endpoint) -> bytes:
    addresses = ",".join(map(str, end.addresses))
    return sha256(f"{end.kind} {addresses}".encode()).digest()


def _of_service(protocol: str, ports: PortSet) -> bytes:
    return f"{protocol} {ports}\n".encode()
