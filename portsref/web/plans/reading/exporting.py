"""Plans as files."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portsref.exporters.archive import one_file
from portsref.exporters.base import Export
from portsref.exporters.registry import EXPORTERS, find_exporter
from portsref.planning.choice import Choice
from portsref.planning.rules_file import Provenance
from portsref.web.plans.models import Revision
from portsref.web.plans.privacy import private_page
from portsref.web.plans.queries import find_revision, stored_rules
from portsref.web.plans.reading.views import revision_address
from portsref.web.plans.refusals import missing_plan


@require_safe
@private_page()
def export_revision(request: HttpRequest, plan_id: str, number: int, name: str) -> HttpResponse:
    """One revision as a file; the same revision and options give the same bytes."""
    exporter = find_exporter(name)
    if exporter is None:
        return unknown_format(request, name)
    try:
        revision = find_revision(plan_id, number)
    except Revision.DoesNotExist:
        return missing_plan(request, plan_id)
    provenance = provenance_of(request, revision)
    return send_export(exporter.export(stored_rules(revision), Choice.of(request.GET), provenance))


def provenance_of(request: HttpRequest, revision: Revision) -> Provenance:
    """Where the files of a revision say that they come from."""
    link = request.build_absolute_uri(revision_address(revision))
    return Provenance(revision=revision.number, link=link)


def send_export(export: Export) -> HttpResponse:
    """An export as a download, with the number of rules that the format cannot say."""
    file = one_file(export)
    response = HttpResponse(file.content, content_type=file.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Left-Out"] = str(len(export.left_out))
    return response


def unknown_format(request: HttpRequest, name: str) -> HttpResponse:
    """A page that names the formats there are."""
    context = {"section": "plans", "name": name, "exporters": EXPORTERS}
    return render(request, "plans/reading/no_format.html", context, status=404)
