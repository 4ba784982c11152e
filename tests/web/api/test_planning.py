"""Plan documents over the API: rules and files out, nothing kept."""

import json

import pytest
from django.test import Client

from portsref.exporters.archive import one_file
from portsref.exporters.registry import every_exporter, find_exporter
from portsref.planning.choice import EVERYTHING, Choice, narrowed
from portsref.planning.provenance import UNSAVED
from portsref.planning.rules_file import rules_data
from portsref.web.plans.models import Plan, Revision
from tests.exporters.languages import language_of
from tests.web.api.conftest import PLANS

HOSTILE = (PLANS / "hostile.yaml").read_bytes()
NAMES = ", ".join(exporter.name for exporter in every_exporter())
START = '{"schema": "portsref.plan/v1", "title": "Example"'


@pytest.fixture
def post(client):
    def send(address, body, content_type="application/yaml"):
        return client.post(f"/api/v1/{address}", data=body, content_type=content_type)

    return send


@pytest.mark.parametrize("plan", sorted(path.stem for path in PLANS.glob("*.yaml")))
def test_rules_are_those_of_the_engine(post, rule_set, plan):
    response = post("rules", (PLANS / f"{plan}.yaml").read_bytes())
    assert response.status_code == 200
    assert response.json() == rules_data(rule_set(plan), EVERYTHING, UNSAVED)


def test_json_is_taken_as_well_as_yaml(post, rule_set):
    body = json.dumps(rule_set("hostile").document.as_data())
    response = post("rules", body, "application/json; charset=utf-8")
    assert response.json() == rules_data(rule_set("hostile"), EVERYTHING, UNSAVED)


def test_an_emoji_may_be_escaped_as_json_does(post):
    response = post("rules", f'{START[:-1]} \\ud83d\\ude00"}}', "application/json")
    assert response.json()["plan"]["title"] == "Example 😀"


def test_rules_can_be_merged_and_narrowed(post, rule_set):
    choice = Choice(merge=True, boundary=True)
    response = post("rules?merge=true&boundary=1", HOSTILE)
    expected = narrowed(rule_set("hostile"), choice)
    assert response.json() == rules_data(expected, choice, UNSAVED)


def test_rules_of_one_phase_can_be_asked_for(post):
    plan = {
        "schema": "portsref.plan/v1",
        "title": "New",
        "picks": [{"product": "openshift", "options": {"installation": "user-provisioned"}}],
        "groups": [
            {"name": "bootstrap", "roles": ["bootstrap"]},
            {"name": "api", "roles": ["api-endpoint"]},
            {"name": "masters", "roles": ["control-plane"]},
        ],
    }
    text = json.dumps(plan)
    answers = [post(f"rules{query}", text).json() for query in ("", "?phase=installation")]
    everything, installation = (
        {rule["name"]: rule["phase"] for rule in answer["rules"]} for answer in answers
    )
    assert [answer.get("phase") for answer in answers] == [None, "installation"]
    assert set(installation.values()) == {"installation"}
    assert installation.items() < everything.items()
    assert post("rules?phase=later", text).status_code == 422


def test_networks_and_places_of_a_plan_are_answered(post):
    plan = {
        "schema": "portsref.plan/v1",
        "title": "New",
        "picks": [{"product": "rke2"}, {"product": "rancher", "options": {"cluster": "managed"}}],
        "networks": {"pods": ["10.1.0.0/16"]},
        "groups": [
            {"name": "servers", "roles": ["control-plane"], "addresses": ["10.0.0.1"]},
            {"name": "rancher", "places": ["rancher/server"], "addresses": ["203.0.113.10"]},
        ],
    }
    answer = post("rules", json.dumps(plan)).json()
    assert [answer["networks"][key] for key in ("pods", "pods_assumed_from", "services")] == [
        ["10.1.0.0/16"],
        None,
        ["10.43.0.0/16"],
    ]
    assert "203.0.113.10" in str([rule["destination"] for rule in answer["rules"]])


@pytest.mark.parametrize("exporter", every_exporter(), ids=lambda exporter: exporter.name)
def test_a_file_is_that_of_the_exporter(post, rule_set, exporter):
    response = post(f"export/{exporter.name}", HOSTILE)
    expected = exporter.export(rule_set("hostile"), language=language_of(exporter))
    file = one_file(expected)
    assert (response.status_code, response.content) == (200, file.content)
    assert {
        name: response.headers[name]
        for name in (
            "Content-Type",
            "Content-Disposition",
            "X-Left-Out",
            "X-Doubts",
            "Cache-Control",
        )
    } == {
        "Content-Type": exporter.sent_as,
        "Content-Disposition": f'attachment; filename="{file.name}"',
        "X-Left-Out": str(len(expected.left_out)),
        "X-Doubts": str(expected.doubts.count),
        "Cache-Control": "no-store",
    }


def test_several_files_are_one_zip_and_no_envelope(several, post, rule_set):
    response = post(f"export/{several.name}", HOSTILE)
    expected = one_file(several.export(rule_set("hostile")))
    assert (response.status_code, response.content) == (200, expected.content)
    assert response.headers["Content-Type"] == "application/zip"
    response = post(f"export/{several.name}?envelope=1", HOSTILE)
    reason = "several has several files, which no envelope holds"
    assert (response.status_code, response.json()) == (
        422, {"problems": [{"field": "envelope", "reason": reason}]}
    )  # fmt: skip


def test_an_envelope_holds_the_file_and_what_it_could_not_hold(post, rule_set):
    expected = find_exporter("csv").export(rule_set("hostile"), Choice(expand=True))
    assert post("export/csv?expand=true&envelope=true", HOSTILE).json() == {
        "filename": expected.file.name,
        "media_type": expected.file.media_type,
        "content": expected.file.content.decode(),
        "left_out": [
            {"rule": item.rule.name, "reason": str(item.why)} for item in expected.left_out
        ],
        "doubts": [],
        "doubts_not_listed": 0,
    }


def test_an_envelope_has_what_the_receiver_will_ask(post, rule_set):
    expected = find_exporter("tufin-json").export(rule_set("hostile")).doubts
    found = post("export/tufin-json?envelope=true", HOSTILE).json()
    assert found["doubts"] == [
        {"rule": doubt.rule, "place": doubt.place, "message": str(doubt.message)}
        for doubt in expected.told
    ]
    assert {"request.expires", "groups[工作节点；+2]"} <= {
        doubt["place"] for doubt in found["doubts"]
    }
    assert found["doubts_not_listed"] == expected.further == 0


@pytest.mark.parametrize(
    ("body", "status", "field", "reason"),
    [
        (b" ", 422, "", "is not a plan: it needs `schema: portsref.plan/v1`"),
        (b"[]", 422, "", "is not a plan: it needs `schema: portsref.plan/v1`"),
        (b'{"schema": "portsref.plan/v2", "title": "x"}', 422, "schema",
         "must be 'portsref.plan/v1'"),
        (f'{START}, "groups": [{{"name": "a", "addresses": ["10.0.0.1/24"]}}]}}', 422,
         "groups[a].addresses[0]",
         "'10.0.0.1/24' has host bits set: write 10.0.0.0/24 or 10.0.0.1"),
        (f'{START}, "kubernetes": 1.35}}', 422, "kubernetes", "must be text: put it in quotes"),
        (f'{START}, "title": "twice"}}', 400, "",
         "is not valid YAML or JSON: line 1: the key 'title' appears twice"),
        (f'{START}, "x": "\\u0000"}}', 422, "x", "is not a known key"),
        (b'{"title": "\\ud800"}', 400, "",
         "is not valid YAML or JSON: line 1: found invalid Unicode character escape code"),
        (b"{", 400, "", "is not valid YAML or JSON: line 2: did not find expected node content"),
        (b"\xff", 400, "", "is not UTF-8 text"),
        (b"title: \x00", 400, "", ("is not valid YAML or JSON: unacceptable character #x0000:"
         " control characters are not allowed")),
        (b"[" * 200_000, 400, "", "is not valid YAML or JSON: nested too deeply"),
        (b"- " * 100_000, 400, "", "is not valid YAML or JSON: nested too deeply"),
        (b"a: &a [1, 2]\nb: *a", 400, "", ("is not valid YAML or JSON: anchors and aliases (&"
         " and *) are not allowed: write the value again")),
        (b'{"title": ' + b"9" * 9000 + b"}", 400, "", ("is not valid YAML or JSON: Exceeds the"
         " limit (4300 digits) for integer string conversion")),
        (b"x" * (256 * 1024 + 1), 413, "", "is larger than 256 KiB, the limit for a plan"),
        (b"x" * (2 * 1024 * 1024), 413, "", "is larger than 256 KiB, the limit for a plan"),
    ],
)  # fmt: skip
def test_what_is_no_plan_is_refused_with_its_field(post, body, status, field, reason):
    for address in ("rules", "export/csv"):
        response = post(address, body, "application/json")
        assert (response.status_code, response.json()) == (
            status, {"problems": [{"field": field, "reason": reason}]}
        )  # fmt: skip


def test_every_problem_is_named_at_once(post):
    body = f'{START}, "colour": 1, "groups": [{{"name": "any", "zone": ""}}, {{}}]}}'
    assert post("rules", body, "application/json").json() == {
        "problems": [
            {"field": "colour", "reason": "is not a known key"},
            {"field": "groups[1].name", "reason": "is missing"},
            {
                "field": "groups[any].name",
                "reason": "'any' means every address; give the group another name",
            },
            {"field": "groups[any].zone", "reason": "must not be empty"},
        ]
    }


def test_a_plan_of_more_flows_than_a_worker_can_carry_is_refused(post):
    groups = [{"name": f"g{number}", "roles": ["worker"]} for number in range(200)]
    body = json.dumps({
        "schema": "portsref.plan/v1",
        "title": "Everybody to everybody",
        "picks": [{"product": "cilium", "include": "all"}],
        "groups": groups,
    })  # fmt: skip
    response = post("rules", body, "application/json")
    assert (response.status_code, response.json()) == (422, {
        "problems": [{
            "field": "groups",
            "reason": "make more than 20,000 flows: merge groups, or pick fewer products",
        }]
    })  # fmt: skip


@pytest.mark.parametrize(
    "content_type", ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]
)
def test_other_kinds_of_bodies_are_refused(client, content_type):
    response = client.generic("POST", "/api/v1/rules", HOSTILE, content_type=content_type)
    assert (response.status_code, response.json()) == (415, {
        "problems": [
            {"field": "", "reason": "send the plan as application/json or application/yaml"}
        ]
    })  # fmt: skip


def test_a_plan_whose_rules_repeat_too_many_addresses_is_refused(post):
    hosts = [f"10.0.{number // 100}.{number % 100}" for number in range(200)]
    groups = [
        {"name": f"g{number}", "roles": ["worker"], "addresses": hosts} for number in range(9)
    ]
    body = json.dumps({
        "schema": "portsref.plan/v1",
        "title": "Host by host",
        "picks": [{"product": name, "include": "all"} for name in ("cilium", "calico", "rke2")],
        "groups": groups,
    })  # fmt: skip
    response = post("rules", body, "application/json")
    assert (response.status_code, response.json()) == (422, {
        "problems": [{
            "field": "groups",
            "reason": "make rules with more than 500,000 addresses: use networks",
        }]
    })  # fmt: skip


def test_a_body_in_pieces_is_refused(client):
    response = client.post(
        "/api/v1/rules",
        HOSTILE,
        content_type="application/yaml",
        headers={"Transfer-Encoding": "chunked"},
    )
    reason = "send the plan in one piece, with its Content-Length"
    assert (response.status_code, response.json()) == (
        411, {"problems": [{"field": "", "reason": reason}]}
    )  # fmt: skip


@pytest.mark.parametrize(
    ("address", "status", "field", "reason"),
    [
        ("export/xls", 404, "format", f"no such format: there is {NAMES}"),
        ("export/xlsx?envelope=true", 422, "envelope",
         "xlsx is no text, which is all that an envelope holds"),
        ("export/yaml?expand=true", 422, "expand", "yaml has no rows to expand"),
        ("export/csv?merge=perhaps", 422, "merge",
         "must be a valid boolean, unable to interpret input"),
        ("rules?expand=true", 422, "expand", "is not a known parameter"),
        ("rules/", 404, "", "there is nothing at 'rules/'"),
    ],
)  # fmt: skip
def test_a_wrong_address_is_refused(post, address, status, field, reason):
    response = post(address, HOSTILE)
    assert (response.status_code, response.json()) == (
        status, {"problems": [{"field": field, "reason": reason}]}
    )  # fmt: skip


def test_rules_cannot_be_got(client):
    response = client.get("/api/v1/rules")
    assert (response.status_code, response.headers["Allow"]) == (405, "POST")


def test_nothing_is_stored_and_no_cookie_is_asked_for():
    response = Client(enforce_csrf_checks=True).post(
        "/api/v1/rules", data=HOSTILE, content_type="application/yaml"
    )
    assert (response.status_code, response.cookies.output()) == (200, "")
    assert (Plan.objects.count(), Revision.objects.count()) == (0, 0)


@pytest.mark.parametrize("plan", ["k3s-single", "openshift-bare-metal"])
def test_one_query_however_large_the_plan(post, plan, django_assert_num_queries):
    body = (PLANS / f"{plan}.yaml").read_bytes()
    post("rules", body)
    with django_assert_num_queries(1):
        post("rules", body)
