"""The program as a shell runs it: its streams, what it loads, completion, its manual page."""

import os
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from portsref.cli import main
from portsref.cli.man_page import man_page
from portsref.cli.parsing import COMMANDS, whole_parser
from portsref.exporters.registry import FORMATS, find_exporter
from portsref.planning.choice import Choice
from portsref.planning.document import parse_document
from portsref.planning.engine import plan_rules
from tests.exporters.languages import language_of

PLANS = Path(__file__).parent.parent / "plans"
EKS = str(PLANS / "eks.yaml")


def run_program(*arguments, **options):
    command = [sys.executable, "-m", "portsref", *arguments]
    return subprocess.run(command, capture_output=True, check=False, **options)


def test_a_closed_pipe_is_no_traceback():
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "portsref", "export", EKS, "--format", "json"]
    ended = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert (ended.returncode, ended.stderr) == (141, b"")


def test_a_full_disk_is_no_traceback():
    command = [sys.executable, "-m", "portsref", "formats"]
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert (ended.returncode, ended.stderr) == (
        2, b"portsref: cannot write: No space left on device\n"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("closing", "status", "said"),
    [
        ("<&-", 1, b"-: is not a plan: it needs `schema: portsref.plan/v1`\n"),
        ("</dev/null >&-", 1, b"-: is not a plan: it needs `schema: portsref.plan/v1`\n"),
        ("</dev/null 2>&-", 1, b""),
    ],
)
def test_closed_streams_are_no_traceback(closing, status, said):
    script = f'"$0" -m portsref export - --format csv {closing}'
    command = ["/bin/sh", "-c", script, sys.executable]
    ended = subprocess.run(command, capture_output=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (status, b"", said)


def test_chinese_is_written_as_utf_8_whatever_the_locale_says(catalogue):
    environment = os.environ | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    plan = str(PLANS / "hostile.yaml")
    call = ("export", plan, "--format", "csv", "--fail-on", "never")
    ended = run_program(*call, env=environment)
    exporter, document = find_exporter("csv"), parse_document(Path(plan).read_text())
    export = exporter.export(
        plan_rules(document, catalogue), Choice(), language=language_of(exporter)
    )
    assert (ended.returncode, ended.stdout) == (0, export.file.content)


def test_without_a_command_it_says_what_there_is():
    ended = run_program()
    assert ended.returncode == 2
    assert b"portsref: error: the following arguments are required: COMMAND" in ended.stderr


def test_no_django_is_loaded():
    code = (
        "import sys; from portsref.cli.parsing import whole_parser; whole_parser()\n"
        "sys.exit(any(name.split('.')[0] in {'django', 'ninja'} for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_its_version_names_the_catalogue_with_its_date(catalogue):
    ended = run_program("--version")
    said = f"portsref {version('portsref')}, catalogue {catalogue.version}\n"
    assert (ended.returncode, ended.stdout.decode(), ended.stderr) == (0, said, b"")
    assert catalogue.version.startswith(f"{catalogue.date}.")


def test_its_version_says_what_is_wrong_with_the_catalogue(tmp_path):
    ended = run_program("--version", env=os.environ | {"PORTSREF_CATALOGUE": str(tmp_path / "no")})
    assert (ended.returncode, ended.stderr.decode()) == (1, f"{tmp_path / 'no'}: no such folder\n")


def test_its_version_loads_nothing_heavy():
    run_program("--version")  # from now on there is a snapshot
    code = (
        "import sys, portsref.cli\n"
        "try: portsref.cli.main(['--version'])\n"
        "except SystemExit: pass\n"
        "sys.exit('pydantic' in sys.modules or 'yaml' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def complete(typed: str, folder: Path) -> list[str]:
    """What the program answers to a shell that has this on its line."""
    answer = folder / "answer"
    environment = os.environ | {
        "_ARGCOMPLETE": "1",
        "_ARGCOMPLETE_STDOUT_FILENAME": str(answer),
        "_ARGCOMPLETE_IFS": "\n",
        "_ARGCOMPLETE_SHELL": "fish",  # any shell but bash gets the words as they are
        "COMP_LINE": typed,
        "COMP_POINT": str(len(typed)),
    }
    subprocess.run([sys.executable, "-m", "portsref"], env=environment, check=True)
    return [line.partition("\t")[0].rstrip() for line in answer.read_text().splitlines()]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("portsref va", ["validate"]),
        ("portsref export --fo", ["--format"]),
        ("portsref export --format nft", ["nftables", "nftables-router"]),
        ("portsref export --phase ", ["operation", "installation"]),
        ("portsref sources list metall", ["metallb"]),
    ],
)
def test_what_is_typed_is_completed(typed, expected, tmp_path):
    assert complete(typed, tmp_path) == expected


def test_every_command_and_every_format_can_be_completed(tmp_path):
    assert complete("portsref ", tmp_path)[-len(COMMANDS) :] == list(COMMANDS)
    assert complete("portsref export --format ", tmp_path) == list(FORMATS)


def test_bash_itself_completes_with_what_the_command_prints(tmp_path):
    program = tmp_path / "portsref"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m portsref "$@"\n')
    program.chmod(0o755)
    script = (
        'eval "$(portsref completion bash)"\n'
        'COMP_LINE="portsref val"; COMP_POINT=12; COMP_WORDS=(portsref val); COMP_CWORD=1\n'
        '_python_argcomplete portsref 2>/dev/null; echo "${COMPREPLY[*]}"\n'
    )
    path = os.pathsep.join([str(tmp_path), os.environ["PATH"]])
    ended = subprocess.run(
        [shutil.which("bash"), "-c", script],
        env=os.environ | {"PATH": path},
        capture_output=True,
        check=True,
    )
    assert ended.stdout.decode().split() == ["validate"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_shell_gets_lines_of_its_own(shell, capsys):
    assert main(["completion", shell]) == 0
    said = capsys.readouterr().out
    assert "portsref" in said
    if program := shutil.which(shell):
        assert subprocess.run([program, "-n"], input=said, text=True, check=False).returncode == 0


def test_the_manual_page_has_every_command_option_and_status():
    page = man_page(whole_parser()).replace("\\-", "-")
    for name in COMMANDS:
        assert f"\n.SS portsref {name}" in page
    assert "\n.TP\n\\fB--format FORMAT\\fR\n" in page
    assert "\n.SH EXIT STATUS\n.TP\n\\fB0\\fR\nDone.\n" in page


def test_groff_finds_nothing_wrong_with_the_manual_page(capsys):
    groff = shutil.which("groff")
    if groff is None:
        pytest.skip("needs groff")
    assert main(["manual"]) == 0
    page = capsys.readouterr().out
    judged = subprocess.run(
        [groff, "-man", "-Tutf8", "-ww", "-z"],
        input=page,
        text=True,
        capture_output=True,
        check=True,
    )
    assert judged.stderr == ""
