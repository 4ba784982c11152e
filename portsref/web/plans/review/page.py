"""The page of a review: for reviewers, for whoever edits the plan, and for every other reader."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext, ngettext, pgettext

from portsref.planning.rules import RuleSet
from portsref.reviewing.decisions import LONGEST_COMMENT, LONGEST_NAME, VERDICTS, Decision
from portsref.reviewing.review import Review
from portsref.web.facts.catalogue import current_catalogue
from portsref.web.plans.edit_cookie import kept_key
from portsref.web.plans.models import ReviewLink, Revision
from portsref.web.plans.queries import find_editable, find_revision, number_in, stored_rules
from portsref.web.plans.review.deciding import said_meanwhile
from portsref.web.plans.review.forms import REVIEWER_KEY, Asked, kept_name
from portsref.web.plans.review.links import find_reviewer
from portsref.web.plans.review.queries import Reviewed, find_reviewed
from portsref.web.plans.review.sheet import ReviewSheet
from portsref.web.plans.review.words import (
    LISTS,
    DecisionText,
    StateText,
    say_decision,
    say_meanwhile,
    say_state,
)


@dataclass(frozen=True, slots=True)
class ReviewProblem:
    """What is wrong with a form: which one (`name`, `all`, or a rule), why, and what was typed."""

    place: str
    text: str
    typed: str = ""


@dataclass(frozen=True, slots=True)
class StateChoice:
    """A list of rules to look at: those in a state, or all."""

    text: str
    count: int
    query: str
    state: str
    is_on: bool


class ReviewPage:
    """All that the page shows of one revision, the newest without a number.

    Making it raises `Revision.DoesNotExist` and `UnreadableRevisionError`.
    """

    longest_name = LONGEST_NAME
    longest_comment = LONGEST_COMMENT

    def __init__(
        self,
        request: HttpRequest,
        plan_id: str,
        *,
        number: int | None = None,
        asked: Asked | None = None,
        problem: ReviewProblem | None = None,
    ) -> None:
        self._request = request
        self.plan_id = plan_id
        self.revision: Revision = find_revision(plan_id, number)
        self.asked = asked or Asked.of(request.GET)
        self.problem = problem

    @cached_property
    def reviewer(self) -> ReviewLink | None:
        """The link whose key the browser keeps, if it works."""
        return find_reviewer(self.plan_id, REVIEWER_KEY.kept(self._request))

    @cached_property
    def name(self) -> str:
        """The name under which the browser decides."""
        return kept_name(self._request) if self.reviewer else ""

    @property
    def shown_name(self) -> str:
        """What stands in the field for the name: what was typed there, or the name."""
        problem = self.problem
        return problem.typed if problem and problem.place == "name" else self.name

    @cached_property
    def can_answer(self) -> bool:
        """Tell whether the browser may edit the plan, and so answer."""
        key = kept_key(self._request)
        return bool(key) and find_editable(self.plan_id, key) is not None

    @cached_property
    def reviewed(self) -> Reviewed:
        """All that was said about the plan."""
        return find_reviewed(self.plan_id)

    @cached_property
    def rule_set(self) -> RuleSet:
        """The rules of the revision."""
        return stored_rules(self.revision)

    @cached_property
    def review(self) -> Review:
        """The state of its rules."""
        return self.reviewed.review(self.rule_set, self.revision.number)

    def forget_review(self) -> None:
        """Have what was said read once more."""
        for name in ("reviewed", "review", "sheet", "state", "choices"):
            self.__dict__.pop(name, None)

    @cached_property
    def sheet(self) -> ReviewSheet:
        """The rules that were asked for."""
        reader = (self.reviewer.pk if self.reviewer else 0, self.name)
        return ReviewSheet(
            self.rule_set, current_catalogue(), self.review, self.asked, reader=reader
        )

    @cached_property
    def state(self) -> StateText:
        """The state in words."""
        return say_state(self.review)

    @cached_property
    def choices(self) -> tuple[StateChoice, ...]:
        """The lists that one can look at."""
        every = StateChoice(
            pgettext("rules", "All"), self.review.count, "", "", self.asked.state is None
        )
        states = (
            StateChoice(
                str(LISTS[state]),
                self.review.counts[state],
                Asked(state).query,
                state,
                self.asked.state == state,
            )
            for state in reversed(VERDICTS)
        )
        return every, *states

    @property
    def seen(self) -> int:
        """The newest decision that stands on the page."""
        return self.reviewed.newest

    @property
    def ticket(self) -> str:
        """The ticket of the plan's request; empty where there is none."""
        return self.rule_set.document.request.ticket or ""

    @property
    def previous(self) -> str:
        """Where the page before this one is; empty where there is none."""
        return self._page(self.sheet.page - 1)

    @property
    def following(self) -> str:
        """Where the page after this one is; empty where there is none."""
        return self._page(self.sheet.page + 1)

    def _page(self, page: int) -> str:
        is_one = 1 <= page <= self.sheet.pages
        return address_of(self.plan_id, Asked(self.asked.state, page)) if is_one else ""

    @cached_property
    def done(self) -> "DoneText | None":
        """What the browser has just decided, by what its address says."""
        return DoneText.of(self._request.GET, self.reviewed)


@dataclass(frozen=True, slots=True)
class DoneText:
    """That a decision is recorded, and what others said meanwhile."""

    decision: DecisionText | None
    words: str
    left: str
    meanwhile: str

    @classmethod
    def of(cls, values: QueryDict, reviewed: Reviewed) -> "DoneText | None":
        """Read it from an address; it is told of decisions that there are."""
        if "done" not in values:
            return None
        number, seen = number_in(values.get("done", "")), number_in(values.get("seen", ""))
        found = next((one for one in reviewed.decisions if one.number == number), None)
        return cls.about(found, reviewed, seen, number_in(values.get("left", "")))

    @classmethod
    def about(
        cls, decision: Decision | None, reviewed: Reviewed, seen: int, left: int
    ) -> "DoneText":
        """What is said of a decision, or of none."""
        told = ngettext(
            "%(count)d rule was left as it is: you had said the same, or somebody decided about it "
            "since you opened the page.",
            "%(count)d rules were left as they are: you had said the same, or somebody decided "
            "about them since you opened the page.",
            left,
        )
        return cls(
            decision=say_decision(decision) if decision else None,
            words=done_words(decision) if decision else gettext("Nothing new to record."),
            left=told % {"count": left} if left else "",
            meanwhile=say_meanwhile(said_meanwhile(reviewed, decision.number, seen))
            if decision
            else "",
        )


def done_words(decision: Decision) -> str:
    """What a reviewer did."""
    count = decision.count
    texts = {
        "approved": ngettext(
            "You approved %(count)d rule.",
            "You approved %(count)d rules.",
            count,
        ),
        "rejected": ngettext(
            "You rejected %(count)d rule.",
            "You rejected %(count)d rules.",
            count,
        ),
        "question": ngettext(
            "You asked about %(count)d rule.", "You asked about %(count)d rules.", count
        ),
        "open": ngettext(
            "You took back your decision about %(count)d rule.",
            "You took back your decision about %(count)d rules.",
            count,
        ),
    }
    return texts[decision.verdict] % {"count": count}


def address_of(plan_id: str, asked: Asked, anchor: str = "", **more: object) -> str:
    """The address of the page with a list, what was done, and where to look."""
    query = "&".join(filter(None, (asked.query, urlencode({k: v for k, v in more.items() if v}))))
    return "".join(
        (
            reverse("plans:review", args=[plan_id]),
            f"?{query}" if query else "",
            f"#{anchor}" if anchor else "",
        )
    )
