"""Objects of Cilium and MetalLB: who announces which addresses to whom."""

from tests.importers.reading import guesses, read_plan

LB = "apiVersion: metallb.io/v1beta1\n"
CILIUM = "apiVersion: cilium.io/v2\n"


def test_pools_and_peers_of_metallb():
    text = (
        f"{LB}kind: IPAddressPool\nspec: {{addresses: [192.0.2.10-192.0.2.20, 2001:db8::/124]}}\n"
        f"---\n{LB}kind: IPAddressPool\nspec: {{addresses: [192.0.2.64/28]}}\n"
        f"---\n{LB}kind: L2Advertisement\n---\n{LB}kind: BGPAdvertisement\n"
        "---\napiVersion: metallb.io/v1beta2\nkind: BGPPeer\n"
        "spec: {peerAddress: 198.51.100.1, peerPort: 1179, ebgpMultiHop: true, bfdProfile: fast}\n"
        f"---\n{LB}kind: BFDProfile\nmetadata: {{name: fast}}\nspec: {{echoMode: true}}\n"
    )
    assert read_plan(text) == {
        "groups": [
            {
                "name": "metallb-pools",
                "roles": ["load-balancer"],
                "addresses": ["192.0.2.10-192.0.2.20", "192.0.2.64/28", "2001:db8::/124"],
            },
            {"name": "metallb-routers", "roles": ["external"], "addresses": ["198.51.100.1"]},
        ],
        "picks": [
            {
                "product": "metallb",
                "options": {"mode": "layer2-and-bgp", "bfd": "multi-hop", "bfd-echo": "yes"},
            }
        ],
        "changes": [{"listener": "metallb/bgp", "ports": "1179"}],
    }


def test_an_old_pool_names_its_protocol():
    text = f"{LB}kind: AddressPool\nspec: {{protocol: bgp, addresses: [192.0.2.0/28]}}\n"
    assert read_plan(text)["picks"] == [{"product": "metallb", "options": {"mode": "bgp"}}]


def test_cilium_dials_unless_it_has_a_port_of_its_own():
    text = (
        f"{CILIUM}kind: CiliumBGPClusterConfig\nspec:\n  bgpInstances:\n"
        "    - peers: [{peerAddress: 198.51.100.1}]\n"
    )
    assert read_plan(text) == {
        "groups": [
            {"name": "cilium-routers", "roles": ["external"], "addresses": ["198.51.100.1"]}
        ],
        "picks": [{"product": "cilium", "options": {"bgp": "dial"}}],
    }
    listening = read_plan(f"{text}      localPort: 1179\n")
    assert listening["picks"] == [{"product": "cilium", "options": {"bgp": "listen"}}]
    assert listening["changes"] == [{"listener": "cilium/bgp", "ports": "1179"}]


def test_old_policies_pools_and_nodes_of_cilium():
    text = (
        "apiVersion: cilium.io/v2alpha1\nkind: CiliumBGPPeeringPolicy\nspec:\n  virtualRouters:\n"
        "    - neighbors: [{peerAddress: 198.51.100.1/32, peerPort: 1790}]\n"
        f"---\n{CILIUM}kind: CiliumLoadBalancerIPPool\n"
        "spec: {blocks: [{start: 192.0.2.1, stop: 192.0.2.9}, {cidr: 192.0.2.64/28}]}\n"
        f"---\n{CILIUM}kind: CiliumNode\nmetadata: {{name: w1}}\n"
        "spec:\n  addresses:\n    - {type: InternalIP, ip: 10.0.0.1}\n"
        "    - {type: CiliumInternalIP, ip: 10.1.0.9}\n"
    )
    plan = read_plan(text)
    assert plan["groups"] == [
        {"name": "hosts", "addresses": ["10.0.0.1"]},
        {"name": "cilium-routers", "roles": ["external"], "addresses": ["198.51.100.1"]},
        {
            "name": "cilium-pools",
            "roles": ["load-balancer"],
            "addresses": ["192.0.2.1-192.0.2.9", "192.0.2.64/28"],
        },
    ]
    assert plan["changes"] == [{"listener": "cilium/bgp-peers", "ports": "1790"}]
    assert guesses(text) == []
