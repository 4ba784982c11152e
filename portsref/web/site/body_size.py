"""Refuses large bodies before a byte of them is read."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from portsref.web.shared.refusals import refuse

type GetResponse = Callable[[HttpRequest], HttpResponse]
REASON = f"larger than {settings.LARGEST_REQUEST // 1024**2} MiB, the most a request may be"


def refuse_large_bodies(get_response: GetResponse) -> GetResponse:
    """Answer 413 by what `Content-Length` says.

    Django reads all of a file that is uploaded before anybody can look at it, into a temporary
    folder if it is large. A body without `Content-Length` is none to it.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) <= settings.LARGEST_REQUEST:
            return get_response(request)
        response = refuse(request, template="site/too_large.html", reason=REASON, status=413)
        response.headers["Connection"] = "close"  # the body is not read, so nothing can follow it
        return response

    return answer
