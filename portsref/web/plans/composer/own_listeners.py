"""The user's own listeners, from the composer's form to the plan document.

`own` is a list of listeners as text, of which fields are made as soon as all of it is right. What a
new listener need not say follows from its purpose: its id, and the component of that name.
"""

import re
import unicodedata
from collections.abc import Iterator

from portsref.documents import reasons
from portsref.documents.checking import check
from portsref.documents.problems import Location, Problem, ProblemsError
from portsref.documents.yaml_files import YamlError, parse_yaml
from portsref.messages import Message, gettext_noop
from portsref.planning.document import OwnListener
from portsref.web.plans.composer.form_data import (
    Data,
    Plain,
    in_former_order,
    indices,
    line_in,
)
from portsref.web.plans.composer.own_fields import FIELDS, LISTS, put_own

LONGEST_OWN = 64 * 1024  # characters: two hundred listeners that say much
LONGEST_ID = 60
NOT_YAML = gettext_noop("This is not valid YAML: %(why)s")

_BETWEEN = re.compile(r"[^a-z0-9]+")


def spread_own(data: Data) -> None:
    """Make fields of what is written as text, as far as it is right."""
    for number in indices(data, "own"):
        rest = _read(data.get(f"own-{number}-rest", ""))
        if isinstance(rest, dict) and not rest.keys().isdisjoint(FIELDS):
            put_own(data, number, rest)
    listed = _read(data.get("own", ""))
    if isinstance(listed, list) and listed and all(map(_is_right, listed)):
        first = next_own(data)
        for number, listener in enumerate(listed, start=first):
            put_own(data, number, listener)
        data["own"] = ""


def next_own(data: Data) -> int:
    """A number that no listener of the form has."""
    return max(indices(data, "own"), default=-1) + 1


def _is_right(listener: object) -> bool:
    try:
        check(OwnListener, listener, file="")
    except ProblemsError:
        return False
    return True


def _read(text: str) -> object:
    """The values of a text; nothing where it cannot be read."""
    try:
        return parse_yaml(text) if len(text) <= LONGEST_OWN else None
    except YamlError:
        return None


def own_numbers(data: Data) -> list[int]:
    """The numbers of the listeners that say anything: one that was just added is none yet."""
    return [number for number in indices(data, "own") if not _is_blank(data, f"own-{number}")]


def _is_blank(data: Data, prefix: str) -> bool:
    ticked = any(data.getlist(f"{prefix}-{name}") for name in LISTS)
    return not ticked and not any(
        line_in(data, f"{prefix}-{name}") for name in ("purpose", "ports", "rest")
    )


def plain_own(data: Data) -> list[object]:
    """What the form says as plain values; raises `ProblemsError` for text that is no YAML."""
    problems: list[Problem] = []
    rests = [
        _parsed(data.get(f"own-{number}-rest", ""), ("listeners", place, "rest"), problems)
        for place, number in enumerate(own_numbers(data))
    ]
    further = _parsed(data.get("own", ""), ("listeners",), problems)
    if isinstance(further, list | None):
        listed = further or []
    else:
        listed = []
        problems.append(Problem("", "listeners", Message(reasons.NOT_A_LIST), ("listeners",)))
    for place, rest in enumerate(rests):
        if not isinstance(rest, dict | None):
            location = ("listeners", place, "rest")
            problems.append(Problem("", "", Message(reasons.NOT_KEYS), location))
    if problems:
        raise ProblemsError(problems)
    return [*_with_ids(data, [rest or {} for rest in rests]), *listed]  # type: ignore[misc]


def _parsed(text: str, location: Location, problems: list[Problem]) -> object:
    if len(text) > LONGEST_OWN:
        reason = Message(reasons.TOO_LONG, {"max_length": LONGEST_OWN})
        problems.append(Problem("", "", reason, location))
        return None
    try:
        return parse_yaml(text)
    except YamlError as error:
        reason = Message(NOT_YAML, {"why": error.message})
        problems.append(Problem("", "", reason, location))
        return None


def _with_ids(data: Data, rests: list[Plain]) -> Iterator[Plain]:
    """Each listener with what its fields say, and an id of its own where it says none."""
    taken = {rest["id"] for rest in rests if isinstance(rest.get("id"), str)}
    for number, rest in zip(own_numbers(data), rests, strict=True):
        fields = _said(data, f"own-{number}")
        if "id" not in rest:
            name = next(name for name in _ids(str(fields["purpose"]), number) if name not in taken)
            taken.add(name)
            fields = {"id": name, "component": name, **fields}
        yield fields | rest


def _said(data: Data, prefix: str) -> Plain:
    return {
        "purpose": line_in(data, f"{prefix}-purpose"),
        "protocol": data.get(f"{prefix}-protocol", ""),
        "ports": line_in(data, f"{prefix}-ports"),
        **{
            name: in_former_order(data, f"{prefix}-{name}", f"{prefix}-{name}-was")
            for name in LISTS
        },
    }


def _ids(purpose: str, number: int) -> Iterator[str]:
    """Ids for a purpose, the next best with a number."""
    plain = unicodedata.normalize("NFKD", purpose[:LONGEST_ID]).lower()
    name = _BETWEEN.sub("-", plain.encode("ascii", "ignore").decode())[:LONGEST_ID].strip("-")
    name = name or f"listener-{number + 1}"
    yield name
    yield from (f"{name}-{further}" for further in range(2, 9999))


def ids_of_own(data: Data) -> list[str]:
    """The ids of the listeners that have fields, in their order; none while text is no YAML."""
    try:
        listeners = plain_own(data)
    except ProblemsError:
        return []
    shown = listeners[: len(own_numbers(data))]
    return [str(one.get("id")) for one in shown if isinstance(one, dict)]
