"""Which drafts are this browser's: a signed cookie with their ids, and nothing about the reader.

Who only has the address of a draft sees it, and what he changes is a draft of his own.
"""

from collections.abc import Iterator, Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation

from portsref.web.plans.keys import is_plan_id

MOST_REMEMBERED = 12
REMEMBERED_FOR = 90 * 24 * 3600  # seconds, from the last one that was begun
_SALT = "portsref.drafts"
_NAMES = {code: f"drafts-{code}" for code, _ in settings.LANGUAGES}


def remembered(request: HttpRequest) -> tuple[str, ...]:
    """The ids of the drafts that were begun in this browser, the newest first."""
    for name in _NAMES.values():
        value = request.get_signed_cookie(name, default="", salt=_SALT, max_age=REMEMBERED_FOR)
        if value:
            return tuple(filter(is_plan_id, value.split(".")))[:MOST_REMEMBERED]
    return ()


def remember(request: HttpRequest, response: HttpResponse, ids: Sequence[str]) -> None:
    """Have the browser remember these drafts, for the pages of plans; no script can read it."""
    secure = settings.CSRF_COOKIE_SECURE or request.is_secure()
    for name, path in _paths():
        response.set_signed_cookie(
            name,
            ".".join(ids[:MOST_REMEMBERED]),
            salt=_SALT,
            max_age=REMEMBERED_FOR,
            path=path,
            secure=secure,
            httponly=True,
            samesite="Lax",
        )


def _paths() -> Iterator[tuple[str, str]]:
    """One for each language, as addresses begin with it; a cookie has one path."""
    for language, name in _NAMES.items():
        with translation.override(language):
            yield name, reverse("plans:start")
