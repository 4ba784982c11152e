"""`portsref.diff/v1`: a diff as files and the API publish it."""

from dataclasses import replace
from typing import Literal

from pydantic import Field

from portsref.comparing.diff import Aspect, Diff
from portsref.planning.document import Address
from portsref.planning.rules import RuleSet
from portsref.planning.rules_file import (
    Published,
    PublishedClosedRule,
    PublishedRule,
    Some,
)

DIFF_SCHEMA = "portsref.diff/v1"

By = Literal["group", "address"]


class PublishedSide(Published):
    """One side of a diff, in short."""

    title: str
    kubernetes: str
    catalogue: str
    rules: int


class PublishedChange(Published):
    """The same ports of the same ends, and what else is not the same."""

    aspects: Some[Aspect]
    before: PublishedRule
    after: PublishedRule


class PublishedGroupChange(Published):
    """A group that both plans have, and the addresses that it gained and lost."""

    name: str
    gained: Some[Address]
    lost: Some[Address]


class DiffDocument(Published):
    """`portsref.diff/v1`: what opens, closes and changes between two plans."""

    schema_: Literal["portsref.diff/v1"] = Field(alias="schema")
    by: By
    before: PublishedSide
    after: PublishedSide
    opened: Some[PublishedRule]
    closed: Some[PublishedClosedRule]
    changed: Some[PublishedChange]
    groups: Some[PublishedGroupChange]
    unchanged: int = Field(description="How many rules are the same.")


def diff_data(found: Diff, by: By, before: RuleSet, after: RuleSet) -> dict[str, object]:
    """Plain values: both sides in short, what opens and closes as rules, and what changes.

    `unchanged` is a number, because these rules stand in either side's own export.
    """
    values = {
        "schema": DIFF_SCHEMA,
        "by": by,
        "before": _side(before),
        "after": _side(after),
        "opened": found.opened,
        "closed": [replace(rule, action="remove") for rule in found.closed],
        "changed": found.changed,
        "groups": found.groups,
        "unchanged": len(found.unchanged),
    }
    return DiffDocument.model_validate(values).model_dump(mode="json", by_alias=True)


def _side(rule_set: RuleSet) -> PublishedSide:
    return PublishedSide(
        title=rule_set.document.title,
        kubernetes=rule_set.kubernetes,
        catalogue=rule_set.catalogue_version,
        rules=len(rule_set.all_rules),
    )
