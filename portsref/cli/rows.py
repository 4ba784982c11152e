"""Rows of the catalogue as a table: what listens or dials, on which hosts, with whom, and why.

From plain values, because a look-up that gets pydantic ready takes several times as long.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from portsref.catalogue.snapshot.facts import Facts
from portsref.cli.table import print_table

_HEADER = ("ROW", "PORTS", "HOSTS", "PEERS", "PURPOSE")
_SCOPES = {"node": "", "loopback": " Loopback only.", "pod": " Inside the pod network."}
_PHASES = {None: "", "installation": " During the installation only."}

type Row = Mapping[str, Any]


def print_rows(rows: Iterable[Row], facts: Facts) -> None:
    """Print rows as `Facts.row` gives them."""
    print_table([_cells(row, facts) for row in rows], header=_HEADER)


def _cells(row: Row, facts: Facts) -> tuple[str, ...]:
    about = f"{_destination(row)}{_SCOPES[row['scope']]}{_PHASES[row['phase']]}{_condition(row)}"
    return (
        row["key"],
        f"{row['protocol']} {row['ports']}".rstrip(),
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
