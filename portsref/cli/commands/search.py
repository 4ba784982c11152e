"""`portsref search`: what the explorer finds for ports, words, a line of a log or an error."""

import argparse

from portsref.catalogue.load import load_catalogue
from portsref.catalogue.search.index import SearchIndex
from portsref.catalogue.search.query import Filters, understand
from portsref.catalogue.snapshot.loading import load_facts
from portsref.cli.completing import completed_by, products
from portsref.cli.rows import print_rows
from portsref.cli.running import CallError
from portsref.documents.writing import dump_json
from portsref.protocols import PROTOCOL_NAMES

PROTOCOLS = tuple(PROTOCOL_NAMES)
DIRECTIONS = ("inbound", "outbound")
# Options that are also what the explorer filters by.
_FILTERS = ("product", "role", "protocol", "direction")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take what is looked for, filters, and the shape of the answer."""
    parser.add_argument(
        "words",
        metavar="WORD",
        nargs="+",
        help="ports, a protocol, words that must all be there, a line of a firewall's log, or the "
        "text of an error",
    )
    product = parser.add_argument(
        "--product", metavar="PRODUCT", action="append", help="only of this product"
    )
    completed_by(product, products)
    parser.add_argument("--role", metavar="ROLE", action="append", help="only on such hosts")
    parser.add_argument("--protocol", action="append", choices=PROTOCOLS, help="only this protocol")
    parser.add_argument(
        "--direction", action="append", choices=DIRECTIONS, help="only what listens, or what dials"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> None:
    """Print the rows that are found, best first."""
    index = SearchIndex(load_catalogue())
    _refuse_unknown(arguments, index)
    query = understand(" ".join(arguments.words))
    chosen = {name: frozenset(values) for name in _FILTERS if (values := getattr(arguments, name))}
    found = index.find(Filters(query, chosen)).entries
    facts = load_facts()
    rows = [facts.row(entry.row.key) for entry in found]
    if arguments.json:
        print(dump_json({"query": query.text, "rows": rows}), end="")  # noqa: T201
    elif rows:
        print_rows(rows, facts)
    else:
        meant = index.suggest(query)
        also = f"; did you mean: {meant}" if meant else ""
        print(f"nothing in the catalogue answers {query.text}{also}")  # noqa: T201


def _refuse_unknown(arguments: argparse.Namespace, index: SearchIndex) -> None:
    known = {"product": index.catalogue.products, "role": index.catalogue.role}
    for name, values in known.items():
        unknown = [value for value in getattr(arguments, name) or () if value not in values]
        if unknown:
            raise CallError(f"no {name} {', '.join(unknown)}")
