"""A client that openapi-python-client makes of the OpenAPI document works for every operation."""

import importlib
import json
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from portsref.web.api.application import api
from portsref.web.plans.queries import find_revision, stored_rules
from portsref.web.plans.review.links import make_link
from portsref.web.plans.saving import save_new_plan
from tests.web.api.test_schemathesis import closing_app

PLAN = {
    "schema": "portsref.plan/v1",
    "title": "Payments",
    "picks": [{"product": "k3s"}],
    "groups": [
        {"name": "servers", "roles": ["control-plane"], "addresses": ["192.0.2.1"]},
        {"name": "agents", "roles": ["worker"], "addresses": ["192.0.2.64/26"]},
    ],
}
PACKET = {"source": "agents", "destination": "192.0.2.1", "protocol": "TCP", "port": 6443}


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    """The client, made anew."""
    folder = tmp_path_factory.mktemp("generated")
    document = folder / "openapi.json"
    document.write_text(json.dumps(api.get_openapi_schema()))
    program = Path(sys.executable).with_name("openapi-python-client")
    target = folder / "ports_client"
    made = subprocess.run(
        [program, "generate", "--path", document, "--meta", "none", "--output-path", target],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": str(program.parent), "TERM": "dumb", "COLUMNS": "200"},
    )
    assert made.returncode == 0, made.stdout + made.stderr
    sys.path.insert(0, str(folder))
    yield importlib.import_module("ports_client")
    sys.path.remove(str(folder))


@pytest.fixture
def call(package):
    """Call an operation by its id; the status, and what the client made of the answer."""
    ways = {
        operation["operationId"]: operation["tags"][0]
        for methods in api.get_openapi_schema()["paths"].values()
        for operation in methods.values()
    }

    def send(operation, *parts, body=None, key="", **query):
        transport = httpx.WSGITransport(app=closing_app)
        options = {"base_url": "http://testserver", "httpx_args": {"transport": transport}}
        client = (
            package.AuthenticatedClient(token=key, **options) if key else package.Client(**options)
        )
        module = importlib.import_module(f"ports_client.api.{ways.pop(operation)}.{operation}")
        if body is not None:
            query["body"] = module.__dict__[_body_of(module)].from_dict(body)
        response = module.sync_detailed(*parts, client=client, **query)
        if hasattr(response.parsed, "to_dict"):
            assert response.parsed.to_dict() == json.loads(response.content)
        return response

    send.left = ways
    return send


def _body_of(module):
    """The class of the body of an operation, by what its function is said to take."""
    return module.sync_detailed.__annotations__["body"].__name__


def test_every_operation_works(call, rule_set):
    saved = save_new_plan(rule_set("k3s-single"))
    plan = saved.revision.plan.pk
    rule = stored_rules(find_revision(plan)).all_rules[0].name
    review_key = make_link(saved.revision.plan, "Network team").key

    assert call("get_catalogue").parsed.rows > 1000
    assert call("list_products").parsed.products
    assert call("get_product", "cilium").parsed.name == "Cilium"
    assert call("list_listeners", q="6443", limit=2).parsed.next_
    assert call("get_port", 10250).parsed.rows
    assert call("get_port_of_protocol", 8472, protocol="udp").parsed.rows
    assert call("plan_rules", body=PLAN, merge=True).parsed.rules
    assert call("export_plan", "csv", body=PLAN).parsed.startswith("name,")
    assert call("diff_plans", body={"before": PLAN, "after": PLAN}).parsed.unchanged
    assert call("plan_allows", body={"plan": PLAN, **PACKET}).parsed.allowed
    nodes = {"text": "NAME STATUS ROLES AGE VERSION\nw1 Ready worker 1d v1.36.1\n"}
    draft = call("import_files", body={"files": [nodes], "plan": PLAN, "accept": []}).parsed
    assert [part.state for part in draft.parts] == ["same"]
    lines = "dial tcp 192.0.2.65:10250: i/o timeout"
    assert call("explain_dropped", body={"plan": PLAN, "lines": lines}).parsed.packets
    files = {"files": [{"text": "*filter\n:INPUT DROP [0:0]\n"}], "group": "agents"}
    assert call("check_plan", "rules", body={"plan": PLAN, **files}).parsed.is_bad
    tag = call("get_plan", plan).headers["ETag"]  # a weak one where the answer was compressed
    assert len(call("list_revisions", plan).parsed.revisions) == 1
    assert call("get_revision", plan, 1).parsed.rules
    envelope = json.loads(call("export_revision", plan, 1, "yaml", envelope=True).content)
    assert envelope["content"].startswith("# K3s on one host\n")
    assert call("bundle_revision", plan, 1, format_=["csv", "json"]).content.startswith(b"PK")
    assert call("get_review", plan).parsed.approved is False
    said = {"revision": 1, "verdict": "approved", "name": "N. N.", "rules": [rule]}
    assert call("decide", plan, body=said, key=review_key).parsed.rules == 1
    kept = {"files": files["files"], "keep": True, "source": "from a client"}
    key = saved.edit_key
    assert call("check_saved_plan", plan, "rules", body=kept, key=key).status_code == 201
    query = {"if_match": tag, "note": "From a client"}
    revision = call("save_revision", plan, body=PLAN, key=saved.edit_key, **query).parsed
    assert (revision.number, revision.title) == (2, "Payments")
    assert not call.left


def test_a_refusal_has_a_shape_of_its_own(call):
    refused = call("get_plan", "x" * 24)
    assert refused.status_code == 404
    assert [problem.reason for problem in refused.parsed.problems] == ["no such plan or revision"]
