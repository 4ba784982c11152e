"""A picture of who connects to whom, laid out: the same graph gives the same picture."""

from dataclasses import dataclass

from portsref.pictures.boxes import Box, box_of
from portsref.pictures.columns import Frame, frames_of, order_rows, place_rows
from portsref.pictures.graph import Graph
from portsref.pictures.joining import join
from portsref.pictures.measures import FULL, Measures
from portsref.pictures.routes import Route, Router


@dataclass(frozen=True, slots=True)
class Picture:
    """Frames, boxes by the number of their nodes, and routes, in pixels; it begins at x and y."""

    x: float
    y: float
    width: float
    height: float
    frames: tuple[Frame, ...]
    boxes: tuple[Box, ...]
    routes: tuple[Route, ...]


def lay_out(graph: Graph, measures: Measures = FULL) -> Picture:
    """Place all that a graph has."""
    joined = join(graph)
    boxes = tuple(box_of(node, measures) for node in joined.nodes)
    frames = frames_of(boxes, measures)
    order_rows(frames, boxes, joined.lines)
    router = Router(boxes, frames, joined.lines, measures)
    router.make_room()
    place_rows(frames, router.pairs, measures)
    router.place()
    routes = tuple(router.routes())
    return _framed(frames, boxes, routes, router.rows, measures)


def _framed(
    frames: list[Frame],
    boxes: tuple[Box, ...],
    routes: tuple[Route, ...],
    rows: list[float],
    measures: Measures,
) -> Picture:
    """The picture with a margin around everything."""
    margin = measures.margin
    top = min([*(frame.y for frame in frames), *rows], default=0) - margin
    bottom = max([*(frame.bottom for frame in frames), *rows], default=0) + margin
    right = max((frame.x + frame.width for frame in frames), default=0) + margin
    return Picture(-margin, top, right + margin, bottom - top, tuple(frames), boxes, routes)
