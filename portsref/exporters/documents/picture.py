"""A picture of who connects to whom, for files: groups, places outside, and what joins them.

What many rules allow between the same two ends is one arrow with all their protocols and ports.
A picture shows neither reasons nor all addresses of a group; these stand in the other files.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from portsref.exporters.base import Job
from portsref.exporters.documents.about import facts_of_plan
from portsref.exporters.language import Language
from portsref.exporters.text import one_line
from portsref.exporters.words import OUTSIDE, RuleWords
from portsref.messages import Message, gettext_noop
from portsref.pictures.graph import Allowed, End, EndName, Graph, graph_of
from portsref.pictures.svg import PictureWords
from portsref.planning.document import PlanDocument
from portsref.planning.rules import Rule

MOST_ADDRESSES = 4
AND_MORE = gettext_noop("and %(count)s more")
TITLE = gettext_noop("Who may connect to whom: %(plan)s")
DESCRIPTION = gettext_noop("%(groups)s groups and external destinations, %(arrows)s connections.")
MAY_CONNECT = gettext_noop("%(source)s may connect to %(destination)s: %(ports)s")
AMONG = gettext_noop("Hosts of %(group)s may connect to each other: %(ports)s")


def draw(job: Job) -> Graph:
    """The graph of a job's rules."""
    return graph_in(job.language, job.rule_set.document, job.rules)


def graph_in(
    language: Language,
    document: PlanDocument,
    rules: Iterable[Rule],
    end_name: EndName | None = None,
) -> Graph:
    """The graph of rules with the names of their ends in a language; no text has several lines.

    `end_name` words an end where somebody has other words than files have.
    """
    say = end_name or RuleWords(language).end_name
    graph = graph_of(document, rules, lambda end, rule: one_line(say(end, rule)))
    ends = (replace(end, zone=one_line(end.zone)) for end in graph.ends)
    return replace(graph, ends=tuple(ends))


def picture_words(language: Language, title: str, graph: Graph) -> PictureWords:
    """What a picture says besides names and ports; `title` is the plan's."""
    say = language.say
    return PictureWords(
        title=say(TITLE, plan=title),
        description=say(DESCRIPTION, groups=len(graph.ends), arrows=len(graph.edges)),
        outside=say(OUTSIDE["external"]),
        line=lambda source, destination, ports: say(
            MAY_CONNECT, source=source, destination=destination, ports=ports
        ),
        among=lambda group, ports: say(AMONG, group=group, ports=ports),
        item=language.marks.item,
    )


def zones_of(graph: Graph) -> Mapping[str, list[End]]:
    """The ends of each zone, those without one under the empty name."""
    zones: dict[str, list[End]] = {}
    for end in graph.ends:
        zones.setdefault(end.zone, []).append(end)
    return zones


def lines_of_end(end: End, language: Language) -> Iterator[str]:
    """What stands in the box of an end: its name, and the first of its addresses."""
    yield end.name
    yield from end.addresses[:MOST_ADDRESSES]
    if more := len(end.addresses[MOST_ADDRESSES:]):
        yield language.say(AND_MORE, count=more)


def lines_of_arrow(allowed: Allowed) -> Iterator[str]:
    """What stands at an arrow, a line a protocol."""
    return (f"{protocol} {ports}".strip() for protocol, ports in allowed)


def comments_of(job: Job) -> Iterator[str]:
    """The facts of the plan, and for how many rules of which reason there is no arrow."""
    for label, value in facts_of_plan(job):
        yield f"{label}{job.language.marks.label}{value}"
    reasons: dict[Message, int] = {}
    for item in job.left_out:
        reasons[item.why] = reasons.get(item.why, 0) + 1
    for why, count in reasons.items():
        yield f"{count}{job.language.marks.label}{job.language.say(why)}"


def joined(lines: Iterable[str], separator: str) -> str:
    """The lines of a label that have something in them."""
    return separator.join(filter(None, lines))
