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
from portsref.catalogue.products import Component, Listener, OutboundNeed, Product, Row, Source
from portsref.catalogue.search.entries import Entry, shown_under
from portsref.catalogue.search.index import SearchIndex
from portsref.web.facts.catalogue import current_index
from portsref.web.shared.joining import clauses, fill
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

_BADGES = {"TCP": "tcp", "UDP": "udp", "SCTP": "sctp"}


@dataclass(frozen=True, slots=True)
class Link:
    """Words, with the page about them where there is one."""

    text: str
    address: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class RowText:
    """One row of a table; its peers are those of the documentation, where this has others."""

    key: str
    mark: str
    protocol: str
    badge: str
    direction: str
    is_inbound: bool
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
    source: Link
    basis: str
    checked_version: str
    checked_date: str


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows under one heading; the name tells groups of a page apart."""

    name: str
    heading: str
    rows: tuple[RowText, ...]
    html: SafeString


class Reader:
    """One catalogue in one language; rows are worded and rendered once and kept."""

    def __init__(self, index: SearchIndex) -> None:
        self.index = index
        self.catalogue: Catalogue = index.catalogue
        self.pieces = Pieces()
        self._words: dict[str, RowText] = {}

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
        self, name: str, heading: str, entries: Iterable[Entry], *, with_product: bool = False
    ) -> RowGroup:
        """Entries under one heading, each `with_product` where they are of several."""
        rows = tuple(map(self.words, entries))
        lines = [self._line(row, name, with_product) for row in rows]
        return RowGroup(name, heading, rows, SafeString("".join(lines)))

    def _line(self, row: RowText, group: str, with_product: bool) -> SafeString:
        context = {"row": row, "group": GAP, "with_product": with_product}
        return self.pieces.fill(
            ("row", row.key, with_product), "reference/_row.html", context, gap=group
        )

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
            roles=tuple(self._host(row, role) for role in row.roles),
            versions=version_words(row) if self._has_versions(product) else "",
            note=self.text(row.note, product.product),
            replaces=self._row_links([row.replaces] if isinstance(row, Listener) else []),
            replaced_by=self._row_links(self._replacements.get(row.key, [])),
            omitted_by=tuple(self._omissions.get(row.key, [])),
            reaches=self._row_links(row.reaches if isinstance(row, OutboundNeed) else []),
            source=source_link(row.source),
            basis=word(BASIS_NAMES, row.source.basis if row.source else ""),
            checked_version=product.checked.version,
            checked_date=product.checked.date,
        )

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
            return (self._peer(row, peer) for peer in row.peers)
        if isinstance(row, OutboundNeed) and not isinstance(row.to, str):
            return (Link(word(ROLE_NAMES, role)) for role in row.to)
        return (self._place(row, str(getattr(row, "to", ""))),)

    def _documented(self, row: Row) -> tuple[Link, ...]:
        """Who connects by the product's own table, where that is wider than who really does."""
        peers = row.documented_peers if isinstance(row, Listener) else ()
        return tuple(self._peer(row, peer) for peer in peers)

    def _host(self, row: Row, named: str) -> str:
        if named in self.catalogue.role:
            return word(ROLE_NAMES, named)
        return self._place(row, named).text

    def _place(self, row: Row, named: str) -> Link:
        """A place outside, with where its product tells of it; a mere name says itself."""
        product = self.catalogue.products[row.product]
        found = self.catalogue.find_place(product, named)
        if found is None:
            return Link(self.text(named, row.product))
        key, place = found
        owner = product_of(key)
        page = address("reference:product", owner)
        return Link(self.text(place.name, owner), f"{page}#place-{place.id}")

    def _peer(self, row: Row, peer: str) -> Link:
        if peer in self.catalogue.role:
            return Link(word(ROLE_NAMES, peer))
        if peer == "self":
            return Link(gettext("self"))
        owner = self.catalogue.owner_of(row.product, peer)
        component = self.catalogue.find_component(row.product, peer)
        if owner and component:
            return self.component_link(owner.product, component)
        return self._place(row, peer)


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


def source_link(source: Source | None) -> Link:
    """Where a fact stands: its file in a repository, or its page."""
    if source is None:
        return Link("")
    parts = urlsplit(source.url)
    if parts.hostname == "github.com" and source.repo and source.path:
        return Link(f"{source.repo} · {source.path}", source.url)
    host = (parts.hostname or "").removeprefix("www.")
    return Link(f"{host}{parts.path.rstrip('/')}", source.url)
