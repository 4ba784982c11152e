"""The review of one revision as a page shows it: rules between ends, with what was said."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from portsref.catalogue.catalogue import Catalogue
from portsref.planning.identity import contents_of, identities_of
from portsref.planning.rules import Rule, RuleSet
from portsref.reviewing.parts import parts_of
from portsref.reviewing.review import Review, RuleReview
from portsref.web.plans.reading.rule_rows import RuleRows, RuleText, key_of
from portsref.web.plans.review.forms import Asked, Wanted
from portsref.web.plans.review.recording import RuleNow
from portsref.web.plans.review.words import (
    DecisionText,
    SignText,
    say_decision,
    say_sign,
)

MOST_ROWS = 200  # of a page, each of which has a form
MOST_ADDRESSES_SHOWN = 4
MOST_HISTORY = 20  # decisions about a rule that a page shows


@dataclass(frozen=True, slots=True)
class ReviewedRule:
    """A rule with its identity, and what is said about it."""

    identity: str
    rule: Rule
    review: RuleReview

    @property
    def ends(self) -> tuple[object, ...]:
        """What it has in common with other rules under one heading."""
        source, destination = self.rule.source, self.rule.destination
        return source.kind, source.name, destination.kind, destination.name

    @property
    def now(self) -> RuleNow:
        """What a decision keeps of it."""
        return RuleNow(self.identity, contents_of(self.rule), parts_of(self.rule))


@dataclass(frozen=True, slots=True)
class ReviewedText:
    """One rule as a row; `said` is the newest, before `against` and the rest of the `history`.

    `is_approved_by_reader` is true where whoever looks at it has approved it himself.
    """

    identity: str
    anchor: str
    rule: RuleText
    sign: SignText
    said: DecisionText | None
    against: tuple[DecisionText, ...]
    history: tuple[DecisionText, ...]
    is_approved_by_reader: bool


@dataclass(frozen=True, slots=True)
class ReviewedGroup:
    """Rules from one end to another; `at_once` counts those on all pages that one may decide about.

    `key` is the identity of the first of these.
    """

    key: str
    source: str
    destination: str
    addresses: tuple[str, str]
    rows: tuple[ReviewedText, ...]
    at_once: int


class ReviewSheet:
    """The rules of a revision that somebody asked for, with the state of each."""

    def __init__(
        self,
        rule_set: RuleSet,
        catalogue: Catalogue,
        review: Review,
        asked: Asked,
        *,
        reader: tuple[int, str],
    ) -> None:
        self.rule_set = rule_set
        self.review = review
        self.asked = asked
        self._reader = reader
        self._words = RuleRows(catalogue, rule_set)

    @cached_property
    def listed(self) -> tuple[ReviewedRule, ...]:
        """The rules in the state that was asked for, or all, in the order of the plan."""
        return tuple(rules_in(self.rule_set, self.review, self.asked))

    @property
    def count(self) -> int:
        """How many rules are in the list."""
        return len(self.listed)

    @cached_property
    def at_once(self) -> int:
        """How many rules of the list one may decide about at once."""
        return sum(1 for _ in rules_at_once(self.listed, self.asked))

    @property
    def pages(self) -> int:
        """How many pages the list takes."""
        return max(1, -(-self.count // MOST_ROWS))

    @cached_property
    def page(self) -> int:
        """The page that is shown: the last where a later one is asked for."""
        return min(self._page_of(self.asked.at) or self.asked.page, self.pages)

    def _page_of(self, anchor: str) -> int:
        """The page that a rule stands on; 0 where it stands on none."""
        anchors = (anchor_of(one) for one in self.listed) if anchor else ()
        places = (place for place, one in enumerate(anchors) if one == anchor)
        return next((place // MOST_ROWS + 1 for place in places), 0)

    @cached_property
    def groups(self) -> tuple[ReviewedGroup, ...]:
        """The rules of the page, one heading a pair of ends."""
        at_once: dict[tuple[object, ...], list[str]] = {}
        for one in rules_at_once(self.listed, self.asked):
            at_once.setdefault(one.ends, []).append(one.identity)
        together: dict[tuple[object, ...], list[ReviewedRule]] = {}
        start = (self.page - 1) * MOST_ROWS
        for one in islice(self.listed, start, start + MOST_ROWS):
            together.setdefault(one.ends, []).append(one)
        return tuple(self._group(rules, at_once.get(ends, [])) for ends, rules in together.items())

    def find_row(self, identity: str) -> ReviewedText | None:
        """The row of one rule, whatever state was asked for."""
        rules = rules_in(self.rule_set, self.review, Asked())
        found = next((one for one in rules if one.identity == identity), None)
        return self._row(found) if found else None

    def _group(self, rules: list[ReviewedRule], at_once: list[str]) -> ReviewedGroup:
        first = rules[0].rule
        product = first.causes[0].reason.product
        return ReviewedGroup(
            key=at_once[0] if at_once else rules[0].identity,
            source=self._words.end_name(first.source, product),
            destination=self._words.end_name(first.destination, product),
            addresses=(_addresses(first.source.addresses), _addresses(first.destination.addresses)),
            rows=tuple(map(self._row, rules)),
            at_once=len(at_once),
        )

    def _row(self, one: ReviewedRule) -> ReviewedText:
        review = one.review
        shown = tuple(map(say_decision, review.history[:MOST_HISTORY]))
        numbers = {decision.number for decision in review.against}
        newest = review.decision or review.before
        return ReviewedText(
            identity=one.identity,
            anchor=anchor_of(one),
            rule=self._words.row(one.rule),
            sign=say_sign(review),
            said=say_decision(newest) if newest else None,
            against=tuple(map(say_decision, review.against)),
            is_approved_by_reader=review.state == "approved"
            and review.decision is not None
            and review.decision.person == self._reader,
            history=tuple(
                one
                for one in shown
                if one.number not in numbers and (newest is None or one.number != newest.number)
            ),
        )


def rules_in(rule_set: RuleSet, review: Review, asked: Asked) -> Iterator[ReviewedRule]:
    """The rules of a revision in a state, or all, with what is said about each."""
    rules = rule_set.all_rules
    for rule, identity in zip(rules, identities_of(rules), strict=True):
        said = review.of(rule)
        if asked.state is None or said.state == asked.state:
            yield ReviewedRule(identity, rule, said)


def rules_at_once(rules: Iterable[ReviewedRule], asked: Asked) -> Iterator[ReviewedRule]:
    """Those of a list that can be decided about at once: of all rules, the open ones.

    So nobody runs over what others said who wanted to see all rules.
    """
    return (one for one in rules if asked.state or one.review.state == "open")


def rules_wanted(rule_set: RuleSet, review: Review, wanted: Wanted) -> tuple[ReviewedRule, ...]:
    """The rules that a form decides about at once: between two ends, or all that it lists."""
    rules = tuple(rules_at_once(rules_in(rule_set, review, wanted.asked), wanted.asked))
    if not wanted.pair:
        return rules
    ends = next((one.ends for one in rules if one.identity == wanted.pair), None)
    return tuple(one for one in rules if one.ends == ends)


def anchor_of(one: ReviewedRule) -> str:
    """Where on a page the rule is, as on the plan's own."""
    return key_of(one.rule)


def _addresses(addresses: Iterable[object]) -> str:
    shown = [str(address).replace("-", "–") for address in addresses]
    further = f" +{len(shown) - MOST_ADDRESSES_SHOWN}" if len(shown) > MOST_ADDRESSES_SHOWN else ""
    return f"{', '.join(shown[:MOST_ADDRESSES_SHOWN])}{further}"
