"""Texts as fields of results and of lists in scripts: without blanks, and safe in any shell.

No field has a blank, so that a paste from a terminal, in which tabs have become blanks, can still
be taken apart, and its signature still be checked.
"""

import re
from urllib.parse import unquote

NOTHING = "-"
_KEPT = frozenset("._:/@+,=()-")
_ENCODED = re.compile("%[0-9A-Fa-f]{2}")


def encode_field(text: str) -> str:
    """The text with all but letters, digits and a few signs as `%` with two digits."""
    if text == NOTHING:
        return "%2D"
    return "".join(map(_encoded, text)) or NOTHING


def decode_field(field: str) -> str:
    """The text that `encode_field` made it from; of anything else some text."""
    if field == NOTHING:
        return ""
    return unquote(field, errors="replace") if _ENCODED.search(field) else field


def _encoded(character: str) -> str:
    if character in _KEPT or character.isalnum():
        return character
    return "".join(f"%{byte:02X}" for byte in character.encode(errors="replace"))
