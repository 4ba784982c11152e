"""Asks a server for JSON: no redirects, because a key is for the server that was named."""

import json
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage
from typing import IO, Any, override
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from portsref.documents.problems import Problem, ProblemsError

_SECONDS = 60
_LARGEST_ANSWER = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said: a status and the values of its JSON."""

    status: int
    data: Any


class _StayHere(HTTPRedirectHandler):
    @override
    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        raise ProblemsError([Problem(req.full_url, "", f"leads to {newurl}: give that address")])


def ask(request: Request, about: str) -> Answer:
    """The answer to a request over http or https; raises `ProblemsError` about `about` for none."""
    request.add_header("User-Agent", "portsref")
    try:
        with build_opener(_StayHere).open(request, timeout=_SECONDS) as response:
            return _answer(response.status, response, about)
    except HTTPError as error:
        with error:
            return _answer(error.code, error, about)
    except (URLError, OSError, HTTPException) as error:
        reason = getattr(error, "reason", None) or error
        raise ProblemsError([Problem(about, "", f"cannot be reached: {reason}")]) from error


def _answer(status: int, body: IO[bytes], about: str) -> Answer:
    try:
        return Answer(status, json.loads(body.read(_LARGEST_ANSWER)))
    except ValueError as error:
        reason = f"answered {status} with something else than JSON: is the address right?"
        raise ProblemsError([Problem(about, "", reason)]) from error
