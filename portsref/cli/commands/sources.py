"""`portsref sources`: what the catalogue cites, and whether it is still there."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from portsref.catalogue.load import load_catalogue
from portsref.catalogue.products import Product
from portsref.cli.completing import completed_by, products
from portsref.cli.running import CallError
from portsref.documents.problems import Problem, ProblemsError
from portsref.sources.checking import BAD, check_sources
from portsref.sources.citing import cited_by
from portsref.sources.report import as_data, report
from portsref.sources.repositories import Mirror


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take what to do, and of which products."""
    doing = parser.add_subparsers(dest="doing", metavar="list|check", required=True)
    listing = doing.add_parser("list", help="list the repositories to clone, with what cites them")
    listed = listing.add_argument(
        "products", metavar="PRODUCT", nargs="*", help="only of these products"
    )
    completed_by(listed, products)
    checking = doing.add_parser(
        "check",
        help="look for every marker at the commit that is cited and at HEAD",
        description="Look for every marker, with git and without a network. Exit 1 where one is "
        "wrong or has changed.",
    )
    checked = checking.add_argument(
        "products", metavar="PRODUCT", nargs="*", help="only of these products"
    )
    completed_by(checked, products)
    checking.add_argument(
        "--mirror",
        metavar="DIR",
        required=True,
        type=Path,
        help="where the repositories are, as DIR/owner/name, with a work tree or bare",
    )
    checking.add_argument("--json", action="store_true", help="every marker, as JSON")


def run(arguments: argparse.Namespace) -> None:
    """Print the list or the report; raises `ProblemsError` where a source does not hold."""
    products = _products(arguments.products)
    if arguments.doing == "list":
        _list(products)
    else:
        _check(products, arguments.mirror, as_json=arguments.json)


def _products(slugs: Sequence[str]) -> list[Product]:
    known = load_catalogue().products
    unknown = [slug for slug in slugs if slug not in known]
    if unknown:
        raise CallError(f"no product {', '.join(unknown)}")
    return [known[slug] for slug in slugs or known]


def _list(products: Sequence[Product]) -> None:
    cited: dict[str, set[str]] = {}
    for one in cited_by(products):
        if one.source.repo and one.source.is_checkable:
            cited.setdefault(one.source.repo, set()).add(one.product)
    for repository in sorted(cited, key=str.lower):
        print(f"{repository}\t{' '.join(sorted(cited[repository]))}")  # noqa: T201


def _check(products: Sequence[Product], folder: Path, *, as_json: bool) -> None:
    if not folder.is_dir():
        raise CallError(f"no folder {folder}")
    found = list(check_sources(cited_by(products), Mirror(folder)))
    if as_json:
        print(json.dumps(as_data(found), ensure_ascii=False, indent=1))  # noqa: T201
    else:
        print("\n".join(report(found)))  # noqa: T201
    bad = sum(one.state in BAD for one in found)
    if bad:
        raise ProblemsError([Problem("", "", f"{bad} of {len(found)} do not hold")])
