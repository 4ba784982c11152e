"""Measuring and printing: the best of several runs, because other programs only ever add time."""

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the report: what was measured, against what, and the goal where there is one.

    A goal that is a ceiling (`at_most`) is met from below, a floor (`at_least`) from above.
    """

    name: str
    ratio: float
    detail: str
    at_most: float | None = None
    at_least: float | None = None

    @property
    def has_goal(self) -> bool:
        """Tell whether there is a goal."""
        return self.at_most is not None or self.at_least is not None

    @property
    def is_missed(self) -> bool:
        """Tell whether the goal is missed."""
        over = self.at_most is not None and self.ratio > self.at_most
        under = self.at_least is not None and self.ratio < self.at_least
        return over or under

    def __str__(self) -> str:
        """One line of plain text."""
        goal = ""
        if self.at_most is not None:
            goal = f"≤ {self.at_most:g}"
        if self.at_least is not None:
            goal = f"≥ {self.at_least:g}"
        missed = "MISSED" if self.is_missed else ""
        return f"{self.name:<34} {self.ratio:8.3f}  {goal:<7}{missed:<7} {self.detail}"


def best_seconds(work: Callable[[], object], *, times: int = 5) -> float:
    """The least processor time of several runs of `work`, in seconds.

    Each run begins without the garbage of the one before. Processor time, because a clock on the
    wall also counts what other programs do meanwhile.
    """
    shortest = float("inf")
    for _ in range(times):
        gc.collect()
        begun = time.process_time()
        work()
        shortest = min(shortest, time.process_time() - begun)
    return shortest
