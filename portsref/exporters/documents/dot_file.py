"""DOT: a picture of groups and flows for Graphviz, in the reader's language.

The DOT language of Graphviz (graphviz.org/doc/info/lang.html). Every text is a quoted string, in
which a backslash, a quote and an ampersand stand for nothing but themselves. A rule that is to be
removed has no arrow; any other can be drawn.
"""

from collections.abc import Iterable, Iterator

from portsref.exporters.base import Exporter, Job, says_everything
from portsref.exporters.documents.about import title_of
from portsref.exporters.documents.picture import (
    comments_of,
    draw,
    joined,
    lines_of_arrow,
    lines_of_end,
    zones_of,
)
from portsref.exporters.language import Language
from portsref.messages import gettext_noop
from portsref.pictures.graph import End

STYLE = """  graph [rankdir=LR, fontname="sans-serif", labelloc=t, ranksep=1.5, nodesep=0.4]
  node [shape=box, style=rounded, fontname="sans-serif", fontsize=11]
  edge [fontname="sans-serif", fontsize=9]
"""


def quoted(lines: Iterable[str]) -> str:
    """The lines of a label as one quoted string."""
    escaped = (
        line.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;") for line in lines
    )
    return f'"{joined(escaped, "\\n")}"'


def render(job: Job) -> Iterator[str]:
    """Write the boxes of each zone, then the arrows."""
    yield from (f"// {line}\n" for line in comments_of(job))
    title = quoted((title_of(job),))
    yield f"digraph {title} {{\n{STYLE}  label={title}\n"
    graph = draw(job)
    for number, (zone, ends) in enumerate(zones_of(graph).items()):
        yield from _zone(number, zone, ends, job.language)
    for edge in graph.edges:
        label = quoted(lines_of_arrow(edge.allowed))
        yield f"  n{edge.source} -> n{edge.destination} [label={label}]\n"
    yield "}\n"


def _zone(number: int, zone: str, ends: Iterable[End], language: Language) -> Iterator[str]:
    if zone:
        yield f"  subgraph cluster_{number} {{\n  label={quoted((zone,))}\n"
    for end in ends:
        yield f"  n{end.number} [label={quoted(lines_of_end(end, language))}]\n"
    if zone:
        yield "  }\n"


EXPORTER = Exporter(
    name="dot",
    label="DOT",
    summary=gettext_noop("A picture of groups and flows for Graphviz."),
    family="document",
    media_type="text/vnd.graphviz; charset=utf-8",
    suffix="dot",
    says=says_everything,
    render=render,
    has_words=True,
)
