"""What of the composer's form is kept, and what of it is a change that somebody made.

Three kinds of fields: those that say the plan; those that go with them, such as what other products
bring in; and how the page is looked at, which is kept too and is never undone.
"""

import re
from collections.abc import Iterator

from django.utils.datastructures import MultiValueDict

from portsref.planning.document import PlanDocument
from portsref.web.plans.composer.form_data import REQUEST, Data, data_of
from portsref.web.plans.composer.plan_form import PlanForm
from portsref.web.plans.composer.runs import RunsSheet
from portsref.web.plans.drafts.history import Values, differences

MOST_FIELDS = 5000  # of a form that says a plan; one of 200 groups and 200 changes has fewer
LARGEST_FORM = 512 * 1024  # characters
_PLAN = frozenset(
    {"title", "kubernetes", "note", "own", "picks", "handpicked", "brought", *REQUEST}
)
_PARTS = re.compile(r"(?:groups|changes|listeners|own)-[0-9]{1,6}-|(?:networks|endpoint|proxy)-")
_SAID = ("option:", "include:", "only:", "exports:")
_NUMBERED = re.compile(r"[a-z]+-[0-9]{1,6}-")
# What another field decides: never what somebody changed.
_GOES_ALONG = re.compile(r"brought|.*-was")
# Fields of text; all others are chosen from, and each choice is a step.
_TYPED = re.compile(
    r"title|note|own|exports:.*|networks-.*|(?:endpoint|proxy)-ports"
    r"|(?:groups|changes|listeners|own)-[0-9]{1,6}-"
    r"(?:name|zone|addresses|ports|reason|id|component|purpose|rest)"
)
# What is about a single request, or drawn anew with each page.
_PASSING = frozenset(
    (
        *("csrfmiddlewaretoken", "do", "key", "find", "change-listener"),
        *("draft", "seen", "tab", "turn", "copied", "revision", "parts", "base", "moved-from"),
        *("last", "shown", "typed"),
    )
)
# What says from which revision a plan is edited; it is kept beside the form.
ORIGIN = ("base", "moved-from")
# What a page sends once more that shows another form.
CARRIED = (*ORIGIN, "last", "shown")
_LAST = "last"


class TooMuchToKeepError(Exception):
    """A form has more than a draft may."""


def values_of(data: Data) -> Values:
    """What a form says of the plan; raises `TooMuchToKeepError`."""
    if len(data) > MOST_FIELDS:
        raise TooMuchToKeepError
    values = dict(_values(data, of_plan=True))
    if sum(len(text) for texts in values.values() for text in texts) > LARGEST_FORM:
        raise TooMuchToKeepError
    return values


def values_of_document(document: PlanDocument) -> Values:
    """What a form says that was opened with `document`."""
    return values_of(data_of(document))


def aside_of(data: Data, *, is_stale: bool) -> Values:
    """How the page is looked at; with the last good document, while the form says none."""
    seen = dict(_values(data, of_plan=False))
    kept = (*ORIGIN, _LAST) if is_stale else ORIGIN
    return seen | {name: (text,) for name in kept if (text := data.get(name, ""))}


def data_from(values: Values, aside: Values) -> Data:
    """A form's data, as if it had been sent."""
    return MultiValueDict({name: list(texts) for name, texts in {**values, **aside}.items()})


def settled(form: PlanForm) -> Values:
    """What the page of a form will send next, if nobody touches it.

    What was said about a product that is no longer there goes with it.
    """
    values = values_of(form.data)
    picks = tuple(pick.product for pick in form.picks.picks)
    if not picks:
        return values
    there = {*form.included, *picks}
    kept = {name: texts for name, texts in values.items() if _product_of(name) in {"", *there}}
    brought = RunsSheet(form, None, address="").brought
    handpicked = tuple(slug for slug in values.get("handpicked", ()) if slug in there)
    listed = {"picks": picks, "brought": brought, "handpicked": handpicked}
    for name, slugs in listed.items():
        kept.pop(name, None)
        if slugs:
            kept[name] = slugs
    return kept


def changed_names(before: Values, after: Values) -> Iterator[str]:
    """The fields that somebody changed, without what only goes along with others."""
    for name in differences(before, after):
        if not _GOES_ALONG.fullmatch(name):
            yield name


def is_typed(name: str) -> bool:
    """Tell whether a field is text, of which many changes are one step."""
    return name in REQUEST or _TYPED.fullmatch(name) is not None


def _values(data: Data, *, of_plan: bool) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name, texts in data.lists():
        if name in _PASSING or _is_of_plan(name) != of_plan:
            continue
        if any(texts) or (_NUMBERED.match(name) and texts):
            yield name, tuple(text.replace("\r\n", "\n") for text in texts)


def _is_of_plan(name: str) -> bool:
    return name in _PLAN or name.startswith(_SAID) or _PARTS.match(name) is not None


def _product_of(name: str) -> str:
    """Whose option it is, or whose rows; empty for all other fields."""
    kind, _, rest = name.partition(":")
    return rest.partition(":")[0] if kind in {"option", "include", "only"} else ""


def said_in(values: Values, name: str) -> str:
    """The last value of a field; empty where there is none."""
    return (values.get(name) or ("",))[-1]
