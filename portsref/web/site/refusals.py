"""Answers where no view of ours answers: one page each, and below `/api/` the API's own shape."""

import logging

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import requires_csrf_token
from django.views.defaults import server_error

from portsref.web.shared.refusals import is_for_program, problem, refuse
from portsref.web.site.environment.values import origin

logger = logging.getLogger(__name__)
LONGEST_SHOWN = 100  # characters of a name that a stranger sent
UNREADABLE = "cannot be read: it is damaged, or has more fields than a form of ours"
FORBIDDEN = "not allowed"
FAILED = "something went wrong here, and has been logged: try again in a moment"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, which also says that a host name is none of ours."""
    if isinstance(exception, DisallowedHost):
        host = request.META.get("HTTP_HOST", "")[:LONGEST_SHOWN]
        reason = f"the host {host!r} is none of this site's: see ALLOWED_HOSTS"
        template, context = "site/other_host.html", {"host": host}
        return refuse(request, template=template, reason=reason, status=400, **context)
    return refuse(request, template="400.html", reason=UNREADABLE, status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return refuse(request, template="403.html", reason=FORBIDDEN, status=403)


def failed(request: HttpRequest) -> HttpResponse:
    """500; the page is made of as little as possible, as nobody knows what still works."""
    return problem(FAILED, status=500) if is_for_program(request) else server_error(request)


@requires_csrf_token
def not_from_here(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without a valid token, or from a page that seems to stand elsewhere.

    The second is mostly no attack but a proxy that does not pass on what the browser says.
    """
    context = {"section": "", "origin": _foreign_origin(request, reason)}
    if context["origin"]:
        ours = context["ours"] = f"{request.scheme}://{request.get_host()}"
        logger.warning("refused a form from %s: this site is %s", context["origin"], ours)
    return render(request, "403_csrf.html", context, status=403)


def _foreign_origin(request: HttpRequest, reason: str) -> str:
    """Where the browser says that the form stands, if Django refuses it for that."""
    try:
        named = origin(request.META.get("HTTP_ORIGIN", ""))
    except ValueError:
        return ""
    return named[:LONGEST_SHOWN] if reason.startswith("Origin checking failed") else ""
