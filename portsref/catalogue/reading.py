"""Reads folders of YAML into a `Catalogue`, or refuses with every problem at once.

A folder holds `products/*.yaml` and `translations/<language>/*.yaml`; ours holds `roles.yaml`,
`kubernetes-versions.yaml` and all that is known about Services besides.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.checks import check_product
from portsref.catalogue.folders import OUR_DATA
from portsref.catalogue.products import (
    KubernetesReleases,
    Listener,
    OutboundNeed,
    Product,
    Roles,
)
from portsref.catalogue.services.when_asked import read_our_services
from portsref.documents.base import Document
from portsref.documents.checking import read_document
from portsref.documents.files import read_text, shown
from portsref.documents.problems import Location, Problem, ProblemsError
from portsref.documents.yaml_files import YamlError, parse_yaml

ROW_CLASSES: Mapping[str, type[Document]] = {"listeners": Listener, "outbound_needs": OutboundNeed}
# What stands in for something wrong that says nothing about anything else.
STAND_INS: Mapping[str, object] = {
    "name": "-",
    "summary": "-",
    "homepage": "https://example.com/",
    "checked": {"version": "0", "date": "2026-01-01"},
    "ports": "1",
    "purpose": "-",
    "tls": "unknown",
    "required": True,
    "source": {"url": "https://example.com/", "basis": "documented"},
}


def read_catalogue(folders: Sequence[Path]) -> Catalogue:
    """Read and check every file but those about Services; raises `ProblemsError` with everything.

    What is known about Services is read and checked when `Catalogue.services` is asked for.
    """
    problems = [
        Problem(str(folder), "", "no such folder") for folder in folders if not folder.is_dir()
    ]
    files = {path: _read_product(path, problems) for path in _files(folders, "products")}
    catalogue = Catalogue(
        products=_by_slug(files, problems),
        roles=_read_one(Roles, OUR_DATA / "roles.yaml", problems).roles,
        releases=_read_one(
            KubernetesReleases, OUR_DATA / "kubernetes-versions.yaml", problems
        ).releases,
        read_services=read_our_services,
        translations=_translations(folders, problems),
    )
    for path, product in files.items():
        if product is not None:
            problems += check_product(product, catalogue, file=shown(path))
    if problems:
        raise ProblemsError(sorted(set(problems)))
    return catalogue


def read_product(text: str, *, file: str, problems: list[Problem]) -> Product | None:
    """Read a product, adding to `problems` what is wrong with it; none where it has no sound part.

    What is returned has something else in the place of what is wrong, or is without a wrong row, so
    that all else that is wrong with it can be said at the same time.
    """
    try:
        return read_document(Product, text, file=file)
    except ProblemsError as error:
        problems += error.problems
        return _mended(text, error.problems)


def _mended(text: str, problems: Iterable[Problem]) -> Product | None:
    data = parse_yaml(text)
    if not isinstance(data, dict):
        return None
    wrong_rows: set[tuple[object, ...]] = set()
    for place in {problem.location for problem in problems}:
        row = _row_at(data, place)
        if row is None and not _mend(data, Product, place):
            return None
        if row is not None and not _mend(row, ROW_CLASSES[str(place[0])], place[2:]):
            wrong_rows.add(place[:2])
    return _product_of(data, wrong_rows) or _product_of(data, {p.location[:2] for p in problems})


def _row_at(data: dict[str, Any], place: Location) -> dict[str, Any] | None:
    """The row that holds a place; none where it is elsewhere."""
    rows = data.get(str(place[0])) if place and place[0] in ROW_CLASSES else None
    number = place[1] if len(place) > 1 else None
    if not isinstance(rows, list) or not isinstance(number, int):
        return None
    row = rows[number]
    return row if isinstance(row, dict) else {}


def _mend(values: dict[str, Any], kind: type[Document], place: Location) -> bool:
    """Put something else in the place of what is wrong; tell whether that can be."""
    key = str(place[0]) if place else ""
    field = kind.model_fields.get(key)
    if key in STAND_INS:
        values[key] = STAND_INS[key]
    elif not key or (field and field.is_required()):
        return False
    else:
        values.pop(key, None)
    return True


def _product_of(data: dict[str, Any], wrong_rows: Collection[object]) -> Product | None:
    """The product without some rows; none where there is still something wrong with it."""
    sound = {
        key: [row for n, row in enumerate(data[key]) if (key, n) not in wrong_rows]
        for key in ROW_CLASSES.keys() & data.keys()
        if isinstance(data[key], list)
    }
    try:
        return Product.model_validate({**data, **sound})
    except ValidationError:
        return None


def _read_product(path: Path, problems: list[Problem]) -> Product | None:
    name = shown(path)
    try:
        return read_product(read_text(path, name=name), file=name, problems=problems)
    except ProblemsError as error:
        problems += error.problems
        return None


def check_products(files: Mapping[str, Product], catalogue: Catalogue) -> list[Problem]:
    """Find what is wrong with the products of some files, as if they stood in `catalogue`."""
    added = {item.product: item for item in files.values()}
    together = replace(catalogue, products={**catalogue.products, **added})
    times = Counter(product.product for product in files.values())
    problems = [
        Problem(file, "product", f"{product.product!r} is also in another of these files")
        for file, product in files.items()
        if times[product.product] > 1
    ]
    for file, product in files.items():
        problems += check_product(product, together, file=file)
    return sorted(set(problems))


def _files(folders: Iterable[Path], kind: str) -> Iterator[Path]:
    for folder in folders:
        yield from sorted((folder / kind).glob("*.yaml"))


def _read_one[D: BaseModel](kind: type[D], path: Path, problems: list[Problem]) -> D:
    document = _read(kind, path, problems)
    if document is None:  # without roles and versions nothing else can be checked
        raise ProblemsError(problems)
    return document


def _read[D: BaseModel](
    kind: type[D], path: Path, problems: list[Problem], *, name: str | None = None
) -> D | None:
    name = name or shown(path)
    try:
        return read_document(kind, read_text(path, name=name), file=name)
    except ProblemsError as error:
        problems += error.problems
        return None


def _by_slug(
    files: Mapping[Path, Product | None], problems: list[Problem]
) -> Mapping[str, Product]:
    found: dict[str, Product] = {}
    for path, product in files.items():
        if product is None:
            continue
        if product.product in found:
            name = shown(path)
            problems.append(Problem(name, "product", f"{product.product!r} already exists"))
        found.setdefault(product.product, product)
    return dict(sorted(found.items()))


def _translations(
    folders: Iterable[Path], problems: list[Problem]
) -> dict[str, dict[str, dict[str, str]]]:
    found: dict[str, dict[str, dict[str, str]]] = {}
    for folder in folders:
        for path in sorted((folder / "translations").glob("*/*.yaml")):
            sentences = _sentences(path, problems)
            found.setdefault(path.parent.name, {}).setdefault(path.stem, {}).update(sentences)
    return found


def _sentences(path: Path, problems: list[Problem]) -> dict[str, str]:
    name = shown(path)
    try:
        document = parse_yaml(read_text(path, name=name))
    except YamlError as error:
        problems.append(Problem(name, "", f"is not valid YAML: {error}"))
        return {}
    except ProblemsError as error:
        problems += error.problems
        return {}
    if not isinstance(document, dict):
        problems.append(Problem(name, "", "must be English sentences with their translations"))
        return {}
    for english, translated in document.items():
        if not isinstance(english, str) or not isinstance(translated, str):
            problems.append(Problem(name, str(english), "must be text: put it in quotes"))
    return {str(english): str(translated) for english, translated in document.items()}
