"""What a tool is: its words, the shape of its arguments and of its answer, and what answers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field

MOST_LISTED = 40  # rows or rules in one answer; the next ones are on the next page
MOST_PAGES = 100_000


class Asked(BaseModel):
    """The arguments of a tool; unknown ones are refused, as a typing error would widen the answer.

    Numbers and truths may come as texts, because some clients send them so.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)


class AskedPage(Asked):
    """Arguments of a tool whose answer has pages."""

    page: int = Field(1, ge=1, le=MOST_PAGES, description="Which page of the answer, from 1 on.")


class Told(BaseModel):
    """A part of an answer."""

    model_config = ConfigDict(frozen=True)


class Answer(Told):
    """The answer of a tool: plain values by its shape, and a text that says the same."""

    catalogue: str = Field(description="Date and digest of the facts that it was made from.")

    @property
    def text(self) -> str:
        """The answer for a reader, sources included."""
        raise NotImplementedError


class Paged(Told):
    """What stands on one page of many."""

    count: int = Field(description="How many there are on all pages.")
    page: int
    pages: int

    @classmethod
    def numbers(cls, count: int, page: int, size: int = MOST_LISTED) -> dict[str, int]:
        """The values of these fields, of pages with so many entries."""
        return {"count": count, "page": page, "pages": max(1, -(-count // size))}

    @property
    def more(self) -> str:
        """The line that says that there are further pages; empty on the last one."""
        left = self.pages - self.page
        return (
            f"Page {self.page} of {self.pages}: ask for page {self.page + 1}." if left > 0 else ""
        )


def on_page[T](items: Sequence[T], page: int, size: int = MOST_LISTED) -> Sequence[T]:
    """Those of a page."""
    return items[(page - 1) * size : page * size]


def lines_of(*lines: str) -> str:
    """The lines that say something."""
    return "\n".join(filter(None, lines))


@dataclass(frozen=True, slots=True)
class Tool:
    """Something that can be asked; `description` says when to ask it, and what comes of it."""

    name: str
    title: str
    description: str
    asked: type[Asked]
    answer: type[Answer]
    run: Callable[[Any], Answer]

    @classmethod
    def of[A: Asked](
        cls, run: Callable[[A], Answer], *, title: str, asked: type[A], answer: type[Answer]
    ) -> Self:
        """A tool with the name and the words of the function that answers."""
        description = " ".join((run.__doc__ or "").split())
        return cls(run.__name__, title, description, asked, answer, run)
