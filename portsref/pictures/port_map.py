"""The ports of a host along a scale: 0 to 65535, with more room where ports are close together."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from portsref.pictures.labels import width_of
from portsref.ports import PortRange

# From which port to which, and what share of the width: most ports of clusters are below 12000.
SCALE = (
    (0, 1024, 0.14),
    (1024, 10_000, 0.36),
    (10_000, 12_000, 0.16),
    (12_000, 30_000, 0.07),
    (30_000, 32_768, 0.1),
    (32_768, 61_000, 0.11),
    (61_000, 65_536, 0.06),
)
TICKS = (0, 1024, 10_000, 12_000, 30_000, 32_768, 61_000, 65_535)
UPRIGHT_TICKS = (0, 1024, 10_000, 12_000, 32_768, 65_535)
SMALLEST_WIDTH = 1080
UPRIGHT_WIDTH = 328
LABEL_SIZE = 11
APART = 9  # labels
UPRIGHT_ROOM = 13  # of a label that runs upward
SIDE = 14
LANE_HEAD, LANE_FOOT = 30, 16
LEAD = 34  # from a mark up to its label
BAND_LINE = 15
AXIS = 30
SMALLEST_BAR = 4


@dataclass(frozen=True, slots=True)
class Listening:
    """What listens on a range; `place` is where it is listed, `is_shared` that it must not."""

    ports: PortRange
    title: str
    place: str
    is_shared: bool = False

    @property
    def label(self) -> str:
        """Its ports, with a sign where they are wanted twice."""
        sign = "⚠ " if self.is_shared else ""
        return f"{sign}{self.ports}".replace("-", "–")

    @property
    def length(self) -> float:
        """How long the label is."""
        return width_of(self.label, LABEL_SIZE, is_mono=True)


@dataclass(frozen=True, slots=True)
class Lane:
    """Listeners of one protocol that are reached from the same place; `kind` is for its style."""

    kind: str
    title: str
    listening: tuple[Listening, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """Ports that are meant for something."""

    name: str
    ports: PortRange


class Scale:
    """Where ports are on a line of some width."""

    def __init__(self, width: float) -> None:
        self.width = width

    def x(self, port: int) -> float:
        """Where a port is, from 0 to the width."""
        before = 0.0
        for first, end, share in SCALE:
            if port < end:
                return (before + (port - first) / (end - first) * share) * self.width
            before += share
        return self.width

    def middle(self, ports: PortRange) -> float:
        """Where the middle of a range is."""
        return (self.x(ports.first) + self.x(ports.last)) / 2


@dataclass(frozen=True, slots=True)
class PortMap:
    """A drawing of ports, and how wide it is."""

    svg: str
    width: float


def port_map(
    title: str, lanes: Sequence[Lane], bands: Sequence[Band], *, is_upright: bool = False
) -> PortMap:
    """The ports of a host as SVG, a lane below the other, with bands behind all of them.

    It is wider where a lane has more labels than fit. Where it is upright, it is as wide as a
    phone, and labels run upward.
    """
    rows = [_Row(lane, _in_order(lane), is_upright=is_upright) for lane in lanes]
    least = UPRIGHT_WIDTH if is_upright else SMALLEST_WIDTH
    scale = Scale(max([least, *(sum(row.rooms) for row in rows)]))
    y = BAND_LINE * (len(bands) + 1.0)
    body: list[str] = []
    for row in rows:
        body += _lane(row, scale, y)
        y += row.height
    width, height = scale.width + 2 * SIDE, y + AXIS
    size = f'width="{width:.0f}" height="{height:.0f}"'
    view = f'viewBox="{-SIDE} 0 {width:.0f} {height:.0f}"'
    name = "port-map-upright" if is_upright else "port-map"
    drawn = [
        f'<svg class="port-map" role="group" aria-labelledby="{name}-title" {size} {view}>',
        f'<title id="{name}-title">{escape(title)}</title>',
        *_bands(bands, scale, y),
        *body,
        *_axis(UPRIGHT_TICKS if is_upright else TICKS, scale, y),
        "</svg>",
    ]
    return PortMap("".join(drawn), width)


@dataclass(frozen=True, slots=True)
class _Row:
    """A lane with its marks, and how much room these take."""

    lane: Lane
    marks: tuple[Listening, ...]
    is_upright: bool

    @property
    def rooms(self) -> list[float]:
        """How much of the line each label takes."""
        return [UPRIGHT_ROOM if self.is_upright else mark.length + APART for mark in self.marks]

    @property
    def axis(self) -> float:
        """How far below its top the line runs."""
        above = max((mark.length for mark in self.marks), default=0) if self.is_upright else 0
        return LANE_HEAD + above + LEAD

    @property
    def height(self) -> float:
        """How high it is."""
        return self.axis + LANE_FOOT


def _in_order(lane: Lane) -> tuple[Listening, ...]:
    return tuple(sorted(lane.listening, key=lambda mark: (mark.ports, mark.place)))


def _lane(row: _Row, scale: Scale, top: float) -> Iterator[str]:
    axis = top + row.axis
    yield f'<g class="port-map__lane port-map__lane--{row.lane.kind}">'
    yield f'<text class="port-map__title" x="0" y="{top + 14:.1f}">{escape(row.lane.title)}</text>'
    yield f'<path class="port-map__line" d="M0 {axis:.1f}H{scale.width:.0f}"/>'
    wishes = [scale.middle(mark.ports) for mark in row.marks]
    places = spread(wishes, row.rooms, scale.width)
    for mark, place in zip(row.marks, places, strict=True):
        yield _drawn(mark, scale, place, axis, is_upright=row.is_upright)
    yield "</g>"


def spread(wishes: Sequence[float], rooms: Sequence[float], width: float) -> list[float]:
    """Middles of labels in a row, in order and apart, together as near as can be to their wishes.

    Labels that would meet are moved as one block to the mean of what they wish.
    """
    blocks: list[tuple[float, float, list[int]]] = []  # sum of wishes for its start, room, labels
    for number, (wish, room) in enumerate(zip(wishes, rooms, strict=True)):
        block = (wish - room / 2, room, [number])
        while blocks and _start(blocks[-1], width) + blocks[-1][1] > _start(block, width):
            starts, before, labels = blocks.pop()
            moved = block[0] - before * len(block[2])
            block = (starts + moved, before + block[1], [*labels, *block[2]])
        blocks.append(block)
    middles: list[float] = []
    for block in blocks:
        x = _start(block, width)
        for number in block[2]:
            middles.append(x + rooms[number] / 2)
            x += rooms[number]
    return middles


def _start(block: tuple[float, float, list[int]], width: float) -> float:
    """Where a block of labels begins, within the picture."""
    starts, room, labels = block
    return max(0.0, min(starts / len(labels), width - room))


def _drawn(mark: Listening, scale: Scale, place: float, axis: float, *, is_upright: bool) -> str:
    shared = " port-map__mark--shared" if mark.is_shared else ""
    x, y = scale.middle(mark.ports), axis - LEAD
    width = max(scale.x(mark.ports.last) - scale.x(mark.ports.first), SMALLEST_BAR)
    at = f'x="{place:.1f}" y="{y:.1f}" text-anchor="middle"'
    if is_upright:
        at = f'transform="translate({place + LABEL_SIZE / 3:.1f} {y:.1f})rotate(-90)"'
    return (
        f'<a class="port-map__mark{shared}" href="#{escape(mark.place)}">'
        f"<title>{escape(mark.title)}</title>"
        f'<path class="port-map__lead" d="M{x:.1f} {axis - 4:.1f}'
        f'C{x:.1f} {axis - 18:.1f} {place:.1f} {axis - 12:.1f} {place:.1f} {y + 5:.1f}"/>'
        f'<rect x="{x - width / 2:.1f}" y="{axis - 4:.1f}" width="{width:.1f}" height="8"'
        f' rx="2"/><text {at}>{mark.label}</text></a>'
    )


def _bands(bands: Iterable[Band], scale: Scale, bottom: float) -> Iterator[str]:
    for number, band in enumerate(bands):
        left, right = scale.x(band.ports.first), scale.x(band.ports.last)
        top = BAND_LINE * (number + 1)
        is_beyond = left + width_of(band.name, LABEL_SIZE) > scale.width
        x, anchor = (right, "end") if is_beyond else (left, "start")
        yield (
            f'<g class="port-map__band port-map__band--{number % 2}"><rect x="{left:.1f}"'
            f' y="{top + 5:.1f}" width="{right - left:.1f}" height="{bottom - top - 5:.1f}"/>'
            f'<text x="{x:.1f}" y="{top:.1f}" text-anchor="{anchor}">{escape(band.name)}</text></g>'
        )


def _axis(ticks: Sequence[int], scale: Scale, y: float) -> Iterator[str]:
    for port in ticks:
        anchor = {0: "start", ticks[-1]: "end"}.get(port, "middle")
        x = scale.x(port)
        yield (
            f'<g class="port-map__tick"><path d="M{x:.1f} {y:.1f}v5"/>'
            f'<text x="{x:.1f}" y="{y + 18:.1f}" text-anchor="{anchor}">{port}</text></g>'
        )
