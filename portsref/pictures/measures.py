"""How large things are in a picture, in pixels at its own size."""

from dataclasses import dataclass

from portsref.pictures.labels import LONGEST_PORTS


@dataclass(frozen=True, slots=True)
class Measures:
    """Sizes of texts, and of the room around and between things."""

    name_size: float = 13
    small_size: float = 11
    zone_size: float = 12
    widest_zone: float = 220
    name_line: float = 18
    small_line: float = 15
    widest_text: float = 190
    smallest_width: float = 104
    smallest_height: float = 42
    box_side: float = 13
    box_top: float = 9
    between_ends: float = 5  # of one box
    among_room: float = 24  # the line below with what hosts open to each other
    loop: float = 15  # the sign before it
    pitch: float = 20  # from one arrow of a side to the next
    arrow: float = 8
    label_room: float = 6  # around a label
    pair: float = 9  # from the middle of a box to an arrow up or down
    frame_side: float = 18
    frame_head: float = 34
    frame_foot: float = 18
    between_boxes: float = 26
    between_arrows: float = 58  # boxes with an arrow up or down
    between_frames: float = 22
    gutter: float = 44
    gutter_line: float = 5  # more for each line in it
    widest_gutter: float = 120
    lane: float = 9
    margin: float = 14
    has_texts: bool = True
    longest_ports: int = LONGEST_PORTS  # of a label, in characters
    is_upright: bool = False  # all boxes in one column


FULL = Measures()
# As wide as a phone.
UPRIGHT = Measures(
    is_upright=True, longest_ports=14, widest_text=144, frame_side=8, lane=6, margin=2
)
SMALL = Measures(
    smallest_width=20,
    smallest_height=17,
    box_side=0,
    box_top=0,
    between_ends=0,
    among_room=0,
    pitch=4,
    arrow=1,
    label_room=1,
    pair=3,
    frame_side=5,
    frame_head=6,
    frame_foot=6,
    between_boxes=10,
    between_arrows=14,
    between_frames=6,
    gutter=10,
    gutter_line=0.5,
    widest_gutter=16,
    lane=3,
    margin=2,
    has_texts=False,
)
