"""Where rules that go out come from; apart, as most files say no more about it than a line."""

from dataclasses import dataclass
from typing import Literal

type Delta = Literal["", "opened", "closed", "both"]


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a file of rules comes from: a saved plan, and what of a diff it holds.

    `delta` says that the rules are not those of a plan, but only what opens, what closes, or both:
    a delta request.
    """

    revision: int | None = None
    link: str | None = None
    delta: Delta = ""


UNSAVED = Provenance()
