"""A system check: do the rows hold what the files say?"""

from collections.abc import Sequence
from typing import Any

from django.core import checks
from django.db import DatabaseError

from portsref.catalogue.folders import catalogue_folders
from portsref.catalogue.snapshot.sources import digest_of_sources
from portsref.web.facts.models import CatalogueVersion


@checks.register(checks.Tags.database)
def check_catalogue_is_loaded(
    *, databases: Sequence[str] | None = None, **_kwargs: Any
) -> list[checks.CheckMessage]:
    """Warn where the files were changed since they were loaded, or were never loaded."""
    if not databases:
        return []
    try:
        newest = CatalogueVersion.objects.values_list("files_digest", flat=True).first()
    except DatabaseError:
        return []  # before the first migration there is nothing to compare
    if newest == digest_of_sources(catalogue_folders()):
        return []
    reason = "was never loaded" if newest is None else "was changed since it was loaded"
    return [
        checks.Warning(
            f"The catalogue {reason}.",
            hint="Run `manage.py load_catalogue`.",
            id="facts.W001",
        )
    ]
