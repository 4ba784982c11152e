"""A saved plan for whoever has its link: no account, no script, and it never changes."""

from contextlib import suppress
from urllib.parse import quote, urlencode

from django.core.cache import cache
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from portsref.web.facts.catalogue import current_catalogue
from portsref.web.facts.kept_pages import answer_kept
from portsref.web.plans.checking.addresses import check_address
from portsref.web.plans.checking.colours import Colours
from portsref.web.plans.comparing.chooser import choose_from
from portsref.web.plans.edit_cookie import keep_key, key_of, opens_by_edit_link
from portsref.web.plans.models import Plan, Revision, today
from portsref.web.plans.privacy import private_page
from portsref.web.plans.qr_code import qr_code
from portsref.web.plans.queries import (
    find_editable,
    find_revision,
    find_state,
    list_revisions,
    stored_rules,
)
from portsref.web.plans.reading.display import Display
from portsref.web.plans.reading.findings import by_severity
from portsref.web.plans.reading.sheet import RuleSheet
from portsref.web.plans.reading.whole import PlanSheet
from portsref.web.plans.refusals import missing_plan, not_editable
from portsref.web.plans.review.queries import find_review
from portsref.web.plans.review.signs import RowSigns
from portsref.web.plans.review.words import say_state
from portsref.web.plans.saving import note_opened
from portsref.web.shared.http import wants_part

KEEP_FOR = 3600  # memory should not hold for long what was deleted


@require_safe
@private_page(cache="private, no-cache")
def plan(request: HttpRequest, plan_id: str, number: int | None = None) -> HttpResponse:
    """One revision as it was saved; the newest without a number.

    A reader's browser may keep it, but asks each time: a plan that was deleted is gone at once.
    """
    try:
        state = find_state(plan_id, number)
        note_opened_once_a_day(plan_id)
        return answer_kept(
            request, lambda: _plan_page(request, plan_id, number), state, keep_for=KEEP_FOR
        )
    except Revision.DoesNotExist:
        return missing_plan(request, plan_id)


def note_opened_once_a_day(plan_id: str) -> None:
    """Remember that a plan was opened today.

    Whoever reads must neither wait for a writer nor fail because of one: another day will do.
    """
    if cache.add(f"opened:{today()}:{plan_id}", True, 24 * 3600):
        with suppress(DatabaseError):
            note_opened(plan_id)


def _plan_page(request: HttpRequest, plan_id: str, number: int | None) -> HttpResponse:
    """The page, which has nothing in it that is one reader's own; it is kept for the others."""
    revisions = list_revisions(plan_id)
    revision = find_revision(plan_id, number)
    catalogue = current_catalogue()
    rule_set = stored_rules(revision)
    review = find_review(revision, rule_set)
    sheet = RuleSheet(rule_set, catalogue, Display.of(request.GET), numbers_sources=True)
    colours = Colours(revision.plan, rule_set, sheet.display)
    if colours.is_on:
        sheet.colour_by(colours.worst)
    has_moved_on = revision.catalogue_digest != catalogue.digest
    link = request.build_absolute_uri(revision_address(plan_id, revision.number))
    context = {
        "section": "plans",
        "revision": revision,
        "revisions": revisions,
        "is_newest": revision.number >= revisions[0].number,
        "catalogue_version": revision.catalogue_version,
        "has_moved_on": has_moved_on,
        "current_version": catalogue.version,
        "sheet": sheet,
        "whole": PlanSheet(sheet, is_current=not has_moved_on),
        "state": say_state(review),
        "signs": None if sheet.display.choice.merge else RowSigns(plan_id, rule_set, review),
        "colours": colours,
        "checks_address": check_address(plan_id, number),
        "review_address": reverse("plans:review", args=[plan_id]),
        "finding_groups": by_severity(sheet.findings, sheet.rule_set.findings),
        "display": sheet.display,
        "document": sheet.rule_set.document,
        "chooser": choose_from(
            revisions,
            catalogue.kubernetes_versions,
            shown=revision.number,
            kubernetes=sheet.rule_set.kubernetes,
        ),
        "read_link": request.build_absolute_uri(reverse("plans:plan", args=[plan_id])),
        "revision_link": link,
        "qr_code": qr_code(link),
    }
    if wants_part(request, "more") and (row := sheet.opened_row):
        return render(request, "plans/reading/_rule_more.html", {"rule": row})
    part = "_table.html" if wants_part(request, "listing") else "plan.html"
    return render(request, f"plans/reading/{part}", context)


@require_safe
@opens_by_edit_link
@private_page()
def saved(request: HttpRequest, plan_id: str) -> HttpResponse:
    """What to do with a plan that was just saved: the link to read, and the one to edit."""
    key = key_of(request)
    if find_editable(plan_id, key) is None:
        return not_editable(request, plan_id)
    try:
        revision = find_revision(plan_id)
    except Revision.DoesNotExist:
        return missing_plan(request, plan_id)
    read_link = request.build_absolute_uri(reverse("plans:plan", args=[plan_id]))
    edit_address = request.build_absolute_uri(reverse("plans:edit", args=[plan_id]))
    edit_link = f"{edit_address}?key={key}"
    context = {
        "section": "plans",
        "revision": revision,
        "read_link": read_link,
        "qr_code": qr_code(read_link),
        "edit_link": edit_link,
        "mail": mail_to_oneself(revision.title, read_link, edit_link),
        "key_replaced": request.GET.get("done") == "key",
    }
    return render(request, "plans/reading/saved.html", context)


def mail_to_oneself(title: str, read_link: str, edit_link: str) -> str:
    """The address that opens a mail with both links in the reader's own program, to nobody yet."""
    lines = [gettext("Read link (to share)"), read_link, ""]
    lines += [gettext("Edit link (keep it private)"), edit_link, ""]
    body = "\r\n".join(lines)  # RFC 6068, section 5
    return f"mailto:?{urlencode({'subject': title, 'body': body}, quote_via=quote)}"


def go_to_saved(request: HttpRequest, plan: Plan, key: str, done: str = "") -> HttpResponseRedirect:
    """Lead to both links of a plan; `done` says what happened, if not a save."""
    address = reverse("plans:saved", args=[plan.pk])
    query = f"?{urlencode({'done': done})}" if done else ""
    response = HttpResponseRedirect(f"{address}{query}", status=303)
    return keep_key(response, request, plan.pk, key)


def revision_address(plan_id: str, number: int) -> str:
    """The address of a revision, which never shows anything else."""
    return reverse("plans:revision", args=[plan_id, number])
