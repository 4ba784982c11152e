"""What every worker would do at its first request, done once before they are forked."""

import gc
import logging

from django.db import DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.urls import get_resolver

from portsref.web.facts.catalogue import CatalogueMissingError, begin_with_snapshot

logger = logging.getLogger(__name__)


def warm_up() -> None:
    """Build the catalogue in memory that the workers will share; without one, say so and go on."""
    get_resolver().url_patterns  # noqa: B018 - imports every view
    try:
        begin_with_snapshot()
    except (CatalogueMissingError, DatabaseError) as problem:
        logger.warning("started without a catalogue: %s", problem)
    finally:
        for connection in connections.all(initialized_only=True):
            disconnect(connection)
    gc.freeze()  # the collector would touch, and so copy, every shared page


def disconnect(connection: BaseDatabaseWrapper) -> None:
    """Leave nothing open that two processes would then use at once."""
    connection.close()
    close_pool = getattr(connection, "close_pool", None)  # PostgreSQL alone has one
    if close_pool is not None:
        close_pool()
