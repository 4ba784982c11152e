"""Rows of the catalogue that may be behind a packet, and what would bring them into a plan."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.conditions import Holding
from portsref.catalogue.products import Listener, OutboundNeed, Product, Row
from portsref.catalogue.search.entries import Entry, is_wide
from portsref.catalogue.search.index import SearchIndex
from portsref.catalogue.search.named import rows_named
from portsref.catalogue.search.ports_in_use import rows_using
from portsref.packet_logs.packets import Failure, Packet
from portsref.planning.document import Group, Pick, PlanDocument
from portsref.planning.placement import Placement
from portsref.planning.selection import Selection, select_rows
from portsref.protocols import NAMES_WITH_PORTS
from portsref.troubleshooting.additions import Addition
from portsref.troubleshooting.explanations import End, User

MOST_USERS = 8
MOST_COMBINATIONS = 4
# keys of `when` that no option decides
_OF_THE_PLAN = frozenset({"os", "ip", "pod-traffic", "control-plane-to-pods", "images"})
_CLUSTERS = frozenset({"distribution", "managed"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """Options that make a row apply, and the picks that say so."""

    options: tuple[tuple[str, str], ...]
    picks: tuple[Pick, ...]


def users_of(index: SearchIndex, packet: Packet) -> tuple[Entry, ...]:
    """Every row that uses a packet's port: official and required ones first, wide ranges last."""
    return tuple(sorted(rows_using(index, packet.port, packet.protocol), key=_order))


def _family(product: Product) -> str:
    """The first word of a product's slug, which may say whose it is: `aws`, `azure`."""
    return product.product.partition("-")[0]


def _order(entry: Entry) -> tuple[bool, bool, bool, int]:
    row = entry.row
    return is_wide(row), not entry.product.is_official(row), not row.required, entry.position


class Suspects:
    """The rows of a catalogue as one plan sees them."""

    def __init__(self, document: PlanDocument, index: SearchIndex) -> None:
        self.document = document
        self.index = index
        self._users: dict[tuple[str, int | None], tuple[Entry, ...]] = {}

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue that is searched."""
        return self.index.catalogue

    @cached_property
    def selection(self) -> Selection:
        """The rows that apply to the plan."""
        return select_rows(self.document, self.catalogue)

    @cached_property
    def placement(self) -> Placement:
        """The plan's groups by their roles."""
        return Placement(self.selection)

    def behind(self, packet: Packet, source: End, destination: End) -> tuple[Entry, ...]:
        """Every row that uses the packet's port, those that fit its ends first."""
        if packet.port is None and packet.protocol in NAMES_WITH_PORTS:
            return ()
        key = (packet.protocol, packet.port)
        if key not in self._users:
            self._users[key] = users_of(self.index, packet)
        return tuple(
            sorted(
                self._users[key],
                key=lambda entry: (
                    is_wide(entry.row),
                    -self.fits(entry.row, source, destination),
                    not self.is_in_plan(entry.row),
                    not self.is_akin(entry.product),
                ),
            )
        )

    def is_akin(self, product: Product) -> bool:
        """Tell whether a product is of the family of the plan's cluster, as AWS's are on EKS."""
        return _family(product) in self._families

    @cached_property
    def _families(self) -> frozenset[str]:
        of_the_cluster = _CLUSTERS | {"cni"}
        included = (item.product for item in self.selection.included.values())
        return frozenset(_family(one) for one in included if one.kind in of_the_cluster)

    def named(self, failure: Failure) -> tuple[Entry, ...]:
        """The rows that an error text names, those of the plan first."""
        found = rows_named(self.index.entries, failure)
        return tuple(sorted(found, key=lambda entry: not self.is_in_plan(entry.row)))

    def users(self, entries: Iterable[Entry], source: End, destination: End) -> tuple[User, ...]:
        """The first of `entries`, as a reader is told of them."""
        return tuple(
            User(
                entry.row.key,
                fits=self.fits(entry.row, source, destination),
                is_in_plan=self.is_in_plan(entry.row),
                is_wide=is_wide(entry.row),
            )
            for entry in tuple(entries)[:MOST_USERS]
        )

    def is_in_plan(self, row: Row) -> bool:
        """Tell whether a row applies to the plan."""
        return row.key in self.selection.by_key

    def fits(self, row: Row, source: End, destination: End) -> int:
        """How many of both ends play what a row asks for."""
        dialling, listening = self._ends_of(row)
        is_there = not listening.isdisjoint(destination.groups)
        if row.destination and destination.address:
            is_there = str(destination.address) in row.destination
        return (not dialling.isdisjoint(source.groups)) + is_there

    def _ends_of(self, row: Row) -> tuple[frozenset[str], frozenset[str]]:
        if row.key not in self._kept_ends:
            hosts = self._names(row.roles) | self._at_place(row)
            if isinstance(row, Listener):
                dialling = frozenset().union(*(self._peer(row, peer) for peer in row.peers))
                self._kept_ends[row.key] = dialling, hosts
            else:
                self._kept_ends[row.key] = hosts, self._goal(row)
        return self._kept_ends[row.key]

    @cached_property
    def _kept_ends(self) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
        return {}

    def _goal(self, row: Row) -> frozenset[str]:
        if not isinstance(row, OutboundNeed) or isinstance(row.to, str):
            return frozenset()
        return self._names(row.to)

    def _peer(self, row: Listener, peer: str) -> frozenset[str]:
        if peer in self.catalogue.role:
            return self._names([peer])
        component = self.catalogue.find_component(row.product, peer)
        return self._names(component.roles) if component else frozenset()

    def _at_place(self, row: Row) -> frozenset[str]:
        place = self.placement.place_of(row)
        groups = self.placement.at_place(place[0]) if place else ()
        return frozenset(group.name for group in groups)

    def _names(self, roles: Iterable[str]) -> frozenset[str]:
        groups: Iterable[Group] = self.placement.for_roles(roles)
        if "any" in roles:
            groups = self.document.groups
        return frozenset(group.name for group in groups)

    @cached_property
    def has_cluster(self) -> bool:
        """Tell whether a distribution or a managed product is part of the plan."""
        return any(item.product.kind in _CLUSTERS for item in self.selection.included.values())

    def is_another_cluster(self, entry: Entry) -> bool:
        """Tell whether a row is of a distribution beside the plan's own."""
        return entry.product.kind in _CLUSTERS and self.has_cluster

    def ways_to_apply(self, row: Row) -> Iterator[Wanted]:
        """Options that make a row's condition hold, a few combinations of those that do not yet.

        None where it asks for something that no option decides, such as Windows hosts.
        """
        holding = self._holding(row.product)
        missing = {
            key: values
            for key, values in row.when.items()
            if holding.get(key, frozenset()).isdisjoint(values)
        }
        if not _OF_THE_PLAN.isdisjoint(missing):
            return
        for values in list(product(*missing.values()))[:MOST_COMBINATIONS]:
            options = dict(zip(missing, values, strict=True))
            yield Wanted(tuple(options.items()), tuple(self._picks(row.product, options)))

    def _holding(self, slug: str) -> Holding:
        known = self.selection.holding.get(slug)
        if known is not None:
            return known
        options = {
            option.id: frozenset({option.default})
            for base in reversed(list(self.catalogue.bases(slug)))
            for option in base.options
        }
        addresses = [address for group in self.document.groups for address in group.addresses]
        return {
            **options,
            "os": frozenset(group.os for group in self.document.groups),
            "ip": frozenset(f"ipv{address.family}" for address in addresses),
        }

    def _picks(self, slug: str, options: Mapping[str, str]) -> Iterator[Pick]:
        """The product picked, each option said where it belongs: to the product or to a base."""
        by_owner: dict[str, dict[str, str]] = {}
        if slug not in self.selection.included:
            by_owner[slug] = {}
        for name, value in options.items():
            owner = next(base for base in self.catalogue.bases(slug) if base.option(name))
            by_owner.setdefault(owner.product, {})[name] = value
        for owner_slug, wanted in by_owner.items():
            pick = self.document.pick(owner_slug) or Pick(product=owner_slug)
            yield pick.model_copy(update={"options": {**pick.options, **wanted}})

    def picking_row(self, row: Row) -> Addition | None:
        """The pick of a row's product with the row too, where rows of it were picked by hand."""
        pick = self.document.pick(row.product)
        if pick is None or not pick.only or row.id in pick.only:
            return None
        return Addition(picks=(pick.model_copy(update={"only": (*pick.only, row.id)}),))
