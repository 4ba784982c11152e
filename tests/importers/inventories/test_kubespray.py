"""Variables of kubespray: ports, pod networks, add-ons; what is not said is the catalogue's."""

import pytest

from tests.importers.reading import read_plan, told

HEAD = "kube_version: v1.35.1\nkube_owner: root\n"


def options(text: str, product: str = "kubespray") -> dict[str, str]:
    picks = read_plan(HEAD + text)["picks"]
    return next((pick.get("options", {}) for pick in picks if pick["product"] == product), {})


def test_variables_alone_are_recognised():
    assert read_plan(HEAD) == {"kubernetes": "1.35", "picks": [{"product": "kubespray"}]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("calico_network_backend: bird\n", {"bgp": "mesh"}),
        ("calico_network_backend: bird\ncalico_ipip_mode: Always\n",
         {"bgp": "mesh", "encapsulation": "ipip"}),
        ("calico_vxlan_mode: CrossSubnet\n", {"encapsulation": "vxlan-cross-subnet"}),
        ("calico_vxlan_mode: Never\ncalico_ipip_mode: Never\n", {"encapsulation": "none"}),
        ("calico_ipip_mode: Never\n", {"encapsulation": "vxlan"}),
        ("typha_enabled: true\n", {"typha": "yes"}),
    ],
)  # fmt: skip
def test_ways_of_calico(text: str, expected: dict[str, str]):
    assert options(text, "calico") == expected


def test_options_ports_and_add_ons():
    text = (
        "kube_apiserver_port: 7443\netcd_events_cluster_enabled: true\netcd_metrics_port: 2382\n"
        "enable_nodelocaldns: false\nloadbalancer_apiserver_healthcheck_port: 8082\n"
        "ingress_nginx_enabled: true\ncert_manager_enabled: false\ncontainer_manager: crio\n"
        "kube_scheduler_bind_address: 127.0.0.1\n"
        "kube_proxy_metrics_bind_address: 127.0.0.1:10249\n"
    )
    plan = read_plan(HEAD + text)
    assert plan["picks"] == [
        {
            "product": "kubespray",
            "options": {
                "api-load-balancer-health": "yes",
                "nodelocaldns": "no",
                "etcd-events": "yes",
                "container-manager": "crio",
                "etcd-metrics": "yes",
            },
        },
        {"product": "ingress-nginx"},
    ]
    assert {change["listener"]: change.get("ports") for change in plan["changes"]} == {
        "kubernetes/kube-apiserver": "7443",
        "kubespray/local-load-balancer-health": "8082",
        "kubespray/etcd-metrics": "2382",
        "kubernetes/kube-scheduler": None,
    }


def test_networks_of_a_family_that_is_turned_off_are_not_read():
    text = (
        f"{HEAD}kube_pods_subnet: 10.233.64.0/18\nkube_pods_subnet_ipv6: fd85::/112\n"
        "kube_service_addresses: 10.233.0.0/18\n"
    )
    four = {"pods": ["10.233.64.0/18"], "services": ["10.233.0.0/18"]}
    assert read_plan(text)["networks"] == four
    both = {**four, "pods": ["10.233.64.0/18", "fd85::/112"]}
    assert read_plan(f"{text}ipv6_stack: true\n")["networks"] == both


def test_a_pod_network_that_is_not_known_here_is_told():
    assert told(f"{HEAD}kube_network_plugin: weave\n") == [
        "paste:3 kube_network_plugin: is a pod network that kubespray has no option for here"
    ]
    assert told(f"{HEAD}kube_network_plugin: '{{{{ plugin }}}}'\n") == [
        "paste:3 kube_network_plugin: is filled in by a template, so its value is not known"
    ]
    assert options("kube_network_plugin: cni\n") == {"cni": "none"}


def test_the_mode_of_kube_proxy_matters_only_where_there_is_one():
    mode = "kube_proxy_mode: nftables\n"
    assert options(mode, "kubernetes") == {"kube-proxy-mode": "nftables"}
    assert options(f"{mode}kube_proxy_remove: true\n", "kubernetes") == {}
