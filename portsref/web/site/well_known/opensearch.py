"""How browsers search here from their address bar: `portsref 10250` (OpenSearch 1.1)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe


@require_safe
@cache_control(max_age=86400, public=True)
def opensearch(request: HttpRequest) -> HttpResponse:
    """Describe the search, in the language of the address."""
    kind = "application/opensearchdescription+xml"
    return render(request, "site/opensearch.xml", content_type=kind)
