"""What is well formed and doubtful all the same, one kind of error a test."""

from pathlib import Path

import pytest

from portsref.catalogue.doubts import CHECKS, problems_of
from portsref.catalogue.load import load_catalogue
from tests.small_catalogue import catalogue, component, listener, need, option, product

ALL = {"ports": "1000", "roles": "nodes", "peers": "nodes", "scope": "hostNetwork", "to": "server"}


def proof(**says):
    """Evidence of everything, but for what `says` says of it; None leaves one out."""
    shown = {key: text for key, text in (ALL | says).items() if text}
    return {
        "repo": "acme/agent",
        "commit": "a" * 40,
        "path": "values.yaml",
        "says": shown,
        "basis": "code",
    }


def doubts(*rows, others=(), **what):
    needs = [row for row in rows if "to" in row]
    listeners = [row for row in rows if "to" not in row]
    agent = product("agent", listeners=listeners, outbound_needs=needs, **what)
    return [
        f"{problem.place}: {problem.reason}"
        for problem in problems_of(agent, catalogue(agent, *others), file="agent.yaml")
    ]


def test_a_row_with_all_its_evidence_is_not_doubted():
    assert doubts(listener("api", source=proof()), need("server", source=proof())) == []


def test_every_field_that_can_be_wrong_needs_a_marker():
    row = listener("api", source=proof(peers=None, scope=None))
    assert doubts(row) == ["listeners[api]: no source shows peers, scope (unproven)"]


def test_a_condition_needs_one_too():
    row = listener("api", when={"mode": "on-demand"}, source=proof())
    mode = [option("mode", "always", "on-demand")]
    assert doubts(row, options=mode) == ["listeners[api]: no source shows when (unproven)"]
    assert doubts(listener("api", when={"ip": "ipv6"}, source=proof())) == []


def test_the_component_may_show_the_roles():
    shown = component("agent", "worker") | {"source": proof()}
    assert doubts(listener("api", source=proof(roles=None)), components=[shown]) == []


@pytest.mark.parametrize("where", ["blob/main", "blob/master", "tree/HEAD"])
def test_a_branch_is_no_source(where):
    page = proof() | {"url": f"https://github.com/acme/agent/{where}/values.yaml"}
    (doubt,) = doubts(listener("api", source=page))
    assert doubt.endswith("cite a commit (moving-source)")


def test_rows_of_one_component_are_on_the_same_hosts():
    rows = [listener(name, source=proof()) for name in ("a", "b")]
    odd = listener("c", roles=["worker", "etcd"], source=proof())
    assert doubts(*rows, odd) == ["listeners[c]: other hosts than its siblings': worker (siblings)"]


@pytest.mark.parametrize("bind", ["127.0.0.1:1000", "addr: localhost:1000", "[::1]:1000"])
def test_what_binds_to_loopback_is_on_loopback(bind):
    row = listener("api", source=proof(ports=bind))
    assert doubts(row)[0].endswith("the scope is node (loopback)")
    assert doubts(row | {"scope": "loopback"}) == []


def test_a_pods_port_has_a_twin_on_the_host_network():
    host = [option("host-network", "no", "yes")]
    when = proof(when="hostNetwork")
    pod = listener("api", scope="pod", when={"host-network": "no"}, source=when)
    twin = listener("api-host", when={"host-network": "yes"}, source=when)
    health = listener("health", ports="1001", scope="pod", source=proof())
    assert doubts(pod, twin, options=host) == []
    (doubt,) = doubts(pod, twin, health, options=host)
    assert doubt.startswith("listeners[health]: has no twin under host-network: yes,")


def test_the_port_of_a_service_is_not_that_of_the_pod():
    row = listener("api", scope="pod", source=proof())
    assert doubts(row | {"setting": "Helm service.port"}) == [
        "listeners[api]: the setting changes the Service's port alone (service-setting)"
    ]
    assert doubts(row | {"setting": "Helm service.targetPort"}) == []


def test_a_condition_does_not_stand_in_the_note_alone():
    row = listener("api", note="Only when metrics are enabled.", source=proof())
    assert doubts(row)[0].endswith("(condition-in-note)")


@pytest.mark.parametrize(("protocol", "family"), [("ICMP", "ipv4"), ("IP6IP6", "ipv6")])
def test_a_protocol_of_one_family_says_which(protocol, family):
    row = listener("ping", protocol=protocol, ports="", source=proof())
    assert doubts(row) == [
        f"listeners[ping]: {protocol} is of one family, and `when` does not say ip (address-family)"
    ]
    assert doubts(row | {"when": {"ip": family}}) == []
    assert len(doubts(row | {"when": {"ip": {"ipv4": "ipv6", "ipv6": "ipv4"}[family]}})) == 1
    assert doubts(listener("ike", protocol="ESP", ports="", source=proof())) == []


@pytest.mark.parametrize(
    ("marker", "caller"),
    [
        ("livenessProbe:", "self"),
        ("kind: Ingress", "ingress"),
        ("kind: HTTPRoute", "ingress"),
        ("kind: ValidatingWebhookConfiguration", "control-plane"),
        ("kind: APIService", "control-plane"),
    ],
)
def test_who_a_marker_shows_is_among_the_peers(marker, caller):
    row = listener("api", peers=["worker"], source=proof(peers=marker))
    assert doubts(row) == [
        f"listeners[api]: a source shows that {caller} connects, and the peers lack it (caller)"
    ]
    assert doubts(row | {"peers": ["worker", caller]}) == []


def test_one_line_says_the_same_of_two_products():
    other = product("fork", listeners=[listener("api", scope="pod", source=proof())])
    assert doubts(listener("api", source=proof()), others=[other]) == [
        "listeners[api]: scope node: of fork/api, by the same source, pod (same-fact)"
    ]


def test_an_exemption_has_its_reason_in_the_row_and_is_needed():
    row = listener("api", tls="unknown", source=proof())
    assert doubts(row) == ["listeners[api]: whether it is encrypted is not known (unknown-tls)"]
    assert doubts(row | {"exempt": {"unknown-tls": "Read the flags."}}) == []
    assert doubts(listener("api", source=proof(), exempt={"siblings": "So it is."})) == [
        "listeners[api].exempt.siblings: exempts from nothing that is found"
    ]


def test_every_row_of_our_catalogue_is_proven():
    ours = load_catalogue()
    products = ours.products.values()
    assert [p for item in products for p in problems_of(item, ours, file=item.product)] == []


def test_every_check_is_explained():
    text = (Path(__file__).parents[2] / "docs/catalogue.md").read_text(encoding="utf-8")
    assert [name for name in CHECKS if f"`{name}`" not in text and name != "unproven"] == []
