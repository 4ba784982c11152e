"""What is wrong with a file: which file, which field, and the reason."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from portsref.documents.base import PATTERNS_IN_WORDS

_NAMED_FIELD = re.compile(r"([a-z_]+(?:\[[^\]]*\])?(?:\.[a-z_]+)*): ")
_PLAINER = {
    "extra_forbidden": "is not a known key",
    "missing": "is missing",
    "string_type": "must be text: put it in quotes",
    "bool_type": "must be true or false, without quotes",
    "literal_error": "must be {expected}",
    "too_short": "must not be empty",
    "string_too_short": "must not be empty",
    "string_too_long": "is longer than {max_length} characters",
    "too_long": "has more than {max_length} entries",
    "tuple_type": "must be a list",
    "list_type": "must be a list",
    "dict_type": "must be keys with values",
    "model_type": "must be keys with values",
    "model_attributes_type": "must be keys with values",
}


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong, where, and why; printed as `file: field: reason`."""

    file: str
    field: str
    reason: str

    def __str__(self) -> str:
        """Print it as one line."""
        return ": ".join(part for part in (self.file, self.field, self.reason) if part)


class ProblemsError(ValueError):
    """Input that is refused, with all its problems at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def problems_of(error: ValidationError, document: object, *, file: str) -> list[Problem]:
    """Say every error of pydantic as a problem, rows named by their id, not by their number."""
    found = set()
    for detail in error.errors(include_url=False):
        if detail["type"] == "too_short" and detail["input"]:
            continue  # it has entries, of which each has a problem of its own
        place = field_path(detail["loc"], document)
        for line in _reason(detail).splitlines():
            field, reason = _split_field(line)
            found.add(Problem(file, ".".join(filter(None, (place, field))), reason))
    return sorted(found)


def _split_field(line: str) -> tuple[str, str]:
    """Take `field: ` off a line: a check of a whole document says which of its fields it means."""
    named = _NAMED_FIELD.match(line)
    return (named[1], line[named.end() :]) if named else ("", line)


def field_path(location: Sequence[int | str], document: object) -> str:
    """Print a location such as `listeners[vxlan].ports`."""
    path, here = "", document
    for step in location:
        here = _go(here, step)
        if here is _NOWHERE and _is_schema_noise(step):
            break
        if isinstance(step, int):
            path += "" if here is _NOWHERE else f"[{_name(here) or step}]"
        else:
            step = step if step.isprintable() else ascii(step)  # noqa: PLW2901
            path += f".{step}" if path else step
    return path


def _name(row: object) -> str | None:
    """What a row is called by those who wrote it, if that can stand in a line."""
    if not isinstance(row, dict):
        return None
    name = row.get("id", row.get("name", row.get("listener", row.get("product"))))
    return name if isinstance(name, str) and name.isprintable() else None


_NOWHERE = object()


def _go(here: object, step: int | str) -> object:
    if isinstance(here, dict):
        return here.get(step, _NOWHERE)
    if isinstance(here, list) and isinstance(step, int) and step < len(here):
        return here[step]
    return _NOWHERE


def _is_schema_noise(step: int | str) -> bool:
    """Tell whether pydantic put the name of a union's branch into the location."""
    return isinstance(step, str) and ("[" in step or step in {"roles", "place"})


def _reason(detail: ErrorDetails) -> str:
    context = detail.get("ctx", {})
    if detail["type"] != "missing" and detail["input"] is None:
        return "has no value"
    if detail["type"] in _PLAINER:
        return _PLAINER[detail["type"]].format(**context)
    if detail["type"] == "string_pattern_mismatch":
        pattern = context["pattern"]
        return PATTERNS_IN_WORDS.get(pattern, f"must match {pattern}")
    return detail["msg"].removeprefix("Value error, ")
