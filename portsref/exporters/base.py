"""What every exporter takes and gives."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from typing import Literal

from portsref.exporters.language import ENGLISH, Language
from portsref.messages import Message, gettext_noop
from portsref.planning.choice import EVERYTHING, Choice, narrowed
from portsref.planning.document import PlanDocument
from portsref.planning.provenance import UNSAVED, Provenance
from portsref.planning.rules import Rule, RuleSet

LONGEST_SLUG = 60
ZIP = "application/zip"
PIECE = 64 * 1024
CANNOT_REMOVE = Message(gettext_noop("the format cannot say that a rule is to be removed"))

# To whom a file is sent, by which readers find it.
type Family = Literal[
    "ticket", "document", "hosts", "network", "cloud", "cluster", "proxy", "pipeline"
]
# Why a rule cannot be said, or nothing where it can.
type Says = Callable[[Rule], Message | None]
# A part of a file, however small; text is written in UTF-8.
type Chunk = str | bytes


def says_everything(_rule: Rule) -> None:
    """There is no rule that the format cannot say."""


def room_for_everything(_choice: Choice, _document: PlanDocument) -> Says:
    """There is no limit to a file."""
    return says_everything


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A rule that a format cannot say, and why."""

    rule: Rule
    why: Message


@dataclass(frozen=True, slots=True)
class File:
    """One file, which is written when somebody reads it: a large one need not be held whole.

    `render` yields it from the beginning each time that it is called, with the same bytes.
    """

    name: str
    media_type: str
    render: Callable[[], Iterable[Chunk]]

    def pieces(self) -> Iterator[bytes]:
        """The content in pieces of about 64 KiB, of which there is only one at a time."""
        held: list[bytes] = []
        size = 0
        for chunk in self.render():
            held.append(chunk.encode() if isinstance(chunk, str) else chunk)
            size += len(held[-1])
            if size >= PIECE:
                yield b"".join(held)
                held, size = [], 0
        if held:
            yield b"".join(held)

    @property
    def content(self) -> bytes:
        """The whole content, for whoever has room for it."""
        return b"".join(self.pieces())


@dataclass(frozen=True, slots=True)
class Export:
    """What a format makes of rules, and the rules that it could not say.

    `archive` is the name of one file for all of them, where a format has several.
    """

    files: tuple[File, ...]
    left_out: tuple[LeftOut, ...] = ()
    archive: str = ""

    @property
    def file(self) -> File:
        """The file of a format that has no other."""
        (file,) = self.files
        return file


@dataclass(frozen=True, slots=True)
class Job:
    """What a format is to write.

    The rules are merged and narrowed as was chosen, and the format can say every one of them: what
    it cannot is in `left_out`, to be told where the format has comments.
    """

    exporter: "Exporter"
    rule_set: RuleSet
    choice: Choice
    provenance: Provenance
    left_out: tuple[LeftOut, ...]
    language: Language = ENGLISH

    @property
    def rules(self) -> Iterator[Rule]:
        """One rule after the other: those within the plan, then those to places outside."""
        return each_rule(self.rule_set)


def each_rule(rule_set: RuleSet) -> Iterator[Rule]:
    """The rules of `all_rules`, without a list of them."""
    return chain(rule_set.rules, rule_set.outbound)


def render_nothing(_job: Job) -> Iterable[Chunk]:
    """The `render` of a format of several files, each of which has its own."""
    return ()


def render_one_file(job: Job) -> Iterable[File]:
    """The one file of a format that has no other, as its `render` writes it."""
    exporter = job.exporter
    name = file_name(job.rule_set, job.provenance, exporter.suffix, job.choice)
    yield File(name, exporter.media_type, partial(exporter.render, job))


@dataclass(frozen=True, slots=True, kw_only=True)
class Exporter:
    """A format: its name in addresses and commands, its words for people, and its writer.

    What it cannot say is asked rule by rule and never found out by writing: `says` knows it of a
    rule alone, `room` of the plan and of what one file may hold, and is asked for each rule in
    turn. Rules to be removed are left out unless the format `says_actions`, because it would allow
    them instead. `dump` writes plain values that are no rules, such as a whole diff.

    `follows` names the manual, with its section, where no program at hand can judge what is
    written; page and file say so. It is empty where a judge has accepted every reference plan.

    `render` yields the content of the format's one file, rule by rule, so that no more than a rule
    is held at a time; a format of several files has `render_files` instead.
    """

    name: str
    label: str
    summary: str
    family: Family
    media_type: str
    suffix: str
    says: Says
    render: Callable[[Job], Iterable[Chunk]] = render_nothing
    render_files: Callable[[Job], Iterable[File]] = render_one_file
    room: Callable[[Choice, PlanDocument], Says] = room_for_everything
    expands: bool = False
    says_actions: bool = False
    is_text: bool = True
    has_words: bool = False
    only_language: str = ""
    follows: str = ""
    dump: Callable[[object], str] | None = None

    def export(
        self,
        rule_set: RuleSet,
        choice: Choice = EVERYTHING,
        provenance: Provenance = UNSAVED,
        language: Language = ENGLISH,
    ) -> Export:
        """The files of the rules that were chosen; the same input, the same bytes.

        `language` is the one that `language_tag` names.
        """
        wanted = narrowed(rule_set, choice)
        left_out = self.left_out(wanted, choice)
        job = Job(self, _without(wanted, left_out), choice, provenance, left_out, language)
        files = tuple(self.render_files(job))
        if not self.has_several_files:
            return Export(files, left_out)
        archive = file_name(rule_set, provenance, f"{self.name}.zip", choice)
        return Export(files, left_out, archive=archive)

    def language_tag(self, reader: str) -> str:
        """In which language it writes for a reader of another, or of this one."""
        return self.only_language or (reader if self.has_words else ENGLISH.tag)

    @property
    def has_several_files(self) -> bool:
        """Tell whether there is a file for each of something, which may be only one in a plan."""
        return self.render_files is not render_one_file

    @property
    def sent_as(self) -> str:
        """The media type of what is sent: of its file, or of a zip where it has several."""
        return ZIP if self.has_several_files else self.media_type

    def left_out(self, rule_set: RuleSet, choice: Choice) -> tuple[LeftOut, ...]:
        """What it cannot say of rules that are narrowed already, without writing anything."""
        has_room = self.room(choice, rule_set.document)

        def why(rule: Rule) -> Message | None:
            if rule.action == "remove" and not self.says_actions:
                return CANNOT_REMOVE
            return self.says(rule) or has_room(rule)

        asked = ((rule, why(rule)) for rule in each_rule(rule_set))
        return tuple(LeftOut(rule, reason) for rule, reason in asked if reason)


def _without(rule_set: RuleSet, left_out: Iterable[LeftOut]) -> RuleSet:
    gone = {item.rule.name for item in left_out}
    if not gone:
        return rule_set
    return replace(
        rule_set,
        rules=tuple(rule for rule in rule_set.rules if rule.name not in gone),
        outbound=tuple(rule for rule in rule_set.outbound if rule.name not in gone),
    )


def file_name(
    rule_set: RuleSet, provenance: Provenance, suffix: str, choice: Choice = EVERYTHING
) -> str:
    """Name a file after the title, the revision and the phase, in ASCII that every system takes.

    `-rules` keeps it from taking the place of the plan document that it was made from; a delta
    request says instead what it holds.
    """
    revision = "" if provenance.revision is None else f"-r{provenance.revision}"
    what = {"": "rules", "both": "delta"}.get(provenance.delta, provenance.delta)
    phase = f"-{choice.phase}" if choice.phase else ""
    return f"{_slug(rule_set.document.title) or 'plan'}{revision}-{what}{phase}.{suffix}"


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST_SLUG].strip("-")
