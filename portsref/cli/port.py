"""`portsref port`: what uses a port."""

import argparse

from portsref.catalogue.load import load_catalogue
from portsref.catalogue.products import Listener, OutboundNeed, Row
from portsref.catalogue.search.entries import row_data
from portsref.catalogue.search.index import SearchIndex
from portsref.catalogue.search.ports_in_use import parse_port, rows_using
from portsref.cli.running import CallError
from portsref.cli.table import print_table
from portsref.documents.writing import dump_json

HEADER = ("ROW", "PORTS", "HOSTS", "PEERS", "PURPOSE")
SCOPES = {"node": "", "loopback": " Loopback only.", "pod": " Inside the pod network."}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take a port, and the shape of the answer."""
    parser.add_argument("port", metavar="PORT[/PROTOCOL]", help="such as 10250 or 8472/udp")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> None:
    """Print every row of the catalogue that has the port, those that name it first."""
    try:
        port, protocol = parse_port(arguments.port)
    except ValueError as error:
        raise CallError(str(error)) from error
    index = SearchIndex(load_catalogue())
    rows = rows_using(index, port, protocol)
    if arguments.json:
        data = {"port": port, "protocol": protocol, "rows": [row_data(entry) for entry in rows]}
        print(dump_json(data), end="")  # noqa: T201 - printing is what a command does
    elif rows:
        print_table([_cells(entry.row) for entry in rows], header=HEADER)
    else:
        near = f"; near it: {', '.join(map(str, index.near(port)))}" if index.near(port) else ""
        print(f"nothing in the catalogue uses {arguments.port}{near}")  # noqa: T201


def _cells(row: Row) -> tuple[str, ...]:
    return (
        row.key,
        f"{row.protocol} {row.ports}",
        ", ".join(row.roles),
        _peers(row),
        f"{row.purpose}{SCOPES[row.scope]}{_condition(row)}",
    )


def _peers(row: Row) -> str:
    """Who connects, or whom it dials."""
    if isinstance(row, OutboundNeed):
        return f"to {row.to if isinstance(row.to, str) else ', '.join(row.to)}"
    return f"from {', '.join(row.peers) if isinstance(row, Listener) else 'any'}"


def _condition(row: Row) -> str:
    asked = [f"{option} = {' or '.join(values)}" for option, values in row.when.items()]
    if row.since:
        asked.append(f"Kubernetes ≥ {row.since}")
    if row.until:
        asked.append(f"Kubernetes ≤ {row.until}")
    return f" Where {', '.join(asked)}." if asked else ""
