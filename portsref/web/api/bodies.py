"""Plan documents in the bodies of requests: YAML or JSON, of at most 256 KiB."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.http.request import UnreadablePostError

from portsref.catalogue.load import decode_text
from portsref.catalogue.problems import Problem, ProblemsError
from portsref.planning.document import LARGEST_DOCUMENT, PlanDocument, document_from, plain_values

MEDIA_TYPES = frozenset(
    {"application/json", "application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml"}
)
TOO_LARGE = f"larger than {LARGEST_DOCUMENT // 1024} KiB, the most a plan may be"
TWO_PLANS = "needs the keys `before` and `after`, each a plan document, and no other"
NO_LENGTH = "send the plan in one piece, with its Content-Length"
WRONG_TYPE = "send the plan as application/json or application/yaml"


class RefusedError(ValueError):
    """A body that is not read at all; the message says why."""

    def __init__(self, reason: str, status: int) -> None:
        self.reason = reason
        self.status = status
        super().__init__(reason)


def read_plan(request: HttpRequest) -> PlanDocument:
    """The plan document in the body; raises `RefusedError` or `ProblemsError`."""
    return document_from(_read_values(request), file="")


def read_two_plans(request: HttpRequest) -> tuple[PlanDocument, PlanDocument]:
    """The documents `before` and `after` in the body; raises `RefusedError` or `ProblemsError`."""
    data = _read_values(request)
    if not isinstance(data, dict) or data.keys() != {"before", "after"}:
        raise ProblemsError([Problem("", "", TWO_PLANS)])
    problems: list[Problem] = []
    plans = [plan for name in ("before", "after") if (plan := _plan_in(data[name], name, problems))]
    if problems:
        raise ProblemsError(problems)
    return plans[0], plans[1]


def _plan_in(data: object, name: str, problems: list[Problem]) -> PlanDocument | None:
    """The plan of that name, or its problems added to `problems`."""
    try:
        return document_from(data, file="")
    except ProblemsError as error:
        for problem in error.problems:
            field = f"{name}.{problem.field}" if problem.field else name
            problems.append(Problem("", field, problem.reason))
        return None


def _read_values(request: HttpRequest) -> object:
    if (request.content_type or "").lower() not in MEDIA_TYPES:
        raise RefusedError(WRONG_TYPE, 415)
    if "Transfer-Encoding" in request.headers:  # of which Django reads nothing
        raise RefusedError(NO_LENGTH, 411)
    body = _body(request)
    if len(body) > LARGEST_DOCUMENT:
        raise RefusedError(TOO_LARGE, 413)
    try:
        return plain_values(decode_text(body, name=""), file="")
    except ProblemsError as error:
        raise RefusedError(error.problems[0].reason, 400) from error


def _body(request: HttpRequest) -> bytes:
    try:
        return request.body
    except RequestDataTooBig as error:
        raise RefusedError(TOO_LARGE, 413) from error
    except UnreadablePostError as error:  # the sender went away: nobody reads the answer
        raise ProblemsError([Problem("", "", "the request ended too early")]) from error
