"""What every exporter takes and gives."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal

from portsref.messages import Message, gettext_noop
from portsref.planning.choice import EVERYTHING, Choice, narrowed
from portsref.planning.rules import Rule, RuleSet
from portsref.planning.rules_file import UNSAVED, Provenance

LONGEST_SLUG = 60
ZIP = "application/zip"
CANNOT_REMOVE = Message(gettext_noop("the format cannot say that a rule is to be removed"))

# To whom a file is sent, by which readers find it; a further one comes with its first format.
type Family = Literal["ticket", "pipeline"]
# Why a rule cannot be said, or nothing where it can.
type Says = Callable[[Rule], Message | None]


def says_everything(_rule: Rule) -> None:
    """There is no rule that the format cannot say."""


def room_for_everything(_choice: Choice) -> Says:
    """There is no limit to a file."""
    return says_everything


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A rule that a format cannot say, and why."""

    rule: Rule
    why: Message


@dataclass(frozen=True, slots=True)
class File:
    """One file, ready to be sent or written."""

    name: str
    media_type: str
    content: bytes


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

    def file(self, content: bytes) -> File:
        """The one file of the format."""
        name = file_name(self.rule_set, self.provenance, self.exporter.suffix)
        return File(name, self.exporter.media_type, content)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exporter:
    """A format: its name in addresses and commands, its words for people, and its writer.

    What it cannot say is asked rule by rule and never found out by writing: `says` knows it of a
    rule alone, `room` makes a counter for the limits of one file, which is asked for each rule in
    turn. Rules to be removed are left out unless the format `says_actions`, because it would allow
    them instead. `dump` writes plain values that are no rules, such as a whole diff.
    """

    name: str
    label: str
    summary: str
    family: Family
    media_type: str
    suffix: str
    says: Says
    render: Callable[[Job], Iterable[File]]
    room: Callable[[Choice], Says] = room_for_everything
    expands: bool = False
    says_actions: bool = False
    lists_findings: bool = False
    has_several_files: bool = False
    dump: Callable[[object], str] | None = None

    def export(
        self, rule_set: RuleSet, choice: Choice = EVERYTHING, provenance: Provenance = UNSAVED
    ) -> Export:
        """Write the rules of `rule_set` that were chosen; the same input, the same bytes."""
        wanted = narrowed(rule_set, choice)
        left_out = self.left_out(wanted.all_rules, choice)
        job = Job(self, _without(wanted, left_out), choice, provenance, left_out)
        files = tuple(self.render(job))
        if not self.has_several_files:
            return Export(files, left_out)
        return Export(files, left_out, archive=file_name(rule_set, provenance, f"{self.name}.zip"))

    @property
    def sent_as(self) -> str:
        """The media type of what is sent: of its file, or of a zip where it has several."""
        return ZIP if self.has_several_files else self.media_type

    def left_out(self, rules: Iterable[Rule], choice: Choice) -> tuple[LeftOut, ...]:
        """What it cannot say of rules that are narrowed already, without writing anything."""
        has_room = self.room(choice)

        def why(rule: Rule) -> Message | None:
            if rule.action == "remove" and not self.says_actions:
                return CANNOT_REMOVE
            return self.says(rule) or has_room(rule)

        asked = ((rule, why(rule)) for rule in rules)
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


def file_name(rule_set: RuleSet, provenance: Provenance, suffix: str) -> str:
    """Name a file after the title and the revision, in ASCII that every system takes.

    `-rules` keeps it from taking the place of the plan document that it was made from; a delta
    request says instead what it holds.
    """
    revision = "" if provenance.revision is None else f"-r{provenance.revision}"
    what = {"": "rules", "both": "delta"}.get(provenance.delta, provenance.delta)
    return f"{_slug(rule_set.document.title) or 'plan'}{revision}-{what}.{suffix}"


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST_SLUG].strip("-")
