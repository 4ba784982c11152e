"""The JSON Schemas for editors: current, and of one mind with what is read."""

import json
from functools import cache
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from portsref.catalogue.folders import OUR_DATA
from portsref.catalogue.schema import FOLDER
from portsref.planning.schema import all_schemas

PLANS = sorted((Path(__file__).parent.parent / "plans").glob("*.yaml"))
PRODUCTS = sorted((OUR_DATA / "products").glob("*.yaml"))
INVALID = Path(__file__).parent / "invalid"


@cache
def validator(name):
    return Draft202012Validator(json.loads((FOLDER / name).read_text()))


def problems(name, path):
    document = yaml.load(path.read_text(), yaml.CSafeLoader)  # the safe one too, and ten times fast
    return [error.message for error in validator(name).iter_errors(document)]


def test_schemas_are_current():
    written = {path.name: path.read_text() for path in FOLDER.iterdir()}
    assert written == all_schemas(), "run `make schemas`"


@pytest.mark.parametrize("name", all_schemas())
def test_schemas_are_schemas(name):
    Draft202012Validator.check_schema(json.loads((FOLDER / name).read_text()))


@pytest.mark.parametrize("path", PRODUCTS, ids=lambda path: path.stem)
def test_our_products_fit(path):
    assert problems("product.schema.json", path) == []


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_reference_plans_fit(path):
    assert problems("plan.schema.json", path) == []


@pytest.mark.parametrize(
    ("schema", "case", "reason"),
    [
        ("product", "unknown-key",
         "Additional properties are not allowed ('colour' was unexpected)"),
        ("product", "missing-key", "'summary' is a required property"),
        ("product", "unquoted-ports", "8080 is not of type 'string'"),
        ("product", "bad-slug", "'Example_Product' does not match '^[a-z0-9]+(-[a-z0-9]+)*$'"),
        ("plan", "unknown-key-in-group",
         "Additional properties are not allowed ('colour' was unexpected)"),
        ("plan", "unquoted-kubernetes", "1.35 is not valid under any of the given schemas"),
    ],
)  # fmt: skip
def test_an_editor_shows_what_would_be_refused(schema, case, reason):
    found = problems(f"{schema}.schema.json", INVALID / f"{schema}-{case}.yaml")
    assert any(message.startswith(reason) for message in found), found
