"""Packets of pods and to Services: known by the cluster's networks, never strangers."""

from dataclasses import replace

import pytest

from portsref.catalogue.search.index import SearchIndex
from portsref.packet_logs.reading import read_packet
from portsref.planning.engine import plan_rules
from portsref.planning.packets import allows
from portsref.troubleshooting.additions import added
from portsref.troubleshooting.explain import explain
from tests.small_catalogue import SOURCE, catalogue, component, group, listener, need, plan, product

POD, OTHER_POD, SERVICE = "10.42.0.5", "10.42.1.6", "10.43.0.9"
NODE, MASTER = "192.0.2.65", "198.51.100.1"
GROUPS = [
    group("workers", "worker", addresses=["192.0.2.64/26"]),
    group("masters", "control-plane", addresses=["198.51.100.0/28"]),
]
FACTS = catalogue(
    product(
        "net",
        kind="cni",
        pod_traffic=[{"how": "encapsulated", "source": SOURCE}],
        pod_networks={"pods": ["10.42.0.0/16"], "services": ["10.43.0.0/16"], "source": SOURCE},
        listeners=[listener("tunnel", protocol="UDP", ports="8472", traffic=["overlay"])],
    ),
    product(
        "app",
        components=[component("agent", "worker"), component("server", "control-plane")],
        listeners=[
            listener(
                "api", component="server", ports="6443", roles=["control-plane"],
                peers=["worker", "pod"],
            ),
            listener("metrics", ports="9100", scope="pod", peers=["pod"]),
        ],
        outbound_needs=[need("updates", ports="4443", to="updates.example.com")],
    ),
)  # fmt: skip
STATED = {"networks": {"pods": ["10.42.0.0/16"], "services": ["10.43.0.0/16"]}}


def explained(line, **what):
    rule_set = plan_rules(plan("net", "app", **({"groups": GROUPS} | what)), FACTS)
    return explain([read_packet(line)], rule_set, SearchIndex(FACTS))[0]


def dropped(source, destination, port, interfaces="", **what):
    line = f"{interfaces} SRC={source} DST={destination} PROTO=TCP SPT=40000 DPT={port} SYN"
    return explained(line, **what)


@pytest.mark.parametrize(
    ("source", "destination", "which"),
    [(POD, MASTER, "source"), (NODE, POD, "destination"), (POD, OTHER_POD, "both")],
)
def test_ends_in_the_pod_network_are_pods(source, destination, which):
    found = dropped(source, destination, 9999, **STATED)
    assert (found.verdict, found.parameters["which"], found.is_certain) == ("pods", which, True)


def test_a_network_that_only_the_product_documents_is_told_as_an_assumption():
    found = dropped(POD, OTHER_POD, 8080)
    assert (found.verdict, found.is_certain) == ("pods", False)
    assert found.parameters == {
        "which": "both",
        "pods": "10.42.0.0/16",
        "services": "10.43.0.0/16",
        "assumed_from": "net",
    }
    assert found.source.network == found.destination.network == "pods"


def test_no_network_is_assumed_that_hosts_of_the_plan_are_in():
    admins = group("admins", "bastion", addresses=["10.42.200.0/24"])
    assert dropped(POD, MASTER, 6443, groups=[*GROUPS, admins]).verdict == "unknown-end"
    assert dropped(POD, MASTER, 6443, groups=[*GROUPS, admins], **STATED).verdict == "pods"


def test_an_interface_of_pods_makes_any_stranger_a_pod():
    found = dropped("172.20.0.5", MASTER, 6443, "IN=cni0 OUT= PHYSIN=veth1")
    assert (found.verdict, found.is_certain) == ("pods", True)
    (remedy,) = found.remedies
    assert [str(part) for part in remedy.addition.groups[0].addresses] == ["172.20.0.5"]
    assert dropped(NODE, MASTER, 6443, "IN=cni0 OUT=").verdict == "in-plan"
    assert dropped("172.20.0.5", MASTER, 6443).verdict == "unknown-end"


def test_the_remedy_is_a_group_of_the_whole_pod_network():
    found = dropped(POD, MASTER, 6443)
    (remedy,) = found.remedies
    assert (remedy.kind, remedy.group, remedy.is_certain) == ("add-pods", "pods", False)
    assert remedy.addition.as_data() == {
        "groups": [{"name": "pods", "roles": ["pod"], "addresses": ["10.42.0.0/16"]}]
    }
    assert "pods-to-masters-app-api" in {rule.name for rule in remedy.opens}
    assert found.listeners == ("app/api",)


@pytest.mark.parametrize(("source", "destination"), [(POD, NODE), (NODE, POD), (POD, OTHER_POD)])
def test_what_no_row_is_for_gets_a_listener_between_pods_and_the_other_end(source, destination):
    found = dropped(source, destination, 8080)
    (remedy,) = found.remedies
    pods, *_ = remedy.addition.groups
    assert (remedy.kind, pods.roles, remedy.addition.changes) == ("add-pods", ("pod",), ())
    after = plan_rules(added(plan("net", "app", groups=GROUPS), remedy.addition), FACTS)
    assert allows(after, found.packet.source, found.packet.destination, "TCP", 8080)


def test_a_pod_that_leaves_the_cluster_has_the_rules_of_its_node():
    found = dropped(POD, "203.0.113.9", 4443)
    assert (found.verdict, found.listeners) == ("pods", ("app/updates",))
    assert [rule.destination.name for rule in found.rules] == ["updates.example.com"]


def test_pods_of_a_group_of_the_plan_are_that_group():
    pods = group("pods", "pod", addresses=["10.42.0.0/16"])
    found = dropped(POD, MASTER, 6443, groups=[*GROUPS, pods])
    assert (found.verdict, found.source.groups) == ("in-plan", ("pods",))
    found = dropped("10.43.200.1", POD, 1, groups=[*GROUPS, pods], **STATED)
    assert {remedy.kind for remedy in found.remedies}.isdisjoint({"add-pods"})


def test_the_address_of_a_service_is_known_as_such():
    found = dropped(POD, SERVICE, 443)
    assert (found.verdict, found.is_certain) == ("service-address", False)
    assert dropped(POD, SERVICE, 443, **STATED).is_certain


def test_the_first_address_of_services_is_the_api_server(catalogue):
    what = {"groups": GROUPS, "networks": {"services": ["10.96.0.0/12"]}}
    rule_set = plan_rules(plan("kubeadm", "flannel", **what), catalogue)
    line = 'Get "https://10.96.0.1:443/version": dial tcp 10.96.0.1:443: i/o timeout'
    (found,) = explain([read_packet(line)], rule_set, SearchIndex(catalogue))
    assert (found.verdict, found.listeners) == ("service-address", ("kubernetes/kube-apiserver",))
    assert {rule.destination.name for rule in found.rules} == {"masters"}
    other = replace(read_packet(line), port=53)
    (found,) = explain([other], rule_set, SearchIndex(catalogue))
    assert "kubernetes/kube-apiserver" not in found.listeners
