"""Clusters that people asked about, and what must be open, must not be, or must be said."""

from pathlib import Path

import pytest
import yaml

from portsref.planning.document import document_from
from portsref.planning.engine import plan_rules

DATA = yaml.safe_load((Path(__file__).parent / "situations.yaml").read_text(encoding="utf-8"))


def planned(situation, catalogue):
    groups = situation["groups"]
    return plan_rules(
        document_from(
            {
                "schema": "portsref.plan/v1",
                "title": "A situation",
                "picks": situation["picks"],
                "groups": DATA["groups"][groups] if isinstance(groups, str) else groups,
                **{key: situation[key] for key in ("networks", "api_endpoint") if key in situation},
            }
        ),
        catalogue,
    )


def is_allowed(rule_set, flow):
    ends, _, what = flow.partition(" -> ")
    destination, protocol, *rest = what.split()
    port = next((int(part) for part in rest if part.isdigit()), None)
    row = next((part for part in rest if "/" in part), None)
    return any(
        (rule.source.name, rule.destination.name, rule.protocol) == (ends, destination, protocol)
        and (port is None or port in rule.ports)
        and row in {None, *rule.listeners}
        for rule in rule_set.all_rules
    )


def names(finding):
    for value in finding.parameters.values():
        yield from (value,) if isinstance(value, str) else value


@pytest.mark.parametrize("name", DATA["situations"])
def test_a_situation_is_answered_as_those_who_know_it_say(name, catalogue):
    situation = DATA["situations"][name]
    rules = planned(situation, catalogue)
    listed = {local.listener for local in (*rules.local, *rules.pod_network)}
    to = {rule.listeners[0]: rule.destination.text for rule in rules.rules}
    assert {
        "not allowed": [one for one in situation.get("allowed", ()) if not is_allowed(rules, one)],
        "allowed": [one for one in situation.get("not_allowed", ()) if is_allowed(rules, one)],
        "not listed": [row for row in situation.get("listed", ()) if row not in listed],
        "not found": [
            (code, about)
            for code, about in situation.get("found", {}).items()
            if not any(code == one.code and about in names(one) for one in rules.findings)
        ],
        "not there": {
            row: to.get(row)
            for row, address in situation.get("destination", {}).items()
            if to.get(row) != address
        },
    } == {"not allowed": [], "allowed": [], "not listed": [], "not found": [], "not there": {}}
