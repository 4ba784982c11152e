"""Requests of htmx, which asks for parts of pages."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


class HtmxRequest(HttpRequest):
    """A request as `HtmxMiddleware` hands it on."""

    htmx: HtmxDetails


def wants_part(request: HttpRequest, name: str) -> bool:
    """Tell whether htmx asks for just the part of the page with this id.

    False for a page load and where the browser goes back. A part that stands many times on a page
    has the ids `name--one`, `name--another`.
    """
    return wanted_part(request) == name


def wanted_part(request: HttpRequest) -> str:
    """The name of the part that htmx asks for; empty where the whole page is wanted."""
    htmx: HtmxDetails | None = getattr(request, "htmx", None)
    if not htmx or htmx.history_restore_request or htmx.boosted:
        return ""
    return (htmx.target or "").partition("--")[0]


def is_htmx(request: HttpRequest) -> bool:
    """Tell whether a script asks, to which an address can be told beside the answer."""
    return bool(getattr(request, "htmx", None))


def current_path(request: HttpRequest) -> str:
    """The path of the page from which htmx asks, as far as it says so."""
    htmx: HtmxDetails | None = getattr(request, "htmx", None)
    address = (htmx and htmx.current_url_abs_path) or ""
    return address.partition("?")[0].partition("#")[0]
