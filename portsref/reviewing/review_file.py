"""`portsref.review/v1`: the state of a review as files and the API publish it.

Rules are named as in the rules of the same revision; of those that are not listed nobody said
anything, so they are open.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import Field, PlainSerializer

from portsref.planning.rules import Rule
from portsref.planning.rules_file import Published, Some
from portsref.reviewing.decisions import Verdict
from portsref.reviewing.parts import Part
from portsref.reviewing.review import Review

# not a `type`, of which a schema would make a part of its own
Moment = Annotated[
    datetime,
    PlainSerializer(
        lambda moment: moment.astimezone(UTC).isoformat(timespec="seconds"), return_type=str
    ),
]


class PublishedAnswer(Published):
    """What whoever edits the plan said to a decision."""

    made: Moment
    comment: str


class PublishedDecision(Published):
    """What somebody said about some rules at once; never altered, only superseded."""

    number: int = Field(description="Grows with time.")
    made: Moment
    revision: int = Field(description="The one that was looked at.")
    verdict: Verdict = Field(description="`open` takes back what was said before.")
    name: str
    team: str = Field(description="Whom the review link is for.")
    comment: str
    count: int = Field(description="How many rules it is about.")
    answers: Some[PublishedAnswer]


class PublishedState(Published):
    """What is said about one rule, by the numbers of decisions."""

    rule: str = Field(description="The name of the rule in this revision.")
    state: Verdict
    decision: int | None = Field(description="The newest about the rule as it is.")
    against: Some[int] = Field(description="What other people said last, and differs.")
    before: int | None = Field(description="The newest about the rule as it was, if it changed.")
    changed: Some[Part] = Field(description="What changed since then.")


class PublishedCounts(Published):
    """How many rules are in each state."""

    approved: int
    rejected: int
    question: int
    open: int


class ReviewDocument(Published):
    """`portsref.review/v1`: the state of the rules of one revision, and the decisions behind it."""

    schema_: Literal["portsref.review/v1"] = Field(alias="schema")
    revision: int
    newest: int = Field(description="The number of the newest decision; 0 where there is none.")
    approved: bool = Field(description="Whether every rule is approved.")
    counts: PublishedCounts
    states: Some[PublishedState]
    decisions: Some[PublishedDecision]


def review_data(review: Review, rules: Iterable[Rule]) -> dict[str, object]:
    """The document as plain values; its states are those of `rules`, in their order."""
    document = ReviewDocument(
        schema="portsref.review/v1",
        revision=review.revision,
        newest=review.decisions[-1].number if review.decisions else 0,
        approved=review.is_approved,
        counts=PublishedCounts.model_validate(review.counts),
        states=tuple(_states(review, rules)),
        decisions=tuple(map(PublishedDecision.model_validate, review.decisions)),
    )
    return document.model_dump(mode="json", by_alias=True)


def _states(review: Review, rules: Iterable[Rule]) -> Iterator[PublishedState]:
    for rule in rules:
        if found := review.rules.get(rule.name):
            yield PublishedState(
                rule=rule.name,
                state=found.state,
                decision=found.decision.number if found.decision else None,
                against=tuple(decision.number for decision in found.against),
                before=found.before.number if found.before else None,
                changed=found.changed,
            )
