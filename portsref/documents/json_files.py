"""Reads JSON as plans want it: without duplicate keys and without what only some readers take."""

import json
from collections.abc import Sequence
from typing import NoReturn


class JsonError(ValueError):
    """A text that is not JSON, or has a key twice; the message says what and where."""


def parse_json(text: str) -> object:
    """Read JSON as plain values; raises `JsonError`.

    `NaN` and `Infinity`, halves of surrogate pairs and numbers of thousands of digits are refused:
    they are no JSON, no text and no port.
    """
    try:
        data = json.loads(text, object_pairs_hook=_without_twins, parse_constant=_refuse)
        if "\\ud" in text.lower():
            json.dumps(data, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise JsonError("half of a surrogate pair is not text") from error
    except RecursionError as error:
        raise JsonError("nested too deeply") from error
    except json.JSONDecodeError as error:
        raise JsonError(f"line {error.lineno}: {error.msg}") from error
    except ValueError as error:
        raise JsonError(str(error)) from error
    return data


def _without_twins(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise JsonError(f"the key {key!r} appears twice")
        found[key] = value
    return found


def _refuse(name: str) -> NoReturn:
    raise JsonError(f"{name} is not JSON")
