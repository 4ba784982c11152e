"""What only the edit key allows beside editing: restore, renew, replace the key, delete."""

from collections.abc import Callable
from functools import wraps

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portsref.documents.problems import ProblemsError
from portsref.limits import MOST_FLOWS
from portsref.planning.engine import plan_rules
from portsref.web.facts.catalogue import current_catalogue
from portsref.web.plans.comparing.chooser import choose_from
from portsref.web.plans.edit_cookie import forget_key, key_of, opens_by_edit_link
from portsref.web.plans.models import Plan, Revision
from portsref.web.plans.origin import Origin
from portsref.web.plans.privacy import SAME_ORIGIN, View, private_page
from portsref.web.plans.queries import (
    find_editable,
    find_revision,
    list_revisions,
    number_in,
    stored_document,
)
from portsref.web.plans.reading.views import go_to_saved
from portsref.web.plans.refusals import missing_plan, not_editable, not_saved
from portsref.web.plans.review.link_list import list_review_links
from portsref.web.plans.save_limit import TooManySavesError, counted_save
from portsref.web.plans.saving import (
    NoLongerEditableError,
    OvertakenError,
    TooLargeToSaveError,
    delete_plan,
    replace_edit_key,
    restore_revision,
    save_revision,
)

type PlanView = Callable[..., HttpResponse]


def with_key(view: PlanView) -> View:
    """Hand the plan and its key to a view, for whoever has the key."""

    @sensitive_post_parameters("key")
    @opens_by_edit_link
    @private_page(SAME_ORIGIN)
    @wraps(view)
    def with_plan(request: HttpRequest, plan_id: str) -> HttpResponse:
        key = key_of(request)
        plan = find_editable(plan_id, key)
        if plan is None:
            return not_editable(request, plan_id)
        try:
            return view(request, Origin.of(plan, key, request.POST), plan)
        except NoLongerEditableError:
            return not_editable(request, plan_id)
        except Revision.DoesNotExist:
            return missing_plan(request, plan_id)
        except OvertakenError:
            return manage_page(request, plan, status=409)
        except (TooManySavesError, DatabaseError) as error:
            if request.method != "POST":
                raise
            return not_saved(request, error)

    return with_plan


@require_safe
@with_key
def manage(request: HttpRequest, _origin: Origin, plan: Plan) -> HttpResponse:
    """All that the edit key allows, in one place; a GET changes nothing."""
    return manage_page(request, plan)


@require_POST
@with_key
def restore(request: HttpRequest, origin: Origin, plan: Plan) -> HttpResponse:
    """Save an old revision once more, as the next one."""
    number = number_in(request.POST.get("number", ""))
    note = gettext("Restores revision %(number)d.") % {"number": number}
    with counted_save(request):
        restore_revision(plan, number, base=origin.base, note=note)
    return go_to_saved(request, plan, origin.key)


@require_POST
@with_key
def renew(request: HttpRequest, origin: Origin, plan: Plan) -> HttpResponse:
    """Work the newest revision out with the catalogue of today, and save that as the next one."""
    catalogue = current_catalogue()
    document = stored_document(find_revision(plan.pk))
    try:
        rule_set = plan_rules(document, catalogue, most_flows=MOST_FLOWS)
    except ProblemsError:
        return manage_page(request, plan, status=422)
    note = gettext("Worked out with catalogue %(version)s.") % {"version": catalogue.version}
    try:
        with counted_save(request):
            save_revision(plan, rule_set, base=origin.base, note=note)
    except TooLargeToSaveError:
        return manage_page(request, plan, status=422)
    return go_to_saved(request, plan, origin.key)


@require_POST
@with_key
def replace_key(request: HttpRequest, _origin: Origin, plan: Plan) -> HttpResponse:
    """Make a new edit link and show it; the old one stops working at once."""
    return go_to_saved(request, plan, replace_edit_key(plan), done="key")


@require_http_methods(["GET", "HEAD", "POST"])
@with_key
def delete(request: HttpRequest, _origin: Origin, plan: Plan) -> HttpResponse:
    """Say what is lost and ask once more; then remove the plan for good."""
    if request.POST.get("sure") == "yes":
        plan_id = plan.pk
        delete_plan(plan)
        address = reverse("plans:plan", args=[plan_id])
        return forget_key(HttpResponseRedirect(address, status=303), plan_id)
    context = {
        "section": "plans",
        "revision": find_revision(plan.pk),
        "count": plan.revisions.count(),
        "unconfirmed": request.method == "POST",
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "plans/managing/delete.html", context, status=status)


def manage_page(
    request: HttpRequest, plan: Plan, status: int = 200, **context: object
) -> HttpResponse:
    """All that the edit key allows; `context` says besides what is wrong with a form."""
    catalogue = current_catalogue()
    revisions = list_revisions(plan.pk)
    if not revisions:
        raise Revision.DoesNotExist
    context |= {
        "section": "plans",
        "plan": plan,
        "revisions": revisions,
        "review_links": list_review_links(plan),
        "newest": revisions[0],
        "chooser": choose_from(revisions, (), shown=revisions[0].number, kubernetes=""),
        "has_moved_on": revisions[0].catalogue_digest != catalogue.digest,
        "saved_version": revisions[0].catalogue_version,
        "current_version": catalogue.version,
        "overtaken": status == 409,
        "too_many": status == 422 and "link_problem" not in context,
    }
    return render(request, "plans/managing/manage.html", context, status=status)
