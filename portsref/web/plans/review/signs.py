"""What stands on the rows of a plan's own page: the state of each rule, and who said so."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from portsref.planning.rules import Rule, RuleSet
from portsref.reviewing.review import Review
from portsref.web.plans.reading.rule_rows import key_of
from portsref.web.plans.review.words import SignText, say_moment, say_person, say_sign
from portsref.web.shared.joining import items


@dataclass(frozen=True, slots=True)
class RowSign:
    """The sign of a rule, who said so and when, and the address of the rule in the review."""

    sign: SignText
    said: str
    address: str


class RowSigns:
    """The signs of the rules of a revision, by the ids of their rows."""

    def __init__(self, plan_id: str, rule_set: RuleSet, review: Review) -> None:
        self._address = reverse("plans:review", args=[plan_id])
        self._rule_set = rule_set
        self._review = review

    @cached_property
    def _rules(self) -> Mapping[str, Rule]:
        return {key_of(rule): rule for rule in self._rule_set.all_rules}

    def of(self, key: str) -> RowSign | None:
        """The sign of a rule; none where nobody decided about any, or no rule has this id."""
        rule = self._rules.get(key) if self._review.rules else None
        if rule is None:
            return None
        found = self._review.of(rule)
        decision = found.decision
        said = items((say_person(decision), say_moment(decision.made))) if decision else ""
        return RowSign(say_sign(found), said, f"{self._address}?at={key}#{key}")
