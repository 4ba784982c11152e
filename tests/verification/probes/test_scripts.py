"""Scripts of kits hold to what shells are, whatever texts a plan has."""

import subprocess
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path
from shutil import which

import pytest
from hypothesis import given, settings

from portsref.exporters.comments import one_line
from portsref.planning.document import document_from, parse_document
from portsref.planning.engine import plan_rules
from portsref.planning.provenance import Provenance
from portsref.verification.probes.fields import decode_field, encode_field
from portsref.verification.probes.kit import Run, kit_files
from portsref.verification.probes.scripts import LONGEST_TEXT, lines_function, word
from tests.exporters.hostile_texts import TEXTS, rules_of
from tests.verification.probes.kits import RUN
from tests.verification.probes.situations import plan

PLANS = {path.stem: path for path in (Path(__file__).parents[2] / "plans").glob("*.yaml")}
SHELLS = [
    pytest.param(words, marks=pytest.mark.skipif(not which(words[0]), reason=f"no {words[0]}"))
    for words in (["dash"], ["bash"], ["busybox", "sh"])
]


def kit_of(rule_set, run=RUN, **how):
    return {file.name: file.content.decode() for file in kit_files(rule_set, run, **how)}


def rules(path, catalogue):
    return plan_rules(parse_document(path.read_text()), catalogue)


def run(shell, text, *words):
    return subprocess.run(
        [*shell, "-s", "--", *words], input=text, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("plan_name", ["hostile", "rke2-cilium"])
@pytest.mark.skipif(not which("shellcheck"), reason="shellcheck is not installed")
def test_shellcheck_has_nothing_to_say(plan_name, catalogue, tmp_path):
    for name, text in kit_of(rules(PLANS[plan_name], catalogue)).items():
        if name.endswith(".sh"):
            (tmp_path / name).write_text(text)
    # one of each kind: all others differ in their words alone
    files = [min(tmp_path.glob("dial-*")), min(tmp_path.glob("listen-*"))]
    done = subprocess.run(
        [which("shellcheck"), "--shell=sh", *files], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.returncode) == ("", 0)


@pytest.mark.parametrize("shell", SHELLS, ids=lambda words: words[0])
def test_help_is_printed_by_every_shell(shell, catalogue):
    for text in kit_of(plan_rules(document_from(plan()), catalogue)).values():
        if text.startswith("#!"):
            done = run(shell, text, "--help")
            assert (done.returncode, done.stderr) == (0, "")
            assert "--dry-run" in done.stdout


@pytest.mark.parametrize(
    "words",
    [["--nonsense"], ["--to"], ["--to", "10.0.0.256"], ["--to", "$(id)"], ["--tries", "0"],
     ["--seconds", "1;id"], ["--at-once", "17"], ["--with", "telnet"]],
    ids=" ".join,
)  # fmt: skip
def test_a_wrong_call_is_refused(words, catalogue):
    kit = kit_of(plan_rules(document_from(plan()), catalogue))
    dialer = next(text for name, text in kit.items() if name.startswith("dial-"))
    done = run(["sh"], dialer, *words)
    assert done.returncode == 2
    assert "uid=" not in done.stderr + done.stdout


@pytest.mark.parametrize("shell", SHELLS, ids=lambda words: words[0])
@settings(max_examples=20)
@given(text=TEXTS, other=TEXTS)
def test_a_text_is_one_word_and_one_field_of_a_shell(shell, text, other):
    row = [encode_field(each) for each in (text, other)]
    script = (
        f"said={word(text)}\n{lines_function('rules', [row])}"
        "printf '<%s>\\n' \"$said\"\nrules | while IFS='\t' read -r one two; do\n"
        'printf \'<%s>\\n\' "$one" "$two"\ndone\n'
    )
    done = subprocess.run([*shell, "-s"], input=script.encode(), capture_output=True, check=False)
    lines = done.stdout.decode().split("\n")
    assert done.stderr == b""
    assert lines == [f"<{one_line(text, LONGEST_TEXT)}>", *(f"<{field}>" for field in row), ""]


@given(text=TEXTS)
def test_a_field_is_read_as_what_it_was_made_from_and_has_no_blanks(text):
    field = encode_field(text)
    assert len(field.split()) == 1
    assert decode_field(field) == text or "\ud800" <= max(text, default="") <= "\udfff"


@settings(max_examples=10)
@given(text=TEXTS)
def test_no_line_of_a_script_begins_with_a_text(text):
    rule_set = rules_of(text)
    for name, script in kit_of(rule_set, provenance=Provenance(7, f"https://x/{text}")).items():
        if name.endswith(".sh"):
            done = subprocess.run(
                [which("sh"), "-s", "--", "--help"],
                input=script.encode(),
                capture_output=True,
                check=False,
            )
            assert (done.returncode, done.stderr) == (0, b"")


def test_files_are_named_after_groups_and_the_same_kit_has_the_same_bytes(catalogue):
    rule_set = rules(PLANS["rke2-cilium"], catalogue)
    kit = kit_of(rule_set)
    assert set(kit) >= {"dial-workers.sh", "listen-control-plane.sh", "key.txt"}
    assert kit == kit_of(rule_set)
    assert Run().id != Run().id


def test_networks_have_only_the_hosts_that_are_known(catalogue):
    rule_set = rules(PLANS["rke2-cilium"], catalogue)
    before = kit_of(rule_set)["dial-control-plane.sh"]
    known = [ip_address("10.1.0.200"), ip_address("2001:db8:1::7"), ip_address("192.0.2.1")]
    after = kit_of(rule_set, known_hosts=known)["dial-control-plane.sh"]
    assert "10.1.0.11 10.1.0.12 10.1.0.13" in before
    assert "2001:db8:1::7" in after
    assert "192.0.2.1" not in after


def test_a_rule_that_changed_has_another_revision(catalogue):
    document = document_from(plan())
    moved = replace_ports(document, "1001", "1101")
    first, second = (
        kit_of(plan_rules(each, catalogue), provenance=Provenance(7)) for each in (document, moved)
    )
    [name] = [each for each in first if each.startswith("dial-") and each.endswith(".sh")]
    lines = [
        {line for line in kit[name].splitlines() if "\ttcp\t" in line or "\tudp\t" in line}
        for kit in (first, second)
    ]
    assert len(lines[0] - lines[1]) == 1
    assert all("\t7-" in line for line in lines[0])


def replace_ports(document, before, after):
    data = document.as_data()
    data["listeners"] = [
        {**each, "ports": after if each["ports"] == before else each["ports"]}
        for each in data["listeners"]
    ]
    return document_from(data)


def test_merged_rule_sets_are_no_trouble(catalogue):
    rule_set = rules(PLANS["eks"], catalogue)
    assert kit_of(replace(rule_set, rules=(), outbound=())) == {"key.txt": f"{RUN.id} {RUN.key}\n"}
