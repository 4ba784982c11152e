"""The JSON Schema of product files, for editors; `make schemas` writes it."""

import json

from pydantic import BaseModel

from portsref.catalogue.folders import OUR_DATA
from portsref.catalogue.products import Product

FOLDER = OUR_DATA / "schema"
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def product_schema() -> str:
    """The schema of a product file, as the text of `product.schema.json`."""
    return schema_text(Product, "A product of the portsref catalogue")


def schema_text(document: type[BaseModel], title: str) -> str:
    """The schema of a kind of document; what concerns several parts of it is not in a schema."""
    schema = document.model_json_schema(by_alias=True) | {"$schema": DIALECT, "title": title}
    return json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def write(texts: dict[str, str]) -> None:
    """Write schemas under their names into the folder of the catalogue."""
    FOLDER.mkdir(exist_ok=True)
    for name, text in texts.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
