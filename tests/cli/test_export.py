"""`portsref export` and `portsref formats`."""

import errno
import io
import os
import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from portsref.cli import main
from portsref.exporters import language
from portsref.exporters.registry import FORMATS, every_exporter, find_exporter
from portsref.planning.choice import Choice
from portsref.planning.document import parse_document
from portsref.planning.engine import plan_rules
from tests.exporters.languages import language_of

PLANS = Path(__file__).parent.parent / "plans"
EKS = str(PLANS / "eks.yaml")
ONE_FILE = [item.name for item in every_exporter() if not item.has_several_files]


@pytest.fixture
def exported(catalogue):
    """What the exporters themselves make of a plan, which the command must hand on unchanged."""

    def export(plan, name, **options):
        document = parse_document((PLANS / f"{plan}.yaml").read_text())
        exporter = find_exporter(name)
        rule_set, language = plan_rules(document, catalogue), language_of(exporter)
        return exporter.export(rule_set, Choice(**options), language=language)

    return export


@pytest.mark.parametrize("name", ONE_FILE)
def test_writes_the_format_to_standard_output(name, capfdbinary, exported):
    assert main(["export", EKS, "--format", name]) == 0
    assert capfdbinary.readouterr().out == exported("eks", name).file.content


def test_writes_into_a_folder_under_the_name_of_the_plan(tmp_path, exported):
    assert main(["export", EKS, "--format", "csv", "-o", str(tmp_path)]) == 0
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        "eks-with-private-nodes-rules.csv": exported("eks", "csv").file.content
    }


def test_writes_to_a_file(tmp_path, exported):
    assert main(["export", EKS, "--format", "csv", "-o", str(tmp_path / "rules.csv")]) == 0
    assert (tmp_path / "rules.csv").read_bytes() == exported("eks", "csv").file.content


def test_a_file_that_cannot_be_written_whole_stays_as_it_was(tmp_path, monkeypatch, capsys):
    def render(_job):
        yield "the beginning"
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    breaks = replace(find_exporter("csv"), name="breaks", render=render)
    monkeypatch.setattr("portsref.cli.commands.export.find_exporter", lambda _name: breaks)
    target = tmp_path / "rules.csv"
    target.write_text("what was there\n")
    with pytest.raises(SystemExit) as ended:
        main(["export", EKS, "--format", "breaks", "-o", str(target)])
    assert ended.value.code == 2
    assert capsys.readouterr().err.splitlines()[-1] == (
        f"portsref export: error: cannot write {target}: No space left on device"
    )
    assert [(path, path.read_text()) for path in tmp_path.iterdir()] == [
        (target, "what was there\n")
    ]


def test_a_file_that_is_replaced_keeps_its_mode_and_its_links(tmp_path, exported):
    target, link = tmp_path / "rules.csv", tmp_path / "latest.csv"
    target.touch(mode=0o640)
    link.symlink_to(target)
    assert main(["export", EKS, "--format", "csv", "-o", str(link)]) == 0
    assert link.is_symlink()
    assert target.read_bytes() == exported("eks", "csv").file.content
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_new_file_has_the_mode_of_any_other(tmp_path):
    assert main(["export", EKS, "--format", "csv", "-o", str(tmp_path / "rules.csv")]) == 0
    (tmp_path / "other").touch()
    modes = {path.stat().st_mode for path in tmp_path.iterdir()}
    assert len(modes) == 1


def test_a_pipe_is_written_to_and_not_replaced(tmp_path, exported):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor() as pool:
        read = pool.submit(pipe.read_bytes)
        assert main(["export", EKS, "--format", "csv", "-o", str(pipe)]) == 0
        assert read.result(timeout=20) == exported("eks", "csv").file.content
    assert pipe.is_fifo()


def test_reads_standard_input(capfdbinary, monkeypatch, exported):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(Path(EKS).read_bytes())))
    assert main(["export", "-", "--format", "csv"]) == 0
    assert capfdbinary.readouterr().out == exported("eks", "csv").file.content


def test_writes_several_files_into_a_folder(several, tmp_path, exported):
    folder = tmp_path / "new"
    for _ in range(2):
        assert main(["export", EKS, "--format", several.name, "-o", str(folder)]) == 0
    written = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert written == {file.name: file.content for file in exported("eks", several.name).files}
    assert len(written) > 1


@pytest.mark.parametrize("target", [(), ("-o", "-"), ("-o", EKS)])
def test_several_files_need_a_folder(several, target, capfdbinary):
    with pytest.raises(SystemExit) as ended:
        main(["export", EKS, "--format", several.name, *target])
    assert ended.value.code == 2
    out, err = capfdbinary.readouterr()
    assert out == b""
    said = err.decode().splitlines()[-1].removeprefix("portsref export: error: ")
    if EKS in target:
        assert said == f"cannot write {EKS}: File exists"
    else:
        assert said == "the format has several files: give a folder for them with -o"


def test_several_files_never_replace_what_is_read(several, tmp_path):
    plan = tmp_path / "nodes.txt"
    plan.write_bytes(Path(EKS).read_bytes())
    with pytest.raises(SystemExit):
        main(["export", str(plan), "--format", several.name, "-o", str(tmp_path)])
    assert plan.read_bytes() == Path(EKS).read_bytes()


def test_says_on_standard_error_what_the_format_cannot_say(several, tmp_path, capsys):
    assert main(["export", EKS, "--format", several.name, "-o", str(tmp_path)]) == 0
    lines = [line for line in capsys.readouterr().err.splitlines() if "left out" in line]
    assert lines
    assert all(line.endswith(": left out: the format cannot say UDP") for line in lines)


@pytest.mark.parametrize("name", [item.name for item in every_exporter() if item.dump])
def test_an_export_is_read_as_the_plan_that_it_holds(name, capfdbinary, exported, tmp_path):
    export = exported("hostile", name)
    (tmp_path / export.file.name).write_bytes(export.file.content)
    again = ["export", str(tmp_path / export.file.name), "--format", name, "--fail-on", "never"]
    assert main(again) == 0
    assert capfdbinary.readouterr().out == export.file.content


def test_merge_and_boundary_are_handed_to_the_format(capfdbinary, exported):
    assert main(["export", EKS, "--format", "csv", "--merge", "--boundary"]) == 0
    narrow = exported("eks", "csv", merge=True, boundary=True).file.content
    assert capfdbinary.readouterr().out == narrow
    assert len(narrow.splitlines()) < len(exported("eks", "csv").file.content.splitlines())


def test_rules_of_one_phase_are_exported_alone(tmp_path, capfdbinary):
    plan = tmp_path / "plan.yaml"
    plan.write_text(
        "schema: portsref.plan/v1\ntitle: New\n"
        "picks: [{product: openshift, options: {installation: user-provisioned}}]\n"
        "groups: [{name: bootstrap, roles: [bootstrap]}, {name: api, roles: [api-endpoint]},"
        " {name: masters, roles: [control-plane]}]\n"
    )
    phases = {}
    for phase in ("installation", "operation"):
        assert main(["export", str(plan), "--format", "csv", "--phase", phase]) == 0
        lines = capfdbinary.readouterr().out.decode().splitlines()[1:]
        phases[phase] = {line.rpartition(",")[2] for line in lines}
    assert phases == {"installation": {"installation"}, "operation": {""}}


def test_expand_splits_addresses(capfdbinary, exported):
    plan = str(PLANS / "rke2-cilium.yaml")
    assert main(["export", plan, "--format", "csv", "--expand"]) == 0
    assert capfdbinary.readouterr().out == exported("rke2-cilium", "csv", expand=True).file.content


UNKNOWN = [
    (
        f"{PLANS}/hostile.yaml: changes[no-such-product/listener]: "
        "The catalogue no longer has the listener “no-such-product/listener”."
    ),
    (
        f"{PLANS}/hostile.yaml: picks[no-such-product]: "
        "The catalogue has no product “no-such-product”."
    ),
]


def test_a_plan_with_an_error_among_its_findings_is_not_exported(capsys, tmp_path):
    target = tmp_path / "rules.csv"
    target.write_text("what was there\n")
    plan = str(PLANS / "hostile.yaml")
    assert main(["export", plan, "--format", "csv", "-o", str(target)]) == 1
    assert capsys.readouterr().err.splitlines() == UNKNOWN
    assert target.read_text() == "what was there\n"


def test_it_is_exported_all_the_same_where_somebody_asks_for_that(capfdbinary, exported):
    plan = str(PLANS / "hostile.yaml")
    assert main(["export", plan, "--format", "csv", "--fail-on", "never"]) == 0
    out, err = capfdbinary.readouterr()
    assert out == exported("hostile", "csv").file.content
    assert err.decode().splitlines()[:2] == UNKNOWN


@pytest.mark.parametrize("name", ["json", "yaml"])
def test_formats_that_hold_the_findings_are_written_unless_somebody_asks(capfdbinary, name):
    asked = ["export", str(PLANS / "hostile.yaml"), "--format", name]
    assert main(asked) == 0
    assert b"unknown-product" in capfdbinary.readouterr().out
    assert main([*asked, "--format", "csv"]) == 1
    assert main([*asked, "--fail-on", "error"]) == 1


def test_warnings_fail_where_somebody_asks_for_that(capsys):
    assert main(["export", EKS, "--format", "csv", "--fail-on", "warning"]) == 1
    unmaintained = "ingress-nginx is no longer maintained (status: unmaintained)."
    assert capsys.readouterr() == ("", f"{EKS}: picks[ingress-nginx]: {unmaintained}\n")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["export", EKS], "the following arguments are required: --format"),
        (["export", EKS, "--format", "xls"],
         f"no format 'xls': choose from {', '.join(FORMATS)}"),
        (["export", EKS, "--format", "json", "--expand"], "json has no rows to expand"),
        (["export", EKS, "--format", "json", "--language", "zh-Hans"],
         "json has no texts to translate"),
        (["export", EKS, "--format", "yaml", "-o", EKS],
         f"{EKS} is an input file: write to another file"),
        (["export", EKS, "--format", "csv", "-o", "/no/such/folder/file.csv"],
         "cannot write /no/such/folder/file.csv: No such file or directory"),
    ],
)  # fmt: skip
def test_a_wrong_call_ends_with_2(arguments, reason, capsys):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert capsys.readouterr().err.splitlines()[-1] == f"portsref export: error: {reason}"


def test_texts_are_in_the_language_that_is_asked_for(capsysbinary):
    assert main(["export", EKS, "--format", "markdown", "--language", "zh-Hans"]) == 0
    assert "\n## 规则\n" in capsysbinary.readouterr().out.decode()


def test_a_language_whose_words_are_not_there_is_refused(capsys, tmp_path, monkeypatch):
    monkeypatch.setattr(language, "LOCALE", tmp_path)
    language._messages.cache_clear()
    with pytest.raises(SystemExit) as ended:
        main(["export", EKS, "--format", "csv-zh"])
    assert ended.value.code == 2
    assert capsys.readouterr().err.endswith(
        "error: the texts in zh-Hans are not here: start the server once\n"
    )


def test_what_the_receiver_will_ask_is_said_with_its_place(capsys, tmp_path):
    plan = tmp_path / "plan.yaml"
    text = (PLANS / "kubeadm-ha-calico.yaml").read_text()
    settings = "exports: {tufin-json: {workflow: W, step: S, access-field: A, wrong: x}}"
    plan.write_text(text.replace("  expires:", f"  {settings}\n  expires:"))
    assert main(["export", str(plan), "--format", "tufin-json"]) == 0
    said = capsys.readouterr().err.splitlines()
    wrong, unset = (line for line in said if ": doubtful: " in line)
    place = f"{plan}: request.exports.tufin-json"
    assert wrong == f"{place}.wrong: doubtful: The format tufin-json has no setting “wrong”."
    assert unset.startswith(f"{place}.justification-field: doubtful: “Field of the justification”")


def test_a_wrong_plan_ends_with_1_and_writes_nothing(capsys, tmp_path):
    target = tmp_path / "rules.csv"
    assert main(["export", "/no/such/plan.yaml", "--format", "csv", "-o", str(target)]) == 1
    assert capsys.readouterr() == (
        "",
        "/no/such/plan.yaml: cannot be read: No such file or directory\n",
    )
    assert not target.exists()


def test_formats_lists_every_exporter(capsys):
    assert main(["formats"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"{exporter.name}\t.{exporter.suffix}\t{exporter.summary}" for exporter in every_exporter()
    ]
