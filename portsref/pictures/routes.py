"""How lines run between boxes, and where their labels stand.

A line leaves and enters at a side that faces the other box, along rows of which none has another
label. All that leaves at one side does so together, and what enters with the same ports shares a
row and its label. Between columns lines are curves; past a column they run where nothing stands.
"""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from portsref.pictures.boxes import Box
from portsref.pictures.columns import Frame, Pairs, stacks_of
from portsref.pictures.graph import Allowed
from portsref.pictures.joining import Line
from portsref.pictures.labels import ports_in_short, width_of
from portsref.pictures.measures import Measures

type Side = Literal["left", "right"]
type Anchor = Literal["start", "end"]
# Nothing for what leaves there, or what is allowed to enter.
type What = frozenset[tuple[str, object]] | None
type Point = tuple[float, float]


@dataclass(slots=True)
class Slot:
    """A row at the side of a box where lines leave, or enter with one label."""

    label: str
    others: list[Box] = field(default_factory=list)
    y: float = 0

    @property
    def wish(self) -> float:
        """How far down it had better be, by the other ends of its lines."""
        return sum(box.middle for box in self.others) / len(self.others)


@dataclass(frozen=True, slots=True)
class Label:
    """A text beside a line; `is_again` where another line shows the same in the same place."""

    text: str
    x: float
    y: float
    anchor: Anchor
    is_again: bool


@dataclass(frozen=True, slots=True)
class Route:
    """A line as it is drawn: the path, the tip of its arrow with the point behind it, its label."""

    line: Line
    path: str
    arrow: tuple[Point, Point, Point]
    label: Label | None


@dataclass(slots=True)
class Column:
    """How much room labels and arcs take beside the boxes of a column, and where all of it is."""

    left_room: float = 0
    right_room: float = 0
    arcs: int = 0
    x: float = 0
    right: float = 0
    lanes: dict[int, float] = field(default_factory=dict)  # by how many lanes down it is


class Router:
    """Finds room for lines and labels, then draws the lines; boxes are listed by their number."""

    def __init__(
        self,
        boxes: Sequence[Box],
        frames: Sequence[Frame],
        lines: Sequence[Line],
        measures: Measures,
    ) -> None:
        self._boxes = boxes
        self._frames = frames
        self._lines = lines
        self._measures = measures
        self.pairs = _pairs(frames, lines)
        self._connected = {(line.source, line.destination) for line in lines}
        self._slots: dict[tuple[int, Side, What], Slot] = {}
        self._columns: list[Column] = []
        self._lanes: dict[tuple[int, int], int] = {}
        self._labelled: set[tuple[int, Side, What]] = set()
        for line in lines:
            self._add_slots(line)

    def _is_pair(self, line: Line) -> bool:
        ends = line.source, line.destination
        return ends in self.pairs or ends[::-1] in self.pairs

    def _sides(self, line: Line) -> tuple[Side, Side]:
        source, destination = self._ends(line)
        if source.column == destination.column:
            return "right", "right"
        return ("right", "left") if source.column < destination.column else ("left", "right")

    def _ends(self, line: Line) -> tuple[Box, Box]:
        return self._boxes[line.source], self._boxes[line.destination]

    def _add_slots(self, line: Line) -> None:
        if self._is_pair(line):
            return
        source, destination = self._ends(line)
        leaving, entering = self._keys(line)
        self._slots.setdefault(leaving, Slot("")).others.append(destination)
        label = self._label(line.allowed)
        self._slots.setdefault(entering, Slot(label)).others.append(source)

    def _keys(self, line: Line) -> tuple[tuple[int, Side, What], tuple[int, Side, What]]:
        leaves, enters = self._sides(line)
        what = frozenset(line.allowed)
        return (line.source, leaves, None), (line.destination, enters, what)

    def _label(self, allowed: Allowed) -> str:
        measures = self._measures
        return ports_in_short(allowed, measures.longest_ports) if measures.has_texts else ""

    def make_room(self) -> None:
        """Make boxes of a column equally wide, and each high enough for its slots."""
        counts: dict[tuple[int, Side], int] = {}
        for number, side, _ in self._slots:
            counts[number, side] = counts.get((number, side), 0) + 1
        for (number, _), count in counts.items():
            box = self._boxes[number]
            box.height = max(box.height, count * self._measures.pitch + 2)
        for stack in stacks_of(self._frames).values():
            widest = max(box.width for box in stack)
            for box in stack:
                box.width = widest

    def place(self) -> None:
        """Place slots and columns, once it is known how far down boxes stand."""
        self._place_slots()
        stacks = stacks_of(self._frames)
        self._columns = [Column() for _ in stacks]
        self._measure_labels()
        self._assign_lanes()
        x: float = 0
        for number, column in enumerate(self._columns):
            before, after = self._frame_sides(number)
            column.x = x
            left = x + before + column.left_room
            for box in stacks[number]:
                box.x = left
            arcs = (column.arcs + 2) * self._measures.lane if column.arcs else 0
            column.right = stacks[number][0].right + column.right_room + arcs + after
            column.right += self._lacking(number)
            x = column.right + self._gutter(number)
        for frame in self._frames:
            first, last = self._columns[frame.span.start], self._columns[frame.span.stop - 1]
            frame.x, frame.width = first.x, last.right - first.x

    def _lacking(self, column: int) -> float:
        """How much wider a column must be for the names of the zones that end there."""
        if not self._measures.has_texts:
            return 0
        lacking: float = 0
        for frame in self._frames:
            if frame.zone and frame.span.stop - 1 == column:
                width = self._columns[column].right - self._columns[frame.span.start].x
                name = width_of(frame.title(self._measures), self._measures.zone_size)
                lacking = max(lacking, name + 2 * self._measures.frame_side - width)
        return lacking

    def _place_slots(self) -> None:
        sides: dict[tuple[int, Side], list[Slot]] = {}
        for (number, side, _), slot in self._slots.items():
            sides.setdefault((number, side), []).append(slot)
        for (number, _), slots in sides.items():
            slots.sort(key=lambda slot: slot.wish)
            first = self._boxes[number].middle - (len(slots) - 1) * self._measures.pitch / 2
            for place, slot in enumerate(slots):
                slot.y = first + place * self._measures.pitch

    def _measure_labels(self) -> None:
        for (number, side, _), slot in self._slots.items():
            if slot.label:
                self._need(number, side, self._beside(slot.label))
            else:
                self._need(number, side, 2 * self._measures.arrow)
        for line in self._lines:
            if self._is_pair(line) and self._measures.has_texts:
                box = self._boxes[line.source]
                beside: Side = "left" if self._label_is_left(line) else "right"
                room = self._measures.pair + 2 * self._measures.label_room
                width = self._text_width(self._label(line.allowed))
                self._need(line.source, beside, width + room - box.width / 2)

    def _beside(self, label: str) -> float:
        """How far from its box a line with that label runs along a row."""
        room = self._measures.arrow + 2 * self._measures.label_room
        return self._text_width(label) + room

    def _text_width(self, text: str) -> float:
        return width_of(text, self._measures.small_size, is_mono=True)

    def _need(self, number: int, side: Side, room: float) -> None:
        column = self._columns[self._boxes[number].column]
        if side == "left":
            column.left_room = max(column.left_room, room)
        else:
            column.right_room = max(column.right_room, room)

    def _is_downward(self, line: Line) -> bool:
        """Tell whether an arrow between two boxes of a column leads down."""
        source, destination = self._ends(line)
        return source.y < destination.y

    def _leads_back_too(self, line: Line) -> bool:
        return (line.destination, line.source) in self._connected

    def _label_is_left(self, line: Line) -> bool:
        """Tell whether the label of an arrow up or down stands left of it: another one is right."""
        return self._is_downward(line) and self._leads_back_too(line)

    def _assign_lanes(self) -> None:
        """Give arcs of a column that overlap lanes of their own, short ones the inner ones."""
        arcs: dict[int, list[tuple[float, float, Line]]] = {}
        for line in self._lines:
            source, destination = self._ends(line)
            if source.column == destination.column and not self._is_pair(line):
                leaving, entering = (self._slots[key].y for key in self._keys(line))
                span = (min(leaving, entering), max(leaving, entering), line)
                arcs.setdefault(source.column, []).append(span)
        for column, spans in arcs.items():
            spans.sort(key=lambda span: span[1] - span[0])
            lanes: list[list[tuple[float, float]]] = []
            for top, bottom, line in spans:
                self._lanes[line.source, line.destination] = _first_free(lanes, top, bottom)
            self._columns[column].arcs = len(lanes)

    def _frame_sides(self, column: int) -> tuple[float, float]:
        """The room before and after a column where frames begin and end."""
        drawn = [frame for frame in self._frames if frame.is_drawn and not frame.is_outside]
        begins = any(frame.span.start == column for frame in drawn)
        ends = any(frame.span.stop - 1 == column for frame in drawn)
        side = self._measures.frame_side
        return side if begins else 0, side if ends else 0

    def _gutter(self, column: int) -> float:
        """The room for curves after a column; none after the last."""
        if column == len(self._columns) - 1:
            return 0
        passing = sum(
            min(source.column, destination.column)
            <= column
            < max(source.column, destination.column)
            for source, destination in map(self._ends, self._lines)
        )
        measures = self._measures
        return min(measures.widest_gutter, measures.gutter + measures.gutter_line * passing)

    def routes(self) -> Iterator[Route]:
        """Every line, in order."""
        for line in self._lines:
            yield self._pair(line) if self._is_pair(line) else self._sideways(line)

    @property
    def rows(self) -> list[float]:
        """All rows of slots and of lines past columns, once everything is placed."""
        slots = [slot.y for slot in self._slots.values()]
        return slots + [lane for column in self._columns for lane in column.lanes.values()]

    def _pair(self, line: Line) -> Route:
        """An arrow straight up or down, beside the one that leads back if there is one."""
        source, destination = self._ends(line)
        is_down = self._is_downward(line)
        aside = self._measures.pair if self._leads_back_too(line) else 0
        x = source.centre - aside if is_down else source.centre + aside
        start, end = (source.bottom, destination.y) if is_down else (source.y, destination.bottom)
        way = 1 if is_down else -1
        tip = self._measures.arrow - 1
        path = f"M{_n(x)} {_n(start)}V{_n(end - way * tip)}"
        half = self._measures.arrow / 2
        arrow = ((x, end), (x - half, end - way * tip), (x + half, end - way * tip))
        anchor: Anchor = "end" if self._label_is_left(line) else "start"
        beside = self._measures.label_room * (-1 if anchor == "end" else 1)
        text = self._label(line.allowed)
        label = Label(text, x + beside, (start + end) / 2 + 4, anchor, is_again=False)
        return Route(line, path, arrow, label if text else None)

    def _sideways(self, line: Line) -> Route:
        source, destination = self._ends(line)
        leaves, enters = self._sides(line)
        leaving, entering = (self._slots[key] for key in self._keys(line))
        way = 1 if enters == "left" else -1
        x = destination.x if enters == "left" else destination.right
        tip = self._measures.arrow - 1
        begin = (_side_of(source, leaves), self._edge(source, leaves), leaving.y)
        end = (self._edge(destination, enters), x - way * tip, entering.y)
        if source.column == destination.column:
            path = _arc(begin, end, self._bulge(line))
        else:
            path = _through([begin, *self._passing(line, leaving.y, entering.y), end])
        half = self._measures.arrow / 2
        arrow = (
            (x, entering.y),
            (x - way * tip, entering.y - half),
            (x - way * tip, entering.y + half),
        )
        return Route(line, path, arrow, self._side_label(line, entering, x, way))

    def _side_label(self, line: Line, slot: Slot, x: float, way: int) -> Label | None:
        if not slot.label:
            return None
        key = self._keys(line)[1]
        is_again = key in self._labelled
        self._labelled.add(key)
        beside = self._measures.arrow + self._measures.label_room
        anchor: Anchor = "end" if way > 0 else "start"
        return Label(slot.label, x - way * beside, slot.y - 4.5, anchor, is_again)

    def _edge(self, box: Box, side: Side) -> float:
        """How far rows run beside the boxes of a column: past all labels."""
        column = self._columns[box.column]
        return box.x - column.left_room if side == "left" else box.right + column.right_room

    def _bulge(self, line: Line) -> float:
        """How far an arc leads beyond the labels."""
        lane = self._lanes[line.source, line.destination]
        return (lane + 1.5) * self._measures.lane * 4 / 3

    def _passing(
        self, line: Line, start: float, end: float
    ) -> Iterator[tuple[float, float, float]]:
        """Where a line runs past each column between its ends."""
        source, destination = self._ends(line)
        step = 1 if source.column < destination.column else -1
        between = range(source.column + step, destination.column, step)
        for place, number in enumerate(between, start=1):
            column = self._columns[number]
            straight = start + (end - start) * place / (len(between) + 1)
            y = self._free_row(number, straight, (source, destination))
            column.lanes[round(y / self._measures.lane)] = y
            here, there = (column.x, column.right)[::step]
            yield here, there, y

    def _free_row(self, column: int, wish: float, ends: tuple[Box, Box]) -> float:
        """The nearest row of a column where neither boxes nor frames of others nor lines are."""
        obstacles = list(self._obstacles(column, ends))
        taken = self._columns[column].lanes
        lane = self._measures.lane
        up, down = (_first_row(wish, step, obstacles, taken) for step in (-lane, lane))
        return up if wish - up <= down - wish else down

    def _obstacles(self, column: int, ends: tuple[Box, Box]) -> Iterator[tuple[float, float]]:
        room = self._measures.pitch / 2
        for frame in self._frames:
            if column not in frame.span:
                continue
            is_theirs = any(end in frame.boxes for end in ends)
            if frame.is_drawn and not is_theirs:
                yield frame.y - room, frame.bottom + room
                continue
            for box in frame.columns.get(column, ()):
                yield box.y - room * 1.5, box.bottom + room


def _pairs(frames: Sequence[Frame], lines: Iterable[Line]) -> Pairs:
    """Which boxes stand one right below the other with a line between them."""
    connected = {(line.source, line.destination) for line in lines}
    return frozenset(
        numbers
        for stack in stacks_of(frames).values()
        for upper, lower in pairwise(stack)
        for numbers in [(upper.node.number, lower.node.number)]
        if numbers in connected or numbers[::-1] in connected
    )


def _first_row(
    wish: float, step: float, obstacles: Iterable[tuple[float, float]], taken: Container[int]
) -> float:
    """The first free row in one direction, one lane after the other."""
    ordered = sorted(obstacles, reverse=step < 0)
    row = wish
    for top, bottom in ordered:
        row = _first_lane(row, step, taken)
        if top < row < bottom:
            row = bottom if step > 0 else top
    return _first_lane(row, step, taken)


def _first_lane(row: float, step: float, taken: Container[int]) -> float:
    """The first row at which no line runs."""
    while round(row / abs(step)) in taken:
        row += step
    return row


def _first_free(lanes: list[list[tuple[float, float]]], top: float, bottom: float) -> int:
    """The first lane with nothing between top and bottom, which is taken then."""
    for number, lane in enumerate(lanes):
        if all(bottom < other[0] or other[1] < top for other in lane):
            lane.append((top, bottom))
            return number
    lanes.append([(top, bottom)])
    return len(lanes) - 1


def _side_of(box: Box, side: Side) -> float:
    return box.x if side == "left" else box.right


def _through(rows: Sequence[tuple[float, float, float]]) -> str:
    """A path along rows, each from one x to another, with curves from each to the next."""
    path = [f"M{_n(rows[0][0])} {_n(rows[0][2])}H{_n(rows[0][1])}"]
    for (_, x, y), (next_x, next_end, next_y) in pairwise(rows):
        middle = (x + next_x) / 2
        if abs(y - next_y) >= 0.05:
            path.append(
                f"C{_n(middle)} {_n(y)} {_n(middle)} {_n(next_y)} {_n(next_x)} {_n(next_y)}"
            )
        path.append(f"H{_n(next_end)}")
    return "".join(path)


def _arc(begin: tuple[float, float, float], end: tuple[float, float, float], bulge: float) -> str:
    """A path from one row to another on the same side."""
    beyond = begin[1] + bulge
    return (
        f"M{_n(begin[0])} {_n(begin[2])}H{_n(begin[1])}C{_n(beyond)} {_n(begin[2])}"
        f" {_n(beyond)} {_n(end[2])} {_n(end[0])} {_n(end[2])}H{_n(end[1])}"
    )


def _n(number: float) -> str:
    """A number in as few signs as the eye needs."""
    return f"{number:.1f}".removesuffix(".0")
