"""Requests and responses: parts of pages for htmx, and pages that are kept once rendered."""

import gzip
import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language
from django_htmx.middleware import HtmxDetails

from portsref.web.catalogue import CatalogueStamp, current_stamp

KEEP_FOR = 24 * 3600
LONGEST_KEPT_QUERY = 500


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


class _Kept(NamedTuple):
    """A rendered page, plain and compressed."""

    content: bytes
    compressed: bytes
    etag: str


type View = Callable[..., HttpResponseBase]


def kept_page(view: View) -> View:
    """Render a page once a catalogue version and address, and answer 304 where it is known.

    Only for pages that are the same for every reader: without CSRF token, nonce or session.
    """

    @wraps(view)
    def with_kept_page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        stamp = current_stamp()
        if stamp is None:
            return render(request, "reference/no_catalogue.html", status=503)
        key = _key(request, stamp)
        kept = cache.get(key) if key else None
        if kept is None:
            response = view(request, *args, **kwargs)
            if response.status_code != 200 or not isinstance(response, HttpResponse):
                return response
            kept = _keep(response.content)
            if key:
                cache.set(key, kept, KEEP_FOR)
        return _respond(request, kept)

    return with_kept_page


def _key(request: HttpRequest, stamp: CatalogueStamp) -> str | None:
    query = request.META.get("QUERY_STRING", "")
    if settings.DEBUG or len(query) > LONGEST_KEPT_QUERY:
        return None
    site = (request.scheme, request.get_host())
    parts = (stamp, get_language(), site, request.path, query, wanted_part(request))
    return "page:" + hashlib.sha256(repr(parts).encode()).hexdigest()


def _keep(content: bytes) -> _Kept:
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    return _Kept(content, gzip.compress(content, compresslevel=9, mtime=0), etag)


def _respond(request: HttpRequest, kept: _Kept) -> HttpResponseBase:
    """Answer with the page, compressed where the browser reads that, or with 304."""
    takes_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(kept.compressed if takes_gzip else kept.content)
    if takes_gzip:
        response.headers["Content-Encoding"] = "gzip"
    # the compressed form is another representation, so its tag is a weak one
    response.headers["ETag"] = f"W/{kept.etag}" if takes_gzip else kept.etag
    response.headers["Cache-Control"] = "no-cache"
    patch_vary_headers(response, ("HX-Request", "HX-Target", "Accept-Encoding"))
    etag = response.headers["ETag"]
    return get_conditional_response(request, etag=etag, response=response) or response
