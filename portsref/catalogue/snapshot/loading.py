"""Gives the facts of the catalogue's files: from a snapshot of them, or read, checked and kept."""

from collections.abc import Sequence
from pathlib import Path

from portsref.catalogue.folders import catalogue_folders
from portsref.catalogue.snapshot.facts import Facts
from portsref.catalogue.snapshot.kept import keep, read_kept
from portsref.catalogue.snapshot.sources import digest_of_sources


def load_facts(folders: Sequence[Path] | None = None) -> Facts:
    """All facts but those about Services, as plain values.

    Raises `ProblemsError` with all that is wrong with the files, of which there is no snapshot.
    """
    folders = catalogue_folders() if folders is None else folders
    return facts_of_sources(folders, digest_of_sources(folders))


def facts_of_sources(folders: Sequence[Path], digest: str) -> Facts:
    """The facts of folders whose digest was just taken; raises `ProblemsError`."""
    return read_kept(digest) or _read_files(folders, digest)


def _read_files(folders: Sequence[Path], digest: str) -> Facts:
    from portsref.catalogue.reading import read_catalogue  # noqa: PLC0415 - takes pydantic
    from portsref.catalogue.snapshot.writing import facts_of  # noqa: PLC0415 - likewise

    facts = facts_of(read_catalogue(folders), digest=digest)
    if digest_of_sources(folders) == digest:  # else somebody wrote while we read
        keep(facts)
    return facts
