"""JSON documents that are written part by part, so that no list of what is in them is held."""

from collections.abc import Iterable, Iterator, Mapping

from portsref.documents.writing import json_fields, json_text


def json_object(fields: Mapping[str, object], indent: int) -> str:
    """An object in lines, indented so far, without a comma or an end of line behind it."""
    space = " " * indent
    return f"{space}{{\n{json_fields(fields, indent + 2)}\n{space}}}"


def json_field(key: str, fields: Mapping[str, object], indent: int) -> str:
    """A field whose value is an object, in lines."""
    return f"{' ' * indent}{json_text(key)}: {json_object(fields, indent).lstrip(' ')}"


def joined(parts: Iterable[str]) -> Iterator[str]:
    """The parts with commas between them, one at a time, and an end of line behind the last."""
    between = ""
    for part in parts:
        yield between + part
        between = ",\n"
    yield "\n" if between else ""
