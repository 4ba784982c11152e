"""Importers name only what the catalogue has: products, options, choices, listeners, places.

`reading.py` looks at each fact that any test reads; here are the tables, which no test need read
whole, and the names in the code.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path

import pytest

import portsref.importers
from portsref.importers.base import Setting
from portsref.importers.kubectl.images import ENDS
from tests.importers.names import CATALOGUE, PLACES, ROWS, choices_of

FOLDER = Path(portsref.importers.__file__).parent
MODULES = sorted(
    ".".join(("portsref", "importers", *path.relative_to(FOLDER).with_suffix("").parts))
    for path in FOLDER.rglob("*.py")
)
# As listeners and places are written, but other things: an API group, paths, images.
NO_ROWS = frozenset({"addon/kube-proxy", "addon/coredns", *(image for image, _ in ENDS)})
_ROW = re.compile(r"[a-z0-9-]+/[a-z0-9-]+")


def literals(module: str) -> set[str]:
    """Every text that stands in the code of a module."""
    path = FOLDER.joinpath(*module.split(".")[2:]).with_suffix(".py")
    tree = ast.parse(path.read_text())
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def settings_in(thing: object) -> Iterator[Setting]:
    """The settings in a table, however it is nested."""
    if isinstance(thing, Setting):
        yield thing
    elif isinstance(thing, Mapping):
        for part in thing.values():
            yield from settings_in(part)
    elif isinstance(thing, tuple | list):
        for part in thing:
            yield from settings_in(part)


@pytest.mark.parametrize("module", MODULES)
def test_rows_and_places_in_the_code_are_in_the_catalogue(module: str):
    named = {text for text in literals(module) if _ROW.fullmatch(text)} - NO_ROWS
    assert named - ROWS - PLACES == set()


@pytest.mark.parametrize("module", MODULES)
def test_tables_of_settings_name_options_of_a_product_that_the_module_names(module: str):
    products = literals(module) & CATALOGUE.products.keys()
    for setting in settings_in(tuple(vars(import_module(module)).values())):
        wanted = {*setting.words.values(), *filter(None, [setting.default])}
        assert any(wanted <= {*choices_of(one, setting.option)} for one in products), setting
