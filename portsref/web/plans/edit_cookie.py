"""The edit key in a reader's browser: a cookie that is sent to the pages of its plan alone."""

from django.http import HttpRequest, HttpResponseRedirect

from portsref.web.plans.key_links import opens_by_link
from portsref.web.plans.plan_cookie import PlanCookie
from portsref.web.plans.queries import find_editable
from portsref.web.plans.refusals import not_editable

_COOKIE = PlanCookie("edit-key")
opens_by_edit_link = opens_by_link(_COOKIE, find_editable, not_editable)


def key_of(request: HttpRequest) -> str:
    """The key that a request brings along: what a form says, else what the browser keeps."""
    return request.POST["key"] if "key" in request.POST else kept_key(request)


def kept_key(request: HttpRequest) -> str:
    """The key that the browser keeps for this plan, right or wrong; empty where there is none."""
    return _COOKIE.kept(request)


def keep_key(
    response: HttpResponseRedirect, request: HttpRequest, plan_id: str, key: str
) -> HttpResponseRedirect:
    """Have the browser keep the key until it is closed, for the pages of this plan."""
    return _COOKIE.keep(response, request, plan_id, key)


def forget_key(response: HttpResponseRedirect, plan_id: str) -> HttpResponseRedirect:
    """Have the browser forget the key of a plan."""
    return _COOKIE.forget(response, plan_id)
