"""How gunicorn serves portsref: here, under `make run`, and in a container."""

import os
import shutil
import signal
import sys
import tempfile
from functools import partial
from pathlib import Path

from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker

from portsref.web.site import draining
from portsref.web.site.environment.reading import EnvironmentProblemsError, read_environment

try:
    ENVIRONMENT = read_environment(os.environ)
except EnvironmentProblemsError as error:
    sys.exit("\n".join(f"portsref: {problem}" for problem in error.problems))

HOST = f"[{ENVIRONMENT.host}]" if ":" in ENVIRONMENT.host else ENVIRONMENT.host

bind = f"{HOST}:{ENVIRONMENT.port}"
# Threads, so that a slow client holds a thread and no process; probes have one of their own.
worker_class = "portsref.web.site.serving.worker.Worker"
threads = 4
workers = ENVIRONMENT.processes
preload_app = True  # one import for all workers: a quicker start, and shared memory
timeout = 30
graceful_timeout = 10
max_requests = 10_000  # whatever leaks, leaks within bounds
max_requests_jitter = 1_000
loglevel = "warning"
logger_class = "portsref.web.site.serving.logs." + (
    "JsonLogger" if ENVIRONMENT.log_format == "json" else "Logger"
)
accesslog = ENVIRONMENT.access_log or None
# Without query string and referrer: an edit key stands in the one, and may stand in the other.
access_log_format = '%(h)s %(t)s "%(m)s %(U)s %(H)s" %(s)s %(b)s "%(a)s"'
control_socket_disable = True
# A heartbeat file on a slow disk makes healthy workers look dead.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - gunicorn's advice

if ENVIRONMENT.metrics:  # where processes count for each other; a reload goes on in the same folder
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", tempfile.mkdtemp(prefix="portsref-metrics-"))


def when_ready(server: Arbiter) -> None:
    """Prepare what the workers share, then say the address."""
    from portsref.web.site.serving.warming import warm_up  # noqa: PLC0415 - Django is set up only now

    warm_up()
    host = "localhost" if ENVIRONMENT.host in {"0.0.0.0", "::"} else HOST  # noqa: S104
    address = f"http://{host}:{ENVIRONMENT.port}{ENVIRONMENT.base_path}/"
    print(f"portsref is at {address}  (Ctrl-C ends it)", flush=True)  # noqa: T201
    signal.signal(signal.SIGTERM, partial(_end, server))
    signal.signal(signal.SIGALRM, lambda *_: server.signal(signal.SIGTERM, None))
    # gunicorn's own Ctrl-C cuts answers off and prints where; SIGTERM lets them end.
    signal.signal(signal.SIGINT, lambda *_: os.kill(server.pid, signal.SIGTERM))
    if sys.stdin is not None and sys.stdin.isatty():
        # A closed terminal must not leave a server behind: to gunicorn a hang-up means "reload".
        signal.signal(signal.SIGHUP, lambda *_: os.kill(server.pid, signal.SIGTERM))


def _end(server: Arbiter, *_: object) -> None:
    """Let proxies learn from `/readyz` that they should ask elsewhere; told twice, end at once."""
    if ENVIRONMENT.drain_seconds and not draining.has_begun():
        draining.begin()
        signal.setitimer(signal.ITIMER_REAL, ENVIRONMENT.drain_seconds)
    else:
        server.signal(signal.SIGTERM, None)


def pre_fork(server: Arbiter, worker: Worker) -> None:
    """Give each worker the first place that none of those that live has."""
    taken = {other.place for other in server.WORKERS.values()}
    worker.place = next(place for place in range(len(taken) + 1) if place not in taken)


def post_fork(_server: Arbiter, worker: Worker) -> None:
    """Have a worker count under its place."""
    if ENVIRONMENT.metrics:
        from portsref.web.site import metrics  # noqa: PLC0415 - Django is set up only now

        metrics.place = str(worker.place)


def on_exit(_server: Arbiter) -> None:
    """Leave no files of metrics behind."""
    if ENVIRONMENT.metrics:
        shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)


def post_worker_init(_worker: Worker) -> None:
    """Leave Ctrl-C, which a terminal sends to every process, to the master."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from portsref.web.site import cpu_budget  # noqa: PLC0415 - Django is set up only now

    # SIGTERM lets a worker answer what it has begun; the master starts another one.
    cpu_budget.retire = lambda: os.kill(os.getpid(), signal.SIGTERM)
