"""`portsref port`: what uses a port.

It is asked for one port at a time and often, so it reads the facts as plain values: getting
pydantic ready would take several times as long as the answer.
"""

import argparse
from collections.abc import Mapping, Sequence
from typing import Any

from portsref.catalogue.search.port_table import PortTable, parse_port
from portsref.catalogue.snapshot.loading import load_facts
from portsref.cli.running import CallError
from portsref.cli.table import print_table
from portsref.documents.writing import dump_json

HEADER = ("ROW", "PORTS", "HOSTS", "PEERS", "PURPOSE")
SCOPES = {"node": "", "loopback": " Loopback only.", "pod": " Inside the pod network."}

type Row = Mapping[str, Any]


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
    facts = load_facts()
    table = PortTable(numbers for _, _, numbers in facts.rows)
    found = (facts.rows[place] for place in table.best_for(port))
    rows = [facts.row(key) for key, spoken, _ in found if protocol in {None, spoken}]
    if arguments.json:
        data = {"port": port, "protocol": protocol, "rows": rows}
        print(dump_json(data), end="")  # noqa: T201 - printing is what a command does
    elif rows:
        print_table(list(map(_cells, rows)), header=HEADER)
    else:
        _say_nothing_uses(arguments.port, table.near(port))


def _say_nothing_uses(port: str, near: Sequence[int]) -> None:
    also = f"; near it: {', '.join(map(str, near))}" if near else ""
    print(f"nothing in the catalogue uses {port}{also}")  # noqa: T201


def _cells(row: Row) -> tuple[str, ...]:
    return (
        row["key"],
        f"{row['protocol']} {row['ports']}",
        ", ".join(row["roles"]),
        _peers(row),
        f"{row['purpose']}{SCOPES[row['scope']]}{_condition(row)}",
    )


def _peers(row: Row) -> str:
    """Who connects, or whom it dials."""
    if row["direction"] == "outbound":
        return f"to {row['to'] if isinstance(row['to'], str) else ', '.join(row['to'])}"
    return f"from {', '.join(row['peers'])}"


def _condition(row: Row) -> str:
    asked = [f"{option} = {' or '.join(values)}" for option, values in row["when"].items()]
    if row["since"]:
        asked.append(f"Kubernetes ≥ {row['since']}")
    if row["until"]:
        asked.append(f"Kubernetes ≤ {row['until']}")
    return f" Where {', '.join(asked)}." if asked else ""
