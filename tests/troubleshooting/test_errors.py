"""What error texts mean for a plan: an outcome, unknown ends, names instead of ports."""

import pytest

from portsref.catalogue.search.index import SearchIndex
from portsref.packet_logs.reading import read_packet
from portsref.planning.engine import plan_rules
from portsref.troubleshooting.explain import explain
from tests.small_catalogue import (
    SOURCE,
    catalogue,
    component,
    group,
    listener,
    need,
    option,
    plan,
    product,
)

NODE, MASTER = "192.0.2.65", "198.51.100.1"
GROUPS = [
    group("workers", "worker", addresses=["192.0.2.64/26"]),
    group("masters", "control-plane", addresses=["198.51.100.0/28"]),
]
SERVER = component("server", "control-plane")
HOOK = {"component": "shop-webhook", "peers": ["control-plane"]}


def tunnel(how):
    return product(
        "net",
        kind="cni",
        pod_traffic=[{"how": "encapsulated", "source": SOURCE}],
        control_plane_to_pods=[{"how": how, "source": SOURCE}],
        listeners=[listener("overlay", protocol="UDP", ports="8472", traffic=["overlay"])],
    )


SHOP = product(
    "shop",
    options=[option("host-network", "no", "yes")],
    components=[component("shop-webhook", "worker")],
    listeners=[
        listener("hook", ports="9443", scope="pod", when={"host-network": "no"}, **HOOK),
        listener("hook-host", ports="9444", when={"host-network": "yes"}, **HOOK),
    ],
)
APP = product(
    "app",
    options=[option("konnectivity", "no", "yes")],
    components=[component("agent", "worker"), SERVER],
    listeners=[
        listener("api", component="server", ports="1000", roles=["control-plane"]),
        listener(
            "local",
            component="server",
            ports="1001",
            roles=["control-plane"],
            scope="loopback",
            peers=["self"],
        ),
        listener(
            "agents",
            component="server",
            ports="8132",
            roles=["control-plane"],
            purpose="Konnectivity agents dial it.",
            when={"konnectivity": "yes"},
        ),
    ],
    outbound_needs=[need("updates", ports="4443", to="updates.example.com")],
)


def explained(text, *picks, facts=None, **what):
    facts = facts or catalogue(APP, SHOP, tunnel("member"))
    document = plan(*(picks or ("app",)), **({"groups": GROUPS} | what))
    (found,) = explain([read_packet(text)], plan_rules(document, facts), SearchIndex(facts))
    return found


def names(found):
    return [rule.listeners for rule in found.rules]


def test_who_connects_may_be_unknown_then_it_is_whoever_the_plan_lets_in():
    found = explained(f"dial tcp {MASTER}:1000: i/o timeout")
    assert (found.verdict, found.is_certain, names(found)) == ("in-plan", False, [("app/api",)])
    assert (found.source.address, found.source.groups) == (None, ())
    found = explained(f"dial tcp {NODE}:4000->{MASTER}:1000: connect: no route to host")
    assert (found.verdict, found.is_certain) == ("in-plan", True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"dial tcp {NODE}:1000: i/o timeout", "elsewhere"),
        ("dial tcp 203.0.113.9:1: i/o timeout", "unknown-end"),
        (f"dial tcp {MASTER}:9999: i/o timeout", "unknown"),
        (f"dial tcp {MASTER}:8132: i/o timeout", "option"),
        ("dial tcp 127.0.0.1:1001: i/o timeout", "not-routed"),
        ("dial tcp [2001:db8::1]:1000: i/o timeout", "unknown-end"),
        ("dial tcp 192.0.2.65:1->[2001:db8::1]:1000: i/o timeout", "two-families"),
    ],
)
def test_without_a_source_the_plan_says_what_it_can(text, expected):
    found = explained(text)
    assert found.verdict == expected
    assert found.is_certain == (expected == "two-families")
    assert {remedy.kind for remedy in found.remedies} <= {"set-option"}


def test_one_host_that_does_not_reach_itself_is_not_guessed():
    alone = [group("host", "worker", "control-plane", addresses=["192.0.2.1"])]
    assert explained("dial tcp 192.0.2.1:9999: i/o timeout", groups=alone).verdict == "unknown"


@pytest.mark.parametrize(
    ("reason", "outcome", "is_certain"),
    [
        ("connect: connection refused", "refused", False),
        ("connection reset by peer", "reset", False),
        ("x509: certificate has expired", "certificate", True),
        ("net/http: TLS handshake timeout", "handshake", False),
        ("connect: network is unreachable", "no-network", True),
    ],
)
def test_an_answer_is_no_firewall_whatever_the_plan_has(reason, outcome, is_certain):
    found = explained(f"dial tcp {MASTER}:1000: {reason}")
    assert (found.verdict, found.parameters) == ("answered", {"outcome": outcome})
    assert (found.is_certain, found.remedies) == (is_certain, ())
    assert (names(found), found.listeners) == ([("app/api",)], ("app/api",))


def test_what_is_refused_on_its_own_host_names_what_listens_there():
    found = explained("dial tcp 127.0.0.1:1001: connect: connection refused")
    assert (found.verdict, found.listeners, found.rules) == ("answered", ("app/local",), ())


def test_a_certificate_alone_says_that_no_firewall_is_involved():
    found = explained("Unable to connect to the server: x509: certificate has expired")
    assert (found.verdict, found.is_certain, found.listeners) == ("answered", True, ())


CALL = 'failed calling webhook "check.shop.example": Post "https://shop-webhook.shop.svc:443/": '
LATE = f"{CALL}context deadline exceeded"


def test_a_webhook_in_the_pod_network_is_told_with_what_carries_it():
    found = explained(LATE, "shop", "net")
    assert (found.verdict, found.listeners, found.parameters) == (
        "stays-local",
        ("shop/hook",),
        {"kind": "pod"},
    )
    assert {rule.listeners for rule in found.rules} == {("net/overlay",)}


def test_a_webhook_behind_a_tunnel_is_told_with_what_the_agents_dial():
    picks = ("shop", "net", {"product": "app", "options": {"konnectivity": "yes"}})
    found = explained(LATE, *picks, facts=catalogue(APP, SHOP, tunnel("tunnel")))
    assert (found.verdict, found.listeners) == ("stays-local", ("shop/hook",))
    assert names(found)[0] == ("app/agents",)
    assert {*names(found)} == {("app/agents",), ("net/overlay",)}


def test_a_webhook_on_hosts_has_the_rules_of_its_row():
    found = explained(LATE, {"product": "shop", "options": {"host-network": "yes"}}, "net")
    assert (found.verdict, found.is_certain) == ("in-plan", True)
    assert (names(found), found.listeners) == ([("shop/hook-host",)], ("shop/hook-host",))


@pytest.mark.parametrize(
    ("text", "how"), [(LATE, "direct"), (f"{CALL}Address is not allowed", "member")]
)
def test_a_webhook_that_the_control_plane_cannot_reach_needs_no_rule_but_another_place(text, how):
    found = explained(text, "shop", "net", facts=catalogue(SHOP, tunnel(how)))
    assert (found.verdict, found.listeners, found.rules) == ("out-of-reach", ("shop/hook",), ())
    (remedy,) = found.remedies
    assert (remedy.options, remedy.moves) == ((("host-network", "yes"),), ("shop/hook",))
    assert [rule.listeners for rule in remedy.opens] == [("shop/hook-host",)]
    assert not remedy.is_certain


def test_a_webhook_of_a_product_that_is_not_picked_names_that_product():
    found = explained(LATE, "app", "net")
    assert (found.verdict, found.is_certain, found.listeners) == ("product", False, ("shop/hook",))
    assert [(remedy.kind, remedy.product) for remedy in found.remedies] == [
        ("pick-product", "shop")
    ]


def test_a_service_that_nobody_knows_is_named():
    found = explained(LATE.replace("shop", "own-thing"), "app", "net")
    assert (found.verdict, found.parameters) == (
        "unknown-service",
        {"service": "own-thing-webhook.own-thing"},
    )


def test_no_agent_is_about_the_tunnel_that_agents_dial():
    text = "error dialing backend: No agent available"
    found = explained(text, {"product": "app", "options": {"konnectivity": "yes"}})
    assert (found.verdict, names(found)) == ("in-plan", [("app/agents",)])
    found = explained(text, "app")
    assert (found.verdict, found.listeners) == ("option", ("app/agents",))


def test_a_host_that_only_its_name_tells_may_be_one_outside():
    found = explained('Get "https://updates.example.com:4443/": context deadline exceeded')
    assert (found.verdict, found.is_certain) == ("outside-by-name", False)
    assert [rule.destination.name for rule in found.rules] == ["updates.example.com"]
    found = explained('Get "https://web.example.com/": context deadline exceeded')
    assert (found.verdict, found.parameters) == ("unknown-end", {"which": "destination"})
    found = explained('Get "https://api.example.com:1000/": context deadline exceeded')
    assert (found.verdict, names(found)) == ("in-plan", [("app/api",)])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            (
                "failed calling webhook: Post "
                '"https://cert-manager-webhook.cert-manager.svc:443/": context deadline exceeded'
            ),
            "cert-manager/webhook",
        ),
        (
            (
                "failed calling webhook: Post "
                '"https://ingress-nginx-controller-admission.ingress-nginx.svc:443/": EOF'
            ),
            "ingress-nginx/webhook",
        ),
        (
            (
                "failed calling webhook: Post "
                '"https://kyverno-svc.kyverno.svc:443/": context deadline exceeded'
            ),
            "kyverno/admission-webhook",
        ),
        (
            (
                "failed calling webhook: Post "
                '"https://metallb-webhook-service.metallb-system.svc:443/": i/o timeout'
            ),
            "metallb/webhook",
        ),
        (
            (
                "failed calling webhook: Post "
                '"https://external-secrets-webhook.external-secrets.svc:443/": i/o timeout'
            ),
            "external-secrets/webhook",
        ),
        ("v1beta1.metrics.k8s.io False (FailedDiscoveryCheck)", "metrics-server/api"),
        ("v1beta1.custom.metrics.k8s.io False (FailedDiscoveryCheck)", "prometheus-adapter/api"),
        ("v1beta1.external.metrics.k8s.io (FailedDiscoveryCheck)", "keda/external-metrics"),
        ("v3.projectcalico.org False (FailedDiscoveryCheck)", "calico/api-server"),
    ],
)
def test_services_and_apis_of_our_catalogue_lead_to_their_rows(text, expected, catalogue):
    document = plan(expected.partition("/")[0], "kubeadm", groups=GROUPS)
    rule_set = plan_rules(document, catalogue)
    (found,) = explain([read_packet(text)], rule_set, SearchIndex(catalogue))
    assert expected in found.listeners
