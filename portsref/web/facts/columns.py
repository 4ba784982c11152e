"""How the keys of a document become the columns of its row, and columns become keys again.

The document's class says what there is: a key stands in the column of its name, so a new key needs
a field of the model and nothing here. Beyond that:

- what is absent is an empty text, or NULL;
- a document inside the document is spread over columns: `source.url` stands in `source_url`;
- a mapping is stored as pairs, because PostgreSQL keeps no order of keys;
- the id of a part of a product, and what it names of the same product, have its slug before them.
"""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import UnionType
from typing import Any, TypeAliasType, Union, cast, get_args, get_origin

from django.db.models import Field, Model

from portsref.catalogue.keys import id_of
from portsref.documents.base import Document
from portsref.web.facts.models.products import PartOfProduct

# a document as plain values, or the columns of a row by name
type Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """One column, and the keys that lead to its value, such as `source` and `url`."""

    keys: tuple[str, ...]
    field: "Field[Any, Any]"
    is_mapping: bool
    is_required: bool

    def value_of(self, document: Plain, owner: str) -> Any:
        """What the column holds for a document of `owner`."""
        value: Any = document
        for key in self.keys:
            value = value.get(key) if value else None
        if value is None:
            return "" if self.field.empty_strings_allowed and not self.field.null else None
        if self.is_mapping:
            return [list(pair) for pair in value.items()]
        return f"{owner}/{value}" if self._is_within_product else self.field.to_python(value)

    def put_into(self, document: Plain, row: Model) -> None:
        """Put what the column holds under its keys; what is absent stays so."""
        value = getattr(row, self.field.attname)
        if value is None or (value == "" and not self.is_required):
            return
        if self.is_mapping:
            value = dict(value)
        elif self._is_within_product:
            value = id_of(value)
        elif isinstance(value, date):
            value = value.isoformat()
        *outer, last = self.keys
        for key in outer:
            document = document.setdefault(key, {})
        document[last] = value

    @property
    def _is_within_product(self) -> bool:
        """Tell whether it names a part of a product: its own row, or another of the product."""
        named = self.field.model if self.field.primary_key else self.field.related_model
        return isinstance(named, type) and issubclass(named, PartOfProduct)


def columns_between(
    document: type[Document],
    model: type[Model],
    names: Mapping[str, str],
    *,
    leave_out: Container[str] = (),
    prefix: str = "",
) -> Iterator[Column]:
    """Find the column of every key; `names` has those whose column is called otherwise.

    A document whose name there is empty is spread without a prefix. Raises `FieldDoesNotExist`
    for a key without a column.
    """
    for key, info in document.model_fields.items():
        if key in leave_out:
            continue
        name = names.get(key, key)
        types = tuple(_types_in(info.annotation))
        inner = next((kind for kind in types if issubclass(kind, Document)), None)
        if inner is None:
            field = cast("Field[Any, Any]", model._meta.get_field(prefix + name))
            yield Column((key,), field, dict in types, info.is_required())
            continue
        spread = columns_between(inner, model, {}, prefix=f"{prefix}{name}_" if name else prefix)
        for column in spread:
            required = column.is_required and info.is_required()
            yield Column((key, *column.keys), column.field, column.is_mapping, required)


def _types_in(annotation: Any) -> Iterator[type]:
    """The classes that an annotation allows, such as `dict` for `When | None`."""
    if isinstance(annotation, TypeAliasType):
        annotation = annotation.__value__
    if get_origin(annotation) in {Union, UnionType}:
        for part in get_args(annotation):
            yield from _types_in(part)
    elif isinstance(kind := get_origin(annotation) or annotation, type):
        yield kind
