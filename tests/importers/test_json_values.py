"""Foreign JSON: what is JSON is never read as YAML, and its values have lines too."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portsref.importers.json_values import parse_json_value
from portsref.importers.values import Place
from portsref.importers.yaml_values import ForeignTextError
from tests.importers.test_yaml_values import plain

SCALARS = st.none() | st.booleans() | st.integers() | st.text(alphabet='ab:[]{},"\\ \n{%é')
KEYS = st.text(alphabet='klm.:"\\é', max_size=4)
DATA = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner))


def as_written(data: object) -> object:
    if isinstance(data, dict):
        return {key: as_written(value) for key, value in data.items()}
    if isinstance(data, list):
        return [as_written(value) for value in data]
    return data if data is None or isinstance(data, str) else json.dumps(data)


@given(DATA, st.sampled_from([None, 1, "\t"]))
def test_every_json_text_has_the_values_that_json_says(data: object, indent: int | str | None):
    value = parse_json_value(json.dumps(data, indent=indent), file="f")
    said = json.dumps(plain(value))
    if "<template>" not in said and "<secret>" not in said:
        assert plain(value) == as_written(data)


def test_values_know_their_line_and_path():
    value = parse_json_value('{\n "a": [\n  {"b": 1}\n ]\n}', file="f", first_line=5)
    assert value.at("a", 0, "b").place == Place("f", 7, "a[0].b")


def test_what_is_no_json_is_left_to_others():
    assert parse_json_value("a: 1", file="f") is None


def test_json_that_is_too_deep_or_too_large_is_refused():
    for text in ("[" * 300 + "]" * 300, json.dumps(list(range(200_001)))):
        with pytest.raises(ForeignTextError):
            parse_json_value(text, file="f")
