"""A process whose threads are all busy, or kept by strangers, still answers probes."""

import http.client
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from tests.server import Server

THREADS = 4
SOON = 2.0  # seconds; on an idle machine it takes milliseconds
HEAD = "Host: 127.0.0.1\r\nContent-Type: application/yaml\r\n"
# Half of a body: a thread waits for the other half.
SLOW_BODY = f"POST /api/v1/rules HTTP/1.1\r\n{HEAD}Content-Length: 1000\r\n\r\nschema"
CLOSING = f"GET /robots.txt HTTP/1.1\r\n{HEAD}Connection: close\r\n\r\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One process of four threads."""
    server = Server(tmp_path_factory.mktemp("data"), WEB_CONCURRENCY="1")
    server.wait()
    yield server
    server.stop()


@contextmanager
def clients(server: Server, number: int, text: str) -> Iterator[None]:
    """Clients that say something and then neither go on nor end."""
    with ExitStack() as open_connections:
        for _ in range(number):
            open_connections.enter_context(server.say(text))
        time.sleep(0.3)  # for all of it to arrive
        yield


def test_a_probe_is_answered_while_every_thread_waits_for_a_slow_client(server: Server):
    with clients(server, 2 * THREADS, SLOW_BODY):
        for _ in range(3):
            assert server.get("/healthz", timeout=SOON)[::2] == (200, b"ok\n")
        with pytest.raises(TimeoutError):  # no thread is left for a page
            server.get("/robots.txt", timeout=0.5)
    assert server.get("/robots.txt")[0] == 200


@pytest.mark.parametrize(
    "text",
    ["", CLOSING, "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n"],
    ids=["say nothing", "do not end", "probe by halves"],
)
def test_clients_that_keep_a_connection_keep_nobody_waiting(server: Server, text: str):
    most = THREADS - 1 if text.startswith("GET /healthz") else 5 * THREADS
    with clients(server, most, text):
        assert server.get("/healthz", timeout=SOON)[0] == 200
        assert server.get("/robots.txt", timeout=SOON)[0] == 200


@pytest.fixture(scope="module")
def large_plan(server: Server) -> str:
    """The address of a plan whose files are larger than what a connection holds back."""
    return f"/plans/{server.run('-m', 'tests.web.site.serving.large_plan')}/"


def test_clients_that_ask_for_large_files_and_do_not_read_them_keep_no_page_waiting(
    server: Server, large_plan: str
):
    address = f"{large_plan}revisions/1/export/csv/?expand=1"
    asked = f"GET {address} HTTP/1.1\r\n{HEAD}\r\n"
    with clients(server, 3 * THREADS, asked):
        for path in ("/robots.txt", "/healthz", "/products/"):
            assert server.get(path)[0] == 200
    assert len(server.get(address)[2]) > 20_000_000


def test_a_kept_connection_may_probe_and_ask_in_turn(server: Server):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    for path in ("/healthz", "/robots.txt", "/healthz"):
        connection.request("GET", path)
        assert connection.getresponse().read()
    connection.close()


def test_whoever_sends_too_much_gets_to_read_why(server: Server):
    for mebibytes in (1, 5, 6) * 4:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
        body = b"x" * (mebibytes * 1024 * 1024)
        connection.request("POST", "/api/v1/rules", body, {"Content-Type": "application/yaml"})
        assert connection.getresponse().status == 413
        connection.close()
