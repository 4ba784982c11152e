"""The review of a saved plan: whoever has its id may read it, and a review key decides."""

from collections.abc import Sequence

from django.db import DatabaseError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Query, Router

from portsref.documents.checking import check
from portsref.documents.problems import Problem, ProblemsError
from portsref.messages import MessageError
from portsref.planning.rules import RuleSet
from portsref.reviewing.decisions import read_name, read_reason
from portsref.reviewing.review import Review
from portsref.reviewing.review_file import ReviewDocument, review_data
from portsref.web.api.answers import private_answer, problem_answer, too_many_answer
from portsref.web.api.bodies import RefusedError, body_of, read_values
from portsref.web.api.keys import HEADER, key_in
from portsref.web.api.parameters import PlanId, refuse_unknown
from portsref.web.api.plans import WRONG, find_saved
from portsref.web.api.schemas import (
    DecisionBody,
    NoQuery,
    Problems,
    RecordedDecision,
    ReviewsQuery,
)
from portsref.web.plans.models import ReviewLink
from portsref.web.plans.queries import stored_rules
from portsref.web.plans.review.deciding import Done, record_fresh, said_meanwhile
from portsref.web.plans.review.forms import Asked
from portsref.web.plans.review.links import find_reviewer
from portsref.web.plans.review.queries import Reviewed, find_reviewed
from portsref.web.plans.review.recording import (
    NoLongerReviewableError,
    Said,
    TooManyDecisionsError,
)
from portsref.web.plans.review.sheet import ReviewedRule, rules_in
from portsref.web.plans.save_limit import TooManySavesError, counted_decision

router = Router(tags=["reviews"])
WRONG_KEY = "opens no review link of this plan: it was replaced or withdrawn, or is wrong"
TOO_MANY = "the plan has as many decisions as one plan can keep"
BODY = body_of(
    "A decision about some rules of a revision.",
    {"$ref": "#/components/schemas/DecisionBody"},
    {
        "revision": 3,
        "verdict": "rejected",
        "name": "N. N.",
        "comment": "From the bastion alone.",
        "rules": ["admins-to-control-plane-infrastructure-ssh"],
    },
)


@router.get(
    "plans/{plan_id}/reviews",
    operation_id="get_review",
    response={200: ReviewDocument, **WRONG},
    by_alias=True,
    summary="Its review",
)
def show_review(
    request: HttpRequest, plan_id: PlanId, query: Query[ReviewsQuery]
) -> HttpResponseBase:
    """`portsref.review/v1`: the state of the rules of a revision, and all decisions."""
    refuse_unknown(request, ReviewsQuery)
    revision = find_saved(plan_id, query.revision)
    rule_set, reviewed = stored_rules(revision), find_reviewed(plan_id)
    review = reviewed.review(rule_set, revision.number)
    return private_answer(review_data(review, rule_set.all_rules))


@router.post(
    "plans/{plan_id}/reviews",
    operation_id="decide",
    response={
        201: RecordedDecision,
        **dict.fromkeys((400, 401, 403, 404, 411, 413, 415, 422, 429, 503), Problems),
    },
    openapi_extra={"security": [{"reviewKey": []}], **BODY},
    summary="Decide about some of its rules",
)
def decide(request: HttpRequest, plan_id: PlanId) -> HttpResponseBase:
    """Record a decision by the key of a review link; what was said before stays."""
    refuse_unknown(request, NoQuery)
    find_saved(plan_id)
    link = _reviewer(request, plan_id)
    body = check(DecisionBody, read_values(request), file="")
    said = _said(link, body)
    rule_set = stored_rules(find_saved(plan_id, body.revision))
    reviewed = find_reviewed(plan_id)
    review = reviewed.review(rule_set, body.revision)
    rules = _named(body.rules, rule_set, review)
    try:
        with counted_decision(request):
            done = record_fresh(
                said,
                rules,
                review,
                seen=reviewed.newest if body.seen is None else body.seen,
            )
    except NoLongerReviewableError:
        return problem_answer(WRONG_KEY, status=403)
    except TooManyDecisionsError:
        return problem_answer(TOO_MANY, status=422)
    except TooManySavesError as error:
        return too_many_answer("too many decisions from this address", error.seconds)
    except DatabaseError:
        return problem_answer("the database did not accept it: try again", status=503)
    return private_answer(_recorded(done, find_reviewed(plan_id), body.seen), status=201)


def _reviewer(request: HttpRequest, plan_id: str) -> ReviewLink:
    """The link whose key the request brings along; raises `RefusedError` where there is none."""
    found = find_reviewer(plan_id, key_in(request, "a review link"))
    if found is None:
        raise RefusedError(WRONG_KEY, 403, HEADER)
    return found


def _said(link: ReviewLink, body: DecisionBody) -> Said:
    problems: list[Problem] = []
    try:
        name = read_name(body.name)
    except MessageError as error:
        name = ""
        problems.append(Problem("", "name", str(error)))
    try:
        comment = read_reason(body.comment, body.verdict)
    except MessageError as error:
        comment = ""
        problems.append(Problem("", "comment", str(error)))
    if problems:
        raise ProblemsError(problems)
    return Said(link, name, body.verdict, comment)


def _named(names: Sequence[str], rule_set: RuleSet, review: Review) -> list[ReviewedRule]:
    """The rules of these names; raises `ProblemsError` where there is one that is not."""
    wanted = dict.fromkeys(names)
    by_name = {rule.name: rule for rule in rule_set.all_rules}
    for place, name in enumerate(names):
        if name not in by_name:
            raise ProblemsError([Problem("", f"rules[{place}]", "is no rule of this revision")])
    return [one for one in rules_in(rule_set, review, Asked()) if one.rule.name in wanted]


def _recorded(done: Done, reviewed: Reviewed, seen: int | None) -> dict[str, object]:
    told = said_meanwhile(reviewed, done.number, seen) if seen is not None else ()
    return {
        "decision": done.number or None,
        "rules": done.count,
        "left": done.left,
        "meanwhile": [decision.number for decision in told],
    }
