"""Rows by what error texts call them: Services of webhooks, API groups, Konnectivity."""

import pytest

from portsref.catalogue.search.index import SearchIndex
from portsref.catalogue.search.named import rows_named
from portsref.catalogue.search.ports_in_use import rows_behind
from portsref.catalogue.search.query import Filters, understand
from portsref.packet_logs.packets import Failure
from portsref.packet_logs.reading import read_packet
from tests.small_catalogue import catalogue as small
from tests.small_catalogue import component, listener, product

HOOK = {"peers": ["control-plane"], "scope": "pod"}
SMALL = SearchIndex(
    small(
        product(
            "red-shop",
            components=[component("red-shop-webhook", "worker"), component("till", "worker")],
            listeners=[
                listener("hook", component="red-shop-webhook", purpose="Webhook.", **HOOK),
                listener("till", component="till", **HOOK),
                listener("health", component="till", traffic=["health"], **HOOK),
                listener("metrics", component="till", peers=["worker", "control-plane"]),
            ],
        ),
        product(
            "blue-controller",
            components=[component("agent", "worker")],
            listeners=[listener("api", purpose="Serves fruit.example.com.", **HOOK)],
        ),
    )
)


def named(*names, service=""):
    found = rows_named(SMALL.entries, Failure("timeout", service, names=names))
    return [entry.row.key for entry in found]


@pytest.mark.parametrize(
    ("service", "expected"),
    [
        ("red-shop-webhook.anywhere", ["red-shop/hook"]),
        ("red-shop-admission.default", ["red-shop/hook", "red-shop/till"]),
        ("webhook-service.red-shop-system", ["red-shop/hook", "red-shop/till"]),
        ("blue-webhook-service.kube-system", ["blue-controller/api"]),
        ("till-x.default", ["red-shop/till"]),
        ("webhook-service.default", []),
        ("redshop.default", []),
    ],
)
def test_a_service_leads_to_what_the_api_server_dials(service, expected):
    assert named(service=service) == expected


def test_an_api_group_is_known_by_its_whole_name():
    assert named("fruit.example.com") == ["blue-controller/api"]
    assert named("more.fruit.example.com") == []
    assert named("fruit.example.com.org") == []
    assert named() == []


def test_the_rows_of_a_service_are_not_those_of_its_port(catalogue):
    index = SearchIndex(catalogue)
    line = (
        'Post "https://cert-manager-webhook.cert-manager.svc:443/": dial tcp 10.43.0.9:443: '
        "connect: connection refused"
    )
    expected = ["cert-manager/webhook", "cert-manager/webhook-host"]
    packet = read_packet(line)
    assert [entry.row.key for entry in rows_behind(index, packet)] == expected
    found = index.find(Filters(understand(line)))
    assert [entry.row.key for entry in found.entries] == expected
    assert found.counts["product"] == {"cert-manager": 2}


def test_the_agents_of_konnectivity_dial_its_server(catalogue):
    index = SearchIndex(catalogue)
    packet = read_packet("error dialing backend: No agent available")
    keys = {entry.row.key for entry in rows_behind(index, packet)}
    assert {"kubernetes/konnectivity-agents", "k0s/konnectivity-agents", "aks/api-tunnel"} <= keys
    assert keys.isdisjoint({"kubernetes/konnectivity-health", "kubernetes/konnectivity-frontend"})
