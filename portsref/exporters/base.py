"""What every exporter takes and gives."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from typing import Literal

from portsref.exporters.language import ENGLISH, Language
from portsref.exporters.left_out import LeftOut, LeftOuts
from portsref.messages import Message, gettext_noop
from portsref.planning.choice import EVERYTHING, Choice, narrowed
from portsref.planning.document import PlanDocument
from portsref.planning.provenance import UNSAVED, Provenance
from portsref.planning.rules import Rule, RuleSet
from portsref.reviewing.review import Review, RuleReview

LONGEST_SLUG = 60
ZIP = "application/zip"
PIECE = 64 * 1024
MOST_DOUBTS = 200  # that are told; who mends these sees the next
CANNOT_SAY = gettext_noop("the format cannot say %(protocol)s")
CANNOT_REMOVE = Message(gettext_noop("the format cannot say that a rule is to be removed"))
NO_SETTING = gettext_noop("The format %(format)s has no setting “%(setting)s”.")

# To whom a file is sent, by which readers find it.
type Family = Literal[
    "ticket", "document", "hosts", "network", "cloud", "cluster", "proxy", "pipeline"
]
# Why a rule cannot be said, or nothing where it can.
type Says = Callable[[Rule], Message | None]
# A part of a file, however small; text is written in UTF-8.
type Chunk = str | bytes


def cannot_say(protocol: str) -> Message:
    """The reason why no rule of a protocol can be said."""
    return Message(CANNOT_SAY, {"protocol": protocol})


def says_everything(_rule: Rule) -> None:
    """There is no rule that the format cannot say."""


def room_for_everything(_choice: Choice, _document: PlanDocument) -> Says:
    """There is no limit to a file."""
    return says_everything


@dataclass(frozen=True, slots=True)
class Setting:
    """What differs from one receiver of a format to the next, such as the name of a workflow.

    `label` is a marked message. The value stands in the plan, under `request.exports`.
    """

    name: str
    label: str
    default: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """What the receiver of a file will refuse or ask about, although the file can say it.

    `place` is the part of the plan document where it is mended, as findings have it, and `rule`
    the name of the rule that is meant, if one is.
    """

    place: str
    message: Message
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Doubts:
    """Doubts in the order of the file, as many as somebody reads, and how many there are beyond."""

    told: tuple[Doubt, ...] = ()
    further: int = 0

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.told) + self.further


# What a receiver will refuse or ask about, of rules that are narrowed and can be said.
type Check = Callable[[RuleSet, Choice], Iterable[Doubt]]


def check_nothing(_rule_set: RuleSet, _choice: Choice) -> Iterable[Doubt]:
    """Nobody judges the file but who reads it."""
    return ()


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
    """What a format makes of rules, the rules that it could not say, and what is doubtful.

    `archive` is the name of one file for all of them, where a format has several.
    """

    files: tuple[File, ...]
    left_out: Sequence[LeftOut] = ()
    archive: str = ""
    doubts: Doubts = Doubts()

    @property
    def file(self) -> File:
        """The file of a format that has no other."""
        (file,) = self.files
        return file


@dataclass(frozen=True, slots=True)
class Job:
    """What a format is to write.

    The rules are merged and narrowed as was chosen, and the format can say every one of them: what
    it cannot is in `left_out`, to be told where the format has comments. `review` is what reviewers
    said about the revision, for a format that says it and where somebody said anything.
    """

    exporter: "Exporter"
    rule_set: RuleSet
    choice: Choice
    provenance: Provenance
    left_out: Sequence[LeftOut]
    language: Language = ENGLISH
    review: Review | None = None

    def review_of(self, rule: Rule) -> RuleReview | None:
        """What reviewers said about a rule; nothing of merged ones, of which nobody decides."""
        return self.review.of(rule) if self.review and not self.choice.merge else None

    @property
    def rules(self) -> Iterator[Rule]:
        """One rule after the other: those within the plan, then those to places outside."""
        return each_rule(self.rule_set)

    def setting(self, name: str) -> str:
        """The plan's value for a setting of the format, or its default."""
        return self.exporter.setting(name, self.rule_set.document)


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
    them instead. One that `finds_rules` again, by their names or as they were written, gets whole
    ones in a delta: a rule that changes is removed as it was. `dump` writes plain values that are
    no rules, such as a whole diff.

    `follows` names the manual, with its section, where no program at hand can judge what is
    written; page and file say so. It is empty where a judge has accepted every reference plan.

    `render` yields the content of the format's one file, rule by rule, so that no more than a rule
    is held at a time; a format of several files has `render_files` instead.

    One that `says_reviews` has room for what reviewers said, beside what it says of every plan.

    `check` says what the receiver will refuse or ask about. It is asked of rules that the format
    can say, reads each once, and changes no byte of the file.
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
    finds_rules: bool = False
    is_text: bool = True
    has_words: bool = False
    says_reviews: bool = False
    only_language: str = ""
    follows: str = ""
    settings: tuple[Setting, ...] = ()
    check: Check = check_nothing
    dump: Callable[[object], str] | None = None

    @property
    def holds_findings(self) -> bool:
        """Tell whether a file has all that is known of the rules, findings too."""
        return self.dump is not None

    def export(
        self,
        rule_set: RuleSet,
        choice: Choice = EVERYTHING,
        provenance: Provenance = UNSAVED,
        language: Language = ENGLISH,
        review: Review | None = None,
    ) -> Export:
        """The files of the rules that were chosen; the same input, the same bytes.

        `language` is the one that `language_tag` names. `review` is that of the same rules, which
        only a format that `says_reviews` reads.
        """
        wanted = narrowed(rule_set, choice)
        left_out = self.left_out(wanted, choice)
        said = review if self.says_reviews and review and review.decisions else None
        job = Job(self, left_out.others(), choice, provenance, left_out, language, said)
        files = tuple(self.render_files(job))
        doubts = self._doubts(job.rule_set, choice)
        if not self.has_several_files:
            return Export(files, left_out, doubts=doubts)
        archive = file_name(rule_set, provenance, f"{self.name}.zip", choice)
        return Export(files, left_out, archive, doubts)

    def setting(self, name: str, document: PlanDocument) -> str:
        """The plan's value for one of `settings`, or its default."""
        default = next(setting.default for setting in self.settings if setting.name == name)
        return document.request.exports.get(self.name, {}).get(name, default)

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

    def left_out(self, rule_set: RuleSet, choice: Choice) -> LeftOuts:
        """What it cannot say of rules that are narrowed already, without writing anything."""
        has_room = self.room(choice, rule_set.document)

        def why(rule: Rule) -> Message | None:
            if rule.action == "remove" and not self.says_actions:
                return CANNOT_REMOVE
            return self.says(rule) or has_room(rule)

        return LeftOuts(rule_set, map(why, each_rule(rule_set)))

    def doubts(self, rule_set: RuleSet, choice: Choice) -> Doubts:
        """What the receiver will refuse or ask about, of rules that are narrowed already.

        Nothing is written; what the format leaves out anyway is no doubt.
        """
        if self.check is check_nothing and self.name not in rule_set.document.request.exports:
            return Doubts()
        return self._doubts(self.left_out(rule_set, choice).others(), choice)

    def _doubts(self, rule_set: RuleSet, choice: Choice) -> Doubts:
        """The first of them; the others are counted, one at a time."""
        found = chain(self._unknown_settings(rule_set.document), self.check(rule_set, choice))
        told = tuple(islice(found, MOST_DOUBTS))
        return Doubts(told, sum(1 for _ in found))

    def _unknown_settings(self, document: PlanDocument) -> Iterator[Doubt]:
        known = {setting.name for setting in self.settings}
        for name in document.request.exports.get(self.name, {}):
            if name not in known:
                words = {"format": self.name, "setting": name}
                yield Doubt(f"request.exports.{self.name}.{name}", Message(NO_SETTING, words))


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
