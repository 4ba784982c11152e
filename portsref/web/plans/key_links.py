"""Links with a key: a visit by one leaves the key in the browser, and goes on without it.

So the key stands in no history, no log of what comes after, and in nobody's copy of an address.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase

from portsref.web.plans.plan_cookie import PlanCookie
from portsref.web.plans.privacy import View, private_page

type Find = Callable[[str, str], object | None]
type Refuse = Callable[[HttpRequest, str], HttpResponse]


def opens_by_link(cookie: PlanCookie, find: Find, refuse: Refuse) -> Callable[[View], View]:
    """Have a visit with `?key=` keep the key, and lead to the same page without it.

    `find` gives what the key of a plan opens, if it opens anything; `refuse` answers if not.
    """

    @private_page()
    def _open(request: HttpRequest, plan_id: str) -> HttpResponse:
        query = request.GET.copy()
        key = str(query.pop("key")[-1])
        if find(plan_id, key) is None:
            return refuse(request, plan_id)
        address = f"{request.path}?{query.urlencode()}" if query else request.path
        return cookie.keep(HttpResponseRedirect(address, status=303), request, plan_id, key)

    def decorate(view: View) -> View:
        @wraps(view)
        def open_or_show(request: HttpRequest, plan_id: str, **kwargs: Any) -> HttpResponseBase:
            if request.method != "POST" and request.GET.get("key"):
                return _open(request, plan_id=plan_id)
            return view(request, plan_id=plan_id, **kwargs)

        return open_or_show

    return decorate
