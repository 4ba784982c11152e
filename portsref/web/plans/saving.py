"""Everything that is ever written about plans: new plans, revisions, keys, and that one is gone.

Whoever writes about a saved plan holds its row until he is done (on SQLite the whole database), so
numbers have neither gaps nor twins, and a key that was replaced opens nothing any more.
"""

import json
from dataclasses import dataclass

from django.db import transaction

from portsref.planning.rules import RuleSet
from portsref.planning.stored import rule_set_data
from portsref.web.plans.keys import hash_of, new_edit_key
from portsref.web.plans.models import LONGEST_NOTE, DeletedPlan, Plan, Revision


@dataclass(frozen=True, slots=True)
class Saved:
    """What was saved; the edit key is known to nobody else from here on."""

    revision: Revision
    edit_key: str


class OvertakenError(Exception):
    """Somebody else saved a revision since the one that was edited."""

    def __init__(self, newest: Revision) -> None:
        self.newest = newest
        super().__init__(f"revision {newest.number} was saved meanwhile")


class NoLongerEditableError(Exception):
    """The plan was deleted, or its edit key replaced, since the plan was read."""


@transaction.atomic
def save_new_plan(rule_set: RuleSet, note: str = "") -> Saved:
    """Save a plan with its first revision, and make its edit key."""
    edit_key = new_edit_key()
    plan = Plan.objects.create(edit_key_hash=hash_of(edit_key))
    return Saved(_add_revision(plan, 1, rule_set, note), edit_key)


@transaction.atomic
def save_revision(plan: Plan, rule_set: RuleSet, *, base: int, note: str = "") -> Revision:
    """Save the next revision of a plan that was edited from revision `base`.

    Raises `OvertakenError` where `base` is no longer the newest, and `NoLongerEditableError`.
    """
    return _add_revision(plan, _next_number(plan, base), rule_set, note)


@transaction.atomic
def restore_revision(plan: Plan, number: int, *, base: int, note: str) -> Revision:
    """Save an old revision once more as the next one: its document, its rules, its catalogue.

    Raises `Revision.DoesNotExist`, `OvertakenError` and `NoLongerEditableError`.
    """
    next_number = _next_number(plan, base)
    old = plan.revisions.get(number=number)
    return Revision.objects.create(
        plan=plan,
        number=next_number,
        title=old.title,
        note=note[:LONGEST_NOTE],
        document=old.document,
        rule_set=old.rule_set,
        catalogue_date=old.catalogue_date,
        catalogue_digest=old.catalogue_digest,
    )


@transaction.atomic
def replace_edit_key(plan: Plan) -> str:
    """Make a new edit key and return it; the old one opens nothing from here on.

    Raises `NoLongerEditableError`, also for the second of two who replace the same key.
    """
    _hold(plan)
    edit_key = new_edit_key()
    plan.edit_key_hash = hash_of(edit_key)
    plan.save(update_fields=["edit_key_hash"])
    return edit_key


@transaction.atomic
def delete_plan(plan: Plan) -> None:
    """Remove a plan with all its revisions for good; raises `NoLongerEditableError`."""
    _hold(plan)
    DeletedPlan.objects.create(id_hash=hash_of(plan.pk))
    plan.delete()


def _hold(plan: Plan) -> None:
    """Let nobody else write about the plan until this transaction ends."""
    held = Plan.objects.select_for_update().filter(pk=plan.pk, edit_key_hash=plan.edit_key_hash)
    if held.first() is None:
        raise NoLongerEditableError


def _next_number(plan: Plan, base: int) -> int:
    _hold(plan)
    newest = plan.revisions.order_by("-number")[0]
    if newest.number != base:
        raise OvertakenError(newest)
    return newest.number + 1


def _add_revision(plan: Plan, number: int, rule_set: RuleSet, note: str) -> Revision:
    return Revision.objects.create(
        plan=plan,
        number=number,
        title=rule_set.document.title,
        note=note[:LONGEST_NOTE],
        document=_compact(rule_set.document.as_data()),
        rule_set=_compact(rule_set_data(rule_set)),
        catalogue_date=rule_set.catalogue_date,
        catalogue_digest=rule_set.catalogue_digest,
    )


def _compact(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
