"""Why is this dropped? Lines of a packet log, explained by a saved plan and not kept."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from portsref.troubleshooting.explain import explain
from portsref.web.facts.catalogue import current_index
from portsref.web.plans.dropped.sheet import DroppedSheet
from portsref.web.plans.edit_cookie import kept_key, opens_by_edit_link
from portsref.web.plans.models import Revision
from portsref.web.plans.privacy import SAME_ORIGIN, private_page
from portsref.web.plans.queries import find_editable, find_revision, stored_rules
from portsref.web.plans.refusals import missing_plan
from portsref.web.shared.packet_logs import LogText


@sensitive_post_parameters("lines")
@require_http_methods(["GET", "HEAD", "POST"])
@opens_by_edit_link
@private_page(SAME_ORIGIN)
def dropped(request: HttpRequest, plan_id: str, number: int | None = None) -> HttpResponse:
    """A form to paste lines into, and what the plan says of each packet.

    Lines come by POST only, so that they stand in no address. In a browser that keeps the edit
    key, what is missing can be added to the plan itself; else to a copy.
    """
    try:
        revision = find_revision(plan_id, number)
    except Revision.DoesNotExist:
        return missing_plan(request, plan_id)
    can_edit = find_editable(plan_id, kept_key(request)) is not None
    read = LogText.of(request.POST.get("lines", "")) if request.method == "POST" else LogText()
    context = {
        "section": "plans",
        "revision": revision,
        "number": number,
        "can_edit": can_edit,
        "adding_address": reverse("plans:edit", args=[plan_id])
        if can_edit
        else reverse("plans:new"),
        "read": read,
        "packets": _explained(revision, read),
    }
    return render(
        request, "plans/dropped/dropped.html", context, status=422 if read.is_empty else 200
    )


def _explained(revision: Revision, read: LogText) -> tuple[object, ...]:
    if read.log is None or not read.log.packets:
        return ()
    index, rule_set = current_index(), stored_rules(revision)
    packets = (seen.packet for seen in read.log.packets)
    explanations = explain(packets, rule_set, index, translate=gettext)
    return DroppedSheet(index.catalogue).packets(read.log.packets, explanations)
