"""Files over the API: the parts of a draft, and the plan of those that are accepted."""

import json
import logging
import random
import zipfile
from io import BytesIO

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
        ("PK\x03\x04", "application/x-tar", 415),
        ("PK\x03\x04", "application/zip", 422),
        ("a: 1", "application/zip", 400),
        ("", "application/zip", 400),
        ("{", "application/json", 400),
        ("[" * 100_000, "application/json", 400),
        (json.dumps({"files": files("x" * 1_200_000, "y" * 1_200_000)}), "application/json", 413),
        ('{"files": [{"text": "\\ud800"}]}', "application/json", 400),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(post, text, media_type, status):
    answered, data = post(text, media_type)
    assert (answered, bool(data["problems"])) == (status, True)


def zipped(**files):
    """A zip of files, whose names have two underscores for a slash and one for a dot."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), text)
    return content.getvalue()


@pytest.fixture
def post_zip(client):
    def send(content, query="", **headers):
        address = f"/api/v1/import{query}"
        response = client.post(address, content, content_type="application/zip", headers=headers)
        return response.status_code, response.json()

    return send


def test_a_zip_is_read_as_an_upload_is(post_zip):
    status, data = post_zip(zipped(a__nodes_txt=NODES, picture_png=b"\xff\xfe\x00"))
    assert (status, data["plan"]) == (200, None)
    assert data["recognised"] == [{"place": "a/nodes.txt:1", "kind": "kubectl-nodes"}]
    assert SECRET not in json.dumps(post_zip(zipped(k_yaml=KUBEADM), "?plan=true"))


def test_what_is_accepted_of_a_zip_stands_in_the_query(post_zip):
    content = zipped(k_yaml=KUBEADM)
    asked = f"?accept={ENDPOINT}&leave=endpoint&title=DC+1"
    plan = {"schema": "portsref.plan/v1", "title": "DC 1", "kubernetes": "1.36"}
    options = {"api-load-balancer": "external"}
    assert post_zip(content, asked)[1]["plan"] == {
        **plan,
        "picks": [{"product": "kubeadm", "options": options}],
    }
    sure = post_zip(content, "?plan=true&title=DC+1")[1]["plan"]
    assert sure.items() >= {**plan, "picks": [{"product": "kubeadm"}]}.items()


@pytest.mark.parametrize(
    ("query", "field"),
    [("?x=1", "x"), ("?accept=x", "accept[0]"), ("?read_as=x", "read_as"), ("?title=", "title")],
)
def test_what_is_wrong_in_the_query_is_said_with_its_place(post_zip, query, field):
    status, data = post_zip(zipped(nodes_txt=NODES), query)
    assert (status, data["problems"][0]["field"]) == (422, field)


def test_json_says_itself_what_is_accepted_and_takes_no_query(client):
    body = json.dumps({"files": files(NODES)})
    response = client.post("/api/v1/import?plan=true", body, content_type="application/json")
    assert (response.status_code, response.json()["problems"][0]["field"]) == (422, "plan")


def test_a_zip_has_the_bounds_of_an_upload(post_zip):
    largest = 8 * 1024 * 1024
    noise = random.Random(1).randbytes(3 * 1024 * 1024)  # noqa: S311 - of no secret
    assert post_zip(zipped(nodes_txt=NODES, noise_bin=noise))[0] == 200  # beyond a body of JSON
    status, data = post_zip(zipped(big_txt=" " * (largest + 1)))
    assert (status, data["problems"][0]["reason"]) == (422, "is larger than 8 MiB when unpacked")
    many = zipped(**{f"f{number}_txt": "" for number in range(501)})
    status, data = post_zip(many)
    assert (status, data["problems"][0]["reason"]) == (422, "has more than 500 files")
    status, data = post_zip(zipped(a_png=b"\xff\xfe\x00"))
    assert (status, data["problems"][0]["reason"]) == (422, "holds no file with text")
    assert post_zip(b"PK\x03\x04" + bytes(largest))[0] == 413
    assert post_zip(many, **{"Transfer-Encoding": "chunked"})[0] == 411


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
