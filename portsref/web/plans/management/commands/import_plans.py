"""`manage.py import_plans`: what `export_plans` wrote, into a database without plans."""

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.base import DeserializationError
from django.db import DatabaseError

from portsref.web.plans.models import Plan


class Command(BaseCommand):
    """Bring all plans of a file in, with the same links and keys; all of them or none."""

    help = "Read all plans from a file of export_plans, into a database that has none."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file."""
        parser.add_argument("file", type=Path, help="what export_plans wrote")

    def handle(self, *_args: Any, file: Path, **_options: Any) -> None:
        """Read the file, or refuse in one line."""
        if not file.is_file() or not file.stat().st_size:
            raise CommandError(f"{file} is no file, or has nothing in it.")
        if Plan.objects.exists():
            # Rows are numbered, so those of one database would take the place of the other's.
            raise CommandError("there are plans already: import into a database that has none.")
        try:
            call_command("loaddata", str(file.absolute()), verbosity=0)
        except (DeserializationError, DatabaseError, OSError) as problem:
            raise CommandError(f"cannot read {file}: {str(problem).splitlines()[0]}") from problem
        if not Plan.objects.exists():
            raise CommandError(f"{file} holds no plans.")
        self.stdout.write(f"plans: {Plan.objects.count()}")
