"""The composer: one form that holds the whole plan, whatever button is pressed.

One form with named buttons rather than a form a section, because whoever adds a group without
JavaScript must not lose what he typed into another section. The first change makes a draft, which
has an address of its own and holds all that the form does (`portsref.web.plans.drafts`); opening a
page makes none. `do` says what to do (`add-group`, `remove-product:cilium`, `undo`, `save`, …);
without it, or while somebody types, the answer is the rules that follow.
"""

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from portsref.documents.problems import ProblemsError
from portsref.exporters.registry import find_exporter
from portsref.planning.document import PlanDocument
from portsref.planning.presets import find_preset
from portsref.planning.rules import RuleSet
from portsref.troubleshooting.additions import added, parse_addition
from portsref.web.facts.catalogue import current_catalogue
from portsref.web.plans.composer.form_data import Data, data_of, unfold
from portsref.web.plans.composer.overtaken import compare_documents
from portsref.web.plans.composer.own_listeners import spread_own
from portsref.web.plans.composer.page import ComposerPage
from portsref.web.plans.composer.plan_form import PlanForm
from portsref.web.plans.composer.preset_list import list_presets
from portsref.web.plans.composer.starting import (
    LARGEST_FILE,
    ImportForm,
    empty_plan,
    imported_plan,
    plan_of_products,
    plan_of_rows,
)
from portsref.web.plans.drafts.advancing import ADD_PARTS, MOVES
from portsref.web.plans.drafts.cookie import remember, remembered
from portsref.web.plans.drafts.keeping import (
    bring_back,
    end_draft,
    find_draft,
    list_drafts,
    newest_of,
    throw_away,
)
from portsref.web.plans.drafts.sheet import address_of, list_links
from portsref.web.plans.drafts.taking import DraftRequest, begin_with, opened
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
from portsref.web.shared.http import current_path, is_htmx, wanted_part, wants_part

# What htmx asks for that changes nothing.
_ASIDE = ("files", "found")
# A composer may be kept for the way back, until there is a draft of it, which is always asked for.
_composer_page = private_page(SAME_ORIGIN, cache="private, no-cache")
_draft_page = private_page(SAME_ORIGIN)
_TITLED = frozenset({"preset", "listener"})  # plans that begin with a title of their own
_SEEN_ONLY = frozenset({"files", "export", "save"})  # actions whose answers are pages of their own


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
        return _post_new(request)
    copied = request.GET.get("copy", "")
    if is_plan_id(copied):
        return _copy(request, copied)
    document = _asked_for(request.GET)
    if document is None:
        return _start_page(request, ImportForm())
    data = data_of(document)
    if not request.GET.keys() & _TITLED:
        data["title"] = ""  # it follows what runs until somebody writes one
    form = PlanForm(data, current_catalogue())
    return _show(request, ComposerPage(_as_asked(form, request.GET), Origin()))


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request", "HX-Target")
@_draft_page
def draft(request: HttpRequest, draft_id: str) -> HttpResponse:
    """A plan that nobody saved yet, as it was left."""
    if request.method == "POST":
        return _post_new(request, draft_id)
    found = find_draft(draft_id)
    if found is None or (found.plan_id and not found.is_saved):
        return _start_page(request, ImportForm(), status=404)
    if found.plan_id:
        return redirect("plans:edit", found.plan_id)
    taken = opened(found, current_catalogue())
    return _show(request, ComposerPage(taken.form, Origin(), focus=taken.focus, draft=taken.draft))


def _post_new(request: HttpRequest, draft_id: str = "") -> HttpResponse:
    verb, _, what = request.POST.get("do", "").partition(":")
    match verb:
        case "import":
            return _import(request)
        case "add-parts":
            return _copy_with_parts(request, request.POST.get("copied", ""))
        case "throw-away" | "bring-back":
            return _put_aside(request, what, is_thrown=verb == "throw-away")
    return _compose(request, request.POST, Origin(), draft_id)


def _put_aside(request: HttpRequest, draft_id: str, *, is_thrown: bool) -> HttpResponse:
    """Throw a draft of this browser away, or have it back."""
    found = find_draft(draft_id) if draft_id in remembered(request) else None
    if found:
        (throw_away if is_thrown else bring_back)(found.pk)
    if found and found.plan_id and request.POST.get("from") == "plan":
        return HttpResponseRedirect(reverse("plans:edit", args=[found.plan_id]), status=303)
    return HttpResponseRedirect(reverse("plans:new"), status=303)


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request", "HX-Target")
@opens_by_edit_link
@_draft_page
def edit_draft(request: HttpRequest, plan_id: str, draft_id: str) -> HttpResponse:
    """A saved plan with changes that are not saved yet, for whoever has its edit key."""
    key = key_of(request)
    plan = find_editable(plan_id, key)
    if plan is None:
        return not_editable(request, plan_id)
    if request.method == "POST":
        origin = Origin.of(plan, key, request.POST)
        return _compose(request, request.POST, origin, draft_id)
    found = find_draft(draft_id)
    if found is None or found.plan_id != plan_id or found.is_saved:
        return redirect("plans:edit", plan_id)
    taken = opened(found, current_catalogue())
    origin = Origin.of(plan, key, taken.form.data)
    return _show(request, ComposerPage(taken.form, origin, focus=taken.focus, draft=taken.draft))


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
    page = ComposerPage(_as_asked(form, request.GET), origin)
    page.others = list_links(list_drafts(remembered(request), plan), catalogue)
    return _show(request, page)


def _as_asked(form: PlanForm, query: QueryDict) -> PlanForm:
    """A form with what an address says of its view, and of what is open."""
    names = (name for name in (*DISPLAY_NAMES, "panel") if name in query)
    form.data.update({name: str(query[name]) for name in names})
    return form


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
    """A saved revision with parts added that nobody saved yet: a draft, and its first step."""
    before = stored_document(revision)
    try:
        document = added(before, parse_addition(request.POST.get("parts", "")))
    except ProblemsError as error:
        raise BadRequest("the parts do not fit the plan") from error
    catalogue = current_catalogue()
    form = PlanForm.of(document, catalogue)
    return lead_to_draft(request, form, origin, before=PlanForm.of(before, catalogue))


def lead_to_draft(
    request: HttpRequest,
    form: PlanForm,
    origin: Origin,
    *,
    before: PlanForm | None = None,
    action: str = ADD_PARTS,
) -> HttpResponse:
    """Lead to a draft of a form; where it cannot be kept, show the form all the same.

    With `before`, the form of the same plan until now, the draft has a step called `action`.
    """
    begun = begin_with(request, form, origin, before=before, action=action)
    if begun.kept is None:
        return _show(request, ComposerPage(form, origin, draft=begun), status=200)
    plan_id = origin.plan.pk if origin.plan else ""
    return lead_to(request, begun.id, plan_id)


def lead_to(request: HttpRequest, draft_id: str, plan_id: str = "") -> HttpResponse:
    """Lead to a draft that this browser knows as its own from now on."""
    response = HttpResponseRedirect(address_of(draft_id, plan_id), status=303)
    return _remember(request, response, draft_id)


def _start_page(request: HttpRequest, form: ImportForm, status: int = 200) -> HttpResponse:
    drafts = list_links(list_drafts(remembered(request)), current_catalogue())
    presets = list_presets(current_catalogue())
    context = {"section": "plans", "presets": presets, "form": form, "drafts": drafts}
    context["is_gone"] = status == 404
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
    return lead_to_draft(request, PlanForm.of(document, current_catalogue()), Origin())


def _compose(
    request: HttpRequest, values: QueryDict, origin: Origin, draft_id: str = ""
) -> HttpResponse:
    data: Data = MultiValueDict(
        dict(values.lists())
    )  # a copy of their own takes a hundred steps a field
    unfold(data)
    spread_own(data)
    asked = DraftRequest(request, data, plan=origin.plan, draft_id=draft_id)
    taken = asked.take(current_catalogue())
    page = ComposerPage(taken.form, origin, focus=taken.focus, draft=taken.draft)
    response = _answer(request, page, asked.action)
    if taken.draft.is_new and not page.is_saved:
        _remember(request, response, taken.draft.id)
    return response


def _answer(request: HttpRequest, page: ComposerPage, action: str) -> HttpResponse:
    """What was asked for; a browser without a script is led to the address of the draft."""
    verb, _, what = action.partition(":")
    if verb in {"save", "export"}:
        page.open_first_problem()
    if verb == "save":
        return _save(request, page)
    if verb == "export":
        return _export(request, page, what)
    if verb == "update":
        return _lead_to_import(request, page)
    address = page.draft_sheet.address
    if is_htmx(request):
        response = _show(request, page)
        if address and current_path(request) != address:
            response.headers["HX-Replace-Url"] = address
        return response
    if address and not page.problems and verb not in _SEEN_ONLY:
        seen = page.draft_sheet.moved.partition(" ")[0] or action
        place = f"#{seen}" if action in MOVES else ""
        return HttpResponseRedirect(f"{address}{place}", status=303)
    return _show(request, page)


def _lead_to_import(request: HttpRequest, page: ComposerPage) -> HttpResponse:
    """Lead to where files are read into this plan; what was typed until now is a draft then."""
    if page.problems:
        return _show(request, page)
    plan, draft = page.origin.plan, page.draft
    if draft.kept is None and plan is None:
        draft = begin_with(request, page.form, page.origin)
    if draft.kept is None and (plan is None or draft.trouble):
        return _show(request, page)
    if draft.kept is None and plan:
        return HttpResponseRedirect(reverse("plans:import_into_plan", args=[plan.pk]), status=303)
    names = [plan.pk, draft.id] if plan else [draft.id]
    view = "plans:import_into_edit_draft" if plan else "plans:import_into_draft"
    response = HttpResponseRedirect(reverse(view, args=names), status=303)
    return _remember(request, response, draft.id)


def _remember(request: HttpRequest, response: HttpResponse, draft_id: str) -> HttpResponse:
    """Have the browser know a new draft as its own, beside those that there still are."""
    remember(request, response, (draft_id, *newest_of(remembered(request))))
    return response


def _show(request: HttpRequest, page: ComposerPage, status: int = 0) -> HttpResponse:
    """The part that htmx asks for, or the page; 422 where something is wrong."""
    if page.form.is_too_large:
        return _show_too_large(request, page)
    wants_result = wants_part(request, "result")
    if wants_result and page.is_shown:
        return _show_problems(request, page)
    problems = bool(page.problems)
    status = status or (422 if problems and request.method == "POST" else 200)
    part = next((f"#{name}" for name in _ASIDE if wants_part(request, name)), "")
    if wants_part(request, "side"):
        part = "#side_answer"
    elif wants_result:
        part = "#answer"
        if problems:
            part = "#stale_answer" if page.sheet else "#problems_answer"
    elif wants_part(request, "composer"):
        part = "#composer"
    response = render(request, f"plans/composer/compose.html{part}", page.context, status=status)
    if part == "#problems_answer":
        response.headers["HX-Retarget"] = "#problems"
    return response


def _show_problems(request: HttpRequest, page: ComposerPage) -> HttpResponse:
    """What is wrong, or that nothing is, where the rules are as the browser has them."""
    context = {"problems": page.problems, "plan_form": page.form, "draft": page.draft_sheet}
    context |= {"problems_title": page.problems_title, "following": page.following}
    context |= {"origin": page.origin, "step": page.step_that_is_shown, "panel": page.panel}
    template = "plans/composer/compose.html#problems_answer"
    response = render(request, template, context, status=422 if page.problems else 200)
    response.headers["HX-Retarget"] = "#problems"
    return response


def _show_too_large(request: HttpRequest, page: ComposerPage) -> HttpResponse:
    """What the composer cannot show, said in its place; htmx leaves what was typed where it is."""
    is_part = bool(wanted_part(request))
    template = "compose.html#problems_answer" if is_part else "too_large.html"
    context = {"section": "plans", "origin": page.origin, "problems": page.problems}
    context["draft"] = page.draft_sheet
    context["problems_title"] = page.problems_title
    response = render(request, f"plans/composer/{template}", context, status=422)
    if is_part:
        response.headers["HX-Retarget"] = "#problems"
    return response


def _save(request: HttpRequest, page: ComposerPage) -> HttpResponse:
    if not page.form.problems and not page.form.is_too_large and not page.form.title:
        page.form.ask_for_title()
        page = ComposerPage(page.form, page.origin, draft=page.draft)
    rule_set = page.rule_set
    if rule_set is None:
        return _show(request, page, status=422)
    try:
        return _save_rules(request, page, rule_set)
    except NOT_SAVED as error:
        return not_saved(request, error, page.draft_sheet.address)


def _save_rules(request: HttpRequest, page: ComposerPage, rule_set: RuleSet) -> HttpResponse:
    origin, note = page.origin, page.form.note
    if origin.plan is None:
        with counted_save(request):
            saved = save_new_plan(rule_set, note)
            end_draft(page.draft.id, saved.revision.plan)
        page.is_saved = True
        return go_to_saved(request, saved.revision.plan, saved.edit_key)
    try:
        with counted_save(request):
            save_revision(origin.plan, rule_set, base=origin.base, note=note)
            end_draft(page.draft.id)
    except OvertakenError as error:
        page.overtaken = compare_documents(error.newest, rule_set.document)
        return _show(request, page, status=409)
    except NoLongerEditableError:
        return not_editable(request, origin.plan.pk)
    page.is_saved = True
    return go_to_saved(request, origin.plan, origin.key)


def _export(request: HttpRequest, page: ComposerPage, name: str) -> HttpResponse:
    exporter = find_exporter(name)
    if exporter is None:
        return unknown_format(request, name)
    if page.rule_set is None:
        return _show(request, page, status=422)
    choice, language = page.display.choice, language_for(exporter)
    return send_export(exporter.export(page.rule_set, choice, language=language))
