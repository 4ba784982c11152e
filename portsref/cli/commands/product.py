"""`portsref product`: the products, and the rows and options of one."""

import argparse
from collections.abc import Iterator

from portsref.catalogue.snapshot.facts import Facts
from portsref.catalogue.snapshot.loading import load_facts
from portsref.cli.completing import completed_by, products
from portsref.cli.rows import print_rows
from portsref.cli.running import CallError
from portsref.cli.table import print_table
from portsref.documents.writing import dump_json


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take a product or none, and what to print of it."""
    product = parser.add_argument(
        "product", metavar="PRODUCT", nargs="?", help="its slug; without it, all are listed"
    )
    completed_by(product, products)
    parser.add_argument(
        "--options", action="store_true", help="its options, their values and the default"
    )
    parser.add_argument("--json", action="store_true", help="all that its file says, as JSON")


def run(arguments: argparse.Namespace) -> None:
    """Print a list of products, or the rows, the options or all of one."""
    facts = load_facts()
    slug = arguments.product
    if slug is None:
        if arguments.options or arguments.json:
            raise CallError("name a product")
        print_table(list(_listed(facts)), header=("PRODUCT", "NAME", "KIND", "SUMMARY"))
        return
    if slug not in facts.catalogue["products"]:
        raise CallError(f"no product {slug!r}: `portsref product` lists them")
    if arguments.json:
        print(dump_json(facts.product(slug)), end="")  # noqa: T201 - as commands do
    elif arguments.options:
        header = ("OPTION", "VALUES", "DEFAULT", "WHAT IT IS")
        print_table(list(_options(facts, slug)), header=header)
    else:
        print_rows(facts.rows_of(slug), facts)


def _listed(facts: Facts) -> Iterator[tuple[str, ...]]:
    for slug in facts.catalogue["products"]:
        product = facts.product(slug)
        yield slug, product["name"], product["kind"], product["summary"]


def _options(facts: Facts, slug: str) -> Iterator[tuple[str, ...]]:
    for option in facts.product(slug)["options"]:
        yield option["id"], ", ".join(option["choices"]), option["default"], option["label"]
