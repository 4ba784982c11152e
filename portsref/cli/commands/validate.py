"""`portsref validate`: product files, plans, or the whole catalogue."""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.doubts import problems_of
from portsref.catalogue.folders import OUR_DATA, catalogue_folders
from portsref.catalogue.load import load_catalogue
from portsref.catalogue.products import Product
from portsref.catalogue.reading import check_products, read_catalogue, read_product
from portsref.catalogue.translations import missing_translations, unused_translations
from portsref.cli.failing import FailOn, add_fail_on, failures
from portsref.cli.files import read_input
from portsref.documents.problems import Problem, ProblemsError
from portsref.planning.document import LARGEST_EXPORT, PlanDocument, parse_document, plain_values
from portsref.planning.engine import plan_rules

NEITHER = (
    "is neither a product, which needs the key `product`, "
    "nor a plan, which needs `schema: portsref.plan/v1`"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take files and folders; without any, the catalogue and those of `PORTSREF_CATALOGUE`."""
    parser.add_argument(
        "files",
        metavar="FILE",
        nargs="*",
        help="product files and plans, folders of them, or - for standard input; without any, our "
        "catalogue and the folders that PORTSREF_CATALOGUE names",
    )
    parser.add_argument(
        "--strict",
        action="store_true",
        help="every sentence of a product needs its translation, and none may be left over; where "
        "rows have evidence, all need it, and nothing may be doubtful",
    )
    add_fail_on(parser, ("error", "warning"))


def run(arguments: argparse.Namespace) -> None:
    """Print one line if nothing is wrong; raises `ProblemsError` with everything that is."""
    if not arguments.files:
        _validate_catalogue(strict=arguments.strict)
        return
    files = list(dict.fromkeys(file for name in arguments.files for file in _files_of(name)))
    _validate_files(files, strict=arguments.strict, fail_on=arguments.fail_on)
    print(f"{_counted(len(files), 'file')}: nothing wrong")  # noqa: T201


def _files_of(name: str) -> Sequence[str]:
    """A file itself; of a folder its YAML files, or those of its products where it has such."""
    folder = Path(name)
    if name == "-" or not folder.is_dir():
        return [name]
    products = folder / "products"
    files = sorted((products if products.is_dir() else folder).glob("*.yaml"))
    if not files:
        raise ProblemsError([Problem(name, "", "has no YAML files")])
    return list(map(str, files))


def _validate_catalogue(*, strict: bool) -> None:
    folders = catalogue_folders()
    catalogue = read_catalogue(folders)
    # a company's own products need no Chinese, unless somebody asks for it
    is_whole = strict or folders == (OUR_DATA,)
    translated = catalogue if is_whole else read_catalogue([OUR_DATA])
    problems = [
        *missing_translations(translated),
        *unused_translations(catalogue),
        *(_doubts(catalogue.products, catalogue) if strict else ()),
    ]
    if problems:
        raise ProblemsError(problems)
    products = _counted(len(catalogue.products), "product")
    rows = _counted(len(catalogue.rows), "row")
    print(f"catalogue {catalogue.version}, {products}, {rows}: nothing wrong")  # noqa: T201


def _validate_files(names: Sequence[str], *, strict: bool, fail_on: FailOn) -> None:
    problems: list[Problem] = []
    products: dict[str, Product] = {}
    plans: dict[str, PlanDocument] = {}
    for name in names:
        try:
            document = _read(name, problems)
        except ProblemsError as error:
            problems += error.problems
            continue
        if isinstance(document, Product):
            products[name] = document
        elif document is not None:
            plans[name] = document
    if products or plans:
        catalogue = load_catalogue()
        problems += check_products(products, catalogue)
        if strict:
            problems += _translation_problems(products, catalogue)
            problems += _doubts(products, catalogue)
        problems += (
            problem
            for name, plan in plans.items()
            for problem in failures(plan_rules(plan, catalogue), name, fail_on)
        )
    if problems:
        raise ProblemsError(problems)


def _doubts(products: Mapping[str, Product], catalogue: Catalogue) -> list[Problem]:
    return [
        problem
        for file, product in products.items()
        for problem in problems_of(product, catalogue, file=file)
    ]


def _translation_problems(products: Mapping[str, Product], catalogue: Catalogue) -> list[Problem]:
    """What is amiss in the translations of the products of some files."""
    added = {product.product: product for product in products.values()}
    together = replace(catalogue, products={**catalogue.products, **added})
    return [*missing_translations(together, added), *unused_translations(together, added)]


def _read(name: str, problems: list[Problem]) -> Product | PlanDocument | None:
    """Read a file as what it says it is; raises `ProblemsError`, or adds to `problems`."""
    text = read_input(name, largest=LARGEST_EXPORT)
    data = plain_values(text, file=name)
    if isinstance(data, dict) and "product" in data:
        return read_product(text, file=name, problems=problems)
    if isinstance(data, dict) and "schema" in data:
        return parse_document(text, file=name, largest=LARGEST_EXPORT)
    raise ProblemsError([Problem(name, "", NEITHER)])


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"
