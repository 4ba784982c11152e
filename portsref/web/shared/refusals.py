"""Answers to requests that are refused before any view sees them."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def refuse(
    request: HttpRequest, *, template: str, reason: str, status: int, **context: object
) -> HttpResponse:
    """A page for people; for programs `problems` as the API has them."""
    if is_for_program(request):
        return problem(reason, status=status)
    response = render(request, template, {"section": "", **context}, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def is_for_program(request: HttpRequest) -> bool:
    """Tell whether a program asks: below `/api/`, whether there is such an operation or not."""
    return request.path_info.startswith("/api/")


def problem(reason: str, *, status: int) -> HttpResponse:
    """One thing that is wrong with a request, in the API's shape."""
    body = json.dumps({"problems": [{"field": "", "reason": reason}]}, separators=(",", ":"))
    response = HttpResponse(body, content_type="application/json", status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
