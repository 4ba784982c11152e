"""Findings by severity, with where they lead."""

import pytest

from portsref.planning.document import document_from
from portsref.planning.engine import plan_rules
from portsref.web.plans.reading.display import Display
from portsref.web.plans.reading.findings import by_severity
from portsref.web.plans.reading.sheet import MOST_FINDINGS, RuleSheet
from portsref.web.plans.saving import save_new_plan
from tests.web.plans.pages import text

pytestmark = pytest.mark.django_db

PLAN = {
    "schema": "portsref.plan/v1",
    "title": "Doubtful",
    "picks": [{"product": "kubeadm"}, {"product": "nowhere"}],
    "groups": [
        {"name": "control-plane", "roles": ["control-plane"], "addresses": ["10.0.0.0/28"]},
        {"name": "workers", "roles": ["worker"]},
    ],
    "listeners": [
        {
            "id": "mine",
            "protocol": "TCP",
            "ports": "10250",
            "purpose": "Mine.",
            "roles": ["worker"],
            "peers": ["control-plane"],
        }
    ],
}


@pytest.fixture
def rules(catalogue):
    return plan_rules(document_from(PLAN), catalogue)


def found(rules, catalogue, code):
    findings = RuleSheet(rules, catalogue, Display()).findings
    return next(finding for finding in findings if finding.code == code)


def test_they_stand_by_severity_under_a_heading_that_counts(rules, catalogue):
    findings = RuleSheet(rules, catalogue, Display()).findings
    groups = by_severity(findings, rules.findings)
    severities = [group.severity for group in groups]
    assert severities == sorted(severities, key=["error", "warning", "note"].index)
    assert [finding for group in groups for finding in group.findings] == list(findings)
    assert groups[0].heading.startswith(f"{len(groups[0].findings)} error")


def test_of_very_many_a_page_tells_the_gravest_and_counts_the_others(catalogue, client):
    hosts = [{"name": "workers", "roles": ["worker"]}]
    rows = [
        {"id": f"l{n}", "roles": ["worker"], "peers": ["worker"], "protocol": "TCP",
         "ports": "80", "purpose": "x"}
        for n in range(30)
    ]  # fmt: skip
    data = {"schema": "portsref.plan/v1", "title": "Many", "groups": hosts, "listeners": rows}
    rules = plan_rules(document_from(data), catalogue)
    more = len(rules.findings) - MOST_FINDINGS
    assert more > 200
    page = f"/plans/{save_new_plan(rules).revision.plan_id}/"
    shown = text(client.get(page, {"view": "findings"}))
    assert shown.count('<li class="finding ') == MOST_FINDINGS
    assert "435 errors" in shown
    assert f"{more} more findings are in the files." in shown


def test_one_about_a_group_leads_to_its_rules(rules, catalogue):
    (link,) = found(rules, catalogue, "group-without-addresses").links
    assert (link.text, link.address) == ("Rules of workers", "?pair=workers")


def test_one_about_a_port_leads_to_the_ports_of_the_group(rules, catalogue):
    finding = found(rules, catalogue, "port-conflict")
    assert finding.links[0].address == "?view=ports&group=workers"
    assert {row.text for row in finding.rows} == {"TCP 10250 (kubelet)", "own/mine"}
    assert {row.address for row in finding.rows} == {"/listeners/kubernetes/kubelet-api/", ""}


def test_the_page_has_a_section_for_each_severity(rules, client):
    page = f"/plans/{save_new_plan(rules).revision.plan_id}/"
    shown = text(client.get(page, {"view": "findings"}))
    assert 'aria-labelledby="findings-error"' in shown
    assert 'href="?view=ports&amp;group=workers"' in shown


def test_without_findings_it_says_what_is_well(client, catalogue):
    document = document_from({"schema": "portsref.plan/v1", "title": "Empty"})
    rules = plan_rules(document, catalogue)
    page = f"/plans/{save_new_plan(rules).revision.plan_id}/"
    assert not rules.findings
    assert "No findings" in text(client.get(page, {"view": "findings"}))
