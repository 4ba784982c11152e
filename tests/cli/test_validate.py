"""`portsref validate`: what it refuses, one file each, and what it lets pass."""

import io
import sys
from pathlib import Path

import pytest

from portsref.catalogue.folders import OUR_DATA
from portsref.cli import main
from portsref.documents.files import shown

INVALID = Path(__file__).parent.parent / "catalogue" / "invalid"
PLANS = Path(__file__).parent.parent / "plans"


PRODUCT_OF_MINE = """
product: mine
name: Mine
kind: other
summary: A product of a company's own.
homepage: https://example.com/
checked: {version: "1.0", date: "2026-11-29"}
components:
  - {id: server, name: Server, roles: [worker], summary: Serves.}
  - {id: agent, name: Agent, roles: [worker], summary: Watches.}
listeners:
  - id: api
    component: server
    protocol: TCP
    ports: "8080"
    roles: [worker]
    peers: [client]
    purpose: The API.
    tls: tls
    required: true
    source: {url: "https://example.com/ports", basis: documented}
  - id: health
    component: agent
    protocol: TCP
    ports: "8081"
    roles: [worker]
    peers: [control-plane]
    purpose: Health checks.
    tls: none
    required: false
    source: {url: "https://example.com/ports", basis: documented}
"""


@pytest.mark.parametrize("path", sorted(INVALID.glob("*.yaml")), ids=lambda path: path.stem)
def test_refuses_with_the_message_of_the_first_line(path, capsys, catalogue, monkeypatch):
    monkeypatch.setattr(
        "portsref.cli.commands.validate.load_catalogue", lambda: catalogue
    )  # read once
    expected = path.read_text().split("\n", 1)[0].removeprefix("# ")
    status = main(["validate", str(path)])
    assert (status, capsys.readouterr()) == (1, ("", f"{path}: {expected}\n"))


def test_the_whole_catalogue_has_nothing_wrong(capsys, catalogue, monkeypatch):
    monkeypatch.delenv("PORTSREF_CATALOGUE", raising=False)
    counted = f"{len(catalogue.products):,} products, {len(catalogue.rows):,} rows"
    assert main(["validate"]) == 0
    assert capsys.readouterr() == (f"catalogue {catalogue.version}, {counted}: nothing wrong\n", "")


def test_products_and_plans_can_be_checked_together(capsys):
    files = [OUR_DATA / "products" / "cilium.yaml", PLANS / "eks.yaml"]
    assert main(["validate", *map(str, files)]) == 0
    assert capsys.readouterr() == ("2 files: nothing wrong\n", "")


def test_a_plan_is_judged_by_its_findings(capsys):
    eks = PLANS / "eks.yaml"
    unmaintained = "ingress-nginx is no longer maintained (status: unmaintained)."
    assert main(["validate", "--fail-on", "warning", str(eks)]) == 1
    assert capsys.readouterr() == ("", f"{eks}: picks[ingress-nginx]: {unmaintained}\n")


def test_an_error_among_the_findings_of_a_plan_is_wrong_unasked(capsys, tmp_path):
    plan = tmp_path / "plan.yaml"
    plan.write_text(
        "schema: portsref.plan/v1\ntitle: Own\ngroups: [{name: w, roles: [worker]}]\nlisteners:\n"
        '- {id: a, protocol: TCP, ports: "80", roles: [worker], peers: [nobody], purpose: Ours.}\n'
    )
    assert main(["validate", str(plan)]) == 1
    said = "own/a names the peer “nobody”, which is neither a role nor a component."
    assert capsys.readouterr().err == f"{plan}: listeners[a].peers: {said}\n"


def test_names_every_problem_of_every_file_at_once(capsys, tmp_path):
    one, other = tmp_path / "one.yaml", tmp_path / "other.yaml"
    one.write_text("schema: portsref.plan/v1\ntitle: One\ncolour: blue\nkubernetes: 1.35\n")
    other.write_text("product: other\n[\n")
    assert main(["validate", str(one), str(other), str(tmp_path / "none.yaml")]) == 1
    assert capsys.readouterr().err.splitlines() == [
        f"{one}: colour: is not a known key",
        f"{one}: kubernetes: must be text: put it in quotes",
        f"{other}: is not valid YAML or JSON: line 3: could not find expected ':'",
        f"{tmp_path / 'none.yaml'}: cannot be read: No such file or directory",
    ]


def test_two_files_cannot_be_the_same_product(capsys, tmp_path):
    text = (OUR_DATA / "products" / "cilium.yaml").read_text()
    files = [tmp_path / "a.yaml", tmp_path / "b.yaml"]
    for file in files:
        file.write_text(text)
    assert main(["validate", *map(str, files)]) == 1
    assert capsys.readouterr().err.splitlines() == [
        f"{file}: product: 'cilium' is also in another of these files" for file in files
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xff\xfe\x00", "is not UTF-8 text"),
        (b"\x00", ("is not valid YAML or JSON: unacceptable character #x0000: control"
         " characters are not allowed")),
        (b"x" * (17 << 20), "is larger than 16384 KiB"),
        (b"[" * 100_000, "is not valid YAML or JSON: nested too deeply"),
        (b"{" * 100_000, "is not valid YAML or JSON: nested too deeply"),
        (b"title: " + b"9" * 10_000, ("is not valid YAML or JSON: Exceeds the limit (4300"
         " digits) for integer string conversion")),
        (b"title: 2026-02-30", "is not valid YAML or JSON: day is out of range for month"),
    ],
)  # fmt: skip
def test_refuses_what_is_no_document(content, reason, capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    assert main(["validate", "-"]) == 1
    assert capsys.readouterr() == ("", f"-: {reason}\n")


def test_a_device_without_end_is_not_read_to_its_end(capsys):
    assert main(["validate", "/dev/zero"]) == 1
    assert capsys.readouterr().err == "/dev/zero: is larger than 16384 KiB\n"


def test_a_plan_larger_than_a_plan_may_be_is_refused(capsys, tmp_path):
    path = tmp_path / "plan.yaml"
    path.write_text("schema: portsref.plan/v1\ntitle: Large\n" + "# padding\n" * 30_000)
    assert main(["validate", str(path)]) == 1
    assert capsys.readouterr().err == f"{path}: is larger than 256 KiB, the limit for a plan\n"


def test_products_of_further_folders_need_no_chinese(capsys, tmp_path, monkeypatch):
    product = (INVALID / "product-unknown-peer.yaml").read_text()
    (tmp_path / "products").mkdir()
    file = tmp_path / "products" / "example.yaml"
    file.write_text(product.replace("peers: [worker, prometheus]", "peers: [worker]"))
    monkeypatch.setenv("PORTSREF_CATALOGUE", str(tmp_path))
    assert main(["validate"]) == 0
    file.write_text(product)
    assert main(["validate"]) == 1
    assert capsys.readouterr().err == (
        f"{file}: listeners[api].peers: 'prometheus' is neither a role, nor self, "
        "nor a component, nor a place\n"
    )


def test_a_folder_that_is_not_there_is_a_problem(capsys, monkeypatch):
    monkeypatch.setenv("PORTSREF_CATALOGUE", "/no/such/folder")
    assert main(["validate"]) == 1
    assert capsys.readouterr().err == "/no/such/folder: no such folder\n"


def test_folders_are_validated_by_the_files_in_them(capsys, tmp_path):
    (tmp_path / "products").mkdir()
    (tmp_path / "products" / "mine.yaml").write_text(PRODUCT_OF_MINE, encoding="utf-8")
    for folder in (tmp_path, tmp_path / "products"):
        assert main(["validate", str(folder)]) == 0
        assert capsys.readouterr().out == "1 file: nothing wrong\n"


def test_a_folder_without_files_is_told_so(capsys, tmp_path):
    assert main(["validate", str(tmp_path)]) == 1
    assert capsys.readouterr().err == f"{tmp_path}: has no YAML files\n"


def test_what_is_wrong_within_a_row_and_between_rows_is_told_together(capsys, tmp_path):
    path = tmp_path / "mine.yaml"
    wrong = PRODUCT_OF_MINE.replace("protocol: TCP", "protocol: TPC", 1)
    path.write_text(wrong.replace("component: agent", "component: agnet"), encoding="utf-8")
    assert main(["validate", str(path)]) == 1
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith(f"{path}: listeners[api].protocol: must be 'TCP'")
    assert second == f"{path}: listeners[health].component: mine has no component 'agnet'"


def test_what_is_wrong_within_a_row_hides_nothing_else_of_it(capsys, tmp_path):
    path = tmp_path / "mine.yaml"
    wrong = PRODUCT_OF_MINE.replace('ports: "8080"', 'ports: "80800"')
    wrong = wrong.replace("peers: [client]", "peers: [clint]\n    colour: blue")
    wrong = wrong.replace('date: "2026-11-29"', 'date: "2026-11-31"')
    path.write_text(wrong.replace("purpose: The API.\n    ", ""), encoding="utf-8")
    assert main(["validate", str(path)]) == 1
    assert capsys.readouterr().err.splitlines() == [
        f"{path}: checked.date: 2026-11-31 is not a calendar date",
        f"{path}: listeners[api].colour: is not a known key",
        f"{path}: listeners[api].ports: 80800 is not a port: ports are 0 to 65535",
        f"{path}: listeners[api].purpose: is missing",
        (
            f"{path}: listeners[api].peers: 'clint' is neither a role, nor self, nor a component, "
            "nor a place"
        ),
    ]


UNPROVEN = "no source shows ports, roles, peers, scope (unproven)"


def test_strict_asks_for_the_translations_and_the_evidence_of_a_file(capsys, tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(PRODUCT_OF_MINE, encoding="utf-8")
    assert main(["validate", "--strict", str(path)]) == 1
    chinese = shown(OUR_DATA / "translations" / "zh-Hans" / "mine.yaml")
    sentences = ("A product of a company's own.", "Serves.", "Watches.", "The API.")
    assert capsys.readouterr().err.splitlines() == [
        *(f"{chinese}: no translation of {english!r}" for english in sentences),
        f"{chinese}: no translation of 'Health checks.'",
        f"{path}: listeners[api]: {UNPROVEN}",
        f"{path}: listeners[health]: {UNPROVEN}",
    ]


def test_strict_names_translations_that_are_left_over(capsys, tmp_path):
    path = tmp_path / "cilium.yaml"
    text = (OUR_DATA / "products" / "cilium.yaml").read_text(encoding="utf-8")
    path.write_text(text.replace("id: encryption, label: ", "id: encryption, label: Its "))
    assert main(["validate", "--strict", str(path)]) == 1
    chinese = shown(OUR_DATA / "translations" / "zh-Hans" / "cilium.yaml")
    assert capsys.readouterr().err.splitlines() == [
        f"{chinese}: no translation of 'Its Encryption between nodes'",
        f"{chinese}: 'Encryption between nodes' is not in the product",
    ]


def test_strict_looks_at_further_folders_too(capsys, tmp_path, monkeypatch):
    (tmp_path / "products").mkdir()
    (tmp_path / "products" / "mine.yaml").write_text(PRODUCT_OF_MINE, encoding="utf-8")
    monkeypatch.setenv("PORTSREF_CATALOGUE", str(tmp_path))
    assert main(["validate", "--strict"]) == 1
    said = capsys.readouterr().err.splitlines()
    assert [line.rpartition(": ")[2] for line in said if line.startswith("mine:")] == [UNPROVEN] * 2
    assert sum("no translation of" in line for line in said) == 5


def test_strict_finds_nothing_in_our_catalogue(capsys, monkeypatch):
    monkeypatch.delenv("PORTSREF_CATALOGUE", raising=False)
    assert main(["validate", "--strict"]) == 0
    assert capsys.readouterr().err == ""
