"""Cilium: policies that its schema accepts, for nodes and pods apart, with what names need."""

import re
from dataclasses import replace

import pytest
import yaml

from portsref.exporters.proxy.cilium_fqdn import (
    EXPORTER,
    NO_DNS_SERVERS,
    NO_NODE,
    NO_SUCH_PROTOCOL,
    TOO_MANY_PORTS,
)
from portsref.exporters.proxy.names import MERGED
from portsref.planning.choice import Choice
from portsref.planning.rules import Reason
from tests.exporters.proxy.samples import (
    REGISTRY,
    SERVERS,
    WORKERS,
    asked_names,
    hostile_document,
    hostile_names,
    is_named,
    names_rule_set,
    outside,
    some_rules,
)
from tests.exporters.rule_sets import cause, group, rule
from tests.exporters.schemas import against_schema

PLACE = outside("Registry", *REGISTRY)
PODS = (cause("argo-cd/git", by_pods=True),)
QUERIES = [
    {
        "ports": [{"port": "53", "protocol": "UDP"}, {"port": "53", "protocol": "TCP"}],
        "rules": {"dns": [{"matchPattern": "*"}]},
    }
]


def policies_of(rules):
    text = EXPORTER.export(rules).file.content.decode()
    return [policy for policy in yaml.safe_load_all(text) if policy]


def test_the_schema_of_cilium_accepts_every_reference_plan_and_every_text(catalogue_rule_sets):
    hostile = names_rule_set(*hostile_names(), **with_dns_servers(hostile_document()))
    found = [policy for rules in (*catalogue_rule_sets, hostile) for policy in policies_of(rules)]
    assert len(found) >= 4
    assert [problem for policy in found for problem in against_schema(policy)] == []
    names = [policy["metadata"]["name"] for policy in policies_of(hostile)]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", name) for name in names)


def test_the_schema_refuses_what_is_wrong():
    (policy, *_) = policies_of(names_rule_set(*some_rules()))
    policy["spec"]["egress"][1]["toFQDNs"][0] = {"matchName": "a b"}
    assert against_schema(policy) != []


def test_nodes_and_pods_have_policies_of_their_own():
    policies = policies_of(names_rule_set(*some_rules()))
    assert [(policy["metadata"]["name"], selector_of(policy)) for policy in policies] == [
        ("portsref-names.workers", ("nodeSelector", {"portsref/group-workers": ""})),
        ("portsref-names.control-plane", ("nodeSelector", {"portsref/group-control-plane": ""})),
        (
            "portsref-names.argo-cd.server",
            ("endpointSelector", {"portsref/product": "argo-cd", "portsref/component": "server"}),
        ),
    ]


def test_nothing_is_closed_and_names_are_asked_of_those_who_answer():
    nodes, _, pods = policies_of(names_rule_set(*some_rules()))
    assert nodes["spec"]["enableDefaultDeny"] == {"egress": False, "ingress": False}
    assert nodes["spec"]["egress"][0] == {
        "toCIDR": ["192.0.2.53/32", "2001:db8::53/128"],
        "toPorts": QUERIES,
    }
    labels = {"k8s:io.kubernetes.pod.namespace": "kube-system", "k8s:k8s-app": "kube-dns"}
    assert pods["spec"]["egress"][0] == {
        "toEndpoints": [{"matchLabels": labels}],
        "toPorts": QUERIES,
    }


def test_a_rule_has_its_names_and_ports_below_its_purpose():
    ranged = rule("x", WORKERS, PLACE, "123,8000-8100", protocol="UDP")
    text = EXPORTER.export(names_rule_set(ranged)).file.content.decode()
    assert text.endswith("""
  # x: Example API. (example/api)
  - toFQDNs:
    - matchName: "registry.example.com"
    - matchPattern: "**.storage.example.net"
    toPorts:
    - ports:
      - port: "123"
        protocol: "UDP"
      - port: "8000"
        endPort: 8100
        protocol: "UDP"
""")


def test_the_names_are_those_of_the_rules_and_no_others():
    for policy, found in zip(policies_of(names_rule_set(*some_rules())), some_rules(), strict=True):
        (selectors,) = [one["toFQDNs"] for one in policy["spec"]["egress"][1:]]
        for name in asked_names():
            wanted = any(is_named(name, dns) for dns in found.destination.dns)
            assert any(matches(one, name) for one in selectors) == wanted


@pytest.mark.parametrize(
    ("found", "why"),
    [
        (rule(source=group("proxy", "10.0.3.1"), destination=PLACE), NO_NODE),
        (rule(destination=PLACE, protocol="GRE", ports=""), NO_SUCH_PROTOCOL),
        (
            rule(destination=PLACE, ports=",".join(str(2 * n) for n in range(1, 42))),
            TOO_MANY_PORTS,
        ),
    ],
)
def test_what_cannot_be_said_is_left_out(found, why):
    assert [item.why for item in EXPORTER.export(names_rule_set(found)).left_out] == [why]


def test_nodes_need_dns_servers_with_addresses_and_pods_do_not():
    nodes = rule("nodes", WORKERS, PLACE)
    pods = rule("pods", WORKERS, PLACE, causes=PODS)
    groups = [{"name": "workers", "roles": ["worker"]}]
    export = EXPORTER.export(names_rule_set(nodes, pods, groups=groups))
    assert [(item.rule.name, item.why) for item in export.left_out] == [("nodes", NO_DNS_SERVERS)]


def test_pods_need_no_group_and_what_a_proxy_does_for_them_is_not_theirs():
    pods = rule("pods", group("pods", "10.244.0.0/16"), PLACE, causes=PODS)
    through = replace(PODS[0], reason=Reason(product="argo-cd", through="outbound-proxy"))
    proxy = rule("proxy", group("proxy", "10.0.3.1"), PLACE, causes=(through,))
    export = EXPORTER.export(names_rule_set(pods, proxy))
    assert [(item.rule.name, item.why) for item in export.left_out] == [("proxy", NO_NODE)]


def test_merged_rules_do_not_give_one_component_the_ports_of_another():
    rules = (
        rule("nodes", SERVERS, PLACE),
        rule("pods", SERVERS, PLACE, ports="80", causes=PODS),
    )
    merged = EXPORTER.export(names_rule_set(*rules), Choice(merge=True))
    assert [item.why for item in merged.left_out] == [MERGED]
    assert EXPORTER.export(names_rule_set(*rules)).left_out == ()


def with_dns_servers(document):
    servers = {
        "name": "dns servers of the plan",
        "places": ["infrastructure/dns-servers"],
        "addresses": ["192.0.2.53"],
    }
    return document | {"groups": [*document["groups"], servers]}


def selector_of(policy):
    ((kind, selector),) = [
        (key, value) for key, value in policy["spec"].items() if key.endswith("Selector")
    ]
    return kind, selector["matchLabels"]


def matches(selector, name):
    """As Cilium 1.19 has it: `**.` in front is one label or more."""
    if "matchName" in selector:
        return selector["matchName"] == name
    below = r"([-a-z0-9_]+\.)+" + re.escape(selector["matchPattern"].removeprefix("**."))
    return re.fullmatch(below, name) is not None
