"""Rows of the catalogue as pages show them: every word in the reader's language."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.keys import product_of
from portsref.catalogue.needs import find_needs
from portsref.catalogue.products import Component, Listener, OutboundNeed, Product, Row, Source
from portsref.catalogue.search.entries import Entry, shown_under
from portsref.catalogue.search.index import SearchIndex
from portsref.web.facts.catalogue import current_index
from portsref.web.shared.joining import clauses, fill, items
from portsref.web.shared.pieces import GAP, Pieces
from portsref.web.shared.row_words import (
    BASIS_NAMES,
    DIALLING_SENTENCES,
    DIRECTION_NAMES,
    ENCRYPTION_NAMES,
    REQUIRED_SENTENCES,
    ROLE_HEADINGS,
    ROLE_NAMES,
    SCOPE_SENTENCES,
    SHOWN_NAMES,
    address,
    catalogue_language,
    condition_phrases,
    conditions,
    listener_address,
    say_phase,
    translated,
    version_words,
    word,
)

SHOWN_OF_COMMIT = 10  # characters, as git abbreviates
_BADGES = {"TCP": "tcp", "UDP": "udp", "SCTP": "sctp"}


@dataclass(frozen=True, slots=True)
class Link:
    """Words, with the page about them where there is one."""

    text: str
    address: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class SourceText:
    """A place that shows a fact, and what of it; a commit is cut, or called by its release."""

    link: Link
    basis: str
    shows: str
    commit: str
    read: str


@dataclass(frozen=True, slots=True)
class HostMark:
    """A kind of hosts that a row is on; a place outside is marked as such."""

    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class RowText:
    """One row of a table; its peers are those of the documentation, where this has others."""

    key: str
    mark: str
    protocol: str
    badge: str
    direction: str
    is_inbound: bool
    hosts: tuple[HostMark, ...]
    ports: str
    ports_address: str
    component: Link
    product: Link
    purpose: str
    conditions: tuple[str, ...]
    phase: str
    peers: tuple[Link, ...]
    address: str

    @property
    def condition(self) -> str:
        """When the row applies; empty where it always does."""
        said = {"conditions": clauses(self.conditions)}
        return fill(gettext("If %(conditions)s"), said) if self.conditions else ""


@dataclass(frozen=True, slots=True)
class RowSheet:
    """All that is known about one row."""

    words: RowText
    peers: tuple[Link, ...]
    documented: tuple[Link, ...]
    required: str
    is_random: bool
    setting: str
    encryption: str
    listens: str
    destination: tuple[str, ...]
    roles: tuple[str, ...]
    versions: str
    note: str
    replaces: tuple[Link, ...]
    replaced_by: tuple[Link, ...]
    omitted_by: tuple[Link, ...]
    reaches: tuple[Link, ...]
    reached_by: tuple[Link, ...]
    sources: tuple[SourceText, ...]
    checked_version: str
    checked_date: str
    correct: str


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows under one heading; the name tells groups of a page apart."""

    name: str
    heading: str
    rows: tuple[RowText, ...]
    html: SafeString
    with_hosts: bool = False


class Reader:
    """One catalogue in one language; rows are worded and rendered once and kept."""

    def __init__(self, index: SearchIndex) -> None:
        self.index = index
        self.catalogue: Catalogue = index.catalogue
        self.pieces = Pieces()
        self._words: dict[str, RowText] = {}
        self._defaults: dict[str, frozenset[str]] = {}

    def words(self, entry: Entry) -> RowText:
        """One row, worded."""
        if entry.row.key not in self._words:
            self._words[entry.row.key] = self._word_row(entry)
        return self._words[entry.row.key]

    def by_role(
        self, lines: Iterable[tuple[str, Entry]], *, with_product: bool = False
    ) -> tuple[RowGroup, ...]:
        """Group lines of a role and an entry under the headings of the roles."""
        found: defaultdict[str, list[Entry]] = defaultdict(list)
        for role, entry in lines:
            found[role].append(entry)
        return tuple(
            self.group(role, word(ROLE_HEADINGS, role), entries, with_product=with_product)
            for role, entries in found.items()
        )

    def group(
        self,
        name: str,
        heading: str,
        entries: Iterable[Entry],
        *,
        with_product: bool = False,
        with_hosts: bool = False,
    ) -> RowGroup:
        """Entries under one heading, each `with_product` where they are of several.

        A table `with_hosts` says on which they are, where its heading does not.
        """
        rows = tuple(map(self.words, entries))
        shown = {"with_product": with_product, "with_hosts": with_hosts}
        lines = [self._line(row, name, shown) for row in rows]
        return RowGroup(name, heading, rows, SafeString("".join(lines)), with_hosts)

    def _line(self, row: RowText, group: str, shown: Mapping[str, bool]) -> SafeString:
        context = {"row": row, "group": GAP, **shown}
        key = ("row", row.key, *shown.values())
        return self.pieces.fill(key, "reference/_row.html", context, gap=group)

    def is_default(self, row: Row) -> bool:
        """Tell whether a product needs a row of its own with its options at their defaults."""
        keys = self._defaults.get(row.product)
        if keys is None:
            needs = find_needs(self.catalogue, self.catalogue.products[row.product], {})
            keys = self._defaults[row.product] = needs.keys
        return row.key in keys

    def text(self, text: str | None, product: str) -> str:
        """A sentence of a product, in the reader's language."""
        return translated(self.catalogue, text, product) if text else ""

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Products by slug and components by `product/component`, as the reader calls them."""
        found: dict[str, str] = {}
        for slug, product in self.catalogue.products.items():
            found[slug] = self.text(product.name, slug)
            for component in product.components:
                found[f"{slug}/{component.id}"] = self.text(component.name, slug)
        return found

    def product_link(self, product: Product) -> Link:
        """A product, with its page."""
        return Link(
            self.text(product.name, product.product),
            address("reference:product", product.product),
        )

    def component_link(self, product: str, component: Component) -> Link:
        """A component, with its page."""
        return Link(
            self.text(component.name, product),
            address("reference:component", product, component.id),
        )

    def row_link(self, key: str) -> Link:
        """Another row, named by its component and ports."""
        entry = self.index.by_key.get(key)
        if entry is None:
            return Link(key)
        words = self.words(entry)
        ports = f"{words.protocol} {words.ports}".strip()
        return Link(f"{words.product.text} · {words.component.text}", words.address, ports)

    def detail(self, entry: Entry) -> RowSheet:
        """All that is known about a row."""
        row, product = entry.row, entry.product
        is_listener = isinstance(row, Listener)
        return RowSheet(
            words=self.words(entry),
            peers=tuple(self._peers(row)),
            documented=tuple(self._documented(row)),
            required=word(REQUIRED_SENTENCES, "yes" if row.required else "no"),
            is_random=isinstance(row, Listener) and row.random,
            setting=self.text(row.setting, product.product),
            encryption=word(ENCRYPTION_NAMES, row.tls),
            listens=word(SCOPE_SENTENCES if is_listener else DIALLING_SENTENCES, row.scope),
            destination=row.destination,
            roles=tuple(self.host(row.product, role) for role in row.roles),
            versions=version_words(row) if self._has_versions(product) else "",
            note=self.text(row.note, product.product),
            replaces=self._row_links([row.replaces] if isinstance(row, Listener) else []),
            replaced_by=self._row_links(self._replacements.get(row.key, [])),
            omitted_by=tuple(self._omissions.get(row.key, [])),
            reaches=self._row_links(row.reaches if isinstance(row, OutboundNeed) else []),
            reached_by=tuple(self.row_link(need.row.key) for need in self.needs_of(row)),
            sources=tuple(map(source_text, row.source)),
            checked_version=product.checked.version,
            checked_date=product.checked.date,
            correct=f"{address('reference:about')}?row={row.key}",
        )

    def needs_of(self, row: Row) -> tuple[Entry, ...]:
        """The outbound needs that reach a listener, in order of the catalogue."""
        return tuple(self.index.by_key[key] for key in self._needs.get(row.key, ()))

    @cached_property
    def _needs(self) -> Mapping[str, list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for need in self.catalogue.outbound_needs:
            for key in need.reaches:
                found[key].append(need.key)
        return found

    def _row_links(self, keys: Iterable[str | None]) -> tuple[Link, ...]:
        return tuple(self.row_link(key) for key in keys if key)

    def _has_versions(self, product: Product) -> bool:
        return any(base.product == "kubernetes" for base in self.catalogue.bases(product.product))

    @cached_property
    def _replacements(self) -> Mapping[str, list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for row in self.catalogue.listeners:
            if row.replaces:
                found[row.replaces].append(row.key)
        return found

    @cached_property
    def _omissions(self) -> Mapping[str, list[Link]]:
        found: defaultdict[str, list[Link]] = defaultdict(list)
        for product in self.catalogue.products.values():
            for omit in product.omits:
                link = self.product_link(product)
                phrases = condition_phrases(self.catalogue, product, omit.when)
                note = clauses(phrases)
                found[omit.listener].append(Link(link.text, link.address, note))
        return found

    def _word_row(self, entry: Entry) -> RowText:
        row, product = entry.row, entry.product
        return RowText(
            key=row.key,
            mark=row.key.replace("/", "-"),
            protocol=row.protocol,
            badge=_BADGES.get(row.protocol, "other"),
            direction=word(DIRECTION_NAMES, entry.direction),
            is_inbound=entry.direction == "inbound",
            hosts=tuple(self._host_mark(row, role) for role in row.roles),
            ports=row.ports.readable,
            ports_address=_ports_address(row),
            component=self.component_link(product.product, entry.component),
            product=self.product_link(product),
            purpose=self.text(row.purpose, product.product).rstrip(".。"),
            conditions=tuple(conditions(self.catalogue, row)),
            phase=say_phase(row.phase or ""),
            peers=tuple(self._documented(row) or self._peers(row)),
            address=listener_address(row.key),
        )

    def _peers(self, row: Row) -> Iterable[Link]:
        if isinstance(row, Listener):
            return (self.peer(row, peer) for peer in row.peers)
        if isinstance(row, OutboundNeed) and not isinstance(row.to, str):
            return (Link(word(ROLE_NAMES, role)) for role in row.to)
        return (self._place(row.product, str(getattr(row, "to", ""))),)

    def _documented(self, row: Row) -> tuple[Link, ...]:
        """Who connects by the product's own table, where that is wider than who really does."""
        peers = row.documented_peers if isinstance(row, Listener) else ()
        return tuple(self.peer(row, peer) for peer in peers)

    def _host_mark(self, row: Row, named: str) -> HostMark:
        return HostMark(
            named if named in self.catalogue.role else "place", self.host(row.product, named)
        )

    def host(self, product: str, named: str) -> str:
        """What a row or a component of a product is on: hosts of a role, or a place of it."""
        if named in self.catalogue.role:
            return word(ROLE_NAMES, named)
        return self._place(product, named).text

    def _place(self, product: str, named: str) -> Link:
        """A place outside, with where its product tells of it; a mere name says itself."""
        found = self.catalogue.find_place(self.catalogue.products[product], named)
        if found is None:
            return Link(self.text(named, product))
        key, place = found
        owner = product_of(key)
        page = address("reference:product", owner)
        return Link(self.text(place.name, owner), f"{page}#place-{place.id}")

    def peer(self, row: Row, peer: str) -> Link:
        """The other end of a row: a role, a component or a place, with its page."""
        if peer in self.catalogue.role:
            return Link(word(ROLE_NAMES, peer))
        if peer == "self":
            return Link(gettext("self"))
        owner = self.catalogue.owner_of(row.product, peer)
        component = self.catalogue.find_component(row.product, peer)
        if owner and component:
            return self.component_link(owner.product, component)
        return self._place(row.product, peer)


_readers: dict[str, Reader] = {}


def current_reader() -> Reader:
    """The reader of the current catalogue in the language of this request."""
    index = current_index()
    language = catalogue_language()
    reader = _readers.get(language)
    if reader is None or reader.index is not index:
        reader = _readers[language] = Reader(index)
    return reader


def role_lines(
    index: SearchIndex, entries: Iterable[Entry], roles: frozenset[str]
) -> list[tuple[str, Entry]]:
    """Every entry under each of its roles' headings, in order; only `roles` if there are any."""
    order = {role.id: place for place, role in enumerate(index.catalogue.roles)}
    headings = _Headings(index, roles)
    lines = [(heading, entry) for entry in entries for heading in headings[entry.row.roles]]
    return sorted(lines, key=lambda line: order.get(line[0], len(order)))


class _Headings(dict[tuple[str, ...], tuple[str, ...]]):
    """The headings under which rows of some roles stand; there are few, and many rows of each."""

    def __init__(self, index: SearchIndex, roles: frozenset[str]) -> None:
        super().__init__()
        self._catalogue = index.catalogue
        self._roles = roles

    def __missing__(self, roles: tuple[str, ...]) -> tuple[str, ...]:
        shown = {role: shown_under(self._catalogue, role) for role in roles}
        found = (
            heading
            for role, heading in shown.items()
            if not self._roles or self._roles & {role, heading}
        )
        return self.setdefault(roles, tuple(dict.fromkeys(found)))


def _ports_address(row: Row) -> str:
    if len(row.ports) != 1:
        return ""
    return address("reference:port_protocol", next(iter(row.ports)), row.protocol.lower())


def source_text(source: Source) -> SourceText:
    """One place that shows a fact, in words."""
    return SourceText(
        link=_source_link(source),
        basis=word(BASIS_NAMES, source.basis),
        shows=items(word(SHOWN_NAMES, shown) for shown in source.says),
        commit=source.release or (source.commit or "")[:SHOWN_OF_COMMIT],
        read=source.read or "",
    )


def source_links(sources: Iterable[Source]) -> tuple[Link, ...]:
    """Where a fact stands: files in repositories, and pages."""
    return tuple(map(_source_link, sources))


def _source_link(source: Source) -> Link:
    parts = urlsplit(source.address)
    if parts.hostname == "github.com" and source.repo and source.path:
        return Link(f"{source.repo} · {source.path}", source.address)
    host = (parts.hostname or "").removeprefix("www.")
    return Link(f"{host}{parts.path.rstrip('/')}", source.address)
