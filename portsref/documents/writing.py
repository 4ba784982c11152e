"""Writes plain values as YAML and as JSON that a person can read, whole or field by field.

Plain values are mappings with keys of text, lists, texts, numbers, `True`, `False` and `None`.
"""

import json
import re
from collections.abc import Mapping, Sequence

_INDENT = 2

_ENCODER = json.JSONEncoder(ensure_ascii=False)
_PLAIN_KEY = re.compile(
    r"(?!(?:y|n|yes|no|on|off|true|false|null)$)[a-z][a-z_-]*[a-z]", re.IGNORECASE
)
# What a double-quoted text of YAML 1.1 has to escape: quotes, what is not printable, what some
# readers take for the end of a line, and what lies beyond the first 65,536 characters, which not
# all of them read. (Said the other way round, what need not be, it takes ten times as long to
# compile.)
_ESCAPED = re.compile(
    '[\0-\x1f"\\\\\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff\U00010000-\U0010ffff]'
)
_NAMED_ESCAPES: Mapping[str, str] = {
    "\0": "0", "\a": "a", "\b": "b", "\t": "t", "\n": "n", "\v": "v", "\f": "f", "\r": "r",
    "\x1b": "e", '"': '"', "\\": "\\", "\x85": "N", "\u2028": "L", "\u2029": "P",
}  # fmt: skip


def yaml_text(text: str) -> str:
    """A text in double quotes, in one line."""
    return f'"{_ESCAPED.sub(_escape, text)}"'


def dump_yaml(data: object) -> str:
    """Write plain values as YAML, every text in quotes, so that no reader takes it for a number."""
    return _item(data, -_INDENT).removeprefix(" ") + "\n"  # an item that no hyphen stands before


def yaml_fields(data: Mapping[str, object], indent: int) -> str:
    """The fields of a mapping in lines of YAML, the last one without its end."""
    space = " " * indent
    return "\n".join(f"{space}{_key(key)}:{_yaml(data[key], indent)}" for key in data)


def json_text(text: str) -> str:
    """A text in double quotes, in one line."""
    return _ENCODER.encode(text)


def dump_json(data: object) -> str:
    """Write plain values as JSON."""
    return json.dumps(data, ensure_ascii=False, indent=_INDENT) + "\n"


def json_fields(data: Mapping[str, object], indent: int) -> str:
    """The fields of an object in lines of JSON, the last one without its end."""
    space = " " * indent
    return ",\n".join(f"{space}{json_text(key)}: {_json(data[key], space)}" for key in data)


def _json(value: object, space: str) -> str:
    if isinstance(value, str):
        return json_text(value)
    text = json.dumps(value, ensure_ascii=False, indent=_INDENT)
    return text.replace("\n", f"\n{space}")  # within a text a line break is escaped


def _yaml(value: object, indent: int) -> str:
    """A value as it stands behind its key, which is indented so far."""
    if isinstance(value, str):
        return f" {yaml_text(value)}"
    if isinstance(value, Mapping):
        deeper = indent + _INDENT
        return f"\n{yaml_fields(value, deeper)}" if value else " {}"
    if isinstance(value, Sequence):
        return f"\n{_items(value, indent)}" if value else " []"
    return f" {json.dumps(value)}"


def _items(values: Sequence[object], indent: int) -> str:
    """The items of a list in lines of YAML, not further in than their key."""
    space = " " * indent
    return "\n".join(f"{space}-{_item(value, indent)}" for value in values)


def _item(value: object, indent: int) -> str:
    """A value behind its hyphen; what takes several lines begins in the same one."""
    if isinstance(value, Mapping) and value:
        return f" {yaml_fields(value, indent + _INDENT).lstrip(' ')}"
    if isinstance(value, Sequence) and value and not isinstance(value, str):
        return f" {_items(value, indent + _INDENT).lstrip(' ')}"
    return _yaml(value, indent)


def _key(key: str) -> str:
    return key if _PLAIN_KEY.fullmatch(key) else yaml_text(key)


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    if name := _NAMED_ESCAPES.get(character):
        return f"\\{name}"
    number = ord(character)
    if number <= 0xFF:
        return f"\\x{number:02X}"
    return f"\\u{number:04X}" if number <= 0xFFFF else f"\\U{number:08X}"
