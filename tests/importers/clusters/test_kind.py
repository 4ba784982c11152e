"""kind: nodes by number, ports of the host, kubeadm within."""

from tests.importers.reading import guesses, read_draft, read_plan, told

HEAD = "kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\n"


def test_a_file_without_nodes_has_one_for_everything():
    assert read_plan(HEAD) == {
        "picks": [{"product": "kind", "options": {"servers-run-pods": "yes"}}],
        "groups": [{"name": "control-plane", "roles": ["control-plane"]}],
    }


def test_nodes_networks_and_the_port_of_the_api():
    text = (
        f"{HEAD}nodes: [{{role: control-plane}}, {{role: worker}}, {{role: worker}}]\n"
        "networking:\n  ipFamily: dual\n  apiServerAddress: 10.0.0.5\n  apiServerPort: 6443\n"
        "  podSubnet: 10.244.0.0/16,fd00::/56\n  serviceSubnet: 10.96.0.0/16\n"
        "  disableDefaultCNI: true\n  kubeProxyMode: none\n"
    )
    plan = read_plan(text)
    assert plan["picks"] == [
        {"product": "kind", "options": {"default-cni": "no", "api-address": "other"}}
    ]
    assert plan["groups"] == [
        {"name": "control-plane", "roles": ["control-plane"]},
        {"name": "workers", "roles": ["worker"]},
    ]
    assert plan["networks"] == {
        "pods": ["10.244.0.0/16", "fd00::/56"],
        "services": ["10.96.0.0/16"],
    }
    assert {"listener": "kind/api-port-map-open", "ports": "6443"} in plan["changes"]
    assert told(text) == [
        (
            "paste:10 networking.disableDefaultCNI: another pod network is installed: "
            "choose the one that is there"
        )
    ]


def test_ports_of_nodes_on_the_host_are_asked_and_those_on_loopback_are_nobody_elses():
    text = (
        f"{HEAD}nodes:\n- role: control-plane\n  extraPortMappings:\n"
        "  - {containerPort: 80, hostPort: 8080}\n"
        "  - {containerPort: 53, hostPort: 53, protocol: UDP, listenAddress: 127.0.0.1}\n"
        "  - {containerPort: 30000, hostPort: 0, protocol: SCTP}\n"
    )
    assert guesses(text) == ["listener:port-map-8080-tcp"]
    assert told(text) == ["paste:8 nodes[0].extraPortMappings[2].hostPort: is no port"]


def test_patches_of_kubeadm_are_read_but_tell_no_nodes():
    text = (
        f"{HEAD}kubeadmConfigPatches:\n- |\n  kind: ClusterConfiguration\n"
        "  apiServer: {extraArgs: {service-node-port-range: 31000-31999}}\n"
        "nodes:\n- role: control-plane\n  kubeadmConfigPatches:\n  - |\n"
        "    kind: InitConfiguration\n    localAPIEndpoint: {bindPort: 6444}\n"
    )
    draft = read_draft(text)
    (moved,) = [part for part in draft.parts if part.id == "change:kubernetes/kube-apiserver"]
    assert str(moved.origins[0].place) == "paste:12 localAPIEndpoint.bindPort"
    assert [part.id for part in draft.parts if part.section == "products"] == [
        "product:kind",
        "option:kind/servers-run-pods",
    ]
    assert "change:kubernetes/nodeport-tcp" in [part.id for part in draft.parts]


def test_the_mode_of_kube_proxy():
    options = {"product": "kubernetes", "options": {"kube-proxy-mode": "ipvs"}}
    assert options in read_plan(f"{HEAD}networking: {{kubeProxyMode: ipvs}}\n")["picks"]
