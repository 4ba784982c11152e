"""What the forms of a review say: read once, with the reason where something is wrong."""

import re
from dataclasses import dataclass
from typing import Self
from urllib.parse import quote, unquote, urlencode

from django.http import HttpRequest, QueryDict

from portsref.messages import MessageError, gettext_noop
from portsref.reviewing.decisions import (
    VERDICTS,
    Verdict,
    read_name,
    read_reason,
)
from portsref.web.plans.models import ReviewLink
from portsref.web.plans.plan_cookie import PlanCookie
from portsref.web.plans.queries import number_in
from portsref.web.plans.review.recording import Said

NO_VERDICT = gettext_noop("Choose approve, reject or ask.")
_YEAR = 365 * 24 * 3600
_IDENTITY = re.compile(r"[0-9a-f]{24}")
_ANCHOR = re.compile(r"r[0-9]{1,6}|rule-[0-9a-f]{24}")
_LONGEST_NUMBER = 18

REVIEWER_KEY = PlanCookie("review-key")
REVIEWER_NAME = PlanCookie("reviewer", seconds=_YEAR)


def kept_name(request: HttpRequest) -> str:
    """The name under which the browser decides; empty where nobody said one."""
    try:
        return read_name(unquote(REVIEWER_NAME.kept(request)))
    except MessageError:
        return ""


def name_to_keep(name: str) -> str:
    """A name as a cookie can hold it."""
    return quote(name)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which rules somebody looks at: those in a state, or all, and which page of them.

    `at` is the anchor of a rule that is to be on the page, whichever that is.
    """

    state: Verdict | None = None
    page: int = 1
    at: str = ""

    @classmethod
    def of(cls, values: QueryDict) -> Self:
        """Read it from an address or a form; what is not known is all of them."""
        wanted = values.get("review")
        state = next((verdict for verdict in VERDICTS if verdict == wanted), None)
        return cls(state, max(1, number_in(values.get("page", ""))), _anchor(values.get("at", "")))

    @property
    def query(self) -> str:
        """What follows an address and shows the same, without its question mark."""
        state = {"review": self.state} if self.state else {}
        page = {"page": self.page} if self.page > 1 else {}
        return urlencode(state | page)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a form decides about: one rule, the rules between the ends of one, or all in a state.

    `seen` is the newest decision that stood on the page, and `count` how many rules its button
    named: so that nobody decides about more than he saw.
    """

    revision: int
    seen: int
    asked: Asked
    rule: str = ""
    pair: str = ""
    count: int = 0

    @classmethod
    def of(cls, values: QueryDict) -> Self:
        """Read it; a rule that is none is one that is not there."""
        rule, pair = values.get("rule", ""), values.get("pair", "")
        return cls(
            revision=number_in(values.get("revision", "")),
            seen=_long_number_in(values.get("seen", "")),
            asked=Asked.of(values),
            rule=rule if _IDENTITY.fullmatch(rule) else "",
            pair=pair if _IDENTITY.fullmatch(pair) else "",
            count=number_in(values.get("count", "")),
        )


def anchor_in(values: QueryDict) -> str:
    """Where on the page the form was, as `anchor_of` names it; empty for anything else."""
    return _anchor(values.get("anchor", ""))


def read_said(values: QueryDict, link: ReviewLink, name: str) -> Said:
    """What the form says; raises `MessageError`: whoever rejects or asks must say why."""
    verdict = next((verdict for verdict in VERDICTS if verdict == values.get("verdict")), None)
    if verdict is None:
        raise MessageError(NO_VERDICT)
    return Said(link, name, verdict, read_reason(values.get("comment", ""), verdict))


def _anchor(text: str) -> str:
    return text if _ANCHOR.fullmatch(text) else ""


def _long_number_in(text: str) -> int:
    is_number = text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER
    return int(text) if is_number else 0
