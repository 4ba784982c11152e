"""How gunicorn serves portsref: here, under `make run`, and in a container."""

import os
import signal
import sys
from pathlib import Path

from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker

HOST = os.environ.get("HOST", "127.0.0.1")
PORT = os.environ.get("PORT") or "8000"

bind = f"[{HOST}]:{PORT}" if ":" in HOST else f"{HOST}:{PORT}"
# Threads, so that a slow client holds a thread and no process; probes have one of their own.
worker_class = "portsref.web.site.worker.Worker"
threads = 4
workers = int(os.environ.get("WEB_CONCURRENCY") or min(4, (os.cpu_count() or 1) + 1))
preload_app = True  # one import for all workers: a quicker start, and shared memory
timeout = 30
graceful_timeout = 10
max_requests = 10_000  # whatever leaks, leaks within bounds
max_requests_jitter = 1_000
loglevel = "warning"
accesslog = os.environ.get("ACCESS_LOG") or None
# Without query string and referrer: an edit key stands in the one, and may stand in the other.
access_log_format = '%(h)s %(t)s "%(m)s %(U)s %(H)s" %(s)s %(b)s "%(a)s"'
control_socket_disable = True
# A heartbeat file on a slow disk makes healthy workers look dead.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - gunicorn's advice


def when_ready(server: Arbiter) -> None:
    """Prepare what the workers share, then say the address."""
    from portsref.web.site.warming import warm_up  # noqa: PLC0415 - Django is set up only now

    warm_up()
    address = "localhost" if HOST in {"0.0.0.0", "::"} else bind.rpartition(":")[0]  # noqa: S104
    print(f"portsref is at http://{address}:{PORT}/  (Ctrl-C ends it)", flush=True)  # noqa: T201
    # gunicorn's own Ctrl-C cuts answers off and prints where; SIGTERM lets them end.
    signal.signal(signal.SIGINT, lambda *_: os.kill(server.pid, signal.SIGTERM))
    if sys.stdin is not None and sys.stdin.isatty():
        # A closed terminal must not leave a server behind: to gunicorn a hang-up means "reload".
        signal.signal(signal.SIGHUP, lambda *_: os.kill(server.pid, signal.SIGTERM))


def post_worker_init(_worker: Worker) -> None:
    """Leave Ctrl-C, which a terminal sends to every process, to the master."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from portsref.web.site import cpu_budget  # noqa: PLC0415 - Django is set up only now

    # SIGTERM lets a worker answer what it has begun; the master starts another one.
    cpu_budget.retire = lambda: os.kill(os.getpid(), signal.SIGTERM)
