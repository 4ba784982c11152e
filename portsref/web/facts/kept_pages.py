"""Pages that are kept once rendered, for as long as the catalogue is the one that they show."""

import gzip
import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language

from portsref.web.facts.catalogue import CatalogueStamp, current_stamp
from portsref.web.shared.http import wanted_part

KEEP_FOR = 24 * 3600
LONGEST_KEPT_QUERY = 500
COMPRESSION = 4  # level 9 takes three times as long, for a tenth less
VARY = "HX-Request, HX-Target, Accept-Encoding"


class _Kept(NamedTuple):
    """A rendered page, compressed: memory holds many times as many of them."""

    compressed: bytes
    etag: str
    content_type: str


type View = Callable[..., HttpResponse]


def kept_page(view: View) -> View:
    """Render a page once a catalogue version and address, and answer 304 where it is known."""

    @wraps(view)
    def with_kept_page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return answer_kept(request, lambda: view(request, *args, **kwargs))

    return with_kept_page


def answer_kept(
    request: HttpRequest,
    render_page: Callable[[], HttpResponse],
    *depends_on: object,
    keep_for: int = KEEP_FOR,
) -> HttpResponse:
    """Answer with a page as it was rendered for the same address, or with 304 where it is known.

    A page that shows more than its address and the catalogue say names the rest in `depends_on`, by
    values whose `repr` tells them apart. One that is made for a single reader is never kept.
    """
    stamp = current_stamp()
    if stamp is None:
        return render(request, "facts/no_catalogue.html", status=503)
    key = _key(request, stamp, depends_on)
    kept = cache.get(key) if key else None
    if kept is None:
        response = render_page()
        if not _is_for_everyone(request, response):
            return response
        kept = _keep(response)
        if key:
            cache.set(key, kept, keep_for)
    return _respond(request, kept)


def _key(request: HttpRequest, stamp: CatalogueStamp, depends_on: tuple[object, ...]) -> str | None:
    query = request.META.get("QUERY_STRING", "")
    if settings.DEBUG or len(query) > LONGEST_KEPT_QUERY:
        return None
    site = (request.scheme, request.get_host())
    address = (get_language(), site, request.path, query, wanted_part(request))
    parts = repr((stamp, address, depends_on))
    return "page:" + hashlib.sha256(parts.encode(errors="surrogatepass")).hexdigest()


def _is_for_everyone(request: HttpRequest, response: HttpResponse) -> bool:
    """Tell whether a page may be shown to other readers: no token, nonce, cookie or session."""
    return (
        response.status_code == 200
        and not response.cookies
        and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        and not getattr(request, "_csp_nonce", None)
        and not request.session.accessed
    )


def _keep(response: HttpResponse) -> _Kept:
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    compressed = gzip.compress(response.content, compresslevel=COMPRESSION, mtime=0)
    return _Kept(compressed, etag, response.headers["Content-Type"])


def _respond(request: HttpRequest, kept: _Kept) -> HttpResponse:
    """Answer with 304, or with the page, compressed where the browser reads that."""
    takes_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
    # the compressed form is another representation, so its tag is a weak one
    etag = f"W/{kept.etag}" if takes_gzip else kept.etag
    headers = {
        "ETag": etag,
        "Cache-Control": "no-cache",
        "Vary": VARY,
        "Content-Type": kept.content_type,
    }
    answer = get_conditional_response(request, etag=etag, response=HttpResponse(headers=headers))
    if isinstance(answer, HttpResponse) and answer.status_code != 200:
        return answer  # 304, or 412 where the reader wanted another one
    if takes_gzip:
        headers["Content-Encoding"] = "gzip"
    content = kept.compressed if takes_gzip else gzip.decompress(kept.compressed)
    return HttpResponse(content, headers=headers)
