"""Examples of answers in the OpenAPI document: what operations really said, cut short.

`examples.json` has them by operation and status. A test writes it from answers, and holds it to
what operations answer and to the schemas of the document.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from portsref.web.api import checks, reviews, saving
from portsref.web.api.bodies import NO_LENGTH, TOO_LARGE, WRONG_TYPE
from portsref.web.api.keys import HEADER

FILE = Path(__file__).with_name("examples.json")
JSON = "application/json"
CSV = "text/csv"
_BEARER = "`Authorization: Bearer …`"

# What is wrong with a request, by the status of the refusal: the field and the reason.
REFUSALS: Mapping[str, tuple[str, str]] = {
    "400": ("", "is not valid YAML: line 3: could not find expected ':'"),
    "401": (HEADER, f"send the key of the edit link as {_BEARER}"),
    "403": (HEADER, saving.WRONG_KEY),
    "404": ("", "no such plan or revision"),
    "411": ("", NO_LENGTH),
    "413": ("", TOO_LARGE),
    "415": ("", WRONG_TYPE),
    "422": ("groups[workers].addresses[0]", "is not an address, a network or a range"),
    "428": ("If-Match", saving.NO_BASE),
    "429": ("", "too many saves from this address"),
    "503": ("", "no catalogue is loaded yet"),
}
# What another operation says in its own words.
REFUSALS_OF: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "decide": {
        "401": (HEADER, f"send the key of a review link as {_BEARER}"),
        "403": (HEADER, reviews.WRONG_KEY),
        "422": ("rules[0]", "is no rule of this revision"),
        "429": ("", "too many decisions from this address"),
    },
    "check_plan": {
        "404": ("kind", checks.NO_KIND),
        "413": ("", checks.TOO_LARGE),
        "422": ("group", checks.NO_GROUP),
    },
    "check_saved_plan": {"413": ("", checks.TOO_LARGE), "422": ("group", checks.NO_GROUP)},
}


@cache
def answers() -> Mapping[str, Mapping[str, Any]]:
    """What operations answer where nothing is wrong, by their id, then by status."""
    found: dict[str, dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def add_examples(document: dict[str, Any]) -> None:
    """Give every answer in JSON an example, and the CSV of an export its first lines."""
    for operations in document["paths"].values():
        for operation in operations.values():
            for status, response in operation["responses"].items():
                _add_example(operation["operationId"], str(status), response.get("content", {}))


def _add_example(operation: str, status: str, content: dict[str, Any]) -> None:
    example = answers().get(operation, {}).get(status) or _refusal(operation, status)
    if JSON not in content or example is None:
        return
    content[JSON]["example"] = example
    if CSV in content:
        content[CSV]["example"] = example["content"]


def _refusal(operation: str, status: str) -> dict[str, Any] | None:
    refusals = {**REFUSALS, **REFUSALS_OF.get(operation, {})}
    if status not in refusals:
        return None
    field, reason = refusals[status]
    return {"problems": [{"field": field, "reason": reason}]}
