"""Loads the catalogue of some folders: from the snapshot of their files, or from the files.

`PORTSREF_CATALOGUE` names further folders, separated as in `PATH`, whose products stand beside
ours.
"""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.folders import catalogue_folders
from portsref.catalogue.snapshot.building import catalogue_of
from portsref.catalogue.snapshot.loading import facts_of_sources
from portsref.catalogue.snapshot.sources import digest_of_sources


def load_catalogue(folders: Sequence[Path] | None = None) -> Catalogue:
    """The catalogue that the files give; raises `ProblemsError` with all problems at once.

    What is known about Services is read and checked when `Catalogue.services` is asked for.
    Who asks again gets the same value, as long as no file was touched.
    """
    folders = tuple(catalogue_folders() if folders is None else folders)
    return _load(folders, digest_of_sources(folders))


@lru_cache(maxsize=2)
def _load(folders: tuple[Path, ...], digest: str) -> Catalogue:
    return catalogue_of(facts_of_sources(folders, digest))
