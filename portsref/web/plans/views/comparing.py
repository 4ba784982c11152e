"""What changed between two revisions of a plan, on a page and as a request for just that."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portsref.catalogue.problems import ProblemsError
from portsref.exporters.base import ExportOptions
from portsref.exporters.registry import EXPORTERS, find_exporter
from portsref.web.catalogue import current_catalogue
from portsref.web.plans.comparison import SIDES, Compared, ComparisonSheet, compare_revisions
from portsref.web.plans.models import Revision
from portsref.web.plans.privacy import private_page
from portsref.web.plans.views.exporting import send_export, unknown_format
from portsref.web.plans.views.refusals import missing_plan


@require_safe
@private_page()
def compare(
    request: HttpRequest, plan_id: str, before: int, after: int | None = None
) -> HttpResponse:
    """What opens, closes and changes from one revision to another, or to the catalogue of today."""
    catalogue = current_catalogue()
    by_address = _is_by_address(request)
    context = {
        "section": "plans",
        "plan_id": plan_id,
        "before": before,
        "after": after,
        "by_address": by_address,
        "exporters": EXPORTERS,
    }
    try:
        compared = compare_revisions(plan_id, before, after, catalogue)
        found = compared.find_differences(by_address=by_address)
    except Revision.DoesNotExist:
        return missing_plan(request, plan_id)
    except ProblemsError:
        return render(request, "plans/diff.html", context, status=422)
    context |= {
        "compared": compared,
        "address": _address(compared),
        "title": compared.after_rules.document.title,
        "comparison": ComparisonSheet(compared, found, catalogue),
        "current_version": catalogue.version,
    }
    return render(request, "plans/diff.html", context)


@require_safe
@private_page()
def export_difference(
    request: HttpRequest, plan_id: str, before: int, name: str, after: int | None = None
) -> HttpResponse:
    """A request for only what opens, only what closes (`?only=`), or both."""
    exporter = find_exporter(name)
    if exporter is None:
        return unknown_format(request, name)
    try:
        compared = compare_revisions(plan_id, before, after, current_catalogue())
        found = compared.find_differences(by_address=_is_by_address(request))
    except Revision.DoesNotExist:
        return missing_plan(request, plan_id)
    except ProblemsError:
        context = {"section": "plans", "plan_id": plan_id, "before": before, "after": after}
        return render(request, "plans/diff.html", context, status=422)
    options = ExportOptions(
        revision=compared.after.number if compared.after else None,
        link=request.build_absolute_uri(_address(compared)),
    )
    only = next((side for side in SIDES if side == request.GET.get("only")), None)
    return send_export(exporter.export(compared.delta(found, only), options))


def _is_by_address(request: HttpRequest) -> bool:
    return request.GET.get("by") == "address"


def _address(compared: Compared) -> str:
    if compared.after is None:
        return reverse("plans:diff_now", args=[compared.before.plan_id, compared.before.number])
    numbers = [compared.before.number, compared.after.number]
    return reverse("plans:diff", args=[compared.before.plan_id, *numbers])
