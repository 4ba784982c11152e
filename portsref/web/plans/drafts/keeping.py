"""Everything that is written about drafts: begun, changed, thrown away, saved, forgotten.

A change is one statement about one row, which nobody holds meanwhile: it says which version it was
made from, and who was overtaken reads again.
"""

import zlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from portsref.web.plans.drafts.history import History, Values, history_text, read_history
from portsref.web.plans.models import LONGEST_PRODUCTS, LONGEST_TITLE, Draft, Plan

LARGEST_DRAFT = 192 * 1024  # compressed
KEPT_DAYS = 30  # without a change
BACK_WITHIN = timedelta(hours=1)  # in which a draft that was thrown away can be had back
FORGOTTEN_AT_ONCE = 100


class DraftChangedError(Exception):
    """Somebody else changed a draft since it was read."""


class DraftTooLargeError(Exception):
    """A draft takes more room than it may."""


@dataclass(frozen=True, slots=True)
class Content:
    """All that a draft is: the form with its history, and how its page is looked at."""

    history: History
    aside: Values
    title: str = ""
    products: str = ""


def content_of(draft: Draft) -> Content:
    """What a draft that is not saved yet holds."""
    history, aside = read_history(zlib.decompress(draft.packed).decode())
    return Content(history, aside, draft.title, draft.products)


def begin_draft(
    draft_id: str, plan: Plan | None, content: Content, tab: str, turn: int = 0
) -> Draft:
    """Keep a new draft; raises `DraftChangedError` where there is one with that id already."""
    draft = Draft(pk=draft_id, plan=plan, tab=tab, turn=turn, **_columns(content))
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
    except IntegrityError as error:
        raise DraftChangedError from error
    _forget_some()
    return draft


def change_draft(draft: Draft, content: Content, tab: str, turn: int = 0) -> Draft:
    """Keep what became of a draft since it was read; raises `DraftChangedError`."""
    columns = _columns(content) | {"version": draft.version + 1, "thrown": None}
    columns |= {"tab": tab, "turn": turn}
    read = Draft.objects.filter(pk=draft.pk, version=draft.version)
    if not read.update(**columns):
        raise DraftChangedError
    for name, value in columns.items():
        setattr(draft, name, value)
    return draft


def end_draft(draft_id: str, plan: Plan | None = None) -> None:
    """Forget a draft that was saved; of one that became a new plan only that is kept."""
    draft = Draft.objects.filter(pk=draft_id)
    if plan is None:
        draft.delete()
    else:
        draft.update(plan=plan, packed=b"", title="", products="", changed=timezone.now())


def throw_away(draft_id: str) -> None:
    """Have a draft forgotten in a while."""
    Draft.objects.filter(pk=draft_id, thrown=None).update(thrown=timezone.now())


def bring_back(draft_id: str) -> None:
    """Keep a draft that was thrown away."""
    Draft.objects.filter(pk=draft_id).update(thrown=None)


def find_draft(draft_id: str) -> Draft | None:
    """The draft, for whoever has its id; also one that was thrown away a moment ago."""
    return Draft.objects.filter(pk=draft_id).first() if draft_id else None


def list_drafts(ids: Collection[str], plan: Plan | None = None) -> list[Draft]:
    """Those of the drafts that can be gone on with, the newest first, without what they hold."""
    if not ids:
        return []
    kept = Draft.objects.filter(pk__in=ids).exclude(packed=b"")
    if plan is not None:
        kept = kept.filter(plan=plan, thrown=None)
    return list(kept.order_by("-changed").defer("packed"))


def newest_of(ids: Sequence[str]) -> list[str]:
    """Those of the ids that still are drafts, the one changed last first."""
    return list(Draft.objects.filter(pk__in=ids).order_by("-changed").values_list("pk", flat=True))


def forgettable(now: datetime, days: int = KEPT_DAYS) -> QuerySet[Draft]:
    """The drafts that nobody changed for so long, or that were thrown away."""
    untouched = Q(changed__lt=now - timedelta(days=days))
    return Draft.objects.filter(untouched | Q(thrown__lt=now - BACK_WITHIN))


def _forget_some() -> None:
    """Forget a few drafts whose time is over, but for those that others are at."""
    with transaction.atomic():
        old = forgettable(timezone.now()).select_for_update(skip_locked=True)
        ids = list(old.values_list("pk", flat=True)[:FORGOTTEN_AT_ONCE])
        if ids:
            Draft.objects.filter(pk__in=ids).delete()


def _columns(content: Content) -> dict[str, object]:
    packed = zlib.compress(history_text(content.history, content.aside).encode(), level=1)
    if len(packed) > LARGEST_DRAFT:
        raise DraftTooLargeError
    return {
        # as it was typed; PostgreSQL has no text with a NUL in it
        "title": content.title.replace("\0", "")[:LONGEST_TITLE],
        "products": content.products[:LONGEST_PRODUCTS].rpartition(" ")[0]
        if len(content.products) > LONGEST_PRODUCTS
        else content.products,
        "packed": packed,
        "changed": timezone.now(),
    }
