"""`manage.py list_plans`: which plans there are, how large, and when somebody opened them last."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db.models import Count, Max, OuterRef, Subquery, Sum
from django.db.models.functions import Length

from portsref.web.plans.models import Plan, Revision


class Command(BaseCommand):
    """List every plan, the one that was opened last first."""

    help = "List all plans: id, revisions, KiB stored, last saved, last opened, title."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whether whole ids are wanted."""
        parser.add_argument(
            "--ids", action="store_true", help="whole ids: whoever reads one may read the plan"
        )

    def handle(self, *_args: Any, ids: bool, **_options: Any) -> None:
        """Write a line a plan, in columns that tabs part, and how many there are."""
        newest = Revision.objects.filter(plan=OuterRef("pk")).order_by("-number")
        plans = Plan.objects.order_by("-opened", "pk").annotate(
            title=Subquery(newest.values("title")[:1]),
            saves=Count("revisions"),
            saved=Max("revisions__created"),
            size=Sum(Length("revisions__document") + Length("revisions__packed_rules")),
        )
        for plan in plans.iterator():
            kibibytes = -(-(plan.size or 0) // 1024)
            known = (plan.pk if ids else plan, plan.saves, kibibytes, plan.saved.date())
            self.stdout.write("\t".join(map(str, (*known, plan.opened, plan.title))))
        self.stdout.write(f"plans: {plans.count()}")
