"""What surrounds a paste is taken away, and its lines keep their numbers."""

import pytest

from portsref.importers.pasting import clean, is_command


def test_colours_quotes_and_ends_of_lines():
    cleaned = clean("\ufeffa:\u00a01\r\n\x1b[32mb\x1b[0m: “2”\r\n")
    assert cleaned.lines == ("a: 1", 'b: "2"', "")
    assert len(cleaned.left_out) == 2


def test_a_fence_becomes_a_border_between_documents():
    assert clean("```yaml\na: 1\n```\n").lines == ("---", "a: 1", "---", "")


def test_numbers_in_front_of_every_line_are_left_out():
    assert clean("  8  a: 1\n  9    b: 2\n 10  c: 3").lines == ("a: 1", "  b: 2", "c: 3")


def test_numbers_that_do_not_count_lines_stay():
    text = "1 a\n2 b\n4 c"
    assert clean(text).text == text


@pytest.mark.parametrize(
    "line",
    [
        "$ kubectl get nodes",
        "root@node1:~# ss -tulpn",
        "[root@node1 ~]# iptables-save",
        "# iptables-save",
        "PS C:\\> kubectl get nodes",
        "❯ helm list",
        "user@host:~$ sudo nft list ruleset",
        "controlplane ~ ➜  ss -tulp",
    ],
)
def test_commands_are_known_by_their_prompt(line: str):
    assert is_command(line)


@pytest.mark.parametrize("line", ["# a comment of a file", "#!/bin/sh", "a: 1 # x", "- $HOME"])
def test_comments_are_no_commands(line: str):
    assert not is_command(line)
