"""Reads YAML as the catalogue and plans want it: safe, fast, and without duplicate keys."""

from collections.abc import Hashable
from typing import Any

import yaml
from yaml.constructor import ConstructorError
from yaml.nodes import MappingNode


class YamlError(ValueError):
    """A text that is not YAML, or has a key twice; the message names the line."""


class _Loader(yaml.CSafeLoader):
    """The safe loader, refusing duplicate keys."""

    def construct_mapping(self, node: MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """Build a dict and refuse a key that stands twice."""
        seen = set()
        for key_node, _ in node.value:
            key = key_node.value if isinstance(key_node.value, str) else None
            if key in seen:
                raise ConstructorError(
                    None, None, f"the key {key!r} stands twice", key_node.start_mark
                )
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


# The C parser recurses on its own stack and takes the process with it when that is full.
DEEPEST = 100
_OPENERS = "[{-?"  # nothing else nests more than once in a line


def parse_yaml(text: str) -> object:
    """Read one YAML document as plain values, without duplicate keys and without aliases.

    Raises `YamlError`. Aliases are refused because a few of them make a small file expand
    without end; so are values nested more than a hundred deep in a text that could hold thousands.
    """
    document = _parse(text)
    if "&" in text and _holds_something_twice(document):
        raise YamlError("anchors and aliases (& and *) are not allowed: write the value again")
    return document


def _parse(text: str) -> object:
    try:
        if sum(map(text.count, _OPENERS)) > DEEPEST * 10:
            _refuse_deep(text)
        loader = _Loader(text)
        try:
            return loader.get_single_data()
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"line {mark.line + 1}: " if mark else ""
        raise YamlError(f"{place}{error.problem or error.context}") from error
    except RecursionError as error:
        raise YamlError("nested too deeply") from error
    except yaml.YAMLError as error:
        raise YamlError(str(error).splitlines()[0]) from error
    except ValueError as error:  # no such day, or a number of thousands of digits
        raise YamlError(str(error).split(":")[0]) from error


def _refuse_deep(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise YamlError("nested too deeply")


def _holds_something_twice(document: object) -> bool:
    seen: set[int] = set()
    waiting = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, (dict, list)) and value:
            if id(value) in seen:
                return True
            seen.add(id(value))
            waiting.extend(value.values() if isinstance(value, dict) else value)
    return False
