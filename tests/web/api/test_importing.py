"""Files over the API: the parts of a draft, and the plan of those that are accepted."""

import json
import logging

import pytest
from django.db import connection

SECRET = "s3cr3t"
KUBEADM = f"""\
apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
kubernetesVersion: v1.36.1
controlPlaneEndpoint: 198.51.100.10:6443
token: {SECRET}
---
kind: Secret
data: {{a: {SECRET}}}
---
{{broken: {SECRET}
"""
NODES = """\
NAME   STATUS   ROLES           AGE   VERSION   INTERNAL-IP
cp1    Ready    control-plane   10d   v1.35.4   192.0.2.11
"""
ENDPOINT = "option:kubeadm/api-load-balancer"


@pytest.fixture
def post(client):
    def send(text="", media_type="application/json", **body):
        data = text or json.dumps(body)
        response = client.post("/api/v1/import", data=data, content_type=media_type)
        return response.status_code, response.json()

    return send


def files(*texts):
    return [{"name": f"f{number}", "text": text} for number, text in enumerate(texts, 1)]


def test_the_draft_is_as_the_command_prints_it_and_there_is_no_plan_unless_asked(post):
    status, data = post(files=files(NODES))
    assert (status, data["schema"], data["plan"]) == (200, "portsref.draft/v1", None)
    assert data["parts"] == [
        {
            "id": "kubernetes",
            "accepted": True,
            "how": "stated",
            "state": "new",
            "why": None,
            "plan": {"kubernetes": "1.35"},
            "rivals": [],
            "places": ["f1:2 VERSION"],
        },
        {
            "id": "group:control-plane",
            "accepted": True,
            "how": "stated",
            "state": "new",
            "why": None,
            "plan": {
                "groups": [
                    {
                        "name": "control-plane",
                        "roles": ["control-plane"],
                        "addresses": ["192.0.2.11"],
                    }
                ]
            },
            "rivals": [],
            "places": ["f1:2"],
        },
    ]
    assert data["recognised"] == [{"place": "f1:1", "kind": "kubectl-nodes"}]


def test_the_plan_has_what_is_accepted_and_not_what_is_left(post):
    asked = {"accept": [ENDPOINT], "leave": ["endpoint"], "title": "DC 1"}
    status, data = post(files=files(KUBEADM), **asked)
    assert (status, data["plan"]) == (
        200,
        {
            "schema": "portsref.plan/v1",
            "title": "DC 1",
            "kubernetes": "1.36",
            "picks": [{"product": "kubeadm", "options": {"api-load-balancer": "external"}}],
        },
    )


def test_a_plan_is_brought_up_to_the_files(post):
    group = {"name": "masters", "roles": ["control-plane"], "addresses": ["192.0.2.0/28"]}
    plan = {"schema": "portsref.plan/v1", "title": "p", "kubernetes": "1.34", "groups": [group]}
    status, data = post(files=files(NODES), plan=plan, accept=[])
    assert [part["state"] for part in data["parts"]] == ["changed", "same"]
    assert (status, data["plan"]) == (200, {**plan, "kubernetes": "1.35"})


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ({}, ("files", "is missing")),
        ({"files": []}, ("files", "must not be empty")),
        ({"files": [{"name": "a"}]}, ("files[a].text", "is missing")),
        ({"files": files("a"), "read_as": "x"}, ("read_as", "is no kind of file")),
        ({"files": files("a"), "accept": ["x"]}, ("accept[0]", "is no part of the draft")),
        ({"files": files("a"), "leave": ["x"]}, ("leave[0]", "is no part of the draft")),
        ({"files": files("a" * (1024 * 1024 + 1))}, ("files[f1].text", "is longer")),
        ({"files": files("a"), "plan": {"title": "x"}}, ("plan.schema", "is missing")),
        (
            {"files": files(NODES, KUBEADM), "accept": ["kubernetes:1", "kubernetes:2"]},
            ("accept[0]", "is accepted beside another one"),
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place(post, body, problem):
    status, data = post(**body)
    first = data["problems"][0]
    assert (status, first["field"], problem[1] in first["reason"]) == (422, problem[0], True), first


@pytest.mark.parametrize(
    ("text", "media_type", "status"),
    [
        ("files: []", "application/yaml", 415),
        ("PK\x03\x04", "application/zip", 415),
        ("{", "application/json", 400),
        ("[" * 100_000, "application/json", 400),
        (json.dumps({"files": files("x" * 1_200_000, "y" * 1_200_000)}), "application/json", 413),
        ('{"files": [{"text": "\\ud800"}]}', "application/json", 400),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(post, text, media_type, status):
    answered, data = post(text, media_type)
    assert (answered, bool(data["problems"])) == (status, True)


def test_a_text_of_nothing_that_is_known_is_told_so(post):
    status, data = post(files=files("a: \x00", "b: 1"))
    assert (status, data["parts"], len(data["unread"])) == (200, [], 2)


def test_secrets_are_in_no_answer_log_or_table(post, caplog):
    caplog.set_level(logging.DEBUG)
    status, data = post(files=files(KUBEADM), accept=[])
    assert status == 200
    assert data["secrets"] == {"token": 1, "password": 0, "key": 0, "other": 0}
    assert SECRET not in json.dumps(data) + caplog.text
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names of our own tables
            assert SECRET not in repr(cursor.fetchall())
