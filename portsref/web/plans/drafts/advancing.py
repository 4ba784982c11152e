"""What one request makes of the history of a draft: a step, several, or one taken back."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from portsref.catalogue.catalogue import Catalogue
from portsref.documents.problems import ProblemsError
from portsref.planning.document import parse_document
from portsref.web.plans.composer.form_data import Data, line_in
from portsref.web.plans.composer.plan_form import PlanForm
from portsref.web.plans.composer.steps import changes_form, take_step
from portsref.web.plans.drafts.history import History, Values, differences
from portsref.web.plans.drafts.states import (
    CARRIED,
    aside_of,
    changed_names,
    data_from,
    is_typed,
    settled,
    values_of,
    values_of_document,
)
from portsref.web.plans.drafts.whereabouts import find_last

LARGEST_FIRST = 256 * 1024  # characters of the document that a composer was opened with
MOVES = ("undo", "redo")
ADD_PARTS = "add-parts"  # a step by which what was missing came into a saved plan
TAKE_PARTS = "take-parts"  # a step by which what was read from files came into a plan
ELSEWHERE = "elsewhere"  # a step by which one tab takes the place of what another one did


@dataclass(frozen=True, slots=True)
class Advanced:
    """The form to be shown, the field to go on with, and the history that leads there."""

    form: PlanForm
    focus: str
    history: History


def first_history(data: Data) -> History:
    """The history of a form that nobody changed before: what its page was opened with."""
    text = data.get("last", "")
    if text and len(text) <= LARGEST_FIRST:
        try:
            values = values_of_document(parse_document(text))
        except ProblemsError:
            return History(values_of(data))
        if not line_in(data, "title"):  # it is called after what runs
            values = {name: texts for name, texts in values.items() if name != "title"}
        return History(values)
    return History(values_of(data))


def with_parts(history: History, form: PlanForm, *, action: str) -> History:
    """The history with a step by which parts came into the plan, so that it says what `form` does.

    It is the same where nothing is different.
    """
    names = tuple(changed_names(history.values, values_of(form.data)))
    return history.changed_to(settled(form), names, action=action, at=_now())


def advance(
    history: History, data: Data, catalogue: Catalogue, *, is_elsewhere: bool = False
) -> Advanced:
    """Do what a form says by its values and its button; `data` stays as it is.

    What was typed is a step, and what a button changes another one. With `is_elsewhere` the form
    does not know the newest values, and takes their place.
    """
    typing = ELSEWHERE if is_elsewhere else ""
    action = data.get("do", "")
    if action in MOVES:
        return _move(_with_typed(history, data, catalogue, typing), data, catalogue, action)
    if changes_form(action):
        return _press(history, data, catalogue, typing)
    data = data.copy()
    focus = take_step(data, action)
    form = PlanForm(data, catalogue)
    return Advanced(form, focus, _typed(history, form, typing))


def _move(history: History, data: Data, catalogue: Catalogue, action: str) -> Advanced:
    """Take a step back or forth, and look at the page as before, but for what shows the step."""
    history = history.undone() if action == "undo" else history.redone()
    there = data_from(history.values, aside_of(data, is_stale=False))
    for name in CARRIED:
        if name in data:
            there.setlist(name, data.getlist(name))
    found = find_last(history)
    if found.panel is not None and not found.is_shown_by(there.get("panel", "")):
        there["panel"] = found.panel
    if found.part:
        there["part"] = found.part
    return Advanced(PlanForm(there, catalogue), action, history)


def _press(history: History, data: Data, catalogue: Catalogue, typing: str) -> Advanced:
    """Do what a button says, after what was typed until then."""
    sent = values_of(data)
    names = tuple(changed_names(history.values, sent))
    history = history.changed_to(sent, names, action=typing, at=_now(), joins=_joins(names))
    data, action = data.copy(), data.get("do", "")
    focus = take_step(data, action)
    form = PlanForm(data, catalogue)
    changed = changed_names(sent, values_of(data))
    history = history.changed_to(settled(form), changed, action=action, at=_now())
    return Advanced(form, focus, history)


def _with_typed(history: History, data: Data, catalogue: Catalogue, typing: str) -> History:
    """The history with what was typed, if anything was."""
    if not any(changed_names(history.values, values_of(data))):
        return history
    return _typed(history, PlanForm(data, catalogue), typing)


def _typed(history: History, form: PlanForm, typing: str) -> History:
    values = settled(form)
    names = tuple(_that_count(changed_names(history.values, values_of(form.data)), history, values))
    return history.changed_to(values, names, action=typing, at=_now(), joins=_joins(names))


def _that_count(names: Iterable[str], history: History, values: Values) -> Iterator[str]:
    """Without those of which the page only had not heard yet that they are gone."""
    differ = differences(history.values, values)
    return (name for name in names if name in differ)


def _joins(names: Iterable[str]) -> bool:
    return all(map(is_typed, names))


def _now() -> int:
    return int(time.time())
