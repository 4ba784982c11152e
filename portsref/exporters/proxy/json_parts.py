"""Arrays and objects of JSON that are written part by part: no list of their parts is held."""

from collections.abc import Iterable, Iterator


def joined(parts: Iterable[str]) -> Iterator[str]:
    """The parts with commas between them, one at a time, and an end of line behind the last."""
    between = ""
    for part in parts:
        yield between + part
        between = ",\n"
    yield "\n" if between else ""
