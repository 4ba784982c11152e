"""What a component connects to and who reaches it: links both ways, from peers and from needs."""

from collections.abc import Iterable
from dataclasses import dataclass

from portsref.catalogue.products import Component, Listener, OutboundNeed
from portsref.catalogue.search.entries import Entry
from portsref.web.reference.rows import Link, Reader
from portsref.web.shared.joining import items

AT_ONCE = 12


@dataclass(frozen=True, slots=True)
class Connections:
    """Links to one side, as many at once as are read, and the rest."""

    at_once: tuple[Link, ...]
    more: tuple[Link, ...]

    @property
    def has_any(self) -> bool:
        """Tell whether there are any."""
        return bool(self.at_once)


def connects_to(reader: Reader, own: Iterable[Entry], named_by: Iterable[Entry]) -> Connections:
    """The ports that a component dials: where it is a peer, and what its own needs reach."""
    needs = [entry for entry in own if isinstance(entry.row, OutboundNeed)]
    links = [_port_link(reader, entry) for entry in named_by]
    links += [link for need in needs for link in _reached_ports(reader, need)]
    return _first_some(links)


def hosts_connect_to(
    reader: Reader, product: str, component: Component, said: Connections
) -> Connections:
    """The ports of the same product, or what it is built on, that its hosts dial by their roles."""
    known = {link.address for link in (*said.at_once, *said.more)}
    owners = reader.catalogue.bases(product)
    links = [
        _port_link(reader, reader.index.by_key[row.key])
        for owner in owners
        for row in owner.listeners
        if row.component != component.id
        and row.scope == "node"
        and not set(component.roles).isdisjoint(row.peers)
        and reader.is_default(row)
    ]
    return _first_some(link for link in links if link.address not in known)


def reached_by(reader: Reader, component: Component, own: Iterable[Entry]) -> Connections:
    """Who dials its ports: the peers that they name, and components whose needs reach them."""
    listeners = [entry.row for entry in own if isinstance(entry.row, Listener)]
    peers = [
        reader.peer(row, peer)
        for row in listeners
        for peer in row.peers
        if peer not in {"self", component.id}
    ]
    dialling = [
        _component_link(reader, entry) for row in listeners for entry in reader.needs_of(row)
    ]
    return _first_some([*peers, *dialling])


def _reached_ports(reader: Reader, need: Entry) -> Iterable[Link]:
    """The listeners that a need reaches; where the catalogue has none, its ports and whose."""
    row = need.row
    keys = row.reaches if isinstance(row, OutboundNeed) else ()
    known = [reader.index.by_key[key] for key in keys if key in reader.index.by_key]
    if known:
        return [_port_link(reader, entry) for entry in known]
    words = reader.words(need)
    to = items(peer.text for peer in words.peers)
    return [Link(f"{words.protocol} {words.ports}".strip(), words.address, to)]


def _port_link(reader: Reader, entry: Entry) -> Link:
    words = reader.words(entry)
    return Link(f"{words.protocol} {words.ports}".strip(), words.address, words.component.text)


def _component_link(reader: Reader, entry: Entry) -> Link:
    link = reader.component_link(entry.product.product, entry.component)
    product = reader.product_link(entry.product).text
    return Link(link.text, link.address, "" if product in link.text else product)


def _first_some(links: Iterable[Link]) -> Connections:
    """Each once; the first of several with the same words stays."""
    found: dict[tuple[str, str], Link] = {}
    for link in links:
        found.setdefault((link.text, link.note), link)
    every = tuple(found.values())
    at_once = every if len(every) <= AT_ONCE + 1 else every[:AT_ONCE]
    return Connections(at_once, every[len(at_once) :])
