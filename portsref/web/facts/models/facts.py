"""What concerns the whole catalogue: roles, Kubernetes releases, translations, versions."""

from typing import Any, ClassVar, Self

from django.db import models

from portsref.catalogue.version import version_of


class FactManager[F: "Fact"](models.Manager[F]):
    """Finds a fact by the name that it has in the files."""

    def get_by_natural_key(self, *key: str) -> F:
        """Return the fact of that name; raises `DoesNotExist`."""
        return self.get(**dict(zip(self.model.natural_fields, key, strict=True)))


class Fact(models.Model):
    """A row that stands for something in the files, found again by its natural key.

    `owner` is the column with the key of the row of which it is a part, if it is one.
    """

    natural_fields: ClassVar[tuple[str, ...]] = ("key",)
    owner: ClassVar[str] = ""

    objects = FactManager[Any]()

    class Meta:
        """Shared by all facts."""

        abstract = True

    def natural_key(self) -> tuple[str, ...]:
        """The name that the fact has in the files."""
        return tuple(getattr(self, field) for field in self.natural_fields)

    def values(self) -> tuple[object, ...]:
        """Every column but an automatic primary key, to compare facts by."""
        return tuple(getattr(self, field.attname) for field in self.fact_fields())

    @classmethod
    def fact_fields(cls) -> "list[models.Field[Any, Any]]":
        """The columns that hold the fact itself."""
        fields = cls._meta.concrete_fields
        return [field for field in fields if not isinstance(field, models.AutoField)]

    def take_values(self, other: Self) -> None:
        """Become equal to `other`, keeping the primary key."""
        for field in self.fact_fields():
            setattr(self, field.attname, getattr(other, field.attname))


class Role(Fact):
    """What a host is for."""

    key = models.CharField(max_length=64, primary_key=True)
    name = models.CharField(max_length=200)
    heading = models.CharField(max_length=200)
    fallback = models.CharField(max_length=64, blank=True)
    shown_under = models.CharField(max_length=64, blank=True)
    position = models.PositiveIntegerField()

    class Meta:
        """Roles stand in the order of the page."""

        ordering = ("position",)

    def __str__(self) -> str:
        """Print the name."""
        return self.name


class KubernetesRelease(Fact):
    """A minor version of Kubernetes, with the dates of its life as far as they were read."""

    key = models.CharField("version", max_length=8, primary_key=True)
    released = models.DateField(null=True, blank=True)
    active_support_ends = models.DateField(null=True, blank=True)
    end_of_life = models.DateField(null=True, blank=True)
    position = models.PositiveIntegerField()

    class Meta:
        """Newest first, as in the file."""

        ordering = ("position",)

    def __str__(self) -> str:
        """Print the version."""
        return self.key


class Translation(Fact):
    """An English sentence of the catalogue in another language."""

    natural_fields = ("language", "source", "english")

    language = models.CharField(max_length=16)
    source = models.CharField(max_length=64)
    english = models.CharField(max_length=1000)
    text = models.CharField(max_length=2000)

    class Meta:
        """One translation a sentence, language and file."""

        ordering = ("language", "source", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("language", "source", "english"), name="translation_of_a_sentence"
            ),
        )

    def __str__(self) -> str:
        """Print the sentence."""
        return self.english


class CatalogueVersion(models.Model):
    """A state of the catalogue that was loaded; the newest one is what the pages show."""

    date = models.DateField()
    digest = models.CharField(max_length=64)
    files_digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Newest first."""

        ordering = ("-pk",)
        get_latest_by = "pk"

    def __str__(self) -> str:
        """Print date and beginning of the digest."""
        return version_of(str(self.date), self.digest)
