"""A drawing in two shapes, of which a page shows the one that fits: wide, or upright as a phone."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

SMALLEST = 0.75  # of its own size, which can still be read
# The room that a wide drawing needs, in pixels; `picture-view.css` has the same in rem.
ROOMS = {"small": 480, "medium": 720, "large": 960}
AROUND = 26  # a drawing, of its window


@dataclass(frozen=True, slots=True)
class Shape:
    """A drawing, and how wide it is by itself."""

    svg: SafeString
    width: float

    @property
    def smallest_width(self) -> int:
        """How wide it must be at least, or else it is moved through."""
        return int(self.width * SMALLEST)


@dataclass(frozen=True, slots=True)
class Shapes:
    """The same, twice."""

    wide: Shape
    upright: Shape

    @property
    def room(self) -> str:
        """How much room the wide one needs."""
        least = self.wide.smallest_width + AROUND
        return next((name for name, room in ROOMS.items() if least <= room), "largest")
