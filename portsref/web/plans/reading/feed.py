"""What becomes of a plan, for feed readers: its revisions, and what reviewers decide (RFC 4287)."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_safe

from portsref.exporters.text import one_line
from portsref.reviewing.decisions import Decision
from portsref.web.plans.models import Revision
from portsref.web.plans.privacy import private_page
from portsref.web.plans.queries import list_revisions
from portsref.web.plans.reading.views import revision_address
from portsref.web.plans.refusals import missing_plan
from portsref.web.plans.review.queries import list_decisions
from portsref.web.plans.review.words import DID, say_person

MOST_ENTRIES = 50
# Names of entries follow from what they are about, so that they outlive hosts and languages, and
# nobody who sees one can open the plan.
_NAMES = uuid.uuid5(uuid.NAMESPACE_URL, "https://portsref/plans/")


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened to a plan; `about` tells it from all else that did."""

    about: tuple[str, int]
    when: datetime
    title: str
    text: str
    address: str


@require_safe
@private_page(cache="private, no-cache")
def feed(request: HttpRequest, plan_id: str) -> HttpResponse:
    """What happened to a plan, the newest first, for whoever has its link."""
    revisions = list_revisions(plan_id)
    if not revisions:
        return missing_plan(request, plan_id)
    entries = [*_of_revisions(revisions), *_of_review(plan_id, list_decisions(plan_id))]
    entries.sort(key=lambda entry: entry.when, reverse=True)
    atom = _begin(request, revisions[0])
    for entry in entries[:MOST_ENTRIES]:
        _add(request, atom, plan_id, entry)
    return HttpResponse(atom.writeString("utf-8"), content_type=Atom1Feed.content_type)


def _of_revisions(revisions: Iterable[Revision]) -> Iterator[Entry]:
    for revision in revisions:
        number = gettext("Revision %(number)d") % {"number": revision.number}
        yield Entry(
            about=("revision", revision.number),
            when=revision.created,
            title=f"{number} · {revision.title}",
            text=revision.note,
            address=revision_address(revision.plan_id, revision.number),
        )


def _of_review(plan_id: str, decisions: Iterable[Decision]) -> Iterator[Entry]:
    """Decisions and the answers to them."""
    address = reverse("plans:review", args=[plan_id])
    for decision in decisions:
        who = {"who": say_person(decision)}
        title = _say_decision(decision)
        yield Entry(("decision", decision.number), decision.made, title, decision.comment, address)
        for answer in decision.answers:
            title = gettext("Answer to %(who)s") % who
            yield Entry(("answer", answer.number), answer.made, title, answer.comment, address)


def _say_decision(decision: Decision) -> str:
    count = decision.count
    rules = ngettext("%(count)d rule", "%(count)d rules", count) % {"count": count}
    did = {"who": say_person(decision), "did": DID[decision.verdict], "rules": rules}
    return gettext("%(who)s %(did)s: %(rules)s") % did


def _begin(request: HttpRequest, newest: Revision) -> Atom1Feed:
    plan_id = newest.plan_id
    return Atom1Feed(
        title=one_line(newest.title),
        link=request.build_absolute_uri(reverse("plans:plan", args=[plan_id])),
        description=None,
        feed_url=request.build_absolute_uri(reverse("plans:feed", args=[plan_id])),
        feed_guid=_name(plan_id),
        author_name="portsref",
        language=get_language(),
    )


def _add(request: HttpRequest, atom: Atom1Feed, plan_id: str, entry: Entry) -> None:
    atom.add_item(
        title=one_line(entry.title),
        link=request.build_absolute_uri(entry.address),
        description=one_line(entry.text) or None,  # type: ignore[arg-type]
        unique_id=_name(plan_id, *entry.about),
        pubdate=entry.when,
        updateddate=entry.when,
    )


def _name(*parts: object) -> str:
    return uuid.uuid5(_NAMES, "/".join(map(str, parts))).urn
