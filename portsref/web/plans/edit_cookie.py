"""The edit key in a reader's browser: a cookie that is sent to the pages of its plan alone.

A visit by an edit link leaves the key there and goes on to the address without it. So the key
stands in no history, no log of what comes after, and in nobody's copy of an address.
"""

from collections.abc import Iterator
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import translation

from portsref.web.plans.privacy import View, private_page
from portsref.web.plans.queries import find_editable
from portsref.web.plans.refusals import not_editable

# One for each language, as addresses begin with it; a cookie has one path.
_NAMES = {code: f"edit-key-{code}" for code, _ in settings.LANGUAGES}


def opens_by_edit_link(view: View) -> View:
    """Have a visit with `?key=` keep the key, and lead to the same page without it."""

    @wraps(view)
    def open_or_show(request: HttpRequest, plan_id: str, **kwargs: Any) -> HttpResponseBase:
        if request.method != "POST" and request.GET.get("key"):
            return _open(request, plan_id=plan_id)
        return view(request, plan_id=plan_id, **kwargs)

    return open_or_show


@private_page()
def _open(request: HttpRequest, plan_id: str) -> HttpResponse:
    query = request.GET.copy()
    key = query.pop("key")[-1]
    if find_editable(plan_id, str(key)) is None:
        return not_editable(request, plan_id)
    address = f"{request.path}?{query.urlencode()}" if query else request.path
    return keep_key(HttpResponseRedirect(address, status=303), request, plan_id, str(key))


def key_of(request: HttpRequest) -> str:
    """The key that a request brings along: what a form says, else what the browser keeps."""
    return request.POST["key"] if "key" in request.POST else kept_key(request)


def kept_key(request: HttpRequest) -> str:
    """The key that the browser keeps for this plan, right or wrong; empty where there is none."""
    return next((request.COOKIES[name] for name in _NAMES.values() if name in request.COOKIES), "")


def keep_key(
    response: HttpResponseRedirect, request: HttpRequest, plan_id: str, key: str
) -> HttpResponseRedirect:
    """Have the browser keep the key until it is closed, for the pages of this plan.

    No script can read it, and no form of another site brings it along.
    """
    secure = settings.CSRF_COOKIE_SECURE or request.is_secure()
    for name, path in _paths(plan_id):
        response.set_cookie(name, key, path=path, secure=secure, httponly=True, samesite="Lax")
    return response


def forget_key(response: HttpResponseRedirect, plan_id: str) -> HttpResponseRedirect:
    """Have the browser forget the key of a plan."""
    for name, path in _paths(plan_id):
        response.delete_cookie(name, path=path, samesite="Lax")
    return response


def _paths(plan_id: str) -> Iterator[tuple[str, str]]:
    for language, name in _NAMES.items():
        with translation.override(language):
            yield name, reverse("plans:plan", args=[plan_id])
