"""A port begins with a sentence that a newcomer understands, and that is never wrong."""

import pytest
from django.utils.translation import override

from portsref.catalogue.search.ports_in_use import rows_using
from portsref.web.reference.port.answer import answer_for
from portsref.web.reference.rows import current_reader
from tests.web.reference.pages import page

pytestmark = pytest.mark.django_db

ENGLISH = {
    "6443": "TCP 6443 in Kubernetes: Kubernetes API (kube-apiserver). Open it from all nodes, "
    "administrators, clients, pods and the API endpoint to the control plane. TLS.",
    "2379": "TCP 2379 in Kubernetes: etcd client API. Open it from kube-apiserver (on the control "
    "plane) and the etcd hosts to the etcd hosts. Mutual TLS.",
    "2380": "TCP 2380 in Kubernetes: etcd traffic between members. Open it between the etcd hosts. "
    "Mutual TLS.",
    "10250": "TCP 10250 in Kubernetes: Kubelet API. Open it from the control plane to all nodes. "
    "TLS.",
    "10248": "TCP 10248 in Kubernetes: Kubelet health check. "
    "Only on the host itself (loopback): nothing to open between hosts.",
    "10257": "TCP 10257 in Kubernetes: kube-controller-manager metrics and health over HTTPS. "
    "Only the host itself connects: nothing to open between hosts.",
    "53": "TCP and UDP 53 in Kubernetes: DNS queries over TCP and UDP (CoreDNS). "
    "Inside the pod network: nothing of its own to open between hosts. Plain text.",
    "53/udp": "UDP 53 in Kubernetes: DNS queries over UDP (CoreDNS). "
    "Inside the pod network: nothing of its own to open between hosts. Plain text.",
    "179": "TCP 179 with Calico, kube-router and OVN-Kubernetes: BGP sessions between nodes. "
    "Open it between all nodes. Plain text.",
    "8472": "UDP 8472 with Canal (flannel with Calico policy), Cilium, Flannel and K3s: Pod "
    "traffic between nodes, VXLAN encapsulated. Open it between all nodes. Plain text, unless "
    "encryption is enabled.",
    "30000": "TCP and UDP 30000–32767 in Kubernetes: NodePort Services over TCP and UDP. Open it "
    "from clients and load balancers to the workers. Plain text, unless encryption is enabled.",
    "9100": "TCP 9100 with Prometheus Node Exporter: Host metrics over HTTP. Open it from pods to "
    "all nodes. Encrypted only if enabled.",
    "443": "TCP 443 with Envoy Gateway, HAProxy Ingress (community), Ingress NGINX (community), "
    "Istio and 9 others: HTTPS from clients to the load balancer. Open it from clients to load "
    "balancers. TLS.",
    "8080": "TCP 8080 in Kubernetes: CoreDNS liveness check by the kubelet of the node. "
    "Only the host itself connects: nothing to open between hosts.",
    "22": "TCP 22 with Hosts around the cluster: Remote administration by SSH (SSH server). "
    "Open it from administrators to all hosts. SSH.",
    "123": "UDP 123 with Hosts around the cluster: Time synchronization. "
    "Let all hosts reach NTP servers. Plain text.",
    "9345": "TCP 9345 with RKE2: Supervisor API, where nodes register (RKE2 server). Open it from "
    "all nodes and the etcd hosts to the control plane and the etcd hosts. TLS.",
    "10251": "TCP 10251 in Kubernetes: Old kube-scheduler metrics and health over plain HTTP. "
    "Keep it closed: whoever reaches it can read or control the cluster. Plain text. "
    "Only in old releases: up to Kubernetes 1.22.",
    "10255": "TCP 10255 in Kubernetes: Read-only kubelet API without authentication. "
    "Keep it closed: whoever reaches it can read or control the cluster. Plain text. "
    "Only with Read-only kubelet port: yes.",
    "8134": "TCP 8134: Konnectivity server health check by the kubelet of the node. Only the host "
    "itself connects: nothing to open between hosts. Only with Konnectivity tunnel: unix-socket or "
    "tcp.",
}
CHINESE = {
    "6443": "Kubernetes 的 TCP 6443：Kubernetes API（kube-apiserver）。需放行从所有节点、管理员、"
    "客户端、Pod 和 API 端点到控制面的流量。TLS 加密。",
    "2379": "Kubernetes 的 TCP 2379：etcd 客户端 API。需放行从 kube-apiserver（在控制面上）和 "
    "etcd 主机到 etcd 主机的流量。双向 TLS 加密。",
    "10250": "Kubernetes 的 TCP 10250：kubelet API。需放行从控制面到所有节点的流量。TLS 加密。",
    "8472": "Canal (flannel with Calico policy)、Cilium、Flannel 和 K3s 的 UDP 8472："
    "节点间的 Pod 流量，VXLAN 封装。需在所有节点之间放行。明文，除非启用加密。",
    "53": "Kubernetes 的 TCP 和 UDP 53：基于 TCP 和 UDP 的 DNS 查询（CoreDNS）。"
    "在 Pod 网络之内：主机之间无需为它单独放行。明文。",
    "10251": "Kubernetes 的 TCP 10251：旧的 kube-scheduler 指标和健康检查，使用明文 HTTP。"
    "请勿放行：能访问它的人就能读取或控制集群。明文。仅旧版本才有：至 Kubernetes 1.22 为止。",
}


def _answer(port):
    number, _, protocol = port.partition("/")
    reader = current_reader()
    return answer_for(
        reader, int(number), rows_using(reader.index, int(number), protocol.upper() or None)
    )


@pytest.mark.parametrize("port", ENGLISH)
def test_a_port_is_told_in_one_sentence(port):
    assert _answer(port).first.whole == ENGLISH[port]


@pytest.mark.parametrize("port", CHINESE)
def test_in_chinese_too(port):
    with override("zh-hans"):
        assert _answer(port).first.whole == CHINESE[port]


def test_what_others_do_with_it_comes_next_without_what_distributions_repeat():
    answer = _answer("10250")
    assert [other.name for other in answer.others] == [
        "cert-manager",
        "External Secrets Operator",
        "Gardener seed",
    ]
    assert answer.others[0].text == (
        "Admission webhook, called by the API server (cert-manager webhook). In the pod network."
    )
    assert {"K3s", "Amazon EKS"} <= {product.text for product in answer.products}


def test_a_control_plane_outside_the_pod_network_is_thought_of():
    said = _answer("15017").first.text
    assert "A control plane outside the pod network must reach the pods on this port." in said


def test_a_range_of_all_ports_says_nothing_of_one():
    assert _answer("1") is None


def test_every_port_of_the_catalogue_has_an_answer_without_empty_parts():
    reader = current_reader()
    for port in reader.index.known_ports:
        answer = answer_for(reader, port, rows_using(reader.index, port))
        for meaning in (answer.first, *answer.others):
            assert meaning.name
            assert meaning.text
            for wrong in ("  ", " .", "..", "from to", "None", "()"):
                assert wrong not in meaning.whole


def test_the_page_begins_with_it_and_describes_itself_by_it(client):
    html = page(client, "/ports/10250/")
    text = ENGLISH["10250"].partition(": ")[2]
    assert f'<p class="answer__first"><b>TCP 10250 in Kubernetes</b>: {text}</p>' in html
    assert f'content="{ENGLISH["10250"]}"' in html


def test_a_search_for_a_port_begins_with_it_too(client):
    text = ENGLISH["10250"].partition(": ")[2]
    answer = f'<p class="explore__answer"><b>TCP 10250 in Kubernetes</b>: {text}</p>'
    assert answer in page(client, "/?q=10250")
    assert answer in page(client, "/?q=10250/tcp&product=cilium")
    assert "explore__answer" not in page(client, "/?q=kubelet")
    assert "explore__answer" not in page(client, "/?q=1-9")
