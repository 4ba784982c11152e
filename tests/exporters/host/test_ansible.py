"""Ansible: a playbook that ansible-lint finds nothing in, with the tables of the nftables files."""

import os
import re
from dataclasses import replace
from pathlib import Path
from shutil import which

import pytest
import yaml

from portsref.exporters.host import nftables
from portsref.exporters.host.ansible import EXPORTER, FILE
from portsref.exporters.host.hosts import NOT_LINUX
from portsref.planning.document import document_from
from tests.exporters.hostile import hostile_rules
from tests.exporters.judges import judge, judged
from tests.exporters.rule_sets import group, rule, rule_set

needs_nft = pytest.mark.skipif(which("nft") is None, reason="nft is not installed")


class Loader(yaml.SafeLoader):
    """YAML with the tag for texts in which Ansible replaces nothing."""


Loader.add_constructor("!unsafe", lambda loader, node: loader.construct_scalar(node))


def hostile_to_hosts():
    return (each for each in hostile_rules() if each.destination.name == "hosts")


def text_of(rules):
    return EXPORTER.export(rules).file.content.decode()


def plays(text):
    return yaml.load(text, Loader)  # noqa: S506 - a safe one, with a tag more


def contents(text):
    """The files that the plays write on hosts, by the group in the inventory."""
    found = {}
    for play in plays(text):
        for task in play["tasks"]:
            copy = task.get("ansible.builtin.copy", {})
            if copy.get("dest") == FILE:
                [host] = play["hosts"]
                found[host] = copy["content"]
    return found


def rest(text):
    """A file of nftables from its table on, with spaces for tabs."""
    return text[text.index("\ntable inet") :].replace("\t", "  ")


def run(program, *arguments, folder):
    """What a program of Ansible says, in a namespace and away from the settings of whoever runs."""
    path = f"{Path(which('python')).parent}:{os.environ['PATH']}"
    return judged(
        "env", f"PATH={path}", f"HOME={folder}", f"ANSIBLE_HOME={folder}", "ANSIBLE_NOCOLOR=1",
        which(program), *arguments,
    )  # fmt: skip


def test_ansible_lint_finds_nothing_in_any_reference_plan_or_hostile_text_but_a_fault_in_another(
    catalogue_rule_sets, tmp_path
):
    hostile = rule_set(*hostile_to_hosts())
    heads, bodies = zip(
        *(text_of(rules).split("---\n", 1) for rules in (hostile, *catalogue_rule_sets)),
        strict=True,
    )
    (tmp_path / "right.yml").write_text("".join((*heads, "---\n", *bodies)))
    (tmp_path / "wrong.yml").write_text(
        text_of(rule_set(rule())).replace('mode: "0600"', "backup: false")
    )
    options = ("--offline", "--nocolor", "--strict", "--profile", "production", "-f", "pep8")
    files = [str(tmp_path / name) for name in ("right.yml", "wrong.yml")]
    done = run("ansible-lint", *options, *files, folder=tmp_path)
    [found] = done.stdout.decode().splitlines()
    assert "wrong.yml" in found
    assert "risky-file-permissions" in found
    assert b"1 failure(s), 0 warning(s) in 2 files processed of 2" in done.stderr


@needs_nft
def test_a_play_writes_the_table_of_the_nftables_file(catalogue_rule_sets):
    for rules in (rule_set(*hostile_rules()), *catalogue_rule_sets):
        found = contents(text_of(rules))
        files = [file.content.decode() for file in nftables.EXPORTER.export(rules).files]
        assert sorted(map(rest, found.values())) == sorted(map(rest, files))
    for content in found.values():
        assert judge("nft", "-c", "-f", "-", content=content.encode()) == ""


@needs_nft
def test_ansible_writes_hostile_texts_as_they_are(tmp_path):
    rules = rule_set(*hostile_to_hosts())
    text, written = text_of(rules), tmp_path / "portsref.nft"
    play = text[text.index("- name: Host firewall of hosts") : text.index("      notify: ")]
    play = re.sub("  become: true\n|  +(?:owner|group): root\n", "", play)
    playbook = tmp_path / "playbook.yml"
    playbook.write_text(play.replace(FILE, str(written)).replace("/usr/sbin/nft", which("nft")))
    arguments = ("-i", "hosts,", "-c", "local", str(playbook))
    done = run("ansible-playbook", *arguments, folder=tmp_path)
    assert b"changed=1" in done.stdout, done.stderr.decode()
    assert written.read_text() == contents(text)["hosts"]
    assert "${HOME} $(reboot)" in written.read_text()


def test_all_hosts_have_what_starts_it_and_can_be_taken_back():
    rules = rule_set(rule(), rule("b", destination=group("two words", "10.0.0.2")))
    first, *groups, last = plays(text_of(rules))
    assert first["hosts"] == last["hosts"] == ["control_plane", "two_words"]
    assert [play["hosts"] for play in groups] == [["control_plane"], ["two_words"]]
    assert last["tags"] == ["never", "take-back"]
    assert {play["become"] for play in (first, *groups, last)} == {True}
    assert all(play["serial"] == [1, "100%"] and play["any_errors_fatal"] for play in groups)


def test_names_that_ansible_gives_to_all_hosts_are_never_those_of_a_group():
    names = ("all", "ungrouped", "All ", "工作")
    rules = rule_set(*(rule(name, destination=group(name, "10.0.0.1")) for name in names))
    hosts = plays(text_of(rules))[0]["hosts"]
    assert len(set(hosts)) == len(names)
    assert not {"all", "ungrouped"} & set(hosts)
    assert all(re.fullmatch("[a-z][a-z0-9_]*", host) for host in hosts)
    assert plays(text_of(rule_set(rule(destination=group("all")))))[0]["hosts"] == ["all_"]


def test_groups_without_a_play_are_told():
    data = {
        "schema": "portsref.plan/v1",
        "title": "Plan",
        "groups": [{"name": "windows", "roles": ["worker"], "os": "windows"}],
    }
    to_windows = rule("b", destination=group("windows", "10.0.0.2"))
    rules = replace(rule_set(rule(), to_windows), document=document_from(data))
    assert [item.why for item in EXPORTER.export(rules).left_out] == [NOT_LINUX]
    assert "# There is none for “windows”: no rule to them can be said.\n" in text_of(rules)


def test_what_a_play_leaves_out_stands_in_its_file():
    rules = rule_set(rule(), rule("nobody", group("nobody")))
    assert "# - nobody: whoever connects has no" in contents(text_of(rules))["control_plane"]


def test_a_plan_without_linux_hosts_has_no_play():
    assert plays(text_of(rule_set())) == []
