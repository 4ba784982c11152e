"""By which hooks packets to NodePorts pass: what translates them, and in which mode, decides."""

import pytest

from portsref.planning.document import document_from
from portsref.planning.engine import plan_rules
from portsref.verification.rules.ways import Way, Ways
from tests.verification.rules.reading import CATALOGUE, states

GROUPS = [
    {"name": "masters", "roles": ["control-plane", "etcd"], "addresses": ["10.0.0.1"]},
    {"name": "workers", "roles": ["worker"], "addresses": ["10.0.1.0/28"]},
    {"name": "users", "roles": ["client"], "addresses": ["10.9.0.0/24"]},
]
IPVS = {"product": "kubernetes", "options": {"kube-proxy-mode": "ipvs"}}
NFTABLES = {"product": "kubernetes", "options": {"kube-proxy-mode": "nftables"}}
INPUT = """\
*filter
:INPUT DROP [0:0]
:FORWARD DROP [0:0]
-A INPUT -p tcp -m multiport --dports 30000:32767 -j ACCEPT
COMMIT
"""


def rules_of_picks(*picks):
    data = {"schema": "portsref.plan/v1", "title": "t", "groups": GROUPS, "picks": list(picks)}
    return plan_rules(document_from(data), CATALOGUE)


def ways(*picks):
    """The ways to NodePorts of a plan with these products."""
    rules = rules_of_picks(*picks)
    asked = Ways(rules, CATALOGUE)
    return {asked.of(rule) for rule in rules.rules if asked.is_of_node_ports(rule)}


@pytest.mark.parametrize(
    ("picks", "way"),
    [
        ([{"product": "kubeadm"}], Way.TRANSLATED),
        ([{"product": "kubeadm"}, NFTABLES], Way.TRANSLATED),
        ([{"product": "kubeadm"}, IPVS], Way.TO_HOST),
        ([{"product": "k3s"}, IPVS], Way.TO_HOST),
        ([{"product": "talos"}], Way.TRANSLATED),
        ([{"product": "kubespray"}], Way.TO_HOST),
        ([{"product": "kubekey"}], Way.TO_HOST),
        ([{"product": "kubespray"}, NFTABLES], Way.TRANSLATED),
    ],
)
def test_the_mode_of_kube_proxy_decides(picks, way):
    assert ways(*picks) == {way}


def instead(product):
    return {"product": product, "options": {"kube-proxy-replacement": "yes"}}


@pytest.mark.parametrize(
    ("picks", "way"),
    [
        ([{"product": "kubeadm"}, instead("cilium")], Way.BEFORE_HOOKS),
        ([{"product": "kubeadm"}, instead("kube-router")], Way.TO_HOST),
        ([{"product": "openshift"}], Way.BEFORE_HOOKS),
    ],
)
def test_what_takes_the_place_of_kube_proxy_keeps_its_way_whatever_mode_is_said(picks, way):
    assert ways(*picks) == ways(*picks, IPVS) == {way}


def test_rules_in_input_decide_about_node_ports_only_with_ipvs():
    def state(*picks):
        rules = rules_of_picks({"product": "kubeadm"}, *picks)
        return states(INPUT, rules, "workers")["workers-kubernetes-nodeport-tcp"]

    assert state(IPVS) == "open"
    assert state() == state(NFTABLES) == "closed"
