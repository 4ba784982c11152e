"""What an audit says: a line with what was measured against its goal."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: what was found, the goal, and details of what misses it."""

    part: str
    page: str
    found: str
    goal: str
    is_met: bool
    details: Sequence[str] = ()

    def __str__(self) -> str:
        """Print it as a line of the table, with its details beneath."""
        mark = "ok  " if self.is_met else "MISS"
        line = f"{mark} {self.part:<10} {self.page:<44} {self.found:<24} goal {self.goal}"
        return "\n".join((line, *(f"       {detail}" for detail in self.details)))
