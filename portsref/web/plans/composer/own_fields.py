"""One of the user's own listeners as the fields of the composer's form.

It has five fields, `own-<n>-purpose`, `-protocol`, `-ports`, `-roles` and `-peers`; `-rest` has its
further keys as YAML, and what no field can say.
"""

import re
from collections.abc import Mapping

from django.utils.datastructures import MultiValueDict

from portsref.documents.writing import dump_yaml

FIELDS = ("purpose", "protocol", "ports", "roles", "peers")
LISTS = ("roles", "peers")

_ONE_VALUE = re.compile(r"[^\s]+")


def put_own(data: MultiValueDict[str, str], number: int, listener: Mapping[str, object]) -> None:
    """Have a listener, as plain values, under a number."""
    prefix = f"own-{number}"
    rest = dict(listener)
    for name in FIELDS:
        if name in rest and _fits(name, rest[name]):
            _put_field(data, f"{prefix}-{name}", rest.pop(name))
    data[f"{prefix}-rest"] = dump_yaml(rest) if rest else ""


def _fits(name: str, value: object) -> bool:
    """Tell whether a field says a value exactly."""
    if name in LISTS:
        return (
            isinstance(value, list)
            and all(isinstance(one, str) and _ONE_VALUE.fullmatch(one) for one in value)
            and len(set(value)) == len(value)
        )
    if isinstance(value, int) and not isinstance(value, bool):
        return name == "ports"
    return isinstance(value, str) and value == value.strip() and value.isprintable()


def _put_field(data: MultiValueDict[str, str], name: str, value: object) -> None:
    if isinstance(value, list):
        data.setlist(name, value)
        data[f"{name}-was"] = " ".join(value)
    else:
        data[name] = str(value)
