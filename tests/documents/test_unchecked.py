"""Documents made of what they were dumped to equal those that were checked."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

import pytest
from pydantic import Field, PrivateAttr

from portsref.documents.base import Document, Many, OneOrMany, Ports, Text
from portsref.documents.unchecked import unchecked
from portsref.ports import PortSet


class Part(Document):
    name: Text
    ports: Ports = PortSet()
    _owner: str = PrivateAttr(default="")


class Other(Document):
    count: int


class Whole(Document):
    part: Part
    parts: Many[Part] = ()
    by_name: dict[str, Part] = Field(default_factory=dict)
    lists: Mapping[str, OneOrMany[str]] = Field(default_factory=dict)
    perhaps: Part | None = None
    several: Annotated[Many[Text] | Text, Field(union_mode="left_to_right")] = "one"
    kind: Literal["a", "b"] | None = None
    flag: bool = False
    # which of both it is, its dump alone does not tell
    either: Part | Other | None = None
    # a type that nobody foresaw
    day: date | None = None

    def model_post_init(self, _context: Any) -> None:
        for part in self.parts:
            part._owner = self.part.name


PART = {"name": "one", "ports": "80,443-445"}


@pytest.mark.parametrize(
    "values",
    [
        {"part": PART},
        {"part": PART, "parts": [PART, {"name": "two"}], "by_name": {"one": PART}},
        {"part": PART, "lists": {"one": "a", "two": ["a", "b"]}},
        {"part": PART, "perhaps": PART, "several": ["a", "b"], "kind": "a", "flag": True},
        {"part": PART, "several": "a", "either": {"count": 3}},
        {"part": PART, "either": PART},
        {"part": PART, "day": date(2026, 1, 2)},
    ],
)
def test_it_is_the_document_that_was_dumped(values):
    checked = Whole.model_validate(values)
    again = unchecked(Whole, checked.model_dump(mode="json"))
    assert again == checked
    assert repr(again) == repr(checked)
    assert [part._owner for part in again.parts] == [part._owner for part in checked.parts]
    assert again.model_dump() == checked.model_dump()
    assert again.model_copy(update={"flag": True}).flag


def test_it_cannot_be_changed_either():
    part = unchecked(Part, Part.model_validate(PART).model_dump(mode="json"))
    with pytest.raises(ValueError, match="frozen"):
        part.name = "two"  # type: ignore[misc]
    assert hash(part) == hash(Part.model_validate(PART))
