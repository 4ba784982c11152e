"""Mermaid: a picture of groups and flows for Markdown and wikis, in the reader's language.

A flowchart as Mermaid 10 and 11 read it (mermaid.js.org, Flowcharts; "Entity codes to escape
characters"). What is neither a letter, a digit nor harmless stands as its number, in comments too,
where a directive would be obeyed. Not validated: there is no parser of it that this project could
run. Mermaid draws at most 500 arrows, and texts of at most 50,000 characters, unless whoever shows
the picture allows more; a rule beyond that is left out, and so is one that is to be removed.
"""

import re
from collections.abc import Iterable, Iterator

from portsref.exporters.base import Exporter, Job, Says, says_everything
from portsref.exporters.documents.picture import (
    MOST_ADDRESSES,
    comments_of,
    draw,
    joined,
    lines_of_arrow,
    lines_of_end,
    zones_of,
)
from portsref.exporters.language import Language
from portsref.exporters.text import one_line
from portsref.messages import Message, gettext_noop
from portsref.pictures.graph import End, key_of
from portsref.planning.choice import Choice
from portsref.planning.document import PlanDocument
from portsref.planning.rules import Endpoint, Rule

MOST_ARROWS = 500
MOST_CHARACTERS = 50_000
COMMENTS = 4_000  # characters for what is said of the plan
BREAK = "<br/>"
AROUND = 60  # characters around a text of an arrow, a box or a zone

TOO_MANY_ARROWS = Message(
    gettext_noop("the picture has room for %(most)s arrows"), {"most": str(MOST_ARROWS)}
)
TOO_LONG = Message(
    gettext_noop("the picture has room for %(most)s characters"), {"most": f"{MOST_CHARACTERS:,}"}
)

# All that is not a letter or a digit, but for what can begin nothing where it stands.
_MARKS = re.compile(r"[^\w\s.,/:()-]|_|[.-](?=\s|$)|(?<=[.\-/:(),])[.\-/:(),]|^[.,/:()-]")


def text(plain: str) -> str:
    """A text for a label or a comment, with numbers for all that could be something else."""
    return _MARKS.sub(lambda mark: f"#{ord(mark[0])};", plain)


def room(_choice: Choice, _document: PlanDocument) -> Says:
    """Ask of each rule whether its arrow, its boxes and its zones still have room."""
    arrows: set[object] = set()
    drawn: set[object] = set()
    left = MOST_CHARACTERS - COMMENTS

    def has_room(rule: Rule) -> Message | None:
        nonlocal left
        arrow = key_of(rule.source), key_of(rule.destination)
        if arrow not in arrows and len(arrows) >= MOST_ARROWS:
            return TOO_MANY_ARROWS
        lengths: dict[object, int] = {end: _length(end) for end in (rule.source, rule.destination)}
        lengths[arrow] = AROUND
        line = f"{rule.protocol} {rule.ports}"
        lengths[arrow, line] = len(line) + len(BREAK)
        needed = sum(length for what, length in lengths.items() if what not in drawn)
        if needed > left:
            return TOO_LONG
        left -= needed
        arrows.add(arrow)
        drawn.update(lengths)
        return None

    return has_room


def _length(end: Endpoint) -> int:
    """At most how many characters an end takes, with its zone."""
    words = len(text(one_line(end.name))) + len(text(one_line(end.zone or "")))
    return (
        words
        + sum(len(str(each)) + len(BREAK) for each in end.addresses[:MOST_ADDRESSES])
        + 3 * AROUND
    )


def render(job: Job) -> Iterator[str]:
    """Write the boxes of each zone, then the arrows."""
    yield "flowchart LR\n"
    yield from (f"  %% {text(line)}\n" for line in comments_of(job))
    graph = draw(job)
    for number, (zone, ends) in enumerate(zones_of(graph).items()):
        yield from _zone(number, zone, ends, job.language)
    for edge in graph.edges:
        label = _label(lines_of_arrow(edge.allowed))
        yield f"  n{edge.source} -->|{label}| n{edge.destination}\n"


def _zone(number: int, zone: str, ends: Iterable[End], language: Language) -> Iterator[str]:
    if zone:
        yield f"  subgraph z{number}[{_label((zone,))}]\n"
    for end in ends:
        yield f"  n{end.number}[{_label(lines_of_end(end, language))}]\n"
    if zone:
        yield "  end\n"


def _label(lines: Iterable[str]) -> str:
    """The lines of a label, which must not be empty."""
    return f'"{joined(map(text, lines), BREAK) or "#8203;"}"'


EXPORTER = Exporter(
    name="mermaid",
    label="Mermaid",
    summary=gettext_noop("A picture of groups and flows for Markdown and wikis."),
    family="document",
    media_type="text/vnd.mermaid; charset=utf-8",
    suffix="mmd",
    says=says_everything,
    room=room,
    render=render,
    has_words=True,
)
