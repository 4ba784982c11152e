"""What every worker would do at its first request, done once before they are forked."""

import gc
import logging

from django.conf import settings
from django.db import DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest, QueryDict
from django.template.loader import get_template
from django.urls import get_resolver, get_script_prefix, resolve, reverse, set_script_prefix
from django.utils.translation import override

from portsref.web.facts.catalogue import CatalogueMissingError, begin_with_snapshot

logger = logging.getLogger(__name__)

_COMPOSER = "preset=rke2-cilium"


def warm_up() -> None:
    """Build in memory what the workers will share; without a catalogue, say so and go on."""
    get_resolver().url_patterns  # noqa: B018 - imports every view
    _compile_templates()
    try:
        begin_with_snapshot()
        _show_a_composer()
    except (CatalogueMissingError, DatabaseError) as problem:
        logger.warning("started without a catalogue: %s", problem)
    finally:
        for connection in connections.all(initialized_only=True):
            disconnect(connection)
    gc.freeze()  # the collector would touch, and so copy, every shared page


def _compile_templates() -> None:
    folder = settings.BASE_DIR / "templates"
    for file in folder.rglob("*.html"):
        get_template(str(file.relative_to(folder)))


def _show_a_composer() -> None:
    """Make the page that keeps the most for the next one: words, rows and options of products.

    Addresses are among what is kept, so they are those that requests will write.
    """
    set_script_prefix(settings.FORCE_SCRIPT_NAME or "/")
    for language, _name in settings.LANGUAGES:
        with override(language):
            request = HttpRequest()
            request.method, request.path = "GET", reverse("plans:new")
            request.GET = QueryDict(_COMPOSER)
            below = request.path.removeprefix(get_script_prefix())
            view, arguments, named = resolve(f"/{below}")
            view(request, *arguments, **named)


def disconnect(connection: BaseDatabaseWrapper) -> None:
    """Leave nothing open that two processes would then use at once."""
    connection.close()
    close_pool = getattr(connection, "close_pool", None)  # PostgreSQL alone has one
    if close_pool is not None:
        close_pool()
