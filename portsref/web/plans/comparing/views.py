"""What changed between two revisions of a plan, on a page and as a request for just that."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portsref.documents.problems import ProblemsError
from portsref.exporters.registry import delta_exporters, find_exporter
from portsref.planning.provenance import Provenance
from portsref.web.facts.catalogue import current_catalogue
from portsref.web.plans.comparing.chooser import NOW, ComparisonField, Question, choose_from
from portsref.web.plans.comparing.comparison import (
    SIDES,
    Compared,
    ComparisonSheet,
    UnknownVersionError,
    compare_revisions,
)
from portsref.web.plans.files.downloads import send_export
from portsref.web.plans.files.languages import language_for
from portsref.web.plans.files.views import unknown_format
from portsref.web.plans.models import Revision
from portsref.web.plans.origin import LONGEST_VERSION
from portsref.web.plans.privacy import private_page
from portsref.web.plans.queries import find_revision, list_revisions, number_in, stored_rules
from portsref.web.plans.refusals import missing_plan
from portsref.web.plans.review.queries import find_review


@require_safe
@private_page()
def choose(request: HttpRequest, plan_id: str) -> HttpResponse:
    """Lead to the comparison of the revisions that were chosen, or let the reader choose."""
    revisions = list_revisions(plan_id)
    if not revisions:
        return missing_plan(request, plan_id)
    numbers = {revision.number for revision in revisions}
    before, after = (number_in(request.GET.get(name, "")) for name in ("before", "after"))
    question = _question(request, plan_id, before, after or None)
    if before in numbers and (after in numbers or request.GET.get("after") == NOW):
        return HttpResponseRedirect(question.link)
    return _choose_page(request, plan_id, is_wrong="before" in request.GET)


@require_safe
@private_page()
def compare(
    request: HttpRequest, plan_id: str, before: int, after: int | None = None
) -> HttpResponse:
    """What changes from one revision to another, or to the same plan as it would be now."""
    catalogue = current_catalogue()
    question = _question(request, plan_id, before, after)
    try:
        compared = compare_revisions(question, catalogue)
        found = compared.find_differences(by_address=question.by_address)
    except Revision.DoesNotExist:
        return missing_plan(request, plan_id)
    except UnknownVersionError:
        return _choose_page(request, plan_id, question)
    except ProblemsError:
        return _beyond_measure(request, question)
    context = _context(question) | {
        "compared": compared,
        "title": compared.after_rules.document.title,
        "comparison": ComparisonSheet(compared, found, catalogue),
        "chooser": _chooser(compared, question),
        "undecided": _undecided(compared),
    }
    return render(request, "plans/comparing/diff.html", context)


def _undecided(compared: Compared) -> int:
    """How many rules of the newer revision need a decision; none where nobody reviews the plan."""
    if compared.after is None:
        return 0
    review = find_review(compared.after, compared.after_rules)
    return review.counts["open"] if review.decisions else 0


@require_safe
@private_page()
def export_difference(
    request: HttpRequest, plan_id: str, before: int, name: str, after: int | None = None
) -> HttpResponse:
    """A request for only what opens, only what closes (`?only=`), or both."""
    exporter = find_exporter(name)
    if exporter is None or not exporter.says_actions:
        return unknown_format(request, name, delta_exporters())
    question = _question(request, plan_id, before, after)
    try:
        compared = compare_revisions(question, current_catalogue())
        found = compared.find_differences(by_address=question.by_address)
    except Revision.DoesNotExist:
        return missing_plan(request, plan_id)
    except UnknownVersionError:
        return _choose_page(request, plan_id, question)
    except ProblemsError:
        return _beyond_measure(request, question)
    provenance = Provenance(
        revision=compared.after.number if compared.after else None,
        link=request.build_absolute_uri(replace(question, by_address=False).link),
    )
    only = next((side for side in SIDES if side == request.GET.get("only")), None)
    delta = compared.delta(found, only, of_rules=exporter.finds_rules)
    export = exporter.export(delta, provenance=provenance, language=language_for(exporter))
    return send_export(export)


def _question(request: HttpRequest, plan_id: str, before: int, after: int | None) -> Question:
    """What the address asks; saved revisions stay on the version that they were saved with."""
    return Question(
        plan_id=plan_id,
        before=before,
        after=after,
        kubernetes=request.GET.get("kubernetes", "").strip() if after is None else "",
        by_address=request.GET.get("by") == "address",
    )


def _context(question: Question) -> dict[str, object]:
    return {
        "section": "plans",
        "question": question,
        "plan_id": question.plan_id,
        "before": question.before,
        "after": question.after,
        "by_address": question.by_address,
        "exporters": delta_exporters(),
    }


def _beyond_measure(request: HttpRequest, question: Question) -> HttpResponse:
    return render(request, "plans/comparing/diff.html", _context(question), status=422)


def _choose_page(
    request: HttpRequest, plan_id: str, question: Question | None = None, *, is_wrong: bool = False
) -> HttpResponse:
    """Let the reader choose; 422 where what he asked for is not there."""
    revisions = list_revisions(plan_id)
    versions = current_catalogue().kubernetes_versions
    shown = find_revision(plan_id, question.before if question else None)
    kubernetes = stored_rules(shown).kubernetes
    context = {
        "section": "plans",
        "chooser": choose_from(revisions, versions, shown=shown.number, kubernetes=kubernetes),
        "is_wrong": is_wrong,
        "unknown_version": question.kubernetes[:LONGEST_VERSION] if question else "",
    }
    status = 422 if question or is_wrong else 200
    return render(request, "plans/comparing/choose_diff.html", context, status=status)


def _chooser(compared: Compared, question: Question) -> ComparisonField:
    """The same once more, to be changed; a version is chosen for the revision that came last."""
    last = compared.after or compared.before
    kubernetes = (compared.after_rules if compared.after else compared.before_rules).kubernetes
    return choose_from(
        list_revisions(question.plan_id),
        current_catalogue().kubernetes_versions,
        shown=last.number,
        kubernetes=kubernetes,
        question=question,
    )
