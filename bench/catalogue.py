"""Loading and validating the catalogue against reading the same YAML and doing nothing with it."""

from collections.abc import Iterator

import yaml

from bench.figures import Figure, best_seconds
from portsref.catalogue import load
from portsref.catalogue.load import OUR_DATA, load_catalogue

MOST_TIMES_YAML = 3


def figures() -> Iterator[Figure]:
    """Yield the figure for a cold load: `load_catalogue` keeps what it loaded."""
    files = [
        *(OUR_DATA / "products").glob("*.yaml"),
        *(OUR_DATA / "translations").glob("*/*.yaml"),
        OUR_DATA / "roles.yaml",
        OUR_DATA / "kubernetes-versions.yaml",
    ]
    bare = best_seconds(lambda: [yaml.load(path.read_text(), yaml.CSafeLoader) for path in files])
    cold = best_seconds(_load_cold)
    detail = f"{len(files)} files: {cold:.2f} s loaded and validated, {bare:.2f} s CSafeLoader"
    yield Figure("catalogue, cold", cold / bare, detail, at_most=MOST_TIMES_YAML)


def _load_cold() -> None:
    load._load.cache_clear()
    load_catalogue()
