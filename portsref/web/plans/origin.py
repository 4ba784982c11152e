"""Which saved plan a form was opened from."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from portsref.catalogue.catalogue import Catalogue
from portsref.web.plans.models import Plan, Revision
from portsref.web.plans.queries import number_in

LONGEST_VERSION = 19


@dataclass(frozen=True, slots=True)
class Origin:
    """The saved plan that is edited, if any, and the revision that it was opened from.

    Or the revision that was just copied: what is saved then is a plan of its own.
    """

    plan: Plan | None = None
    key: str = ""
    base: int = 0
    moved_from: str = ""
    copied: Revision | None = None

    @classmethod
    def begin(cls, revision: Revision, key: str, catalogue: Catalogue) -> "Origin":
        """Open the newest revision of a plan, whose rules may be of another catalogue."""
        moved = revision.catalogue_digest != catalogue.digest
        version = revision.catalogue_version if moved else ""
        return cls(revision.plan, key=key, base=revision.number, moved_from=version)

    @classmethod
    def of(cls, plan: Plan, key: str, values: Mapping[str, str]) -> "Origin":
        """Read what the form carries along."""
        return cls(
            plan,
            key=key,
            base=number_in(values.get("base", "")),
            moved_from=values.get("moved-from", "")[:LONGEST_VERSION],
        )

    @property
    def carried(self) -> dict[str, str]:
        """What the form carries along, which `of` reads."""
        if self.plan is None:
            return {}
        return {"base": str(self.base), "moved-from": self.moved_from}

    @property
    def address(self) -> str:
        """Where the form is sent."""
        return reverse("plans:edit", args=[self.plan.pk]) if self.plan else reverse("plans:new")
