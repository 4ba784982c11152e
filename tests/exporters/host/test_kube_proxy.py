"""Whether a plan lists kube-proxy, or what takes its place and answers its health checks."""

import pytest

from portsref.catalogue.keys import product_of
from portsref.exporters.host.hosts import has_kube_proxy
from portsref.planning.document import document_from
from portsref.planning.engine import plan_rules

PLAN = {
    "schema": "portsref.plan/v1",
    "title": "Plan",
    "groups": [
        {"name": "masters", "roles": ["control-plane"], "addresses": ["10.0.0.1"]},
        {"name": "workers", "roles": ["worker"], "addresses": ["10.0.1.0/24"]},
        {"name": "balancer", "roles": ["load-balancer"], "addresses": ["10.0.2.1"]},
    ],
}
IN_ITS_PLACE = [
    ("antrea", {"kube-proxy-replacement": "yes"}),
    ("calico", {"dataplane": "ebpf"}),
    ("cilium", {"kube-proxy-replacement": "yes", "kube-proxy-healthz": "yes"}),
    ("ovn-kubernetes", {"kube-proxy-healthz": "yes"}),
]


def planned(catalogue, *picks):
    picks = [{"product": product, "options": options} for product, options in picks]
    return plan_rules(document_from(PLAN | {"picks": picks}), catalogue)


@pytest.mark.parametrize("pick", IN_ITS_PLACE, ids=[product for product, _ in IN_ITS_PLACE])
def test_what_answers_health_checks_in_place_of_kube_proxy_is_not_kube_proxy(catalogue, pick):
    rules = planned(catalogue, ("kubernetes", {}), pick)
    assert [key for key in rules.listed if "/kube-proxy" in key] == [
        f"{pick[0]}/kube-proxy-healthz"
    ]
    assert not has_kube_proxy(rules)


@pytest.mark.parametrize("product", ["kubernetes", "k3s", "rke2", "microk8s", "k0s", "minikube"])
def test_distributions_run_kube_proxy(catalogue, product):
    assert has_kube_proxy(planned(catalogue, (product, {})))


def test_every_network_that_takes_the_place_of_kube_proxy_is_tried(catalogue):
    products = {product_of(key) for key in catalogue.rows if "/kube-proxy" in key}
    networks = {name for name in products if catalogue.products[name].kind == "cni"}
    assert networks == {product for product, _ in IN_ITS_PLACE}
