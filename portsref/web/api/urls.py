"""Addresses of the API, below `/api/v1/`."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt

from portsref.web.api.answers import problem_answer
from portsref.web.api.application import api

type View = Callable[..., HttpResponseBase]


def _answering_head(view: View) -> View:
    """Answer HEAD as GET, which ninja does not; the server leaves the body out."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.method == "HEAD":
            request.method = "GET"
        return view(request, *args, **kwargs)

    return answer


@csrf_exempt
def _nothing_here(_request: HttpRequest, rest: str) -> HttpResponseBase:
    return problem_answer(f"there is nothing at {rest!r}", status=404)


_patterns, _app_name, _namespace = api.urls
for pattern in _patterns:
    if isinstance(pattern, URLPattern):
        pattern.callback = _answering_head(pattern.callback)

urlpatterns = [path("", (_patterns, _app_name, _namespace)), path("<path:rest>", _nothing_here)]
