"""What uses a port, across all products, and what of it cannot share a host."""

from collections.abc import Iterable, Mapping

from portsref.catalogue.products import Listener, Product, Row
from portsref.catalogue.search.entries import Entry, is_wide
from portsref.catalogue.search.index import SearchIndex
from portsref.catalogue.search.named import rows_named
from portsref.catalogue.search.query import Filters, Query
from portsref.packet_logs.packets import Packet
from portsref.ports import PortSet
from portsref.protocols import NAMES_WITH_PORTS


def rows_using(
    index: SearchIndex, port: int | None, protocol: str | None = None
) -> tuple[Entry, ...]:
    """Every row that has the port: those that name it first, then ranges that hold it.

    Without a port, every row of the protocol.
    """
    ports = PortSet() if port is None else PortSet.single(port)
    return index.find(Filters(Query(ports=ports, protocol=protocol))).entries


def rows_behind(index: SearchIndex, packet: Packet) -> tuple[Entry, ...]:
    """The rows of a packet's port, or of what an error text names where it says no port of theirs.

    The port of a Service is none of theirs: a packet goes to that of the pod.
    """
    failure, has_ports = packet.failure, packet.protocol in NAMES_WITH_PORTS
    if failure and (failure.service or (packet.port is None and has_ports)):
        return rows_named(index.entries, failure)
    return rows_using(index, packet.port, packet.protocol)


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
    return isinstance(row, Listener) and row.scope != "pod" and not row.random and not is_wide(row)


def family_of(product: Product) -> str:
    """The product, or `kubernetes` for Kubernetes and everything that is one."""
    is_kubernetes = product.kind in {"core", "distribution", "managed"}
    return "kubernetes" if is_kubernetes else product.product
