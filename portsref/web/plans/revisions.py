"""Everything that is ever written about plans: a new plan, a new revision."""

import json
from dataclasses import dataclass

from django.db import transaction

from portsref.planning.rules import RuleSet
from portsref.planning.stored import rule_set_data
from portsref.web.plans.keys import hash_of, new_edit_key
from portsref.web.plans.models import LONGEST_NOTE, Plan, Revision


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


@transaction.atomic
def save_new_plan(rule_set: RuleSet, note: str = "") -> Saved:
    """Save a plan with its first revision, and make its edit key."""
    edit_key = new_edit_key()
    plan = Plan.objects.create(edit_key_hash=hash_of(edit_key))
    return Saved(_add_revision(plan, 1, rule_set, note), edit_key)


@transaction.atomic
def save_revision(plan: Plan, rule_set: RuleSet, *, base: int, note: str = "") -> Revision:
    """Save the next revision of a plan that was edited from revision `base`.

    Raises `OvertakenError` where `base` is no longer the newest. Whoever saves holds the plan's row
    until he is done (on SQLite the whole database), so numbers have neither gaps nor twins.
    """
    Plan.objects.select_for_update().get(pk=plan.pk)
    newest = plan.revisions.order_by("-number")[0]
    if newest.number != base:
        raise OvertakenError(newest)
    return _add_revision(plan, newest.number + 1, rule_set, note)


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
