"""`portsref.rules/v1`: what is published of a rule set is read back as rules that say the same."""

import json
from pathlib import Path

import pytest

from portsref.documents.problems import ProblemsError
from portsref.planning.choice import EVERYTHING, Choice, narrowed
from portsref.planning.document import parse_document
from portsref.planning.engine import plan_rules
from portsref.planning.provenance import UNSAVED, Provenance
from portsref.planning.rules import Endpoint
from portsref.planning.rules_file import read_rules_file, rules_data
from tests.exporters.rule_sets import rule, rule_set

PLANS = sorted((Path(__file__).parent.parent / "plans").glob("*.yaml"))
NARROW = Choice(merge=True, boundary=True, phase="operation")


def published(*rules, choice=EVERYTHING, provenance=UNSAVED):
    """A document as somebody has it after a while: JSON text that was read again."""
    return json.loads(json.dumps(rules_data(rule_set(*rules), choice, provenance)))


@pytest.mark.parametrize("choice", [EVERYTHING, NARROW], ids=["everything", "narrow"])
@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.stem)
def test_rules_read_back_say_what_was_published(plan, choice, catalogue):
    rules = narrowed(plan_rules(parse_document(plan.read_text()), catalogue), choice)
    data = json.loads(json.dumps(rules_data(rules, choice, UNSAVED)))
    found = read_rules_file(data, file="file")
    again = rules_data(found.rule_set, found.choice, UNSAVED)
    nothing_else: dict[str, object] = {"local": [], "pod_network": [], "findings": []}
    assert again == data | nothing_else
    assert found.choice == choice


def test_names_of_a_place_outside_are_published_where_there_are_any():
    named = rule("named", destination=Endpoint("a", "outside", dns=("*.example.com",)))
    data = json.loads(
        json.dumps(rules_data(rule_set(rule(), outbound=(named,)), EVERYTHING, UNSAVED))
    )
    assert "dns" not in data["rules"][0]["destination"]
    assert data["outbound"][0]["destination"]["dns"] == ["*.example.com"]
    (read,) = read_rules_file(data, file="file").rule_set.outbound
    assert read.destination == named.destination
    data["outbound"][0]["destination"]["dns"] = ["a\nb"]
    with pytest.raises(ProblemsError, match="must be a DNS name"):
        read_rules_file(data, file="file")


def test_only_rules_are_read_whatever_else_a_file_holds():
    data = published(rule()) | {"colour": "blue", "findings": "none", "left_out": [1]}
    del data["local"]
    assert len(read_rules_file(data, file="file").rule_set.rules) == 1


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"colour": "blue"}, "colour: is not a known key"),
        ({"protocol": "IPX"}, "protocol: must be 'TCP', 'UDP'"),
        ({"ports": ""}, "ports: TCP needs ports"),
        ({"protocol": "ESP"}, "ports: ESP has no ports"),
        ({"ports": "http"}, "ports: 'http' is not a port or a range such as 30000-32767"),
        ({"listeners": []}, "listeners: must not be empty"),
        ({"required": "yes"}, "required: must be true or false, without quotes"),
        ({"action": "remove"}, "action: must be 'allow'"),
        ({"source": {"group": "a", "addresses": ["1.2.3"], "zone": None}},
         "source.addresses[0]: '1.2.3' is not an IPv4 or IPv6 address"),
        ({"source": {"name": "a", "addresses": [], "zone": None}}, "source.group: is missing"),
    ],
)  # fmt: skip
def test_a_rule_that_nobody_approved_so_is_refused_with_its_place(changed, problem):
    data = published(rule("one"), rule("two"))
    data["rules"][1] |= changed
    with pytest.raises(ProblemsError) as refused:
        read_rules_file(data, file="file")
    assert str(refused.value.problems[0]).startswith(f"file: rules[two].{problem}")


def test_what_opens_is_not_read_as_the_rules_of_a_plan():
    with pytest.raises(ProblemsError, match="delta: contains only what opens or closes"):
        read_rules_file(published(rule(), provenance=Provenance(delta="opened")), file="file")
