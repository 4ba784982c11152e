"""Pods and workloads: products by their images, ports of hosts, and the control plane's flags."""

import json

import pytest

from portsref.importers.drafts import accept
from portsref.importers.kubectl.images import ENDS, products_of
from portsref.planning.document import SCHEMA
from tests.importers.names import CATALOGUE
from tests.importers.reading import guesses, read_draft, read_plan, told


def workload(kind: str, spec: dict[str, object], name: str = "x") -> str:
    metadata = {"name": name, "namespace": "default"}
    template = {"template": {"spec": spec}}
    return json.dumps(
        {"apiVersion": "apps/v1", "kind": kind, "metadata": metadata, "spec": template}
    )


def test_static_pods_are_the_control_plane_with_its_flags():
    text = json.dumps(
        {
            "apiVersion": "v1",
            "kind": "Pod",
            "metadata": {
                "name": "kube-apiserver-cp1",
                "annotations": {"kubernetes.io/config.mirror": "1"},
            },
            "spec": {
                "nodeName": "cp1",
                "hostNetwork": True,
                "containers": [
                    {
                        "name": "kube-apiserver",
                        "image": "registry.k8s.io/kube-apiserver:v1.36.0",
                        "command": [
                            "kube-apiserver",
                            "--secure-port=6444",
                            "--service-cluster-ip-range=10.96.0.0/12",
                            "--service-node-port-range=31000-31999",
                        ],
                        "ports": [{"containerPort": 6444}],
                    }
                ],
            },
            "status": {"hostIP": "10.0.0.11", "hostIPs": [{"ip": "10.0.0.11"}]},
        }
    )
    plan = read_plan(text)
    assert plan["groups"] == [
        {"name": "control-plane", "roles": ["control-plane"], "addresses": ["10.0.0.11"]}
    ]
    assert plan["networks"] == {"services": ["10.96.0.0/12"]}
    changes = {change["listener"]: change["ports"] for change in plan["changes"]}
    assert changes["kubernetes/kube-apiserver"] == "6444"
    assert changes["kubernetes/nodeport-tcp"] == "31000-31999"
    assert guesses(text) == []


def test_a_wide_table_has_the_hosts_of_static_pods():
    text = """\
NAMESPACE    NAME                 READY  STATUS   RESTARTS     AGE  IP          NODE  NOMINATED NODE
kube-system  kube-apiserver-cp1   1/1    Running  2 (3d ago)   9d   10.0.0.11   cp1   <none>
kube-system  coredns-7c65d6cfc9   1/1    Running  0            9d   10.244.0.2  cp1   <none>
"""
    assert read_plan(text) == {
        "groups": [
            {"name": "control-plane", "roles": ["control-plane"], "addresses": ["10.0.0.11"]}
        ]
    }


def test_ports_of_hosts_of_unknown_images_are_guesses():
    spec = {
        "hostNetwork": True,
        "tolerations": [{"operator": "Exists"}],
        "containers": [
            {
                "name": "agent",
                "image": "registry.example.org/agent:1",
                "ports": [
                    {"containerPort": 9999},
                    {"containerPort": 53, "hostPort": 5353, "protocol": "UDP"},
                    {"containerPort": 8080, "hostIP": "127.0.0.1"},
                ],
            }
        ],
    }
    text = workload("DaemonSet", spec, "agent")
    assert guesses(text) == [
        "listener:default-agent-9999-tcp",
        "listener:default-agent-5353-udp",
    ]
    (first, _) = read_draft(text).parts
    assert first.piece["listeners"][0]["roles"] == ["control-plane", "worker"]


def test_known_images_are_products_and_their_ports_are_theirs():
    containers = [
        {"name": "speaker", "image": "quay.io/metallb/speaker:v0.15", "ports": [{"hostPort": 7472}]}
    ]
    text = workload("DaemonSet", {"hostNetwork": True, "containers": containers})
    assert guesses(text) == ["product:metallb"]


def daemon_set(image: str, *ports: dict[str, object], network: bool = False) -> str:
    containers = [{"name": "c", "image": image, "ports": list(ports)}]
    return workload("DaemonSet", {"hostNetwork": network, "containers": containers}, "edge")


NGINX = "registry.k8s.io/ingress-nginx/controller:v1"


def pieces(text: str) -> dict[str, object]:
    """What is said of products, changes and own listeners, for whoever says yes to all."""
    data = accept(read_draft(text).parts, {"schema": SCHEMA, "title": "t"})
    return {key: data[key] for key in ("picks", "changes", "listeners") if key in data}


def test_an_ingress_controller_with_ports_of_the_host_is_reached_there():
    http = {"name": "http", "containerPort": 80, "hostPort": 8080}
    https = {"name": "https", "containerPort": 443, "hostPort": 443}
    text = daemon_set(NGINX, http, https, {"name": "metrics", "containerPort": 10254})
    assert guesses(text) == [
        "product:ingress-nginx",
        "option:ingress-nginx/expose",
        "change:ingress-nginx/http-host",
    ]
    assert pieces(text) == {
        "picks": [{"product": "ingress-nginx", "options": {"expose": "host-port"}}],
        "changes": [{"listener": "ingress-nginx/http-host", "ports": "8080"}],
    }


def test_an_ingress_controller_on_the_network_of_the_host_is_reached_on_its_own_ports():
    web = {"name": "web", "containerPort": 80}
    assert pieces(daemon_set("traefik:v3", web, network=True)) == {
        "picks": [{"product": "traefik", "options": {"expose": "host-network"}}],
        "changes": [{"listener": "traefik/http-host-network", "ports": "80"}],
    }


def test_what_pods_of_known_products_publish_on_the_host_is_a_guess():
    text = daemon_set(
        "gcr.io/datadoghq/agent:7",
        {"name": "dogstatsdport", "containerPort": 8125, "hostPort": 8125, "protocol": "UDP"},
        {"name": "api", "containerPort": 5002},
        {"name": "local", "containerPort": 1, "hostPort": 1, "hostIP": "127.0.0.1"},
    )
    assert guesses(text) == ["product:datadog-agent", "listener:default-edge-8125-udp"]
    further = {"name": "tcp-9000", "containerPort": 9000, "hostPort": 9000}
    local = {"name": "http", "containerPort": 80, "hostPort": 80, "hostIP": "127.0.0.1"}
    assert guesses(daemon_set(NGINX, further, local)) == [
        "product:ingress-nginx",
        "listener:default-edge-9000-tcp",
    ]


def test_what_service_lb_publishes_is_of_services():
    port = {"name": "lb-tcp-80", "containerPort": 80, "hostPort": 80}
    assert guesses(daemon_set("rancher/klipper-lb:v0.4", port)) == ["product:k3s"]


def test_the_manifest_of_calico_is_not_its_operator():
    env = [
        {"name": "CALICO_IPV4POOL_IPIP", "value": "Always"},
        {"name": "CALICO_IPV4POOL_VXLAN", "value": "Never"},
    ]
    container = {"name": "calico-node", "image": "docker.io/calico/node:v3.31.0", "env": env}
    assert read_plan(workload("DaemonSet", {"containers": [container]})) == {
        "picks": [{"product": "calico", "options": {"encapsulation": "ipip", "typha": "no"}}]
    }


def test_tables_have_images_only_when_wide():
    text = """\
NAMESPACE     NAME                       DESIRED   CURRENT   READY   UP-TO-DATE   AVAILABLE   AGE
kube-system   daemonset.apps/kube-proxy  3         3         3       3            3           1d

NAMESPACE      NAME                      READY  UP-TO-DATE  AVAILABLE  AGE  CONTAINERS  IMAGES
ingress-nginx  deployment.apps/ctrl      1/1    1           1          1d   controller  \
registry.k8s.io/ingress-nginx/controller:v1.13.3@sha256:00
"""
    assert guesses(text) == ["product:ingress-nginx"]
    assert told(text) == ["paste:2: the table has no images; add -o wide"]


@pytest.mark.parametrize(
    ("images", "expected"),
    [
        (["quay.io/cilium/cilium:v1.19.6@sha256:00", "quay.io/cilium/operator:v1"], {"cilium"}),
        (["rancher/mirrored-calico-node:v3.31"], {"calico"}),
        (["rancher/hardened-calico:v3", "rancher/hardened-flannel:v0.27"], {"canal"}),
        (["localhost:5000/traefik:v3"], {"traefik"}),
        (["example.org/mycilium/cilium-fork:1", "nginx"], set()),
    ],
)
def test_products_by_the_ends_of_images(images: list[str], expected: set[str]):
    assert products_of(images) == expected


def test_every_image_is_of_a_product_of_the_catalogue():
    assert {product for _, product in ENDS} <= CATALOGUE.products.keys()


def test_the_flags_of_kube_proxy_are_read_of_its_pods():
    command = ["kube-proxy", "--proxy-mode=ipvs", "--healthz-bind-address=0.0.0.0:10257"]
    spec = {"hostNetwork": True, "containers": [{"name": "kube-proxy", "command": command}]}
    text = workload("DaemonSet", spec, "kube-proxy")
    assert read_plan(text) == {
        "picks": [{"product": "kubernetes", "options": {"kube-proxy-mode": "ipvs"}}],
        "changes": [
            {"listener": "kubernetes/kube-proxy-healthz", "ports": "10257"},
            {"listener": "kubernetes/kube-proxy-healthz-control-plane", "ports": "10257"},
        ],
    }
    by_file = ["kube-proxy", "--config=/var/lib/kube-proxy/config.conf"]
    spec["containers"][0]["command"] = by_file
    assert read_plan(workload("DaemonSet", spec, "kube-proxy")) == {}
