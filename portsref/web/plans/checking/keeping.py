"""Everything that is ever written of a check: that it is kept, and that it is thrown away.

Both are done while the plan is held, so that a key which was replaced keeps nothing any more, and
there are never more than a plan may have.
"""

import json
import zlib
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F

from portsref.web.plans.models import LONGEST_SOURCE, KeptCheck, Plan
from portsref.web.plans.saving import hold_for_editing, note_opened

MOST_KEPT = 50  # of one plan
LARGEST_KEPT = 512 * 1024  # compressed; that of a plan of 20,000 rules takes half of it


@dataclass(frozen=True, slots=True)
class ToKeep:
    """A check that somebody wants to be kept: of which revision, what was read, what was said."""

    revision: int
    kind: str
    group: str
    source: str
    data: dict[str, Any]


class TooMuchToKeepError(Exception):
    """A check takes more room than one may, or a plan has as many of them as it may."""


@transaction.atomic
def keep_check(plan: Plan, check: ToKeep) -> KeptCheck:
    """Keep a check, in the place of the one of the same kind, group and source, if there is one.

    Raises `TooMuchToKeepError` and `NoLongerEditableError`.
    """
    packed = packed_check(check.data)
    held = hold_for_editing(plan)
    same = {"kind": check.kind, "group": check.group, "source": check.source[:LONGEST_SOURCE]}
    held.kept_checks.filter(**same).delete()
    if held.kept_checks.count() >= MOST_KEPT:
        raise TooMuchToKeepError
    _note_change(held)
    return KeptCheck.objects.create(plan=held, revision=check.revision, packed=packed, **same)


@transaction.atomic
def throw_away(plan: Plan, number: int) -> None:
    """Remove one kept check of a plan, if it is there; raises `NoLongerEditableError`."""
    held = hold_for_editing(plan)
    if held.kept_checks.filter(pk=number).delete()[0]:
        _note_change(held)


def packed_check(data: dict[str, Any]) -> bytes:
    """The stored form of what a check said; raises `TooMuchToKeepError`."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    packed = zlib.compress(text.encode(errors="replace"), level=6)
    if len(packed) > LARGEST_KEPT:
        raise TooMuchToKeepError
    return packed


def unpacked_check(packed: bytes) -> dict[str, Any]:
    """What `packed_check` was given."""
    data: dict[str, Any] = json.loads(zlib.decompress(packed))
    return data


def _note_change(plan: Plan) -> None:
    """Have pages about the plan made anew, and the plan count as one that is used."""
    note_opened(plan.pk)
    Plan.objects.filter(pk=plan.pk).update(checks_version=F("checks_version") + 1)
