"""Makes documents of what documents were dumped to, without checking it once more.

That takes less time, above all because pydantic need not get ready to check. What a class says
about its keys is followed: lists become tuples, mappings the documents that they were.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeAliasType, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter
from pydantic.fields import FieldInfo

from portsref.ports import PortSet

# Makes the value of what it was dumped to; none where that is the value.
type Making = Callable[[Any], Any] | None


class _AmbiguousError(TypeError):
    """A type of which the dumped value does not tell how it is made."""


def unchecked[D: BaseModel](kind: type[D], values: dict[str, Any]) -> D:
    """The document of which `model_dump(mode="json")` gave `values`, which are taken over.

    Whoever calls it answers for `values`: nothing else is noticed than what makes Python fail.
    """
    for name, make in _makers(kind):
        values[name] = make(values[name])
    document = kind.__new__(kind)
    _set(document, "__dict__", values)
    _set(document, "__pydantic_fields_set__", set(values))
    _set(document, "__pydantic_extra__", None)
    _set(document, "__pydantic_private__", None)
    document.model_post_init(None)
    return document


_set = object.__setattr__  # the documents themselves cannot be changed


@cache
def _makers(kind: type[BaseModel]) -> Sequence[tuple[str, Callable[[Any], Any]]]:
    """How the keys are made of which the value is not what it was dumped to."""
    fields = kind.model_fields.items()
    return [(name, make) for name, field in fields if (make := _maker_of(field)) is not None]


def _maker_of(field: FieldInfo) -> Making:
    try:
        return _maker(field.annotation)
    except _AmbiguousError:  # as seldom as that pydantic may take its time
        kind: Any = Annotated[field.annotation, field]
        return TypeAdapter(kind).validate_python


def _maker(kind: Any) -> Making:
    kind = _plain(kind)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal or kind in {str, int, float, bool, NoneType}:
        return None
    if kind is PortSet:
        return PortSet.parse
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return lambda values: unchecked(kind, values)
    if origin is tuple and arguments[1:] == (...,):
        return _tuple_of(_maker(arguments[0]))
    if origin in {dict, Mapping}:
        return _mapping_to(_maker(arguments[1]))
    if origin in {Union, UnionType}:
        return _one_of(list(map(_plain, arguments)))
    raise _AmbiguousError(kind)


def _plain(kind: Any) -> Any:
    """A type without its name and what is asked of its values."""
    while True:
        origin = get_origin(kind)
        if origin is Annotated:
            kind = get_args(kind)[0]
        elif isinstance(kind, TypeAliasType):
            kind = kind.__value__
        elif isinstance(origin, TypeAliasType):
            kind = origin.__value__[get_args(kind)]
        else:
            return kind


def _tuple_of(make: Making) -> Making:
    return tuple if make is None else lambda values: tuple(map(make, values))


def _mapping_to(make: Making) -> Making:
    if make is None:
        return None
    return lambda values: {key: make(value) for key, value in values.items()}


def _one_of(kinds: Sequence[Any]) -> Making:
    """The maker for the one kind of several whose values are dumped to a list, text or mapping."""
    makers = [(_dumped(kind), _maker(kind)) for kind in kinds]
    by_dumped = {dumped: make for dumped, make in makers if make is not None}
    if not by_dumped:
        return None
    if any(sum(dumped is other for other, _ in makers) > 1 for dumped in by_dumped):
        raise _AmbiguousError(kinds)
    return lambda value: make(value) if (make := by_dumped.get(type(value))) else value


def _dumped(kind: Any) -> type:
    """What values of a plain type are dumped to."""
    if get_origin(kind) is tuple:
        return list
    if get_origin(kind) in {dict, Mapping} or (
        isinstance(kind, type) and issubclass(kind, BaseModel)
    ):
        return dict
    return kind if kind in {int, float, bool, NoneType} else str
