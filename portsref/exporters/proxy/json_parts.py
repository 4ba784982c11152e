"""Arrays and objects of JSON that are written part by part: no list of their parts is held."""

from collections.abc import Iterable, Iterator

from portsref.documents.writing import json_text


def joined(parts: Iterable[str]) -> Iterator[str]:
    """The parts with commas between them, one at a time, and an end of line behind the last."""
    between = ""
    for part in parts:
        yield between + part
        between = ",\n"
    yield "\n" if between else ""


def about(key: str, lines: Iterable[str]) -> Iterator[str]:
    """What a template says of itself: lines, a comment each, under `key`; more keys follow."""
    yield f'  "{key}": {{\n    "portsref": [\n'
    yield from joined(f"      {json_text(line)}" for line in lines if line)
    yield "    ]\n  },\n"
