"""How much work an answer may take: counted in steps, so that it is the same on every machine."""


class TooMuchWorkError(Exception):
    """An answer would take more than `most` steps."""

    def __init__(self, most: int) -> None:
        self.most = most
        super().__init__(f"more than {most:,} steps")


class Work:
    """Counts steps, and raises `TooMuchWorkError` beyond `most`; without it there is no bound.

    A step is one turn of an inner loop, about a microsecond. Steps are counted before they are
    done, so what would take too long is refused at once.
    """

    __slots__ = ("done", "most")

    def __init__(self, most: int | None = None) -> None:
        self.most = most
        self.done = 0

    def do(self, steps: int) -> None:
        """Count steps that are about to be done."""
        self.done += steps
        if self.most is not None and self.done > self.most:
            raise TooMuchWorkError(self.most)
