"""Saving a revision by the API: a plan that is kept in git, say, under the same link."""

import json

import pytest
import yaml
from django.test import Client, override_settings
from limits import parse_many

from portsref.planning.document import document_from
from portsref.web.plans.queries import find_revision, list_revisions, stored_document
from portsref.web.plans.saving import delete_plan, save_new_plan, save_revision

PLAN = {
    "schema": "portsref.plan/v1",
    "title": "From git",
    "groups": [{"name": "workers", "roles": ["worker"], "addresses": ["10.0.1.0/24"]}],
}


@pytest.fixture
def made(rule_set):
    return save_new_plan(rule_set("k3s-single"))


@pytest.fixture
def plan(made):
    return made.revision.plan


@pytest.fixture
def post(plan, made):
    """Save a revision, with the edit key, on top of the first one unless headers say otherwise."""

    def send(body=PLAN, note="", plan_id=plan.pk, media_type="application/json", **headers):
        sent = {"Authorization": f"Bearer {made.edit_key}", "If-Match": '"1"'} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        return Client(enforce_csrf_checks=True).post(
            f"/api/v1/plans/{plan_id}/revisions",
            body if isinstance(body, str) else json.dumps(body),
            content_type=media_type,
            headers={name: value for name, value in sent.items() if value is not None},
            query_params={"note": note} if note else {},
        )

    return send


def problems(response):
    return [(each["field"], each["reason"]) for each in response.json()["problems"]]


def test_the_edit_key_saves_the_next_revision(post, plan):
    response = post(note="payments: open 6000 (#12)")
    saved = response.json()
    assert (response.status_code, response.headers["ETag"]) == (201, '"2"')
    assert (saved["number"], saved["title"], saved["note"]) == (
        2, "From git", "payments: open 6000 (#12)"
    )  # fmt: skip
    assert saved["link"].endswith(f"/plans/{plan.pk}/revisions/2/")
    assert stored_document(find_revision(plan.pk)) == document_from(PLAN)


def test_yaml_is_taken_as_it_is_in_a_repository(post, plan):
    assert post(yaml.safe_dump(PLAN), media_type="application/yaml").status_code == 201
    assert stored_document(find_revision(plan.pk)) == document_from(PLAN)


def test_the_tag_of_a_plan_is_what_the_next_revision_is_saved_by(client, post, plan):
    for number in (1, 2):
        tag = client.get(f"/api/v1/plans/{plan.pk}").headers["ETag"]
        assert tag == f'"{number}"'
        assert post(If_Match=tag).status_code == 201
    assert post(If_Match='W/"3"').status_code == 201  # as a proxy that compresses has it
    assert post(If_Match="*").json()["number"] == 5


def test_what_somebody_else_saved_meanwhile_is_never_overwritten(post, plan, rule_set):
    save_revision(plan, rule_set("eks"), base=1, note="by hand")
    response = post()
    answer = response.json()
    assert response.status_code == 412
    assert problems(response) == [("If-Match", "revision 2 was saved meanwhile")]
    assert (answer["newest"]["number"], answer["newest"]["note"]) == (2, "by hand")
    lines = {(each["whose"], each["line"]) for each in answer["differences"]}
    assert ("theirs", 'title: "EKS with private nodes"') in lines
    assert ("mine", 'title: "From git"') in lines
    assert len(list_revisions(plan.pk)) == 2


@pytest.mark.parametrize(
    ("headers", "status", "field"),
    [
        ({"Authorization": None}, 401, "Authorization"),
        ({"Authorization": "Basic eDp5"}, 401, "Authorization"),
        ({"Authorization": "Bearer wrong"}, 403, "Authorization"),
        ({"If_Match": None}, 428, "If-Match"),
        ({"If_Match": "1"}, 422, "If-Match"),
        ({"If_Match": '"1", "2"'}, 422, "If-Match"),
        ({"If_Match": '"9999999999"'}, 422, "If-Match"),
        ({"media_type": "text/plain"}, 415, ""),
        ({"body": "{"}, 400, ""),
        ({"body": {"schema": "portsref.plan/v1"}}, 422, "title"),
        ({"note": "n" * 201}, 422, "note"),
        ({"note": "a\x00b"}, 422, "note"),
        ({"plan_id": "x" * 24}, 404, ""),
        ({"plan_id": "nothing"}, 404, ""),
    ],
)
def test_a_refusal_names_the_part_and_saves_nothing(post, plan, headers, status, field):
    response = post(**headers)
    assert (response.status_code, problems(response)[0][0]) == (status, field)
    assert (response.headers.get("WWW-Authenticate") == "Bearer") == (status == 401)
    assert len(list_revisions(plan.pk)) == 1


def test_a_replaced_key_and_a_deleted_plan_take_no_more(post, plan, rule_set):
    other = save_new_plan(rule_set("eks"))
    assert post(Authorization=f"Bearer {other.edit_key}").status_code == 403
    delete_plan(plan)
    assert post().status_code == 404


@override_settings(SAVE_LIMIT=parse_many("1/hour"))
def test_a_client_may_not_save_without_end(post):
    assert post().status_code == 201
    response = post(If_Match='"2"')
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0


def test_nothing_of_it_is_kept_by_caches_or_set_as_a_cookie(post):
    response = post()
    assert response.headers["Cache-Control"] == "no-store"
    assert not response.cookies
