"""A picture of who connects to whom: groups as boxes in their zones, and one arrow a pair of them.

What many rules allow between the same two ends is one arrow with all their protocols and ports.
A picture shows neither reasons nor all addresses of a group; these stand in the other files.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from portsref.exporters.base import Job
from portsref.exporters.documents.about import facts_of_plan
from portsref.exporters.text import one_line
from portsref.exporters.words import RuleWords
from portsref.messages import Message, gettext_noop
from portsref.planning.rules import Endpoint, EndpointKind, Rule
from portsref.ports import PortSet

MOST_ADDRESSES = 4
AND_MORE = gettext_noop("and %(count)s more")

# Two ends are one box if they are called the same and are of the same kind.
type Key = tuple[EndpointKind, str]


def key_of(end: Endpoint) -> Key:
    """What tells an end from another in a picture."""
    return end.kind, end.name


@dataclass(slots=True)
class Box:
    """An end: the number by which arrows know it, its zone and the lines that stand in it."""

    number: int
    zone: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Arrow:
    """What may connect from one box to another, a line a protocol."""

    source: int
    destination: int
    lines: tuple[str, ...]


@dataclass(slots=True)
class Picture:
    """Boxes and arrows, in the order of the rules."""

    boxes: dict[Key, Box] = field(default_factory=dict)
    _ports: dict[tuple[Key, Key], dict[str, PortSet]] = field(default_factory=dict)

    def add(self, rule: Rule, words: RuleWords) -> None:
        """Draw a rule."""
        for end in (rule.source, rule.destination):
            self._add_box(end, tuple(_lines(end, rule, words)))
        keys = key_of(rule.source), key_of(rule.destination)
        ports = self._ports.setdefault(keys, {})
        ports[rule.protocol] = ports.get(rule.protocol, PortSet()) | rule.ports

    def _add_box(self, end: Endpoint, lines: tuple[str, ...]) -> None:
        """Draw an end; one that is there with fewer addresses shows these."""
        new = Box(len(self.boxes), one_line(end.zone or ""), lines)
        box = self.boxes.setdefault(key_of(end), new)
        box.lines = max(box.lines, lines, key=len)

    @property
    def zones(self) -> dict[str, list[Box]]:
        """The boxes of each zone, those without one under the empty name."""
        zones: dict[str, list[Box]] = {}
        for box in self.boxes.values():
            zones.setdefault(box.zone, []).append(box)
        return zones

    @property
    def arrows(self) -> Iterator[Arrow]:
        """One arrow for each pair of boxes."""
        for (source, destination), ports in self._ports.items():
            lines = tuple(f"{protocol} {allowed}".strip() for protocol, allowed in ports.items())
            yield Arrow(self.boxes[source].number, self.boxes[destination].number, lines)


def draw(job: Job) -> Picture:
    """The picture of a job's rules."""
    picture, words = Picture(), RuleWords(job.language)
    for rule in job.rules:
        picture.add(rule, words)
    return picture


def _lines(end: Endpoint, rule: Rule, words: RuleWords) -> Iterator[str]:
    yield one_line(words.end_name(end, rule))
    yield from map(str, end.addresses[:MOST_ADDRESSES])
    if more := len(end.addresses[MOST_ADDRESSES:]):
        yield words.language.say(AND_MORE, count=more)


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
