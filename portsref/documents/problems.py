"""What is wrong with a file: which file, which place in it, and the reason.

Commands say problems before they know whether they need pydantic, so it is not imported here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import total_ordering
from typing import Self

from portsref.documents import reasons
from portsref.messages import Message

type Location = tuple[int | str, ...]


@total_ordering
@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, where, and why; printed as `file: place: reason`.

    `message` is a plain text where only commands say it. `location` is the place in keys and
    numbers, where the problem is in a document.
    """

    file: str
    place: str
    message: Message | str
    location: Location = field(default=(), compare=False)

    @property
    def reason(self) -> str:
        """The message in English."""
        return str(self.message)

    def __str__(self) -> str:
        """Print it as one line."""
        return ": ".join(part for part in (self.file, self.place, self.reason) if part)

    def __lt__(self, other: Self) -> bool:
        """Sort by file, then by place."""
        return (self.file, self.place, self.reason) < (other.file, other.place, other.reason)


def count_problems(problems: Iterable[Problem]) -> int:
    """How many there are, with those of which only the number was told."""
    return sum(map(_weight, problems))


def _weight(problem: Problem) -> int:
    message = problem.message
    if isinstance(message, Message) and message.text == reasons.FURTHER:
        return int(str(message.parameters["count"]))
    return 1


class ProblemsError(ValueError):
    """Input that is refused, with all its problems at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))
