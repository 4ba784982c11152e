"""`portsref.diff/v1`: a diff as plain values, for YAML, JSON and the API."""

from dataclasses import replace
from typing import Literal

from portsref.comparing.diff import Change, Diff, GroupChange
from portsref.exporters.rules_document import catalogue_version, rule_data
from portsref.planning.rules import RuleSet

DIFF_SCHEMA = "portsref.diff/v1"

type By = Literal["group", "address"]


def diff_data(found: Diff, by: By, before: RuleSet, after: RuleSet) -> dict[str, object]:
    """Plain values: both sides in short, what opens and closes as rules, and what changes.

    `unchanged` is a number, because these rules stand in either side's own export.
    """
    return {
        "schema": DIFF_SCHEMA,
        "by": by,
        "before": _side(before),
        "after": _side(after),
        "opened": [rule_data(rule) for rule in found.opened],
        "closed": [rule_data(replace(rule, action="remove")) for rule in found.closed],
        "changed": [_change(change) for change in found.changed],
        "groups": [_group(group) for group in found.groups],
        "unchanged": len(found.unchanged),
    }


def _side(rule_set: RuleSet) -> dict[str, object]:
    return {
        "title": rule_set.document.title,
        "kubernetes": rule_set.kubernetes,
        "catalogue": catalogue_version(rule_set),
        "rules": len(rule_set.all_rules),
    }


def _change(change: Change) -> dict[str, object]:
    return {
        "aspects": list(change.aspects),
        "before": rule_data(change.before),
        "after": rule_data(change.after),
    }


def _group(group: GroupChange) -> dict[str, object]:
    return {
        "name": group.name,
        "gained": list(map(str, group.gained)),
        "lost": list(map(str, group.lost)),
    }
