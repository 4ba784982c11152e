"""Takes texts and plain values as documents, or says everything that is wrong with them."""

from collections.abc import Mapping

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from portsref.documents import reasons
from portsref.documents.base import REASONS_OF_PATTERNS
from portsref.documents.problems import Location, Problem, ProblemsError
from portsref.documents.yaml_files import YamlError, parse_yaml
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


def read_document[D: BaseModel](kind: type[D], text: str, *, file: str) -> D:
    """Read one YAML text as a document; raises `ProblemsError`."""
    try:
        document = parse_yaml(text)
    except YamlError as error:
        raise ProblemsError([Problem(file, "", f"is not valid YAML: {error}")]) from error
    return check(kind, document, file=file)


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
