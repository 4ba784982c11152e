"""`portsref port`: what uses a port.

It is asked for one port at a time and often, so it reads the facts as plain values: getting
pydantic ready would take several times as long as the answer.
"""

import argparse
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from portsref.catalogue.search.port_table import PortTable, parse_port
from portsref.catalogue.snapshot.facts import Facts
from portsref.catalogue.snapshot.loading import load_facts
from portsref.cli.running import CallError
from portsref.cli.table import print_table
from portsref.documents.writing import dump_json

HEADER = ("ROW", "PORTS", "HOSTS", "PEERS", "PURPOSE")
SCOPES = {"node": "", "loopback": " Loopback only.", "pod": " Inside the pod network."}
PHASES = {None: "", "installation": " During the installation only."}

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
        print_table([_cells(row, facts) for row in rows], header=HEADER)
    else:
        _say_nothing_uses(arguments.port, table.near(port))


def _say_nothing_uses(port: str, near: Sequence[int]) -> None:
    also = f"; near it: {', '.join(map(str, near))}" if near else ""
    print(f"nothing in the catalogue uses {port}{also}")  # noqa: T201


def _cells(row: Row, facts: Facts) -> tuple[str, ...]:
    about = f"{_destination(row)}{SCOPES[row['scope']]}{PHASES[row['phase']]}{_condition(row)}"
    return (
        row["key"],
        f"{row['protocol']} {row['ports']}",
        ", ".join(row["roles"]),
        _peers(row, facts),
        f"{row['purpose']}{about}",
    )


def _peers(row: Row, facts: Facts) -> str:
    """Who connects, or whom it dials."""
    if row["direction"] == "inbound":
        return f"from {_named(row['peers'], row['product'], facts)}"
    to = row["to"]
    return f"to {_named([to] if isinstance(to, str) else to, row['product'], facts)}"


def _named(peers: Iterable[str], product: str, facts: Facts) -> str:
    """The peers, joined; places outside by their names."""
    owners = ((peer.rpartition("/")[0] or product, peer) for peer in peers)
    return ", ".join(
        facts.place_name(owner, peer.rpartition("/")[2]) or peer for owner, peer in owners
    )


def _destination(row: Row) -> str:
    """Where packets go that are for no single host."""
    return f" Sent to {', '.join(row['destination'])}." if row["destination"] else ""


def _condition(row: Row) -> str:
    asked = [f"{option} = {' or '.join(values)}" for option, values in row["when"].items()]
    if row["since"]:
        asked.append(f"Kubernetes ≥ {row['since']}")
    if row["until"]:
        asked.append(f"Kubernetes ≤ {row['until']}")
    return f" Where {', '.join(asked)}." if asked else ""
