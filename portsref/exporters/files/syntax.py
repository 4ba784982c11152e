"""How YAML and JSON differ where a document is written entry by entry."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Syntax:
    """How YAML and JSON differ, on the two levels of fields that are written one by one.

    `text` writes a text, `field` a field of the document, `part` one or more fields of an entry of
    its lists, and `entry` makes an entry of its parts, all without the end of their last line.
    """

    document: tuple[str, str]
    between: str
    field: Callable[[Mapping[str, object]], str]
    opening: Callable[[str], str]
    closing: str
    text: Callable[[str], str]
    part: Callable[[Mapping[str, object]], str]
    entry: Callable[[str], str]
