"""YAML and JSON as we write them: any reader gets the same values back."""

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from portsref.documents.writing import dump_json, dump_yaml, json_fields, yaml_fields
from portsref.documents.yaml_files import parse_yaml

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
KEYS = st.one_of(
    st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True),
    st.sampled_from(["schema", "pod_network", "yes", "No", "on", "null", "Y", "1", "1_0", "a:"]),
    TEXT,
).map(lambda key: key[:64])


def values(keys):
    return st.recursive(
        TEXT | st.booleans() | st.none() | st.integers(),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
        max_leaves=20,
    )


DOCUMENTS = st.dictionaries(KEYS, values(KEYS), max_size=5)


@given(DOCUMENTS | st.lists(values(KEYS)))
def test_yaml_is_read_back_by_others_and_by_us(data):
    text = dump_yaml(data)
    assert yaml.safe_load(text) == data
    assert parse_yaml(text) == data


@given(DOCUMENTS)
def test_json_is_read_back(data):
    assert json.loads(dump_json(data)) == data


@given(DOCUMENTS.filter(bool))
def test_fields_are_those_of_the_whole(data):
    assert yaml_fields(data, 0) + "\n" == dump_yaml(data)
    assert f"{{\n{json_fields(data, 2)}\n}}\n" == dump_json(data)
    assert f"a:\n{yaml_fields(data, 2)}\n" == dump_yaml({"a": data}).replace('"a":', "a:", 1)


@given(st.lists(values(st.from_regex(r"[a-z]{1,30}[0-9]", fullmatch=True)), min_size=1))
def test_yaml_looks_as_pyyaml_writes_it_with_every_text_in_quotes(data):
    class Dumper(yaml.CSafeDumper):
        pass

    def quoted(dumper, text):
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')

    Dumper.add_representer(str, quoted)
    theirs = yaml.dump(data, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=10_000)
    assert dump_yaml(data) == theirs


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("", '""'),
        ("443", '"443"'),
        ('says "no" \\', r'"says \"no\" \\"'),
        ("# no comment: & no *anchor", '"# no comment: & no *anchor"'),
        ("two\nlines\tand\r\0", r'"two\nlines\tand\r\0"'),
        ("\x7f\x85\u2028\u2029\ufeff\uffff", r'"\x7F\N\L\P\uFEFF\uFFFF"'),
        ("工作节点 é\u00a0", '"工作节点 é\u00a0"'),
        ("😀", r'"\U0001F600"'),
    ],
)
def test_every_text_is_in_quotes_and_escaped(text, written):
    assert dump_yaml([text]) == f"- {written}\n"
    assert yaml.safe_load(dump_yaml([text])) == [text]


def test_what_stands_twice_is_written_twice():
    again = ["10.0.0.1"]
    assert dump_yaml({"a_": again, "be": again}) == ('"a_":\n- "10.0.0.1"\nbe:\n- "10.0.0.1"\n')
