"""Examples of the documentation are run as they stand: files, commands, requests, pipelines.

`docs/planning.md` has a test of its own, which makes its tables, and `docs/deploy.md` those of
`tests/deploy/`.
"""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from portsref.catalogue import products
from portsref.cli import main
from portsref.importers.registry import find_importer
from portsref.planning.document import parse_document
from portsref.planning.engine import plan_rules
from portsref.planning.rules_file import PublishedRule
from portsref.web.plans.review.links import make_link
from portsref.web.plans.saving import save_new_plan
from tests.pipelines.templates import ACTION, GITLAB, hook

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PLAN = """
schema: portsref.plan/v1
title: Payments
kubernetes: "1.35"
groups:
  - {name: workers, roles: [worker], addresses: [10.0.1.0/24]}
  - {name: admins, roles: [bastion], addresses: [10.9.0.1]}
listeners:
  - {id: db, protocol: TCP, ports: "5430-5439", roles: [worker], peers: [bastion], purpose: Ours.}
"""
ACME = """
product: acme
name: Acme
kind: other
summary: An example.
homepage: https://example.com/
checked: {version: "1.0", date: "2026-08-03"}
components: [{id: server, name: Server, roles: [worker], summary: Serves.}]
listeners:
  - id: api
    component: server
    protocol: TCP
    ports: "65536"
    roles: [worker]
    peers: [prometheus]
    purpose: The API.
    tls: tls
    required: true
    source: {url: "https://example.com/ports", basis: documented}
"""


def blocks(page, kind):
    """The blocks of a page that begin with a kind: what stands behind it, and their text."""
    text = (DOCS / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{kind}(?: (\S+))?\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


# -- docs/catalogue.md


def test_the_product_files_are_ones(tmp_path, capsys):
    files = {name: text for name, text in blocks("catalogue.md", "yaml") if name.endswith(".yaml")}
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    paths = [str(tmp_path / name) for name in files]
    assert main(["validate", *paths]) == 0, capsys.readouterr().err
    assert list(files) == ["acme-net.yaml", "acme-kubernetes.yaml"]


def test_every_key_of_a_product_and_of_a_row_is_shown():
    shown = {"products": set(), "listeners": set(), "outbound_needs": set()}
    for name, text in blocks("catalogue.md", "yaml"):
        if name.endswith(".yaml"):
            data = yaml.safe_load(text)
            shown["products"] |= data.keys()
            for kind in ("listeners", "outbound_needs"):
                shown[kind] |= {key for row in data.get(kind, ()) for key in row}
    assert shown["products"] == products.Product.model_fields.keys()
    assert shown["listeners"] >= products.Listener.model_fields.keys()
    assert shown["listeners"] | shown["outbound_needs"] == (
        products.Listener.model_fields.keys() | products.OutboundNeed.model_fields.keys()
    )


def test_which_keys_must_be_there_is_what_the_documents_say():
    text = (DOCS / "catalogue.md").read_text()
    text = text.partition("| of | must be there |")[2].partition("\n\n")[0]
    table = re.findall(r"^\| ([a`].*?) \| (.*) \| (.*) \|$", text, re.MULTILINE)
    classes = (
        "Product", "Checked", "Listener", "OutboundNeed", "Component", "Option", "Place", "Source",
        "Bundle", "Omit", "PodTraffic", "PodNetworks", "ControlPlaneToPods", "ServersRunPods",
    )  # fmt: skip
    told = [(re.findall(r"`(\w+)`", must), re.findall(r"`(\w+)`", may)) for _, must, may in table]
    assert told == [
        tuple(
            [key for key, field in fields.items() if field.is_required() == must]
            for must in (True, False)
        )
        for fields in (getattr(products, name).model_fields for name in classes)
    ]


def test_every_role_is_listed(catalogue):
    text = (DOCS / "catalogue.md").read_text().partition("| role |")[2].partition("\n\n")[0]
    listed = re.findall(r"^\| `([\w-]+)` \| (.*) \|$", text, re.MULTILINE)
    assert listed == [(role.id, role.name) for role in catalogue.roles]


def test_sources_are_ones():
    (text,) = (text for name, text in blocks("catalogue.md", "yaml") if name == "source")
    for source in yaml.safe_load(text)["source"]:
        assert products.Source.model_validate(source)


# -- docs/exporters.md


def test_settings_of_formats_stand_in_a_plan_as_shown():
    shown = next(text for _, text in blocks("exporters.md", "yaml") if text.startswith("request:"))
    exports = parse_document(f"schema: portsref.plan/v1\ntitle: A plan\n{shown}").request.exports
    assert set(exports) == {"tufin-json", "servicenow"}


def test_a_rule_of_a_file_has_the_keys_that_are_shown():
    shown = next(text for _, text in blocks("exporters.md", "yaml") if text.startswith("name:"))
    assert PublishedRule.model_validate(yaml.safe_load(shown))


# -- commands


def commands(page):
    """Calls of the program after a `$`, with the lines of output that stand below."""
    text = (ROOT / page).read_text(encoding="utf-8")
    for _, block in re.findall(r"^```(\w*)\n(\$ .*?)^```$", text, re.MULTILINE | re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            call, _, output = part.partition("\n")
            yield call.removeprefix(".venv/bin/"), output


# what a page shows and another test runs, because it needs a server, a forge, or a mirror
ELSEWHERE = ("portsref push", "portsref sources check")
CALLS = [
    pytest.param(page, call, output, id=call[:60])
    for page in ("README.md", "docs/cli.md")
    for call, output in commands(page)
    if not call.startswith(ELSEWHERE)
]


@pytest.mark.parametrize(("page", "call", "output"), CALLS)
def test_a_call_answers_as_shown(page, call, output, tmp_path, catalogue):
    (tmp_path / "before.yaml").write_text(PLAN)
    (tmp_path / "after.yaml").write_text(PLAN.replace("5430-5439", "5430-5435,6000"))
    (tmp_path / "plan.yaml").write_text(PLAN)
    (tmp_path / "acme.yaml").write_text(ACME)
    (tmp_path / "kubeadm.yaml").write_text(find_importer("kubeadm").sample)
    (tmp_path / "nodes.txt").write_text("10.0.1.7, 10.0.1.8\n")
    for folder, name, held in (("kit", "key.txt", "0a1b2c3d a-key\n"), ("results", "a.tsv", "")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_text(held)
    (tmp_path / "tests").symlink_to(ROOT / "tests")
    call = call.replace("journalctl -k", "echo 'dial tcp 10.0.1.9:10250: i/o timeout'")
    call = call.replace(" | portsref comment", "")
    ended = subprocess.run(
        ["/bin/sh", "-c", f'portsref() {{ "{sys.executable}" -m portsref "$@"; }}; {call}'],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    said = ended.stderr if call.startswith("portsref validate") else ended.stdout
    assert ended.returncode == (1 if call.startswith("portsref validate") else 0), ended.stderr
    if output:
        shown = re.sub(r"catalogue [0-9-]{10}", f"catalogue {catalogue.date}", output)
        assert said == shown, page


def test_there_are_calls_to_run():
    assert len(CALLS) > 9


# -- docs/api.md


def requests():
    text = (DOCS / "api.md").read_text().replace("\\\n", " ")
    return [shlex.split(line) for line in text.splitlines() if line.startswith("curl ")]


@pytest.mark.django_db
@pytest.mark.parametrize("call", requests(), ids=lambda call: next(filter(_is_address, call)))
def test_a_request_is_answered(call, client, rule_set_of_docs):
    plan, keys = rule_set_of_docs
    path = next(filter(_is_address, call)).removeprefix("https://…")
    if not path.startswith("/api/"):
        assert client.get(path).status_code == 200
        return
    address = path.removeprefix("/api/v1/").replace("…", plan)
    body = call[call.index("--data-binary" if "--data-binary" in call else "-d") + 1]
    headers = dict(
        call[place + 1].split(": ", 1) for place, part in enumerate(call) if part == "-H"
    )
    key = keys["reviews" if address.endswith("reviews") else "revisions"]
    if "Authorization" in headers:
        headers["Authorization"] = headers["Authorization"].replace("$KEY", key)
    if "If-Match" in headers:
        headers["If-Match"] = '"1"'
    if body == "@plan.yaml":
        body = PLAN
    else:
        data = json.loads(body) | {"revision": 1, "rules": [keys["rule"]]}
        body = json.dumps(data)
    kind = headers.pop("Content-Type")
    response = client.post(f"/api/v1/{address}", body, content_type=kind, headers=headers)
    assert response.status_code in {200, 201}, response.content


def _is_address(part):
    return part.startswith("https://")


@pytest.fixture
def rule_set_of_docs(db, catalogue):  # noqa: ARG001 - the database
    """A saved plan, and the keys of its links."""
    rule_set = plan_rules(parse_document(PLAN), catalogue)
    saved = save_new_plan(rule_set)
    plan = saved.revision.plan
    keys = {
        "revisions": saved.edit_key,
        "reviews": make_link(plan, "Network team").key,
        "rule": rule_set.all_rules[0].name,
    }
    return plan.pk, keys


def test_a_refusal_is_as_shown(client, db):  # noqa: ARG001 - the database
    ((_, text),) = blocks("api.md", "json")
    shown = json.loads(text)
    wrong = PLAN.replace("10.0.1.0/24", "10.0.1.7/24")
    response = client.post("/api/v1/rules", wrong, content_type="application/yaml")
    assert (response.status_code, response.json()) == (422, shown)


# -- docs/pipelines.md


def pipeline(first):
    """The file of a pipeline that has this key."""
    found = (yaml.safe_load(text) for _, text in blocks("pipelines.md", "yaml"))
    return next(data for data in found if first in data)


def test_the_workflow_is_one_and_has_inputs_of_the_action(tmp_path):
    workflow = pipeline("jobs")
    file = tmp_path / "workflow.json"
    named = {"on" if key is True else key: value for key, value in workflow.items()}  # YAML 1.1
    file.write_text(json.dumps(named))
    program = Path(sys.executable).with_name("check-jsonschema")
    judged = subprocess.run(
        [program, "--builtin-schema", "vendor.github-workflows", str(file)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert judged.returncode == 0, judged.stdout
    step = workflow["jobs"]["portsref"]["steps"][-1]
    assert step["with"].keys() <= yaml.safe_load(ACTION.read_text())["inputs"].keys()


def test_the_include_has_the_inputs_of_the_template():
    (include,) = pipeline("include")["include"]
    inputs = next(yaml.safe_load_all(GITLAB.read_text()))["spec"]["inputs"]
    needed = {name for name, about in inputs.items() if "default" not in about}
    assert needed <= include["inputs"].keys() <= inputs.keys()
    assert include["remote"].endswith(str(GITLAB.relative_to(ROOT)))


def test_the_hook_is_the_one_there_is():
    (repository,) = pipeline("repos")["repos"]
    assert [each["id"] for each in repository["hooks"]] == [hook()["id"]]
