"""Plans and their revisions: precious rows, which name catalogue things by slug only."""

import zlib
from datetime import date
from typing import Any, Never

from django.db import models
from django.utils import timezone

from portsref.catalogue.version import version_of
from portsref.planning.document import LONGEST_NAME as LONGEST_GROUP
from portsref.reviewing.decisions import LONGEST_COMMENT, LONGEST_NAME, VERDICTS
from portsref.web.plans.keys import HASH_LENGTH, ID_LENGTH, new_plan_id

LONGEST_TITLE = 200
LONGEST_NOTE = 200
LONGEST_KIND = 32
LONGEST_SOURCE = 100
LONGEST_PRODUCTS = 300  # of which a list names the first few


def today() -> date:
    """The day, as plans remember it."""
    return timezone.now().date()


class RevisionsNeverChangeError(TypeError):
    """Somebody tried to change or remove a saved revision."""


class Plan(models.Model):
    """A saved piece of work; its id is the permission to read it."""

    id = models.CharField(
        primary_key=True, max_length=ID_LENGTH, default=new_plan_id, editable=False
    )
    edit_key_hash = models.CharField(max_length=HASH_LENGTH, editable=False)
    created = models.DateTimeField(auto_now_add=True)
    # The last day on which somebody read it or saved a revision, by which old plans are pruned.
    opened = models.DateField(default=today, db_index=True, editable=False)
    # `RuleNumbers.packed` of all its revisions; none where nobody saved since there are numbers.
    rule_numbers = models.BinaryField(null=True, editable=False)
    # Counts how often a check was kept or thrown away; 0 where there never was one.
    checks_version = models.PositiveIntegerField(db_default=0, default=0, editable=False)

    class Meta:
        """Newest first."""

        ordering = ("-created", "id")

    def __str__(self) -> str:
        """Print the beginning of the id only: all of it would be the permission to read."""
        return f"{self.id[:6]}…"


class DeletedPlan(models.Model):
    """That a plan was here once, for whoever still has its link: a hash of its id, nothing else."""

    id_hash = models.CharField(primary_key=True, max_length=HASH_LENGTH, editable=False)
    deleted = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        """Print the day."""
        return f"deleted on {self.deleted:%Y-%m-%d}"


class SaveCount(models.Model):
    """How often one client saved until `ends`; a keyed hash of its address, and no plan."""

    key = models.CharField(primary_key=True, max_length=HASH_LENGTH, editable=False)
    amount = models.PositiveIntegerField()
    ends = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        """Print how many there were."""
        return f"{self.amount} until {self.ends:%Y-%m-%d %H:%M}"


class Draft(models.Model):
    """What somebody composes and has not saved: its id is the permission to see it.

    `version` counts the changes, so that of two who write at once the second notices; `tab` is who
    made the last one, and `turn` when, by the clock of his page. `packed` has the form and its
    history. A draft that was saved as a plan of its own holds nothing but that plan; one that was
    thrown away can be had back for a while.
    """

    id = models.CharField(
        primary_key=True, max_length=ID_LENGTH, default=new_plan_id, editable=False
    )
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, null=True, related_name="drafts")
    title = models.CharField(max_length=LONGEST_TITLE, blank=True)
    products = models.CharField(max_length=LONGEST_PRODUCTS, blank=True)  # slugs, with blanks
    version = models.PositiveIntegerField(default=1)
    tab = models.CharField(max_length=ID_LENGTH, blank=True)
    turn = models.BigIntegerField(db_default=0)
    packed = models.BinaryField(default=b"")
    created = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(db_index=True)
    thrown = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Print the beginning of the id only."""
        return f"{self.id[:6]}…"

    @property
    def is_saved(self) -> bool:
        """Tell whether it became a plan, and is a draft no more."""
        return not self.packed


class Revision(models.Model):
    """A numbered state of a plan, which never changes.

    `document` and `rules_text` are JSON texts as they were written, byte for byte on any database.
    Rules of a small plan take a hundred times its own size, and compressed a few times.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    created = models.DateTimeField(auto_now_add=True)
    title = models.CharField(max_length=LONGEST_TITLE)
    note = models.CharField(max_length=LONGEST_NOTE, blank=True)
    document = models.TextField()
    rule_set = models.TextField(blank=True)  # of revisions that were saved before `packed_rules`
    packed_rules = models.BinaryField(null=True)
    catalogue_date = models.CharField(max_length=10)
    catalogue_digest = models.CharField(max_length=64)

    class Meta:
        """One of each number; newest first."""

        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("plan", "number"), name="one_revision_a_number"),
        )

    def __str__(self) -> str:
        """Print plan and number."""
        return f"{self.plan_id[:6]}… revision {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert only."""
        if not self._state.adding:
            raise RevisionsNeverChangeError("a saved revision never changes: save another one")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> Never:
        """Refuse: only a whole plan can go."""
        raise RevisionsNeverChangeError("a single revision cannot be removed")

    @property
    def rules_text(self) -> str:
        """The stored form of the rules."""
        if self.packed_rules is None:
            return self.rule_set
        return zlib.decompress(self.packed_rules).decode()

    @property
    def catalogue_version(self) -> str:
        """The catalogue that its rules were worked out with, as `Catalogue.version`."""
        return version_of(self.catalogue_date, self.catalogue_digest)


class KeptCheck(models.Model):
    """What a check said of a plan, kept because somebody with its edit key asked for it.

    `packed` has states and reasons (`verification.stored`), and nothing of what was pasted.
    `source` is what was read, in the words of whoever kept it; another check of the same takes its
    place.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="kept_checks")
    revision = models.PositiveIntegerField()
    kind = models.CharField(max_length=LONGEST_KIND)
    group = models.CharField(max_length=LONGEST_GROUP, blank=True)
    source = models.CharField(max_length=LONGEST_SOURCE, blank=True)
    made = models.DateTimeField(auto_now_add=True)
    packed = models.BinaryField()

    class Meta:
        """Newest first."""

        ordering = ("-pk",)

    def __str__(self) -> str:
        """Print the kind and the day."""
        return f"{self.kind}, {self.made:%Y-%m-%d}"


class DecisionsNeverChangeError(TypeError):
    """Somebody tried to change or remove what a reviewer said, or the answer to it."""


class _InsertOnlyQuerySet(models.QuerySet[Any]):
    """Rows that are added and read; they go with their plan, and never before."""

    def update(self, **_values: Any) -> Never:
        """Refuse."""
        raise DecisionsNeverChangeError("what was said is only superseded")

    def delete(self) -> Never:
        """Refuse."""
        raise DecisionsNeverChangeError("what was said goes with its plan alone")


class _InsertOnly(models.Model):
    """A row that is written once."""

    objects = _InsertOnlyQuerySet.as_manager()

    class Meta:
        """No table of its own."""

        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert only."""
        if not self._state.adding:
            raise DecisionsNeverChangeError("what was said is only superseded")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> Never:
        """Refuse: it goes with its plan alone."""
        raise DecisionsNeverChangeError("what was said goes with its plan alone")


class ReviewLink(models.Model):
    """A link by which a team decides about the rules of a plan, until it is withdrawn.

    Of its key only a hash is kept. A link that was withdrawn stays, because decisions name it.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="review_links")
    label = models.CharField(max_length=LONGEST_NAME)
    key_hash = models.CharField(max_length=HASH_LENGTH, unique=True, editable=False)
    created = models.DateTimeField(auto_now_add=True)
    withdrawn = models.DateTimeField(null=True)

    class Meta:
        """In the order in which they were made."""

        ordering = ("pk",)

    def __str__(self) -> str:
        """Print for whom it is."""
        return self.label


class Decision(_InsertOnly):
    """What a reviewer said at once about some rules of a plan; a later one supersedes it."""

    plan = models.ForeignKey(
        Plan, on_delete=models.CASCADE, related_name="decisions", db_index=False
    )
    link = models.ForeignKey(ReviewLink, on_delete=models.CASCADE, related_name="decisions")
    revision = models.PositiveIntegerField()
    made = models.DateTimeField(auto_now_add=True)
    name = models.CharField(max_length=LONGEST_NAME)
    verdict = models.CharField(max_length=8, choices=[(verdict, verdict) for verdict in VERDICTS])
    comment = models.CharField(max_length=LONGEST_COMMENT, blank=True)
    count = models.PositiveIntegerField()

    class Meta:
        """Those of one plan, in the order in which they were made."""

        indexes = (models.Index(fields=("plan", "id"), name="decisions_of_a_plan"),)

    def __str__(self) -> str:
        """Print what was said, of how many rules."""
        return f"{self.verdict}: {self.count}"


class DecidedRule(_InsertOnly):
    """A rule that a decision is about: which one, and what it was then."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="rules")
    rule = models.CharField(max_length=24)
    contents = models.CharField(max_length=32)
    parts = models.CharField(max_length=36)

    def __str__(self) -> str:
        """Print which rule."""
        return self.rule


class Answer(_InsertOnly):
    """What whoever edits the plan says to a decision."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="answers")
    made = models.DateTimeField(auto_now_add=True)
    comment = models.CharField(max_length=LONGEST_COMMENT)

    def __str__(self) -> str:
        """Print how it begins."""
        return self.comment[:40]
