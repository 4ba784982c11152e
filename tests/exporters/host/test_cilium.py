"""Cilium: policies that its resource accepts, and that let in what the rules say."""

from dataclasses import replace
from ipaddress import ip_network

import pytest
import yaml

from portsref.exporters.host.by_source import MULTICAST
from portsref.exporters.host.cilium import EXPORTER, NO_PORT_0
from portsref.exporters.host.hosts import NOBODYS_ADDRESS
from portsref.planning.document import document_from
from portsref.planning.rules import ANYWHERE
from portsref.ports import PortSet
from tests.exporters.hostile import hostile_rules
from tests.exporters.rule_sets import group, rule, rule_set
from tests.exporters.sampling import disagreements
from tests.exporters.schemas import against_schema

ECHO = {("IPv4", 8): "ICMP", ("IPv6", 128): "ICMPv6"}


def files(rules):
    return {file.name: file.content.decode() for file in EXPORTER.export(rules).files}


def policies(text):
    return list(yaml.load_all(text, yaml.CSafeLoader))


def parts(text):
    return [part for policy in policies(text) for part in policy["specs"]]


def refusals(text):
    """What Cilium would refuse, by its resource's schema and by what its documentation says."""
    found = [error for policy in policies(text) for error in against_schema(policy)]
    for part in parts(text):
        [opening] = part["ingress"]
        if "toPorts" in opening and "icmps" in opening:
            found.append("ICMP and ports in one rule")
        sources = {"fromCIDRSet", "fromEndpoints", "fromEntities"} & set(opening)
        if len(sources) > 1:
            found.append("two kinds of sources in one rule")
        for source in opening.get("fromCIDRSet", ()):
            ip_network(source["cidr"])
        found += [
            "no port, or any"
            for one in opening.get("toPorts", ())
            for port in one["ports"]
            if not 0 < int(port["port"]) < port.get("endPort", 65536)
        ]
    return found


def openings(text):
    """Protocol, ports and networks of each part, but that for pods."""
    for part in parts(text):
        [opening] = part["ingress"]
        if "fromEndpoints" in opening:
            continue
        sources = [ip_network(source["cidr"]) for source in opening.get("fromCIDRSet", ())]
        for one in opening.get("icmps", ()):
            for field in one["fields"]:
                yield ECHO[field["family"], field["type"]], None, sources
        for port in (port for one in opening.get("toPorts", ()) for port in one["ports"]):
            text = f"{port['port']}-{port.get('endPort', port['port'])}"
            yield port["protocol"], PortSet.parse(text), sources


def lets_in(openings, packet):
    return any(
        packet.protocol == protocol
        and (ports is None or packet.port in ports)
        and (not sources or any(packet.source in network for network in sources))
        for protocol, ports, sources in openings
    )


def test_the_resource_accepts_every_reference_plan(catalogue_rule_sets):
    for rules in catalogue_rule_sets:
        for text in files(rules).values():
            assert refusals(text) == []


def test_nothing_hostile_leaves_its_place():
    written = files(rule_set(*hostile_rules()))
    assert len(written) == 11
    for text in written.values():
        assert refusals(text) == []
        assert all(line.isprintable() for line in text.splitlines())
        assert len(policies(text)) == 1
        assert all(len(part["description"]) <= 500 for part in parts(text))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("nodeSelector:", "nodeselector:"),
        ("protocol: TCP", "protocol: VRRP"),
        ("fromCIDRSet:", "fromCIDRs:"),
        ('port: "443"', "port: 443"),
        ('port: "443"', 'port: "0"'),
        ("matchLabels:", "matchLabel:"),
    ],
)
def test_what_is_wrong_is_refused(right, wrong):
    [text] = files(rule_set(rule())).values()
    assert right in text
    assert refusals(text.replace(right, wrong))


def test_a_file_lets_in_what_the_rules_allow_and_nothing_else(catalogue_rule_sets):
    found = disagreements(EXPORTER, catalogue_rule_sets, lambda text: list(openings(text)), lets_in)
    assert list(found) == []


def test_a_rule_is_a_part_with_its_name_and_purpose():
    both = group("both", "10.0.1.0/24", "2001:db8::1")
    mine = group("mine", "10.0.0.1", "2001:db8:1::1")
    [text] = files(rule_set(rule("first", both, mine, "80,500-900"))).values()
    assert text[text.index("---") :] == (
        """\
---
apiVersion: cilium.io/v2
kind: CiliumClusterwideNetworkPolicy
metadata:
  name: "portsref-mine"
  labels:
    app.kubernetes.io/managed-by: portsref
    portsref/to: "mine"
specs:
  - description: "first: Example API. (example/api)"
    nodeSelector:
      matchLabels:
        portsref/group-mine: ""
    ingress:
      - fromCIDRSet:
          - cidr: "10.0.1.0/24"
          - cidr: "2001:db8::1/128"
        toPorts:
          - ports:
              - port: "80"
                protocol: TCP
              - port: "500"
                endPort: 900
                protocol: TCP
"""
    )


def opening_of(*rules):
    [text] = files(rule_set(*rules)).values()
    return [part["ingress"][0] for part in parts(text)]


def test_any_address_keeps_to_the_families_of_the_hosts():
    [one] = opening_of(rule(source=ANYWHERE, destination=group("mine", "10.0.0.1")))
    assert one["fromCIDRSet"] == [{"cidr": "0.0.0.0/0"}]
    [one] = opening_of(rule(source=ANYWHERE, destination=group("mine")))
    assert set(one) == {"toPorts"}


def test_more_ports_than_a_list_takes_are_several_lists():
    ports = ",".join(str(port) for port in range(1, 100, 2))
    [one] = opening_of(rule(ports=ports))
    assert [len(each["ports"]) for each in one["toPorts"]] == [40, 10]


def test_port_0_is_never_written_because_it_means_any():
    [one] = opening_of(rule(ports="0-80"))
    assert one["toPorts"] == [{"ports": [{"port": "1", "endPort": 80, "protocol": "TCP"}]}]
    alone = rule("alone", ports="0,80")
    assert [item.why for item in EXPORTER.export(rule_set(alone)).left_out] == [NO_PORT_0]


def test_pods_get_in_on_the_tcp_ports_that_nodes_dial():
    workers, admins = group("workers", "10.0.1.0/24"), group("admins", "10.9.0.0/24")
    rules = rule_set(rule("kubelet", workers, workers, "10250"), rule("ssh", admins, workers, "22"))
    node = {"name": "workers", "roles": ["worker"], "addresses": ["10.0.1.0/24"]}
    data = {"schema": "portsref.plan/v1", "title": "Example plan", "groups": [node]}
    [text] = files(replace(rules, document=document_from(data))).values()
    [opening] = parts(text)[0]["ingress"]
    selector = {"key": "k8s:io.kubernetes.pod.namespace", "operator": "Exists"}
    assert opening == {
        "fromEndpoints": [{"matchExpressions": [selector]}],
        "toPorts": [{"ports": [{"port": "10250", "protocol": "TCP"}]}],
    }


def test_pods_get_in_where_rules_of_nodes_without_addresses_are_left_out():
    nodes, admins = group("workers"), group("admins", "10.9.0.0/24")
    rules = rule_set(rule("kubelet", nodes, nodes, "10250"), rule("ssh", admins, nodes, "22"))
    data = {
        "schema": "portsref.plan/v1",
        "title": "Example plan",
        "groups": [{"name": "workers", "roles": ["worker"]}],
    }
    [text] = files(replace(rules, document=document_from(data))).values()
    assert [part["ingress"][0]["toPorts"][0]["ports"][0]["port"] for part in parts(text)] == [
        "10250",
        "22",
    ]


def test_what_no_policy_can_say_is_left_out_with_the_reason():
    left = [
        rule("vrrp", protocol="VRRP", ports=""),
        rule("mdns", destination=group("control-plane", "224.0.0.251"), protocol="UDP"),
        rule("nobody", group("nobody")),
    ]
    reasons = [str(item.why) for item in EXPORTER.export(rule_set(*left, rule())).left_out]
    assert reasons == ["the format cannot say VRRP", str(MULTICAST), str(NOBODYS_ADDRESS)]


def test_more_rules_than_a_policy_should_hold_are_several_policies():
    [text] = files(rule_set(*(rule(f"rule-{number}") for number in range(1100)))).values()
    assert [(one["metadata"]["name"], len(one["specs"])) for one in policies(text)] == [
        ("portsref-control-plane", 999),
        ("portsref-control-plane-2", 101),
    ]
