"""What a file for people says of a review, in its language."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from portsref.exporters.base import Job
from portsref.exporters.documents import labels
from portsref.exporters.once import MOST
from portsref.messages import gettext_noop
from portsref.reviewing.decisions import Decision, Verdict
from portsref.reviewing.review import RuleReview

STATES: Mapping[Verdict, str] = {
    "approved": gettext_noop("approved"),
    "rejected": gettext_noop("rejected"),
    "question": gettext_noop("question"),
    "open": gettext_noop("open"),
}
TAKEN_BACK = gettext_noop("taken back")
CHANGED = gettext_noop("open: changed since revision %(revision)s, in which it was %(state)s")
DISPUTED = gettext_noop("otherwise: %(others)s")
SEVERAL = gettext_noop("rules: %(count)s")


class ReviewWords:
    """Words of the review that a job has, if it has one."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._say, self._marks = job.language.say, job.language.marks
        self._of_decision = lru_cache(maxsize=MOST)(self._say_decision)

    @property
    def is_of_rules(self) -> bool:
        """Tell whether a row can say the state of its rule."""
        return bool(self._job.review) and not self._job.choice.merge

    @property
    def header(self) -> tuple[str, ...]:
        """The columns of `rows`."""
        named = (labels.WHEN, labels.WHO, labels.DECISION, labels.REVISION, labels.RULE)
        return tuple(map(self._say, (*named, labels.COMMENT, labels.ANSWER)))

    def rows(self) -> Iterator[tuple[str, ...]]:
        """All decisions, newest first: when, who, what, which revision and rule, why, answers."""
        review = self._job.review
        if review is None:
            return
        names = {
            decision.number: name
            for name, found in review.rules.items()
            for decision in found.history
        }
        for decision in reversed(review.decisions):
            yield (
                f"{decision.made:%Y-%m-%d %H:%M} UTC",
                person_of(decision, self._marks.remark),
                self._say(TAKEN_BACK if decision.verdict == "open" else STATES[decision.verdict]),
                str(decision.revision),
                names.get(decision.number, "")
                if decision.count == 1
                else self._say(SEVERAL, count=str(decision.count)),
                decision.comment,
                self._marks.clause.join(answer.comment for answer in decision.answers),
            )

    def facts(self) -> Iterator[tuple[str, str]]:
        """How many rules are in each state; once all are approved, by whom and since when."""
        review = self._job.review
        if review is None:
            return
        counts = (f"{self._say(STATES[state])} {count}" for state, count in review.counts.items())
        yield self._say(labels.REVIEW), self._marks.item.join(counts)
        if review.approvals:
            people = dict.fromkeys(
                person_of(decision, self._marks.remark) for decision in review.approvals
            )
            last = max(decision.made for decision in review.approvals)
            said = self._marks.item.join((*people, f"{last:%Y-%m-%d}"))
            yield self._say(labels.APPROVED_RULES), said

    def state(self, review: RuleReview) -> str:
        """The state of a rule in a few words."""
        if review.before is None:
            return self._say(STATES[review.state])
        state = self._say(STATES[review.before.verdict])
        return self._say(CHANGED, revision=str(review.before.revision), state=state)

    def said(self, review: RuleReview) -> str:
        """The state of a rule, who said so and when, and who said otherwise."""
        if review.decision and not review.against and review.state != "open":
            return self._of_decision(review.decision)
        return self._marks.clause.join(self._parts(review))

    def _say_decision(self, decision: Decision) -> str:
        """The state of the rules that it is about, of whom nobody says otherwise."""
        said = self._say(STATES[decision.verdict]), self._marks.item.join(self._who(decision))
        return self._marks.clause.join(said)

    def _parts(self, review: RuleReview) -> Iterator[str]:
        yield self.state(review)
        if review.decision and review.state != "open":
            yield self._marks.item.join(self._who(review.decision))
        if review.against:
            others = (
                f"{self._say(STATES[one.verdict])} {person_of(one, self._marks.remark)}"
                for one in review.against
            )
            yield self._say(DISPUTED, others=self._marks.item.join(others))

    def _who(self, decision: Decision) -> tuple[str, str]:
        return person_of(decision, self._marks.remark), day_of(decision)


def person_of(decision: Decision, remark: str = "{} ({})") -> str:
    """A name with its team."""
    return remark.format(decision.name, decision.team)


def day_of(decision: Decision) -> str:
    """The day of a decision."""
    return f"{decision.made:%Y-%m-%d}"
