"""The review of a plan by the API: read with the plan's id, decided by the key of a link."""

import json

import pytest
from django.test import Client, override_settings
from jsonschema import Draft202012Validator
from limits import parse_many

from portsref.web.plans.models import Plan
from portsref.web.plans.queries import find_revision, stored_rules
from portsref.web.plans.review import recording
from portsref.web.plans.review.links import make_link, withdraw_link
from portsref.web.plans.review.queries import list_decisions
from portsref.web.plans.saving import save_new_plan


@pytest.fixture
def plan(rule_set):
    return save_new_plan(rule_set("k3s-single")).revision.plan


@pytest.fixture
def made(plan):
    return make_link(plan, "Network team")


@pytest.fixture
def names(plan):
    return [rule.name for rule in stored_rules(find_revision(plan.pk)).all_rules]


@pytest.fixture
def post(plan, made):
    """Decide, with the key of the link unless another header is given."""

    def send(authorization=None, plan_id=plan.pk, **body):
        key = f"Bearer {made.key}" if authorization is None else authorization
        data = {"revision": 1, "verdict": "approved", "name": "Nina Novak", **body}
        response = Client(enforce_csrf_checks=True).post(
            f"/api/v1/plans/{plan_id}/reviews",
            json.dumps(data),
            content_type="application/json",
            headers={"Authorization": key} if key else {},
        )
        return response.status_code, response.json()

    return send


def test_a_plan_of_which_nobody_decided(get, plan, names):
    status, found = get(f"plans/{plan.pk}/reviews")
    assert (status, found) == (
        200,
        {
            "schema": "portsref.review/v1",
            "revision": 1,
            "newest": 0,
            "approved": False,
            "counts": {"approved": 0, "rejected": 0, "question": 0, "open": len(names)},
            "states": [],
            "decisions": [],
        },
    )


def test_a_decision_is_recorded_and_read_again(get, post, plan, names):
    status, done = post(rules=names[:2], verdict="question", comment="Why?\r\nReally?")
    assert (status, done["rules"], done["left"], done["meanwhile"]) == (201, 2, 0, [])
    number = done["decision"]
    _, found = get(f"plans/{plan.pk}/reviews")
    assert found["newest"] == number
    assert found["counts"]["question"] == 2
    assert found["states"] == [
        {
            "rule": name, "state": "question", "decision": number, "against": [], "before": None,
            "changed": [],
        }
        for name in names[:2]
    ]  # fmt: skip
    decision = found["decisions"][0]
    assert decision.pop("made").endswith("+00:00")
    assert decision == {
        "number": number, "revision": 1, "verdict": "question", "name": "Nina Novak",
        "team": "Network team", "comment": "Why?\nReally?", "count": 2, "answers": [],
    }  # fmt: skip


def test_the_review_is_as_described(get, post, plan, names):
    post(rules=names)
    _, openapi = get("openapi.json")
    operation = openapi["paths"]["/api/v1/plans/{plan_id}/reviews"]
    schema = operation["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    _, found = get(f"plans/{plan.pk}/reviews?revision=1")
    validator = Draft202012Validator(schema | {"components": openapi["components"]})
    assert list(validator.iter_errors(found)) == []
    assert found["approved"] is True
    assert operation["post"]["security"] == [{"reviewKey": []}]
    assert "reviewKey" in openapi["components"]["securitySchemes"]


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer ", "Basic abc", "token"])
def test_without_a_key_nothing_is_decided(authorization, post, plan, names):
    status, answer = post(authorization, rules=names)
    assert status == 401
    assert answer["problems"][0]["field"] == "Authorization"
    assert list_decisions(plan.pk) == []


@pytest.mark.parametrize("key", ["wrong", "x" * 5000, "\x7f", "..."])
def test_a_wrong_key_decides_nothing(key, post, plan, names):
    assert post(f"Bearer {key}", rules=names)[0] == 403
    assert list_decisions(plan.pk) == []


def test_a_withdrawn_link_decides_nothing(post, plan, made, names):
    withdraw_link(plan, made.link.pk)
    assert post(rules=names)[0] == 403


def test_the_key_of_another_plan_decides_nothing(post, saved, names):
    assert post(plan_id=saved, rules=names)[0] == 403
    assert post(plan_id="x" * 24, rules=names)[0] == 404
    assert list_decisions(saved) == []


def test_a_cookie_is_no_key(plan, made, names):
    browser = Client()
    browser.get(f"/plans/{plan.pk}/review/", {"key": made.key})
    browser.post(f"/plans/{plan.pk}/review/name/", {"name": "Nina"})
    response = browser.post(
        f"/api/v1/plans/{plan.pk}/reviews",
        json.dumps({"revision": 1, "verdict": "approved", "name": "x", "rules": names}),
        content_type="application/json",
    )
    assert response.status_code == 401


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"rules": []}, "rules"),
        ({"rules": ["no-such-rule"]}, "rules[0]"),
        ({"rules": "all"}, "rules"),
        ({"verdict": "perhaps"}, "verdict"),
        ({"verdict": "rejected"}, "comment"),
        ({"comment": "x" * 2001}, "comment"),
        ({"name": " "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"revision": 0}, "revision"),
        ({"revision": "1"}, "revision"),
        ({"seen": -1}, "seen"),
        ({"more": 1}, "more"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(body, field, post, plan, names):
    status, answer = post(**{"rules": names[:1], **body})
    assert status == 422
    assert [problem["field"] for problem in answer["problems"]] == [field]
    assert list_decisions(plan.pk) == []


def test_a_revision_that_there_is_not(get, post, plan, names):
    assert post(rules=names, revision=2)[0] == 404
    assert get(f"plans/{plan.pk}/reviews?revision=2")[0] == 404


def test_a_request_that_is_sent_twice_decides_once(post, plan, names):
    assert post(rules=names)[1]["rules"] == len(names)
    assert post(rules=names)[1] == {
        "decision": None, "rules": 0, "left": len(names), "meanwhile": []
    }  # fmt: skip
    assert len(list_decisions(plan.pk)) == 1


def test_whoever_names_what_he_saw_is_told_of_others(post, plan, names):
    security = make_link(plan, "Security")
    key = f"Bearer {security.key}"
    first = post(key, rules=names[:1], verdict="rejected", comment="no", name="Sam")[1]["decision"]
    done = post(rules=names[:1], seen=0)[1]
    assert done["meanwhile"] == [first]
    assert len(list_decisions(plan.pk)) == 2


@override_settings(DECISION_LIMIT=parse_many("1/hour"))
def test_too_many_are_refused_for_a_while(post, names):
    assert post(rules=names[:1])[0] == 201
    assert post(rules=names[1:2])[0] == 429


def test_a_plan_has_a_bound(post, names, monkeypatch):
    monkeypatch.setattr(recording, "MOST_DECISIONS", 1)
    assert post(rules=names[:1])[0] == 201
    assert post(rules=names[1:2])[0] == 422


def test_answers_are_private(client, plan):
    headers = client.get(f"/api/v1/plans/{plan.pk}/reviews").headers
    assert headers["Cache-Control"] == "no-store"
    assert "Access-Control-Allow-Origin" not in headers
    assert Plan.objects.filter(pk=plan.pk).exists()
