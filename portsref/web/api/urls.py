"""Addresses of the API, below `/api/v1/`."""

from functools import wraps

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET

from portsref.web.api.answers import problem_answer
from portsref.web.api.application import api
from portsref.web.api.other_sites import View, open_to_other_sites

NINJAS_OWN = {"openapi-json", "api-root"}  # pages of ninja's that answer whatever the method is


def _in_our_shape(view: View) -> View:
    """Answer HEAD as GET, which ninja does not, and refuse other methods as the API refuses."""

    @csrf_exempt  # ninja has it so for some methods only, and no operation knows a cookie
    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.method == "HEAD":
            request.method = "GET"
        response = view(request, *args, **kwargs)
        return _refuse_method(request, response) if response.status_code == 405 else response

    return answer


def _refuse_method(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    allowed = response.headers["Allow"]
    refusal = problem_answer(f"{request.method} is not known here, only {allowed}", status=405)
    refusal.headers["Allow"] = allowed
    return refusal


def _nothing_here(_request: HttpRequest, rest: str) -> HttpResponseBase:
    return problem_answer(f"there is nothing at {rest!r}", status=404)


_patterns, _app_name, _namespace = api.urls
for pattern in _patterns:
    if isinstance(pattern, URLPattern):
        is_operation = pattern.name not in NINJAS_OWN
        view = pattern.callback if is_operation else require_GET(pattern.callback)
        pattern.callback = _in_our_shape(open_to_other_sites(view))

urlpatterns = [
    path("", (_patterns, _app_name, _namespace)),
    path("<path:rest>", csrf_exempt(open_to_other_sites(_nothing_here))),
]
