"""Who connects to a listener: components, hand-picked products, and a provider's control plane."""

import pytest

from portsref.planning.engine import plan_rules
from tests.small_catalogue import (
    MASTERS,
    WORKERS,
    catalogue,
    component,
    lines,
    listener,
    plan,
    product,
    rules_for,
    said,
)

KUBERNETES = product(
    "kubernetes", kind="core", components=[component("kube-apiserver", "control-plane")]
)
CLOUD = product("cloud", kind="managed")
OWN = {"id": "db", "protocol": "TCP", "ports": "5432", "roles": ["worker"],
       "purpose": "Database."}  # fmt: skip


def unplaced(rule_set):
    return [
        (finding.severity, finding.parameters["role"])
        for finding in rule_set.findings
        if finding.code == "role-unplaced"
    ]


def test_a_component_of_the_base_is_named_without_its_product():
    distribution = product(
        "distro", base="kubernetes", listeners=[listener("webhook", peers=["kube-apiserver"])]
    )
    document = plan("distro", groups=[WORKERS, MASTERS])
    assert lines(plan_rules(document, catalogue(KUBERNETES, distribution))) == [
        "masters -> workers TCP 1000"
    ]


@pytest.mark.parametrize("peer", ["kube-apiserver", "kubernetes/kube-apiserver"])
def test_an_own_listener_names_components_in_the_words_of_kubernetes(peer):
    document = plan(groups=[WORKERS, MASTERS], listeners=[{**OWN, "peers": [peer]}])
    rules = plan_rules(document, catalogue(KUBERNETES))
    assert lines(rules) == ["masters -> workers TCP 5432"]
    assert said(rules) == []


def test_an_own_listener_for_its_own_host_names_a_peer_that_is_known():
    document = plan(groups=[WORKERS], listeners=[{**OWN, "peers": ["self"]}])
    rules = plan_rules(document, catalogue(KUBERNETES))
    assert [local.listener for local in rules.local] == ["own/db"]
    assert said(rules) == []


def test_a_component_of_a_base_that_was_not_asked_for_connects_from_nowhere():
    base = product("base", components=[component("agent", "control-plane")])
    top = product("top", base="base", listeners=[listener("x", peers=["base/agent"])])
    known = catalogue(base, top)
    groups = [WORKERS, MASTERS]
    assert lines(plan_rules(plan("top", groups=groups), known)) == ["masters -> workers TCP 1000"]
    by_hand = plan({"product": "top", "only": ["x"]}, groups=groups)
    assert lines(plan_rules(by_hand, known)) == []


NODES = listener("kubelet", peers=["control-plane", "worker"])
CLOUD_WITH_NODES = product("cloud", kind="managed", listeners=[NODES])
CNI = product("cni", listeners=[NODES])


@pytest.mark.parametrize(
    ("groups", "provider"),
    [([WORKERS], "Cloud control plane"), ([WORKERS, MASTERS], "masters")],
    ids=["out of sight", "a group"],
)
def test_only_a_row_of_the_provider_that_speaks_of_nodes_means_its_control_plane(groups, provider):
    its_own = plan_rules(plan("cloud", groups=groups), catalogue(CLOUD_WITH_NODES))
    assert sorted(lines(its_own)) == [
        f"{provider} -> workers TCP 1000",
        "workers -> workers TCP 1000",
    ]
    add_on = plan_rules(plan("cloud", "cni", groups=groups), catalogue(CLOUD, CNI))
    assert lines(add_on) == ["workers -> workers TCP 1000"]


def test_a_control_plane_out_of_sight_is_a_peer_and_nobody_else_is_missed():
    row = listener("x", peers=["control-plane", "etcd", "bastion"])
    cloud = product("cloud", kind="managed", listeners=[row])
    rules = plan_rules(plan("cloud", groups=[WORKERS]), catalogue(cloud))
    assert lines(rules) == ["Cloud control plane -> workers TCP 1000"]
    assert unplaced(rules) == []


def test_a_control_plane_that_nobody_provides_is_missing_where_no_group_is_it():
    rules = rules_for(listener("x", peers=["control-plane", "bastion"]), groups=[WORKERS])
    assert lines(rules) == []
    assert unplaced(rules) == [("note", "bastion"), ("note", "control-plane")]
