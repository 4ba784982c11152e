"""Everything that is ever written about plans: new plans, revisions, keys, and that one is gone.

Whoever writes about a saved plan holds its row until he is done (on SQLite the whole database), so
numbers have neither gaps nor twins, and a key that was replaced opens nothing any more.
"""

import json
import zlib
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from portsref.planning.rules import RuleSet
from portsref.planning.stored import rule_set_data
from portsref.web.plans.keys import hash_of, new_edit_key
from portsref.web.plans.models import LONGEST_NOTE, DeletedPlan, Plan, Revision, today
from portsref.web.plans.queries import find_numbers

LARGEST_RULES = 1024 * 1024  # compressed; 20,000 rules take half of it


@dataclass(frozen=True, slots=True)
class Saved:
    """What was saved; the edit key is known to nobody else from here on."""

    revision: Revision
    edit_key: str


class TooLargeToSaveError(Exception):
    """The rules of a plan take more room than one revision may."""


class OvertakenError(Exception):
    """Somebody else saved a revision since the one that was edited."""

    def __init__(self, newest: Revision) -> None:
        self.newest = newest
        super().__init__(f"revision {newest.number} was saved meanwhile")


class NoLongerEditableError(Exception):
    """The plan was deleted, or its edit key replaced, since the plan was read."""


@transaction.atomic
def save_new_plan(rule_set: RuleSet, note: str = "") -> Saved:
    """Save a plan with its first revision, and make its edit key; raises `TooLargeToSaveError`."""
    edit_key = new_edit_key()
    plan = Plan.objects.create(edit_key_hash=hash_of(edit_key), rule_numbers=b"")
    return Saved(_add_revision(plan, 1, rule_set, note), edit_key)


@transaction.atomic
def save_revision(plan: Plan, rule_set: RuleSet, *, base: int, note: str = "") -> Revision:
    """Save the next revision of a plan that was edited from revision `base`.

    Raises `OvertakenError` where `base` is no longer the newest, `NoLongerEditableError`, and
    `TooLargeToSaveError`.
    """
    held = hold_for_editing(plan)
    return _add_revision(held, _next_number(held, base), rule_set, note)


@transaction.atomic
def restore_revision(plan: Plan, number: int, *, base: int, note: str) -> Revision:
    """Save an old revision once more as the next one: its document, its rules, its catalogue.

    Raises `Revision.DoesNotExist`, `OvertakenError` and `NoLongerEditableError`.
    """
    next_number = _next_number(hold_for_editing(plan), base)
    old = plan.revisions.get(number=number)
    return Revision.objects.create(
        plan=plan,
        number=next_number,
        title=old.title,
        note=note[:LONGEST_NOTE],
        document=old.document,
        rule_set=old.rule_set,
        packed_rules=old.packed_rules,
        catalogue_date=old.catalogue_date,
        catalogue_digest=old.catalogue_digest,
    )


@transaction.atomic
def replace_edit_key(plan: Plan) -> str:
    """Make a new edit key and return it; the old one opens nothing from here on.

    Raises `NoLongerEditableError`, also for the second of two who replace the same key.
    """
    hold_for_editing(plan)
    edit_key = new_edit_key()
    plan.edit_key_hash = hash_of(edit_key)
    plan.save(update_fields=["edit_key_hash"])
    return edit_key


@transaction.atomic
def delete_plan(plan: Plan) -> None:
    """Remove a plan with all its revisions for good; raises `NoLongerEditableError`."""
    hold_for_editing(plan)
    DeletedPlan.objects.create(id_hash=hash_of(plan.pk))
    plan.delete()


def note_opened(plan_id: str) -> None:
    """Remember that somebody opened a plan today; a statement that mostly changes nothing."""
    Plan.objects.filter(pk=plan_id, opened__lt=today()).update(opened=today())


def unopened_since(day: date) -> QuerySet[Plan]:
    """The plans that nobody opened on that day or later."""
    return Plan.objects.filter(opened__lt=day)


def hold_for_editing(plan: Plan) -> Plan:
    """Let nobody else write about the plan until this transaction ends; it as it is now."""
    held = Plan.objects.select_for_update().filter(pk=plan.pk, edit_key_hash=plan.edit_key_hash)
    found = held.first()
    if found is None:
        raise NoLongerEditableError
    return found


def _next_number(plan: Plan, base: int) -> int:
    note_opened(plan.pk)
    newest = plan.revisions.order_by("-number")[0]
    if newest.number != base:
        raise OvertakenError(newest)
    return newest.number + 1


def _add_revision(plan: Plan, number: int, rule_set: RuleSet, note: str) -> Revision:
    """Save a revision of a plan that is held, and give numbers to its rules."""
    plan.rule_numbers = find_numbers(plan).with_rules_of(rule_set).packed
    plan.save(update_fields=["rule_numbers"])
    return Revision.objects.create(
        plan=plan,
        number=number,
        title=rule_set.document.title,
        note=note[:LONGEST_NOTE],
        document=rule_set.document.as_json(),
        packed_rules=packed_rules(rule_set),
        catalogue_date=rule_set.catalogue_date,
        catalogue_digest=rule_set.catalogue_digest,
    )


def packed_rules(rule_set: RuleSet) -> bytes:
    """The stored form of the rules, compressed; raises `TooLargeToSaveError`."""
    packed = zlib.compress(_compact(rule_set_data(rule_set)).encode(), level=6)
    if len(packed) > LARGEST_RULES:
        raise TooLargeToSaveError
    return packed


def _compact(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
