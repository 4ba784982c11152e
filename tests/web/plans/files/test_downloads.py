"""The files of a revision: made once, kept within bounds, and never after the plan is gone."""

import gzip
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import caches

from portsref.exporters.registry import find_exporter
from portsref.planning.engine import plan_rules
from portsref.planning.presets import find_preset
from portsref.planning.provenance import Provenance
from portsref.web.plans.files import downloads
from portsref.web.plans.files.downloads import Kept, keep
from portsref.web.plans.queries import stored_rules
from portsref.web.plans.saving import delete_plan, save_new_plan
from tests.web.plans.pages import NEW, press

pytestmark = pytest.mark.django_db
GZIP = {"Accept-Encoding": "gzip"}
KEPT = Kept("rules.csv", "text/csv", 7, b"compressed", left_out=0, doubts=0)
ASKING, MAKING = 1, 1  # queries: is it still there, and what are its rules


@pytest.fixture(autouse=True)
def files():
    caches["files"].clear()
    return caches["files"]


@pytest.fixture
def revision(catalogue):
    return save_new_plan(plan_rules(find_preset("kubeadm-calico").document(), catalogue)).revision


@pytest.fixture(params=["/plans/{}/revisions/1/export/", "/api/v1/plans/{}/revisions/1/export/"])
def address(request, revision):
    return request.param.format(revision.plan_id)


@pytest.fixture
def queries(client, django_assert_num_queries):
    def ask(path, number, **headers):
        with django_assert_num_queries(number):
            return client.get(path, headers=headers)

    return ask


def test_a_file_is_made_once(address, revision, queries):
    path = f"{address}csv" if "api" in address else f"{address}csv/"
    first, again = queries(path, ASKING + MAKING), queries(path, ASKING)
    provenance = Provenance(1, f"http://testserver/plans/{revision.plan_id}/revisions/1/")
    made = find_exporter("csv").export(stored_rules(revision), provenance=provenance)
    assert first.getvalue() == again.getvalue() == made.file.content
    assert dict(first.headers) == dict(again.headers)
    assert first.headers["Content-Length"] == str(len(made.file.content))
    assert "no-store" in first.headers["Cache-Control"]


def test_a_file_is_sent_compressed_to_whoever_reads_that(client, revision):
    path = f"/plans/{revision.plan_id}/revisions/1/export/json/"
    plain, compressed = client.get(path), client.get(path, headers=GZIP)
    assert gzip.decompress(compressed.content) == plain.getvalue()
    assert compressed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert plain.headers["Vary"] == compressed.headers["Vary"]
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert plain.headers["Content-Disposition"] == compressed.headers["Content-Disposition"]


def test_whatever_makes_another_file_is_another_file(queries, revision):
    path = f"/plans/{revision.plan_id}/revisions/1/export"
    for address in (
        f"{path}/csv/",
        f"{path}/csv/?merge=1",
        f"{path}/csv/?expand=1",
    ):
        queries(address, ASKING + MAKING)
    with_review = ASKING + MAKING + 1  # whether anybody decided, which these files say
    queries(f"{path}/yaml/", with_review)
    queries(f"/zh-hans{path}/yaml/", with_review)  # its link leads to the page in Chinese
    queries(f"{path}/yaml/", with_review, host="localhost")
    queries(f"{path}/csv/?merge=1&view=matrix", ASKING)


def test_files_of_a_deleted_plan_are_gone_at_once(client, revision):
    path = f"/plans/{revision.plan_id}/revisions/1/export/csv/"
    assert client.get(path).status_code == 200
    delete_plan(revision.plan)
    assert client.get(path).status_code == 410


def test_a_large_file_is_sent_and_not_kept(queries, revision, files, monkeypatch):
    monkeypatch.setattr(downloads, "LARGEST_KEPT", 100)
    path = f"/plans/{revision.plan_id}/revisions/1/export/csv/"
    first, again = queries(path, ASKING + MAKING), queries(path, ASKING + MAKING)
    assert first.getvalue() == again.getvalue()
    assert not files._cache


def test_what_nobody_saved_is_not_kept(client, files):
    file = press(client, client.get(f"{NEW}?preset=eks"), "export:csv")
    assert file.status_code == 200
    assert not files._cache


def test_no_more_are_kept_than_there_is_room_for(files):
    for number in range(200):
        keep(str(number), lambda: KEPT)
    most = files._max_entries
    assert most / 2 < len(files._cache) <= most
    assert most * downloads.LARGEST_KEPT <= 48 * 1024**2


def test_many_who_ask_at_once_have_it_made_once():
    made = []
    everybody = threading.Barrier(12)

    def make():
        made.append(KEPT)
        threading.Event().wait(0.1)  # longer than it takes to ask
        return KEPT

    def ask():
        everybody.wait(timeout=20)
        return keep("the same", make)

    with ThreadPoolExecutor(12) as pool:
        asked = [pool.submit(ask) for _ in range(12)]
        assert [answer.result(timeout=20) for answer in asked] == [KEPT] * 12
    assert made == [KEPT]


def test_nobody_waits_for_ever_for_somebody_who_does_not_end(monkeypatch):
    monkeypatch.setattr(downloads, "LONGEST_WAIT", 0.01)
    with downloads._making:
        assert keep("something", lambda: KEPT) == KEPT
    assert not downloads._making.locked()
