"""ServiceNow: the lines of a request, read back."""

import re

from portsref.exporters.tickets.servicenow import EXPORTER, HEADER
from portsref.protocols import PROTOCOL_BY_NAME
from tests.exporters.rule_sets import rule
from tests.exporters.tickets import cases
from tests.exporters.tickets.reading import ANYTHING, flows, networks, rows_of, said

RUNS = re.compile("^[=+\\-@\t\r＝＋－＠]")


def lines_of(rule_set):
    return rows_of(EXPORTER.export(rule_set).file.content.decode())


def flows_of(lines):
    return sorted(
        (
            (
                _networks(line["source_ip"], line["ip_version"]),
                _networks(line["destination_ip"], line["ip_version"]),
                PROTOCOL_BY_NAME[line["protocol"]].number,
                line["port"],
                {"permit": "allow", "remove": "remove"}[line["action"]],
            )
            for line in lines
        ),
        key=repr,
    )


def _networks(text, version):
    family = {"IPv4": 4, "IPv6": 6}[version]
    found = ANYTHING[family] if text == "any" else networks(text)
    assert {network.version for network in found} == {family}
    return found


def test_lines_say_every_flow_in_one_family_each(catalogue_rule_sets):
    every = (*catalogue_rule_sets, cases.two_families(), cases.hostile(), cases.removal())
    for rule_set in every:
        export = EXPORTER.export(rule_set)
        assert flows_of(lines_of(rule_set)) == flows(said(rule_set, export))


def test_lines_are_numbered_and_nothing_in_them_runs():
    lines = lines_of(cases.hostile())
    assert [line["line"] for line in lines] == [str(n) for n in range(1, len(lines) + 1)]
    assert not [cell for line in lines for cell in line.values() if RUNS.match(cell)]


def test_a_whole_line():
    groups = {"assignment-group": "Network", "approval-group": "Risk"}
    rules = cases.requested(
        rule("admins-to-api", cases.V4, cases.API, ports="22,80"), exports={"servicenow": groups}
    )
    assert tuple(lines_of(rules)[0]) == HEADER
    assert lines_of(rules) == [
        {
            "line": "1",
            "source_ip": "10.9.0.0/24",
            "destination_ip": "10.0.0.1,10.0.0.8-10.0.0.10",
            "protocol": "TCP",
            "port": "22,80",
            "traffic_direction": "inbound",
            "action": "permit",
            "ip_version": "IPv4",
            "source_name": "admins",
            "destination_name": "api",
            "source_zone": "office",
            "destination_zone": "dmz",
            "rule_name": "admins-to-api",
            "justification": "Example API. Because: always.",
            "encryption": "tls",
            "comments": "[CHG-7] admins-to-api: Example API. Because: always.",
            "short_description": "Payments",
            "requested_for": "Ana <ana@example.com>",
            "assignment_group": "Network",
            "approval_group": "Risk",
            "expires": "2027-06-30",
            "correlation_id": "CHG-7",
        }
    ]
