"""Ends requests that use more computing time than one may have.

Limits are counted where the work is done. This is for what nobody thought of: a thread watches the
CPU time of those that answer requests, and interrupts one that goes on for too long. Python may
skip the `finally` of the very frame that is interrupted (3.13 does at times), and that may hold a
lock; so the process retires after it, when its other requests are answered.
"""

import ctypes
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connections
from django.http import HttpRequest, HttpResponse

from portsref.web.shared.refusals import refuse
from portsref.web.site.view_names import view_name

type GetResponse = Callable[[HttpRequest], HttpResponse]

logger = logging.getLogger(__name__)
REASON = "takes too much work here: join groups or pick fewer products, or use the command"
WATCH_EVERY = 0.05  # seconds


class OverBudgetError(BaseException):
    """Raised in the thread of a request; no `except Exception` on the way takes it for its own."""


class Watch:
    """Watches the threads of one process, and interrupts those whose budget is used up."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ends: dict[int, float] = {}
        self._watcher: threading.Thread | None = None

    @contextmanager
    def over(self, seconds: float) -> Iterator[None]:
        """Raise `OverBudgetError` in this thread once it has used that much CPU time."""
        thread = threading.get_ident()
        with self._lock:
            self._ends[thread] = time.thread_time() + seconds
            self._start()
        try:
            yield
        finally:
            with self._lock:
                self._ends.pop(thread, None)
                _interrupt(thread, None)  # what was raised and has not arrived means nobody now

    def _start(self) -> None:
        """Start the watcher where there is none: it does not come along when a process forks."""
        if self._watcher is None or not self._watcher.is_alive():
            self._watcher = threading.Thread(target=self._watch, name="cpu-budget", daemon=True)
            self._watcher.start()

    def _watch(self) -> None:
        while True:
            time.sleep(WATCH_EVERY)
            with self._lock:
                for thread in [ident for ident, end in self._ends.items() if _used(ident) > end]:
                    del self._ends[thread]
                    _interrupt(thread, OverBudgetError)


def _used(thread: int) -> float:
    """The CPU time of a thread, in seconds; it is alive, as its request has not ended."""
    return time.clock_gettime(time.pthread_getcpuclockid(thread))


def _interrupt(thread: int, error: type[BaseException] | None) -> None:
    """Have Python raise `error` in a thread, or forget that it was about to."""
    raised = ctypes.py_object(error) if error else None
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), raised)


def stay() -> None:
    """What becomes of the process after an interruption where no server says otherwise."""


watch = Watch()
retire: Callable[[], None] = stay  # serving/gunicorn_conf.py has workers end and be replaced


def end_what_takes_too_long(get_response: GetResponse) -> GetResponse:
    """Answer 503 where a request needs more than `REQUEST_CPU_SECONDS`; 0 is no bound."""

    def answer(request: HttpRequest) -> HttpResponse:
        seconds = settings.REQUEST_CPU_SECONDS
        if not seconds:
            return get_response(request)
        try:
            with watch.over(seconds):
                return get_response(request)
        except OverBudgetError:
            _drop_connections()
            retire()
            view = view_name(request)
            logger.warning("%s %s: more than %s s of work", request.method, view, seconds)
        template = "site/too_much_work.html"
        return refuse(request, template=template, reason=REASON, status=503)

    return answer


def _drop_connections() -> None:
    """Use none of the thread's connections again: one may have been left within a transaction."""
    for alias in list(connections):
        connections[alias].close()
        del connections[alias]
