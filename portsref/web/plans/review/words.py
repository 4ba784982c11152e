"""Words of a review in the reader's language: states, people, days, and the sentence of it all."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from portsref.reviewing.decisions import VERDICTS, Decision, Verdict
from portsref.reviewing.review import Review, RuleReview
from portsref.verification.base import Tone
from portsref.web.shared.joining import items, marks, sentences, with_remark

STATES: Mapping[Verdict, Promise] = {
    "approved": pgettext_lazy("review", "approved"),
    "rejected": pgettext_lazy("review", "rejected"),
    "question": pgettext_lazy("review", "question"),
    "open": pgettext_lazy("review", "open"),
}
# Lists of the rules in a state.
LISTS: Mapping[Verdict, Promise] = {
    "approved": pgettext_lazy("rules", "Approved"),
    "rejected": pgettext_lazy("rules", "Rejected"),
    "question": pgettext_lazy("rules", "Questions"),
    "open": pgettext_lazy("rules", "Open"),
}
# What somebody did, of whom the name stands before it.
DID: Mapping[Verdict, Promise] = {
    "approved": pgettext_lazy("review", "approved"),
    "rejected": pgettext_lazy("review", "rejected"),
    "question": pgettext_lazy("review", "asked"),
    "open": pgettext_lazy("review", "took the decision back"),
}
PART_NAMES: Mapping[str, Promise] = {
    "source": _("source addresses"),
    "destination": _("destination addresses"),
    "ports": _("ports"),
    "encryption": _("encryption"),
    "zones": _("zones"),
    "phase": _("when it is needed"),
}


_TONES: Mapping[Verdict, Tone] = {
    "approved": "good",
    "rejected": "bad",
    "question": "partly",
    "open": "idle",
}


@dataclass(frozen=True, slots=True)
class StatePart:
    """One state on the bar: how many rules are in it, and where on the bar it begins."""

    state: Verdict
    count: int
    begin: int
    words: str

    @property
    def tone(self) -> Tone:
        """How the state looks on the bar."""
        return _TONES[self.state]


@dataclass(frozen=True, slots=True)
class StateText:
    """The state of a review in one sentence, and as the parts of a bar.

    `signed` says by whom all rules are approved, and since when; empty where some are not.
    """

    sentence: str
    heading: str
    parts: tuple[StatePart, ...]
    count: int
    is_begun: bool
    is_approved: bool
    signed: str
    signers: str
    signed_on: str


@dataclass(frozen=True, slots=True)
class AnswerText:
    """An answer to a decision."""

    when: str
    comment: str


@dataclass(frozen=True, slots=True)
class DecisionText:
    """Who said what, when, about which revision, and why."""

    number: int
    state: Verdict
    did: str
    who: str
    when: str
    revision: int
    comment: str
    about: str
    answers: tuple[AnswerText, ...]


@dataclass(frozen=True, slots=True)
class SignText:
    """What stands on the row of a rule: its state, and what changed since it was decided about."""

    state: Verdict
    word: str
    changed: str
    is_disputed: bool


def say_state(review: Review) -> StateText:
    """The state of a revision: `Revision 3: 41 of 58 approved, 2 rejected, 15 open`."""
    signers = items(say_person(decision) for decision in review.approvals)
    signed_on = say_day(max((one.made for one in review.approvals), default=None))
    return StateText(
        sentence=_sentence(review),
        heading=gettext("Review of revision %(revision)d:") % {"revision": review.revision},
        parts=tuple(_parts(review)),
        count=review.count,
        is_begun=bool(review.rules),
        is_approved=review.is_approved,
        signed=_signed(review, signers, signed_on) if review.is_approved else "",
        signers=signers,
        signed_on=signed_on,
    )


def _signed(review: Review, names: str, date: str) -> str:
    said = {"names": names, "date": date, "revision": review.revision}
    return gettext("Approved by %(names)s on %(date)s, revision %(revision)d") % said


def say_sign(review: RuleReview) -> SignText:
    """The state of one rule."""
    changed = _changed(review)
    word = gettext("changed since") if changed else str(STATES[review.state])
    return SignText(review.state, word, changed, bool(review.against))


def say_decision(decision: Decision) -> DecisionText:
    """One decision."""
    count = decision.count
    about = ngettext("%(count)d rule", "%(count)d rules at once", count)
    return DecisionText(
        number=decision.number,
        state=decision.verdict,
        did=str(DID[decision.verdict]),
        who=say_person(decision),
        when=say_moment(decision.made),
        revision=decision.revision,
        comment=decision.comment,
        about=about % {"count": count} if count > 1 else "",
        answers=tuple(AnswerText(say_moment(one.made), one.comment) for one in decision.answers),
    )


def say_person(decision: Decision) -> str:
    """A name with the team: `N. N. (Network team)`."""
    return with_remark(decision.name, decision.team)


def say_moment(moment: datetime) -> str:
    """A day and a time, as all pages of plans have them."""
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def say_day(moment: datetime | None) -> str:
    """A day; empty for none."""
    return f"{moment:%Y-%m-%d}" if moment else ""


def count_state(state: Verdict, count: int) -> str:
    """How many rules are in a state that is not approved: `3 questions`."""
    texts = {
        "rejected": ngettext("%(count)d rejected", "%(count)d rejected", count),
        "question": ngettext("%(count)d question", "%(count)d questions", count),
        "open": ngettext("%(count)d open", "%(count)d open", count),
    }
    return texts[state] % {"count": count}


def _sentence(review: Review) -> str:
    said = marks().item.join(
        _count(review, state) for state in VERDICTS if state == "approved" or review.counts[state]
    )
    return gettext("Revision %(revision)d: %(said)s") % {"revision": review.revision, "said": said}


def _count(review: Review, state: Verdict) -> str:
    """How many rules are in a state, of those that are approved also of how many."""
    count = review.counts[state]
    if state != "approved":
        return count_state(state, count)
    said = {"approved": count, "count": review.count}
    return gettext("%(approved)d of %(count)d approved") % said


def _parts(review: Review) -> Iterator[StatePart]:
    begin = 0
    for state in VERDICTS:
        count = review.counts[state]
        yield StatePart(state, count, begin, _count(review, state))
        begin += count


def _changed(review: RuleReview) -> str:
    if review.before is None:
        return ""
    said = {
        "did": STATES[review.before.verdict],
        "revision": review.before.revision,
        "parts": items(str(PART_NAMES[part]) for part in review.changed),
    }
    if not review.changed:
        return gettext("%(did)s in revision %(revision)d, changed since") % said
    return gettext("%(did)s in revision %(revision)d, changed since: %(parts)s") % said


def say_meanwhile(decisions: Iterable[Decision]) -> str:
    """What others decided while somebody had the page open."""
    said = (
        gettext("%(who)s %(did)s at %(time)s.")
        % {
            "who": say_person(decision),
            "did": DID[decision.verdict],
            "time": f"{decision.made:%H:%M} UTC",
        }
        for decision in decisions
    )
    return sentences(said)
