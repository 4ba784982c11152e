"""What changed in the catalogue from one loading to the next; kept as long as its version is."""

from django.db import models

from portsref.web.facts.models.facts import CatalogueVersion


class CatalogueChange(models.Model):
    """Something of a product that is new, gone or different in a version of the catalogue.

    It names what it is about by keys and words of then, because that may be gone. `fields` are
    columns with what they held and hold, as they stand in the files.
    """

    class What(models.TextChoices):
        """What became of it."""

        ADDED = "added"
        CHANGED = "changed"
        REMOVED = "removed"

    version = models.ForeignKey(CatalogueVersion, models.CASCADE, related_name="changes")
    product = models.CharField(max_length=64)
    kind = models.CharField(max_length=32)
    key = models.CharField(max_length=200)
    name = models.CharField(max_length=1100)
    what = models.CharField(max_length=16, choices=What)
    fields = models.JSONField(default=list)

    class Meta:
        """In the order in which it was found: by table, then as in the files."""

        ordering = ("version_id", "pk")
        indexes = (models.Index(fields=("product", "version"), name="changes_of_a_product"),)

    def __str__(self) -> str:
        """Print what became of what."""
        return f"{self.what} {self.key}"
