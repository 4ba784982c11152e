"""`manage.py prune_plans`: removes plans that nobody opened for a long time."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portsref.web.plans.models import Plan, today
from portsref.web.plans.saving import NoLongerEditableError, delete_plan, unopened_since

SHORTEST = 30  # days; fewer would take plans whose change request is still open


class Command(BaseCommand):
    """Tell which plans nobody opened for so many days; with `--delete`, remove them for good."""

    help = "Tell, or with --delete remove, what nobody opened for --days."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the days, and whether it is meant."""
        parser.add_argument("--days", type=int, required=True, help=f"at least {SHORTEST}")
        parser.add_argument("--delete", action="store_true", help="remove them, for good")

    def handle(self, *_args: Any, days: int, delete: bool, **_options: Any) -> None:
        """Go through the plans, the longest unopened first."""
        if days < SHORTEST:
            raise CommandError(f"--days is {days}: it must be at least {SHORTEST}.")
        plans = unopened_since(today() - timedelta(days=days)).order_by("opened", "pk")
        for plan in plans.iterator():
            self.stdout.write(f"{plan}  last opened {plan.opened}")
        count = sum(map(_deleted, plans.iterator())) if delete else plans.count()
        done = "removed" if delete else "would be removed; --delete removes them"
        self.stdout.write(f"{count} {'plan' if count == 1 else 'plans'} {done}")


def _deleted(plan: Plan) -> bool:
    """Remove a plan, unless its owner did something with it meanwhile."""
    try:
        delete_plan(plan)
    except NoLongerEditableError:
        return False
    return True
