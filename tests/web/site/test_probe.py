"""`portsref-web probe`, and a server that tells its proxy before it ends."""

import signal
import subprocess
import sys
import time
import urllib.error
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server import ROOT, Server, clean_environment, free_port

DRAINS = 3  # seconds


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all starts, so that the first alone prepares."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture
def server(data: Path) -> Iterator[Server]:
    server = Server(
        data,
        WEB_CONCURRENCY="1",
        BASE_PATH="/portsref",
        ALLOWED_HOSTS=".example.com",
        DRAIN_SECONDS=str(DRAINS),
    )
    server.wait(Host="a.example.com")
    yield server
    server.stop()


def probe(*question: str, **environment: str) -> tuple[int, str]:
    """How the program ended, and what it said."""
    ended = subprocess.run(
        [sys.executable, "manage.py", "probe", *question],
        cwd=ROOT,
        env=clean_environment() | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return ended.returncode, ended.stdout + ended.stderr


def is_ready(server: Server) -> bool:
    try:
        return server.get("/readyz", Host="a.example.com")[0] == 200
    except urllib.error.HTTPError:
        return False


def test_a_server_tells_probes_before_it_ends_and_goes_on_answering(server: Server):
    variables = {"PORT": str(server.port), **server.environment}
    assert probe(**variables) == (0, "ok\n")
    began = time.monotonic()
    server.process.send_signal(signal.SIGTERM)
    assert probe("ready", **variables) == (1, "portsref: ending\n")
    assert probe("alive", **variables) == (0, "ok\n")
    assert server.get("/portsref/", Host="a.example.com")[0] == 200
    assert server.process.wait(timeout=20) == 0
    assert time.monotonic() - began >= DRAINS


def test_a_server_that_is_told_twice_ends_at_once(server: Server):
    server.process.send_signal(signal.SIGTERM)
    while is_ready(server):
        time.sleep(0.01)
    began = time.monotonic()
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(timeout=20) == 0
    assert time.monotonic() - began < DRAINS - 0.5


def test_a_probe_says_that_nothing_answers():
    port = str(free_port())
    status, said = probe("alive", PORT=port)
    assert status == 1
    assert said.startswith(f"portsref: nothing answers on 127.0.0.1, port {port}: ")


def test_a_probe_refuses_what_it_does_not_know():
    assert probe("dead") == (1, "portsref: probe 'dead': it must be alive or ready.\n")
    assert probe(PORT="x")[1] == "portsref: PORT is 'x': it must be a number from 1 to 65535.\n"


def test_what_is_not_prepared_is_not_served(tmp_path: Path):
    said = refusal(tmp_path)
    assert said == (
        f"CommandError: there are no static files in {tmp_path}/static. Run prepare first, or leave"
        " out --prepared.\n"
    )


def test_what_is_newer_than_its_database_is_not_served(server: Server, tmp_path: Path):
    said = refusal(server.data, DATABASE_URL=f"sqlite:///{tmp_path}/empty.sqlite3")
    assert said == (
        "CommandError: the database is older than this release. Run prepare first, or leave out"
        " --prepared.\n"
    )


def refusal(data: Path, **environment: str) -> str:
    """What a server says that does not start."""
    server = Server(data, (sys.executable, "manage.py", "serve", "--prepared"), **environment)
    said = server.process.communicate(timeout=60)[0]
    assert server.process.returncode == 1
    return said
