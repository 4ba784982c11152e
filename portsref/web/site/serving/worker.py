"""How a process of gunicorn keeps an ear open while all its threads are busy.

gunicorn's own `gthread` hands a connection to a thread as soon as it is there, and waits up to two
seconds for a client to close one that has ended, in the loop that accepts all others: a dozen
connections that said nothing, or five that did not end, kept everybody waiting for seconds. And
files of large plans take long to make and to send: they have threads of their own, so that any
number of them, asked for at once, wait for each other and keep no page waiting.
"""

import os
import socket
import time
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from selectors import EVENT_READ
from typing import override

from gunicorn.workers.gthread import TConn, ThreadWorker

from portsref.web.site.environment.reading import read_environment

PROBES = ("/healthz", "/readyz")
LONGEST_PEEK = 4096  # bytes of a request, with its headers; a longer one is one like any other
FILE_THREADS = 2  # one sends what it made while the next is made
WAITS_FOR_REQUEST = 10.0  # seconds; a page's spare connection may be used late, or never
WAITS_FOR_END = 2.0  # seconds that a client gets to read the answer and to close
MOST_UNREAD = 6 * 1024 * 1024  # bytes of a refused body that are thrown away, so that it reads why


class Worker(ThreadWorker):
    """Threads are for requests that are here; probes have one of their own, and files have two."""

    @override
    def init_process(self) -> None:
        self.probes = ThreadPoolExecutor(max_workers=1, thread_name_prefix="probe")
        self.files = ThreadPoolExecutor(max_workers=FILE_THREADS, thread_name_prefix="file")
        self.probe_lines = _probe_lines(read_environment(os.environ).base_path)
        self.ending: deque[TConn] = deque()
        super().init_process()

    @override
    def enqueue_req(self, conn: TConn) -> None:
        """Have a thread answer, once there is something to answer."""
        begun = _peek(conn.sock)
        if begun is None and not conn.initialized:
            self._await_request(conn)
            return
        answered = self._pool_for(begun or b"").submit(self.handle, conn)
        answered.add_done_callback(partial(self.method_queue.defer, self.finish_request, conn))

    def _pool_for(self, begun: bytes) -> ThreadPoolExecutor:
        """The threads for a request; half of one could hold the few for probes or for files."""
        pool: ThreadPoolExecutor = self.tpool
        if b"\r\n\r\n" in begun:
            if begun.startswith(self.probe_lines):
                pool = self.probes
            elif _is_for_file(begun):
                pool = self.files
        return pool

    def _await_request(self, conn: TConn) -> None:
        conn.timeout = time.monotonic() + WAITS_FOR_REQUEST
        self.pending_conns.append(conn)
        readable = partial(self.on_pending_socket_readable, conn)
        self.poller.register(conn.sock, EVENT_READ, readable)

    @override
    def finish_request(self, conn: TConn, fs: "Future[object]") -> None:
        """Keep a connection for the next request, or end it without waiting for the client."""
        if fs.cancelled() or (fs.exception() is None and not fs.result()):
            self._begin_end(conn)
        else:
            super().finish_request(conn, fs)

    def _begin_end(self, conn: TConn) -> None:
        """Say that nothing follows; closed at once, unread data would cost the client its answer.

        RFC 9112, section 9.6.
        """
        try:
            conn.sock.setblocking(False)
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:
            self._close(conn)
            return
        conn.timeout, conn.unread = time.monotonic() + WAITS_FOR_END, 0
        self.ending.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(self._throw_away, conn))

    def _throw_away(self, conn: TConn, _sock: socket.socket) -> None:
        try:
            received = len(conn.sock.recv(64 * 1024))
        except BlockingIOError:
            return
        except OSError:
            received = 0
        conn.unread += received
        if not received or conn.unread > MOST_UNREAD:
            self.ending.remove(conn)
            self._end(conn)

    @override
    def murder_pending(self) -> None:
        """Close what has waited for long enough; the loop asks every second."""
        if not self.alive:  # a spare connection of a browser should not keep a server from ending
            for conn in self.pending_conns:
                conn.timeout = min(conn.timeout, time.monotonic() + WAITS_FOR_END)
        super().murder_pending()
        while self.ending and self.ending[0].timeout < time.monotonic():
            self._end(self.ending.popleft())

    def _end(self, conn: TConn) -> None:
        self.poller.unregister(conn.sock)
        self._close(conn)

    def _close(self, conn: TConn) -> None:
        self.nr_conns -= 1
        conn.close()


def _peek(sock: socket.socket) -> bytes | None:
    """What has come and is not read yet, empty at the end; `None` where all is still to come."""
    try:
        return sock.recv(LONGEST_PEEK, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except BlockingIOError:
        return None
    except (OSError, ValueError):  # it is gone, or encrypted: a thread will see
        return b""


def _probe_lines(base_path: str) -> tuple[bytes, ...]:
    """How probes begin, which come past a proxy or through it."""
    paths = [f"{below}{path}" for below in {"", base_path} for path in PROBES]
    return tuple(f"{method} {path} ".encode() for path in paths for method in ("GET", "HEAD"))


def _is_for_file(begun: bytes) -> bool:
    """Tell whether a request is for a file of a saved plan, by a page or by the API."""
    method, _, rest = begun.partition(b" ")
    path = rest.partition(b" ")[0].partition(b"?")[0]
    is_file = b"/export/" in path or path.endswith((b"/bundle", b"/files.zip"))
    return is_file and method in {b"GET", b"HEAD"}
