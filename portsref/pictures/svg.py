"""A picture as SVG: frames, then lines with their labels, then boxes; all that it says as titles.

Class names say what a thing is and between which boxes a line runs: `from-1`, `to-2`, `box-2`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape

from portsref.pictures.boxes import Box, BoxText
from portsref.pictures.columns import Frame
from portsref.pictures.joining import Line, Node, line_to_itself
from portsref.pictures.labels import ports_in_full
from portsref.pictures.layout import Picture
from portsref.pictures.measures import FULL
from portsref.pictures.routes import Label, Route

ROUND = 8
LOOP = "a4 4 0 1 0 1.2 2.9m-1.2-6.1v3.3h-3.3"  # three quarters of a circle with the tip of an arrow


@dataclass(frozen=True, slots=True)
class PictureWords:
    """What a picture says besides names and ports, in a language.

    `line` words who may connect to whom with what, and `among` what the hosts of a group may open
    to each other; `item` stands between names.
    """

    title: str
    description: str
    outside: str
    line: Callable[[str, str, str], str]
    among: Callable[[str, str], str]
    item: str


@dataclass(frozen=True, slots=True)
class Links:
    """Where a line and a box lead, as addresses; empty where they lead nowhere."""

    of_line: Callable[[Line], str] = lambda _line: ""
    of_node: Callable[[Node], str] = lambda _node: ""


NO_LINKS = Links()


def svg_of(
    picture: Picture,
    words: PictureWords,
    links: Links = NO_LINKS,
    *,
    before: str = "",
    name: str = "picture",
) -> Iterator[str]:
    """The elements of the picture, one a line; `before` is SVG that stands below all others.

    `name` begins its ids, so that two pictures can be on one page.
    """
    yield (
        f'<svg class="picture" xmlns="http://www.w3.org/2000/svg" role="group"'
        f' width="{picture.width:.0f}" height="{picture.height:.0f}" viewBox="{_box(picture)}"'
        f' aria-labelledby="{name}-title {name}-description">\n'
        f'<title id="{name}-title">{escape(words.title)}</title>\n'
        f'<desc id="{name}-description">{escape(words.description)}</desc>\n'
    )
    yield before
    yield from (_frame(frame, words) for frame in picture.frames if frame.is_drawn)
    yield from (_route(route, picture, words, links) for route in picture.routes)
    yield from (_node(box, words, links) for box in picture.boxes)
    yield "</svg>\n"


def names_of(node: Node, words: PictureWords) -> str:
    """All ends of a node."""
    return words.item.join(end.name for end in node.ends)


def line_in_words(line: Line, nodes: tuple[Node, ...], words: PictureWords) -> str:
    """Who may connect to whom, with all ports."""
    source, destination = nodes[line.source], nodes[line.destination]
    ports = ports_in_full(line.allowed)
    return words.line(names_of(source, words), names_of(destination, words), ports)


def _frame(frame: Frame, words: PictureWords) -> str:
    kind = " picture__zone--outside" if frame.is_outside else ""
    name = frame.title(FULL) if frame.zone else words.outside
    full = f"<title>{escape(frame.zone)}</title>" if name != frame.zone and frame.zone else ""
    return (
        f'<g class="picture__zone{kind}">{full}<rect x="{_n(frame.x)}" y="{_n(frame.y)}"'
        f' width="{_n(frame.width)}" height="{_n(frame.height)}" rx="{ROUND + 2}"/>'
        f'<text x="{_n(_title_x(frame))}" y="{_n(frame.y + 21)}">{escape(name)}</text></g>\n'
    )


def _title_x(frame: Frame) -> float:
    """Where the name stands: above boxes where there is no frame around them."""
    return min(box.x for box in frame.boxes) if frame.is_outside else frame.x + 14


def _route(route: Route, picture: Picture, words: PictureWords, links: Links) -> str:
    line = route.line
    crosses = " picture__line--crossing" if line.crosses_zones else ""
    nodes = tuple(box.node for box in picture.boxes)
    tip = " ".join(f"{_n(x)},{_n(y)}" for x, y in route.arrow)
    inner = (
        f"<title>{escape(line_in_words(line, nodes, words))}</title>"
        f'<path class="picture__reach" d="{route.path}"/>'
        f'<path class="picture__stroke" d="{route.path}"/>'
        f'<polygon class="picture__tip" points="{tip}"/>{_label(route.label)}'
    )
    kind = f"picture__line{crosses} from-{line.source} to-{line.destination}"
    return _linked(kind, links.of_line(line), inner)


def _label(label: Label | None) -> str:
    if label is None:
        return ""
    again = " picture__ports--again" if label.is_again else ""
    return (
        f'<text class="picture__ports{again}" x="{_n(label.x)}" y="{_n(label.y)}"'
        f' text-anchor="{label.anchor}">{escape(label.text)}</text>'
    )


def _node(box: Box, words: PictureWords, links: Links) -> str:
    outside = " picture__box--outside" if box.node.is_outside else ""
    texts = "".join(_text(box, text) for text in box.texts if text.kind != "among")
    inner = (
        f"<title>{escape(names_of(box.node, words))}</title>"
        f'<rect x="{_n(box.x)}" y="{_n(box.y)}" width="{_n(box.width)}"'
        f' height="{_n(box.height)}" rx="{ROUND}"/>{texts}'
    )
    kind = f"picture__box{outside} box-{box.node.number}"
    among = "".join(_among(box, text, words, links) for text in box.texts if text.kind == "among")
    return _linked(kind, links.of_node(box.node), inner) + among


def _text(box: Box, text: BoxText) -> str:
    x, y = _n(box.x + FULL.box_side), _n(box.y + text.below)
    return f'<text class="picture__{text.kind}" x="{x}" y="{y}">{escape(text.text)}</text>'


def _among(box: Box, text: BoxText, words: PictureWords, links: Links) -> str:
    """The line of a box to itself, as a row of its own at the bottom."""
    node, x, y = box.node, box.x + FULL.box_side, box.y + text.below
    top = y - FULL.small_size - 6
    said = words.among(names_of(node, words), ports_in_full(node.among))
    inner = (
        f"<title>{escape(said)}</title>"
        f'<rect class="picture__row" x="{_n(box.x)}" y="{_n(top)}" width="{_n(box.width)}"'
        f' height="{_n(box.bottom - top)}"/>'
        f'<path class="picture__rule" d="M{_n(box.x)} {_n(top)}h{_n(box.width)}"/>'
        f'<path class="picture__loop" d="M{_n(x + 8)} {_n(y - 5.5)}{LOOP}"/>'
        f'<text class="picture__among" x="{_n(x + FULL.loop)}" y="{_n(y)}">'
        f"{escape(text.text)}</text>"
    )
    kind = f"picture__line picture__line--within from-{node.number} to-{node.number}"
    return _linked(kind, links.of_line(line_to_itself(node)), inner)


def _linked(kind: str, address: str, inner: str) -> str:
    if not address:
        return f'<g class="{kind}">{inner}</g>\n'
    return f'<a class="{kind}" href="{escape(address)}">{inner}</a>\n'


def _box(picture: Picture) -> str:
    return " ".join(map(_n, (picture.x, picture.y, picture.width, picture.height)))


def _n(number: float) -> str:
    """A number in as few signs as the eye needs."""
    return f"{number:.1f}".removesuffix(".0")
