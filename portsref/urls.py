"""Every address of the site: English at `/`, Chinese at `/zh-hans/`, the API beside them."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from portsref.web.site.health import healthz
from portsref.web.site.robots import robots

handler404 = "portsref.web.reference.not_found.not_found"
urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("robots.txt", robots, name="robots"),
    *([path("admin/", admin.site.urls)] if settings.ADMIN else []),
    path("api/v1/", include("portsref.web.api.urls")),
    *i18n_patterns(
        path("plans/", include("portsref.web.plans.urls")),
        path("", include("portsref.web.reference.urls")),
        prefix_default_language=False,
    ),
]
