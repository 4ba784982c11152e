"""Plans as files."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portsref.exporters.base import Exporter
from portsref.exporters.registry import every_exporter, find_exporter
from portsref.planning.choice import Choice
from portsref.web.plans.files.downloads import Wanted, send_kept
from portsref.web.plans.files.languages import language_for
from portsref.web.plans.models import Revision
from portsref.web.plans.privacy import private_page
from portsref.web.plans.refusals import missing_plan


@require_safe
@private_page()
def export_revision(request: HttpRequest, plan_id: str, number: int, name: str) -> HttpResponseBase:
    """One revision as a file; the same revision and options give the same bytes."""
    exporter = find_exporter(name)
    if exporter is None:
        return unknown_format(request, name)
    try:
        wanted = Wanted(exporter, Choice.of(request.GET), language_for(exporter))
        return send_kept(request, plan_id, number, wanted)
    except Revision.DoesNotExist:
        return missing_plan(request, plan_id)


def unknown_format(
    request: HttpRequest, name: str, exporters: tuple[Exporter, ...] = ()
) -> HttpResponse:
    """A page that names the formats there are."""
    context = {"section": "plans", "name": name, "exporters": exporters or every_exporter()}
    return render(request, "plans/files/no_format.html", context, status=404)
