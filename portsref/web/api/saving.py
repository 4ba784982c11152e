"""Saving a revision of a plan that is kept elsewhere, such as in git: by its edit key.

It is an operation of the router of `plans.py`: of one address one router has all methods.
"""

import re

from django.db import DatabaseError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Query

from portsref.comparing.documents import different_lines
from portsref.documents.problems import Problem, ProblemsError
from portsref.planning.document import PlanDocument
from portsref.web.api.answers import (
    private_answer,
    problem_answer,
    problem_data,
    too_many_answer,
)
from portsref.web.api.bodies import RefusedError, read_plan
from portsref.web.api.keys import HEADER, key_in
from portsref.web.api.parameters import PlanId, refuse_unknown
from portsref.web.api.planning import PLAN_BODY, rules_of
from portsref.web.api.plans import find_saved, revision_answer, revision_data
from portsref.web.api.plans import router as router  # noqa: PLC0414 - it is this module's, too
from portsref.web.api.schemas import Overtaken, Problems, RevisionSummary, SaveQuery
from portsref.web.plans.models import Plan, Revision
from portsref.web.plans.queries import find_editable, stored_document
from portsref.web.plans.save_limit import TooManySavesError, counted_save
from portsref.web.plans.saving import (
    NoLongerEditableError,
    OvertakenError,
    TooLargeToSaveError,
    save_revision,
)

WRONG_KEY = "is not the plan's edit key: it was replaced, or is wrong"
NO_BASE = (
    'send the number of the revision that was edited as `If-Match`, such as "3" with its quotes, '
    "or * for whichever is the newest"
)
NO_NUMBER = 'must be the number of a revision in quotes, such as "3", or *'
IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "schema": {"type": "string", "maxLength": 20},
    "description": "The number of the revision that was edited, in quotes, as `ETag` of the plan "
    "has it: saved only if it is still the newest. `*` is whichever is the newest.",
    "example": '"3"',
}
_NUMBER = re.compile(r'(?:W/)?"([0-9]{1,9})"')


@router.post(
    "plans/{plan_id}/revisions",
    operation_id="save_revision",
    response={
        201: RevisionSummary,
        412: Overtaken,
        **dict.fromkeys((400, 401, 403, 404, 411, 413, 415, 422, 428, 429, 503), Problems),
    },
    openapi_extra={"security": [{"editKey": []}], "parameters": [IF_MATCH], **PLAN_BODY},
    summary="Save its next revision",
)
def save(request: HttpRequest, plan_id: PlanId, query: Query[SaveQuery]) -> HttpResponseBase:
    """Save a plan document as the next revision, by the edit key; the link to read stays."""
    refuse_unknown(request, SaveQuery)
    newest = find_saved(plan_id)
    plan = find_editable(plan_id, key_in(request, "the edit link"))
    if plan is None:
        raise RefusedError(WRONG_KEY, 403, HEADER)
    base = _base(request, newest)
    document = read_plan(request)
    try:
        return _save(request, plan, document, base, query.note)
    except OvertakenError as error:
        return _overtaken(request, error, document)
    except NoLongerEditableError as error:
        raise RefusedError(WRONG_KEY, 403, HEADER) from error
    except TooLargeToSaveError:
        reason = "makes more rules than one revision can keep"
        return problem_answer(reason, status=422)
    except TooManySavesError as error:
        return too_many_answer("too many saves from this address", error.seconds)
    except DatabaseError:
        return problem_answer("the database did not accept it: try again", status=503)


def _save(
    request: HttpRequest, plan: Plan, document: PlanDocument, base: int, note: str
) -> HttpResponseBase:
    rule_set = rules_of(document)
    with counted_save(request):
        revision = save_revision(plan, rule_set, base=base, note=note)
    return revision_answer(request, revision, status=201)


def _base(request: HttpRequest, newest: Revision) -> int:
    """The number of the revision that was edited; a proxy that compresses makes its tag weak."""
    asked = request.headers.get("If-Match", "").strip()
    if not asked:
        raise RefusedError(NO_BASE, 428, "If-Match")
    if asked == "*":
        return newest.number
    found = _NUMBER.fullmatch(asked)
    if found is None:
        raise ProblemsError([Problem("", "If-Match", NO_NUMBER)])
    return int(found[1])


def _overtaken(
    request: HttpRequest, error: OvertakenError, document: PlanDocument
) -> HttpResponseBase:
    """The revision that somebody else saved meanwhile, and how it differs from what was sent."""
    lines = different_lines(stored_document(error.newest), document)
    data = {
        **problem_data([Problem("", "If-Match", str(error))]),
        "newest": revision_data(request, error.newest),
        "differences": [{"whose": whose, "line": line} for whose, line in lines],
    }
    return private_answer(data, status=412)
