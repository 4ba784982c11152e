"""One request to the composer: what it says becomes a step of its draft, which is kept.

Whatever keeps a draft from being kept keeps nobody from composing: the page says so and goes on.
"""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from django.db import DatabaseError
from django.http import HttpRequest

from portsref.catalogue.catalogue import Catalogue
from portsref.web.plans.composer.form_data import Data
from portsref.web.plans.composer.judging import is_too_large
from portsref.web.plans.composer.plan_form import PlanForm
from portsref.web.plans.composer.steps import take_step
from portsref.web.plans.drafts.advancing import (
    ADD_PARTS,
    MOVES,
    Advanced,
    advance,
    first_history,
    with_parts,
)
from portsref.web.plans.drafts.cookie import remembered
from portsref.web.plans.drafts.history import History
from portsref.web.plans.drafts.keeping import (
    Content,
    DraftChangedError,
    DraftTooLargeError,
    begin_draft,
    change_draft,
    content_of,
    find_draft,
)
from portsref.web.plans.drafts.states import (
    ORIGIN,
    TooMuchToKeepError,
    aside_of,
    data_from,
    values_of,
)
from portsref.web.plans.keys import is_plan_id, new_plan_id
from portsref.web.plans.models import Draft, Plan
from portsref.web.plans.origin import Origin
from portsref.web.plans.queries import number_in
from portsref.web.plans.save_limit import TooManySavesError, counted_draft

logger = logging.getLogger(__name__)

ATTEMPTS = 5  # of one request whose draft others change all the time
LATEST_MILLISECONDS = 60_000  # by which a turn may be behind another; further, a clock was set back

type Trouble = Literal["", "too-large", "too-many", "database"]


@dataclass(frozen=True, slots=True)
class DraftState:
    """The draft of a page: under which id, what it holds, and whether it is kept.

    `kept` is when; there is none before the first change, and where `trouble` says why not. `tab`
    tells pages that show the same draft from each other.
    """

    id: str
    tab: str
    history: History
    version: int = 0
    kept: datetime | None = None
    trouble: Trouble = ""
    is_new: bool = False
    was_elsewhere: bool = False

    @classmethod
    def unbegun(cls) -> "DraftState":
        """The draft of a page that nobody has changed yet: there is no row of it."""
        return cls(new_plan_id(), new_plan_id(), History({}))

    @classmethod
    def of(cls, draft: Draft, history: History) -> "DraftState":
        """The draft of a page that is opened once more."""
        return cls(draft.pk, new_plan_id(), history, draft.version, draft.changed)


@dataclass(frozen=True, slots=True)
class Taken:
    """What a request leads to: the form to be shown, where to go on, and the draft of it."""

    form: PlanForm
    focus: str
    draft: DraftState


class DraftRequest:
    """What one request says of its draft."""

    def __init__(
        self, request: HttpRequest, data: Data, *, plan: Plan | None, draft_id: str = ""
    ) -> None:
        self.request = request
        self.data = data
        self.plan = plan
        self.action = data.get("do", "")
        self.seen = number_in(data.get("seen", ""))
        said, tab = data.get("draft", ""), data.get("tab", "")
        self.tab = tab if is_plan_id(tab) else new_plan_id()
        self.turn = turn_in(data.get("turn", ""))
        self.draft_id = said if is_plan_id(said) else draft_id or new_plan_id()

    def take(self, catalogue: Catalogue) -> Taken:
        """Do what the request says, and keep what comes of it."""
        trouble: Trouble = "too-large"
        if is_too_large(self.data):
            return self._without(PlanForm(self.data, catalogue), "", trouble)
        try:
            return self._keep(catalogue)
        except (TooMuchToKeepError, DraftTooLargeError):
            pass
        except TooManySavesError:
            trouble = "too-many"
        except (DatabaseError, DraftChangedError) as error:
            logger.warning("a draft was not kept: %s", type(error).__name__)
            trouble = "database"
        data = self.data.copy()
        focus = take_step(data, self.action)
        return self._without(PlanForm(data, catalogue), focus, trouble)

    def _without(self, form: PlanForm, focus: str, trouble: Trouble) -> Taken:
        return Taken(form, focus, DraftState(self.draft_id, self.tab, History({}), trouble=trouble))

    def _keep(self, catalogue: Catalogue) -> Taken:
        """Go on from what there is; somebody else may go on from there at the same time."""
        for _ in range(ATTEMPTS - 1):
            try:
                return self._go_on(find_draft(self.draft_id), catalogue)
            except DraftChangedError:
                continue
        return self._go_on(find_draft(self.draft_id), catalogue)

    def _go_on(self, draft: Draft | None, catalogue: Catalogue) -> Taken:
        if draft is None:
            return self._begin(first_history(self.data), self.draft_id, catalogue)
        is_other = draft.is_saved or draft.plan_id != (self.plan.pk if self.plan else None)
        if is_other:
            return self._begin(first_history(self.data), new_plan_id(), catalogue)
        content = content_of(draft)
        if not self._owns(draft):
            return self._begin(content.history, new_plan_id(), catalogue)
        return self._change(draft, content, catalogue)

    def _begin(self, history: History, draft_id: str, catalogue: Catalogue) -> Taken:
        """Begin a draft, unless nobody has changed anything yet."""
        steps = history.steps
        advanced = advance(history, self.data, catalogue)
        if advanced.history.steps == steps:
            state = DraftState(self.draft_id, self.tab, advanced.history)
            return Taken(advanced.form, advanced.focus, state)
        with counted_draft(self.request):
            draft = begin_draft(draft_id, self.plan, _content(advanced), self.tab, self.turn)
        return self._taken(advanced, draft, is_new=True)

    def _change(self, draft: Draft, content: Content, catalogue: Catalogue) -> Taken:
        if self._is_late(draft):
            taken = opened(draft, catalogue)
            return replace(taken, draft=replace(taken.draft, tab=self.tab))
        is_elsewhere = self._is_overtaken(draft)
        advanced = advance(content.history, self.data, catalogue, is_elsewhere=is_elsewhere)
        changed = _content(advanced)
        if changed != content:
            draft = change_draft(draft, changed, self.tab, self.turn)
        return self._taken(advanced, draft, was_elsewhere=is_elsewhere)

    def _taken(
        self,
        advanced: Advanced,
        draft: Draft,
        *,
        is_new: bool = False,
        was_elsewhere: bool = False,
    ) -> Taken:
        state = DraftState(draft.pk, self.tab, advanced.history, draft.version, draft.changed)
        state = replace(state, is_new=is_new, was_elsewhere=was_elsewhere)
        return Taken(advanced.form, advanced.focus, state)

    def _owns(self, draft: Draft) -> bool:
        """Tell whether this browser began it, even where it never had the answer that says so."""
        return draft.tab == self.tab or draft.pk in remembered(self.request)

    def _is_late(self, draft: Draft) -> bool:
        """Tell whether what the same page sent after this was taken before it."""
        behind = draft.turn - self.turn if self.turn else 0
        return draft.tab == self.tab and 0 < behind <= LATEST_MILLISECONDS

    def _is_overtaken(self, draft: Draft) -> bool:
        """Tell whether another tab changed it since this one had its newest answer."""
        return draft.version != self.seen and draft.tab != self.tab


def turn_in(text: str) -> int:
    """When a page sent something, by its own clock; 0, which is never late, for all else."""
    return int(text) if re.fullmatch(r"[0-9]{1,15}", text) else 0


def opened(draft: Draft, catalogue: Catalogue) -> Taken:
    """A draft as it was left."""
    content = content_of(draft)
    data = data_from(content.history.values, content.aside)
    focus = "".join(data.pop("focus", [])[-1:])
    return Taken(PlanForm(data, catalogue), focus, DraftState.of(draft, content.history))


def begin_with(
    request: HttpRequest,
    form: PlanForm,
    origin: Origin,
    *,
    before: PlanForm | None = None,
    action: str = ADD_PARTS,
) -> DraftState:
    """Begin a draft of what somebody brings along, or of a form `before` that got parts.

    It is not `kept` where that cannot be.
    """
    state = DraftState.unbegun()
    form.data.update(origin.carried)
    try:
        history = History(values_of((before or form).data))
        if before:
            history = with_parts(history, form, action=action)
        state = replace(state, history=history)
        content = _content(Advanced(form, "", history))
        with counted_draft(request):
            draft = begin_draft(state.id, origin.plan, content, state.tab)
    except (TooMuchToKeepError, DraftTooLargeError, TooManySavesError, DatabaseError):
        return state
    return DraftState.of(draft, history)


def take_parts(
    request: HttpRequest,
    draft: Draft,
    make: Callable[[PlanForm], PlanForm],
    catalogue: Catalogue,
    *,
    action: str,
) -> Draft:
    """Have parts come into a draft as one step; `make` makes the form with them of the one without.

    Whoever only has the address of a draft gets one of his own. Raises what `begin_draft` and
    `change_draft` do, and `TooManySavesError`.
    """
    tab = new_plan_id()
    for attempt in range(ATTEMPTS):
        content = content_of(draft)
        before = PlanForm(data_from(content.history.values, content.aside), catalogue)
        form = make(before)
        for name in ORIGIN:
            form.data.setlist(name, list(content.aside.get(name, ())))
        changed = _content(Advanced(form, "", with_parts(content.history, form, action=action)))
        try:
            if draft.pk in remembered(request):
                return change_draft(draft, changed, tab)
            with counted_draft(request):
                return begin_draft(new_plan_id(), draft.plan, changed, tab)
        except DraftChangedError:
            newer = find_draft(draft.pk)
            if newer is None or attempt == ATTEMPTS - 1:
                raise
            draft = newer
    raise AssertionError


def _content(advanced: Advanced) -> Content:
    form = advanced.form
    aside = dict(aside_of(form.data, is_stale=form.document is None))
    if advanced.focus and advanced.focus not in MOVES:
        aside["focus"] = (advanced.focus,)
    return Content(advanced.history, aside, form.title, _products(form))


def _products(form: PlanForm) -> str:
    """What runs, as far as it was picked."""
    return " ".join(pick.product for pick in form.picks.picks if pick.product in form.included)
