"""What a reader is told who has a link that opens nothing, or not what he wants."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from portsref.web.plans.queries import find_deleted, list_revisions

_NOT_CARRIED = frozenset({"key", "base", "do", "csrfmiddlewaretoken"})


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
