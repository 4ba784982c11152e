"""The types that documents of every kind are made of: texts, lists, ports, days, links.

A document is what people write: a pydantic class, strict, frozen, without unknown keys.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
)

from portsref.ports import PortsError, PortSet


def printable(text: str) -> str:
    """Refuse a text that is not one line of printable characters."""
    if not all(character.isprintable() for character in text):
        raise ValueError("must be one line of printable text")
    return text


def _parse_ports(value: object) -> PortSet:
    if isinstance(value, PortSet):
        return value
    if not isinstance(value, str):
        raise ValueError("must be text: put it in quotes")  # noqa: TRY004 - pydantic reports it
    try:
        return PortSet.parse(value)
    except PortsError as error:
        raise ValueError(str(error)) from error


def _as_list(value: object) -> object:
    """Take one value for a list of it, whatever it is: the list's items are checked next."""
    return [value] if isinstance(value, str | bool | int | float) else value


def _a_day(text: str) -> str:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text} is no day of the calendar") from None
    return text


# What a text must look like, and how that is said to whoever wrote another one.
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
LISTENER_KEY = r"^[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*$"
PEER_NAME = r"^([a-z0-9]+(-[a-z0-9]+)*/)?[a-z0-9]+(-[a-z0-9]+)*$"
MINOR_VERSION = r"^[0-9]{1,2}\.[0-9]{1,3}$"
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
URL = r"^https?://[^\s<>\"]+$"
PATTERNS_IN_WORDS: Mapping[str, str] = {
    SLUG: "must be lower-case letters, digits and single hyphens",
    LISTENER_KEY: "must be the key of a row, such as kubernetes/kubelet-api",
    PEER_NAME: "must be a role, self, a component, or product/component",
    MINOR_VERSION: "must be a minor version, such as 1.35",
    DAY: "must be a day, such as 2026-08-03",
    URL: "must be an address that begins with https:// or http://",
}

type Slug = Annotated[str, StringConstraints(pattern=SLUG, max_length=64)]
type ListenerKey = Annotated[str, StringConstraints(pattern=LISTENER_KEY, max_length=129)]
type Text = Annotated[
    str, StringConstraints(min_length=1, max_length=1000), AfterValidator(printable)
]
type MinorVersion = Annotated[str, StringConstraints(pattern=MINOR_VERSION)]
type Day = Annotated[str, StringConstraints(pattern=DAY), AfterValidator(_a_day)]
type Url = Annotated[str, StringConstraints(pattern=URL, max_length=500)]
type Many[T] = Annotated[tuple[T, ...], Field(strict=False)]
type Ports = Annotated[
    PortSet,
    PlainValidator(_parse_ports),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "examples": ["6443", "80,443,30000-32767"]}),
]
type OneOrMany[T] = Annotated[
    Many[T], BeforeValidator(_as_list, json_schema_input_type=T | list[T])
]


class Document(BaseModel):
    """Something that people write: strict, unchangeable, without unknown keys."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")
