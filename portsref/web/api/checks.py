"""Operations that hold what runs against a plan: files in, a state for every rule out."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import P, PathEx, Router

from portsref.documents.checking import check
from portsref.documents.problems import Problem, ProblemsError
from portsref.importers.cutting import File
from portsref.limits import MOST_CHECKED
from portsref.planning.rules import RuleSet
from portsref.verification.base import Check, Kind, Options
from portsref.verification.check_data import check_data
from portsref.verification.kinds import KINDS, find_kind
from portsref.verification.stored import stored_check
from portsref.web.api.answers import private_answer, problem_answer, too_many_answer
from portsref.web.api.bodies import (
    EXAMPLE_PLAN,
    RefusedError,
    body_of,
    keys_of,
    plan_in,
    read_values,
)
from portsref.web.api.keys import HEADER, key_in
from portsref.web.api.parameters import PlanId, refuse_unknown
from portsref.web.api.planning import WRONG_BODY, rules_of
from portsref.web.api.plans import find_saved
from portsref.web.api.saving import WRONG_KEY
from portsref.web.api.schemas import (
    LARGEST_CHECKED,
    CheckBody,
    CheckDocument,
    NoQuery,
    Problems,
    SavedCheckBody,
)
from portsref.web.facts.catalogue import current_catalogue
from portsref.web.plans.checking.keeping import ToKeep, TooMuchToKeepError, keep_check
from portsref.web.plans.checking.kits import key_of
from portsref.web.plans.models import Plan
from portsref.web.plans.queries import find_editable, stored_rules
from portsref.web.plans.save_limit import TooManySavesError, counted_save
from portsref.web.plans.saving import NoLongerEditableError

router = Router(tags=["checks"])
TOO_MUCH = "is too large to be kept, or the plan has as many kept checks as one may have"
TOO_LARGE = f"is larger than {LARGEST_CHECKED // 1024} KiB, the limit for a check"
KNOWN = ", ".join(one.name for one in KINDS)
NO_KIND = f"no such check: there is {KNOWN}"
NO_GROUP = "is no group of the plan"
NO_PLAN = "needs the keys `plan`, a plan document, and `files`"
KindName = PathEx[
    str,
    P(description=f"What is checked: {KNOWN}.", example="rules"),
]
EXAMPLE_FILES: Mapping[str, Any] = {
    "files": [
        {
            "name": "worker-1.txt",
            "text": "*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp --dport 10250 -j ACCEPT\nCOMMIT\n",
        }
    ],
    "group": "workers",
}
PLAN_BODY = body_of(
    "A plan document and what tools printed of its hosts.",
    keys_of(
        {
            "plan": {"$ref": "#/components/schemas/PlanDocument"},
            "files": {"type": "array", "items": {"$ref": "#/components/schemas/CheckedFile"}},
            "group": {"type": "string"},
        },
        required=("plan", "files"),
    ),
    {"plan": EXAMPLE_PLAN, **EXAMPLE_FILES},
)
SAVED_BODY = body_of(
    "What tools printed of the hosts of a saved plan.",
    {"$ref": "#/components/schemas/SavedCheckBody"},
    dict(EXAMPLE_FILES),
)


@router.post(
    "checks/{kind}",
    operation_id="check_plan",
    response={200: CheckDocument, **WRONG_BODY, 404: Problems},
    by_alias=True,
    openapi_extra=PLAN_BODY,
    summary="What runs, against a plan",
)
def check_plan(request: HttpRequest, kind: KindName) -> HttpResponseBase:
    """`portsref.check/v1` for a plan document and what tools printed; nothing is stored."""
    refuse_unknown(request, NoQuery)
    found = _kind(kind)
    data = read_values(request, largest=LARGEST_CHECKED, too_large=TOO_LARGE)
    if not isinstance(data, dict) or "plan" not in data:
        raise ProblemsError([Problem("", "", NO_PLAN)])
    problems: list[Problem] = []
    plan = plan_in(data["plan"], "plan", problems)
    if plan is None:
        raise ProblemsError(problems)
    body = check(CheckBody, {name: data[name] for name in data if name != "plan"}, file="")
    rule_set = rules_of(plan)
    options = Options(group=body.group, most_work=MOST_CHECKED)
    return private_answer(check_data(_check(found, body, rule_set, options), rule_set))


@router.post(
    "plans/{plan_id}/checks/{kind}",
    operation_id="check_saved_plan",
    response={
        200: CheckDocument,
        201: CheckDocument,
        **dict.fromkeys((400, 401, 403, 404, 411, 413, 415, 422, 429, 503), Problems),
    },
    by_alias=True,
    openapi_extra={"security": [{}, {"editKey": []}], **SAVED_BODY},
    summary="What runs, against a saved plan",
)
def check_saved_plan(request: HttpRequest, plan_id: PlanId, kind: KindName) -> HttpResponseBase:
    """`portsref.check/v1`; with `keep` and the edit key it is kept with the plan."""
    refuse_unknown(request, NoQuery)
    found = _kind(kind)
    find_saved(plan_id)
    data = read_values(request, largest=LARGEST_CHECKED, too_large=TOO_LARGE)
    body = check(SavedCheckBody, data, file="")
    plan = _editable(request, plan_id) if body.keep else None
    revision = find_saved(plan_id, body.revision)
    rule_set = stored_rules(revision)
    options = Options(
        group=body.group,
        most_work=MOST_CHECKED,
        revision=revision.number,
        key_of=partial(key_of, plan_id),
    )
    checked = _check(found, body, rule_set, options)
    answer = check_data(checked, rule_set)
    if plan is None:
        return private_answer(answer)
    to_keep = ToKeep(
        revision.number, kind, body.group, body.source, stored_check(checked, rule_set)
    )
    return _keep(request, plan, to_keep) or private_answer(answer, status=201)


def _kind(name: str) -> Kind:
    found = find_kind(name)
    if found is None:
        raise RefusedError(NO_KIND, 404, "kind")
    return found


def _check(kind: Kind, body: CheckBody, rule_set: RuleSet, options: Options) -> Check:
    """What files say of the rules; raises `ProblemsError` where the plan has no such group."""
    groups = [group.name for group in rule_set.document.groups]
    if body.group and body.group not in groups:
        raise ProblemsError([Problem("", "group", NO_GROUP)])
    files = [File(one.name, one.text) for one in body.files]
    return kind.check(files, rule_set, current_catalogue(), options)


def _editable(request: HttpRequest, plan_id: str) -> Plan:
    plan = find_editable(plan_id, key_in(request, "the edit link"))
    if plan is None:
        raise RefusedError(WRONG_KEY, 403, HEADER)
    return plan


def _keep(request: HttpRequest, plan: Plan, to_keep: ToKeep) -> HttpResponseBase | None:
    """Keep it; the refusal where that is not possible."""
    try:
        with counted_save(request):
            keep_check(plan, to_keep)
    except NoLongerEditableError as error:
        raise RefusedError(WRONG_KEY, 403, HEADER) from error
    except TooMuchToKeepError:
        return problem_answer(TOO_MUCH, status=422)
    except TooManySavesError as error:
        return too_many_answer("too many saves from this address", error.seconds)
    except DatabaseError:
        return problem_answer("the database did not accept it: try again", status=503)
    return None
