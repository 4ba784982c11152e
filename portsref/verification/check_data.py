"""What a check said, as data for pipelines and the API."""

from collections.abc import Mapping

from portsref.importers.draft_data import told_data
from portsref.planning.rules import Rule, RuleSet
from portsref.verification.base import Beside, Check, RuleState

type Data = Mapping[str, object]

SCHEMA = "portsref.check/v1"


def check_data(check: Check, rule_set: RuleSet) -> Data:
    """Every rule with its state, what was seen beside them, and what was not read."""
    together = zip(rule_set.all_rules, check.rules, strict=True)
    return {
        "schema": SCHEMA,
        "is_bad": check.is_bad,
        "figures": dict(check.figures),
        "rules": [_rule(rule, state) for rule, state in together],
        "beside": [_beside(one) for one in check.beside],
        "doubts": told_data(check.doubts),
        "unread": told_data(check.unread),
    }


def _rule(rule: Rule, found: RuleState) -> Data:
    return {
        "rule": found.rule,
        "name": rule.name,
        "source": rule.source.name,
        "destination": rule.destination.name,
        "protocol": rule.protocol,
        "ports": str(rule.ports),
        "state": found.state.name,
        "tone": found.state.tone,
        "details": list(map(str, found.details)),
        "places": list(map(str, found.places)),
    }


def _beside(found: Beside) -> Data:
    return {
        "what": str(found.what),
        "state": found.state.name,
        "tone": found.state.tone,
        "details": list(map(str, found.details)),
        "place": str(found.place),
        "port": found.port or None,
        "listeners": list(found.listeners),
        "line": found.line or None,
    }
