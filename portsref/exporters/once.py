"""What many rules share, made once."""

from collections.abc import Callable

MOST = 4096


class Once[Value, Made]:
    """Makes something of a value, once for each object and not for each that is equal to it.

    The rules of a rule set share their ends, and to compare two ends takes longer than to look at
    who they are: they may have hundreds of addresses. Of what was made some thousands are kept.
    """

    __slots__ = ("_made", "_make")

    def __init__(self, make: Callable[[Value], Made]) -> None:
        self._make = make
        self._made: dict[int, tuple[Value, Made]] = {}  # with the object, or its number is reused

    def __call__(self, value: Value) -> Made:
        """What is made of `value`."""
        found = self._made.get(id(value))
        if found is None:
            if len(self._made) >= MOST:
                self._made.clear()
            found = self._made[id(value)] = value, self._make(value)
        return found[1]
