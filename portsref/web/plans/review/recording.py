"""Everything that is ever written about a review: decisions, and answers to them.

Both are inserted while the plan is held, so that a key which was replaced decides nothing any more,
numbers of decisions grow in their order, and a plan that is deleted takes all of them along.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Sum

from portsref.reviewing.decisions import Verdict
from portsref.web.plans.models import Answer, DecidedRule, Decision, Plan, ReviewLink
from portsref.web.plans.saving import hold_for_editing

MOST_DECISIONS = 5_000  # about one plan
MOST_DECIDED_RULES = 100_000  # in all of them together: five times the largest plan
MOST_ANSWERS = 5_000


class NoLongerReviewableError(Exception):
    """The plan was deleted, or the link replaced or withdrawn, since the page was read."""


class TooManyDecisionsError(Exception):
    """A plan has as many decisions or answers as one may."""


class RuleNow(NamedTuple):
    """A rule as it is when somebody decides about it, as `DecidedRule` keeps it."""

    rule: str
    contents: str
    parts: str


@dataclass(frozen=True, slots=True)
class Said:
    """What a reviewer says who came by a link, in texts that were read already."""

    link: ReviewLink
    name: str
    verdict: Verdict
    comment: str = ""

    @property
    def person(self) -> tuple[int, str]:
        """Who says it, as `Decision.person`."""
        return self.link.pk, self.name


@transaction.atomic
def record_decision(said: Said, revision: int, rules: Sequence[RuleNow]) -> Decision:
    """Insert one decision about at least one rule.

    Raises `NoLongerReviewableError` and `TooManyDecisionsError`.
    """
    link = said.link
    _hold(link)
    _refuse_too_many(link.plan_id, len(rules))
    decision = Decision.objects.create(
        plan_id=link.plan_id,
        link=link,
        revision=revision,
        name=said.name,
        verdict=said.verdict,
        comment=said.comment,
        count=len(rules),
    )
    _insert(decision, rules)
    return decision


def _insert(decision: Decision, rules: Iterable[RuleNow]) -> None:
    """Insert the rules of a decision, of which 20,000 as objects would take most of a request."""
    table = connection.ops.quote_name(DecidedRule._meta.db_table)
    columns = ", ".join(map(connection.ops.quote_name, ("decision_id", *RuleNow._fields)))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({columns}) VALUES (%s, %s, %s, %s)",  # noqa: S608 - our own names
            [(decision.pk, *rule) for rule in rules],
        )


@transaction.atomic
def record_answer(plan: Plan, decision: int, comment: str) -> Answer:
    """Insert an answer to a decision about a plan.

    Raises `Decision.DoesNotExist`, `NoLongerEditableError` and `TooManyDecisionsError`.
    """
    hold_for_editing(plan)
    found = plan.decisions.get(pk=decision)
    if Answer.objects.filter(decision__plan=plan).count() >= MOST_ANSWERS:
        raise TooManyDecisionsError
    same: Answer | None = found.answers.order_by("-pk").first()
    if same is not None and same.comment == comment:  # sent twice
        return same
    return Answer.objects.create(decision=found, comment=comment)


def _hold(link: ReviewLink) -> None:
    """Let nobody else write about the plan until this transaction ends, if the link still works."""
    plans = Plan.objects.select_for_update().filter(pk=link.plan_id)
    links = ReviewLink.objects.filter(pk=link.pk, key_hash=link.key_hash, withdrawn__isnull=True)
    if plans.first() is None or not links.exists():
        raise NoLongerReviewableError


def _refuse_too_many(plan_id: str, rules: int) -> None:
    decisions = Decision.objects.filter(plan_id=plan_id)
    decided = decisions.aggregate(sum=Sum("count"))["sum"] or 0
    if decided + rules > MOST_DECIDED_RULES or decisions.count() >= MOST_DECISIONS:
        raise TooManyDecisionsError
