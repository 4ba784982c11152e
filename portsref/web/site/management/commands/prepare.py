"""`manage.py prepare`: migrates, loads the catalogue, compiles translations, collects files."""

import sqlite3
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection

from portsref.web.site.preparation import prepare

WRITABLE = "Make the file and its folder writable."
REMEDIES = {  # by what SQLite says
    "unable to open": WRITABLE,
    "readonly": WRITABLE,
    "full": "Make room.",
    "locked": "Another program writes to it: end that, and try again.",
}


class Command(BaseCommand):
    """Bring everything up to date with the code; a second run changes nothing."""

    help = "Migrate, load the catalogue, compile translations, collect static files, where needed."
    requires_system_checks = ()  # they ask the database before we can say what is wrong with it

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Prepare, or refuse in one line."""
        # One connection will do, and a pool would try for a while, and say so in words of its own.
        connection.settings_dict["OPTIONS"].pop("pool", None)
        try:
            prepare(self.stdout.write)
        except OSError as problem:
            raise CommandError(
                f"cannot write {problem.filename}: {problem.strerror}. Make it writable, or name"
                " another data folder in PORTSREF_DATA."
            ) from problem
        except OperationalError as problem:
            raise CommandError(_about_database(problem)) from problem


def _about_database(problem: OperationalError) -> str:
    reason = str(problem).strip().splitlines()[0]
    if isinstance(problem.__cause__, sqlite3.Error):
        file = settings.DATABASES["default"]["NAME"]
        remedies = [remedy for words, remedy in REMEDIES.items() if words in reason]
        return " ".join([f"cannot use the database {file}: {reason}.", *remedies])
    return f"cannot use the database: {reason}. Check DATABASE_URL and that its server runs."
