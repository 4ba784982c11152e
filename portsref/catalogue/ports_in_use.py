"""What uses a port, across all products, and rows as plain values."""

from portsref.catalogue.search import Entry, Filters, Query, SearchIndex
from portsref.ports import PORTS_OF_A_PROTOCOL, PortSet
from portsref.protocols import NAMES_WITH_PORTS


def parse_port(text: str) -> tuple[int, str | None]:
    """Read `10250` or `10250/tcp`; raises `ValueError`, which says what it should be."""
    port, slash, protocol = text.partition("/")
    is_number = port.isascii() and port.isdigit() and len(port) <= 5
    if not is_number or int(port) >= PORTS_OF_A_PROTOCOL:
        raise ValueError(f"{port[:40]!r} is not a port: ports are 0 to 65535")
    if slash and protocol.upper() not in NAMES_WITH_PORTS:
        known = ", ".join(NAMES_WITH_PORTS).lower()
        raise ValueError(f"{protocol[:40]!r} is no protocol with ports: {known}")
    return int(port), protocol.upper() or None


def rows_using(index: SearchIndex, port: int, protocol: str | None = None) -> tuple[Entry, ...]:
    """Every row that has the port: those that name it first, then ranges that hold it."""
    return index.find(Filters(Query(ports=PortSet.single(port), protocol=protocol))).entries


def row_data(entry: Entry) -> dict[str, object]:
    """A row as plain values: its key, product and direction, then what its file says."""
    return {
        "key": entry.row.key,
        "product": entry.product.product,
        "direction": entry.direction,
        **entry.row.model_dump(mode="json"),
    }
