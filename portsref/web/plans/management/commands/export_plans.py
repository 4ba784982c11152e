"""`manage.py export_plans`: everything that is precious in one file, for any database."""

import os
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portsref.web.plans.models import Plan

FORMATS = (".jsonl", ".jsonl.gz")


class Command(BaseCommand):
    """Write all plans, revisions, drafts and reviews to a file that its owner alone can read."""

    help = "Write all plans, with revisions, drafts and reviews, to a new file for import_plans."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file."""
        parser.add_argument("file", type=Path, help=f"a new file, {' or '.join(FORMATS)}")

    def handle(self, *_args: Any, file: Path, **_options: Any) -> None:
        """Write the file, or refuse in one line."""
        make_private_file(file)
        # Counts of saves are hashes by this site's secret key, and gone within a day.
        call_command(
            "dumpdata", "plans", exclude=["plans.savecount"], format="jsonl", output=str(file)
        )
        self.stdout.write(f"plans: {Plan.objects.count()}")


def make_private_file(file: Path) -> None:
    """Make an empty file for its owner alone; raises `CommandError`, also where there is one."""
    if not file.name.endswith(FORMATS):
        raise CommandError(f"{file}: its name must end with {' or '.join(FORMATS)}.")
    try:
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        raise CommandError(f"{file} is there already: name a new file.") from None
    except OSError as problem:
        raise CommandError(f"cannot write {file}: {problem.strerror}.") from problem
