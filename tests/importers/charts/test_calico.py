"""Values of Calico's operator: three sources have three defaults."""

from tests.importers.reading import read_plan


def options(text: str) -> dict[str, str]:
    return read_plan(text)["picks"][0].get("options", {})


def test_nothing_set_is_ipip_with_bgp():
    assert options("tigeraOperator: {version: v1.42.0}\n") == {
        "bgp": "mesh",
        "encapsulation": "ipip",
    }


def test_pools_without_bgp():
    text = """\
installation:
  calicoNetwork:
    bgp: Disabled
    linuxDataplane: BPF
    ipPools:
      - {cidr: 10.48.0.0/16, encapsulation: VXLAN}
      - {cidr: 10.49.0.0/16, encapsulation: None}
  typhaMetricsPort: 9093
  nodeMetricsPort: 9191
apiServer: {enabled: false}
goldmane: {enabled: false}
"""
    assert read_plan(text) == {
        "networks": {"pods": ["10.48.0.0/16", "10.49.0.0/16"]},
        "picks": [
            {
                "product": "calico",
                "options": {
                    "api": "none",
                    "flow-logs": "no",
                    "dataplane": "ebpf",
                    "felix-metrics": "yes",
                    "typha-metrics": "yes",
                    "bgp": "no",
                    "encapsulation": "vxlan",
                },
            }
        ],
        "changes": [{"listener": "calico/felix-metrics", "ports": "9191"}],
    }


def test_where_a_cloud_networks_the_pods_calico_has_no_pools():
    text = "installation: {kubernetesProvider: EKS, cni: {type: AmazonVPC}, calicoNetwork: {}}\n"
    assert options(text) == {"encapsulation": "none", "bgp": "no"}


def test_calico_on_eks_has_vxlan_without_bgp():
    text = "installation: {kubernetesProvider: EKS, cni: {type: Calico}, calicoNetwork: {}}\n"
    assert options(text) == {"platform": "eks", "bgp": "no", "encapsulation": "vxlan"}
