"""`manage.py prune_drafts`: forgets drafts that nobody changed for a month, or threw away."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from portsref.web.plans.drafts.keeping import KEPT_DAYS, forgettable


class Command(BaseCommand):
    """Tell which drafts nobody changed for so many days; with `--delete`, forget them."""

    help = "Tell, or with --delete forget, drafts that nobody changed for --days, or threw away."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the days, and whether it is meant."""
        parser.add_argument("--days", type=int, default=KEPT_DAYS, help="at least 1; usually 30")
        parser.add_argument("--delete", action="store_true", help="forget them, for good")

    def handle(self, *_args: Any, days: int, delete: bool, **_options: Any) -> None:
        """Count them; their titles are nobody's business here."""
        if days < 1:
            raise CommandError(f"--days is {days}: it must be at least 1.")
        drafts = forgettable(timezone.now(), days)
        count = drafts.delete()[0] if delete else drafts.count()
        done = "forgotten" if delete else "would be forgotten; --delete forgets them"
        self.stdout.write(f"{count} {'draft' if count == 1 else 'drafts'} {done}")
