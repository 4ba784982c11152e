"""The state of a review: decisions of all times, folded over the rules of one revision.

A decision is about a rule as it was. It holds in every revision in which the rule has the same
contents, whoever saved what in between; the newest of several is the state, and what other people
say otherwise stands beside it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from portsref.planning.identity import contents_of, identities_of
from portsref.planning.rules import Rule, RuleSet
from portsref.reviewing.decisions import VERDICTS, DecidedRule, Decision, Verdict
from portsref.reviewing.parts import Part, changed_parts, parts_of


@dataclass(frozen=True, slots=True)
class RuleReview:
    """What is said about one rule.

    `decision` is the newest about the rule as it is, `against` what other people said last about
    it and that differs. `before` is the newest about the rule as it was, where nobody said anything
    since it `changed`. `history` has everything, newest first.
    """

    state: Verdict = "open"
    decision: Decision | None = None
    against: tuple[Decision, ...] = ()
    before: Decision | None = None
    changed: tuple[Part, ...] = ()
    history: tuple[Decision, ...] = ()


UNDECIDED = RuleReview()


@dataclass(frozen=True)
class Review:
    """The state of the rules of one revision, by their names; `count` is how many there are.

    `decisions` are all about the plan, oldest first, also those about rules that are gone.
    """

    revision: int
    count: int
    rules: Mapping[str, RuleReview] = field(default_factory=dict)
    decisions: tuple[Decision, ...] = ()

    def of(self, rule: Rule) -> RuleReview:
        """What is said about a rule of the revision, which is not merged with others."""
        return self.rules.get(rule.name, UNDECIDED)

    @cached_property
    def counts(self) -> Mapping[Verdict, int]:
        """How many rules are in each state."""
        found = Counter(review.state for review in self.rules.values())
        found["open"] += self.count - len(self.rules)
        return {verdict: found[verdict] for verdict in VERDICTS}

    @property
    def is_approved(self) -> bool:
        """Tell whether every rule is approved."""
        return 0 < self.count == self.counts["approved"]

    @cached_property
    def approvals(self) -> tuple[Decision, ...]:
        """The decisions by which all rules are approved, oldest first; none where some are not."""
        if not self.is_approved:
            return ()
        found = {one.decision.number: one.decision for one in self.rules.values() if one.decision}
        return tuple(found[number] for number in sorted(found))


def review_of(
    rule_set: RuleSet, revision: int, decisions: Iterable[Decision], decided: Iterable[DecidedRule]
) -> Review:
    """Fold decisions over rules that are neither merged nor narrowed."""
    by_number = {decision.number: decision for decision in decisions}
    by_rule: defaultdict[str, list[DecidedRule]] = defaultdict(list)
    for one in decided:
        if one.decision in by_number:
            by_rule[one.rule].append(one)
    rules = rule_set.all_rules
    names = zip(rules, identities_of(rules), strict=True) if by_rule else ()
    found = {
        rule.name: _rule_review(rule, by_rule[identity], by_number)
        for rule, identity in names
        if identity in by_rule
    }
    told = tuple(by_number[number] for number in sorted(by_number))
    return Review(revision, len(rules), found, told)


def _rule_review(
    rule: Rule, said: Iterable[DecidedRule], decisions: Mapping[int, Decision]
) -> RuleReview:
    newest_first = sorted(said, key=lambda one: one.decision, reverse=True)
    history = tuple(decisions[one.decision] for one in newest_first)
    contents = contents_of(rule)
    as_it_is = [decisions[one.decision] for one in newest_first if one.contents == contents]
    if not as_it_is:
        if history[0].verdict == "open":
            return RuleReview(history=history)
        changed = changed_parts(newest_first[0].parts, parts_of(rule))
        return RuleReview(before=history[0], changed=changed, history=history)
    newest = as_it_is[0]
    against = tuple(_against(newest, as_it_is))
    return RuleReview(newest.verdict, newest, against, history=history)


def _against(newest: Decision, said: Iterable[Decision]) -> Iterator[Decision]:
    """What others said last and that differs, of decisions that come newest first."""
    persons = {newest.person}
    for decision in said:
        if decision.person not in persons:
            persons.add(decision.person)
            if decision.verdict not in {newest.verdict, "open"}:
                yield decision
