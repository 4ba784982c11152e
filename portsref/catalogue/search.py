"""Finds rows of the catalogue: understands a query, filters by facets, counts what each would give.

Plain Python over the `Catalogue` value, shared by the pages, the API and the command line.
"""

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce
from operator import and_, or_
from typing import Literal

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.products import Component, Listener, Product, Row, version_key
from portsref.packet_logs.reading import read_packet
from portsref.ports import PortsError, PortSet
from portsref.protocols import PROTOCOL_NAMES, find_protocol

type Direction = Literal["inbound", "outbound"]
type Rows = int  # a set of rows: bit n stands for the row at position n

LONGEST_QUERY = 500  # as long as a line of a firewall's log, of which people paste one
MOST_WORDS = 12
# Facets by which rows can be filtered, several values of one meaning any of them.
FACETS = (
    "product",
    "component",
    "role",
    "protocol",
    "direction",
    "scope",
    "required",
    "listed",
    "kubernetes",
)
SORTS = ("documented", "port", "component", "product")
NEAR = 5
MOST_NAMED_PORTS = 100  # a row with more of them has a range, of which it uses a few

_PROTOCOLS = {name.casefold(): name for name in PROTOCOL_NAMES}
_PORTS = r"[0-9]{1,5}(?:\s*[-–]\s*[0-9]{1,5})?"
_PROTOCOL = "|".join(sorted(_PROTOCOLS, key=len, reverse=True))
_PORTS_AND_PROTOCOL = re.compile(rf"(?P<ports>{_PORTS})/(?P<protocol>{_PROTOCOL})")
_PROTOCOL_AND_PORTS = re.compile(rf"(?P<protocol>{_PROTOCOL})[/:]?(?P<ports>{_PORTS})")
_ONLY_PORTS = re.compile(rf"(?:\S*:)?(?P<ports>{_PORTS})(?:端口)?")
_SPACED_RANGE = re.compile(r"(?<=[0-9])\s+[-–]\s+(?=[0-9])")
# Parts of what a kernel logs when it drops a packet: PROTO=UDP SPT=40312 DPT=8472
_DROPPED_PORT = re.compile(r"\bdpt=([0-9]{1,5})\b")
_DROPPED_PROTOCOL = re.compile(r"\bproto=([a-z0-9]+)\b")
_NOISE = frozenset({"port", "ports", "端口"})
_WORD = re.compile(r"[^\W_]+(?:[-.][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Query:
    """What someone typed, understood: ports, a protocol, and words that must all be there."""

    text: str = ""
    ports: PortSet = field(default_factory=PortSet)
    protocol: str | None = None
    words: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether anything is asked for."""
        return bool(self.ports or self.protocol or self.words)

    @property
    def only_port(self) -> int | None:
        """The port, where the query is about one port and nothing but its protocol."""
        return next(iter(self.ports)) if len(self.ports) == 1 and not self.words else None


def understand(text: str) -> Query:
    """Read `10250`, `8472/udp`, `udp 8472`, `30000-32767`, words, or a line of a packet log."""
    text = " ".join(unicodedata.normalize("NFKC", text[:LONGEST_QUERY]).split())
    lowered = text.casefold()
    dropped = _understand_dropped_packet(text) or _understand_parts_of_a_line(lowered)
    if dropped:
        return replace(dropped, text=text)
    ports = PortSet()
    protocol: str | None = None
    words: list[str] = []
    for token in _SPACED_RANGE.sub("-", lowered).replace(",", " ").split():
        token_ports, token_protocol = _understand_token(token)
        ports |= token_ports
        protocol = token_protocol or protocol
        if not token_ports and not token_protocol and token not in _NOISE:
            words.append(token)
    return Query(text=text, ports=ports, protocol=protocol, words=tuple(words[:MOST_WORDS]))


def _understand_dropped_packet(text: str) -> Query | None:
    packet = read_packet(text)
    if packet is None:
        return None
    return Query(
        ports=PortSet() if packet.port is None else PortSet.single(packet.port),
        protocol=packet.protocol if packet.protocol in PROTOCOL_NAMES else None,
    )


def _understand_parts_of_a_line(text: str) -> Query | None:
    port, protocol = _DROPPED_PORT.search(text), _DROPPED_PROTOCOL.search(text)
    if port is None and protocol is None:
        return None
    known = find_protocol(protocol[1]) if protocol else None
    return Query(
        ports=_ports(port[1]) if port else PortSet(), protocol=known.name if known else None
    )


def _understand_token(token: str) -> tuple[PortSet, str | None]:
    if token in _PROTOCOLS:
        return PortSet(), _PROTOCOLS[token]
    for pattern in (_PORTS_AND_PROTOCOL, _PROTOCOL_AND_PORTS):
        if found := pattern.fullmatch(token):
            ports = _ports(found["ports"])
            return ports, _PROTOCOLS[found["protocol"]] if ports else None
    found = _ONLY_PORTS.fullmatch(token)
    return (_ports(found["ports"]) if found else PortSet()), None


def _ports(text: str) -> PortSet:
    try:
        return PortSet.parse(text)
    except PortsError:
        return PortSet()


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked for: a query, and the values chosen of each facet."""

    query: Query = field(default_factory=Query)
    chosen: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def of(self, facet: str) -> frozenset[str]:
        """The values chosen of a facet; none chosen means any."""
        return self.chosen.get(facet, frozenset())


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A row with all that it is found by."""

    row: Row
    product: Product
    component: Component
    position: int
    values: Mapping[str, frozenset[str]]
    names: str
    text: str
    port_key: tuple[tuple[int, int], ...]  # by which entries are sorted: kept, as it takes long

    @property
    def direction(self) -> Direction:
        """Inbound to the component, or outbound from it."""
        return "inbound" if isinstance(self.row, Listener) else "outbound"

    @property
    def component_key(self) -> str:
        """`product/component`."""
        return f"{self.product.product}/{self.component.id}"


@dataclass(frozen=True, slots=True)
class Found:
    """The entries that were asked for, best first, and what each value of a facet would give."""

    entries: tuple[Entry, ...]
    counts: Mapping[str, Counter[str]]


class SearchIndex:
    """Everything that can be looked up in one catalogue; build it once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.entries = tuple(_entries(catalogue))
        self.by_key = {entry.row.key: entry for entry in self.entries}

    def find(self, filters: Filters) -> Found:
        """Filter, sort by how well a row answers, and count what each value would give."""
        scores = self._scores(filters.query)
        asked = _mask(scores)
        allowed = {facet: self._allowed(facet, filters) for facet in FACETS if filters.of(facet)}
        positions = _positions(_common(asked, allowed.values()))
        positions.sort(key=lambda position: -scores[position])
        counts = {facet: self._counts(facet, asked, allowed) for facet in FACETS}
        return Found(tuple(self.entries[position] for position in positions), counts)

    def _scores(self, query: Query) -> Mapping[int, int]:
        """How well each row answers, by position, ascending; only rows that do."""
        if not query:
            return self._any_row
        positions: Iterable[int] = self._using(query.ports) if query.ports else self._any_row
        for word in query.words:
            positions = [place for place in positions if word in self.entries[place].text]
        return {
            place: _score(self.entries[place], query)
            for place in positions
            if query.protocol in {None, self.entries[place].row.protocol}
        }

    @cached_property
    def _any_row(self) -> Mapping[int, int]:
        return dict.fromkeys(range(len(self.entries)), 1)

    def _using(self, ports: PortSet) -> list[int]:
        """The positions of the rows that have one of the ports."""
        wanted = [(part.first, part.last) for part in ports.ranges]
        found = {
            place
            for first, last, place in self._ranges
            if any(
                first <= other_last and other_first <= last for other_first, other_last in wanted
            )
        }
        return sorted(found)

    @cached_property
    def _ranges(self) -> tuple[tuple[int, int, int], ...]:
        """Every range of ports that a row has, with the position of the row."""
        return tuple(
            (part.first, part.last, place)
            for place, entry in enumerate(self.entries)
            for part in entry.row.ports.ranges
        )

    @cached_property
    def _rows_with(self) -> Mapping[str, Mapping[str, Rows]]:
        """The rows that have a value, by facet and value."""
        places: dict[str, dict[str, list[int]]] = {facet: {} for facet in FACETS}
        for place, entry in enumerate(self.entries):
            for facet, values in entry.values.items():
                for value in values:
                    places[facet].setdefault(value, []).append(place)
        return {
            facet: {value: _mask(found) for value, found in values.items()}
            for facet, values in places.items()
        }

    def _allowed(self, facet: str, filters: Filters) -> Rows:
        """The rows that a facet lets through."""
        rows_with = self._rows_with[facet]
        return reduce(or_, (rows_with.get(value, 0) for value in filters.of(facet)))

    def _counts(self, facet: str, asked: Rows, allowed: Mapping[str, Rows]) -> Counter[str]:
        """What each value would give: all that the other facets let through, and it has."""
        others = _common(asked, (rows for other, rows in allowed.items() if other != facet))
        counts = {value: rows & others for value, rows in self._rows_with[facet].items()}
        return Counter({value: rows.bit_count() for value, rows in counts.items() if rows})

    def near(self, port: int) -> tuple[int, ...]:
        """Known ports that `port` may have been meant for: close by, or two digits swapped."""
        swapped = _swapped(port)
        return tuple(
            known
            for known in self.known_ports
            if known != port and (abs(known - port) <= NEAR or known in swapped)
        )

    def neighbours(self, port: int) -> tuple[int | None, int | None]:
        """The known ports before and after `port`."""
        before = max((known for known in self.known_ports if known < port), default=None)
        after = min((known for known in self.known_ports if known > port), default=None)
        return before, after

    @cached_property
    def known_ports(self) -> Mapping[int, Entry]:
        """Every port that some row names as a number, ascending, with the first such row."""
        first: dict[int, Entry] = {}
        for entry in self.entries:
            for part in entry.row.ports.ranges:
                if len(part) == 1:
                    first.setdefault(part.first, entry)
        return dict(sorted(first.items()))

    def suggest(self, query: Query) -> str | None:
        """A query with its unknown words replaced by near known ones; none if nothing is near."""
        words = [word if self._knows(word) else self._nearest(word) for word in query.words]
        if list(query.words) == words or None in words:
            return None
        terms = (str(query.ports), (query.protocol or "").lower(), *words)
        return " ".join(term for term in terms if term)

    def _knows(self, word: str) -> bool:
        return any(word in entry.text for entry in self.entries)

    def _nearest(self, word: str) -> str | None:
        return next(iter(difflib.get_close_matches(word, self._vocabulary, n=1, cutoff=0.7)), None)

    @cached_property
    def _vocabulary(self) -> tuple[str, ...]:
        words: Counter[str] = Counter()
        for entry in self.entries:
            words.update(set(_WORD.findall(entry.names)) | set(_WORD.findall(entry.text)))
        # names first, so that of two equally near words the name of a thing wins
        names = {word for entry in self.entries for word in _WORD.findall(entry.names)}
        long_enough = (word for word in words if len(word) > 2 and not word.isdigit())
        return tuple(sorted(long_enough, key=lambda word: (word not in names, word)))


def exists_in(row: Row, kubernetes: str) -> bool:
    """Tell whether a Kubernetes of that version has the row."""
    version = version_key(kubernetes)
    return (row.since is None or version_key(row.since) <= version) and (
        row.until is None or version <= version_key(row.until)
    )


def may_clash(entries: Iterable[Entry]) -> Mapping[str, tuple[Entry, ...]]:
    """The entries of one port that cannot share a host, by protocol.

    Only what listens on the host itself counts, and only from different products; Kubernetes and
    its distributions are one, because a host runs one of them.
    """
    listening: dict[str, list[Entry]] = {}
    for entry in entries:
        if _listens_on_host(entry.row):
            listening.setdefault(entry.row.protocol, []).append(entry)
    return {
        protocol: tuple(rows)
        for protocol, rows in listening.items()
        if len({family_of(entry.product) for entry in rows}) > 1
    }


def _listens_on_host(row: Row) -> bool:
    is_range = len(row.ports) > MOST_NAMED_PORTS or (isinstance(row, Listener) and row.random)
    return isinstance(row, Listener) and row.scope != "pod" and not is_range


def sort_entries(entries: Iterable[Entry], sort: str) -> list[Entry]:
    """Sort by one of `SORTS`; `documented` keeps the order given."""
    if sort == "port":
        return sorted(entries, key=lambda entry: (entry.port_key, entry.position))
    if sort == "component":
        return sorted(entries, key=lambda entry: (entry.component.name.casefold(), entry.position))
    if sort == "product":
        return sorted(entries, key=lambda entry: (entry.product.name.casefold(), entry.position))
    return list(entries)


def _entries(catalogue: Catalogue) -> Iterator[Entry]:
    order = sorted(catalogue.products.values(), key=lambda product: product.kind != "core")
    position = 0
    for product in order:
        for row in product.rows:
            yield _entry(catalogue, product, row, position)
            position += 1


def _entry(catalogue: Catalogue, product: Product, row: Row, position: int) -> Entry:
    component = catalogue.component_of(row)
    names = f"{product.product} {product.name} {component.id} {component.name}".casefold()
    return Entry(
        row=row,
        product=product,
        component=component,
        position=position,
        values=_values(catalogue, product, row),
        names=names,
        text=f"{names} {_text(catalogue, product, component, row)}",
        port_key=_port_key(row),
    )


def _values(catalogue: Catalogue, product: Product, row: Row) -> Mapping[str, frozenset[str]]:
    values: dict[str, set[str]] = {
        "product": {product.product},
        "component": {f"{product.product}/{row.component}"},
        "role": {shown for role in row.roles for shown in (role, shown_under(catalogue, role))},
        "protocol": {row.protocol},
        "direction": {"inbound" if isinstance(row, Listener) else "outbound"},
        "scope": {row.scope},
        "required": {"yes" if row.required else "no"},
        "listed": {"yes" if product.is_official(row) else "no"},
        "kubernetes": {
            version for version in catalogue.kubernetes_versions if exists_in(row, version)
        },
    }
    return {facet: frozenset(found) for facet, found in values.items()}


def shown_under(catalogue: Catalogue, role: str) -> str:
    """The role under whose heading the rows of `role` stand."""
    known = catalogue.role.get(role)
    return (known.shown_under if known else None) or role


def _text(catalogue: Catalogue, product: Product, component: Component, row: Row) -> str:
    texts = [row.purpose, row.note, component.name, component.summary]
    english = [text for text in texts if text]
    translated = [
        sentences[text]
        for sources in catalogue.translations.values()
        if (sentences := sources.get(product.product))
        for text in english
        if text in sentences
    ]
    conditions = [*row.when, *(value for values in row.when.values() for value in values)]
    own = [row.id, row.protocol, row.setting or "", *conditions]
    return " ".join((*own, *english, *translated)).casefold()


def _score(entry: Entry, query: Query) -> int:
    """How well an entry answers that has all that is asked for."""
    score = 1
    if query.ports:
        score += 8 if entry.row.ports == query.ports else 4 if len(entry.row.ports) < 64 else 0
    return score + 2 * sum(word in entry.names for word in query.words)


def _mask(places: Iterable[int]) -> Rows:
    """The rows at these positions."""
    bits = bytearray(b"0" * (max(places, default=0) + 1))
    for place in places:
        bits[place] = ord("1")
    return int(bits[::-1], 2)


def _positions(rows: Rows) -> list[int]:
    """The positions of the rows, ascending."""
    return [place for place, bit in enumerate(f"{rows:b}"[::-1]) if bit == "1"]


def _common(rows: Rows, others: Iterable[Rows]) -> Rows:
    return reduce(and_, others, rows)


def _port_key(row: Row) -> tuple[tuple[int, int], ...]:
    return tuple((part.first, part.last) for part in row.ports.ranges) or ((65535, 65535),)


def _swapped(port: int) -> frozenset[int]:
    digits = str(port)
    return frozenset(
        int(digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :])
        for place in range(len(digits) - 1)
    )


def family_of(product: Product) -> str:
    """The product, or `kubernetes` for Kubernetes and everything that is one."""
    is_kubernetes = product.kind in {"core", "distribution", "managed"}
    return "kubernetes" if is_kubernetes else product.product
