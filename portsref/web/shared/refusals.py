"""Answers to requests that are refused before any view sees them."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def refuse(request: HttpRequest, *, template: str, reason: str, status: int) -> HttpResponse:
    """A page for people; for programs, which ask below `/api/`, `problems` as the API has them."""
    if request.path.startswith("/api/"):
        body = json.dumps({"problems": [{"field": "", "reason": reason}]}, separators=(",", ":"))
        response = HttpResponse(body, content_type="application/json", status=status)
    else:
        response = render(request, template, {"section": ""}, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
