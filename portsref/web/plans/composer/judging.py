"""Reads the composer's form as the plan document that it says, or tells what is wrong with it.

The types of `portsref.planning.document` judge, as they do for files and the API.
"""

from collections.abc import Callable, Iterable
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from portsref.catalogue.catalogue import Catalogue
from portsref.documents import reasons
from portsref.documents.base import Document, printable
from portsref.documents.checking import check
from portsref.documents.problems import Problem, ProblemsError
from portsref.documents.yaml_files import YamlError, parse_yaml
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
    Plain,
    indices,
    line_in,
    plain_networks,
    plain_of,
    plain_picks,
)
from portsref.web.plans.models import LONGEST_NOTE

# A form of more serves nobody; files and the command line take more.
MOST_GROUPS = 200
MOST_CHANGES = 200
LONGEST_OWN = 64 * 1024  # characters: two hundred listeners that say much
TOO_MANY_GROUPS = gettext_noop("A plan can have at most %(most)d groups here.")
TOO_MANY_CHANGES = gettext_noop("A plan can have at most %(most)d changes here.")
NOT_YAML = gettext_noop("This is not valid YAML: %(why)s")


class _Note(Document):
    """What is said about a revision, beside its document."""

    note: Annotated[str, StringConstraints(max_length=LONGEST_NOTE), AfterValidator(printable)]


def read_plan(data: Data, catalogue: Catalogue) -> PlanDocument:
    """The plan that a form says; raises `ProblemsError` with every problem."""
    refuse_many(groups=len(indices(data, "groups")), changes=len(indices(data, "changes")))
    problems: list[Problem] = []
    note = {"note": line_in(data, "note")}
    _gather(problems, lambda: check(_Note, note, file=""))
    plain = plain_of(data) | (_gather(problems, lambda: _plain_own(data)) or {})
    document = _gather(problems, lambda: check(PlanDocument, plain, file=""))
    if document is None or problems:
        raise ProblemsError(problems)
    document = without_strays(document, data.getlist("brought"), catalogue)
    _refuse_large(document)
    return document


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
    """Tell whether a form has more groups or changes than a page can show."""
    groups, changes = len(indices(data, "groups")), len(indices(data, "changes"))
    return groups > MOST_GROUPS or changes > MOST_CHANGES


def refuse_many(*, groups: int, changes: int) -> None:
    """Raise `ProblemsError` where a plan has more of them than the composer can show."""
    if groups > MOST_GROUPS:
        raise ProblemsError([Problem("", "", Message(TOO_MANY_GROUPS, {"most": MOST_GROUPS}))])
    if changes > MOST_CHANGES:
        raise ProblemsError([Problem("", "", Message(TOO_MANY_CHANGES, {"most": MOST_CHANGES}))])


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


def _plain_own(data: Data) -> Plain:
    """The user's own listeners, which he writes as YAML."""
    text = data.get("own", "")
    if len(text) > LONGEST_OWN:
        reason = Message(reasons.TOO_LONG, {"max_length": LONGEST_OWN})
        raise ProblemsError([Problem("", "listeners", reason, ("listeners",))])
    try:
        own = parse_yaml(text)
    except YamlError as error:
        reason = Message(NOT_YAML, {"why": error.message})
        raise ProblemsError([Problem("", "listeners", reason, ("listeners",))]) from error
    return {} if own is None else {"listeners": own}


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
