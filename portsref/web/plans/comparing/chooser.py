"""What a reader can have compared of a saved plan: two revisions, or one on another version."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from portsref.web.plans.models import Revision

NOW = "now"


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be compared, as an address has it; without `after`, with the plan worked out now.

    `kubernetes` is the other version to work it out on; empty where it keeps its own.
    """

    plan_id: str
    before: int
    after: int | None = None
    kubernetes: str = ""
    by_address: bool = False

    @property
    def address(self) -> str:
        """The page, without what follows it."""
        if self.after is None:
            return reverse("plans:diff_now", args=[self.plan_id, self.before])
        return reverse("plans:diff", args=[self.plan_id, self.before, self.after])

    @property
    def version_query(self) -> str:
        """What keeps the version, as a query string without its question mark."""
        return urlencode({"kubernetes": self.kubernetes}) if self.kubernetes else ""

    @property
    def query(self) -> str:
        """All that follows the address, without the question mark."""
        return "&".join(filter(None, (self.version_query, "by=address" if self.by_address else "")))

    @property
    def link(self) -> str:
        """The page with all that follows its address."""
        return f"{self.address}?{self.query}" if self.query else self.address


@dataclass(frozen=True, slots=True)
class ComparisonField:
    """The revisions and versions to choose from, and what stands chosen at first."""

    revisions: Sequence[Revision]
    known: Sequence[str]
    kubernetes: str
    before: int
    after: int | None = None
    version_revision: int = 0
    other: str = ""

    @property
    def plan_id(self) -> str:
        """Whose revisions they are."""
        return self.revisions[0].plan_id

    @property
    def can_compare(self) -> bool:
        """Tell whether there are two revisions."""
        return len(self.revisions) > 1

    @property
    def versions(self) -> tuple[str, ...]:
        """The versions that the plan is not on, newest first."""
        return tuple(version for version in self.known if version != self.kubernetes)


def choose_from(
    revisions: Sequence[Revision],
    known: Sequence[str],
    *,
    shown: int,
    kubernetes: str,
    question: Question | None = None,
) -> ComparisonField:
    """What stands beside revision `shown`, which is on the version `kubernetes`.

    Unless a question was asked already, that is what the last step to this revision changed.
    """
    numbers = {revision.number for revision in revisions}
    before, after = shown - 1, shown
    if question:
        before, after = question.before, question.after or 0
    elif before not in numbers:
        before, after = shown, shown + 1 if shown + 1 in numbers else 0
    return ComparisonField(
        revisions=revisions,
        known=known,
        kubernetes=kubernetes,
        before=before,
        after=after or None,
        version_revision=shown,
        other=question.kubernetes if question else "",
    )
