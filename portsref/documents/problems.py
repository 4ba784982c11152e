"""What is wrong with a file: which file, which place in it, and the reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import total_ordering
from typing import Self

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from portsref.documents import reasons
from portsref.documents.base import REASONS_OF_PATTERNS, Location
from portsref.messages import Message, MessageError

_REASONS: Mapping[str, str] = {
    "extra_forbidden": reasons.UNKNOWN_KEY,
    "missing": reasons.MISSING,
    "string_type": reasons.NOT_TEXT,
    "bool_type": reasons.NOT_A_TRUTH,
    "literal_error": reasons.NOT_THE_VALUE,
    "too_short": reasons.EMPTY,
    "string_too_short": reasons.EMPTY,
    "string_too_long": reasons.TOO_LONG,
    "too_long": reasons.TOO_MANY,
    "tuple_type": reasons.NOT_A_LIST,
    "list_type": reasons.NOT_A_LIST,
    "dict_type": reasons.NOT_KEYS,
    "model_type": reasons.NOT_KEYS,
    "model_attributes_type": reasons.NOT_KEYS,
}
LONGEST_QUOTE = 60
MOST_PROBLEMS = 500


@total_ordering
@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, where, and why; printed as `file: place: reason`.

    `message` is a plain text where only commands say it. `location` is the place in keys and
    numbers, where the problem is in a document.
    """

    file: str
    place: str
    message: Message | str
    location: Location = field(default=(), compare=False)

    @property
    def reason(self) -> str:
        """The message in English."""
        return str(self.message)

    def __str__(self) -> str:
        """Print it as one line."""
        return ": ".join(part for part in (self.file, self.place, self.reason) if part)

    def __lt__(self, other: Self) -> bool:
        """Sort by file, then by place."""
        return (self.file, self.place, self.reason) < (other.file, other.place, other.reason)


def count_problems(problems: Iterable[Problem]) -> int:
    """How many there are, with those of which only the number was told."""
    return sum(map(_weight, problems))


def _weight(problem: Problem) -> int:
    message = problem.message
    if isinstance(message, Message) and message.text == reasons.FURTHER:
        return int(str(message.parameters["count"]))
    return 1


class ProblemsError(ValueError):
    """Input that is refused, with all its problems at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def check[D: BaseModel](kind: type[D], data: object, *, file: str) -> D:
    """Take plain values as a document; raises `ProblemsError` with every problem."""
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        raise ProblemsError(problems_of(error, data, file=file)) from error


def problems_of(error: ValidationError, document: object, *, file: str) -> list[Problem]:
    """Say the errors of pydantic as problems, rows named by their id, not by their number.

    Of more than `MOST_PROBLEMS` the rest is counted.
    """
    details = [
        detail
        for detail in error.errors(include_url=False)
        if detail["type"] != "too_short" or not detail["input"]
        # else it has entries, of which each has a problem of its own
    ]
    found = {
        Problem(file, place_of(detail["loc"], document), _message(detail), detail["loc"])
        for detail in details[:MOST_PROBLEMS]
    }
    told = sorted(found, key=lambda problem: (problem.place, problem.reason))
    further = len(details) - MOST_PROBLEMS
    if further > 0:
        told.append(Problem(file, "", Message(reasons.FURTHER, {"count": further})))
    return told


def place_of(location: Location, document: object) -> str:
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


def _message(detail: ErrorDetails) -> Message | str:
    context = detail.get("ctx", {})
    if isinstance(error := context.get("error"), MessageError):
        return error.message
    if detail["type"] != "missing" and detail["input"] is None:
        return Message(reasons.NO_VALUE)
    parameters = {**context, "value": _quoted(detail["input"])}
    text = _REASONS.get(detail["type"])
    if detail["type"] == "string_pattern_mismatch":
        text = REASONS_OF_PATTERNS.get(context["pattern"], reasons.OTHER_PATTERN)
    if text is reasons.NOT_THE_VALUE and " or " in context["expected"]:
        parameters["others"], _, parameters["last"] = context["expected"].rpartition(" or ")
        text = reasons.NOT_A_CHOICE
    if text is None:
        return detail["msg"].removeprefix("Value error, ")
    return Message(text, parameters)


def _quoted(value: object) -> str:
    return value[:LONGEST_QUOTE] if isinstance(value, str) else ""
