"""Reading what reviewers said about a plan, in a number of queries that grows with nothing."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Max

from portsref.planning.rules import RuleSet
from portsref.reviewing.decisions import Answer, DecidedRule, Decision, Verdict
from portsref.reviewing.review import Review, review_of
from portsref.web.plans import models


@dataclass(frozen=True, slots=True)
class Reviewed:
    """All decisions about a plan, oldest first, and the rules that they are about."""

    decisions: tuple[Decision, ...] = ()
    rules: tuple[DecidedRule, ...] = ()

    @property
    def newest(self) -> int:
        """The number of the newest decision; 0 where there is none."""
        return self.decisions[-1].number if self.decisions else 0

    def until(self, number: int) -> "Reviewed":
        """What there was once the decision of that number was the newest."""
        if self.newest <= number:
            return self
        return Reviewed(
            tuple(one for one in self.decisions if one.number <= number),
            tuple(one for one in self.rules if one.decision <= number),
        )

    def about(self, rules: Collection[str]) -> "Reviewed":
        """What was said about some rules, by their identities."""
        return Reviewed(self.decisions, tuple(one for one in self.rules if one.rule in rules))

    def review(self, rule_set: RuleSet, revision: int) -> Review:
        """The state of the rules of a revision, as they were saved."""
        return review_of(rule_set, revision, self.decisions, self.rules)


NOTHING_SAID = Reviewed()


def find_review(revision: models.Revision, rule_set: RuleSet) -> Review:
    """The review of the rules of a revision, as they were saved."""
    return find_reviewed(revision.plan_id).review(rule_set, revision.number)


def list_decisions(plan_id: str) -> list[Decision]:
    """All decisions about a plan with their answers, oldest first: two queries."""
    answers: defaultdict[int, list[Answer]] = defaultdict(list)
    rows = models.Answer.objects.filter(decision__plan_id=plan_id).order_by("pk")
    for number, decision, made, comment in rows.values_list("pk", "decision_id", "made", "comment"):
        answers[decision].append(Answer(number, made, comment))
    found = models.Decision.objects.filter(plan_id=plan_id).select_related("link").order_by("pk")
    return [_decision(row, tuple(answers[row.pk])) for row in found]


def newest_answer(plan_id: str) -> int:
    """The number of the newest answer to a decision about a plan; 0 where there is none."""
    answers = models.Answer.objects.filter(decision__plan_id=plan_id)
    return answers.aggregate(newest=Max("pk"))["newest"] or 0


def find_reviewed(plan_id: str) -> Reviewed:
    """All that was said about a plan: three queries, or one where nobody said anything."""
    if not models.Decision.objects.filter(plan_id=plan_id).exists():
        return NOTHING_SAID
    rows = models.DecidedRule.objects.filter(decision__plan_id=plan_id)
    rules = rows.order_by().values_list("decision_id", "rule", "contents", "parts")
    return Reviewed(tuple(list_decisions(plan_id)), tuple(map(DecidedRule._make, rules.iterator())))


def _decision(row: models.Decision, answers: tuple[Answer, ...]) -> Decision:
    verdict: Verdict = row.verdict  # type: ignore[assignment]  # one of these, as the model has it
    return Decision(
        number=row.pk,
        made=row.made,
        revision=row.revision,
        verdict=verdict,
        name=row.name,
        team=row.link.label,
        link=row.link_id,
        comment=row.comment,
        count=row.count,
        answers=answers,
    )
