"""A request that goes on and on is ended, whatever it does, and the next one is not."""

import threading
import time
from contextlib import suppress

from django.http import HttpResponse
from django.test import override_settings
from django.urls import path

from portsref.urls import urlpatterns as ours
from portsref.web.site.cpu_budget import OverBudgetError, Watch


def busy(_request):
    while True:
        with suppress(Exception):  # what catches all errors must not catch this
            sum(range(1000))


def quick(_request):
    return HttpResponse("done")


def asleep(_request):
    time.sleep(0.5)
    return HttpResponse("slept")


urlpatterns = [
    path("busy/", busy),
    path("api/busy/", busy),
    path("quick/", quick),
    path("asleep/", asleep),
    *ours,
]
short = override_settings(ROOT_URLCONF=__name__, REQUEST_CPU_SECONDS=0.1)


@short
def test_a_request_without_end_is_answered_with_503(client):
    response = client.get("/busy/")
    assert response.status_code == 503
    assert b"took more time than one request may use" in response.content
    assert client.get("/quick/").content == b"done"


@short
def test_programs_are_told_in_json(client):
    reason = client.get("/api/busy/").json()["problems"][0]["reason"]
    assert reason.startswith("takes too much work here")


@short
def test_waiting_is_no_work(client):
    assert client.get("/asleep/").content == b"slept"


def spend(until):
    """Work in a frame of its own, as requests do: what is interrupted may not see its own `try`."""
    while time.thread_time() < until:
        sum(range(1000))


def test_only_the_thread_that_works_is_interrupted():
    watch, ended = Watch(), []

    def work(name, seconds, until):
        try:
            with watch.over(seconds):
                spend(until)
            ended.append((name, "done"))
        except OverBudgetError:
            ended.append((name, "interrupted"))

    threads = [
        threading.Thread(target=work, args=("patient", 60, 0.4)),
        threading.Thread(target=work, args=("endless", 0.1, 60)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ended) == [("endless", "interrupted"), ("patient", "done")]


def test_what_ended_in_time_is_not_interrupted_afterwards():
    watch = Watch()
    for _ in range(100):
        try:
            with watch.over(0.0):
                time.sleep(0.001)
        except OverBudgetError:
            pass
    with watch.over(60):
        assert sum(range(1_000_000)) == 499_999_500_000
