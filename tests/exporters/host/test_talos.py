"""Talos: documents of the machine configuration, which its schema accepts in any case."""

from dataclasses import replace
from ipaddress import ip_network

import pytest
import yaml

from portsref.exporters.host.by_source import MULTICAST
from portsref.exporters.host.hosts import NOBODYS_ADDRESS, NOTHING_IN_COMMON
from portsref.exporters.host.talos import EXPORTER
from portsref.exporters.left_out import LeftOut
from portsref.planning.document import document_from
from portsref.planning.pod_network import PodNetwork
from portsref.planning.rules import ANYWHERE
from portsref.ports import PortSet
from tests.exporters.hostile import hostile_rules
from tests.exporters.rule_sets import cause, group, local, rule, rule_set
from tests.exporters.sampling import disagreements
from tests.exporters.schemas import against_schema

BLOCK = {"apiVersion": "v1alpha1", "kind": "NetworkDefaultActionConfig", "ingress": "block"}
OWN_PODS = "portsref.own-pods"


def files(rules):
    return {file.name: file.content.decode() for file in EXPORTER.export(rules).files}


def documents(text):
    return list(yaml.load_all(text, yaml.CSafeLoader))


def rules_of(rules):
    """The documents of the only file, but the first."""
    [text] = files(rules).values()
    first, *others = documents(text)
    assert first == BLOCK
    return others


def refusals(text):
    """What Talos would refuse: by its schema, names that are not unique, ranges that overlap."""
    found = [error for document in documents(text) for error in against_schema(document)]
    rules = [document for document in documents(text) if "name" in document]
    if len({document["name"] for document in rules}) != len(rules):
        found.append("names are not unique")
    for document in rules:
        ports = [str(port) for port in document["portSelector"]["ports"]]
        if sum(len(PortSet.parse(port)) for port in ports) != len(PortSet.parse(",".join(ports))):
            found.append("ranges overlap")
        for source in document["ingress"]:
            ip_network(source["subnet"])
    return found


def openings(text):
    """Protocol, ports and sources of each rule, but that for pods of the host itself."""
    return [
        (
            document["portSelector"]["protocol"],
            PortSet.parse(",".join(map(str, document["portSelector"]["ports"]))),
            [ip_network(source["subnet"]) for source in document["ingress"]],
        )
        for document in documents(text)
        if document.get("name", OWN_PODS) != OWN_PODS
    ]


def lets_in(openings, packet):
    """What Talos' own filter does with a packet to its host, in the mode `block`."""
    return any(
        packet.protocol.lower() == protocol
        and packet.port in ports
        and any(packet.source in network for network in sources)
        for protocol, ports, sources in openings
    )


def test_the_schema_accepts_every_reference_plan(catalogue_rule_sets):
    for rules in catalogue_rule_sets:
        for text in files(rules).values():
            assert refusals(text) == []


def test_nothing_hostile_leaves_its_place():
    written = files(rule_set(*hostile_rules()))
    assert len(written) == 11
    for text in written.values():
        assert refusals(text) == []
        assert all(line.isprintable() for line in text.splitlines())
        assert {line.split(":")[0].split("#")[0] for line in text.splitlines()} <= {
            "", "---", "apiVersion", "kind", "name", "ingress", "  - subnet", "portSelector",
            "  ports", "  protocol", "    - 443", "    - 1", "    - 3", '    - "5-9"',
        }  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        BLOCK | {"ingress": "drop"},
        BLOCK | {"kind": "NetworkRuleConfig"},
        BLOCK | {"egress": "block"},
        {**BLOCK, "kind": "NetworkRuleConfig", "name": "x", "portSelector": {"protocol": "sctp"}},
    ],
)
def test_the_schema_refuses_what_talos_does_not_know(wrong):
    if wrong["kind"] == "NetworkRuleConfig":
        wrong = {key: value for key, value in wrong.items() if key != "ingress"}
    assert against_schema(wrong)


def test_a_rule_is_a_document_with_its_purpose():
    both = group("both", "10.0.1.0/24", "10.0.2.1-10.0.2.2", "2001:db8::1")
    mine = group("mine", "10.0.0.1", "2001:db8:1::1")
    [text] = files(rule_set(rule("first one", both, mine, "80,443,500-900"))).values()
    assert text[text.index("---") :] == (
        """\
---
apiVersion: v1alpha1
kind: NetworkDefaultActionConfig
ingress: block
---
# Example API. (example/api)
apiVersion: v1alpha1
kind: NetworkRuleConfig
name: "portsref-first-one-92ccbf01"
portSelector:
  ports:
    - 80
    - 443
    - "500-900"
  protocol: tcp
ingress:
  - subnet: "10.0.1.0/24"
  - subnet: "10.0.2.1/32"
  - subnet: "10.0.2.2/32"
  - subnet: "2001:db8::1/128"
"""
    )


def test_only_families_that_the_hosts_have_are_opened():
    both, mine = group("both", "10.0.1.0/24", "2001:db8::1"), group("mine", "10.0.0.1")
    [one] = rules_of(rule_set(rule(source=both, destination=mine)))
    assert one["ingress"] == [{"subnet": "10.0.1.0/24"}]
    [one] = rules_of(rule_set(rule(source=ANYWHERE, destination=mine)))
    assert one["ingress"] == [{"subnet": "0.0.0.0/0"}]
    [one] = rules_of(rule_set(rule(source=ANYWHERE, destination=group("unknown"))))
    assert one["ingress"] == [{"subnet": "0.0.0.0/0"}, {"subnet": "::/0"}]


def test_what_talos_lets_through_is_told_and_needs_no_document():
    ping = rule("ping", protocol="ICMP", ports="")
    [text] = files(rule_set(ping)).values()
    assert documents(text) == [BLOCK]
    assert text.endswith("\n# ping: let through by Talos itself. Example API. (example/api)\n")


def test_what_no_document_can_say_is_left_out_with_the_reason():
    to_all = group("control-plane", "224.0.0.18")
    left = {
        "ESP": rule("esp", protocol="ESP", ports=""),
        "multicast": rule("mdns", destination=to_all, protocol="UDP"),
        "nobody": rule("nobody", group("nobody")),
        "apart": rule("apart", group("six", "2001:db8::1")),
    }
    export = EXPORTER.export(rule_set(rule("kept"), *left.values()))
    reasons = [str(item.why) for item in export.left_out]
    assert reasons == [
        "the format cannot say ESP", *map(str, (MULTICAST, NOBODYS_ADDRESS, NOTHING_IN_COMMON)),
    ]  # fmt: skip
    assert LeftOut(left["nobody"], NOBODYS_ADDRESS) in export.left_out


def planned(rules, *groups, **what):
    data = {"schema": "portsref.plan/v1", "title": "Example plan", "groups": list(groups)}
    return replace(rules, document=document_from(data), **what)


WORKERS = {"name": "workers", "roles": ["worker"], "addresses": ["10.0.1.0/24"]}
PODS = PodNetwork(pods=group("", "10.42.0.0/16").addresses)


def test_pods_reach_their_own_host_on_the_ports_that_hosts_dial_by_tcp():
    workers, admins = group("workers", "10.0.1.0/24"), group("admins", "10.9.0.0/24")
    rules = rule_set(
        rule("kubelet", workers, workers, "10250"),
        rule("tunnel", workers, workers, "8472", protocol="UDP"),
        rule("ssh", admins, workers, "22"),
    )
    rules = planned(rules, WORKERS, networks=PODS, local=(replace(local(), peers=("worker",)),))
    own = rules_of(rules)[0]
    assert own["name"] == OWN_PODS
    assert own["portSelector"] == {"ports": [9000, 10250], "protocol": "tcp"}
    assert own["ingress"] == [{"subnet": "10.42.0.0/16"}]


def test_hosts_that_run_no_pods_are_closed_to_them():
    rules = planned(rule_set(rule()), {"name": "control-plane", "roles": ["etcd"]}, networks=PODS)
    assert [document["name"] for document in rules_of(rules)] == ["portsref-rule"]


def test_a_file_lets_in_what_the_rules_allow_and_nothing_else(catalogue_rule_sets):
    found = disagreements(EXPORTER, catalogue_rule_sets, openings, lets_in)
    assert [told for told in found if not told[1].protocol.startswith("ICMP")] == []


def test_a_rule_of_the_installation_is_told_as_such():
    [text] = files(rule_set(rule(causes=(cause(phase="installation"),)))).values()
    assert "\n# Example API. Only during the installation. (example/api)\n" in text
