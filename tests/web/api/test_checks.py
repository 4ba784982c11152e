"""What runs against a plan, by the API: nothing is kept without being asked for, and a key."""

import json

import pytest

from portsref.planning.document import parse_document
from portsref.web.plans.models import KeptCheck
from tests.web.plans.checking.checked import (
    PLAN,
    SECRET,
    WEB_IS_OPEN,
    everything_kept,
    saved_plan,
)

JSON = "application/json"
FILES = [{"name": "node-1.txt", "text": WEB_IS_OPEN}]


@pytest.fixture
def saved(catalogue):
    return saved_plan(catalogue)


@pytest.fixture
def address(saved):
    return f"/api/v1/plans/{saved.revision.plan_id}/checks/rules"


def send(client, address, body, key=""):
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    return client.post(address, body, content_type=JSON, headers=headers)


def states(answer):
    return {one["name"]: one["state"] for one in answer.json()["rules"]}


EXPECTED = {
    "users-to-servers-own-web": "partly",
    "users-to-servers-own-dns": "open",
    "users-to-edge-own-front": "unknown",
}


def test_a_plan_document_and_files_give_a_state_for_each_rule(client):
    plan = parse_document(PLAN).as_data()
    body = {"plan": plan, "files": FILES, "group": "servers"}
    answer = send(client, "/api/v1/checks/rules", body)
    assert (answer.status_code, states(answer)) == (200, EXPECTED)
    found = answer.json()
    assert (found["schema"], found["is_bad"]) == ("portsref.check/v1", True)
    assert found["figures"] == {"partly": 1, "open": 1, "unknown": 1, "wider": 2}
    assert found["rules"][1]["details"] == ["closed: TCP 443 from 10.9.0.0/24"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert send(client, "/api/v1/checks/sockets", body).status_code == 200


def test_a_saved_plan_is_checked_by_whoever_reads_it(address, client):
    answer = send(client, address, {"files": FILES, "group": "servers", "revision": 1})
    assert (answer.status_code, states(answer)) == (200, EXPECTED)
    assert not KeptCheck.objects.exists()


def test_it_is_kept_with_the_edit_key(saved, address, client):
    body = {"files": FILES, "group": "servers", "keep": True, "source": "node-1"}
    assert send(client, address, body).status_code == 401
    assert send(client, address, body, key="wrong").status_code == 403
    assert not KeptCheck.objects.exists()
    answer = send(client, address, body, key=saved.edit_key)
    assert (answer.status_code, states(answer)) == (201, EXPECTED)
    [(row, data)] = everything_kept()
    assert (row.plan_id, row.kind, row.group, row.source, row.revision) == (
        saved.revision.plan_id, "rules", "servers", "node-1", 1,
    )  # fmt: skip
    assert [one["state"] for one in data["rules"]] == ["unknown", "partly", "open"]
    page = client.get(f"/plans/{saved.revision.plan_id}/check/rules/")
    assert "servers · node-1" in page.content.decode()


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({}, 422, "files"),
        ({"files": []}, 422, "files"),
        ({"files": [{"name": "a"}]}, 422, "files[a].text"),
        ({"files": FILES, "group": "nobody"}, 422, "group"),
        ({"files": FILES, "more": 1}, 422, "more"),
        ({"files": FILES, "keep": "yes"}, 422, "keep"),
        ({"files": FILES, "revision": 9}, 404, ""),
        ({"files": FILES, "source": "x" * 101}, 422, "source"),
        ({"files": [{"text": "x" * (1024 * 1024 + 1)}]}, 422, "files[0].text"),
        ({"files": [{"text": "x" * (1600 * 1024)}]}, 413, ""),
        ([], 422, ""),
    ],
)
def test_what_is_wrong_is_said(address, client, body, status, field):
    answer = send(client, address, body)
    assert answer.status_code == status
    assert answer.json()["problems"][0]["field"].startswith(field)


def test_a_plan_that_is_missing_or_wrong_is_said(client):
    for body in ({"files": FILES}, [], {"plan": {"groups": 1}, "files": FILES}, {"plan": []}):
        assert send(client, "/api/v1/checks/rules", body).status_code == 422
    assert send(client, "/api/v1/checks/nonsense", {}).status_code == 404
    assert send(client, f"/api/v1/plans/{'x' * 24}/checks/rules", {}).status_code == 404


def test_nothing_that_was_sent_is_told_in_a_refusal(address, client, caplog):
    bodies = (
        json.dumps({"files": [{"text": [SECRET]}]}),
        json.dumps({"files": [{"text": {"password": SECRET}}]}),
        json.dumps({"files": SECRET}),
        json.dumps(SECRET),
        f'{{"files": [{{"text": "{SECRET}',
        f"files: [{SECRET}: {{",
        f"files:\n- text: &{SECRET} *x\n",
    )
    for body in bodies:
        answer = client.post(address, body, content_type=JSON)
        assert answer.status_code in {400, 422}
        assert SECRET not in answer.content.decode()
    assert SECRET not in caplog.text
