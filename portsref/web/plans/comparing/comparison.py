"""What changed between two revisions, or since the catalogue of then, as a page shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portsref.addresses import AddressRange
from portsref.catalogue.catalogue import Catalogue
from portsref.comparing.diff import (
    Aspect,
    Change,
    Diff,
    Side,
    delta_of_rules,
    delta_request,
    diff,
    diff_by_address,
)
from portsref.comparing.upgrades import on_version
from portsref.limits import MOST_COMPARISONS, MOST_FLOWS
from portsref.planning.engine import plan_rules
from portsref.planning.rules import Rule, RuleSet
from portsref.web.plans.comparing.chooser import Question
from portsref.web.plans.models import Revision
from portsref.web.plans.queries import find_revision, stored_document, stored_rules
from portsref.web.plans.reading.display import Display
from portsref.web.plans.reading.rule_rows import RuleRows, RuleText
from portsref.web.plans.reading.sheet import MOST_ROWS, RuleSheet

ASPECT_NAMES: Mapping[Aspect, str | Promise] = {
    "reason": _("reason"),
    "encryption": _("encryption"),
    "purpose": _("purpose"),
    "required": _("required"),
    "phase": _("needed"),
    "zone": _("zone"),
}
SIDES: tuple[Side, ...] = ("opened", "closed")


@dataclass(frozen=True, slots=True)
class AspectText:
    """One thing that a rule says otherwise than before."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangeText:
    """The same ends and ports, about which something else is different."""

    source: str
    destination: str
    rule: RuleText
    aspects: tuple[AspectText, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """Two revisions of a plan, or one and the same plan worked out now.

    `kubernetes` is the version that it was to be worked out on, where that is another one.
    """

    before: Revision
    after: Revision | None
    before_rules: RuleSet
    after_rules: RuleSet
    kubernetes: str = ""

    @property
    def span(self) -> str:
        """Which two, as addresses have it: `2..3`, `3..now`."""
        return f"{self.before.number}..{self.after.number if self.after else 'now'}"

    @property
    def has_other_catalogue(self) -> bool:
        """Tell whether both sides were worked out with different catalogues."""
        return self.before_rules.catalogue_digest != self.after_rules.catalogue_digest

    @property
    def versions(self) -> tuple[tuple[str, str, str], ...]:
        """Name, before and after of the versions that differ."""
        sides = self.before_rules, self.after_rules
        told = (
            (gettext("catalogue"), *(side.catalogue_version for side in sides)),
            ("Kubernetes", *(side.kubernetes for side in sides)),
        )
        asked = 1 if self.kubernetes else None  # which the page names already
        return tuple((name, old, new) for name, old, new in told[:asked] if old != new)

    def find_differences(self, *, by_address: bool) -> Diff:
        """What opens and closes; raises `ProblemsError` where addresses overlap beyond measure."""
        compare = diff_by_address if by_address else diff
        return compare(self.before_rules, self.after_rules, most_work=MOST_COMPARISONS)

    def delta(self, found: Diff, only: Side | None, *, of_rules: bool = False) -> RuleSet:
        """What exporters write: what opens, what closes, or both; whole rules if asked."""
        if of_rules:
            rule_set = delta_of_rules(self.before_rules, self.after_rules, only)
        else:
            rule_set = delta_request(found, self.after_rules, only)
        version = f"Kubernetes {self.kubernetes}" if self.kubernetes else ""
        said = " ".join(filter(None, (rule_set.document.title, self.span, version, only)))
        document = rule_set.document.model_copy(update={"title": said})
        return RuleSet(
            document,
            kubernetes=rule_set.kubernetes,
            catalogue_date=rule_set.catalogue_date,
            catalogue_digest=rule_set.catalogue_digest,
            rules=rule_set.rules,
            outbound=rule_set.outbound,
        )


class UnknownVersionError(LookupError):
    """Somebody asked for a Kubernetes version that the catalogue does not have."""


def compare_revisions(question: Question, catalogue: Catalogue) -> Compared:
    """Bring both sides; without `after`, the plan of `before` is worked out anew.

    Raises `Revision.DoesNotExist`, `UnknownVersionError`, and `ProblemsError` where it now makes
    too many rules.
    """
    old = find_revision(question.plan_id, question.before)
    if question.after is None:
        return _with_now(old, question.kubernetes, catalogue)
    new = find_revision(question.plan_id, question.after)
    return Compared(old, new, stored_rules(old), stored_rules(new))


def _with_now(old: Revision, version: str, catalogue: Catalogue) -> Compared:
    if version and version not in catalogue.kubernetes_versions:
        raise UnknownVersionError(version)
    document = stored_document(old)
    if version:
        document = on_version(document, version)
    now = plan_rules(document, catalogue, most_flows=MOST_FLOWS)
    return Compared(old, None, stored_rules(old), now, kubernetes=version)


class ComparisonSheet:
    """A comparison in the reader's language."""

    def __init__(self, compared: Compared, found: Diff, catalogue: Catalogue) -> None:
        self.found = found
        self._rows = RuleRows(catalogue)
        sheets = [
            RuleSheet(
                delta_request(found, compared.after_rules, side),
                catalogue,
                Display(),
                prefix=f"{side}-",
            )
            for side in SIDES
        ]
        self.opened, self.closed = sheets

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is different."""
        return self.found.is_empty

    @property
    def has_request(self) -> bool:
        """Tell whether anything opens and anything closes, so that a file of both is of use."""
        return bool(self.found.opened and self.found.closed)

    @property
    def staying(self) -> int:
        """How many rules are the same on both sides."""
        return len(self.found.unchanged)

    @property
    def changed_count(self) -> int:
        """How many rules stay of which something is said otherwise."""
        return len(self._changes)

    @cached_property
    def changed(self) -> tuple[ChangeText, ...]:
        """These rules, as many as help on a page."""
        return tuple(map(self._change, self._changes[:MOST_ROWS]))

    @property
    def not_shown(self) -> int:
        """How many of them are too many for a page."""
        return len(self._changes) - len(self.changed)

    @cached_property
    def _changes(self) -> tuple[Change, ...]:
        """Other addresses alone are told by what opens and closes, and by the groups."""
        return tuple(
            change for change in self.found.changed if set(change.aspects) != {"addresses"}
        )

    @cached_property
    def groups(self) -> tuple[tuple[str, str, str], ...]:
        """Groups by name, with the addresses that they gained and lost."""
        return tuple(
            (group.name, _joined(group.gained), _joined(group.lost)) for group in self.found.groups
        )

    def _change(self, change: Change) -> ChangeText:
        before, after = change.before, change.after
        product = after.causes[0].reason.product
        rows = self._rows.row(before), self._rows.row(after)
        return ChangeText(
            source=self._rows.end_name(after.source, product),
            destination=self._rows.end_name(after.destination, product),
            rule=rows[1],
            aspects=tuple(
                AspectText(
                    str(ASPECT_NAMES[aspect]),
                    *(
                        _say(aspect, rule, row)
                        for rule, row in zip((before, after), rows, strict=True)
                    ),
                )
                for aspect in change.aspects
                if aspect != "addresses"
            ),
        )


def _say(aspect: Aspect, rule: Rule, row: RuleText) -> str:
    if aspect == "zone":
        return " → ".join(end.zone or gettext("no zone") for end in (rule.source, rule.destination))
    if aspect == "required":
        return gettext("required") if row.words.required else gettext("optional")
    if aspect == "phase":
        return row.words.phase or gettext("always")
    said = {"reason": row.words.why, "encryption": row.words.encryption}
    return said.get(aspect, row.words.purpose)


def _joined(addresses: tuple[AddressRange, ...]) -> str:
    return ", ".join(map(str, addresses))
