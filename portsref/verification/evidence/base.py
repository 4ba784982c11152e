"""What a reader of evidence is, and how lines become a log."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from portsref.importers.base import Document
from portsref.importers.facts import Doubt, Origin, Unread
from portsref.importers.values import Place
from portsref.messages import Message, gettext_noop
from portsref.verification.evidence.model import Log, Said, Sighting

MOST_TOLD = 3
MOST_SIGHTINGS = 20_000

NOT_READ = gettext_noop("%(number)d more lines could not be read")
TOO_MANY = gettext_noop("of more than %(most)d kinds of packets the others were not looked at")

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}")
_SYSLOG = re.compile(r"(?:<[0-9]{1,3}>)?([A-Z][a-z]{2}) {1,2}([0-9]{1,2}) ([0-9:]{8})")
_MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec"


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads what one tool or firewall says of packets.

    `command` is how to get it, `sample` a small print.
    """

    name: str
    label: str
    command: str
    sample: str
    recognises: Callable[[Document], bool]
    read: Callable[[Document], Iterator[Said]]
    starts: Callable[[str], bool] = lambda _line: False


@dataclass(slots=True)
class Lines:
    """The sightings of one document as far as it was read, equal ones once."""

    document: Document
    label: str
    first: str = ""
    last: str = ""
    sightings: dict[tuple[object, ...], Sighting] = field(default_factory=dict)
    told: list[Doubt | Unread] = field(default_factory=list)
    not_read: int = 0
    beyond: int = 0

    @property
    def place(self) -> Place:
        """Where the document begins."""
        return Place(self.document.file, self.document.line)

    def add(self, sighting: Sighting) -> None:
        """Take one more sighting; of equal ones the last time counts."""
        self.saw(sighting.when)
        one = sighting
        key = (one.passages, one.result, one.opens, str(one.why), one.needs_side)
        known = self.sightings.get(key)
        if known:
            times, when = known.times + one.times, max(known.when, one.when)
            self.sightings[key] = replace(known, times=times, when=when)
        elif len(self.sightings) < MOST_SIGHTINGS:
            self.sightings[key] = one
        else:
            self.beyond += 1

    def saw(self, when: str) -> None:
        """Widen the time that the log is about; texts of one form are in their order."""
        if when:
            self.first = min(self.first, when) if self.first else when
            self.last = max(self.last, when)

    def tell(self, line: int, said: type[Doubt] | type[Unread], reason: Message) -> None:
        """Tell of a line that cannot be read, of many only of the first."""
        if len(self.told) < MOST_TOLD:
            self.told.append(said(Origin(Place(self.document.file, line)), reason))
        else:
            self.not_read += 1

    def said(self) -> Iterator[Said]:
        """The log, and what is to be told of it."""
        yield from self.told
        if self.not_read:
            yield Unread(Origin(self.place), Message(NOT_READ, {"number": self.not_read}))
        if self.beyond:
            yield Unread(Origin(self.place), Message(TOO_MANY, {"most": MOST_SIGHTINGS}))
        sightings = tuple(self.sightings.values())
        if sightings or self.first:
            yield Log(self.place, self.label, sightings, self.first, self.last)


def time_in(line: str) -> str:
    """The first time in a line that says one, as text that sorts; empty where it says none."""
    if found := _ISO.search(line[:400]):
        return found[0].replace("T", " ")
    found = _SYSLOG.match(line)
    month = _MONTHS.find(found[1]) // 3 + 1 if found else 0
    return f"{month:02}-{found[2]:0>2} {found[3]}" if found and month else ""


def time_of(seconds: str) -> str:
    """Seconds since 1970 as text of UTC; empty where it is no such number."""
    if not re.fullmatch(r"[0-9]{9,10}(?:\.[0-9]{1,9})?", seconds):
        return ""
    moment = datetime.fromtimestamp(int(seconds.partition(".")[0]), UTC)
    return moment.strftime("%Y-%m-%d %H:%M:%S")
