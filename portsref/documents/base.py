"""The types that documents of every kind are made of: texts, lists, ports, days, links.

A document is what people write: a pydantic class, strict, frozen, without unknown keys.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
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
    ValidationError,
    WithJsonSchema,
)
from pydantic_core import InitErrorDetails

from portsref.documents import reasons
from portsref.documents.problems import Location
from portsref.messages import MessageError
from portsref.ports import PortSet


def printable(text: str) -> str:
    """Refuse a text that is not one line of printable characters."""
    if not text.isprintable():
        raise MessageError(reasons.NOT_ONE_LINE)
    return text


def read_as[T](kind: type[T], parse: Callable[[str], T]) -> PlainValidator:
    """Take a text as the value that `parse` makes of it, or that value itself."""

    def read(value: object) -> T:
        if isinstance(value, kind):
            return value
        if isinstance(value, _Refused):
            raise value.error
        if value is None:
            raise MessageError(reasons.NO_VALUE)
        if not isinstance(value, str):
            raise MessageError(reasons.NOT_TEXT)
        return parse(value)

    return PlainValidator(read)


@dataclass(frozen=True, slots=True)
class _Refused:
    """An entry of a list that was read and is wrong."""

    error: MessageError


def read_until_many_are_wrong[T](parse: Callable[[str], T]) -> BeforeValidator:
    """Read the texts of a list, but not to its end where it is refused for many of them anyway."""

    def read(value: object) -> object:
        if not isinstance(value, list | tuple):
            return value
        found: list[object] = []
        wrong = 0
        for entry in value:
            if wrong == MOST_WRONG:
                return [*found, _Refused(MessageError(reasons.NOT_READ))]
            try:
                found.append(parse(entry) if isinstance(entry, str) else entry)
            except MessageError as error:
                found.append(_Refused(error))
                wrong += 1
        return found

    return BeforeValidator(read)


def _as_list(value: object) -> object:
    """Take one value for a list of it, whatever it is: the list's items are checked next."""
    return [value] if isinstance(value, str | bool | int | float) else value


def _a_day(text: str) -> str:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise MessageError(reasons.NO_SUCH_DAY, day=text) from None
    return text


# What a text must look like, and the reason why another one is refused.
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
LISTENER_KEY = r"^[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*$"
PEER_NAME = r"^([a-z0-9]+(-[a-z0-9]+)*/)?[a-z0-9]+(-[a-z0-9]+)*$"
MINOR_VERSION = r"^[0-9]{1,2}\.[0-9]{1,3}$"
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
URL = r"^https?://[^\s<>\"]+$"
# a leading `*.` stands for every name below, and `<region>` for what depends on the installation
DNS_NAME = r"^(\*\.)?(([a-z0-9_-]|<[a-z-]+>)+\.)+[a-z][a-z0-9-]*[a-z0-9]$"
REASONS_OF_PATTERNS: Mapping[str, str] = {
    SLUG: reasons.NOT_A_SLUG,
    LISTENER_KEY: reasons.NOT_A_KEY,
    PEER_NAME: reasons.NOT_A_PEER,
    MINOR_VERSION: reasons.NOT_A_VERSION,
    DAY: reasons.NOT_A_DAY,
    URL: reasons.NOT_A_URL,
    DNS_NAME: reasons.NOT_A_DNS_NAME,
}

LONGEST_TEXT = 1000
MOST_WRONG = 10  # entries of one list that are told
LONGEST_KEY = 129
LONGEST_DNS_NAME = 253

type Slug = Annotated[str, StringConstraints(pattern=SLUG, max_length=64)]
type ListenerKey = Annotated[str, StringConstraints(pattern=LISTENER_KEY, max_length=LONGEST_KEY)]
type DnsName = Annotated[str, StringConstraints(pattern=DNS_NAME, max_length=LONGEST_DNS_NAME)]
type Text = Annotated[
    str, StringConstraints(min_length=1, max_length=LONGEST_TEXT), AfterValidator(printable)
]
type MinorVersion = Annotated[str, StringConstraints(pattern=MINOR_VERSION)]
type Day = Annotated[str, StringConstraints(pattern=DAY), AfterValidator(_a_day)]
type Url = Annotated[str, StringConstraints(pattern=URL, max_length=500)]
type Many[T] = Annotated[tuple[T, ...], Field(strict=False)]
type Ports = Annotated[
    PortSet,
    read_as(PortSet, PortSet.parse),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "examples": ["6443", "80,443,30000-32767"]}),
]
type OneOrMany[T] = Annotated[
    Many[T], BeforeValidator(_as_list, json_schema_input_type=T | list[T])
]


def refuse_parts(document: BaseModel, wrong: Iterable[tuple[Location, MessageError]]) -> None:
    """Refuse a document for what is wrong in parts of it, each told at its place, if any is."""
    errors = [
        InitErrorDetails(type="value_error", loc=place, input=document, ctx={"error": error})
        for place, error in wrong
    ]
    if errors:
        raise ValidationError.from_exception_data(type(document).__name__, errors)


class Document(BaseModel):
    """Something that people write: strict, unchangeable, without unknown keys.

    pydantic gets ready to check it when the first one is checked: a command needs few kinds.
    """

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", defer_build=True)
