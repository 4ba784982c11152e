"""Reads YAML as the catalogue and plans want it: safe, fast, and without duplicate keys."""

from collections.abc import Hashable
from typing import Any, ClassVar

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode

from portsref.messages import Message, MessageError, gettext_noop

AT_LINE = gettext_noop("line %(line)d: %(reason)s")
KEY_TWICE = gettext_noop("the key %(key)r appears twice")
TOO_DEEP = gettext_noop("nested too deeply")
ALIASES = gettext_noop("anchors and aliases (& and *) are not allowed: write the value again")
_TAG = "tag:yaml.org,2002:"


class YamlError(MessageError):
    """A text that is not YAML, or has a key twice; the message names the line.

    What the reader of YAML itself finds wrong is in its own English.
    """


_PLAIN = ("int", "float", "bool", "timestamp")
_ODD = ("binary", "omap", "pairs", "set")


def _refuse(loader: Any, node: Node) -> object:
    return loader.construct_undefined(node)


def _construct_plain(loader: Any, node: Node) -> object:
    """Build what a text looks like, not what its tag says; what has a colon is a text."""
    if not isinstance(node, ScalarNode):
        return _refuse(loader, node)
    if ":" in node.value and node.tag in {f"{_TAG}int", f"{_TAG}float"}:
        return node.value
    if loader.resolve(ScalarNode, node.value, (True, False)) != node.tag:
        return _refuse(loader, node)
    return yaml.CSafeLoader.yaml_constructors[node.tag](loader, node)


class _Loader(yaml.CSafeLoader):
    """The safe loader without what no document has: keys that stand twice, merges, odd kinds.

    Merges of merges take the square of their number, and so do numbers to the base of 60.
    """

    yaml_constructors: ClassVar[dict[str | None, Any]] = {
        **yaml.CSafeLoader.yaml_constructors,
        **dict.fromkeys((f"{_TAG}{kind}" for kind in _PLAIN), _construct_plain),
        **dict.fromkeys((f"{_TAG}{kind}" for kind in _ODD), _refuse),
    }

    def construct_mapping(self, node: MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """Build a dict and refuse a key that stands twice."""
        seen = set()
        for key_node, _ in node.value if isinstance(node, MappingNode) else ():
            if key_node.tag == f"{_TAG}merge":
                raise YamlError(AT_LINE, line=key_node.start_mark.line + 1, reason=Message(ALIASES))
            key = key_node.value if isinstance(key_node.value, str) else None
            if key in seen:
                twice = Message(KEY_TWICE, {"key": key})
                raise YamlError(AT_LINE, line=key_node.start_mark.line + 1, reason=twice)
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
        raise YamlError(ALIASES)
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
    except YamlError:
        raise
    except yaml.MarkedYAMLError as error:
        raise _at_its_line(error) from error
    except RecursionError as error:
        raise YamlError(TOO_DEEP) from error
    except yaml.YAMLError as error:
        raise YamlError(str(error).splitlines()[0]) from error
    except ValueError as error:  # no such day, or a number of thousands of digits
        raise YamlError(str(error).split(":")[0]) from error


def _at_its_line(error: yaml.MarkedYAMLError) -> YamlError:
    reason, mark = str(error.problem or error.context), error.problem_mark
    return YamlError(AT_LINE, line=mark.line + 1, reason=reason) if mark else YamlError(reason)


def _refuse_deep(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise YamlError(TOO_DEEP)


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
