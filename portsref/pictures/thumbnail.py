"""A picture the size of a thumb: boxes and lines without a word, for lists of plans."""

from collections.abc import Iterator

from portsref.pictures.graph import graph_of
from portsref.pictures.layout import Picture, lay_out
from portsref.pictures.measures import SMALL
from portsref.planning.rules import RuleSet

WIDTH, HEIGHT = 160, 96


def thumbnail(rule_set: RuleSet) -> str:
    """The picture of a plan as SVG, 160 by 96 pixels, hidden from whoever does not see it.

    Its classes are `thumbnail`, `thumbnail__zone`, `__line` and `__box`, the latter two with
    `--crossing` and `--outside`; `thumbnail.css` has their colours.
    """
    graph = graph_of(rule_set.document, rule_set.all_rules, lambda end, _rule: end.name)
    return "".join(_elements(lay_out(graph, SMALL)))


def _elements(picture: Picture) -> Iterator[str]:
    width, height = max(picture.width, WIDTH), max(picture.height, HEIGHT)
    x = picture.x - (width - picture.width) / 2
    y = picture.y - (height - picture.height) / 2
    yield (
        f'<svg class="thumbnail" width="{WIDTH}" height="{HEIGHT}" aria-hidden="true"'
        f' viewBox="{x:.1f} {y:.1f} {width:.1f} {height:.1f}">'
    )
    for frame in picture.frames:
        if frame.zone:
            yield (
                f'<rect class="thumbnail__zone" x="{frame.x:.1f}" y="{frame.y:.1f}"'
                f' width="{frame.width:.1f}" height="{frame.height:.1f}" rx="3"/>'
            )
    for route in picture.routes:
        crossing = " thumbnail__line--crossing" if route.line.crosses_zones else ""
        yield f'<path class="thumbnail__line{crossing}" d="{route.path}"/>'
    for box in picture.boxes:
        outside = " thumbnail__box--outside" if box.node.is_outside else ""
        yield (
            f'<rect class="thumbnail__box{outside}" x="{box.x:.1f}" y="{box.y:.1f}"'
            f' width="{box.width:.1f}" height="{box.height:.1f}" rx="2"/>'
        )
    yield "</svg>"
