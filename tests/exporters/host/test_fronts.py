"""Addresses that stand before hosts, and may be held by these hosts themselves."""

from dataclasses import replace

import pytest

from portsref.exporters.host.hosts import fronts_of
from portsref.exporters.registry import find_exporter
from portsref.planning.document import document_from
from tests.exporters.rule_sets import group, rule, rule_set

PLAN = {
    "schema": "portsref.plan/v1",
    "title": "Plan",
    "groups": [
        {"name": "masters", "roles": ["control-plane"], "addresses": ["10.0.0.1-10.0.0.3"]},
        {"name": "workers", "roles": ["worker"], "addresses": ["10.0.1.0/24"]},
        {"name": "api", "addresses": ["10.0.0.100"]},
        {"name": "web", "roles": ["load-balancer"], "addresses": ["10.0.0.200"]},
        {"name": "admins", "roles": ["client"], "addresses": ["10.9.0.0/24"]},
    ],
    "api_endpoint": {"group": "api", "ports": "443"},
}
ADMINS, API = group("admins", "10.9.0.0/24"), group("api", "10.0.0.100")
RULES = replace(
    rule_set(
        rule("to-the-api", ADMINS, API),
        rule("ssh", ADMINS, group("masters", "10.0.0.1-10.0.0.3"), ports="22"),
        rule("to-workers", ADMINS, group("workers", "10.0.1.0/24"), ports="22"),
    ),
    document=document_from(PLAN),
)


def texts(name):
    export = find_exporter(name).export(RULES)
    return {file.name: file.content.decode() for file in export.files}


def test_hosts_may_hold_the_addresses_before_them():
    assert fronts_of(document_from(PLAN)) == {
        "masters": ("api", "web"),
        "workers": ("web",),
        "admins": (),
    }


@pytest.mark.parametrize("name", ["nftables", "firewalld", "ufw"])
def test_rules_to_the_api_are_in_the_file_of_the_hosts_behind_it_too(name):
    found = {file: "to-the-api" in text for file, text in texts(name).items()}
    assert {file.split(".")[1]: is_there for file, is_there in found.items()} == {
        "api": True,
        "masters": True,
        "workers": False,
    }


def test_they_are_for_the_address_of_the_api_alone():
    [text] = (text for file, text in texts("nftables").items() if ".masters." in file)
    assert 'ip daddr @api_v4 tcp dport 443 accept comment "to-the-api"' in text
    assert "elements = { 10.0.0.100 }" in text
    assert "# Rules to “api” are here too, whose address these hosts may hold" in text


def test_a_format_that_knows_no_destinations_says_what_the_hosts_need_besides():
    [text] = (text for file, text in texts("talos").items() if ".masters." in file)
    assert "to-the-api" not in text
    assert "# If these hosts hold the address of “api”, as by keepalived" in text
