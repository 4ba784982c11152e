"""Every address of the site: English at `/`, Chinese at `/zh-hans/`, the API beside them."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.utils.module_loading import import_string

from portsref.web.site.health import healthz, readyz
from portsref.web.site.well_known.favicon import favicon
from portsref.web.site.well_known.opensearch import opensearch
from portsref.web.site.well_known.robots import robots
from portsref.web.site.well_known.security_txt import security_txt
from portsref.web.site.well_known.sitemap import sitemap

METRICS = "portsref.web.site.metrics.metrics"  # counts from its import on, so not without need
handler400 = "portsref.web.site.refusals.bad_request"
handler403 = "portsref.web.site.refusals.forbidden"
handler404 = "portsref.web.reference.not_found.not_found"
handler500 = "portsref.web.site.refusals.failed"
urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    *([path("metrics", import_string(METRICS), name="metrics")] if settings.METRICS else []),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("favicon.ico", favicon, name="favicon"),
    path(".well-known/security.txt", security_txt, name="security-txt"),
    *([path("admin/", admin.site.urls)] if settings.ADMIN else []),
    path("api/v1/", include("portsref.web.api.urls")),
    path("", include("portsref.web.api.data_files")),
    *i18n_patterns(
        path("opensearch.xml", opensearch, name="opensearch"),
        path("plans/", include("portsref.web.plans.urls")),
        path("", include("portsref.web.plans.guide.urls")),
        path("", include("portsref.web.reference.urls")),
        prefix_default_language=False,
    ),
]
