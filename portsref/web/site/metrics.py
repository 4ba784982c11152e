"""What `/metrics` tells Prometheus: kinds of pages and numbers of rows, and no plan.

Served, and imported, with `METRICS=1` alone. Processes of gunicorn count in files of a folder that
`PROMETHEUS_MULTIPROC_DIR` names, and whichever is asked adds them up.
"""

import os
import time
from collections.abc import Callable, Iterator

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
    values,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from portsref.web.facts.models import CatalogueVersion
from portsref.web.plans.models import Draft, Plan, Revision
from portsref.web.site.view_names import view_name

type GetResponse = Callable[[HttpRequest], HttpResponseBase]

IS_SHARED = "PROMETHEUS_MULTIPROC_DIR" in os.environ
METHODS = {"GET", "HEAD", "POST", "OPTIONS"}
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
# Whose file this process counts in. A place is taken over by the next process, so that there are
# as many files as processes at once, however many there have been: gunicorn_conf.py gives them out.
place = "main"
if IS_SHARED:
    values.ValueClass = values.MultiProcessValue(lambda: place)

requests = Counter("portsref_requests", "Requests answered.", ("view", "method", "status"))
request_seconds = Histogram(
    "portsref_request_seconds", "Time until an answer begins.", ("view",), buckets=SECONDS
)


def count_requests(get_response: GetResponse) -> GetResponse:
    """Count every answer, by the name of its view."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        begun, method = time.perf_counter(), request.method
        response = get_response(request)
        view = _view_of(request)
        request_seconds.labels(view).observe(time.perf_counter() - begun)
        requests.labels(view, method if method in METHODS else "other", response.status_code).inc()
        return response

    return answer


def _view_of(request: HttpRequest) -> str:
    return "static" if request.path_info.startswith("/static/") else view_name(request)


class Rows:
    """How much there is in the database when somebody asks."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield numbers of rows, and which catalogue is loaded."""
        for name, model in (("plans", Plan), ("revisions", Revision), ("drafts", Draft)):
            text = f"{name.capitalize()} in the database."
            yield GaugeMetricFamily(f"portsref_{name}", text, value=model.objects.count())
        loaded = GaugeMetricFamily(
            "portsref_catalogue_loaded_timestamp_seconds",
            "When the catalogue that pages show was loaded.",
            labels=("version",),
        )
        if newest := CatalogueVersion.objects.first():
            loaded.add_metric((str(newest),), newest.loaded_at.timestamp())
        yield loaded


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Everything that is counted, of all processes of this machine."""
    shown = CollectorRegistry() if IS_SHARED else REGISTRY
    if IS_SHARED:
        MultiProcessCollector(shown)
    rows = CollectorRegistry()
    rows.register(Rows())
    content = generate_latest(shown) + generate_latest(rows)
    return HttpResponse(content, content_type=CONTENT_TYPE_LATEST)
