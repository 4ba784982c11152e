"""Values of the charts by which clusters are entered: ingress-nginx, Traefik, MetalLB, kube-vip."""

import pytest

from tests.importers.reading import guesses, read_plan, told


def options(text: str) -> dict[str, str]:
    return read_plan(text)["picks"][0].get("options", {})


@pytest.mark.parametrize(
    ("said", "expose"),
    [
        ("hostNetwork: true, hostPort: {enabled: true}", "host-network"),
        ("hostPort: {enabled: true}, service: {type: LoadBalancer}", "host-port"),
        ("service: {type: NodePort}", "node-port"),
    ],
)
def test_where_ingress_nginx_is_reached(said: str, expose: str):
    text = f"controller: {{admissionWebhooks: {{enabled: false}}, {said}}}\n"
    assert options(text) == {"admission-webhook": "no", "expose": expose}


def test_ports_and_flags_of_ingress_nginx():
    text = """\
controller:
  admissionWebhooks: {port: 9443}
  extraArgs: {enable-ssl-passthrough: ""}
  service: {ports: {http: 8080}}
tcp: {"9000": "default/shop:8080"}
"""
    assert read_plan(text)["changes"] == [
        {"listener": "ingress-nginx/http-load-balancer", "ports": "8080"},
        {"listener": "ingress-nginx/webhook", "ports": "9443"},
        {"listener": "ingress-nginx/webhook-host", "ports": "9443"},
    ]
    assert options(text) == {"ssl-passthrough": "yes"}
    assert guesses(text) == ["listener:ingress-nginx-tcp-9000"]


def test_ports_of_traefik():
    text = """\
ports:
  web: {hostPort: 8080, expose: true}
  websecure: {hostPort: 443, http3: {enabled: true}}
  postgres: {port: 5432, exposedPort: 5432, expose: {default: true}}
metrics: {prometheus: null}
"""
    assert read_plan(text) == {
        "picks": [
            {
                "product": "traefik",
                "options": {"expose": "host-port", "http3": "yes", "metrics": "no"},
            }
        ],
        "changes": [{"listener": "traefik/http-host", "ports": "8080"}],
    }
    assert guesses(text) == ["listener:traefik-postgres"]


def test_the_backends_of_metallb():
    speaker = "speaker: {frr: {enabled: true}, memberlist: {mlBindPort: 7947}}\n"
    frr = f"{speaker}frrk8s: {{enabled: false}}\n"
    assert options(frr) == {"bgp-backend": "frr"}
    assert [change["ports"] for change in read_plan(frr)["changes"]] == ["7947", "7947"]
    assert options("frrk8s: {enabled: true}\n") == {"bgp-backend": "frr-k8s"}
    assert options("frrk8s: {enabled: false}\n") == {"bgp-backend": "native"}


def test_metallb_without_memberlist():
    changes = read_plan("speaker: {memberlist: {enabled: false}}\n")["changes"]
    assert {change["listener"]: change["reason"] for change in changes} == dict.fromkeys(
        ["metallb/memberlist-tcp", "metallb/memberlist-udp"], "is turned off"
    )


def test_kube_vip_in_front_of_the_api_servers():
    text = """\
config: {address: 192.0.2.10}
env:
  cp_enable: "true"
  port: "8443"
  bgp_enable: "true"
  bgp_peers: "192.0.2.1:65000:s3cret-word:false,192.0.2.2:65000::false"
  prometheus_server: ":2113"
"""
    assert read_plan(text) == {
        "groups": [
            {
                "name": "kube-vip-routers",
                "roles": ["external"],
                "addresses": ["192.0.2.1-192.0.2.2"],
            },
            {"name": "api", "roles": ["api-endpoint"], "addresses": ["192.0.2.10"]},
        ],
        "api_endpoint": {"group": "api", "ports": "8443"},
        "picks": [{"product": "kube-vip", "options": {"control-plane": "yes", "mode": "bgp"}}],
        "changes": [
            {"listener": "kube-vip/api-vip", "ports": "8443"},
            {"listener": "kube-vip/metrics", "ports": "2113"},
            {"listener": "kube-vip/metrics-pod", "ports": "2113"},
        ],
    }
    assert "s3cret" not in repr((read_plan(text), told(text)))


def test_kube_vip_for_services_alone_has_no_endpoint():
    assert read_plan("env: {svc_enable: 'true', vip_arp: 'true', address: 192.0.2.9}\n") == {
        "picks": [{"product": "kube-vip", "options": {"control-plane": "no", "mode": "arp"}}]
    }
