"""Two plan documents over the API: what opens and closes."""

import json

import pytest
import yaml

from portsref.comparing.diff import diff, diff_by_address
from portsref.comparing.diff_file import diff_data
from portsref.web.api.bodies import ONE_PLAN
from tests.web.api.conftest import PLANS

START = {"schema": "portsref.plan/v1", "title": "Example"}


@pytest.fixture
def post(client):
    def send(body, query=""):
        return client.post(
            f"/api/v1/diff{query}", data=json.dumps(body), content_type="application/json"
        )

    return send


def plan(name):
    return yaml.safe_load((PLANS / f"{name}.yaml").read_text())


@pytest.mark.parametrize(("by", "compare"), [("group", diff), ("address", diff_by_address)])
def test_the_answer_is_the_diff_of_both_rule_sets(post, rule_set, by, compare):
    response = post({"before": plan("eks"), "after": plan("rke2-cilium")}, f"?by={by}")
    before, after = rule_set("eks"), rule_set("rke2-cilium")
    expected = diff_data(compare(before, after), by, before, after)
    assert (response.status_code, response.json()) == (200, expected)
    assert response.headers["Cache-Control"] == "no-store"


def test_what_closes_is_to_be_removed(post):
    data = post({"before": plan("eks"), "after": START}).json()
    assert {rule["action"] for rule in data["closed"]} == {"remove"}
    assert data["opened"] == data["changed"] == []


@pytest.mark.parametrize(
    ("body", "problems"),
    [
        ([], [("", "needs the keys `before` and `after`, each a plan document, and no other")]),
        (START, [("", "needs the keys `before` and `after`, each a plan document, and no other")]),
        (
            {"before": [], "after": START | {"kubernetes": "1"}},
            [
                ("before", "is not a plan: it needs `schema: portsref.plan/v1`"),
                ("after.kubernetes", "must be a minor version, such as 1.35"),
            ],
        ),
    ],
)
def test_everything_wrong_with_both_plans_is_said(post, body, problems):
    response = post(body)
    assert response.status_code == 422
    found = [(item["field"], item["reason"]) for item in response.json()["problems"]]
    assert found == problems


def test_unknown_parameters_and_ways_are_refused(post):
    body = {"before": START, "after": START}
    assert post(body, "?per=group").json() == {
        "problems": [{"field": "per", "reason": "is not a known parameter"}]
    }
    assert post(body, "?by=zone").status_code == 422


def test_a_plan_is_compared_with_itself_on_another_version(post):
    options = {"cloud-controller-manager": "yes", "cloud-controller-manager-webhook": "yes"}
    picks = [{"product": "kubernetes", "options": options}]
    before = plan("kubeadm-ha-calico") | {"kubernetes": "1.26", "picks": picks, "changes": []}
    data = post({"before": before}, "?kubernetes=1.27").json()
    assert data == post({"before": before, "after": before | {"kubernetes": "1.27"}}).json()
    assert (data["before"]["kubernetes"], data["after"]["kubernetes"]) == ("1.26", "1.27")
    assert {rule["ports"] for rule in data["opened"]} == {"10260"}
    assert data["closed"] == []


@pytest.mark.parametrize(
    ("body", "version", "problem"),
    [
        ({"before": START}, "1.99", ("kubernetes", "no Kubernetes version '1.99'")),
        (
            {"before": START, "after": START},
            "1.35",
            ("", ONE_PLAN),
        ),
    ],
)
def test_a_version_goes_with_one_plan_and_is_known(post, body, version, problem):
    response = post(body, f"?kubernetes={version}")
    assert response.status_code == 422
    found = [(item["field"], item["reason"]) for item in response.json()["problems"]]
    assert found == [problem]
