"""Where boxes stand: columns by who begins connections, frames around zones, rows by neighbours.

A zone has a frame across the columns of its groups. Frames that have a column in common stand one
below the other; what needs less height than the rest stands in its middle.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from portsref.pictures.boxes import Box
from portsref.pictures.joining import Line
from portsref.pictures.labels import cut
from portsref.pictures.measures import Measures

SWEEPS = 6

# The numbers of nodes that stand one right below the other and have arrows between them.
type Pairs = frozenset[tuple[int, int]]


@dataclass(slots=True)
class Frame:
    """The boxes of a zone, by column; `zone` is empty where they have none."""

    zone: str
    is_outside: bool
    columns: dict[int, list[Box]]
    x: float = 0
    y: float = 0
    width: float = 0
    height: float = 0

    def title(self, measures: Measures) -> str:
        """As much of the name of the zone as stands above it."""
        return cut(self.zone, measures.widest_zone, measures.zone_size)

    @property
    def is_drawn(self) -> bool:
        """Tell whether there is something around its boxes."""
        return bool(self.zone) or self.is_outside

    @property
    def boxes(self) -> tuple[Box, ...]:
        """All boxes in it."""
        return tuple(box for column in self.columns.values() for box in column)

    @property
    def span(self) -> range:
        """All columns that it covers."""
        return range(min(self.columns), max(self.columns) + 1)

    @property
    def bottom(self) -> float:
        """Where it ends below."""
        return self.y + self.height


def frames_of(boxes: Sequence[Box], measures: Measures) -> list[Frame]:
    """Give each box its column, and each zone its frame, in the order of their columns.

    In an upright picture there is one column, with whoever begins connections at its top.
    """
    tiers = sorted({box.node.tier for box in boxes})
    frames: dict[tuple[int, str], Frame] = {}
    for box in sorted(boxes, key=_tier_of) if measures.is_upright else boxes:
        box.column = 0 if measures.is_upright else tiers.index(box.node.tier)
        is_outside, zone = box.node.is_outside, box.node.zone
        key = (box.column if is_outside else -1, zone)
        frame = frames.setdefault(key, Frame(zone, is_outside, {}))
        frame.columns.setdefault(box.column, []).append(box)
    return sorted(frames.values(), key=lambda frame: frame.span.start)


def _tier_of(box: Box) -> int:
    return box.node.tier


def order_rows(frames: Sequence[Frame], boxes: Sequence[Box], lines: Iterable[Line]) -> None:
    """Put the boxes of each frame, and frames below each other, where their neighbours are."""
    neighbours: dict[int, list[int]] = {}
    for line in lines:
        if boxes[line.source].column != boxes[line.destination].column:
            neighbours.setdefault(line.source, []).append(line.destination)
            neighbours.setdefault(line.destination, []).append(line.source)
    columns = range(max((box.column for box in boxes), default=-1) + 1)
    for sweep in range(SWEEPS):
        for column in columns if sweep % 2 == 0 else reversed(columns):
            ranks = _ranks(frames)
            for frame in frames:
                if column in frame.columns:
                    frame.columns[column].sort(key=_wish(neighbours, ranks))


def _ranks(frames: Sequence[Frame]) -> dict[int, float]:
    """How far down its column each box stands, from 0 to 1."""
    columns: dict[int, list[Box]] = {}
    for frame in frames:
        for column, boxes in frame.columns.items():
            columns.setdefault(column, []).extend(boxes)
    return {
        box.node.number: (place + 0.5) / len(boxes)
        for boxes in columns.values()
        for place, box in enumerate(boxes)
    }


def _wish(
    neighbours: Mapping[int, Sequence[int]], ranks: Mapping[int, float]
) -> Callable[[Box], float]:
    """How far down a box had better stand: where its neighbours do, or else where it does."""

    def wish(box: Box) -> float:
        near = neighbours.get(box.node.number, (box.node.number,))
        return sum(ranks[number] for number in near) / len(near)

    return wish


def stacks_of(frames: Iterable[Frame]) -> dict[int, list[Box]]:
    """All boxes of each column, from above."""
    stacks: dict[int, list[Box]] = {}
    for frame in frames:
        for column, boxes in frame.columns.items():
            stacks.setdefault(column, []).extend(boxes)
    return stacks


def place_rows(frames: Sequence[Frame], pairs: Pairs, measures: Measures) -> None:
    """Place frames and boxes down the picture; `pairs` need room for arrows between them."""
    for frame in frames:
        stacks = {
            column: _stack_height(boxes, pairs, measures) for column, boxes in frame.columns.items()
        }
        head = measures.frame_head if frame.is_drawn else 0
        foot = measures.frame_foot if frame.is_drawn else 0
        inner = max(stacks.values())
        frame.height = head + inner + foot
        frame.y = _below(frame, frames, pairs, measures)
        for column, boxes in frame.columns.items():
            _stack(boxes, frame.y + head + (inner - stacks[column]) / 2, pairs, measures)
    _centre(frames)


def _stack_height(boxes: Sequence[Box], pairs: Pairs, measures: Measures) -> float:
    gaps = sum(_gap(upper, lower, pairs, measures) for upper, lower in pairwise(boxes))
    return gaps + sum(box.height for box in boxes)


def _gap(upper: Box, lower: Box, pairs: Pairs, measures: Measures) -> float:
    has_arrows = (upper.node.number, lower.node.number) in pairs
    return measures.between_arrows if has_arrows else measures.between_boxes


def _stack(boxes: Sequence[Box], top: float, pairs: Pairs, measures: Measures) -> None:
    above: Box | None = None
    for box in boxes:
        box.y = top if above is None else above.bottom + _gap(above, box, pairs, measures)
        above = box


def _below(frame: Frame, frames: Sequence[Frame], pairs: Pairs, measures: Measures) -> float:
    """Where a frame begins: below those before it that have a column in common with it."""
    top: float = 0
    for other in frames[: frames.index(frame)]:
        shared = set(other.span) & set(frame.span)
        if shared:
            has_arrows = any(
                (upper.node.number, lower.node.number) in pairs
                for upper in other.boxes
                for lower in frame.boxes
            )
            room = measures.between_arrows / 2 if has_arrows else 0
            top = max(top, other.bottom + measures.between_frames + room)
    return top


def _centre(frames: Sequence[Frame]) -> None:
    """Move frames that stand in columns of their own to the middle of the highest."""
    highest = max((frame.bottom for frame in frames), default=0)
    for together in _sharing_columns(frames):
        down = (highest - max(frame.bottom for frame in together)) / 2
        for frame in together:
            frame.y += down
            for box in frame.boxes:
                box.y += down


def _sharing_columns(frames: Iterable[Frame]) -> list[list[Frame]]:
    """Frames in sets, those of different sets without a column in common."""
    found: list[tuple[set[int], list[Frame]]] = []
    for frame in frames:
        columns, together = set(frame.span), [frame]
        for known in [known for known in found if known[0] & columns]:
            columns |= known[0]
            together = [*known[1], *together]
            found.remove(known)
        found.append((columns, together))
    return [together for _, together in found]
