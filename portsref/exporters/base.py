"""What every exporter takes and gives."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace

from portsref.messages import gettext_noop
from portsref.planning.choice import EVERYTHING, Choice, narrowed
from portsref.planning.rules import Rule, RuleSet
from portsref.planning.rules_file import UNSAVED, Provenance

LONGEST_SLUG = 60
CANNOT_REMOVE = gettext_noop("the format cannot say that a rule is to be removed")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A rule that a format cannot say, and why; the reason is an English message."""

    rule: Rule
    reason: str


@dataclass(frozen=True, slots=True)
class Export:
    """One file, ready to be sent, with the rules that it could not hold."""

    content: bytes
    media_type: str
    filename: str
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format: its name in addresses and commands, its words for people, and its writer.

    `render` may rely on a rule set whose rules are already merged and narrowed. Rules to be removed
    are left out of a format unless it `says_actions`, because it would allow them instead.
    """

    name: str
    label: str
    summary: str
    media_type: str
    suffix: str
    render: Callable[[RuleSet, Choice, Provenance], Export]
    expands: bool = False
    says_actions: bool = False

    def export(
        self, rule_set: RuleSet, choice: Choice = EVERYTHING, provenance: Provenance = UNSAVED
    ) -> Export:
        """Write the rules of `rule_set` that were chosen; the same input, the same bytes."""
        asked_for = narrowed(rule_set, choice)
        removed = [rule for rule in asked_for.all_rules if rule.action == "remove"]
        if not removed or self.says_actions:
            return self.render(asked_for, choice, provenance)
        export = self.render(_allowed(asked_for), choice, provenance)
        left_out = (LeftOut(rule, CANNOT_REMOVE) for rule in removed)
        return replace(export, left_out=(*export.left_out, *left_out))


def _allowed(rule_set: RuleSet) -> RuleSet:
    return replace(
        rule_set,
        rules=tuple(rule for rule in rule_set.rules if rule.action == "allow"),
        outbound=tuple(rule for rule in rule_set.outbound if rule.action == "allow"),
    )


def filename(rule_set: RuleSet, provenance: Provenance, suffix: str) -> str:
    """Name the file after the title and the revision, in ASCII that every system takes.

    `-rules` keeps it from taking the place of the plan document that it was made from; a delta
    request says instead what it holds.
    """
    revision = "" if provenance.revision is None else f"-r{provenance.revision}"
    what = {"": "rules", "both": "delta"}.get(provenance.delta, provenance.delta)
    return f"{_slug(rule_set.document.title) or 'plan'}{revision}-{what}.{suffix}"


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST_SLUG].strip("-")
