"""A saved plan for whoever has its link: no account, no script, and it never changes."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from portsref.exporters.registry import EXPORTERS
from portsref.web.catalogue import current_catalogue
from portsref.web.plans.models import Revision
from portsref.web.plans.privacy import private_page
from portsref.web.plans.queries import find_editable, find_revision, list_revisions, stored_rules
from portsref.web.plans.sheet import Display, Sheet


@require_safe
@private_page()
def plan(request: HttpRequest, plan_id: str, number: int | None = None) -> HttpResponse:
    """One revision as it was saved; the newest without a number."""
    try:
        revision = find_revision(plan_id, number)
    except Revision.DoesNotExist as error:
        raise Http404(gettext("There is no such plan.")) from error
    catalogue = current_catalogue()
    revisions = list_revisions(plan_id)
    sheet = Sheet(stored_rules(revision), catalogue, Display.of(request.GET))
    context = {
        "section": "plans",
        "revision": revision,
        "revisions": revisions,
        "is_newest": revision.number == revisions[0].number,
        "catalogue_version": f"{revision.catalogue_date}.{revision.catalogue_digest[:8]}",
        "has_moved_on": revision.catalogue_digest != catalogue.digest,
        "current_version": catalogue.version,
        "sheet": sheet,
        "findings": sheet.findings,
        "display": sheet.display,
        "document": sheet.rule_set.document,
        "exporters": EXPORTERS,
        "read_link": request.build_absolute_uri(reverse("plans:plan", args=[plan_id])),
        "revision_link": request.build_absolute_uri(revision_address(revision)),
    }
    return render(request, "plans/plan.html", context)


@require_safe
@private_page()
def saved(request: HttpRequest, plan_id: str) -> HttpResponse:
    """What to do with a plan that was just saved: the link to read, and the one to edit."""
    key = request.GET.get("key", "")
    found = find_editable(plan_id, key)
    if found is None:
        return render(request, "plans/no_key.html", {"section": "plans"}, status=403)
    revision = find_revision(plan_id)
    edit_address = f"{reverse('plans:edit', args=[plan_id])}?key={key}"
    context = {
        "section": "plans",
        "revision": revision,
        "read_link": request.build_absolute_uri(reverse("plans:plan", args=[plan_id])),
        "edit_link": request.build_absolute_uri(edit_address),
        "exporters": EXPORTERS,
    }
    return render(request, "plans/saved.html", context)


def revision_address(revision: Revision) -> str:
    """The address of a revision, which never shows anything else."""
    return reverse("plans:revision", args=[revision.plan_id, revision.number])
