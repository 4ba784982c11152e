"""Plans as files: which there are and for whom, what is in them, and the files themselves."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from portsref.exporters.base import Export, Exporter
from portsref.exporters.registry import every_exporter, find_exporter
from portsref.planning.choice import Choice
from portsref.planning.rules import RuleSet
from portsref.web.plans.edit_cookie import key_of
from portsref.web.plans.files.bundles import TooMuchToBundleError, make_bundle
from portsref.web.plans.files.doubts import tell_doubts
from portsref.web.plans.files.downloads import (
    Wanted,
    export_saved,
    provenance_of,
    send_file,
    send_kept,
)
from portsref.web.plans.files.formats import Format, FormatList, query_of
from portsref.web.plans.files.languages import language_for
from portsref.web.plans.files.preview import Preview, find_file
from portsref.web.plans.models import Revision
from portsref.web.plans.privacy import private_page
from portsref.web.plans.queries import find_revision, stored_rules
from portsref.web.plans.reading.display import Display
from portsref.web.plans.refusals import missing_plan
from portsref.web.shared.http import wants_part


@require_safe
@vary_on_headers("HX-Request", "HX-Target")
@private_page()
def files(request: HttpRequest, plan_id: str, number: int | None = None) -> HttpResponse:
    """The formats in which a revision can be had, by whom they are sent to."""
    try:
        revision = find_revision(plan_id, number)
    except Revision.DoesNotExist:
        return missing_plan(request, plan_id)
    return _files_page(request, revision)


def _files_page(
    request: HttpRequest, revision: Revision, refusal: str = "", status: int = 200
) -> HttpResponse:
    rule_set = stored_rules(revision)
    display = Display.of(request.GET)
    ticked = request.GET.getlist("format")
    formats = FormatList(rule_set, display.choice, request.GET.dict(), ticked)
    context = {
        "section": "plans",
        "revision": revision,
        "display": display,
        "has_phases": any(rule.phase for rule in rule_set.all_rules),
        "formats": formats,
        "chosen": ticked,
        "refusal": refusal,
        "is_part": wants_part(request, "formats"),
    }
    template = "plans/files/files.html" + ("#formats" if context["is_part"] else "")
    return render(request, template, context, status=status)


@require_safe
@vary_on_headers("HX-Request", "HX-Target")
@private_page()
def show_format(request: HttpRequest, plan_id: str, number: int, name: str) -> HttpResponseBase:
    """What a format makes of a revision: how it begins, and which rules it cannot say."""
    exporter = find_exporter(name)
    if exporter is None:
        return unknown_format(request, name)
    try:
        revision = find_revision(plan_id, number)
    except Revision.DoesNotExist:
        return missing_plan(request, plan_id)
    rule_set, choice = stored_rules(revision), Choice.of(request.GET)
    export = _export(request, revision, exporter, rule_set, choice)
    file = find_file(export, request.GET.get("file", ""))
    if file is None and export.files:
        raise Http404(gettext("This plan has no such file."))
    context = {
        "section": "plans",
        "revision": revision,
        "format": Format(exporter, export.left_out, export.doubts),
        "doubts": tell_doubts(export.doubts, rule_set.document, edit_address(request, plan_id)),
        "query": query_of(choice),
        "expanded": query_of(replace(choice, expand=True)),
        "names": tuple((each.name, query_of(choice, file=each.name)) for each in export.files),
        "file_query": query_of(choice, file=file.name if file and export.archive else ""),
        "preview": Preview.of(file) if file and exporter.is_text else None,
    }
    part = "#shown" if wants_part(request, "shown") else ""
    return render(request, f"plans/files/format.html{part}", context)


def edit_address(request: HttpRequest, plan_id: str) -> str:
    """Where the plan is edited, for a browser that may; empty for any other."""
    return reverse("plans:edit", args=[plan_id]) if key_of(request) else ""


def _export(
    request: HttpRequest,
    revision: Revision,
    exporter: Exporter,
    rule_set: RuleSet,
    choice: Choice,
) -> Export:
    provenance = provenance_of(request, revision.plan_id, revision.number)
    wanted = Wanted(exporter, choice, language_for(exporter))
    return export_saved(revision, rule_set, wanted, provenance)


@require_safe
@private_page()
def export_revision(request: HttpRequest, plan_id: str, number: int, name: str) -> HttpResponseBase:
    """One revision as a file; the same revision, options and review give the same bytes.

    `file` names one of several.
    """
    exporter = find_exporter(name)
    if exporter is None:
        return unknown_format(request, name)
    file = request.GET.get("file", "")
    try:
        wanted = Wanted(exporter, Choice.of(request.GET), language_for(exporter), file)
        return send_kept(request, plan_id, number, wanted)
    except Revision.DoesNotExist:
        return missing_plan(request, plan_id)
    except FileNotFoundError:
        raise Http404(gettext("This plan has no such file.")) from None


@require_safe
@private_page()
def bundle_revision(request: HttpRequest, plan_id: str, number: int) -> HttpResponseBase:
    """Several formats of one revision as a zip, with a manifest and checksums."""
    try:
        revision = find_revision(plan_id, number)
    except Revision.DoesNotExist:
        return missing_plan(request, plan_id)
    names = request.GET.getlist("format")
    exporters = [exporter for name in dict.fromkeys(names) if (exporter := find_exporter(name))]
    if not exporters:
        refusal = gettext("Choose at least one format.")
        return _files_page(request, revision, refusal, status=422)
    rule_set, choice = stored_rules(revision), Choice.of(request.GET)
    provenance = provenance_of(request, revision.plan_id, revision.number)

    def make(exporter: Exporter) -> Export:
        return _export(request, revision, exporter, rule_set, choice)

    try:
        file = make_bundle(exporters, rule_set, choice, provenance, make)
    except TooMuchToBundleError as error:
        return _files_page(request, revision, error.sentence, status=422)
    return send_file(file)


def unknown_format(
    request: HttpRequest, name: str, exporters: tuple[Exporter, ...] = ()
) -> HttpResponse:
    """A page that names the formats there are."""
    context = {"section": "plans", "name": name, "exporters": exporters or every_exporter()}
    return render(request, "plans/files/no_format.html", context, status=404)
