"""`portsref diff`."""

import csv
import io
import json
import sys
from pathlib import Path

import pytest
import yaml

from portsref.cli import main
from portsref.exporters.registry import find_exporter
from portsref.planning.choice import Choice
from portsref.planning.document import parse_document
from portsref.planning.engine import plan_rules

PLANS = Path(__file__).parent.parent / "plans"
EKS = PLANS / "eks.yaml"
RKE2 = PLANS / "rke2-cilium.yaml"

PLAN = """
schema: portsref.plan/v1
title: Example
kubernetes: "1.35"
groups:
  - {name: workers, roles: [worker], addresses: [10.0.1.0/24]}
  - {name: admins, roles: [bastion], addresses: [10.9.0.1]}
listeners:
  - {id: db, protocol: TCP, ports: "5430-5439", roles: [worker], peers: [bastion], purpose: Ours.}
"""


@pytest.fixture
def plan(tmp_path):
    def write(name, *changes):
        text = PLAN
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / f"{name}.yaml"
        path.write_text(text)
        return str(path)

    return write


@pytest.fixture
def run(capsys):
    def call(*arguments):
        assert main(["diff", *map(str, arguments)]) == 0
        return capsys.readouterr().out

    return call


@pytest.fixture
def export(catalogue, tmp_path):
    def write(path, name="yaml", **options):
        rule_set = plan_rules(parse_document(Path(path).read_text()), catalogue)
        made = find_exporter(name).export(rule_set, Choice(**options))
        target = tmp_path / f"exported-{made.file.name}"
        target.write_bytes(made.file.content)
        return target

    return write


def cells(text):
    return [line.split("\t")[:4] for line in text.splitlines()]


def test_says_what_opens_closes_and_changes(run, plan):
    after = plan("after", ('"5430-5439"', '"5430-5435,6000"'), ("10.9.0.1", "10.9.0.1, 10.9.0.2"))
    text = run(plan("before"), after)
    workers, admins = "workers (10.0.1.0/24)", "admins (10.9.0.1)"
    assert cells(text) == [
        ["---", "", "", ""],
        ["+++", "", "", ""],
        ["+", "admins (10.9.0.1;10.9.0.2)", workers, "TCP 6000"],
        ["+", "admins (10.9.0.2)", workers, "TCP 5430-5435"],
        ["-", admins, workers, "TCP 5436-5439"],
        ["~", "admins", "", "addresses"],
        ["=", "", "", ""],
    ]
    assert "opens: 2, closes: 1, changes: 1, unchanged: 0" in text


def test_says_what_is_encrypted_otherwise(run, plan):
    after = plan("after", ("purpose: Ours.", "purpose: Ours., tls: mtls"))
    line = run(plan("before"), after).splitlines()[2]
    assert line.split("\t")[0] == "~"
    assert line.endswith("TCP 5430-5439\tencryption: unknown -> mtls")


def test_a_plan_does_not_differ_from_itself(run):
    assert "no difference" in run(RKE2, RKE2)
    assert "no difference" in run(RKE2, RKE2, "--by", "address")


@pytest.mark.parametrize(
    "options", [{}, {"merge": True}, {"boundary": True}, {"phase": "operation"}]
)
@pytest.mark.parametrize("path", sorted(PLANS.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_plan_does_not_differ_from_its_own_export(run, export, path, options):
    assert "no difference" in run(path, export(path, "json", **options))
    assert "no difference" in run(export(path, **options))


def test_rules_of_an_export_count_as_they_were_written(run, export, tmp_path):
    old = tmp_path / "old.yaml"
    old.write_text(export(EKS).read_text().replace('ports: "10250"', 'ports: "10250-10255"'))
    closed = run(old, "--only", "closed")
    assert {row[3] for row in cells(closed)} == {"TCP 10251-10255"}
    assert run(old, EKS, "--only", "closed") == closed


def test_compares_two_kubernetes_versions(run, plan):
    picks = ("groups:\n", "picks: [{product: kubernetes}]\ngroups:\n")
    path = plan("old", picks, ("roles: [worker]", "roles: [worker, control-plane]"))
    answer = run(path, "--kubernetes", "1.22")
    new = plan("new", picks, ("roles: [worker]", "roles: [worker, control-plane]"),
               ('"1.35"', '"1.22"'))  # fmt: skip
    assert run(path, new) == answer
    assert "Kubernetes 1.35" in answer.splitlines()[0]
    assert "Kubernetes 1.22" in answer.splitlines()[1]


def test_by_address_looks_at_packets_alone(run, plan):
    after = plan("after", ("name: workers", "name: nodes"))
    assert "no difference" in run(plan("before"), after, "--by", "address")
    assert "no difference" not in run(plan("before"), after)


def test_writes_a_delta_request_as_csv(run, plan):
    after = plan("after", ('"5430-5439"', '"5430-5435,6000"'))
    rows = list(csv.DictReader(io.StringIO(run(plan("before"), after, "--format", "csv"))))
    assert [(row["action"], row["source"], row["ports"]) for row in rows] == [
        ("allow", "10.9.0.1", "6000"),
        ("remove", "10.9.0.1", "5436-5439"),
    ]
    only = run(plan("before"), after, "--format", "csv", "--only", "closed")
    assert [row["action"] for row in csv.DictReader(io.StringIO(only))] == ["remove"]


def test_a_delta_request_is_never_taken_for_the_rules_of_a_plan(run, plan, tmp_path, capsys):
    after = plan("after", ('"5430-5439"', '"5430-5435,6000"'))
    run(plan("before"), after, "--format", "yaml", "--only", "opened", "-o", tmp_path)
    delta = yaml.safe_load((tmp_path / "example-opened.yaml").read_text())
    assert (delta["schema"], delta["delta"]) == ("portsref.rules/v1", "opened")
    assert [(rule["action"], rule["ports"]) for rule in delta["rules"]] == [("allow", "6000")]
    assert main(["diff", str(tmp_path / "example-opened.yaml"), after]) == 1
    assert capsys.readouterr().err == (
        f"{tmp_path}/example-opened.yaml: delta: contains only what opens or closes, "
        "which cannot be compared: use the plan\n"
    )


def test_json_and_yaml_hold_the_whole_diff(run, plan):
    arguments = (plan("before"), plan("after", ('"5430-5439"', '"5430-5435,6000"')))
    data = json.loads(run(*arguments, "--format", "json"))
    assert yaml.safe_load(run(*arguments, "--format", "yaml")) == data
    assert (data["schema"], data["by"]) == ("portsref.diff/v1", "group")
    assert data["before"]["kubernetes"] == "1.35"
    assert [rule["ports"] for rule in data["opened"]] == ["6000"]
    assert [rule["ports"] for rule in data["closed"]] == ["5436-5439"]
    assert (data["changed"], data["groups"], data["unchanged"]) == ([], [], 1)


def test_text_can_be_written_to_a_file(run, tmp_path):
    target = tmp_path / "diff.txt"
    assert run(RKE2, EKS, "-o", target) == ""
    assert target.read_text() == run(RKE2, EKS)


def test_one_side_may_be_standard_input(run, monkeypatch):
    stream = io.TextIOWrapper(io.BytesIO(EKS.read_bytes()))
    monkeypatch.setattr(sys, "stdin", stream)
    assert "no difference" in run("-", EKS)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["-", "-"], "standard input can be read only once"),
        ([str(EKS)], "give B, or --kubernetes VERSION to compare the plan with itself"),
        ([str(EKS), str(RKE2), "--kubernetes", "1.30"],
         "give either B or --kubernetes, not both"),
        ([str(EKS), "--kubernetes", "1.3"], "no Kubernetes '1.3': the catalogue has 1.19 to 1.37"),
        ([str(EKS), str(RKE2), "-o", str(RKE2)], f"{RKE2} is an input file: write to another file"),
    ],
)  # fmt: skip
def test_a_wrong_call_ends_with_2(arguments, reason, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["diff", *arguments])
    assert ended.value.code == 2
    assert capsys.readouterr().err.splitlines()[-1] == f"portsref diff: error: {reason}"


def test_wrong_input_ends_with_1_and_every_problem_of_both_sides(capsys, tmp_path, export):
    (tmp_path / "bad.yaml").write_text("schema: portsref.plan/v1\n")
    broken = tmp_path / "broken.yaml"
    broken.write_text(export(EKS).read_text().replace('protocol: "UDP"', 'protocol: "IPX"', 1))
    assert main(["diff", str(tmp_path / "bad.yaml"), str(broken)]) == 1
    out, err = capsys.readouterr()
    lines = err.splitlines()
    assert out == ""
    assert lines[0] == f"{tmp_path}/bad.yaml: title: is missing"
    assert len(lines) == 2
    assert lines[1].startswith(f"{broken}: ")
    assert "protocol: must be 'TCP', 'UDP'" in lines[1]
