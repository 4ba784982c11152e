"""Loading and validating the catalogue against reading the same YAML and doing nothing with it."""

from collections.abc import Iterator

import yaml

from bench.figures import Figure, best_seconds
from portsref.catalogue.folders import OUR_DATA
from portsref.catalogue.reading import read_catalogue

MOST_TIMES_YAML = 3


def figures() -> Iterator[Figure]:
    """Yield the figure for a catalogue of which there is no snapshot."""
    files = [
        *(OUR_DATA / "products").glob("*.yaml"),
        *(OUR_DATA / "translations").glob("*/*.yaml"),
        OUR_DATA / "roles.yaml",
        OUR_DATA / "kubernetes-versions.yaml",
    ]
    bare = best_seconds(lambda: [yaml.load(path.read_text(), yaml.CSafeLoader) for path in files])
    cold = best_seconds(lambda: read_catalogue([OUR_DATA]))
    detail = f"{len(files)} files: {cold:.2f} s loaded and validated, {bare:.2f} s CSafeLoader"
    yield Figure("catalogue, cold", cold / bare, detail, at_most=MOST_TIMES_YAML)
