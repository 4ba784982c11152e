"""Tufin SecureChange: the ticket by its schema, and the CSV as Tufin's script reads it."""

import csv
import json
from ipaddress import IPv4Network, ip_network, summarize_address_range
from itertools import product

import jsonschema
import pytest

from portsref.exporters.left_out import LeftOut
from portsref.exporters.tickets import tufin_csv, tufin_json
from portsref.exporters.tickets.sayable import NO_REMOVAL
from portsref.planning.choice import EVERYTHING
from portsref.planning.provenance import Provenance
from portsref.protocols import PROTOCOL_BY_NAME
from tests.exporters.rule_sets import group, rule
from tests.exporters.tickets import cases
from tests.exporters.tickets.reading import ANYTHING, flows, mask_bits, said

TEXT = {"type": "string", "minLength": 1}
IPV4, IPV6 = {"type": "string", "format": "ipv4"}, {"type": "string", "format": "ipv6"}


def exactly(optional=(), **properties):
    required = [name for name in properties if name not in optional]
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def listed(name, item, least=1):
    return exactly(**{name: {"type": "array", "items": item, "minItems": least}})


def of_type(kind, optional=(), **properties):
    return exactly(optional, **{"@type": {"const": kind}}, **properties)


ADDRESS = {
    "oneOf": [
        of_type("ANY"),
        of_type("IP", ip_address=IPV4, netmask=IPV4, cidr={"type": "integer", "maximum": 32}),
        of_type("IP", ip_address=IPV6, cidr={"type": "integer", "maximum": 128}),
        of_type("RANGE", range_first_ip=IPV4, range_last_ip=IPV4),
        of_type("RANGE", range_first_ip=IPV6, range_last_ip=IPV6),
    ]
}
SERVICE = {
    "oneOf": [
        of_type(
            "PROTOCOL",
            protocol={"enum": ["TCP", "UDP"]},
            port={"type": "string", "pattern": "^[0-9]+(-[0-9]+)?$"},
        ),
        of_type("PROTOCOL", protocol={"const": "OTHER"}, type={"type": "integer", "maximum": 255}),
    ]
}
ACCESS_REQUEST = exactly(
    order={"type": "string", "pattern": "^AR[1-9][0-9]*$"},
    action={"enum": ["Accept", "Remove"]},
    use_topology={"type": "boolean"},
    targets=listed("target", of_type("ANY")),
    users=listed("user", {"const": "Any"}),
    sources=listed("source", ADDRESS),
    destinations=listed("destination", ADDRESS),
    services=listed("service", SERVICE),
    labels=listed("label", TEXT, least=0),
    comment={"type": "string", "maxLength": 1000},
)
FIELDS = {
    "type": "array",
    "prefixItems": [
        exactly(**{"@xsi.type": {"const": "text_area"}}, name=TEXT, text=TEXT),
        exactly(
            **{"@xsi.type": {"const": "multi_access_request"}},
            name=TEXT,
            access_request={"type": "array", "items": ACCESS_REQUEST},
        ),
    ],
    "items": False,
}
TICKET = exactly(
    ticket=exactly(
        subject=TEXT,
        priority=TEXT,
        workflow=exactly(name=TEXT),
        steps=listed(
            "step",
            exactly(name=TEXT, tasks=listed("task", exactly(fields=exactly(field=FIELDS)))),
        ),
    )
)
JUDGE = jsonschema.Draft202012Validator(
    TICKET, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
)


def ticket(rule_set, **how):
    """The ticket of rules, which its schema accepts."""
    data = json.loads(tufin_json.EXPORTER.export(rule_set, **how).file.content)
    JUDGE.validate(data)
    return data["ticket"]


def fields(ticket):
    (step,) = ticket["steps"]["step"]
    (task,) = step["tasks"]["task"]
    return task["fields"]["field"]


def access_requests(ticket):
    return fields(ticket)[1]["access_request"]


def addresses(objects):
    """Networks of one family, read from the objects of a ticket."""
    found = set()
    for each in objects:
        if each["@type"] == "ANY":
            return None
        if each["@type"] == "RANGE":
            ends = map(ip_network, (each["range_first_ip"], each["range_last_ip"]))
            found |= set(summarize_address_range(*(end.network_address for end in ends)))
        else:
            if "netmask" in each:
                assert mask_bits(each["netmask"]) == each["cidr"]
            found.add(ip_network(f"{each['ip_address']}/{each['cidr']}"))
    assert len({network.version for network in found}) == 1
    return frozenset(found)


def family_of(*ends):
    versions = {network.version for end in ends if end for network in end}
    assert len(versions) == 1, "an access request has addresses of one family"
    return versions.pop()


def flows_of(ticket):
    found = []
    for request in access_requests(ticket):
        source = addresses(request["sources"]["source"])
        destination = addresses(request["destinations"]["destination"])
        family = family_of(source, destination)
        services = request["services"]["service"]
        (number,) = {
            each.get("type") or PROTOCOL_BY_NAME[each["protocol"]].number for each in services
        }
        ports = ",".join(each.get("port", "") for each in services)
        action = {"Accept": "allow", "Remove": "remove"}[request["action"]]
        ends = (source or ANYTHING[family], destination or ANYTHING[family])
        found.append((*ends, number, ports, action))
    return sorted(found, key=repr)


def test_the_ticket_has_what_its_schema_wants_and_says_every_flow(catalogue_rule_sets):
    for rule_set in (*catalogue_rule_sets, cases.two_families(), cases.hostile()):
        export = tufin_json.EXPORTER.export(rule_set)
        assert flows_of(ticket(rule_set)) == flows(said(rule_set, export))


def test_the_schema_refuses_what_is_wrong():
    data = {"ticket": ticket(cases.two_families())}
    access_requests(data["ticket"])[0]["sources"]["source"].append({"@type": "IP"})
    with pytest.raises(jsonschema.ValidationError):
        JUDGE.validate(data)


def test_the_whole_ticket():
    rules = cases.requested(rule("admins-to-api", cases.V4, group("api", "10.0.0.8-10.0.0.10")))
    provenance = Provenance(3, "https://example.com/plans/x/revisions/3/")
    assert ticket(rules, provenance=provenance) == {
        "subject": "Payments",
        "priority": "Normal",
        "workflow": {"name": "APG Access Request"},
        "steps": {
            "step": [
                {
                    "name": "Enter your request",
                    "tasks": {"task": [{"fields": {"field": [REASON, REQUIRED_ACCESS]}}]},
                }
            ]
        },
    }


REASON = {
    "@xsi.type": "text_area",
    "name": "Business Justification",
    "text": """\
New cluster
Ticket: CHG-7
Requester: Ana <ana@example.com>
Needed until: 2027-06-30
Plan: Payments
Revision: 3
Link: https://example.com/plans/x/revisions/3/
Catalogue: 2026-11-23.01234567, Kubernetes 1.37
Not validated by a device; it follows SecureChange REST API, tickets (R24-1), pytos2-ce 2.3.11.""",
}
REQUIRED_ACCESS = {
    "@xsi.type": "multi_access_request",
    "name": "Required Access",
    "access_request": [
        {
            "order": "AR1",
            "action": "Accept",
            "use_topology": True,
            "targets": {"target": [{"@type": "ANY"}]},
            "users": {"user": ["Any"]},
            "sources": {
                "source": [
                    {
                        "@type": "IP",
                        "ip_address": "10.9.0.0",
                        "netmask": "255.255.255.0",
                        "cidr": 24,
                    }
                ]
            },
            "destinations": {
                "destination": [
                    {
                        "@type": "RANGE",
                        "range_first_ip": "10.0.0.8",
                        "range_last_ip": "10.0.0.10",
                    }
                ]
            },
            "services": {"service": [{"@type": "PROTOCOL", "protocol": "TCP", "port": "443"}]},
            "labels": {"label": []},
            "comment": "[CHG-7] admins-to-api: Example API. Because: always.",
        }
    ],
}


def test_topology_is_used_where_securechange_can():
    wide = group("wide", "10.0.0.0/8")
    rules = cases.requested(
        rule("v4-and-v6", cases.WORKERS, cases.API), rule("class-a", wide, cases.V4)
    )
    used = [each["use_topology"] for each in access_requests(ticket(rules))]
    assert used == [True, False, False]


def test_the_plan_says_the_words_of_the_installation():
    words = {
        "workflow": "Firewall", "step": "Open", "access-field": "Access",
        "justification-field": "Why", "priority": "High", "topology": "no",
        "reference": "Change #{ticket} -",
    }  # fmt: skip
    found = ticket(cases.two_families(**{"tufin-json": words}))
    assert (found["workflow"], found["priority"]) == ({"name": "Firewall"}, "High")
    assert [field["name"] for field in fields(found)] == ["Why", "Access"]
    first = access_requests(found)[0]
    assert first["use_topology"] is False
    assert first["comment"].startswith("Change #CHG-7 - workers-to-api: ")


def test_what_is_to_be_removed_is_removed():
    actions = [each["action"] for each in access_requests(ticket(cases.removal()))]
    assert actions == ["Accept", "Remove"]


def read_by_the_script(text):
    """What TufinCSV2SC.py makes of the file: it counts lines and parses the rows as IPv4."""
    lines = text.splitlines(keepends=True)
    assert lines[0].startswith('"Name"')
    rows = list(csv.DictReader(lines))
    assert len(rows) == len(lines) - 1, "the script makes an access request of every line"
    return [
        (
            IPv4Network(row["Source"]),
            IPv4Network(row["Destination"]),
            PROTOCOL_BY_NAME[row["Protocol"]].number,
            row["Port"],
        )
        for row in rows
    ]


def single_flows(rules):
    """Flows with one network at either end and one range of ports."""
    for source, destination, number, ports, _action in flows(rules):
        yield from product(source, destination, [number], ports.split(","))


def test_the_script_reads_every_flow(catalogue_rule_sets):
    for rule_set in (*catalogue_rule_sets, cases.two_families(), cases.hostile()):
        export = tufin_csv.EXPORTER.export(rule_set)
        found = read_by_the_script(export.file.content.decode())
        assert sorted(found) == sorted(single_flows(said(rule_set, export)))


def test_rows_have_one_network_and_one_range_each_and_names_of_their_own():
    rules = cases.requested(
        rule("both", cases.V4, group("api", "10.0.0.1", "10.0.0.8-10.0.0.10"), ports="22,80-81"),
    )
    rows = tufin_csv.EXPORTER.export(rules).file.content.decode().splitlines()[1:]
    assert [row.split(",")[:5] for row in rows] == [
        ["both.1", "10.9.0.0/24", "10.0.0.1/32", "22", "TCP"],
        ["both.2", "10.9.0.0/24", "10.0.0.1/32", "80-81", "TCP"],
        ["both.3", "10.9.0.0/24", "10.0.0.8/31", "22", "TCP"],
        ["both.4", "10.9.0.0/24", "10.0.0.8/31", "80-81", "TCP"],
        ["both.5", "10.9.0.0/24", "10.0.0.10/32", "22", "TCP"],
        ["both.6", "10.9.0.0/24", "10.0.0.10/32", "80-81", "TCP"],
    ]


def test_the_csv_leaves_out_what_the_script_would_get_wrong():
    rules = cases.removal()
    removed = rules.rules[1]
    both, ping = rule("both", cases.WORKERS, cases.API), rule("ping", protocol="ICMP", ports="")
    rules = cases.requested(*rules.rules, both, ping)
    export = tufin_csv.EXPORTER.export(rules)
    assert [(item.rule.name, str(item.why)) for item in export.left_out] == [
        ("gone", str(NO_REMOVAL)),
        ("both", "the receiver reads IPv4 alone, and the rule has IPv6"),
        ("ping", "the format cannot say ICMP"),
    ]
    assert export.left_out[0] == LeftOut(removed, NO_REMOVAL)


def test_a_file_of_rows_has_an_end():
    many = group("many", *(f"10.{n // 200}.{n % 200}.1" for n in range(0, 632, 2)))
    rules = cases.requested(rule("a", many, many), rule("b", many, many), rule("c", cases.V4, many))
    left_out = tufin_csv.EXPORTER.left_out(rules, EVERYTHING)
    assert [item.rule.name for item in left_out] == ["b", "c"]


def test_sctp_is_not_said_without_its_ports():
    rules = cases.requested(rule("sctp", protocol="SCTP", ports="7777"))
    (left_out,) = tufin_json.EXPORTER.left_out(rules, EVERYTHING)
    assert str(left_out.why) == "the format cannot say SCTP"
