"""YAML as the catalogue and plans want it."""

from datetime import date

import pytest

from portsref.documents.yaml_files import DEEPEST, YamlError, parse_yaml

FILLING = "\n".join(f"- {{number: {number}}}" for number in range(1000))


def nested(depth):
    return f"{FILLING}\n- {'[' * (depth - 1)}{']' * (depth - 1)}"


def test_values_may_be_nested_as_deeply_as_anybody_writes():
    here = parse_yaml(nested(DEEPEST))
    for _ in range(DEEPEST - 1):
        here = here[-1]
    assert here == []


@pytest.mark.parametrize("text", [nested(DEEPEST + 1), "[" * 50_000, "- " * 50_000, "? " * 50_000])
def test_a_text_that_would_end_the_process_is_refused(text):
    with pytest.raises(YamlError, match="nested too deeply"):
        parse_yaml(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a: 1\nb: 2\na: 3", "line 3: the key 'a' appears twice"),
        ("a: &x [1]\nb: *x",
         "anchors and aliases (& and *) are not allowed: write the value again"),
        ("a: [", "line 2: did not find expected node content"),
        ("a: !!python/name:os.system x",
         ("line 1: could not determine a constructor for the tag "
         "'tag:yaml.org,2002:python/name:os.system'")),
        ("a: 1\nb: {<<: {c: 1}}",
         "line 2: anchors and aliases (& and *) are not allowed: write the value again"),
        ("a: !!set {b}",
         "line 1: could not determine a constructor for the tag 'tag:yaml.org,2002:set'"),
        ("a: !!map [b]", "line 1: expected a mapping node, but found sequence"),
        ("a: 2026-02-30", "day is out of range for month"),
        ("a: \ud800", "'utf-8' codec can't encode character '\\ud800' in position 3"),
    ],
)  # fmt: skip
def test_what_is_refused_is_told_with_its_line(text, reason):
    with pytest.raises(YamlError) as refused:
        parse_yaml(text)
    assert str(refused.value) == reason


def test_an_ampersand_in_a_text_is_no_anchor():
    assert parse_yaml("a: 'this & that'") == {"a": "this & that"}


@pytest.mark.parametrize("kind", ["int", "float", "bool", "timestamp"])
@pytest.mark.parametrize("value", ['""', "x", "", "[1]", "[]", "{a: 1}"])
def test_a_tag_makes_nothing_of_what_is_not_of_its_kind(kind, value):
    with pytest.raises(YamlError, match=f"for the tag 'tag:yaml.org,2002:{kind}'"):
        parse_yaml(f"a: !!{kind} {value}")


@pytest.mark.parametrize("text", ["12:30", "1:1.5", "190:20:30", "1:" * 100_000 + "1"])
def test_numbers_to_the_base_of_sixty_are_texts(text):
    assert parse_yaml(f"a: {text}") == {"a": text}


def test_numbers_truths_and_days_are_what_they_look_like():
    values = parse_yaml("[1, 0x1f, -1.5, .inf, yes, no, 2026-02-03, !!int 5, !!str 6]")
    assert values == [1, 31, -1.5, float("inf"), True, False, date(2026, 2, 3), 5, "6"]
