"""Where in the composer's form the parts of a plan document stand."""

import re
from collections.abc import Mapping, Sequence

from portsref.documents.problems import Location
from portsref.planning.document import PlanDocument
from portsref.web.plans.composer.form_data import (
    Data,
    data_of,
    indices,
    line_in,
    name_of_setting,
    plain_picks,
)
from portsref.web.plans.composer.own_fields import FIELDS
from portsref.web.plans.composer.own_listeners import ids_of_own, own_numbers
from portsref.web.plans.composer.panels import panel_with

_PLACE = re.compile(r"(\w+)(?:\[(.*)\])?(?:\.(.*))?", re.DOTALL)
# What a row is called by, and the field that stands for all of it.
_ROWS: Mapping[str, tuple[str, str]] = {
    "groups": ("name", "name"),
    "changes": ("listener", "ports"),
}
# What a part is called in the form, and its field that stands for all of it.
_FORMS: Mapping[str, tuple[str, str]] = {
    "api_endpoint": ("endpoint", "group"),
    "outbound_proxy": ("proxy", "group"),
    "networks": ("networks", "pods"),
}
_PARTS: Mapping[str, str] = {
    "title": "id_title",
    "note": "id_note",
    "kubernetes": "id_kubernetes",
    "picks": "runs",
    "groups": "where",
    "changes": "changed",
    "listeners": "id_own",
}


def location_of(place: str) -> Location:
    """Where a place such as `groups[workers].zone` is, its row by what it is called."""
    match = _PLACE.fullmatch(place)
    return tuple(step for step in match.groups() if step is not None) if match else ()


class FormPlaces:
    """The places of one form: fields, products, sections, each by its id."""

    def __init__(self, data: Data) -> None:
        self._picks = [str(pick["product"]) for pick in plain_picks(data)]
        self._shown = frozenset(data.getlist("picks"))
        self._listeners = _own_rows(data)
        self._rows = {part: _rows(data, part) for part in _ROWS}

    def id_of(self, location: Location) -> str:
        """The id of what shows a part of the document; empty where nothing does.

        A row is meant by its number in the document, or by what it is called.
        """
        match location:
            case ("picks", row, *_):
                return self._product(row)
            case ("groups" | "changes" | "listeners" as part, row, *rest):
                return self._own(row, rest) if part == "listeners" else self._field(part, row, rest)
            case ("api_endpoint" | "outbound_proxy" | "networks" as part, *rest):
                name, whole = _FORMS[part]
                return f"id_{name}-{(*rest, whole)[0]}"
            case ("request", str(field), *rest):
                return _id_in_request(*field.split("."), *map(str, rest))
            case (str(part), *_):
                return _PARTS.get(part, "")
        return ""

    def _product(self, row: int | str) -> str:
        slug = self._picks[row] if isinstance(row, int) else row
        return f"product-{slug}" if slug in self._shown else "runs"

    def _field(self, part: str, row: int | str, rest: Sequence[int | str]) -> str:
        number = self._rows[part].get(row)
        return (
            f"id_{part}-{number}-{(*rest, _ROWS[part][1])[0]}"
            if number is not None
            else _PARTS[part]
        )

    def _own(self, row: int | str, rest: Sequence[int | str]) -> str:
        """A field of an own listener; those that have none of their own are text."""
        number = self._listeners.get(row)
        if number is None:
            return "id_own"
        name = rest[0] if rest else "purpose"
        return f"id_own-{number}-{name if name in FIELDS else 'rest'}"


def _id_in_request(field: str, *rest: str) -> str:
    """A field of the request, or of the settings of a format, which have their formats above."""
    if field != "exports":
        return f"id_{field}"
    match rest:
        case (exporter, setting, *_):
            return f"id_{name_of_setting(exporter, setting)}"
    return "export-settings"


def query_of_place(place: str, document: PlanDocument) -> str:
    """What follows the composer's address of a plan, to open what shows a place; empty if none."""
    data = data_of(document)
    field = FormPlaces(data).id_of(location_of(place))
    return f"?panel={panel_with(field, data)}#{field}" if field else ""


def _rows(data: Data, part: str) -> dict[int | str, int]:
    """The numbers of rows in the form, by their number in the document and by their names."""
    numbers = indices(data, part)
    found: dict[int | str, int] = dict(enumerate(numbers))
    for number in numbers:
        found.setdefault(line_in(data, f"{part}-{number}-{_ROWS[part][0]}"), number)
    return found


def _own_rows(data: Data) -> dict[int | str, int]:
    """The numbers of own listeners in the form, by those in the document and by their ids."""
    numbers = own_numbers(data)
    found: dict[int | str, int] = dict(enumerate(numbers))
    for number, name in zip(numbers, ids_of_own(data), strict=False):
        found.setdefault(name, number)
    return found
