"""Whom to tell about a weakness of this server (RFC 9116), where its operator says so."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

HOLDS_FOR = timedelta(days=180)  # the standard recommends less than a year


@require_safe
@cache_control(max_age=86400, public=True)
def security_txt(request: HttpRequest) -> HttpResponse:
    """Name the contacts of `SECURITY_CONTACT`; there is no such file without any."""
    if not settings.SECURITY_CONTACT:
        return HttpResponseNotFound("no contact is set\n", content_type="text/plain")
    expires = datetime.combine((now() + HOLDS_FOR).date(), datetime.min.time(), UTC)
    lines = [
        *(f"Contact: {contact}" for contact in settings.SECURITY_CONTACT),
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en, zh",
        f"Canonical: {request.build_absolute_uri(reverse('security-txt'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
