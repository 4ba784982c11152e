"""The composer: one form that holds the whole plan, whatever button is pressed.

One form with named buttons rather than a form a section, because whoever adds a group without
JavaScript must not lose what he typed into another section. Nothing is kept on the server until he
saves. `do` says what to do (`add-group`, `remove-product:cilium`, `save`, …); without it, or while
somebody types, the answer is the rules that follow.
"""

from dataclasses import replace

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from portsref.documents.problems import ProblemsError
from portsref.exporters.registry import find_exporter
from portsref.planning.document import PlanDocument
from portsref.planning.presets import PRESETS, find_preset
from portsref.planning.rules import RuleSet
from portsref.troubleshooting.additions import added, parse_addition
from portsref.web.facts.catalogue import current_catalogue
from portsref.web.plans.composer.form_data import Data, unfold
from portsref.web.plans.composer.judging import is_too_large
from portsref.web.plans.composer.overtaken import compare_documents
from portsref.web.plans.composer.page import ComposerPage
from portsref.web.plans.composer.plan_form import PlanForm
from portsref.web.plans.composer.starting import (
    LARGEST_FILE,
    ImportForm,
    empty_plan,
    imported_plan,
    plan_of_products,
    plan_of_rows,
)
from portsref.web.plans.composer.steps import take_step
from portsref.web.plans.edit_cookie import key_of, opens_by_edit_link
from portsref.web.plans.files.downloads import send_export
from portsref.web.plans.files.languages import language_for
from portsref.web.plans.files.views import unknown_format
from portsref.web.plans.keys import is_plan_id
from portsref.web.plans.models import Revision
from portsref.web.plans.origin import Origin
from portsref.web.plans.privacy import SAME_ORIGIN, private_page
from portsref.web.plans.queries import find_editable, find_revision, number_in, stored_document
from portsref.web.plans.reading.display import DISPLAY_NAMES
from portsref.web.plans.reading.views import go_to_saved
from portsref.web.plans.refusals import NOT_SAVED, missing_plan, not_editable, not_saved
from portsref.web.plans.save_limit import counted_save
from portsref.web.plans.saving import (
    NoLongerEditableError,
    OvertakenError,
    save_new_plan,
    save_revision,
)
from portsref.web.shared.http import wanted_part, wants_part

# A composer may be kept for the way back: its values are all that the reader has.
_composer_page = private_page(SAME_ORIGIN, cache="private, no-cache")


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """There is no list of plans: their links are the permission to read them."""
    return redirect("plans:new", permanent=True)


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request", "HX-Target")
@_composer_page
def new(request: HttpRequest) -> HttpResponse:
    """A plan that nobody saved yet: where to start, then the composer."""
    if request.method == "POST":
        if request.POST.get("do") == "import":
            return _import(request)
        if request.POST.get("do") == "add-parts":
            return _copy_with_parts(request, request.POST.get("copied", ""))
        return _compose(request, request.POST, Origin())
    copied = request.GET.get("copy", "")
    if is_plan_id(copied):
        return _copy(request, copied)
    document = _asked_for(request.GET)
    if document is None:
        return _start_page(request, ImportForm())
    form = PlanForm.of(document, current_catalogue())
    form.data.update({name: request.GET[name] for name in DISPLAY_NAMES if name in request.GET})
    return _show(request, ComposerPage(form, Origin()))


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request", "HX-Target")
@opens_by_edit_link
@_composer_page
def edit(request: HttpRequest, plan_id: str) -> HttpResponse:
    """A saved plan, for whoever has its edit key."""
    key = key_of(request)
    plan = find_editable(plan_id, key)
    if plan is None:
        return not_editable(request, plan_id)
    adds_parts = request.POST.get("do") == "add-parts"
    if request.method == "POST" and not adds_parts:
        return _compose(request, request.POST, Origin.of(plan, key, request.POST))
    try:
        revision = find_revision(plan_id)
    except Revision.DoesNotExist:
        return missing_plan(request, plan_id)
    catalogue = current_catalogue()
    origin = Origin.begin(revision, key, catalogue)
    if adds_parts:
        return _with_parts(request, revision, origin)
    form = PlanForm.of(stored_document(revision), catalogue)
    return _show(request, ComposerPage(form, origin))


def _asked_for(query: QueryDict) -> PlanDocument | None:
    if preset := find_preset(query.get("preset", "")):
        return preset.document(gettext)
    if listeners := query.getlist("listener"):
        return plan_of_rows(listeners)
    if products := query.getlist("product"):
        options, kubernetes = query.getlist("option"), query.get("kubernetes", "")
        return plan_of_products(products, options, kubernetes, current_catalogue())
    return empty_plan() if "empty" in query else None


def _copy(request: HttpRequest, plan_id: str) -> HttpResponse:
    """A saved revision as a plan that nobody saved yet: the original stays as it is."""
    number = request.GET.get("revision")
    try:
        revision = find_revision(plan_id, None if number is None else number_in(number))
    except Revision.DoesNotExist:
        return missing_plan(request, plan_id)
    form = PlanForm.of(stored_document(revision), current_catalogue())
    return _show(request, ComposerPage(form, Origin(copied=revision)))


def _copy_with_parts(request: HttpRequest, plan_id: str) -> HttpResponse:
    """A copy of a saved revision with parts added."""
    if not is_plan_id(plan_id):
        raise Http404(gettext("This plan does not exist."))
    try:
        revision = find_revision(plan_id, number_in(request.POST.get("revision", "")))
    except Revision.DoesNotExist:
        return missing_plan(request, plan_id)
    return _with_parts(request, revision, Origin(copied=revision))


def _with_parts(request: HttpRequest, revision: Revision, origin: Origin) -> HttpResponse:
    """A saved revision with parts added that nobody saved yet."""
    try:
        addition = parse_addition(request.POST.get("parts", ""))
        document = added(stored_document(revision), addition)
    except ProblemsError as error:
        raise BadRequest("the parts do not fit the plan") from error
    form = PlanForm.of(document, current_catalogue())
    return _show(request, ComposerPage(form, replace(origin, has_additions=True)), status=200)


def _start_page(request: HttpRequest, form: ImportForm, status: int = 200) -> HttpResponse:
    context = {"section": "plans", "presets": PRESETS, "form": form}
    return render(request, "plans/composer/start.html", context, status=status)


def _import(request: HttpRequest) -> HttpResponse:
    file = request.FILES.get("file")
    content = file.read(LARGEST_FILE + 1) if file else None
    try:
        document = imported_plan(request.POST.get("text", ""), content)
    except ProblemsError as error:
        form = ImportForm(request.POST, request.FILES)
        form.tell_all(error.problems)
        return _start_page(request, form, status=422)
    return _show(request, ComposerPage(PlanForm.of(document, current_catalogue()), Origin()))


def _compose(request: HttpRequest, values: QueryDict, origin: Origin) -> HttpResponse:
    data: Data = MultiValueDict(
        dict(values.lists())
    )  # a copy of their own takes a hundred steps a field
    unfold(data)
    action = data.get("do", "")
    focus = "" if is_too_large(data) else take_step(data, action)
    page = ComposerPage(PlanForm(data, current_catalogue()), origin, focus=focus)
    verb, _, what = action.partition(":")
    if verb == "save":
        return _save(request, page)
    if verb == "export":
        return _export(request, page, what)
    return _show(request, page)


def _show(request: HttpRequest, page: ComposerPage, status: int = 0) -> HttpResponse:
    """The part that htmx asks for, or the page; 422 where something is wrong."""
    if page.form.is_too_large:
        return _show_too_large(request, page)
    wants_result = wants_part(request, "result")
    if wants_result and page.is_shown:
        return _show_problems(request, page)
    problems = bool(page.problems)
    status = status or (422 if problems and request.method == "POST" else 200)
    part = "#files" if wants_part(request, "files") else ""
    if wants_result:
        part = "#answer"
        if problems:
            part = "#stale_answer" if page.sheet else "#problems"
    elif wants_part(request, "composer"):
        part = "#composer"
    response = render(request, f"plans/composer/compose.html{part}", page.context, status=status)
    if part == "#problems":
        response.headers["HX-Retarget"] = "#problems"
    return response


def _show_problems(request: HttpRequest, page: ComposerPage) -> HttpResponse:
    """What is wrong, or that nothing is, where the rules are as the browser has them."""
    context = {"problems": page.problems, "plan_form": page.form}
    context["problems_title"] = page.problems_title
    template = "plans/composer/compose.html#problems"
    response = render(request, template, context, status=422 if page.problems else 200)
    response.headers["HX-Retarget"] = "#problems"
    return response


def _show_too_large(request: HttpRequest, page: ComposerPage) -> HttpResponse:
    """What the composer cannot show, said in its place; htmx leaves what was typed where it is."""
    is_part = bool(wanted_part(request))
    template = "compose.html#problems" if is_part else "too_large.html"
    context = {"section": "plans", "origin": page.origin, "problems": page.problems}
    context["problems_title"] = page.problems_title
    response = render(request, f"plans/composer/{template}", context, status=422)
    if is_part:
        response.headers["HX-Retarget"] = "#problems"
    return response


def _save(request: HttpRequest, page: ComposerPage) -> HttpResponse:
    rule_set = page.rule_set
    if rule_set is None:
        return _show(request, page, status=422)
    try:
        return _save_rules(request, page, rule_set)
    except NOT_SAVED as error:
        return not_saved(request, error)


def _save_rules(request: HttpRequest, page: ComposerPage, rule_set: RuleSet) -> HttpResponse:
    origin, note = page.origin, page.form.note
    if origin.plan is None:
        with counted_save(request):
            saved = save_new_plan(rule_set, note)
        return go_to_saved(request, saved.revision.plan, saved.edit_key)
    try:
        with counted_save(request):
            save_revision(origin.plan, rule_set, base=origin.base, note=note)
    except OvertakenError as error:
        page.overtaken = compare_documents(error.newest, rule_set.document)
        return _show(request, page, status=409)
    except NoLongerEditableError:
        return not_editable(request, origin.plan.pk)
    return go_to_saved(request, origin.plan, origin.key)


def _export(request: HttpRequest, page: ComposerPage, name: str) -> HttpResponse:
    exporter = find_exporter(name)
    if exporter is None:
        return unknown_format(request, name)
    if page.rule_set is None:
        return _show(request, page, status=422)
    choice, language = page.display.choice, language_for(exporter)
    return send_export(exporter.export(page.rule_set, choice, language=language))
