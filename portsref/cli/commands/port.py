"""`portsref port`: what uses a port.

It is asked for one port at a time and often, so it reads the facts as plain values: getting
pydantic ready would take several times as long as the answer.
"""

import argparse
from dataclasses import dataclass

from portsref.catalogue.search.port_table import PortTable, parse_ports
from portsref.catalogue.snapshot.facts import Facts
from portsref.catalogue.snapshot.loading import load_facts
from portsref.cli.rows import Row, print_rows
from portsref.cli.running import CallError
from portsref.documents.writing import dump_json
from portsref.ports import PortSet


@dataclass(frozen=True, slots=True)
class _Answer:
    """What uses the ports that a word asks for; `near` are known ports that may be meant."""

    asked: str
    ports: PortSet
    protocol: str | None
    rows: list[Row]
    near: tuple[int, ...]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take ports, and the shape of the answer."""
    parser.add_argument(
        "ports",
        metavar="PORTS[/PROTOCOL]",
        nargs="+",
        help="such as 10250, 8472/udp, 80,443 or 30000-32767/tcp",
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> None:
    """Print every row of the catalogue that has a port, those that name it first."""
    try:
        asked = {word: parse_ports(word) for word in arguments.ports}
    except ValueError as error:
        raise CallError(str(error)) from error
    facts = load_facts()
    table = PortTable(numbers for _, _, numbers in facts.rows)
    answers = [_answer(word, *about, facts, table) for word, about in asked.items()]
    if arguments.json:
        print(dump_json(list(map(_data, answers))), end="")  # noqa: T201 - as commands do
    else:
        _print(answers, facts)


def _answer(
    asked: str, ports: PortSet, protocol: str | None, facts: Facts, table: PortTable
) -> _Answer:
    found = (facts.rows[place] for place in table.best_for(ports.numbers))
    rows = [facts.row(key) for key, spoken, _ in found if protocol in {None, spoken}]
    near = table.near(ports.ranges[0].first) if len(ports) == 1 else ()
    return _Answer(asked, ports, protocol, rows, near)


def _data(answer: _Answer) -> dict[str, object]:
    return {
        "ports": str(answer.ports),
        "protocol": answer.protocol,
        "rows": answer.rows,
        "near": list(answer.near),
    }


def _print(answers: list[_Answer], facts: Facts) -> None:
    """Each row once, and a line for each word that nothing uses."""
    found = {row["key"]: row for answer in answers for row in answer.rows}
    if found:
        print_rows(found.values(), facts)
    for answer in answers:
        if not answer.rows:
            also = f"; near it: {', '.join(map(str, answer.near))}" if answer.near else ""
            print(f"nothing in the catalogue uses {answer.asked}{also}")  # noqa: T201
