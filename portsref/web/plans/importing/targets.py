"""Where accepted parts go: into a new plan, a draft, or a saved plan."""

from dataclasses import dataclass

from django.urls import reverse

from portsref.planning.document import PlanDocument
from portsref.web.facts.catalogue import current_catalogue
from portsref.web.plans.composer.form_data import data_of
from portsref.web.plans.composer.plan_form import PlanForm
from portsref.web.plans.drafts.sheet import address_of
from portsref.web.plans.drafts.taking import opened
from portsref.web.plans.models import Draft, Plan, Revision
from portsref.web.plans.origin import Origin
from portsref.web.plans.queries import stored_document

_KEPT_ASIDE = ("title", "note")  # what a form says besides its document


@dataclass(frozen=True, slots=True)
class Target:
    """Where the page of an import is, where its plan is composed, and what that says so far.

    Without `form` the plan is new.
    """

    address: str
    composer: str
    form: PlanForm | None = None
    draft: Draft | None = None
    origin: Origin = Origin()  # noqa: RUF009 - frozen

    @classmethod
    def new(cls) -> "Target":
        """A plan that is not there yet."""
        return cls(reverse("plans:import"), reverse("plans:new"))

    @classmethod
    def of_draft(cls, draft: Draft, plan: Plan | None = None) -> "Target":
        """What nobody saved yet, of a plan of its own or of a saved one."""
        names = ("plans:import_into_edit_draft", [plan.pk, draft.pk]) if plan else (
            "plans:import_into_draft", [draft.pk])  # fmt: skip
        form = opened(draft, current_catalogue()).form
        address = reverse(names[0], args=names[1])
        return cls(address, address_of(draft.pk, plan.pk if plan else ""), form, draft)

    @classmethod
    def of_plan(cls, revision: Revision, key: str) -> "Target":
        """A saved plan, of which a draft begins with what is accepted."""
        catalogue = current_catalogue()
        return cls(
            reverse("plans:import_into_plan", args=[revision.plan_id]),
            reverse("plans:edit", args=[revision.plan_id]),
            PlanForm.of(stored_document(revision), catalogue),
            origin=Origin.begin(revision, key, catalogue),
        )

    @property
    def document(self) -> PlanDocument | None:
        """What the plan says; nothing of a new one, and of one that has problems."""
        return self.form.document if self.form else None

    @property
    def has_problems(self) -> bool:
        """Tell whether a plan must be corrected before anything comes into it."""
        return self.form is not None and self.form.document is None

    @property
    def title(self) -> str:
        """What the plan is called."""
        return self.form.shown_title if self.form else ""

    def filled(self, document: PlanDocument, before: PlanForm | None) -> PlanForm:
        """The form of the plan that says `document` now."""
        data = data_of(document)
        data["title"] = ""
        for name in _KEPT_ASIDE if before else ():
            data[name] = before.data.get(name, "") if before else ""
        return PlanForm(data, current_catalogue())
