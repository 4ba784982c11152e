"""The ConfigMap of Cilium: what agents are started with, as values of the chart would say it."""

from tests.importers.reading import read_plan, told

HEAD = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: cilium-config, namespace: kube-system}\n"


def options(data: str) -> dict[str, str]:
    (pick,) = read_plan(f"{HEAD}data:\n{data}")["picks"]
    return pick.get("options", {})


def test_what_the_chart_wrote_is_read_as_its_values_would_be():
    data = (
        '  routing-mode: "tunnel"\n  tunnel-protocol: "geneve"\n  tunnel-port: "6082"\n'
        '  kube-proxy-replacement: "true"\n'
        '  kube-proxy-replacement-healthz-bind-address: "0.0.0.0:10256"\n'
        '  ipam: "cluster-pool"\n  cluster-pool-ipv4-cidr: "10.0.0.0/8 172.16.0.0/16"\n'
        '  enable-wireguard: "true"\n  enable-hubble: "true"\n  hubble-listen-address: ":4245"\n'
        '  hubble-metrics-server: ":9966"\n  hubble-metrics: dns drop\n'
        '  prometheus-serve-addr: ":9972"\n  operator-prometheus-serve-addr: ":9963"\n'
        '  enable-bgp-control-plane: "true"\n  enable-health-checking: "false"\n'
        '  mesh-auth-mutual-enabled: "true"\n  mesh-auth-mutual-listener-port: "4250"\n'
    )
    plan = read_plan(f"{HEAD}data:\n{data}")
    assert plan["picks"] == [
        {
            "product": "cilium",
            "options": {
                "kube-proxy-replacement": "yes",
                "pod-addresses": "own",
                "bgp": "dial",
                "health-checks": "no",
                "hubble": "yes",
                "agent-metrics": "yes",
                "operator-metrics": "yes",
                "mutual-authentication": "yes",
                "tunnel": "geneve",
                "kube-proxy-healthz": "yes",
                "hubble-metrics": "yes",
                "encryption": "wireguard",
            },
        }
    ]
    assert {change["listener"]: change["ports"] for change in plan["changes"]} == {
        "cilium/hubble-metrics": "9966",
        "cilium/agent-metrics": "9972",
        "cilium/geneve": "6082",
        "cilium/cluster-mesh-geneve": "6082",
        "cilium/hubble": "4245",
    }
    assert plan["networks"] == {"pods": ["10.0.0.0/8", "172.16.0.0/16"]}


def test_metrics_without_an_address_are_off():
    assert options('  routing-mode: "native"\n') == {"tunnel": "none", "operator-metrics": "no"}


def test_the_word_of_old_for_the_tunnel_and_etcd_with_its_servers():
    data = (
        "  tunnel: disabled\n  identity-allocation-mode: kvstore\n"
        "  etcd-config: |-\n    ---\n    endpoints:\n      - https://10.0.0.7:2379\n"
    )
    plan = read_plan(f"{HEAD}data:\n{data}")
    assert plan["picks"][0]["options"] == {
        "identity-store": "etcd",
        "tunnel": "none",
        "operator-metrics": "no",
    }
    assert plan["groups"] == [{"name": "etcd", "roles": ["etcd"], "addresses": ["10.0.0.7"]}]


def test_it_is_found_in_a_list_and_another_config_map_is_not_it():
    other = "{apiVersion: v1, kind: ConfigMap, metadata: {name: other}, data: {ipam: eni}}"
    own = "{apiVersion: v1, kind: ConfigMap, metadata: {name: cilium-config}, data: {ipam: eni}}"
    text = f"apiVersion: v1\nkind: List\nitems:\n- {own}\n- {other}\n"
    assert read_plan(text)["picks"] == [
        {
            "product": "cilium",
            "options": {"pod-addresses": "cloud-network", "operator-metrics": "no"},
        }
    ]


def test_values_are_named_by_their_key_in_the_config_map():
    assert told(f"{HEAD}data:\n  ipam: delegated-plugin\n") == [
        "paste:5 data.ipam: has a value that is not known here"
    ]
