"""How often one client may save, decide or begin drafts: counted in the database, once for all."""

import math
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import override

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from limits import RateLimitItem
from limits.storage import Storage
from limits.strategies import FixedWindowRateLimiter

from portsref.web.plans.models import SaveCount
from portsref.web.shared.clients import client_network

FORGOTTEN_AT_ONCE = 100  # ended counts that one save removes


class TooManySavesError(Exception):
    """A client saved as often as it may; `seconds` tells when it may again."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(f"too many saves: again in {seconds} s")


@contextmanager
def counted_save(request: HttpRequest) -> Iterator[None]:
    """Count one save by the client that asks, and undo the count where an error ends it.

    Raises `TooManySavesError` before anything is saved.
    """
    with _counted(request, settings.SAVE_LIMIT):
        yield


@contextmanager
def counted_decision(request: HttpRequest) -> Iterator[None]:
    """Count one decision or answer, of which there may be many more, as `counted_save` does."""
    with _counted(request, settings.DECISION_LIMIT, "decision"):
        yield


@contextmanager
def counted_draft(request: HttpRequest) -> Iterator[None]:
    """Count one draft that a client begins, as `counted_save` counts a save."""
    with _counted(request, settings.DRAFT_LIMIT, "draft"):
        yield


@contextmanager
def _counted(request: HttpRequest, limits: Sequence[RateLimitItem], *what: str) -> Iterator[None]:
    if not limits:
        yield
        return
    with transaction.atomic():
        _count(limits, *what, client_network(request))
        yield


def _count(limits: Sequence[RateLimitItem], *counted: str) -> None:
    full = [limit for limit in limits if not _limiter.hit(limit, *counted)]
    if full:
        reset = max(_limiter.get_window_stats(limit, *counted).reset_time for limit in full)
        raise TooManySavesError(max(1, math.ceil(reset - time.time())))
    _forget_ended()


def _forget_ended() -> None:
    """Remove counts that have ended; those that other saves hold are left to them."""
    ended = SaveCount.objects.select_for_update(skip_locked=True).filter(ends__lte=timezone.now())
    keys = list(ended.values_list("pk", flat=True)[:FORGOTTEN_AT_ONCE])
    SaveCount.objects.filter(pk__in=keys).delete()


class _CountsInDatabase(Storage):
    """What `limits` counts, in rows: each begins with a first save and ends after its window."""

    STORAGE_SCHEME = None

    @property
    @override
    def base_exceptions(self) -> type[Exception]:
        return DatabaseError

    @override
    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        now = timezone.now()
        ends = now + timedelta(seconds=expiry)
        count, _ = SaveCount.objects.select_for_update().get_or_create(
            pk=_hidden(key), defaults={"amount": 0, "ends": ends}
        )
        if count.ends <= now:
            count.amount, count.ends = 0, ends
        count.amount += amount
        count.save()
        return count.amount

    @override
    def get(self, key: str) -> int:
        count = SaveCount.objects.filter(pk=_hidden(key), ends__gt=timezone.now()).first()
        return count.amount if count else 0

    @override
    def get_expiry(self, key: str) -> float:
        count = SaveCount.objects.filter(pk=_hidden(key)).first()
        return count.ends.timestamp() if count else time.time()

    @override
    def check(self) -> bool:
        return connection.is_usable()

    @override
    def reset(self) -> int:
        return SaveCount.objects.all().delete()[0]

    @override
    def clear(self, key: str) -> None:
        SaveCount.objects.filter(pk=_hidden(key)).delete()


def _hidden(key: str) -> str:
    """What is stored of a client's address: nobody can find the address without the secret key."""
    return salted_hmac("portsref.web.plans.save_limit", key, algorithm="sha256").hexdigest()


_limiter = FixedWindowRateLimiter(_CountsInDatabase())
