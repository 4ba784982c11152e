"""The answers for probes: whether the process lives, and whether it can show what it has."""

import logging

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portsref.web.facts.models import CatalogueVersion
from portsref.web.site import draining

logger = logging.getLogger(__name__)


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200: a process that answers lives, and another one would help nothing else."""
    return _say("ok")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200 where the database answers and has a catalogue, else 503; so before the end."""
    if draining.has_begun():
        return _say("ending", status=503)
    try:
        is_loaded = CatalogueVersion.objects.exists()
    except DatabaseError as problem:
        logger.warning("the database does not answer: %s", type(problem).__name__)
        return _say("database unavailable", status=503)
    return _say("ok") if is_loaded else _say("no catalogue is loaded", status=503)


def _say(text: str, status: int = 200) -> HttpResponse:
    return HttpResponse(f"{text}\n", content_type="text/plain", status=status)
