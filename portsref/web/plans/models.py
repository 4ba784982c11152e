"""Plans and their revisions: precious rows, which name catalogue things by slug only."""

import zlib
from datetime import date
from typing import Any, Never

from django.db import models
from django.utils import timezone

from portsref.catalogue.catalogue import version_of
from portsref.web.plans.keys import HASH_LENGTH, ID_LENGTH, new_plan_id

LONGEST_TITLE = 200
LONGEST_NOTE = 200


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
