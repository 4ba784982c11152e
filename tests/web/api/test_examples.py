"""Examples of answers: every operation has some, of the described shape, and such as it gives.

`--update-golden` writes them anew from real answers. A catalogue that says something else of a
port is no reason to do so: the shape is compared.
"""

import json
import re

import pytest
from jsonschema import Draft202012Validator

from portsref.planning.document import document_from
from portsref.planning.engine import plan_rules
from portsref.web.api.bodies import EXAMPLE_PLAN
from portsref.web.api.checks import EXAMPLE_FILES
from portsref.web.api.examples import CSV, FILE, JSON, REFUSALS, answers
from portsref.web.plans.review.links import make_link
from portsref.web.plans.saving import save_new_plan, save_revision

PLAN_ID = "t3HXqvQJgkVYZ0zmPdKWc1aB"
LONGEST_LIST = 1
LINES_OF_A_FILE = 3
# Lists that are whole, or the document is another one.
WHOLE = frozenset({"plan", "says", "roles", "peers", "when", "addition", "differences"})


@pytest.fixture
def openapi(get):
    return get("openapi.json")[1]


@pytest.fixture
def told(client, catalogue, openapi):
    """What every operation answers to its own examples, by its id and status."""
    rule_set = plan_rules(document_from(dict(EXAMPLE_PLAN)), catalogue)
    saved = save_new_plan(rule_set, "As agreed with the network team")
    plan = saved.revision.plan
    for base in (1, 2):
        save_revision(plan, rule_set, base=base, note="Two more workers")
    reviewer = make_link(plan, "Network team").key
    bearer = {"Authorization": f"Bearer {reviewer}"}
    said = {"revision": 3, "verdict": "approved", "name": "N. Novak"}
    said["rules"] = [rule.name for rule in rule_set.all_rules[:2]]
    parts = {"plan_id": plan.pk, "number": 3, "format": "csv", "product": "cilium",
             "port": 10250, "protocol": "tcp", "kind": "rules"}  # fmt: skip
    edit = {"Authorization": f"Bearer {saved.edit_key}"}

    def ask(method, path, body=None, query="", **headers):
        address = f"{path.format(**parts)}{query}"
        response = getattr(client, method)(
            address, **({"data": body, "content_type": JSON} if body else {}), headers=headers
        )
        return str(response.status_code), shortened(response.json(), plan.pk)

    found = {}
    for path, operations in openapi["paths"].items():
        for method, operation in operations.items():
            name = operation["operationId"]
            if name in {"bundle_revision", "check_saved_plan", "decide", "save_revision"}:
                continue
            bodies = operation.get("requestBody", {}).get("content", {})
            body = bodies[JSON]["example"] if bodies else None
            query = {"list_listeners": "?q=10250&limit=2"}.get(name, "")
            query = "?envelope=true" if "export" in name else query
            found[name] = dict([ask(method, path, body, query)])
    reviews, revisions = "/api/v1/plans/{plan_id}/reviews", "/api/v1/plans/{plan_id}/revisions"
    checks = "/api/v1/plans/{plan_id}/checks/{kind}"
    found["check_saved_plan"] = dict(
        ask("post", checks, {**EXAMPLE_FILES, **more}, **headers)
        for more, headers in (({}, {}), ({"keep": True, "source": "worker-1"}, edit))
    )
    found["decide"] = dict([ask("post", reviews, said, **bearer)])
    found["get_review"] = dict([ask("get", reviews)])
    found["save_revision"] = dict(
        ask("post", revisions, {**EXAMPLE_PLAN, "title": title}, "?note=Another+title", **edit)
        for title, edit["If-Match"] in (("Payments, DC1", '"3"'), ("Payments, DC2", '"3"'))
    )
    return found


def shortened(value, plan_id, key=""):
    """A short answer of the same shape, in which nothing is of this machine or moment."""
    if isinstance(value, dict):
        return {name: shortened(item, plan_id, name) for name, item in value.items()}
    if isinstance(value, list):
        kept = value if key in WHOLE else value[:LONGEST_LIST]
        return [shortened(item, plan_id, key) for item in kept]
    if not isinstance(value, str):
        return value
    if key == "content":
        value = "".join(value.splitlines(keepends=True)[:LINES_OF_A_FILE])
    value = value.replace(plan_id, PLAN_ID).replace(
        "http://testserver", "https://ports.example.com"
    )
    return re.sub(r"^20\d\d-\d\d-\d\dT[\d:.]+(\+00:00|Z)$", r"2026-11-02T09:30:00+00:00", value)


def test_examples_are_such_as_operations_answer(told, request):
    if request.config.getoption("--update-golden"):
        FILE.write_text(f"{json.dumps(told, ensure_ascii=False, indent=1)}\n", encoding="utf-8")
        answers.cache_clear()
    assert {name: set(found) for name, found in answers().items()} == {
        name: set(found) for name, found in told.items()
    }, "an operation is new or gone: run this test with --update-golden"
    for name, found in told.items():
        for status, answer in found.items():
            assert answers()[name][status].keys() == answer.keys(), (name, status)
            assert status in {"200", "201", "412"}


def test_every_answer_in_json_has_an_example_that_fits(openapi):
    for operations in openapi["paths"].values():
        for operation in operations.values():
            for status, response in operation["responses"].items():
                content = response.get("content", {}).get(JSON)
                if content is None:
                    continue
                whole = content["schema"] | {"components": openapi["components"]}
                errors = list(Draft202012Validator(whole).iter_errors(content["example"]))
                assert errors == [], (operation["operationId"], status)


def test_a_file_has_its_first_lines(openapi):
    operation = openapi["paths"]["/api/v1/export/{format}"]["post"]
    assert operation["responses"]["200"]["content"][CSV]["example"].startswith("name,source,")


def test_every_refusal_that_there_is_has_an_example(openapi):
    statuses = {
        status
        for operations in openapi["paths"].values()
        for operation in operations.values()
        for status in operation["responses"]
        if str(status) >= "400" and str(status) != "412"
    }
    assert statuses == set(REFUSALS)


def test_refusals_are_worded_as_examples_have_them(client):
    path = f"/api/v1/plans/{'x' * 24}"
    assert client.get(path).json() == {
        "problems": [dict(zip(("field", "reason"), REFUSALS["404"], strict=True))]
    }
    wrong = client.post("/api/v1/rules", "x", content_type="text/plain")
    assert wrong.json()["problems"][0]["reason"] == REFUSALS["415"][1]
    large = client.post("/api/v1/rules", "x" * 300_000, content_type=JSON)
    assert large.json()["problems"][0]["reason"] == REFUSALS["413"][1]
    plan = {
        **EXAMPLE_PLAN,
        "groups": [{"name": "workers", "roles": ["worker"], "addresses": ["x"]}],
    }
    found = client.post("/api/v1/rules", plan, content_type=JSON).json()["problems"][0]
    assert found["field"] == REFUSALS["422"][0]
