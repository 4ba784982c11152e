"""`portsref import`: a draft from files, and the plan of what is accepted of it."""

import json
import zipfile
from pathlib import Path

import pytest

from portsref.cli import main
from portsref.importers.registry import IMPORTERS

KUBEADM = """\
apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
kubernetesVersion: v1.36.1
controlPlaneEndpoint: 198.51.100.10:6443
token: s3cr3t
---
unknown: 1
"""
ENDPOINT = "option:kubeadm/api-load-balancer"


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "kubeadm.yaml"
    path.write_text(KUBEADM, encoding="utf-8")
    return str(path)


def test_the_parts_are_listed_with_where_they_stand(capsys, file):
    assert main(["import", file]) == 0
    said = capsys.readouterr()
    where = f"{file}:4 controlPlaneEndpoint"
    assert said.out.splitlines() == [
        f"yes\tkubernetes\t1.36\tstated\t{file}:3 kubernetesVersion",
        f"yes\tendpoint\tapi api-endpoint 198.51.100.10; api 6443\tstated\t{where}",
        f"yes\tproduct:kubeadm\tkubeadm\tstated\t{file}:1",
        f"ask\t{ENDPOINT}\tkubeadm api-load-balancer = external\tguessed\t{where}",
    ]
    assert said.err == f"{file}: line 7: is of no kind that is known here\n"


def test_the_plan_has_what_is_accepted_and_not_what_is_left(capsys, file):
    asked = ["import", file, "-o", "-", "--title", "DC 1"]
    assert main([*asked, "--accept", ENDPOINT, "--leave", "kubernetes"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        'schema: "portsref.plan/v1"',
        'title: "DC 1"',
        "picks:",
        '- product: "kubeadm"',
        "  options:",
        '    api-load-balancer: "external"',
        "groups:",
        '- name: "api"',
        "  roles:",
        '  - "api-endpoint"',
        "  addresses:",
        '  - "198.51.100.10"',
        "api_endpoint:",
        '  group: "api"',
        '  ports: "6443"',
    ]


def test_a_plan_that_there_is_takes_the_parts_in(capsys, file, tmp_path):
    plan = tmp_path / "plan.yaml"
    plan.write_text("schema: portsref.plan/v1\ntitle: Mine\nkubernetes: '1.30'\n", encoding="utf-8")
    assert main(["import", file, "--onto", str(plan), "-o", "-"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1:3] == ['title: "Mine"', 'kubernetes: "1.36"']


def test_files_of_a_zip_are_read_and_what_leads_out_of_it_is_not(capsys, tmp_path):
    path = tmp_path / "files.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("conf/kubeadm.yaml", KUBEADM)
        archive.writestr("../out.yaml", KUBEADM)
        archive.writestr("picture.png", b"\x89PNG\xff\xfe")
    assert main(["import", str(path), "--json"]) == 0
    draft = json.loads(capsys.readouterr().out)
    assert [(part["id"], part["places"]) for part in draft["parts"]] == [
        ("kubernetes", ["conf/kubeadm.yaml:3 kubernetesVersion"]),
        ("endpoint", ["conf/kubeadm.yaml:4 controlPlaneEndpoint"]),
        ("product:kubeadm", ["conf/kubeadm.yaml:1"]),
        (ENDPOINT, ["conf/kubeadm.yaml:4 controlPlaneEndpoint"]),
    ]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ([], "name a file, or - for standard input"),
        (["FILE", "--as", "nonsense"], "no kind 'nonsense'"),
        (["FILE", "--accept", "nonsense"], "no part nonsense"),
    ],
)
def test_a_wrong_call_says_so(capsys, file, arguments, reason):
    with pytest.raises(SystemExit) as ended:
        main(["import", *(file if word == "FILE" else word for word in arguments)])
    assert (ended.value.code, reason in capsys.readouterr().err) == (2, True)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"nothing: of it\n", "nothing of a plan was found in it"),
        (b"PK\x03\x04damaged", "is a damaged zip"),
        (b"\xff\xfe\x00", "is not UTF-8 text"),
        (b"#" * (1024 * 1024 + 1), "is larger than 1024 KiB"),
    ],
)
def test_what_cannot_be_read_says_why(capsys, tmp_path, content, reason):
    path = tmp_path / "file"
    path.write_bytes(content)
    assert main(["import", str(path)]) == 1
    assert reason in capsys.readouterr().err


def test_a_zip_of_too_many_or_too_large_files_is_refused(capsys, tmp_path):
    for name, files in (
        ("many", {f"{number}.yaml": b"" for number in range(501)}),
        ("large", {"a.yaml": b"#" * (8 * 1024 * 1024 + 1)}),
    ):
        path = tmp_path / f"{name}.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for inner, content in files.items():
                archive.writestr(inner, content)
        assert main(["import", str(path)]) == 1
    said = capsys.readouterr().err
    assert ("more than 500 files" in said, "larger than 8 MiB" in said) == (True, True)


def test_secrets_are_in_no_output(capsys, file):
    for further in ([], ["--json"], ["-o", "-"]):
        main(["import", file, *further])
        said = capsys.readouterr()
        assert "s3cr3t" not in said.out + said.err


def test_the_kinds_are_listed_with_the_command_to_get_them(capsys):
    assert main(["import", "--kinds"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"{one.name}\t{one.label}\t{one.command}" for one in IMPORTERS
    ]
