"""A draft as the page shows it: each part with its sources and a tick, and what is not in them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext

from portsref.catalogue.catalogue import Catalogue
from portsref.documents.problems import ProblemsError
from portsref.importers.accepting import as_written, piece_text
from portsref.importers.drafts import Draft, Part
from portsref.importers.facts import Doubt, Origin, Piece, Section, Unread
from portsref.importers.reading import Reading
from portsref.importers.updating import Change, changes, not_seen
from portsref.planning.document import PlanDocument
from portsref.web.plans.importing.words import (
    HOWS,
    SECTIONS,
    STATES,
    Words,
    piece_words,
    secret_words,
)
from portsref.web.shared.joining import items
from portsref.web.shared.messages import say
from portsref.web.shared.row_words import word

MOST_SOURCES = 3  # of a part
MOST_HOSTS = 12  # of a group
MOST_TOLD = 60  # reasons
MOST_PLACES = 4  # of a reason


@dataclass(frozen=True, slots=True)
class SourceText:
    """Where a part was read: file and line, what stands there, by which importer, how sure."""

    where: str
    path: str
    importer: str
    how: str
    tone: str


@dataclass(frozen=True, slots=True)
class PartText:
    """A part with the value that its tick sends; without one it cannot be accepted."""

    id: str
    value: str
    words: Words
    is_ticked: bool
    how: str = ""
    tone: str = ""
    why: str = ""
    hosts: str = ""
    sources: tuple[SourceText, ...] = ()
    further: int = 0
    state: str = ""
    before: Words | None = None


@dataclass(frozen=True, slots=True)
class ChoiceText:
    """Parts of which at most one can be accepted, because sources differ."""

    name: str
    title: str
    parts: tuple[PartText, ...]


@dataclass(frozen=True, slots=True)
class SectionText:
    """A section of the plan: its parts, and what must be chosen."""

    name: Section
    title: str
    parts: tuple[PartText, ...]
    choices: tuple[ChoiceText, ...]


@dataclass(frozen=True, slots=True)
class ToldText:
    """One thing that is told of one or many places."""

    reason: str
    places: tuple[str, ...]
    further: int


@dataclass(frozen=True)
class DraftSheet:
    """What was read, in the reader's language.

    With `document`, the plan that is to be updated, each part says what it would change of it.
    """

    draft: Draft
    catalogue: Catalogue
    reading: Reading = field(default_factory=Reading)
    document: PlanDocument | None = None

    @property
    def is_update(self) -> bool:
        """Tell whether a plan is there already."""
        return self.document is not None

    @property
    def taken_for(self) -> tuple[ToldText, ...]:
        """What the documents were taken for, and which of them."""
        together: dict[str, list[str]] = {}
        for one in self.reading.recognised:
            place = f"{one.place.file}:{one.place.line}"
            together.setdefault(one.importer.label, []).append(place)
        return tuple(_told(gettext(label), places) for label, places in together.items())

    @property
    def secrets(self) -> str:
        """How many secrets were left out, by kind; empty where there were none."""
        return items(secret_words(*one) for one in sorted(self.reading.secrets.items()))

    @property
    def doubts(self) -> tuple[ToldText, ...]:
        """What somebody should look at."""
        return _told_together(self.draft.doubts)

    @property
    def unread(self) -> tuple[ToldText, ...]:
        """What stands in the files and is not in the draft."""
        return _told_together(self.draft.unread)

    @cached_property
    def _changes(self) -> tuple[Change, ...]:
        if self.document is None:
            return tuple(Change(part, "new", {}) for part in self.draft.parts)
        return changes(self.draft, self.document)

    @cached_property
    def sections(self) -> tuple[SectionText, ...]:
        """What can be accepted; of a plan that there is, what is not there yet."""
        shown = [change for change in self._changes if change.state != "same"]
        return tuple(self._section(name, shown) for name in SECTIONS if _has(name, shown))

    @property
    def count(self) -> int:
        """How many parts can be accepted."""
        return sum(change.state != "same" for change in self._changes)

    @property
    def count_to_decide(self) -> int:
        """How many of them need a yes or a choice."""
        shown = (change for change in self._changes if change.state != "same")
        return sum(not change.is_accepted_at_first for change in shown)

    @property
    def same(self) -> int:
        """How many parts say what the plan says already."""
        return sum(change.state == "same" for change in self._changes)

    @cached_property
    def not_seen(self) -> tuple[PartText, ...]:
        """What the plan has, and what was read does not show."""
        if self.document is None:
            return ()
        pieces = not_seen(self.draft, self.document, listed=self.reading.listed)
        return tuple(
            PartText(
                id=f"gone-{number}",
                value=piece_text(piece),
                words=piece_words(piece, self.catalogue),
                is_ticked="networks" in piece,
            )
            for number, piece in enumerate(pieces)
        )

    def _section(self, name: Section, shown: Sequence[Change]) -> SectionText:
        own = [change for change in shown if change.part.section == name]
        rivals: dict[frozenset[str], list[Change]] = {}
        for change in own:
            if change.part.rivals:
                key = frozenset((change.part.id, *change.part.rivals))
                rivals.setdefault(key, []).append(change)
        return SectionText(
            name=name,
            title=str(SECTIONS[name]),
            parts=tuple(self._part(one) for one in own if not one.part.rivals),
            choices=tuple(
                self._choice(f"choice-{name}-{number}", members)
                for number, members in enumerate(rivals.values())
            ),
        )

    def _choice(self, name: str, members: Sequence[Change]) -> ChoiceText:
        parts = tuple(map(self._part, members))
        return ChoiceText(name, parts[0].words.title, parts)

    def _part(self, change: Change) -> PartText:
        part = change.part
        how = part.how if part.origins else ""
        whys = (say(origin.why) for origin in part.origins if origin.why)
        names = [host.label for host in part.hosts if host.label]
        return PartText(
            id=f"part-{self._number(part)}",
            value=_value(part.piece),
            words=piece_words(part.piece, self.catalogue),
            is_ticked=change.is_accepted_at_first,
            how=word(HOWS, how) if how else "",
            tone=_TONES.get(how, ""),
            why=next(whys, ""),
            hosts=_shortened(names, MOST_HOSTS),
            sources=tuple(map(_source, _distinct(part.origins)[:MOST_SOURCES])),
            further=max(0, len(_distinct(part.origins)) - MOST_SOURCES),
            state=word(STATES, change.state) if self.is_update else "",
            before=piece_words(change.before, self.catalogue) if change.before else None,
        )

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {part.id: number for number, part in enumerate(self.draft.parts)}

    def _number(self, part: Part) -> int:
        return self._numbers[part.id]


_TONES = {"stated": "good", "guessed": "warn"}


def _value(piece: Piece) -> str:
    """What a tick sends; nothing where no plan takes the piece, of which a doubt tells."""
    try:
        return piece_text(as_written(piece))
    except ProblemsError:
        return ""


def _has(name: Section, shown: Iterable[Change]) -> bool:
    return any(change.part.section == name for change in shown)


def _distinct(origins: Iterable[Origin]) -> list[Origin]:
    """The origins, those at one place once."""
    return list({str(origin.place): origin for origin in origins}.values())


def _source(origin: Origin) -> SourceText:
    place = origin.place
    return SourceText(
        where=f"{place.file}:{place.line}" if place.line else place.file,
        path=place.path,
        importer=gettext(origin.importer) if origin.importer else "",
        how=word(HOWS, origin.how),
        tone=_TONES.get(origin.how, ""),
    )


def _shortened(names: Sequence[str], most: int) -> str:
    shown = items(names[:most])
    further = len(names) - most
    if further <= 0:
        return shown
    return gettext("%(groups)s and %(count)d more") % {"groups": shown, "count": further}


def _told(reason: str, places: Collection[str]) -> ToldText:
    known = list(dict.fromkeys(places))
    return ToldText(reason, tuple(known[:MOST_PLACES]), max(0, len(known) - MOST_PLACES))


def _told_together(facts: Iterable[Doubt | Unread]) -> tuple[ToldText, ...]:
    together: dict[str, list[str]] = {}
    for fact in facts:
        together.setdefault(say(fact.reason), []).append(str(fact.origin.place))
    return tuple(_told(reason, places) for reason, places in list(together.items())[:MOST_TOLD])
