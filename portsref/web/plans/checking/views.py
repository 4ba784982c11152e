"""Checking a plan: whoever reads it may, nothing of it is kept but on request with the edit key."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial, wraps

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from portsref.exporters.archive import zipped
from portsref.exporters.base import ZIP, File
from portsref.exporters.registry import delta_exporters, find_exporter
from portsref.limits import MOST_CHECKED
from portsref.planning.provenance import Provenance
from portsref.verification.base import Acceptance, Check, Kind, Kit, Options
from portsref.verification.kinds import find_kind
from portsref.verification.rules.missing import missing_request
from portsref.verification.stored import stored_check
from portsref.web.facts.catalogue import current_catalogue
from portsref.web.plans.checking.carrying import carried
from portsref.web.plans.checking.keeping import (
    ToKeep,
    TooMuchToKeepError,
    keep_check,
    throw_away,
)
from portsref.web.plans.checking.kit_form import KitForm
from portsref.web.plans.checking.kits import key_of, new_id
from portsref.web.plans.checking.page import CheckPage, ChecksPage
from portsref.web.plans.checking.queries import added_up
from portsref.web.plans.edit_cookie import kept_key, opens_by_edit_link
from portsref.web.plans.files.downloads import send_export, send_file
from portsref.web.plans.files.languages import language_for
from portsref.web.plans.files.views import unknown_format
from portsref.web.plans.given import Given
from portsref.web.plans.models import LONGEST_SOURCE, Plan, Revision
from portsref.web.plans.privacy import SAME_ORIGIN, View, private_page
from portsref.web.plans.queries import find_editable, number_in
from portsref.web.plans.reading.views import note_opened_once_a_day
from portsref.web.plans.refusals import missing_plan, not_editable, not_saved
from portsref.web.plans.save_limit import TooManySavesError, counted_save
from portsref.web.plans.saving import NoLongerEditableError
from portsref.web.shared.messages import say

MARKDOWN = "text/markdown; charset=utf-8"

type KindView = Callable[[HttpRequest, CheckPage], HttpResponse]


@require_safe
@opens_by_edit_link
@private_page(SAME_ORIGIN)
def checks(request: HttpRequest, plan_id: str, number: int | None = None) -> HttpResponse:
    """Every kind of check, with what is kept of it."""
    try:
        page = ChecksPage(request, plan_id, number)
    except Revision.DoesNotExist:
        return missing_plan(request, plan_id)
    note_opened_once_a_day(plan_id)
    return render(request, "plans/checking/checks.html", {"section": "plans", "page": page})


def _of_a_kind(view: KindView) -> View:
    """Hand the page of a kind of check to a view; nothing that is sent is told in reports."""

    @sensitive_post_parameters()
    @opens_by_edit_link
    @private_page(SAME_ORIGIN)
    @wraps(view)
    def with_page(
        request: HttpRequest, plan_id: str, kind: str, number: int | None = None
    ) -> HttpResponse:
        found = find_kind(kind)
        if found is None:
            raise Http404(gettext("There is no such check."))
        try:
            return view(request, CheckPage(request, plan_id, found, number))
        except Revision.DoesNotExist:
            return missing_plan(request, plan_id)
        except NoLongerEditableError:
            return not_editable(request, plan_id)
        except (TooManySavesError, DatabaseError) as error:
            if request.method != "POST":
                raise
            return not_saved(request, error)

    return with_page


@require_http_methods(["GET", "HEAD", "POST"])
@_of_a_kind
def check(request: HttpRequest, page: CheckPage) -> HttpResponse:
    """What is kept of a kind; on POST what was pasted says, or one thing to do with what it said.

    What is pasted comes by POST only, and is gone with the answer. `do` is `show` (in another
    state), `missing`, `keep` or `throw:` with a number.
    """
    chosen = request.POST.get("do") or ("show" if "result" in request.POST else "")
    action, _, number = chosen.partition(":")
    if request.method != "POST":
        note_opened_once_a_day(page.plan_id)
        return _show(request, page)
    if action == "throw":
        throw_away(_editable(request, page), number_in(number))
        return HttpResponseRedirect(f"{page.own_address}#kept", status=303)
    if action in {"show", "missing", "keep", "record"}:
        return _go_on(request, page, action)
    page.given = Given.of(request)
    if not page.given.problems:
        page.fresh = checked(page.given, page, page.kind)
    return _show(request, page, status=422 if page.given.problems else 200)


def checked(given: Given, page: CheckPage, kind: Kind) -> Check:
    """What somebody gave, against the rules of the revision, within a stranger's bounds."""
    options = Options(
        group=page.group,
        most_work=MOST_CHECKED,
        revision=page.revision.number,
        key_of=partial(key_of, page.plan_id),
    )
    return kind.check(given.files, page.rule_set, current_catalogue(), options)


def _go_on(request: HttpRequest, page: CheckPage, action: str) -> HttpResponse:
    """Do something with what a check said, which the form brings back."""
    text = request.POST.get("result", "")
    page.fresh = carried(text, page.rule_set, page.revision, page.kind)
    if page.fresh is None:
        page.problem = gettext("The result is too old to go on with: check once more.")
        return _show(request, page, status=422)
    if action == "missing":
        return _missing(request, page, page.fresh, request.POST.get("format", ""))
    if action == "record":
        return _record(page, page.fresh)
    return _keep(request, page, page.fresh) if action == "keep" else _show(request, page)


def _keep(request: HttpRequest, page: CheckPage, found: Check) -> HttpResponse:
    plan = _editable(request, page)
    to_keep = ToKeep(
        revision=page.revision.number,
        kind=page.kind.name,
        group=page.group,
        source=" ".join(request.POST.get("source", "").split())[:LONGEST_SOURCE],
        data=stored_check(found, page.rule_set),
    )
    try:
        with counted_save(request):
            keep_check(plan, to_keep)
    except TooMuchToKeepError:
        page.problem = gettext(
            "It cannot be kept: the plan has as many kept checks as one may have, or this one is "
            "too large."
        )
        return _show(request, page, status=422)
    return HttpResponseRedirect(f"{page.own_address}?done=kept#result", status=303)


@require_safe
@_of_a_kind
def missing(request: HttpRequest, page: CheckPage) -> HttpResponse:
    """A request for what the kept checks of a kind say is missing."""
    found = added_up(page.kept_of(page.kind), page.rule_set)
    if found is None:
        raise Http404(gettext("No check is kept."))
    return _missing(request, page, found, request.GET.get("format", ""))


def _record(page: CheckPage, found: Check) -> HttpResponse:
    """What to attach to a change, in the language of the page."""
    if page.kind.record is None:
        raise Http404(gettext("There is no record of such a check."))
    when = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    acceptance = Acceptance(found, page.rule_set, page.revision.number, when)
    text = page.kind.record(acceptance, say)
    return send_file(File(page.record_name, MARKDOWN, lambda: [text]))


@require_http_methods(["GET", "HEAD", "POST"])
@_of_a_kind
def scripts(request: HttpRequest, page: CheckPage) -> HttpResponse:
    """The scripts of a kit, in a zip; each time it is another kit, with another key.

    On POST with addresses of hosts, and with what must stay closed where that is asked for.
    """
    make = page.kind.scripts
    if make is None:
        raise Http404(gettext("There are no scripts for such a check."))
    page.kit = KitForm.of(request).in_groups(page.rule_set.document.groups)
    if page.kit.problem:
        return _show(request, page, status=422)
    kit_id = new_id(page.plan_id)
    provenance = Provenance(page.revision.number, page.revision_link)
    key = key_of(page.plan_id, kit_id)
    kit = Kit(kit_id, key, provenance, page.kit.addresses, closed=page.kit.closed)
    files = tuple(make(page.rule_set, kit))
    return send_file(File(page.scripts_name, ZIP, lambda: zipped(files)))


def _missing(request: HttpRequest, page: CheckPage, found: Check, name: str) -> HttpResponse:
    exporter = find_exporter(name)
    if exporter is None or exporter not in delta_exporters():
        return unknown_format(request, name, delta_exporters())
    provenance = Provenance(page.revision.number, page.revision_link, delta="opened")
    language = language_for(exporter)
    made = exporter.export(
        missing_request(found.missing, page.rule_set), provenance=provenance, language=language
    )
    return send_export(made)


def _editable(request: HttpRequest, page: CheckPage) -> Plan:
    """The plan, for whoever has its edit key; raises `NoLongerEditableError`."""
    plan = find_editable(page.plan_id, kept_key(request))
    if plan is None:
        raise NoLongerEditableError
    return plan


def _show(request: HttpRequest, page: CheckPage, status: int = 200) -> HttpResponse:
    context = {"section": "plans", "page": page, "given": page.given}
    return render(request, "plans/checking/check.html", context, status=status)
