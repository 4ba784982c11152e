"""What the edit key allows about a review: links for teams, and answers to what they decide."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from portsref.messages import MessageError
from portsref.reviewing.decisions import read_answer
from portsref.web.plans.managing.views import manage_page, with_key
from portsref.web.plans.models import Decision, Plan, ReviewLink
from portsref.web.plans.origin import Origin
from portsref.web.plans.queries import number_in
from portsref.web.plans.refusals import not_saved
from portsref.web.plans.review.forms import Asked, anchor_in
from portsref.web.plans.review.links import MadeLink, make_link, replace_link, withdraw_link
from portsref.web.plans.review.page import ReviewPage, ReviewProblem, address_of
from portsref.web.plans.review.recording import TooManyDecisionsError, record_answer
from portsref.web.plans.save_limit import counted_decision
from portsref.web.shared.messages import say


@require_POST
@with_key
def change_links(request: HttpRequest, _origin: Origin, plan: Plan) -> HttpResponse:
    """Make a review link, or replace or withdraw one; a link that is new is shown once."""
    action, _, number = request.POST.get("do", "").partition(":")
    try:
        match action:
            case "make":
                return _show(request, plan, make_link(plan, request.POST.get("label", "")))
            case "replace":
                return _show(request, plan, replace_link(plan, number_in(number)))
            case "withdraw":
                withdraw_link(plan, number_in(number))
    except MessageError as error:
        typed = request.POST.get("label", "")
        problem = {"link_problem": say(error.message), "typed_label": typed}
        return manage_page(request, plan, status=422, **problem)
    except ReviewLink.DoesNotExist:
        pass  # somebody else withdrew it: the page shows what there is
    return HttpResponseRedirect(
        f"{reverse('plans:manage', args=[plan.pk])}#review-links", status=303
    )


def _show(request: HttpRequest, plan: Plan, made: MadeLink) -> HttpResponse:
    address = request.build_absolute_uri(reverse("plans:review", args=[plan.pk]))
    context = {
        "section": "plans",
        "plan": plan,
        "label": made.link.label,
        "review_link": f"{address}?key={made.key}",
    }
    return render(request, "plans/review/link.html", context)


@require_POST
@with_key
def answer(request: HttpRequest, _origin: Origin, plan: Plan) -> HttpResponse:
    """Answer a decision; nothing about it changes."""
    asked = Asked.of(request.POST)
    decision = number_in(request.POST.get("decision", ""))
    try:
        comment = read_answer(request.POST.get("comment", ""))
        with counted_decision(request):
            record_answer(plan, decision, comment)
    except MessageError as error:
        typed = request.POST.get("comment", "")
        problem = ReviewProblem(f"answer-{decision}", say(error.message), typed)
        page = ReviewPage(request, plan.pk, asked=asked, problem=problem)
        context = {"section": "plans", "page": page}
        return render(request, "plans/review/review.html", context, status=422)
    except Decision.DoesNotExist:
        pass  # not one of this plan
    except TooManyDecisionsError as error:
        return not_saved(request, error)
    return HttpResponseRedirect(address_of(plan.pk, asked, anchor_in(request.POST)), status=303)
