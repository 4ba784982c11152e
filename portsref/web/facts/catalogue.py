"""The catalogue that the pages, the API and the planner on the web read.

It is built from the rows of the models and equals the one that the files give. A process keeps it
for as long as no other version was loaded, which one small query a request finds out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from asgiref.local import Local
from django.db import connection

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.folders import catalogue_folders
from portsref.catalogue.search.index import SearchIndex
from portsref.catalogue.services.documents import Services
from portsref.catalogue.snapshot.building import catalogue_of
from portsref.catalogue.snapshot.kept import read_kept
from portsref.catalogue.snapshot.sources import digest_of_sources
from portsref.catalogue.version import DIGEST_SHOWN, version_of
from portsref.web.facts import models
from portsref.web.facts.tables import OF_CATALOGUE, OF_SERVICES, StoredRows


class CatalogueMissingError(LookupError):
    """No catalogue was loaded yet: `manage.py load_catalogue` does it."""


@dataclass(frozen=True, slots=True)
class CatalogueStamp:
    """Which catalogue the rows hold."""

    date: str
    digest: str
    files_digest: str = ""

    @property
    def short_digest(self) -> str:
        """The beginning of the digest, long enough to tell versions apart."""
        return self.digest[:DIGEST_SHOWN]

    @property
    def version(self) -> str:
        """Date and beginning of the digest, as `Catalogue.version`."""
        return version_of(self.date, self.digest)


_request = Local()
_kept: dict[CatalogueStamp, SearchIndex] = {}


def current_catalogue() -> Catalogue:
    """The catalogue of the rows, the same value until another version is loaded.

    Raises `CatalogueMissingError`.
    """
    return current_index().catalogue


def current_index() -> SearchIndex:
    """The search index over that catalogue, kept with it; raises `CatalogueMissingError`."""
    stamp = current_stamp()
    if stamp is None:
        raise CatalogueMissingError("no catalogue is loaded: run `manage.py load_catalogue`")
    index = _kept.get(stamp)
    if index is None:
        index = SearchIndex(catalogue_from_rows())
        _kept.clear()
        _kept[stamp] = index
    return index


def begin_with_snapshot() -> SearchIndex:
    """Build the index when a server starts: from the snapshot of the files where rows hold them.

    That takes a third of the time. Later the code that runs may no longer be that of the files.
    Raises `CatalogueMissingError`.
    """
    stamp = current_stamp()
    digest = digest_of_sources(catalogue_folders())
    facts = read_kept(digest) if stamp and stamp.files_digest == digest else None
    if stamp and facts:
        catalogue = catalogue_of(facts, read_services=lambda _catalogue: services_from_rows())
        _kept[stamp] = SearchIndex(catalogue)
    return current_index()


def current_stamp() -> CatalogueStamp | None:
    """Date and digest of what the rows hold, asked for once a request; none if none is loaded."""
    if not getattr(_request, "is_running", False):
        return _read_stamp()
    if not hasattr(_request, "stamp"):
        _request.stamp = _read_stamp()
    stamp: CatalogueStamp | None = _request.stamp
    return stamp


def forget_catalogue() -> None:
    """Let the next caller read the rows again."""
    _kept.clear()
    if hasattr(_request, "stamp"):
        del _request.stamp


def begin_request(**_signal: object) -> None:
    """Ask for the version anew, once for the request that begins."""
    forget_stamp()
    _request.is_running = True


def end_request(**_signal: object) -> None:
    """Outside a request nothing is kept."""
    forget_stamp()
    _request.is_running = False


def forget_stamp() -> None:
    """Drop the version that this request asked for."""
    if hasattr(_request, "stamp"):
        del _request.stamp


def _read_stamp() -> CatalogueStamp | None:
    with connection.cursor() as cursor:
        cursor.execute(_newest_stamp())
        newest = cursor.fetchone()
    if newest is None:
        return None
    date, digest, files_digest = newest
    return CatalogueStamp(str(date), digest, files_digest)


@cache
def _newest_stamp() -> str:
    """The query, written once: that takes ten times as long as its answer, and each page asks."""
    columns = models.CatalogueVersion.objects.values_list("date", "digest", "files_digest")
    return str(columns[:1].query)


def catalogue_from_rows() -> Catalogue:
    """Build the catalogue from the rows, with one query a table.

    Those about Services are read when somebody asks for them.
    """
    stored = StoredRows()
    found = {table.key: table.read(stored) for table in OF_CATALOGUE}
    # sorted here, because databases differ in how they sort a hyphen
    products = sorted(found["products"], key=lambda product: product.product)
    return Catalogue(
        products={product.product: product for product in products},
        roles=found["roles"],
        releases=found["releases"],
        read_services=lambda _catalogue: services_from_rows(),
        translations=_translations(),
    )


def services_from_rows() -> Services:
    """Build what is known about Services from the rows, with one query a table."""
    stored = StoredRows()
    found = {table.key: table.read(stored) for table in OF_SERVICES}
    texts = models.ScenarioText.objects.values_list("scenario_id", "language", "markdown")
    return Services(
        **found, texts={(scenario, language): text for scenario, language, text in texts}
    )


def _translations() -> dict[str, dict[str, dict[str, str]]]:
    found: dict[str, dict[str, dict[str, str]]] = {}
    rows: Iterable[tuple[str, str, str, str]] = models.Translation.objects.order_by(
        "pk"
    ).values_list("language", "source", "english", "text")
    for language, source, english, text in rows:
        found.setdefault(language, {}).setdefault(source, {})[english] = text
    return found
