"""From what a reviewer asks for to a decision: about what he saw, and nothing said twice."""

from collections.abc import Sequence
from dataclasses import dataclass

from portsref.planning.rules import RuleSet
from portsref.reviewing.decisions import Decision
from portsref.reviewing.review import Review, RuleReview
from portsref.web.plans.review.forms import Asked, Wanted
from portsref.web.plans.review.queries import NOTHING_SAID, Reviewed
from portsref.web.plans.review.recording import Said, record_decision
from portsref.web.plans.review.sheet import ReviewedRule, rules_in, rules_wanted


class OtherRulesError(Exception):
    """A form names another number of rules than there are: somebody would decide unseen."""


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a decision: its number, about how many rules, and how many it `left` alone.

    Left alone are rules about which the same person has said this already, and those about which
    somebody has decided since the page was read: of one rule that is only the same person, of many
    at once anybody. The number is 0 where that is all of them.
    """

    number: int = 0
    count: int = 0
    left: int = 0


def decide(rule_set: RuleSet, reviewed: Reviewed, wanted: Wanted, said: Said) -> Done:
    """Record a decision about the rules that `wanted` names.

    Raises `OtherRulesError`, `NoLongerReviewableError` and `TooManyDecisionsError`.
    """
    rules = _rules_wanted(rule_set, reviewed, wanted)
    if not rules or (not wanted.rule and len(rules) != wanted.count):
        raise OtherRulesError
    now = reviewed.about({one.identity for one in rules}).review(rule_set, wanted.revision)
    return record_fresh(said, rules, now, seen=wanted.seen, by_anybody=not wanted.rule)


def _rules_wanted(
    rule_set: RuleSet, reviewed: Reviewed, wanted: Wanted
) -> tuple[ReviewedRule, ...]:
    """The rules that a form decides about, by the state that its reader saw."""
    if wanted.rule:  # whatever its state was
        rules = rules_in(rule_set, NOTHING_SAID.review(rule_set, wanted.revision), Asked())
        return tuple(one for one in rules if one.identity == wanted.rule)
    seen = reviewed.until(wanted.seen).review(rule_set, wanted.revision)
    return rules_wanted(rule_set, seen, wanted)


def record_fresh(
    said: Said,
    rules: Sequence[ReviewedRule],
    now: Review,
    *,
    seen: int,
    by_anybody: bool = False,
) -> Done:
    """Record a decision about those of the rules that are not to be left alone, as `Done` says.

    `by_anybody` leaves alone also what other people decided about since `seen`. Raises
    `NoLongerReviewableError` and `TooManyDecisionsError`.
    """

    def is_settled(one: ReviewedRule) -> bool:
        review = now.of(one.rule)
        since = (decision for decision in review.history if decision.number > seen)
        return _is_same(review, said) or any(
            by_anybody or decision.person == said.person for decision in since
        )

    fresh = [one.now for one in rules if not is_settled(one)]
    left = len(rules) - len(fresh)
    if not fresh:
        return Done(left=left)
    return Done(record_decision(said, now.revision, fresh).pk, len(fresh), left)


def _is_same(review: RuleReview, said: Said) -> bool:
    """Tell whether the newest decision about a rule is this very one: a form that is sent twice."""
    newest = review.decision
    return newest is not None and (
        (newest.person, newest.verdict, newest.comment) == (said.person, said.verdict, said.comment)
    )


def said_meanwhile(reviewed: Reviewed, decision: int, seen: int) -> tuple[Decision, ...]:
    """What other people decided about the same rules since somebody read the page, oldest first."""
    mine = next((one for one in reviewed.decisions if one.number == decision), None)
    if mine is None:
        return ()
    about = {one.rule for one in reviewed.rules if one.decision == decision}
    touching = {one.decision for one in reviewed.rules if one.rule in about}
    return tuple(
        one
        for one in reviewed.decisions
        if seen < one.number < decision and one.number in touching and one.person != mine.person
    )
