"""What every exporter takes and gives."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from portsref.messages import gettext_noop
from portsref.planning.merging import crossing, merge_rules, with_unique_names
from portsref.planning.rules import Rule, RuleSet

LONGEST_SLUG = 60
CANNOT_REMOVE = gettext_noop("the format cannot say that a rule is to be removed")

type Delta = Literal["", "opened", "closed", "both"]


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What a reader asks of an export, and what is known of a saved plan.

    `merge` joins rules that differ in nothing but their ports, `boundary` keeps those that cross
    zones, `expand` writes one row an address pair where the format has rows. `delta` says that the
    rules are not those of a plan, but only what opens, what closes, or both: a delta request.
    """

    merge: bool = False
    boundary: bool = False
    expand: bool = False
    delta: Delta = ""
    revision: int | None = None
    link: str | None = None


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
    render: Callable[[RuleSet, ExportOptions], Export]
    expands: bool = False
    says_actions: bool = False

    def export(self, rule_set: RuleSet, options: ExportOptions | None = None) -> Export:
        """Write the rules of `rule_set` that `options` ask for; the same input, the same bytes."""
        options = options or ExportOptions()
        asked_for = narrowed(rule_set, options)
        removed = [rule for rule in asked_for.all_rules if rule.action == "remove"]
        if not removed or self.says_actions:
            return self.render(asked_for, options)
        export = self.render(_allowed(asked_for), options)
        left_out = (LeftOut(rule, CANNOT_REMOVE) for rule in removed)
        return replace(export, left_out=(*export.left_out, *left_out))


def narrowed(rule_set: RuleSet, options: ExportOptions) -> RuleSet:
    """Keep what crosses zones and merge, as `options` ask; every rule's name stays its own."""
    rules, outbound = rule_set.rules, rule_set.outbound
    if options.boundary:
        rules, outbound = crossing(rules), crossing(outbound)
    if options.merge:
        rules, outbound = merge_rules(rules), merge_rules(outbound)
    named = with_unique_names((*rules, *outbound))
    return replace(rule_set, rules=named[: len(rules)], outbound=named[len(rules) :])


def _allowed(rule_set: RuleSet) -> RuleSet:
    return replace(
        rule_set,
        rules=tuple(rule for rule in rule_set.rules if rule.action == "allow"),
        outbound=tuple(rule for rule in rule_set.outbound if rule.action == "allow"),
    )


def filename(rule_set: RuleSet, options: ExportOptions, suffix: str) -> str:
    """Name the file after the title and the revision, in ASCII that every system takes.

    `-rules` keeps it from taking the place of the plan document that it was made from; a delta
    request says instead what it holds.
    """
    revision = "" if options.revision is None else f"-r{options.revision}"
    what = {"": "rules", "both": "delta"}.get(options.delta, options.delta)
    return f"{_slug(rule_set.document.title) or 'plan'}{revision}-{what}.{suffix}"


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST_SLUG].strip("-")
