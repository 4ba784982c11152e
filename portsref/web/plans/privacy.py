"""Pages that only whoever has the link may see: not indexed, not kept, not told to other sites."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from portsref.web.plans.queries import UnreadableRevisionError
from portsref.web.plans.refusals import unreadable_revision

logger = logging.getLogger(__name__)

type View = Callable[..., HttpResponseBase]

NO_REFERRER = "no-referrer"
# Under `no-referrer` browsers send `Origin: null` with a form, which the check against forged
# requests refuses. This one tells other sites just as little.
SAME_ORIGIN = "same-origin"


def private_page(
    referrer: str = NO_REFERRER, cache: str = "private, no-store"
) -> Callable[[View], View]:
    """Keep the answers of a view out of indexes, of shared caches and of other sites' logs.

    A revision that cannot be read here is an answer too, which keeps nobody from the others.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def with_headers(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                response = view(request, *args, **kwargs)
            except UnreadableRevisionError as error:
                logger.warning("a saved revision cannot be read: %s", error)
                response = unreadable_revision(request, kwargs.get("plan_id", ""))
            response.headers["Cache-Control"] = cache
            response.headers["X-Robots-Tag"] = "noindex, nofollow"
            response.headers["Referrer-Policy"] = referrer
            return response

        return with_headers

    return decorate
