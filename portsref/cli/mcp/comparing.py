"""The tool that compares two plans."""

from typing import Literal

from pydantic import Field

from portsref.cli.mcp.base import MOST_LISTED, Answer, AskedPage, Told, Tool, lines_of, on_page
from portsref.cli.mcp.known import known_catalogue
from portsref.cli.mcp.plans import PlanArgument, PlanText, read_plan, rules_of
from portsref.cli.mcp.rules import ToldRule, told_rule, told_rules
from portsref.comparing.diff import Change, GroupChange, diff, diff_by_address
from portsref.comparing.upgrades import on_version
from portsref.documents.problems import Problem, ProblemsError
from portsref.limits import MOST_COMPARISONS
from portsref.planning.bounded import plan_within_limits
from portsref.planning.rules import RuleSet

MOST_ADDRESSES_TOLD = 20


class AskedDiff(AskedPage):
    """Two plans, or one and another version of Kubernetes."""

    before: PlanArgument
    after: PlanText | None = Field(
        None, description="The other plan, as `before`; without it `kubernetes` must be given."
    )
    kubernetes: str = Field(
        "", max_length=19, description="Compare `before` with itself on this minor version: 1.36."
    )
    by: Literal["group", "address"] = Field(
        "group", description="By group, or exactly by pairs of addresses."
    )


class ToldChange(Told):
    """The same ports of the same ends, and what else is not the same."""

    aspects: list[str]
    before: ToldRule
    after: ToldRule


class ToldGroup(Told):
    """A group that both plans have, with some of the addresses that it gained and lost."""

    name: str
    gained: list[str]
    lost: list[str]
    further: int = Field(description="How many addresses there are beyond these.")


class DiffAnswer(Answer):
    """What opens, closes and changes: a page of each, and how many there are of each."""

    opened_count: int
    closed_count: int
    changed_count: int
    unchanged_count: int
    page: int
    pages: int
    opened: list[ToldRule]
    closed: list[ToldRule]
    changed: list[ToldChange]
    groups: list[ToldGroup]

    @property
    def text(self) -> str:
        """A line a difference: `+` opens, `-` closes, `~` changes."""
        counts = (
            f"Opens: {self.opened_count}, closes: {self.closed_count}, "
            f"changes: {self.changed_count}, unchanged: {self.unchanged_count}. "
            f"Catalogue {self.catalogue}."
        )
        more = f"Page {self.page} of {self.pages}." if self.pages > 1 else ""
        return lines_of(
            counts,
            *(f"+ {_reasons(rule)}" for rule in self.opened),
            *(f"- {_reasons(rule)}" for rule in self.closed),
            *(f"~ {each.after.line}: {', '.join(each.aspects)}" for each in self.changed),
            *(_group_line(group) for group in self.groups),
            more,
        )


def _reasons(rule: ToldRule) -> str:
    sources = f" Sources: {' '.join(rule.sources)}" if rule.sources else ""
    return f"{rule.line}. {rule.purpose} Because: {rule.condition}.{sources}"


def _group_line(group: ToldGroup) -> str:
    parts = [*(f"+{part}" for part in group.gained), *(f"-{part}" for part in group.lost)]
    further = f" and {group.further} more" if group.further else ""
    return f"~ {group.name}: {' '.join(parts)}{further}"


def diff_plans(asked: AskedDiff) -> DiffAnswer:
    """Say what opens and closes between two plans, or when a plan moves to another Kubernetes.

    In port arithmetic: 80-90 that become 80-85 close 86-90.
    """
    before, after = _sides(asked)
    compare = diff if asked.by == "group" else diff_by_address
    found = compare(before, after, most_work=MOST_COMPARISONS)
    longest = max(map(len, (found.opened, found.closed, found.changed, found.groups)))
    page = asked.page
    return DiffAnswer(
        catalogue=known_catalogue().version,
        opened_count=len(found.opened),
        closed_count=len(found.closed),
        changed_count=len(found.changed),
        unchanged_count=len(found.unchanged),
        page=page,
        pages=max(1, -(-longest // MOST_LISTED)),
        opened=told_rules(on_page(found.opened, page)),
        closed=told_rules(on_page(found.closed, page)),
        changed=list(map(_told_change, on_page(found.changed, page))),
        groups=list(map(_told_group, on_page(found.groups, page))),
    )


def _sides(asked: AskedDiff) -> tuple[RuleSet, RuleSet]:
    if bool(asked.kubernetes) == (asked.after is not None):
        reason = "give either `after` or `kubernetes`, and not both"
        raise ProblemsError([Problem("", "after", reason)])
    if asked.after is not None:
        return rules_of(asked.before, "before"), rules_of(asked.after, "after")
    versions = known_catalogue().kubernetes_versions
    if asked.kubernetes not in versions:
        reason = f"no Kubernetes {asked.kubernetes!r}: the catalogue has {', '.join(versions)}"
        raise ProblemsError([Problem("", "kubernetes", reason)])
    document = read_plan(asked.before, "before")
    moved = on_version(document, asked.kubernetes)
    catalogue = known_catalogue()
    return plan_within_limits(document, catalogue), plan_within_limits(moved, catalogue)


def _told_change(change: Change) -> ToldChange:
    return ToldChange(
        aspects=list(change.aspects),
        before=told_rule(change.before),
        after=told_rule(change.after),
    )


def _told_group(group: GroupChange) -> ToldGroup:
    gained, lost = group.gained[:MOST_ADDRESSES_TOLD], group.lost[:MOST_ADDRESSES_TOLD]
    return ToldGroup(
        name=group.name,
        gained=list(map(str, gained)),
        lost=list(map(str, lost)),
        further=len(group.gained) + len(group.lost) - len(gained) - len(lost),
    )


TOOLS: tuple[Tool, ...] = (
    Tool.of(diff_plans, title="What opens and closes", asked=AskedDiff, answer=DiffAnswer),
)
