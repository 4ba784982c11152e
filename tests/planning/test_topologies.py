"""Whole plans of the topologies that people run, each compared with a text that was read closely.

`topologies/<name>.yaml` is the plan and `topologies/<name>.txt` all that the engine says about it:
a rule a line with its ends and reasons, what stays on the hosts or among the pods, and which
findings.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from portsref.planning.document import parse_document
from portsref.planning.engine import plan_rules
from portsref.planning.rules import Endpoint, Local, RuleSet

FOLDER = Path(__file__).parent / "topologies"
PLANS = sorted(FOLDER.glob("*.yaml"))


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_the_rules_of_a_topology_are_those_of_its_golden_text(path, catalogue, request):
    golden = path.with_suffix(".txt")
    text = "\n".join(lines_of(plan_of(path, catalogue))) + "\n"
    if request.config.getoption("--update-golden"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def test_every_golden_text_has_its_plan():
    assert {path.stem for path in FOLDER.glob("*.txt")} == {path.stem for path in PLANS}


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_addresses_of_two_families_never_meet_in_a_rule(path, catalogue):
    for rule in plan_of(path, catalogue).all_rules:
        families = [
            {address.family for address in end.addresses}
            for end in (rule.source, rule.destination)
            if end.addresses
        ]
        assert len(families) < 2 or families[0] == families[1], rule.name


def plan_of(path: Path, catalogue) -> RuleSet:
    return plan_rules(parse_document(path.read_text(encoding="utf-8")), catalogue)


def lines_of(rule_set: RuleSet) -> Iterator[str]:
    yield f"Kubernetes {rule_set.kubernetes}"
    for rule in rule_set.all_rules:
        ports = f"{rule.protocol} {rule.ports}".strip()
        yield (
            f"{_end(rule.source)} -> {_end(rule.destination)} | {ports}"
            f" | {', '.join(rule.listeners)} | {rule.condition}"
        )
    for name, locals_ in (("on the host", rule_set.local), ("among pods", rule_set.pod_network)):
        yield from (f"{name}: {_local(local)}" for local in locals_)
    yield from sorted({f"{finding.severity}: {finding.code}" for finding in rule_set.findings})


def _end(end: Endpoint) -> str:
    """A group by name, addresses and zone, as far as it has them."""
    zone = f"({end.zone})" if end.zone else ""
    return " ".join(filter(None, (end.name, ";".join(map(str, end.addresses)), zone)))


def _local(local: Local) -> str:
    ports = f"{local.protocol} {local.ports}".strip()
    return f"{local.listener} {ports} @ {', '.join(local.groups)}"
