"""A catalogue as facts: what its documents are dumped to, and what was looked up in them."""

import json
from collections.abc import Iterator

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.search.entries import in_order_of_search
from portsref.catalogue.snapshot.facts import CATALOGUE, PRODUCT, ROWS, TRANSLATIONS, Facts


def facts_of(catalogue: Catalogue, *, digest: str) -> Facts:
    """All facts but those about Services; `digest` is that of the files they come from.

    The documents say which keys there are, so a new one needs nothing here.
    """
    return Facts({name: _json(part) for name, part in _parts(catalogue)}, digest)


def _parts(catalogue: Catalogue) -> Iterator[tuple[str, object]]:
    yield (
        CATALOGUE,
        {
            "date": catalogue.date,
            "digest": catalogue.digest,
            "roles": [role.model_dump(mode="json") for role in catalogue.roles],
            "releases": [release.model_dump(mode="json") for release in catalogue.releases],
            "products": list(catalogue.products),
            "languages": list(catalogue.translations),
            "node_port_ranges": catalogue.node_port_range_keys,
        },
    )
    order = in_order_of_search(catalogue)
    yield ROWS, [(row.key, row.protocol, row.ports.numbers) for _, row in order]
    for slug, product in catalogue.products.items():
        yield PRODUCT + slug, product.model_dump(mode="json")
    for language, translations in catalogue.translations.items():
        yield TRANSLATIONS + language, translations


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
