"""What stands in the box of a node, and how large the box is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from portsref.pictures.graph import End
from portsref.pictures.joining import Node
from portsref.pictures.labels import broken, ports_in_short, width_of
from portsref.pictures.measures import Measures

MOST_ADDRESSES = 2
MOST_ENDS_WITH_ADDRESSES = 4

type TextKind = Literal["name", "address", "among"]


@dataclass(frozen=True, slots=True)
class BoxText:
    """A line of text in a box: its kind and where its baseline is below the top."""

    kind: TextKind
    text: str
    below: float


@dataclass(slots=True)
class Box:
    """A node with its texts, and where it stands once that is known."""

    node: Node
    texts: tuple[BoxText, ...]
    width: float
    height: float
    column: int = 0
    x: float = 0
    y: float = 0

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Where it ends below."""
        return self.y + self.height

    @property
    def middle(self) -> float:
        """Half its height down."""
        return self.y + self.height / 2

    @property
    def centre(self) -> float:
        """Half its width along."""
        return self.x + self.width / 2


def box_of(node: Node, measures: Measures) -> Box:
    """The box of a node, as large as its texts need."""
    if not measures.has_texts:
        return Box(node, (), measures.smallest_width, measures.smallest_height)
    texts = tuple(_placed(node, measures))
    widest = max(_width(text, measures) for text in texts)
    below = texts[-1].below + (7 if node.among else measures.box_top - 2)
    return Box(
        node,
        texts,
        max(measures.smallest_width, widest + 2 * measures.box_side),
        max(measures.smallest_height, below),
    )


def _placed(node: Node, measures: Measures) -> Iterator[BoxText]:
    has_addresses = len(node.ends) <= MOST_ENDS_WITH_ADDRESSES
    below = measures.box_top - 4
    for place, end in enumerate(node.ends):
        below += measures.between_ends if place else 0
        for kind, text in _lines(end, measures, has_addresses=has_addresses):
            below += measures.name_line if kind == "name" else measures.small_line
            yield BoxText(kind, text, below)
    if node.among:
        among = ports_in_short(node.among, measures.longest_ports)
        yield BoxText("among", among, below + measures.among_room)


def _lines(end: End, measures: Measures, *, has_addresses: bool) -> Iterator[tuple[TextKind, str]]:
    for line in broken(end.name, measures.widest_text, measures.name_size):
        yield "name", line
    if has_addresses:
        yield from (("address", line) for line in _addresses(end.addresses, measures))


def _addresses(addresses: tuple[str, ...], measures: Measures) -> Iterator[str]:
    """The first addresses, and how many more there are."""
    shown = [address.replace("-", "–") for address in addresses[:MOST_ADDRESSES]]
    if more := len(addresses) - len(shown):
        shown[-1] = f"{shown[-1]} +{more}"
    for address in shown:
        yield from broken(address, measures.widest_text, measures.small_size, is_mono=True)


def _width(text: BoxText, measures: Measures) -> float:
    if text.kind == "name":
        return width_of(text.text, measures.name_size)
    loop = measures.loop if text.kind == "among" else 0
    return loop + width_of(text.text, measures.small_size, is_mono=True)
