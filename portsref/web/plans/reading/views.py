"""A saved plan for whoever has its link: no account, no script, and it never changes."""

from contextlib import suppress

from django.core.cache import cache
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portsref.web.facts.catalogue import current_catalogue
from portsref.web.facts.kept_pages import answer_kept
from portsref.web.plans.comparing.chooser import choose_from
from portsref.web.plans.models import Plan, Revision, today
from portsref.web.plans.privacy import private_page
from portsref.web.plans.queries import (
    find_editable,
    find_revision,
    find_state,
    list_revisions,
    stored_rules,
)
from portsref.web.plans.reading.files import list_files
from portsref.web.plans.reading.sheet import Display, RuleSheet
from portsref.web.plans.refusals import missing_plan, not_editable
from portsref.web.plans.saving import note_opened

KEEP_FOR = 3600  # memory should not hold for long what was deleted


@require_safe
@private_page(cache="private, no-cache")
def plan(request: HttpRequest, plan_id: str, number: int | None = None) -> HttpResponse:
    """One revision as it was saved; the newest without a number.

    A reader's browser may keep it, but asks each time: a plan that was deleted is gone at once.
    """
    try:
        state = find_state(plan_id, number)
        _note_opened_once_a_day(plan_id)
        return answer_kept(
            request, lambda: _plan_page(request, plan_id, number), state, keep_for=KEEP_FOR
        )
    except Revision.DoesNotExist:
        return missing_plan(request, plan_id)


def _note_opened_once_a_day(plan_id: str) -> None:
    """Whoever reads must neither wait for a writer nor fail because of one: another day will do."""
    if cache.add(f"opened:{today()}:{plan_id}", True, 24 * 3600):
        with suppress(DatabaseError):
            note_opened(plan_id)


def _plan_page(request: HttpRequest, plan_id: str, number: int | None) -> HttpResponse:
    """The page, which has nothing in it that is one reader's own; it is kept for the others."""
    revisions = list_revisions(plan_id)
    revision = find_revision(plan_id, number)
    catalogue = current_catalogue()
    sheet = RuleSheet(stored_rules(revision), catalogue, Display.of(request.GET))
    context = {
        "section": "plans",
        "revision": revision,
        "revisions": revisions,
        "is_newest": revision.number >= revisions[0].number,
        "catalogue_version": revision.catalogue_version,
        "has_moved_on": revision.catalogue_digest != catalogue.digest,
        "current_version": catalogue.version,
        "sheet": sheet,
        "findings": sheet.findings,
        "display": sheet.display,
        "document": sheet.rule_set.document,
        "chooser": choose_from(
            revisions,
            catalogue.kubernetes_versions,
            shown=revision.number,
            kubernetes=sheet.rule_set.kubernetes,
        ),
        "files": list_files(sheet.shown.all_rules, sheet.display.choice),
        "read_link": request.build_absolute_uri(reverse("plans:plan", args=[plan_id])),
        "revision_link": request.build_absolute_uri(revision_address(revision)),
    }
    return render(request, "plans/reading/plan.html", context)


@require_safe
@private_page()
def saved(request: HttpRequest, plan_id: str) -> HttpResponse:
    """What to do with a plan that was just saved: the link to read, and the one to edit."""
    key = request.GET.get("key", "")
    if find_editable(plan_id, key) is None:
        return not_editable(request, plan_id)
    try:
        revision = find_revision(plan_id)
    except Revision.DoesNotExist:
        return missing_plan(request, plan_id)
    edit_address = f"{reverse('plans:edit', args=[plan_id])}?key={key}"
    manage_address = f"{reverse('plans:manage', args=[plan_id])}?key={key}"
    context = {
        "section": "plans",
        "revision": revision,
        "read_link": request.build_absolute_uri(reverse("plans:plan", args=[plan_id])),
        "edit_link": request.build_absolute_uri(edit_address),
        "manage_link": manage_address,
        "key_replaced": request.GET.get("done") == "key",
    }
    return render(request, "plans/reading/saved.html", context)


def go_to_saved(plan: Plan, key: str, done: str = "") -> HttpResponseRedirect:
    """Lead to both links of a plan; `done` says what happened, if not a save."""
    query = QueryDict(mutable=True)
    query["key"] = key
    if done:
        query["done"] = done
    address = reverse("plans:saved", args=[plan.pk])
    return HttpResponseRedirect(f"{address}?{query.urlencode()}", status=303)


def revision_address(revision: Revision) -> str:
    """The address of a revision, which never shows anything else."""
    return reverse("plans:revision", args=[revision.plan_id, revision.number])
