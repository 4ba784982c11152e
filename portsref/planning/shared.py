"""Marks values that many others hold, so that a stored form has them once and points to them."""

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler, SerializationInfo, ValidationInfo
from pydantic_core import CoreSchema, core_schema


@dataclass(frozen=True, slots=True)
class _Once:
    """Writes a value as its number among those of its kind, and reads it by that number.

    The context holds them by kind: to write, values with their numbers, in the order in which they
    were met; to read, values by their numbers.
    """

    def __get_pydantic_core_schema__(self, kind: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        def number_of(value: Any, info: SerializationInfo[Any]) -> int:
            numbers: dict[Any, int] = info.context[kind]
            return numbers.setdefault(value, len(numbers))

        def value_of(number: int, info: ValidationInfo[Any]) -> Any:
            return info.context[kind][number]

        return core_schema.with_info_plain_validator_function(
            value_of,
            serialization=core_schema.plain_serializer_function_ser_schema(
                number_of, info_arg=True
            ),
        )


type Shared[T] = Annotated[T, _Once()]
