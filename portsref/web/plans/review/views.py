"""Reviewing a plan by a link of one's own, without an account: read, say who one is, decide."""

from collections.abc import Callable
from functools import wraps

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from portsref.messages import MessageError
from portsref.reviewing.decisions import NO_NAME, read_name
from portsref.web.plans.key_links import opens_by_link
from portsref.web.plans.models import ReviewLink, Revision
from portsref.web.plans.privacy import SAME_ORIGIN, View, private_page
from portsref.web.plans.queries import find_state
from portsref.web.plans.reading.views import note_opened_once_a_day
from portsref.web.plans.refusals import missing_plan, not_reviewable, not_saved
from portsref.web.plans.review.deciding import Done, OtherRulesError, decide
from portsref.web.plans.review.forms import (
    REVIEWER_KEY,
    REVIEWER_NAME,
    Asked,
    Wanted,
    name_to_keep,
    read_said,
)
from portsref.web.plans.review.links import find_reviewer
from portsref.web.plans.review.page import DoneText, ReviewPage, ReviewProblem, address_of
from portsref.web.plans.review.recording import NoLongerReviewableError, TooManyDecisionsError
from portsref.web.plans.review.sheet import anchor_of, rules_in
from portsref.web.plans.save_limit import TooManySavesError, counted_decision
from portsref.web.shared.http import wanted_part
from portsref.web.shared.messages import say

type ReviewerView = Callable[[HttpRequest, str, ReviewLink], HttpResponse]


def _for_reviewers(view: ReviewerView) -> View:
    """Hand the reviewer's link to a view, for whoever has its key."""

    @private_page(SAME_ORIGIN)
    @wraps(view)
    def with_link(request: HttpRequest, plan_id: str) -> HttpResponse:
        link = find_reviewer(plan_id, REVIEWER_KEY.kept(request))
        if link is None:
            return not_reviewable(request, plan_id)
        try:
            return view(request, plan_id, link)
        except NoLongerReviewableError:
            return not_reviewable(request, plan_id)
        except Revision.DoesNotExist:
            return missing_plan(request, plan_id)
        except (TooManyDecisionsError, TooManySavesError, DatabaseError) as error:
            return not_saved(request, error)

    return with_link


@require_safe
@opens_by_link(REVIEWER_KEY, find_reviewer, not_reviewable)
@private_page(SAME_ORIGIN)
def review(request: HttpRequest, plan_id: str) -> HttpResponse:
    """The state of the newest revision, rule by rule; with a reviewer's key, forms to decide."""
    try:
        page = ReviewPage(request, plan_id)
    except Revision.DoesNotExist:
        return missing_plan(request, plan_id)
    note_opened_once_a_day(plan_id)
    return _show(request, page)


@require_POST
@_for_reviewers
def take_name(request: HttpRequest, plan_id: str, _link: ReviewLink) -> HttpResponse:
    """Remember in the browser who decides."""
    asked = Asked.of(request.POST)
    try:
        name = read_name(request.POST.get("name", ""))
    except MessageError as error:
        typed = request.POST.get("name", "")
        problem = ReviewProblem("name", say(error.message), typed)
        return _show(request, ReviewPage(request, plan_id, asked=asked, problem=problem))
    response = HttpResponseRedirect(address_of(plan_id, asked), status=303)
    return REVIEWER_NAME.keep(response, request, plan_id, name_to_keep(name))


@require_POST
@vary_on_headers("HX-Request", "HX-Target")
@_for_reviewers
def decide_rules(request: HttpRequest, plan_id: str, link: ReviewLink) -> HttpResponse:
    """Record a decision about one rule, those between two ends, or all that are listed."""
    wanted = Wanted.of(request.POST)
    page = ReviewPage(request, plan_id, number=wanted.revision, asked=wanted.asked)
    place = wanted.rule or wanted.pair or "all"
    try:
        said = read_said(request.POST, link, page.name)
        if not page.name:
            return _refuse(request, page, wanted, "name", gettext(NO_NAME))
        with counted_decision(request):
            done = decide(page.rule_set, page.reviewed, wanted, said)
    except MessageError as error:
        return _refuse(request, page, wanted, place, say(error.message))
    except OtherRulesError:
        page = ReviewPage(request, plan_id, asked=wanted.asked)
        return _show(request, page, status=409, overtaken=True)
    if wanted.rule and wanted_part(request):
        return _row(request, _as_it_is(request, page), wanted, done)
    return _go_on(page, wanted, done)


def _as_it_is(request: HttpRequest, page: ReviewPage) -> ReviewPage:
    """The page with what was said last; its rules are read again only where there are others."""
    if find_state(page.plan_id).newest != page.revision.number:
        return ReviewPage(request, page.plan_id, asked=page.asked)
    page.forget_review()
    return page


def _refuse(
    request: HttpRequest, page: ReviewPage, wanted: Wanted, place: str, text: str
) -> HttpResponse:
    typed = "" if place == "name" else request.POST.get("comment", "")
    page.problem = ReviewProblem(place, text, typed)
    if wanted.rule and wanted_part(request):
        return _row(request, page, wanted, status=422)
    return _show(request, page)


def _row(
    request: HttpRequest,
    page: ReviewPage,
    wanted: Wanted,
    done: Done | None = None,
    status: int = 200,
) -> HttpResponse:
    """The row of one rule, and beside it the state of all."""
    row = page.sheet.find_row(wanted.rule)
    if row is None:  # the newest revision has no such rule any more
        return _show(request, page, status=409, overtaken=True)
    told = None
    if done:
        decision = next((one for one in page.reviewed.decisions if one.number == done.number), None)
        told = DoneText.about(decision, page.reviewed, wanted.seen, done.left)
    context = {"page": page, "row": row, "told": told, "is_part": True}
    return render(request, "plans/review/_row_and_state.html", context, status=status)


def _go_on(page: ReviewPage, wanted: Wanted, done: Done) -> HttpResponse:
    """Lead to where the decision was made, with what is to be told of it in the address."""
    more = {"done": done.number or "none", "seen": wanted.seen, "left": done.left}
    anchor = ""
    if first := wanted.rule or wanted.pair:
        rules = rules_in(page.rule_set, page.review, Asked())
        anchor = next((anchor_of(one) for one in rules if one.identity == first), "")
    address = address_of(page.plan_id, wanted.asked, anchor, **more)
    return HttpResponseRedirect(address, status=303)


def _show(
    request: HttpRequest, page: ReviewPage, status: int = 0, **context: object
) -> HttpResponse:
    status = status or (422 if page.problem else 200)
    context |= {"section": "plans", "page": page}
    return render(request, "plans/review/review.html", context, status=status)
