"""What search engines may read: the reference, not people's plans."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

CLOSED = ("/admin/", "/api/", "/plans/")


@require_safe
@cache_control(max_age=86400, public=True)
def robots(request: HttpRequest) -> HttpResponse:
    """Close plans, in every language, the API and the admin; say where the sitemap is."""
    others = [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
    closed = [*CLOSED, *(f"/{code}/plans/" for code in others)]
    lines = ["User-agent: *", *(f"Disallow: {settings.BASE_PATH}{path}" for path in closed)]
    lines += ["", f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")
