"""Azure Firewall: application rules that say what the rules say, in a template without comments."""

import json
import re
from ipaddress import ip_address, ip_network, summarize_address_range

import pytest

from portsref.exporters.host.hosts import NOBODYS_ADDRESS
from portsref.exporters.proxy.azure_firewall import (
    EXPORTER,
    NO_IPV4,
    NOT_ENCRYPTED,
    TOO_MANY_PORTS,
)
from tests.exporters.proxy.samples import (
    NOBODY,
    REGISTRY,
    WORKERS,
    allowed,
    hostile_document,
    hostile_names,
    names_rule_set,
    outside,
    samples,
    some_rules,
)
from tests.exporters.rule_sets import cause, group, rule
from tests.exporters.schemas import against

PLACE = outside("Registry", *REGISTRY)
PLAIN = (cause(encryption="none"),)


def template_of(rules):
    return json.loads(EXPORTER.export(rules).file.content)


def rules_in(template):
    return [
        found
        for resource in template["resources"]
        for collection in resource["properties"]["ruleCollections"]
        for found in collection["rules"]
    ]


def test_the_rules_let_through_what_the_plan_says_over_ipv4_and_nothing_else():
    rules, read = some_rules(), rules_in(template_of(names_rule_set(*some_rules())))
    assert [
        (host, *asked)
        for host, *asked in samples()
        if allows(read, host, *asked) != (":" not in host and allowed(rules, host, *asked))
    ] == []


def test_a_rule_has_its_name_and_its_purpose():
    (read,) = rules_in(template_of(names_rule_set(rule(destination=PLACE, ports="80,443"))))
    assert read == {
        "ruleType": "ApplicationRule",
        "name": "rule",
        "description": "Example API. (example/api)",
        "sourceAddresses": ["10.0.1.0/24"],
        "protocols": [
            {"protocolType": "Http", "port": 80},
            {"protocolType": "Https", "port": 443},
        ],
        "targetFqdns": ["registry.example.com", "*.storage.example.net"],
    }


def test_the_schema_of_azure_accepts_every_reference_plan_and_every_text(catalogue_rule_sets):
    hostile = names_rule_set(*hostile_names(), **hostile_document())
    for rules in (*catalogue_rule_sets, hostile):
        template = template_of(rules)
        assert against("azure-firewall-rules", template) == []
        assert list(template) == [
            "$schema", "contentVersion", "metadata", "parameters", "resources",
        ]  # fmt: skip
        for read in rules_in(template):
            assert re.fullmatch(r"[a-z0-9]([a-z0-9-]{0,78}[a-z0-9])?", read["name"])
            assert len(read["description"]) <= 141
    expressions = [text for text in texts_of(template) if re.match(r"\[[^\[]", text)]
    assert expressions == [
        "[concat(parameters('firewallPolicy'), '/portsref')]",
        "[parameters('groupPriority')]",
        "[parameters('collectionPriority')]",
    ]
    names = [read["name"] for read in rules_in(template)]
    assert len(set(names)) == len(names) == len(tuple(hostile_names()))


def test_the_schema_refuses_what_is_wrong():
    template = template_of(names_rule_set(*some_rules()))
    (found, *_) = rules_in(template)
    found["protocols"][0]["protocolType"] = "Tls"
    assert against("azure-firewall-rules", template) != []


def test_a_plan_without_names_has_no_resource():
    assert template_of(names_rule_set())["resources"] == []


@pytest.mark.parametrize(
    ("found", "why"),
    [
        (rule(destination=PLACE, ports="8443", causes=PLAIN), NOT_ENCRYPTED),
        (rule(destination=PLACE, ports="8000-8015"), TOO_MANY_PORTS),
        (rule(source=NOBODY, destination=PLACE), NOBODYS_ADDRESS),
        (rule(source=group("v6", "2001:db8::/64"), destination=PLACE), NO_IPV4),
    ],
)
def test_what_cannot_be_said_is_left_out(found, why):
    assert [item.why for item in EXPORTER.export(names_rule_set(found)).left_out] == [why]


def test_tls_on_another_port_is_said():
    (read,) = rules_in(template_of(names_rule_set(rule("x", WORKERS, PLACE, "8443"))))
    assert read["protocols"] == [{"protocolType": "Https", "port": 8443}]


def texts_of(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts_of(part)


def allows(read, host, name, port):
    return any(
        port in [protocol["port"] for protocol in found["protocols"]]
        and any(is_from(host, source) for source in found["sourceAddresses"])
        and any(matches(fqdn, name) for fqdn in found["targetFqdns"])
        for found in read
    )


def matches(fqdn, name):
    """As Azure's documentation has it: `*` at the very left is anything before the rest."""
    return name.endswith(fqdn[1:]) if fqdn.startswith("*") else name == fqdn


def is_from(host, source):
    if "-" in source:
        networks = summarize_address_range(*map(ip_address, source.split("-")))
    else:
        networks = [ip_network(source)]
    return any(ip_address(host) in network for network in networks)
