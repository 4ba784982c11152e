"""Who is the same host: facts about hosts joined by name, then by address.

Where two files give a host different addresses of one family, both are kept as alternatives, for
somebody to choose; neither wins silently.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from portsref.addresses import AddressRange
from portsref.importers.facts import Host, Origin
from portsref.planning.document import RoleName


@dataclass(slots=True)
class MergedHost:
    """All that was said of one host, each said thing with its origins.

    `addresses` has the origins of each address; more than one of a family from different files is
    a conflict.
    """

    name: str = ""
    pool: str = ""
    os: str = "linux"
    roles: dict[RoleName, list[Origin]] = field(default_factory=dict)
    addresses: dict[AddressRange, list[Origin]] = field(default_factory=dict)
    origins: list[Origin] = field(default_factory=list)

    @property
    def label(self) -> str:
        """Its name, or its first address where it has none."""
        return self.name or next(map(str, self.addresses), "")

    @property
    def used(self) -> dict[AddressRange, list[Origin]]:
        """Its addresses; of a family those that are only guessed where nothing surer is."""
        sure = {one: said for one, said in self.addresses.items() if is_sure(said)}
        families = {one.family for one in sure}
        return {
            one: said
            for one, said in self.addresses.items()
            if one in sure or one.family not in families
        }

    @property
    def is_guessed(self) -> bool:
        """Tell whether what decides its group, its roles, is only likely."""
        roles = [origin for origins in self.roles.values() for origin in origins]
        return not roles or all(origin.how == "guessed" for origin in roles)

    def conflicts(self) -> Iterator[tuple[AddressRange, ...]]:
        """The addresses of a family that different files give, where no file gives them all."""
        for family in (4, 6):
            of_family = [one for one in self.used if one.family == family]
            by_file: dict[str, set[AddressRange]] = {}
            for address in of_family:
                for origin in self.addresses[address]:
                    by_file.setdefault(origin.place.file, set()).add(address)
            if not any(said == set(of_family) for said in by_file.values()):
                yield tuple(of_family)

    def add(self, host: Host) -> None:
        """Take in what one more fact says."""
        self.name = self.name or host.name
        self.pool = self.pool or host.pool
        self.os = host.os if host.os != "linux" else self.os
        self.origins.append(host.origin)
        for role in host.roles:
            self.roles.setdefault(role, []).append(host.origin)
        for address in host.addresses:
            self.addresses.setdefault(address, []).append(host.origin)


def merge_hosts(facts: Iterable[Host]) -> list[MergedHost]:
    """Join what is said of the same host, in the order in which hosts were first named.

    Names are compared without their domain where one of them has none. A fact without a name is of
    the host that has its address.
    """
    merged: list[MergedHost] = []
    by_name: dict[str, MergedHost] = {}
    by_address: dict[AddressRange, MergedHost] = {}
    for fact in sorted(facts, key=lambda fact: not fact.name):
        host = by_name.get(_short(fact.name)) if fact.name else None
        if host is None:
            same = (by_address.get(address) for address in fact.addresses)
            host = next((one for one in same if one and not (one.name and fact.name)), None)
        if host is None:
            host = MergedHost()
            merged.append(host)
        host.add(fact)
        by_name.setdefault(_short(host.name), host)
        for address in fact.addresses:
            by_address.setdefault(address, host)
    return merged


def is_sure(origins: Iterable[Origin]) -> bool:
    """Tell whether something is more than a guess."""
    return any(origin.how != "guessed" for origin in origins)


def _short(name: str) -> str:
    """A name without its domain; of an address that is a name there is nothing to leave out."""
    return name if name.replace(".", "").isdigit() else name.partition(".")[0].lower()
