"""SVG: a picture of groups and flows that any browser and editor shows, in the reader's language.

SVG 1.1 with classes and its style in the file: nothing is loaded, nothing runs. Groups stand in
columns by who begins connections, in frames of their zones; groups that may connect to the same
with the same ports are one box. Labels have the first ports, and all of them stand in the titles
of arrows and boxes, which browsers show over them. At most 100 boxes and 1,200 arrows are drawn:
beyond that nobody sees anything in a picture. A rule that is to be removed has no arrow.
"""

from collections.abc import Iterator
from dataclasses import replace
from html import escape

from portsref.exporters.base import Exporter, Job, Says, says_everything
from portsref.exporters.documents.about import facts_of_plan, title_of
from portsref.exporters.documents.picture import draw, picture_words
from portsref.messages import Message, gettext_noop
from portsref.pictures.graph import key_of
from portsref.pictures.labels import BETWEEN, cut, width_of
from portsref.pictures.layout import Picture, lay_out
from portsref.pictures.svg import svg_of
from portsref.planning.choice import Choice
from portsref.planning.document import PlanDocument
from portsref.planning.rules import Rule

MOST_BOXES = 100
MOST_ARROWS = 1_200
TOO_MANY_BOXES = Message(
    gettext_noop("the picture has room for %(most)s groups and destinations"),
    {"most": str(MOST_BOXES)},
)
TOO_MANY_ARROWS = Message(
    gettext_noop("the picture has room for %(most)s arrows"), {"most": f"{MOST_ARROWS:,}"}
)
CROSSES = gettext_noop("crosses zones")
WITHIN = gettext_noop("within a zone")
HEAD, FOOT, EDGE = 36, 26, 16
NARROWEST = 420
REGULAR = 0.9  # of the width of what is bold
TITLE_SIZE, FACT_SIZE, FACT_LINE = 16, 11, 16

STYLE = """
.picture { background: #fff; font-family: system-ui, "Segoe UI", Roboto, "Noto Sans",
  "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif }
.picture text { fill: #4a525c; font-size: 11px }
.picture a { text-decoration: none }
.picture .picture__title { fill: #14181d; font-size: 16px; font-weight: 600 }
.picture__zone rect { fill: #f7f8fa; stroke: #cfd4da; stroke-dasharray: 4 4 }
.picture__zone--outside rect { fill: none; stroke: none }
.picture .picture__zone text { fill: #636c77; font-size: 12px }
.picture__stroke { fill: none; stroke: #858e99; stroke-width: 1.25 }
.picture__tip { fill: #858e99 }
.picture__line--crossing .picture__stroke { stroke: #1f5fd6 }
.picture__line--crossing .picture__tip { fill: #1f5fd6 }
.picture__reach { fill: none; stroke: none; stroke-width: 12; pointer-events: stroke }
.picture__ports, .picture__address, .picture__among { font-family: ui-monospace, "SF Mono",
  Menlo, Consolas, "DejaVu Sans Mono", "Noto Sans CJK SC", monospace }
.picture__ports--again { visibility: hidden }
.picture__box rect { fill: #fff; stroke: #cfd4da }
.picture__box--outside rect { fill: #f7f8fa }
.picture .picture__name { fill: #14181d; font-size: 13px; font-weight: 600 }
.picture__row { fill: none }
.picture__rule { stroke: #e4e7eb }
.picture__loop { fill: none; stroke: #636c77; stroke-width: 1.25 }
"""


def room(_choice: Choice, _document: PlanDocument) -> Says:
    """Ask of each rule whether its arrow and its boxes still have room."""
    arrows: set[object] = set()
    boxes: set[object] = set()

    def has_room(rule: Rule) -> Message | None:
        ends = {key_of(rule.source), key_of(rule.destination)}
        arrow = key_of(rule.source), key_of(rule.destination)
        if len(boxes | ends) > MOST_BOXES:
            return TOO_MANY_BOXES
        if arrow not in arrows and len(arrows) >= MOST_ARROWS:
            return TOO_MANY_ARROWS
        boxes.update(ends)
        arrows.add(arrow)
        return None

    return has_room


def render(job: Job) -> Iterator[str]:
    """Draw it with the title and the facts of the plan above, and what its lines mean below."""
    graph = draw(job)
    laid_out = lay_out(graph)
    width = max(laid_out.width, NARROWEST)
    facts = _facts(job, width - 2 * EDGE)
    head = HEAD + len(facts) * FACT_LINE
    picture = replace(
        laid_out, y=laid_out.y - head, width=width, height=laid_out.height + head + FOOT
    )
    around = "".join(
        [f"<style>{STYLE}</style>\n", *_head(job, facts, picture), *_foot(job, picture)]
    )
    yield from svg_of(picture, picture_words(job.language, title_of(job), graph), before=around)


def _facts(job: Job, width: float) -> tuple[str, ...]:
    """What the plan says about itself besides its title, in lines, no fact in two of them."""
    label = job.language.marks.label
    lines: list[str] = []
    for name, value in [*facts_of_plan(job)][1:]:
        fact = f"{name}{label}{value}"
        longer = f"{lines[-1]}{BETWEEN}{fact}" if lines else ""
        if lines and width_of(longer, FACT_SIZE * REGULAR) <= width:
            lines[-1] = longer
        else:
            lines.append(cut(fact, width, FACT_SIZE * REGULAR))
    return tuple(lines)


def _head(job: Job, facts: tuple[str, ...], picture: Picture) -> Iterator[str]:
    x, y = picture.x + EDGE, picture.y + 28
    title = cut(title_of(job), picture.width - 2 * EDGE, TITLE_SIZE)
    yield f'<text class="picture__title" x="{x:.1f}" y="{y:.1f}">{escape(title)}</text>\n'
    for place, line in enumerate(facts, start=1):
        below = y + 3 + place * FACT_LINE
        yield f'<text x="{x:.1f}" y="{below:.1f}">{escape(line)}</text>\n'


def _foot(job: Job, picture: Picture) -> Iterator[str]:
    """What its lines mean."""
    x, y = picture.x + EDGE, picture.y + picture.height - 14
    for kind, text in (("picture__line--crossing", CROSSES), ("", WITHIN)):
        said = job.language.say(text)
        yield (
            f'<g class="{kind}"><path class="picture__stroke" d="M{x:.1f} {y:.1f}h28"/>'
            f'<text x="{x + 36:.1f}" y="{y + 4:.1f}">{escape(said)}</text></g>\n'
        )
        x += 60 + width_of(said, FACT_SIZE)


EXPORTER = Exporter(
    name="svg",
    label="SVG",
    summary=gettext_noop("A picture of groups and flows for any browser, document or wiki."),
    family="document",
    media_type="image/svg+xml; charset=utf-8",
    suffix="svg",
    says=says_everything,
    room=room,
    render=render,
    has_words=True,
)
