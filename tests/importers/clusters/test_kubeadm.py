"""kubeadm's files: roles, addresses, ports that moved, what is turned off."""

from tests.importers.reading import guesses, read_draft, read_plan, told

HEAD = "apiVersion: kubeadm.k8s.io/v1beta4\n"


def test_a_whole_configuration_with_its_nodes():
    text = (
        f"{HEAD}kind: ClusterConfiguration\nkubernetesVersion: v1.36.1\n"
        'controlPlaneEndpoint: "198.51.100.10:8443"\n'
        'networking: {podSubnet: "10.244.0.0/16,fd00::/56", serviceSubnet: 10.96.0.0/12}\n'
        f"---\n{HEAD}kind: InitConfiguration\n"
        "localAPIEndpoint: {advertiseAddress: 10.0.0.11, bindPort: 6444}\n"
        "nodeRegistration: {name: cp1}\n"
        f"---\n{HEAD}kind: JoinConfiguration\n"
        "nodeRegistration: {name: w1, kubeletExtraArgs: [{name: node-ip, value: 10.0.0.21}]}\n"
        f"---\n{HEAD}kind: JoinConfiguration\ncontrolPlane: {{}}\n"
        "nodeRegistration: {name: cp2, kubeletExtraArgs: [{name: node-ip, value: 10.0.0.12}]}\n"
    )
    assert read_plan(text) == {
        "kubernetes": "1.36",
        "picks": [{"product": "kubeadm"}],
        "groups": [
            {
                "name": "control-plane",
                "roles": ["control-plane"],
                "addresses": ["10.0.0.11-10.0.0.12"],
            },
            {"name": "workers", "roles": ["worker"], "addresses": ["10.0.0.21"]},
            {"name": "api", "roles": ["api-endpoint"], "addresses": ["198.51.100.10"]},
        ],
        "networks": {"pods": ["10.244.0.0/16", "fd00::/56"], "services": ["10.96.0.0/12"]},
        "api_endpoint": {"group": "api", "ports": "8443"},
        "changes": [{"listener": "kubernetes/kube-apiserver", "ports": "6444"}],
    }
    assert guesses(text) == ["option:kubeadm/api-load-balancer"]


def test_flags_are_read_from_mappings_of_old_versions_too():
    text = (
        "apiVersion: kubeadm.k8s.io/v1beta2\nkind: ClusterConfiguration\n"
        'apiServer: {extraArgs: {service-node-port-range: "31000-32000"}}\n'
    )
    changes = read_plan(text)["changes"]
    assert {change["listener"]: change["ports"] for change in changes} == dict.fromkeys(
        [
            "kubernetes/nodeport-tcp",
            "kubernetes/nodeport-udp",
            "kubernetes/nodeport-tcp-control-plane",
            "kubernetes/nodeport-udp-control-plane",
            "kubernetes/health-check-nodeport",
        ],
        "31000-32000",
    )


def test_control_plane_null_is_no_control_plane():
    assert read_plan(f"{HEAD}kind: JoinConfiguration\ncontrolPlane: null\n")["groups"] == [
        {"name": "workers", "roles": ["worker"]}
    ]


def test_the_placeholder_of_kubeadm_is_no_address():
    text = f"{HEAD}kind: InitConfiguration\nlocalAPIEndpoint: {{advertiseAddress: 1.2.3.4}}\n"
    assert read_plan(text)["groups"] == [{"name": "control-plane", "roles": ["control-plane"]}]
    assert told(text) == [
        (
            "paste:3 localAPIEndpoint.advertiseAddress: "
            "1.2.3.4 is the placeholder that kubeadm prints, and no address"
        )
    ]


def test_external_etcd_is_a_group_of_its_own():
    text = (
        f"{HEAD}kind: ClusterConfiguration\n"
        "etcd: {external: {endpoints: ['https://10.0.0.5:2379', 'https://[fd00::5]:2379']}}\n"
    )
    plan = read_plan(text)
    assert plan["groups"] == [
        {"name": "etcd", "roles": ["etcd"], "addresses": ["10.0.0.5", "fd00::5"]}
    ]
    assert plan["picks"] == [{"product": "kubeadm", "options": {"etcd": "external"}}]


def test_without_kube_proxy_its_ports_are_closed():
    expected = [
        "kubernetes/kube-proxy-healthz",
        "kubernetes/kube-proxy-healthz-control-plane",
        "kubernetes/kube-proxy-metrics",
    ]
    for text in (
        f"{HEAD}kind: ClusterConfiguration\nproxy: {{disabled: true}}\n",
        f"{HEAD}kind: InitConfiguration\nskipPhases: [addon/kube-proxy]\n",
    ):
        changes = read_plan(text)["changes"]
        assert [change["listener"] for change in changes] == expected


def test_what_is_opened_beyond_loopback_is_asked():
    text = (
        f"{HEAD}kind: ClusterConfiguration\nscheduler: {{extraArgs: {{bind-address: 0.0.0.0}}}}\n"
        "---\napiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n"
        "metricsBindAddress: 0.0.0.0:10249\nbindAddress: 0.0.0.0\n"
    )
    assert guesses(text) == ["listener:kube-scheduler", "listener:kube-proxy-metrics"]


def test_the_config_maps_of_a_running_cluster_hold_texts():
    text = (
        "kind: ConfigMap\nmetadata: {name: kubeadm-config}\ndata:\n  ClusterConfiguration: |\n"
        f"    {HEAD}    kind: ClusterConfiguration\n    kubernetesVersion: v1.37.0\n"
    )
    (part, *_) = read_draft(text).parts
    assert (part.piece, str(part.origins[0].place)) == (
        {"kubernetes": "1.37"},
        "paste:7 kubernetesVersion",
    )


def test_an_address_of_a_template_is_told_and_not_read():
    text = (
        f"{HEAD}kind: JoinConfiguration\nnodeRegistration:\n"
        "  kubeletExtraArgs: {node-ip: '{{ ip }}'}\n"
    )
    assert told(text) == [
        (
            "paste:4 nodeRegistration.kubeletExtraArgs.node-ip: "
            "is filled in by a template, so its value is not known"
        )
    ]


def test_a_control_plane_without_taints_runs_pods():
    text = f"{HEAD}kind: InitConfiguration\nnodeRegistration: {{taints: []}}\n"
    assert read_plan(text)["picks"] == [
        {"product": "kubeadm", "options": {"servers-run-pods": "yes"}}
    ]


def test_without_coredns_its_ports_are_closed():
    for text in (
        f"{HEAD}kind: ClusterConfiguration\ndns: {{disabled: true}}\n",
        f"{HEAD}kind: InitConfiguration\nskipPhases: [addon/coredns]\n",
    ):
        changes = read_plan(text)["changes"]
        assert [change["listener"] for change in changes] == [
            "kubernetes/dns-udp",
            "kubernetes/dns-tcp",
            "kubernetes/coredns-metrics",
            "kubernetes/coredns-health",
            "kubernetes/coredns-ready",
        ]


def test_ports_of_etcd_are_those_beyond_loopback():
    text = (
        f"{HEAD}kind: ClusterConfiguration\netcd: {{local: {{extraArgs: ["
        "{name: listen-client-urls, value: 'https://127.0.0.1:2379,https://10.0.0.1:12379'},"
        "{name: listen-metrics-urls, value: 'http://0.0.0.0:2381'}]}}\n"
    )
    assert read_plan(text)["changes"] == [{"listener": "kubernetes/etcd-client", "ports": "12379"}]
    assert guesses(text) == ["listener:etcd-metrics"]


def test_where_a_node_joins_is_a_guess_and_none_where_it_is_a_node():
    join = (
        f"{HEAD}kind: JoinConfiguration\ndiscovery:\n  bootstrapToken:\n"
        "    apiServerEndpoint: 10.0.0.11:6443\n    token: abcdef.0123456789abcdef\n"
    )
    init = f"{HEAD}kind: InitConfiguration\nlocalAPIEndpoint: {{advertiseAddress: 10.0.0.11}}\n"
    assert guesses(join) == ["endpoint", "option:kubeadm/api-load-balancer"]
    assert guesses(f"{init}---\n{join}") == []
    assert told(f"{init}---\n{join}") == [
        (
            "paste:9 discovery.bootstrapToken.apiServerEndpoint: "
            "is one of the hosts, so nothing stands in front of the API servers"
        )
    ]


def test_an_endpoint_of_a_template_is_told():
    text = f"{HEAD}kind: ClusterConfiguration\ncontrolPlaneEndpoint: <lb-address>:6443\n"
    assert told(text) == [
        "paste:3 controlPlaneEndpoint: is filled in by a template, so its value is not known"
    ]


def test_nodes_that_old_versions_kept_in_the_cluster():
    text = (
        "kind: ConfigMap\nmetadata: {name: kubeadm-config}\ndata:\n  ClusterStatus: |\n"
        "    apiEndpoints:\n      cp1: {advertiseAddress: 10.0.0.11, bindPort: 6443}\n"
        "    apiVersion: kubeadm.k8s.io/v1beta2\n    kind: ClusterStatus\n"
    )
    assert read_plan(text)["groups"] == [
        {"name": "control-plane", "roles": ["control-plane"], "addresses": ["10.0.0.11"]}
    ]


def test_a_kubelet_on_loopback_and_its_read_only_port():
    head = "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n"
    assert read_plan(f"{head}address: 127.0.0.1\n")["changes"] == [
        {
            "listener": "kubernetes/kubelet-api",
            "excluded": True,
            "reason": "listens on loopback only",
        }
    ]
    assert read_plan(f"{head}readOnlyPort: 10255\n") == {
        "picks": [{"product": "kubernetes", "options": {"kubelet-read-only": "yes"}}]
    }
    assert guesses(f"{head}healthzBindAddress: 0.0.0.0\n") == ["listener:kubelet-healthz"]


KUBE_PROXY = "apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n"


def test_the_mode_of_kube_proxy():
    ipvs = {"product": "kubernetes", "options": {"kube-proxy-mode": "ipvs"}}
    assert read_plan(f"{KUBE_PROXY}mode: ipvs\n")["picks"] == [ipvs]
    for silent in ("", "mode: ''\n", "mode: kernelspace\n"):
        assert read_plan(KUBE_PROXY + silent) == {}
    assert told(f"{KUBE_PROXY}mode: userspace\n") == [
        "paste:3 mode: has a value that is not known here"
    ]
    assert told(f"{KUBE_PROXY}mode: '{{{{ mode }}}}'\n") == [
        "paste:3 mode: is filled in by a template, so its value is not known"
    ]
