"""Objects of Calico, of which those of the cluster win over what the operator was told."""

from tests.importers.reading import guesses, read_plan, told

INSTALLATION = """\
apiVersion: operator.tigera.io/v1
kind: Installation
spec:
  calicoNetwork:
    ipPools: [{cidr: 10.48.0.0/16, encapsulation: VXLANCrossSubnet}]
---
"""
V3 = "apiVersion: projectcalico.org/v3\n"


def test_an_installation_alone():
    assert read_plan(INSTALLATION) == {
        "networks": {"pods": ["10.48.0.0/16"]},
        "picks": [
            {
                "product": "calico",
                "options": {"bgp": "mesh", "encapsulation": "vxlan-cross-subnet"},
            }
        ],
    }


def test_pools_and_peers_of_the_cluster_win():
    text = INSTALLATION + (
        f"{V3}kind: IPPool\nspec: {{cidr: 10.50.0.0/16, ipipMode: CrossSubnet, vxlanMode: Never}}\n"
        f"---\n{V3}kind: BGPPeer\nspec: {{peerIP: '192.0.2.1:1790', asNumber: 64512}}\n"
        f"---\n{V3}kind: BGPConfiguration\nspec: {{nodeToNodeMeshEnabled: false}}\n"
        f"---\n{V3}kind: FelixConfiguration\n"
        "spec: {wireguardEnabled: true, wireguardListeningPort: 51900}\n"
    )
    assert read_plan(text) == {
        "groups": [{"name": "calico-routers", "roles": ["external"], "addresses": ["192.0.2.1"]}],
        "networks": {"pods": ["10.50.0.0/16"]},
        "picks": [
            {
                "product": "calico",
                "options": {
                    "bgp": "routers",
                    "encapsulation": "ipip-cross-subnet",
                    "encryption": "wireguard",
                },
            }
        ],
        "changes": [
            {"listener": "calico/bgp-peers", "ports": "1790"},
            {"listener": "calico/wireguard", "ports": "51900"},
        ],
    }


def test_pools_of_two_encapsulations_are_a_choice():
    text = (
        f"{V3}kind: IPPool\nspec: {{cidr: 10.50.0.0/16, ipipMode: Always}}\n"
        f"---\n{V3}kind: IPPool\nspec: {{cidr: 10.51.0.0/16, vxlanMode: Always}}\n"
    )
    assert guesses(text) == ["option:calico/encapsulation:1", "option:calico/encapsulation:2"]


def test_felix_alone_may_be_canal_and_policies_are_not_read():
    text = (
        f"{V3}kind: FelixConfiguration\nspec: {{prometheusMetricsEnabled: true}}\n"
        f"---\n{V3}kind: GlobalNetworkPolicy\nspec: {{}}\n"
    )
    assert guesses(text) == ["option:calico/felix-metrics"]
    assert told(text) == ["paste:5: objects GlobalNetworkPolicy are not read"]
