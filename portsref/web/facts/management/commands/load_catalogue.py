"""`manage.py load_catalogue`: brings the catalogue's files into the database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portsref.catalogue.folders import catalogue_folders
from portsref.catalogue.load import load_catalogue
from portsref.catalogue.snapshot.sources import digest_of_sources
from portsref.documents.problems import ProblemsError
from portsref.web.facts.sync import Tally, sync_catalogue


class Command(BaseCommand):
    """Validate the files and write them into the models; a second run changes nothing."""

    help = "Validate the catalogue's files and write them into the database, in one transaction."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Load everything, or refuse with every problem at once."""
        folders = catalogue_folders()
        try:
            catalogue = load_catalogue(folders)
            tally = sync_catalogue(catalogue, files_digest=digest_of_sources(folders))
        except ProblemsError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_sentence(tally))
        self.stdout.write(f"catalogue {catalogue.version}: {len(catalogue.rows)} rows")


def _sentence(tally: Tally) -> str:
    parts = [
        f"{word} {count} {name}"
        for word, counts in (
            ("created", tally.created),
            ("updated", tally.updated),
            ("deleted", tally.deleted),
        )
        for name, count in counts.items()
    ]
    return ", ".join(parts) or "nothing changed"
