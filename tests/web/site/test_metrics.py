"""What Prometheus is told: requests by kind, of all processes, and nothing that opens a plan."""

import os
import signal
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from tests.server import Server

PROCESSES = 2


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    temporary = tmp_path_factory.mktemp("temporary")
    server = Server(
        tmp_path_factory.mktemp("data"),
        METRICS="1",
        WEB_CONCURRENCY=str(PROCESSES),
        TMPDIR=str(temporary),
    )
    server.wait()
    yield server
    server.stop()
    assert list(temporary.iterdir()) == []


@pytest.fixture(scope="module")
def plan(server: Server) -> str:
    return server.run("-m", "tests.web.plans.plans_to_move")


def told(server: Server) -> tuple[str, Counter[tuple[str, ...]]]:
    """The text, and how many requests there were of each view, method and status."""
    text = server.get("/metrics")[2].decode()
    families = {family.name: family for family in text_string_to_metric_families(text)}
    counted = Counter[tuple[str, ...]]()
    for sample in families["portsref_requests"].samples:
        if sample.name.endswith("_total"):
            key = tuple(sample.labels[name] for name in ("view", "method", "status"))
            counted[key] += int(sample.value)
    return text, counted


def ask(server: Server, method: str, path: str) -> None:
    request = urllib.request.Request(f"http://127.0.0.1:{server.port}{path}", method=method)
    try:
        urllib.request.urlopen(request, timeout=20).close()
    except urllib.error.HTTPError as refused:
        refused.close()


@pytest.mark.django_db
def test_without_being_asked_for_there_are_none(client: Client):
    assert client.get("/metrics").status_code == 404


def test_every_process_counts_and_any_of_them_tells(server: Server, plan: str):
    before = told(server)[1]
    for _ in range(10):
        ask(server, "GET", "/ports/10250/")
        ask(server, "HEAD", f"/plans/{plan}/")
        ask(server, "GET", "/no/such/page/")
        ask(server, "BREW", "/api/v1/catalogue")
    text, after = told(server)
    assert plan not in text
    assert {key: count for key, count in (after - before).items() if key[0] != "metrics"} == {
        ("reference:port", "GET", "200"): 10,
        ("plans:plan", "HEAD", "200"): 10,
        ("none", "GET", "404"): 10,
        ("api:show_catalogue", "other", "405"): 10,
    }


def test_rows_and_the_catalogue_are_told(server: Server, plan: str):
    lines = told(server)[0].splitlines()
    assert plan
    assert {"portsref_plans 1.0", "portsref_revisions 2.0", "portsref_drafts 2.0"} <= set(lines)
    loaded = [line for line in lines if line.startswith("portsref_catalogue_loaded_timestamp")]
    assert len(loaded) == 1
    assert any(line.startswith('portsref_request_seconds_bucket{le="0.005"') for line in lines)


def workers_of(server: Server) -> set[int]:
    main = server.process.pid
    return {int(text) for text in Path(f"/proc/{main}/task/{main}/children").read_text().split()}


def test_a_process_that_takes_the_place_of_another_goes_on_counting(server: Server):
    for _ in range(10):
        ask(server, "GET", "/ports/10250/")
    before = told(server)[1]
    for worker in workers_of(server):
        alive = workers_of(server)
        os.kill(worker, signal.SIGTERM)
        while workers_of(server) == alive or len(workers_of(server)) < PROCESSES:
            time.sleep(0.1)
    ask(server, "GET", "/ports/10250/")
    after = told(server)[1]
    assert before <= after
    assert after["reference:port", "GET", "200"] == before["reference:port", "GET", "200"] + 1
    folder = next(Path(server.environment["TMPDIR"]).glob("portsref-metrics-*"))
    assert len(list(folder.glob("counter_*.db"))) <= PROCESSES + 1
