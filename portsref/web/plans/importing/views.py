"""A plan from what people have: paste or upload, look, accept part by part.

What is sent is read and forgotten with the answer. What the page shows travels on as pieces of a
plan in the values of its boxes, and becomes an ordinary draft: a step that undo takes back.
"""

import re
from dataclasses import dataclass, field

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from portsref.documents.problems import ProblemsError
from portsref.importers.drafts import draft_of
from portsref.importers.reading import read_files
from portsref.importers.registry import IMPORTERS, find_importer
from portsref.importers.updating import onto
from portsref.planning.document import PlanDocument
from portsref.web.facts.catalogue import current_catalogue
from portsref.web.plans.composer.plan_form import PlanForm
from portsref.web.plans.composer.starting import empty_plan, imported_plan
from portsref.web.plans.composer.views import lead_to, lead_to_draft
from portsref.web.plans.drafts.advancing import TAKE_PARTS
from portsref.web.plans.drafts.keeping import (
    DraftChangedError,
    DraftTooLargeError,
    find_draft,
)
from portsref.web.plans.drafts.states import TooMuchToKeepError
from portsref.web.plans.drafts.taking import take_parts
from portsref.web.plans.edit_cookie import key_of, opens_by_edit_link
from portsref.web.plans.given import Given
from portsref.web.plans.importing.accepted import Accepted
from portsref.web.plans.importing.sheet import DraftSheet
from portsref.web.plans.importing.targets import Target
from portsref.web.plans.models import Revision
from portsref.web.plans.origin import Origin
from portsref.web.plans.privacy import SAME_ORIGIN, private_page
from portsref.web.plans.queries import find_editable, find_revision
from portsref.web.plans.refusals import missing_plan, not_editable, not_saved
from portsref.web.plans.save_limit import TooManySavesError
from portsref.web.shared.http import wants_part
from portsref.web.shared.messages import say_problem

_OUR_OWN = re.compile(
    r"""^["'{\s]*schema["']?\s*:\s*["']?portsref\.(?:plan|rules)/""", re.MULTILINE
)
# Where most begin; all others stand in the list of kinds.
COMMANDS = (
    ("kubeadm", "kubectl -n kube-system get cm kubeadm-config kubelet-config kube-proxy -o yaml"),
    ("k3s, RKE2", "cat /etc/rancher/rke2/config.yaml"),
    ("kubectl", "kubectl get nodes -o wide; kubectl get ds,deploy,sts -A -o wide"),
    ("Helm", "helm list -A -m 0 -o json"),
    ("Ansible", "ansible-inventory -i inventory.ini --list"),
)
_HEAD = 2_000  # characters in which a plan says that it is one


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a page has to show: what is wrong with what was given, or what was read of it."""

    given: Given = field(default_factory=Given)
    sheet: DraftSheet | None = None
    problems: tuple[str, ...] = ()

    @property
    def is_refused(self) -> bool:
        """Tell whether nothing can be gone on with as it is."""
        is_empty = self.sheet is not None and not self.sheet.draft.parts
        return bool(self.given.problems or self.problems or is_empty)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request", "HX-Target")
@private_page(SAME_ORIGIN)
def into_new(request: HttpRequest) -> HttpResponse:
    """A plan of its own from files."""
    return _answer(request, Target.new())


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request", "HX-Target")
@private_page(SAME_ORIGIN)
def into_draft(request: HttpRequest, draft_id: str) -> HttpResponse:
    """What nobody saved yet, brought up to what files say."""
    found = find_draft(draft_id)
    if found is None or found.plan_id:
        return redirect("plans:draft", draft_id)
    return _answer(request, Target.of_draft(found))


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request", "HX-Target")
@opens_by_edit_link
@private_page(SAME_ORIGIN)
def into_plan(request: HttpRequest, plan_id: str) -> HttpResponse:
    """A saved plan brought up to what files say, for whoever has its edit key."""
    key = key_of(request)
    if find_editable(plan_id, key) is None:
        return not_editable(request, plan_id)
    try:
        revision = find_revision(plan_id)
    except Revision.DoesNotExist:
        return missing_plan(request, plan_id)
    return _answer(request, Target.of_plan(revision, key))


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request", "HX-Target")
@opens_by_edit_link
@private_page(SAME_ORIGIN)
def into_edit_draft(request: HttpRequest, plan_id: str, draft_id: str) -> HttpResponse:
    """A saved plan with changes that are not saved yet, brought up to what files say."""
    plan = find_editable(plan_id, key_of(request))
    if plan is None:
        return not_editable(request, plan_id)
    found = find_draft(draft_id)
    if found is None or found.plan_id != plan_id or found.is_saved:
        return redirect("plans:import_into_plan", plan_id)
    return _answer(request, Target.of_draft(found, plan))


def _answer(request: HttpRequest, target: Target) -> HttpResponse:
    if request.method != "POST" or target.has_problems:
        return _show(request, target, Outcome())
    if request.POST.get("do") == "take":
        return _take(request, target)
    return _read(request, target)


def _read(request: HttpRequest, target: Target) -> HttpResponse:
    given = Given.of(request)
    if given.problems:
        return _show(request, target, Outcome(given))
    if len(given.files) == 1 and _OUR_OWN.search(given.files[0].text[:_HEAD]):
        return _open(request, target, given.files[0].text)
    reading = read_files(given.files, IMPORTERS, find_importer(request.POST.get("read_as", "")))
    draft = draft_of(reading)
    if target.document:
        draft = onto(draft, target.document)
    sheet = DraftSheet(draft, current_catalogue(), reading, target.document)
    return _show(request, target, Outcome(sheet=sheet))


def _open(request: HttpRequest, target: Target, text: str) -> HttpResponse:
    """A plan, or rules with their plan, is opened as it is."""
    if target.form:
        reason = gettext("This is a plan already: start a new plan from it.")
        return _show(request, target, Outcome(Given((), (reason,))))
    try:
        document = imported_plan(text, None)
    except ProblemsError as error:
        problems = tuple(map(say_problem, error.problems))
        return _show(request, target, Outcome(Given((), problems)))
    return lead_to_draft(request, PlanForm.of(document, current_catalogue()), Origin())


def _take(request: HttpRequest, target: Target) -> HttpResponse:
    """Have what was accepted come into the plan, as one step."""
    accepted = Accepted(())
    try:
        accepted = Accepted.of(request.POST)
        document = accepted.onto(target.document)
    except ProblemsError as error:
        return _again(request, target, accepted, *map(say_problem, error.problems))
    try:
        return _lead_on(request, target, accepted, document)
    except (TooMuchToKeepError, DraftTooLargeError):
        reason = gettext("The plan is too large to be kept. Accept fewer parts.")
        return _again(request, target, accepted, reason)
    except (TooManySavesError, DraftChangedError, DatabaseError) as error:
        return not_saved(request, error)


def _again(
    request: HttpRequest, target: Target, accepted: Accepted, *problems: str
) -> HttpResponse:
    """What was accepted once more, with what is wrong with it."""
    sheet = DraftSheet(accepted.as_draft(), current_catalogue(), document=target.document)
    return _show(request, target, Outcome(sheet=sheet, problems=problems))


def _lead_on(
    request: HttpRequest, target: Target, accepted: Accepted, document: PlanDocument
) -> HttpResponse:
    catalogue = current_catalogue()
    if target.draft:
        draft = take_parts(
            request,
            target.draft,
            lambda form: target.filled(accepted.onto(form.document), form),
            catalogue,
            action=TAKE_PARTS,
        )
        return lead_to(request, draft.pk, draft.plan_id or "")
    before = target.form or target.filled(empty_plan(), None)
    form = target.filled(document, target.form)
    return lead_to_draft(request, form, target.origin, before=before, action=TAKE_PARTS)


def _show(request: HttpRequest, target: Target, outcome: Outcome) -> HttpResponse:
    context = {
        "section": "plans",
        "target": target,
        "given": outcome.given,
        "sheet": outcome.sheet,
        "problems": outcome.problems,
        "commands": COMMANDS,
        "kinds": [(one.name, gettext(one.label)) for one in IMPORTERS],
        "read_as": request.POST.get("read_as", ""),
    }
    part = "#reading" if wants_part(request, "reading") else ""
    is_refused = outcome.is_refused or (target.has_problems and request.method == "POST")
    status = 422 if is_refused else 200
    return render(request, f"plans/importing/importing.html{part}", context, status=status)
