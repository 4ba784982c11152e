"""What a composer's page shows of its draft: when it was kept, and what can be undone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from portsref.catalogue.catalogue import Catalogue
from portsref.web.plans.drafts.advancing import ADD_PARTS
from portsref.web.plans.drafts.history import History, Step
from portsref.web.plans.drafts.keeping import BACK_WITHIN
from portsref.web.plans.drafts.taking import DraftState, Trouble
from portsref.web.plans.drafts.whereabouts import find_last
from portsref.web.plans.drafts.words import StepWords
from portsref.web.plans.finding_words import product_words
from portsref.web.plans.models import Draft
from portsref.web.shared.joining import items

MOST_NAMED = 4
# Where a notice stands that something was removed, by the button that did it.
_REMOVED = {"remove-group": "where", "remove-product": "runs", "remove-change": "changed"}


class DraftSheet:
    """The draft of a page, in the reader's language."""

    def __init__(self, draft: DraftState, catalogue: Catalogue, *, plan_id: str = "") -> None:
        self.draft = draft
        self.catalogue = catalogue
        self.plan_id = plan_id

    @property
    def id(self) -> str:
        """What the form is known by."""
        return self.draft.id

    @property
    def tab(self) -> str:
        """What this page is known by, among others that show the same draft."""
        return self.draft.tab

    @property
    def version(self) -> int:
        """How many changes of the draft this page knows."""
        return self.draft.version

    @property
    def kept(self) -> datetime | None:
        """When it was kept; none where it is not."""
        return self.draft.kept

    @property
    def trouble(self) -> Trouble:
        """Why it is not kept."""
        return self.draft.trouble

    @property
    def was_elsewhere(self) -> bool:
        """Tell whether this page took the place of what another tab did."""
        return self.draft.was_elsewhere

    @property
    def address(self) -> str:
        """Where the draft is found again; empty where it is not kept."""
        return address_of(self.draft.id, self.plan_id) if self.kept else ""

    @property
    def undo(self) -> str:
        """What would be undone; empty where there is nothing."""
        history = self.draft.history
        step = history.to_undo if self.kept else None
        return self._say(step, history) if step else ""

    @property
    def redo(self) -> str:
        """What would be done once more; empty where there is nothing."""
        history = self.draft.history
        step = history.to_redo if self.kept else None
        if step is None:
            return ""
        after = step.after(history.values)
        return str(StepWords(step, history.values, after, self.catalogue))

    @property
    def removed(self) -> str:
        """The part of the page of which something was just removed; `undo` says what."""
        history = self.draft.history
        step = history.last if self.kept and not history.moved else None
        return _REMOVED.get(step.action.partition(":")[0], "") if step else ""

    @property
    def has_additions(self) -> bool:
        """Tell whether parts were just added to what was saved."""
        history = self.draft.history
        return not history.moved and history.last is not None and history.last.action == ADD_PARTS

    @property
    def moved(self) -> str:
        """The ids of what was just undone or done once more; empty after any other step."""
        history = self.draft.history
        return " ".join(find_last(history).ids) if history.moved else ""

    def _say(self, step: Step, history: History) -> str:
        before = step.before(history.values)
        return str(StepWords(step, before, history.values, self.catalogue))


@dataclass(frozen=True, slots=True)
class DraftLink:
    """A draft among others that can be gone on with, or had back where it was thrown away."""

    id: str
    title: str
    address: str
    changed: datetime
    runs: str
    of_plan: bool
    is_thrown: bool


def list_links(drafts: Sequence[Draft], catalogue: Catalogue) -> tuple[DraftLink, ...]:
    """The drafts of a browser, without those that were thrown away some time ago."""
    now = timezone.now()
    return tuple(
        DraftLink(
            id=draft.pk,
            title=draft.title.strip(),
            address=address_of(draft.pk, draft.plan_id or ""),
            changed=draft.changed,
            runs=_runs(draft.products.split(), catalogue),
            of_plan=draft.plan_id is not None,
            is_thrown=draft.thrown is not None,
        )
        for draft in drafts
        if draft.thrown is None or now - draft.thrown < BACK_WITHIN
    )


def address_of(draft_id: str, plan_id: str = "") -> str:
    """The address of a draft, of a saved plan or of a plan of its own."""
    if plan_id:
        return reverse("plans:edit_draft", args=[plan_id, draft_id])
    return reverse("plans:draft", args=[draft_id])


def _runs(slugs: Sequence[str], catalogue: Catalogue) -> str:
    named = items(product_words(slug, catalogue) for slug in slugs[:MOST_NAMED])
    return f"{named}…" if len(slugs) > MOST_NAMED else named
