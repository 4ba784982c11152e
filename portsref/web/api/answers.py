"""How the API answers: JSON with what caches need to know, files, and problems."""

import hashlib
import json
from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from portsref.documents.problems import Problem
from portsref.exporters.base import Export
from portsref.web.plans.files.downloads import send_export

JSON = "application/json"


def reference_answer(request: HttpRequest, data: object) -> HttpResponseBase:
    """Facts of the catalogue: for everybody, on any site, and not sent again while unchanged."""
    response = public_answer(data)
    response.headers["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Access-Control-Allow-Origin"] = "*"
    etag = response.headers["ETag"]
    return get_conditional_response(request, etag=etag, response=response) or response


def public_answer(data: object) -> HttpResponse:
    """Facts of the catalogue, for whoever keeps them."""
    return HttpResponse(_text(data), content_type=JSON)


def private_answer(data: object, *, status: int = 200) -> HttpResponse:
    """Something about a plan, which no cache keeps."""
    return private(HttpResponse(_text(data), content_type=JSON, status=status))


def file_answer(export: Export) -> HttpResponse:
    """A file to be saved, with how many rules it could not hold."""
    return private(send_export(export))


def envelope_answer(export: Export) -> HttpResponse:
    """The file as text in JSON, with the rules that it could not hold."""
    file = export.file
    return private_answer(
        {
            "filename": file.name,
            "media_type": file.media_type,
            "content": file.content.decode(),
            "left_out": [
                {"rule": item.rule.name, "reason": str(item.why)} for item in export.left_out
            ],
            "doubts": [
                {"rule": doubt.rule, "place": doubt.place, "message": str(doubt.message)}
                for doubt in export.doubts.told
            ],
            "doubts_not_listed": export.doubts.further,
        }
    )


def problems_answer(problems: Iterable[Problem], *, status: int) -> HttpResponse:
    """Everything that is wrong with a request, in fields and reasons."""
    return private_answer(problem_data(problems), status=status)


def problem_data(problems: Iterable[Problem]) -> dict[str, object]:
    """Problems as every refusal has them."""
    found = [{"field": problem.place, "reason": problem.reason} for problem in problems]
    return {"problems": found}


def problem_answer(reason: str, *, status: int, field: str = "") -> HttpResponse:
    """One thing that is wrong with a request."""
    return problems_answer([Problem("", field, reason)], status=status)


def no_catalogue_answer() -> HttpResponse:
    """The answer of a site whose database is still empty."""
    return problem_answer("no catalogue is loaded yet", status=503)


def too_many_answer(reason: str, seconds: int) -> HttpResponse:
    """Somebody asked too often, and when he may again."""
    answer = problem_answer(reason, status=429)
    answer.headers["Retry-After"] = str(seconds)
    return answer


def private[Response: HttpResponseBase](response: Response) -> Response:
    """Keep a response out of caches and of search engines."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _text(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")
