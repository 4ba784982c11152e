"""What reviewers said about the rules of a plan: decisions and answers, as unchangeable values."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple, get_args

from portsref.messages import MessageError, gettext_noop

# `open` takes back what somebody said before: nothing is altered, so that is a decision as well.
Verdict = Literal["approved", "rejected", "question", "open"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)

LONGEST_NAME = 80  # of a reviewer, or of the team that a link is for
LONGEST_COMMENT = 2000

NO_NAME = gettext_noop("Enter a name.")
TOO_LONG = gettext_noop("Use at most %(most)s characters.")
NO_COMMENT = gettext_noop("Say why: whoever made the plan can answer only what is written here.")
NO_ANSWER = gettext_noop("Write an answer.")

# Characters that move a cursor, hide, or make a text seem to stand in another order than it does.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ud800-\udfff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Answer:
    """What whoever edits the plan says to a decision."""

    number: int
    made: datetime
    comment: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody said at once about one rule or many, in the order of their numbers.

    `team` is whom the link is for that let him decide, `link` its number, and `count` how many
    rules the decision is about. `revision` is the one that he looked at.
    """

    number: int
    made: datetime
    revision: int
    verdict: Verdict
    name: str
    team: str
    link: int
    comment: str = ""
    count: int = 1
    answers: tuple[Answer, ...] = ()

    @property
    def person(self) -> tuple[int, str]:
        """Who said it, as far as anybody knows: a name, and the link that it came by."""
        return self.link, self.name


class DecidedRule(NamedTuple):
    """One rule that a decision is about, as it was then.

    `rule` and `contents` are what `identities_of` and `contents_of` say; `parts` what `parts_of`
    says, by which a reader is told what has changed since.
    """

    decision: int
    rule: str
    contents: str
    parts: str


def read_name(text: str) -> str:
    """A name on one line; raises `MessageError` for none and for one that is too long."""
    name = _UNSEEN.sub("", " ".join(text.split()))
    if not name:
        raise MessageError(NO_NAME)
    if len(name) > LONGEST_NAME:
        raise MessageError(TOO_LONG, most=LONGEST_NAME)
    return name


def read_reason(text: str, verdict: Verdict) -> str:
    """The comment on a decision, which is there if it rejects or asks; raises `MessageError`."""
    comment = read_comment(text)
    if verdict in {"rejected", "question"} and not comment:
        raise MessageError(NO_COMMENT)
    return comment


def read_answer(text: str) -> str:
    """An answer, which has at least a word; raises `MessageError`."""
    answer = read_comment(text)
    if not answer:
        raise MessageError(NO_ANSWER)
    return answer


def read_comment(text: str) -> str:
    """A text of some lines, or none; raises `MessageError` for one that is too long."""
    comment = _UNSEEN.sub("", _LINE_ENDS.sub("\n", text)).strip()
    if len(comment) > LONGEST_COMMENT:
        raise MessageError(TOO_LONG, most=f"{LONGEST_COMMENT:,}")
    return comment
