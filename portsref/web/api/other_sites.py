"""Which other sites' scripts may read answers: those that `API_ORIGINS` names, facts everybody."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

type View = Callable[..., HttpResponseBase]

EVERYBODY = "*"
_METHODS = "GET, POST"
_SENT = "Authorization, Content-Type, If-Match"
_SHOWN = "ETag, Link, Retry-After, WWW-Authenticate, X-Doubts, X-Left-Out"
_SECONDS_KEPT = "86400"
_ALLOWED = "Access-Control-Allow-Origin"


def open_to_other_sites(view: View) -> View:
    """Let scripts of named sites read the answers of a view, and answer what browsers ask first.

    No cookie is ever taken along: whoever may do more, sends a key.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        origin = _allowed_origin(request)
        if origin and request.method == "OPTIONS":
            response: HttpResponseBase = HttpResponse(status=204)
            response.headers["Access-Control-Allow-Methods"] = _METHODS
            response.headers["Access-Control-Allow-Headers"] = _SENT
            response.headers["Access-Control-Max-Age"] = _SECONDS_KEPT
        else:
            response = view(request, *args, **kwargs)
        if origin and response.headers.get(_ALLOWED) != EVERYBODY:
            response.headers[_ALLOWED] = origin
        if origin:
            response.headers["Access-Control-Expose-Headers"] = _SHOWN
        if settings.API_ORIGINS not in ([], [EVERYBODY]):
            patch_vary_headers(response, ["Origin"])
        return response

    return answer


def _allowed_origin(request: HttpRequest) -> str:
    """What the answer says about who may read it; nothing where that is nobody."""
    asking = request.headers.get("Origin", "")
    if asking and EVERYBODY in settings.API_ORIGINS:
        return EVERYBODY
    return asking if asking in settings.API_ORIGINS else ""
