"""Plan documents in the bodies of requests: YAML or JSON, of at most 256 KiB."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.http.request import UnreadablePostError

from portsref.documents.files import decode_text
from portsref.documents.json_files import JsonError, parse_json
from portsref.documents.problems import Problem, ProblemsError
from portsref.importers.archives import LARGEST_ARCHIVE, files_of, is_zip
from portsref.importers.cutting import File
from portsref.planning.document import LARGEST_DOCUMENT, PlanDocument, document_from, plain_values
from portsref.planning.packets import PacketEnd
from portsref.ports import PORTS_OF_A_PROTOCOL
from portsref.protocols import NAMES_WITH_PORTS, PROTOCOL_NAMES

LONGEST_PLACE = 300
MEDIA_TYPES = frozenset(
    {"application/json", "application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml"}
)
TOO_LARGE = f"is larger than {LARGEST_DOCUMENT // 1024} KiB, the limit for a plan"
TWO_PLANS = "needs the keys `before` and `after`, each a plan document, and no other"
PLAN_AND_PACKET = "needs the keys `plan`, `source`, `destination`, `protocol` and, if any, `port`"
PLAN_AND_LINES = "needs the keys `plan`, a plan document, and `lines`, a text, and no other"
NOT_A_PROTOCOL = f"must be one of {', '.join(PROTOCOL_NAMES)}"
NO_PORT = "must be a port, 0 to 65535, where the protocol has ports"
NO_PLACE = "must be an address, or the name of a group or of a place outside"
ONE_PLAN = "needs the key `before`, a plan document, and no other where `kubernetes` is given"
NOT_FILES = "send the files as application/json, or a zip of them as application/zip"
ZIP_TOO_LARGE = "is larger than 8 MiB, the limit for a zip"
NOT_A_ZIP = "is no zip"
NO_TEXT = "holds no file with text"
FILES_TOO_LARGE = "is larger than 2 MiB, the limit for files: send them a few at a time"
NO_LENGTH = "send the plan in one piece, with its Content-Length"
ENDED_EARLY = "the request ended too early"
WRONG_TYPE = "send the plan as application/json or application/yaml"


PLAN: Mapping[str, Any] = {"$ref": "#/components/schemas/PlanDocument"}


EXAMPLE_PLAN: Mapping[str, Any] = {
    "schema": "portsref.plan/v1",
    "title": "Payments",
    "kubernetes": "1.36",
    "picks": [{"product": "kubeadm"}, {"product": "cilium"}],
    "groups": [
        {"name": "control-plane", "roles": ["control-plane"], "addresses": ["192.0.2.0/28"]},
        {"name": "workers", "roles": ["worker"], "addresses": ["192.0.2.64/26"]},
    ],
}


def body_of(
    description: str, schema: Mapping[str, Any], example: Mapping[str, Any]
) -> dict[str, Any]:
    """OpenAPI of a body that is read from JSON or YAML."""
    types = ("application/json", "application/yaml")
    content = {media_type: {"schema": schema, "example": example} for media_type in types}
    return {"requestBody": {"required": True, "description": description, "content": content}}


def keys_of(properties: Mapping[str, Any], *, required: Sequence[str]) -> dict[str, Any]:
    """OpenAPI of an object with these keys and no other."""
    return {
        "type": "object",
        "required": list(required),
        "additionalProperties": False,
        "properties": properties,
    }


class RefusedError(ValueError):
    """A request that is refused as a whole; the message says why, and which part of it is meant."""

    def __init__(self, reason: str, status: int, field: str = "") -> None:
        self.reason = reason
        self.status = status
        self.field = field
        super().__init__(reason)


def read_plan(request: HttpRequest) -> PlanDocument:
    """The plan document in the body; raises `RefusedError` or `ProblemsError`."""
    return document_from(read_values(request), file="")


def read_two_plans(request: HttpRequest) -> tuple[PlanDocument, PlanDocument]:
    """The documents `before` and `after` in the body; raises `RefusedError` or `ProblemsError`."""
    before, after = _plans_in(request, ("before", "after"), TWO_PLANS)
    return before, after


def read_first_plan(request: HttpRequest) -> PlanDocument:
    """The document `before`, alone in the body; raises `RefusedError` or `ProblemsError`."""
    (before,) = _plans_in(request, ("before",), ONE_PLAN)
    return before


def _plans_in(request: HttpRequest, names: Sequence[str], needs: str) -> list[PlanDocument]:
    data = read_values(request)
    if not isinstance(data, dict) or data.keys() != {*names}:
        raise ProblemsError([Problem("", "", needs)])
    problems: list[Problem] = []
    plans = [plan for name in names if (plan := plan_in(data[name], name, problems))]
    if problems:
        raise ProblemsError(problems)
    return plans


@dataclass(frozen=True, slots=True)
class Asked:
    """A plan with a packet that it may allow; an end is an address, or meant by its name."""

    plan: PlanDocument
    source: PacketEnd
    destination: PacketEnd
    protocol: str
    port: int | None


def read_asked(request: HttpRequest) -> Asked:
    """A plan and a packet in the body; raises `RefusedError` or `ProblemsError`."""
    data = read_values(request)
    needed = {"plan", "source", "destination", "protocol"}
    if not isinstance(data, dict) or not needed <= data.keys() <= {*needed, "port"}:
        raise ProblemsError([Problem("", "", PLAN_AND_PACKET)])
    problems: list[Problem] = []
    plan = plan_in(data["plan"], "plan", problems)
    ends = [_end_in(data[name], name, problems) for name in ("source", "destination")]
    protocol, port = data["protocol"], data.get("port")
    if protocol not in PROTOCOL_NAMES:
        problems.append(Problem("", "protocol", NOT_A_PROTOCOL))
    elif not _is_port_of(protocol, port):
        problems.append(Problem("", "port", NO_PORT))
    if plan is None or problems:
        raise ProblemsError(problems)
    return Asked(plan, ends[0], ends[1], protocol, port)


def read_plan_and_lines(request: HttpRequest) -> tuple[PlanDocument, str]:
    """A plan and lines of a packet log; raises `RefusedError` or `ProblemsError`."""
    data = read_values(request)
    is_whole = isinstance(data, dict) and data.keys() == {"plan", "lines"}
    if not is_whole or not isinstance(data, dict) or not isinstance(data["lines"], str):
        raise ProblemsError([Problem("", "", PLAN_AND_LINES)])
    problems: list[Problem] = []
    plan = plan_in(data["plan"], "plan", problems)
    if plan is None:
        raise ProblemsError(problems)
    return plan, data["lines"]


def _end_in(value: object, name: str, problems: list[Problem]) -> PacketEnd:
    if not isinstance(value, str) or not value or len(value) > LONGEST_PLACE:
        problems.append(Problem("", name, NO_PLACE))
        return ""
    try:
        return ip_address(value)
    except ValueError:
        return value


def _is_port_of(protocol: str, port: object) -> bool:
    if protocol not in NAMES_WITH_PORTS:
        return port is None
    return isinstance(port, int) and not isinstance(port, bool) and 0 <= port < PORTS_OF_A_PROTOCOL


def plan_in(data: object, name: str, problems: list[Problem]) -> PlanDocument | None:
    """The plan of that name, or its problems added to `problems`."""
    try:
        return document_from(data, file="")
    except ProblemsError as error:
        for problem in error.problems:
            field = f"{name}.{problem.place}" if problem.place else name
            problems.append(Problem("", field, problem.reason))
        return None


def read_values(
    request: HttpRequest, *, largest: int = LARGEST_DOCUMENT, too_large: str = TOO_LARGE
) -> object:
    """The plain values in the body; raises `RefusedError` or `ProblemsError`."""
    if media_type_of(request) not in MEDIA_TYPES:
        raise RefusedError(WRONG_TYPE, 415)
    _refuse_pieces(request)
    body = _body(request, too_large)
    if len(body) > largest:
        raise RefusedError(too_large, 413)
    try:
        return plain_values(decode_text(body, name="", largest=largest), file="")
    except ProblemsError as error:
        raise RefusedError(error.problems[0].reason, 400) from error


def read_json(request: HttpRequest) -> object:
    """The plain values of a body of JSON, as large as a form may be; raises `RefusedError`."""
    _refuse_pieces(request)
    if media_type_of(request) != "application/json":
        raise RefusedError(NOT_FILES, 415)
    body = _body(request, FILES_TOO_LARGE)
    try:
        return parse_json(decode_text(body, name="", largest=len(body)))
    except ProblemsError as error:
        raise RefusedError(error.problems[0].reason, 400) from error
    except JsonError as error:
        raise RefusedError(str(error), 400) from error


def read_zip(request: HttpRequest) -> list[File]:
    """The files of a body that is a zip; raises `RefusedError` or `ProblemsError`.

    It is read as an upload is, and not as other bodies are, which may not be as large.
    """
    _refuse_pieces(request)
    try:
        body = request.read(LARGEST_ARCHIVE + 1)
    except UnreadablePostError as error:
        raise ProblemsError([Problem("", "", ENDED_EARLY)]) from error
    if len(body) > LARGEST_ARCHIVE:
        raise RefusedError(ZIP_TOO_LARGE, 413)
    if not is_zip(body):
        raise RefusedError(NOT_A_ZIP, 400)
    files = files_of("", body)
    if not files:
        raise ProblemsError([Problem("", "", NO_TEXT)])
    return files


def media_type_of(request: HttpRequest) -> str:
    """What a request says that its body is, in small letters."""
    return (request.content_type or "").lower()


def _refuse_pieces(request: HttpRequest) -> None:
    """Refuse a body without its length, of which Django reads nothing."""
    if "Transfer-Encoding" in request.headers:
        raise RefusedError(NO_LENGTH, 411)


def _body(request: HttpRequest, too_large: str = TOO_LARGE) -> bytes:
    try:
        return request.body
    except RequestDataTooBig as error:
        raise RefusedError(too_large, 413) from error
    except UnreadablePostError as error:  # the sender went away: nobody reads the answer
        raise ProblemsError([Problem("", "", ENDED_EARLY)]) from error
