"""Reading plans: by their id, with what a page shows of them."""

import json
import re
from contextlib import suppress
from dataclasses import dataclass
from functools import cache

from django.db import connection
from django.db.models import OuterRef, Subquery

from portsref.documents.problems import ProblemsError
from portsref.planning.document import PlanDocument, document_from
from portsref.planning.numbering import RuleNumbers
from portsref.planning.rules import RuleSet
from portsref.planning.stored import UnknownFormError, rule_set_from
from portsref.web.plans.keys import fits, hash_of
from portsref.web.plans.models import Decision, DeletedPlan, Plan, Revision


def find_revision(plan_id: str, number: int | None = None) -> Revision:
    """A revision with its plan, the newest one without a number; raises `Revision.DoesNotExist`."""
    wanted = {} if number is None else {"number": number}
    found = Revision.objects.select_related("plan").filter(plan_id=plan_id, **wanted).first()
    if found is None:
        raise Revision.DoesNotExist
    return found


@dataclass(frozen=True, slots=True)
class RevisionState:
    """All that a page about a revision shows and that can change, whatever the catalogue does.

    `decision` is the number of the newest decision about the plan; 0 where there is none. `checks`
    counts how often what is kept of checks changed.
    """

    number: int
    newest: int
    catalogue_digest: str
    decision: int
    checks: int = 0


def find_state(plan_id: str, number: int | None = None) -> RevisionState:
    """The state of a revision, the newest one without a number; raises `Revision.DoesNotExist`.

    One cheap query that tells whether a page which was rendered before still holds.
    """
    with connection.cursor() as cursor:
        cursor.execute(_numbers_and_digests(), [plan_id])
        found = cursor.fetchall()
    digests: dict[int, str] = {number: digest for number, digest, *_ in found}
    newest = max(digests, default=0)
    shown = newest if number is None else number
    if shown not in digests:
        raise Revision.DoesNotExist
    _number, _digest, decision, checks = found[0]
    return RevisionState(shown, newest, digests[shown], decision or 0, checks)


@cache
def _numbers_and_digests() -> str:
    """The query, written once: that takes ten times as long as its answer."""
    decisions = Decision.objects.filter(plan_id=OuterRef("plan_id")).order_by("-pk")
    newest = Subquery(decisions.values("pk")[:1])
    revisions = Revision.objects.filter(plan_id="").order_by()
    found = revisions.values_list("number", "catalogue_digest", newest, "plan__checks_version")
    sql, _parameters = found.query.sql_with_params()
    return str(sql)


def find_editable(plan_id: str, key: str) -> Plan | None:
    """The plan, for whoever has its edit key."""
    plan = Plan.objects.filter(pk=plan_id).first()
    return plan if plan and fits(key, plan.edit_key_hash) else None


def find_deleted(plan_id: str) -> DeletedPlan | None:
    """When the plan was deleted, if it was."""
    return DeletedPlan.objects.filter(pk=hash_of(plan_id)).first()


def list_revisions(plan_id: str) -> list[Revision]:
    """All revisions of a plan, newest first, without their documents."""
    return list(
        Revision.objects.filter(plan_id=plan_id).defer("document", "rule_set", "packed_rules")
    )


class UnreadableRevisionError(ValueError):
    """A revision that another version of portsref saved, in a form that this one cannot read."""


def stored_document(revision: Revision) -> PlanDocument:
    """The plan document as it was saved; raises `UnreadableRevisionError`."""
    try:
        return document_from(json.loads(revision.document))
    except ProblemsError as error:
        raise UnreadableRevisionError(str(error)) from error


def stored_rules(revision: Revision) -> RuleSet:
    """The rules as they were when the revision was saved, whatever the catalogue says today.

    With the numbers that they have in their plan. Raises `UnreadableRevisionError`.
    """
    return find_numbers(revision.plan).given_to(_saved_rules(revision))


def _saved_rules(revision: Revision) -> RuleSet:
    document = stored_document(revision)
    try:
        return rule_set_from(json.loads(revision.rules_text), document)
    except UnknownFormError as error:
        raise UnreadableRevisionError(str(error)) from error


def find_numbers(plan: Plan) -> RuleNumbers:
    """The numbers of the rules of a plan.

    They are kept when a revision is saved. Of a plan whose revisions are all older than that they
    are counted each time, from the first revision on, as saving the next one will.
    """
    if plan.rule_numbers is not None:
        return RuleNumbers.unpacked(bytes(plan.rule_numbers))
    numbers = RuleNumbers()
    for revision in plan.revisions.order_by("number").iterator(chunk_size=1):
        with suppress(UnreadableRevisionError):
            numbers = numbers.with_rules_of(_saved_rules(revision))
    return numbers


def number_in(text: str) -> int:
    """The number of a revision as a form or an address has it; 0, which none has, for all else."""
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else 0
