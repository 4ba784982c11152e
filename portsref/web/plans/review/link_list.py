"""The review links of a plan, for whoever edits it: for whom, and what they did last."""

from dataclasses import dataclass

from portsref.reviewing.decisions import Decision
from portsref.web.plans.models import Plan
from portsref.web.plans.review.queries import list_decisions
from portsref.web.plans.review.words import DecisionText, say_day, say_decision


@dataclass(frozen=True, slots=True)
class ReviewLinkText:
    """A link, and what its team did last, if anything; withdrawn ones are listed if it did."""

    number: int
    label: str
    created: str
    withdrawn: str
    last: DecisionText | None


def list_review_links(plan: Plan) -> tuple[ReviewLinkText, ...]:
    """The links in the order in which they were made: three queries."""
    last: dict[int, Decision] = {one.link: one for one in list_decisions(plan.pk)}
    return tuple(
        ReviewLinkText(
            number=link.pk,
            label=link.label,
            created=say_day(link.created),
            withdrawn=say_day(link.withdrawn),
            last=say_decision(last[link.pk]) if link.pk in last else None,
        )
        for link in plan.review_links.all()
        if link.withdrawn is None or link.pk in last
    )
