"""Values of Cilium's chart, of any version."""

import pytest

from tests.importers.reading import guesses, read_plan, told


def options(text: str) -> dict[str, str]:
    return read_plan(text)["picks"][0].get("options", {})


def test_values_that_somebody_gave():
    text = """\
USER-SUPPLIED VALUES:
encryption: {enabled: true, type: wireguard}
hubble:
  relay: {enabled: true}
  metrics: {enabled: [dns, drop]}
ipam:
  operator: {clusterPoolIPv4PodCIDRList: [10.42.0.0/16]}
k8sServiceHost: api.example.org
k8sServicePort: 6443
kubeProxyReplacement: true
kubeProxyReplacementHealthzBindAddr: "0.0.0.0:10256"
operator: {prometheus: {enabled: false}}
prometheus: {enabled: true, port: 9999}
routingMode: native
"""
    assert read_plan(text) == {
        "groups": [{"name": "api", "roles": ["api-endpoint"]}],
        "api_endpoint": {"group": "api", "ports": "6443"},
        "networks": {"pods": ["10.42.0.0/16"]},
        "picks": [
            {
                "product": "cilium",
                "options": {
                    "kube-proxy-replacement": "yes",
                    "hubble-relay": "yes",
                    "agent-metrics": "yes",
                    "operator-metrics": "no",
                    "tunnel": "none",
                    "kube-proxy-healthz": "yes",
                    "hubble-metrics": "yes",
                    "encryption": "wireguard",
                },
            }
        ],
        "changes": [{"listener": "cilium/agent-metrics", "ports": "9999"}],
    }


@pytest.mark.parametrize(
    ("text", "tunnel"),
    [
        ("tunnelProtocol: geneve\nhubble: {}", "geneve"),
        ("tunnel: disabled\nhubble: {}", "none"),
        ("tunnel: geneve\nhubble: {}", "geneve"),
        ("routingMode: tunnel\ntunnelProtocol: ''", "vxlan"),
        ("routingMode: native\ntunnelProtocol: geneve", "none"),
    ],
)
def test_three_ways_to_say_the_tunnel(text: str, tunnel: str):
    assert options(text)["tunnel"] == tunnel


@pytest.mark.parametrize(
    ("word", "choice"), [("strict", "yes"), ('"true"', "yes"), ("partial", "no"), ("false", "no")]
)
def test_old_words_for_the_replacement_of_kube_proxy(word: str, choice: str):
    assert options(f"kubeProxyReplacement: {word}")["kube-proxy-replacement"] == choice


def test_a_port_of_the_tunnel_moves_it_and_0_does_not():
    assert read_plan("hubble: {}\ntunnelProtocol: geneve\ntunnelPort: 16081\n")["changes"] == [
        {"listener": "cilium/geneve", "ports": "16081"},
        {"listener": "cilium/cluster-mesh-geneve", "ports": "16081"},
    ]
    assert "changes" not in read_plan("hubble: {}\ntunnelPort: 0\n")


def test_encryption_without_a_type_is_ipsec():
    assert options("hubble: {}\nencryption: {enabled: true}")["encryption"] == "ipsec"
    assert options("hubble: {}\nencryption: {enabled: false, type: wireguard}") == {
        "encryption": "none"
    }


def test_a_mesh_is_reached_over_a_node_port_unless_said():
    mesh = "clustermesh: {useAPIServer: true, apiserver: {service: {nodePort: 31000}}}"
    assert options(mesh) == {"cluster-mesh": "nodeport"}
    assert read_plan(mesh)["changes"] == [
        {"listener": "cilium/cluster-mesh-nodeport", "ports": "31000"}
    ]


def test_values_below_the_name_of_the_chart_are_of_a_dependency():
    assert options("cilium:\n  routingMode: native\nother: 1\n") == {"tunnel": "none"}


def test_keys_that_others_have_too_make_everything_a_guess():
    assert guesses("encryption: {enabled: true, type: wireguard}\n") == [
        "product:cilium",
        "option:cilium/encryption",
    ]


def test_a_template_is_told():
    assert told("routingMode: native\nk8sServiceHost: '{{ .Values.api }}'\n") == [
        "paste:2 k8sServiceHost: is filled in by a template, so its value is not known"
    ]


def test_the_whole_chart_computed_says_defaults_as_stated():
    text = "COMPUTED VALUES:\nhubble: {enabled: true}\nhealthChecking: true\n"
    assert options(text) == {"health-checks": "yes", "hubble": "yes"}
