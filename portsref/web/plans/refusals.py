"""What a reader is told who has a link that opens nothing, or not what he wants."""

import logging
import math

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from portsref.web.plans.queries import find_deleted, list_revisions
from portsref.web.plans.review.recording import TooManyDecisionsError
from portsref.web.plans.save_limit import TooManySavesError
from portsref.web.plans.saving import TooLargeToSaveError

logger = logging.getLogger(__name__)
# Why a save fails, if not because of what somebody else saved: one of `not_saved`.
NOT_SAVED = (TooLargeToSaveError, TooManySavesError, DatabaseError)
LONGEST_IN_MINUTES = 90
_NOT_CARRIED = frozenset({"key", "base", "do", "csrfmiddlewaretoken", "draft", "seen", "tab"})


def missing_plan(request: HttpRequest, plan_id: str) -> HttpResponse:
    """410 for a plan that was deleted; raises `Http404` for one that never was."""
    deleted = find_deleted(plan_id)
    if deleted is None:
        raise Http404(gettext("This plan does not exist."))
    context = {"section": "plans", "deleted": deleted}
    return render(request, "plans/deleted.html", context, status=410)


def unreadable_revision(request: HttpRequest, plan_id: str) -> HttpResponse:
    """503 where another version of portsref saved what was asked for: it waits for that one."""
    context = {"section": "plans", "revisions": list_revisions(plan_id)}
    return render(request, "plans/unreadable.html", context, status=503)


def not_editable(request: HttpRequest, plan_id: str) -> HttpResponse:
    """403 where the key is not the plan's, 410 where the plan was deleted.

    What somebody typed into the composer is carried along, to be saved as a plan of its own.
    """
    deleted = find_deleted(plan_id)
    typed = request.POST if "title" in request.POST else {}
    carried = [
        (name, value)
        for name in typed
        if name not in _NOT_CARRIED
        for value in request.POST.getlist(name)
    ]
    if deleted and not carried:
        return missing_plan(request, plan_id)
    context = {"section": "plans", "deleted": deleted, "carried": carried}
    return render(request, "plans/no_key.html", context, status=410 if deleted else 403)


def not_reviewable(request: HttpRequest, plan_id: str) -> HttpResponse:
    """403 where the key is not that of a link of the plan, 410 where the plan was deleted."""
    if find_deleted(plan_id):
        return missing_plan(request, plan_id)
    context = {"section": "plans", "plan_id": plan_id}
    return render(request, "plans/review/no_key.html", context, status=403)


def not_saved(request: HttpRequest, error: Exception, draft: str = "") -> HttpResponse:
    """Why something was not saved, and that nothing is lost: 422, 429 or 503.

    `draft` is where it can be gone on with, if it is kept.
    """
    match error:
        case TooLargeToSaveError():
            return _not_saved_page(request, status=422, is_too_large=True, draft=draft)
        case TooManyDecisionsError():
            return _not_saved_page(request, status=422, is_full=True)
        case TooManySavesError(seconds=seconds):
            minutes = math.ceil(seconds / 60)
            hours = math.ceil(minutes / 60) if minutes > LONGEST_IN_MINUTES else 0
            counted = {"minutes": minutes, "hours": hours}
            page = _not_saved_page(request, status=429, draft=draft, **counted)
            page.headers["Retry-After"] = str(seconds)
            return page
        case _:  # the disk is full, or somebody else holds the database
            logger.warning("a plan was not saved: %s", type(error).__name__)
            return _not_saved_page(request, status=503, draft=draft)


def _not_saved_page(request: HttpRequest, status: int, **context: object) -> HttpResponse:
    context["section"] = "plans"
    return render(request, "plans/not_saved.html", context, status=status)
