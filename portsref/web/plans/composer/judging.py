"""Reads the composer's form as the plan document that it says, or tells what is wrong with it.

The types of `portsref.planning.document` judge, as they do for files and the API.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, NamedTuple

from django.utils.translation import gettext
from pydantic import AfterValidator, StringConstraints

from portsref.catalogue.catalogue import Catalogue
from portsref.documents.base import Document, printable
from portsref.documents.checking import check
from portsref.documents.problems import Problem, ProblemsError
from portsref.messages import Message, gettext_noop
from portsref.planning.document import (
    LARGEST_DOCUMENT,
    SCHEMA,
    TOO_LARGE,
    PlanDocument,
    document_from,
)
from portsref.planning.including import include_products
from portsref.web.plans.composer.form_data import (
    Data,
    indices,
    line_in,
    plain_networks,
    plain_of,
    plain_picks,
)
from portsref.web.plans.composer.own_listeners import plain_own
from portsref.web.plans.composer.titles import derived_title
from portsref.web.plans.models import LONGEST_NOTE

# A form of more serves nobody; files and the command line take more.
MOST_GROUPS = 200
MOST_CHANGES = 200
MOST_OWN = 200
TOO_MANY_GROUPS = gettext_noop("A plan can have at most %(most)d groups here.")
TOO_MANY_CHANGES = gettext_noop("A plan can have at most %(most)d changes here.")
TOO_MANY_OWN = gettext_noop("A plan can have at most %(most)d listeners of your own.")


class _Limit(NamedTuple):
    """How many of a part of a form there may be, and what is said of more."""

    most: int
    reason: str


_LIMITS: Mapping[str, _Limit] = {
    "groups": _Limit(MOST_GROUPS, TOO_MANY_GROUPS),
    "changes": _Limit(MOST_CHANGES, TOO_MANY_CHANGES),
    "own": _Limit(MOST_OWN, TOO_MANY_OWN),
}


class _Note(Document):
    """What is said about a revision, beside its document."""

    note: Annotated[str, StringConstraints(max_length=LONGEST_NOTE), AfterValidator(printable)]


def read_plan(data: Data, catalogue: Catalogue) -> PlanDocument:
    """The plan that a form says; raises `ProblemsError` with every problem."""
    refuse_many(**{part: len(indices(data, part)) for part in _LIMITS})
    problems: list[Problem] = []
    note = {"note": line_in(data, "note")}
    _gather(problems, lambda: check(_Note, note, file=""))
    own = _gather(problems, lambda: plain_own(data))
    plain = plain_of(data) | ({"listeners": own} if own else {})
    plain["title"] = plain["title"] or title_for(data, catalogue) or gettext("Untitled plan")
    document = _gather(problems, lambda: check(PlanDocument, plain, file=""))
    if document is None or problems:
        raise ProblemsError(problems)
    document = without_strays(document, data.getlist("brought"), catalogue)
    _refuse_large(document)
    return document


def title_for(data: Data, catalogue: Catalogue) -> str:
    """What a plan is called while it has no title; empty where nothing runs."""
    return derived_title(read_picks(data, catalogue), catalogue)


def read_picks(data: Data, catalogue: Catalogue) -> PlanDocument:
    """The plan as far as what runs is concerned, even where other parts are wrong.

    It has the networks too, if nothing is wrong with them.
    """
    plain = {"schema": SCHEMA, "title": "picks"}
    picks = {"picks": list(plain_picks(data))}
    networks = plain_networks(data)
    for parts in (picks | ({"networks": networks} if networks else {}), picks):
        try:
            document = document_from(plain | parts)
        except ProblemsError:
            continue
        return without_strays(document, data.getlist("brought"), catalogue)
    return document_from(plain)


def is_too_large(data: Data) -> bool:
    """Tell whether a form has more groups, changes or listeners than a page can show."""
    return any(len(indices(data, part)) > limit.most for part, limit in _LIMITS.items())


def refuse_many(**counts: int) -> None:
    """Raise `ProblemsError` where a plan has more groups or changes than the composer can show."""
    for part, count in counts.items():
        limit = _LIMITS[part]
        if count > limit.most:
            raise ProblemsError([Problem("", "", Message(limit.reason, {"most": limit.most}))])


def _refuse_large(document: PlanDocument) -> None:
    """Hold a plan, as it is stored, to the size of what may be sent here."""
    if len(document.as_json().encode()) > LARGEST_DOCUMENT:
        most = {"most": LARGEST_DOCUMENT // 1024}
        raise ProblemsError([Problem("", "", Message(TOO_LARGE, most))])


def _gather[T](problems: list[Problem], read: Callable[[], T]) -> T | None:
    """What is read, or nothing where its problems were added to the others."""
    try:
        return read()
    except ProblemsError as error:
        problems += error.problems
        return None


def without_strays(
    document: PlanDocument, brought: Iterable[str], catalogue: Catalogue
) -> PlanDocument:
    """Drop the picks that another product brought in and no longer does.

    Whoever changes the pod network of a distribution does not mean to keep the former one.
    """
    for slug in dict.fromkeys(brought):
        if document.pick(slug):
            rest = without_pick(document, slug)
            if slug not in include_products(rest, catalogue):
                document = rest
    return document


def without_pick(document: PlanDocument, slug: str) -> PlanDocument:
    """The same plan without the pick of one product."""
    picks = tuple(pick for pick in document.picks if pick.product != slug)
    return document.model_copy(update={"picks": picks})
