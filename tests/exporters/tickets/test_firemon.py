"""FireMon Policy Planner: the packet by its schema, and what it says read back."""

import json

import jsonschema
import pytest

from portsref.exporters.tickets.firemon import EXPORTER, NO_WORD_TO_REMOVE, requester_of
from portsref.planning.choice import EVERYTHING
from portsref.planning.rules import ANYWHERE
from portsref.protocols import PROTOCOL_BY_NAME
from tests.exporters.rule_sets import rule
from tests.exporters.tickets import cases
from tests.exporters.tickets.reading import flows, networks, said

TEXT = {"type": "string"}
DAY = {"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T00:00:00\+0000$"}
ADDRESSES = {"type": "array", "minItems": 1, "items": {"pattern": "^[0-9a-f:.]+/[0-9]+$"}}
REQUIREMENT = {
    "type": "object",
    "properties": {
        "requirementType": {"const": "RULE"},
        "childKey": {"type": "string", "minLength": 1},
        "sources": ADDRESSES,
        "destinations": ADDRESSES,
        "services": {
            "type": "array",
            "minItems": 1,
            "items": {"pattern": "^(tcp|udp)/[0-9]+(-[0-9]+)?$"},
        },
        "action": {"const": "ACCEPT"},
        "variables": {"properties": {"expiration": DAY}, "additionalProperties": False},
    },
    "additionalProperties": False,
}
REQUIREMENT["required"] = list(REQUIREMENT["properties"])
VARIABLES = {
    "type": "object",
    "properties": {
        **dict.fromkeys(
            (
                "summary", "requesterName", "requesterEmail", "businessNeed", "applicationName",
                "applicationOwner", "customer", "externalTicketId", "notes",
            ),
            TEXT,
        ),
        "priority": {"enum": ["LOW", "MEDIUM", "HIGH"]},
        "dueDate": DAY,
        "carbonCopy": {"type": "array", "items": TEXT},
    },
    "additionalProperties": False,
}  # fmt: skip
PACKET = {
    "type": "object",
    "properties": {
        "variables": VARIABLES,
        "policyPlanRequirements": {"type": "array", "items": REQUIREMENT},
    },
    "required": ["variables", "policyPlanRequirements"],
    "additionalProperties": False,
}
JUDGE = jsonschema.Draft202012Validator(PACKET)


def packet(rule_set):
    """The packet of rules, which its schema accepts."""
    data = json.loads(EXPORTER.export(rule_set).file.content)
    JUDGE.validate(data)
    return data


def flows_of(data, remove_key="remove_access"):
    return sorted(
        (
            (
                networks(",".join(requirement["sources"])),
                networks(",".join(requirement["destinations"])),
                PROTOCOL_BY_NAME[requirement["services"][0].split("/")[0].upper()].number,
                ",".join(service.split("/")[1] for service in requirement["services"]),
                "remove" if requirement["childKey"] == remove_key else "allow",
            )
            for requirement in data["policyPlanRequirements"]
        ),
        key=repr,
    )


def test_the_packet_has_what_its_schema_wants_and_says_every_flow(catalogue_rule_sets):
    for rule_set in (*catalogue_rule_sets, cases.two_families(), cases.hostile()):
        export = EXPORTER.export(rule_set)
        assert flows_of(packet(rule_set)) == flows(said(rule_set, export))


def test_the_schema_refuses_what_is_wrong():
    data = packet(cases.two_families())
    data["policyPlanRequirements"][0]["services"] = ["icmp"]
    with pytest.raises(jsonschema.ValidationError):
        JUDGE.validate(data)


def test_the_whole_packet():
    settings = {"application-name": "Shop", "priority": "HIGH", "due-date": "2026-12-24"}
    rules = cases.two_families(firemon=settings)
    data = packet(rules)
    assert data["variables"] == {
        "summary": "Payments",
        "requesterName": "Ana",
        "requesterEmail": "ana@example.com",
        "businessNeed": "New cluster",
        "priority": "HIGH",
        "applicationName": "Shop",
        "applicationOwner": "",
        "customer": "",
        "externalTicketId": "CHG-7",
        "dueDate": "2026-12-24T00:00:00+0000",
        "carbonCopy": [],
        "notes": """\
New cluster
Ticket: CHG-7
Requester: Ana <ana@example.com>
Needed until: 2027-06-30
Plan: Payments
Revision: not saved
Catalogue: 2026-11-23.01234567, Kubernetes 1.37
Not validated by a device; it follows Policy Planner API, packet and requirements.
Left out: 1 rules that this file cannot say.
1. [CHG-7] workers-to-api: Example API. Because: always.
2. [CHG-7] workers-to-api: Example API. Because: always.
3. [CHG-7] admins-to-api: Example API. Because: always.
""",
    }
    assert data["policyPlanRequirements"][0] == {
        "requirementType": "RULE",
        "childKey": "add_access",
        "sources": ["10.0.1.0/24"],
        "destinations": ["10.0.0.1/32", "10.0.0.8/31", "10.0.0.10/32"],
        "services": ["tcp/443", "tcp/6443-6445"],
        "action": "ACCEPT",
        "variables": {"expiration": "2027-06-30T00:00:00+0000"},
    }


@pytest.mark.parametrize(
    ("text", "name", "email"),
    [
        ("Ana <ana@example.com>", "Ana", "ana@example.com"),
        ("ana@example.com", "ana@example.com", "ana@example.com"),
        ("Ana of the platform team", "Ana of the platform team", ""),
        ("", "", ""),
    ],
)
def test_who_asks_has_a_name_and_an_address(text, name, email):
    assert requester_of(text) == (name, email)


def test_any_address_and_other_protocols_are_left_out():
    rules = cases.requested(
        rule("any", ANYWHERE, cases.API), rule("ping", cases.V4, cases.API, "", protocol="ICMP")
    )
    assert [str(item.why) for item in EXPORTER.left_out(rules, EVERYTHING)] == [
        "the receiver takes no line for any address: name a group",
        "the format cannot say ICMP",
    ]


def test_what_is_to_be_removed_needs_the_key_of_the_installation():
    rules = cases.removal()
    (left_out,) = EXPORTER.left_out(rules, EVERYTHING)
    assert (left_out.rule.name, left_out.why) == ("gone", NO_WORD_TO_REMOVE)
    settings = {"firemon": {"remove-key": "remove_access"}}
    rules = cases.requested(*rules.rules, exports=settings)
    assert EXPORTER.left_out(rules, EVERYTHING) == ()
    assert flows_of(packet(rules)) == flows(rules.all_rules)
