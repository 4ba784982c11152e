"""k3s and RKE2: whose file it is, servers and agents, drop-ins, units, what is turned off."""

import pytest

from portsref.importers.cutting import File
from tests.importers.reading import guesses, plan_of, read_draft, read_folder, read_plan, told

JOIN = "server: https://10.0.0.11:9345\ntoken: K10abc::server:0123456789abcdef\n"


def test_a_first_server_of_k3s_with_embedded_etcd():
    text = (
        "cluster-init: true\nnode-name: cp1\nnode-ip: 10.0.0.11,fd00::11\n"
        "flannel-backend: wireguard-native\ncluster-cidr: 10.42.0.0/16,fd42::/56\n"
        "disable: traefik,servicelb\nhttps-listen-port: 7443\n"
        "service-node-port-range: 31000-31999\n"
    )
    plan = read_plan(text)
    assert plan["picks"] == [
        {
            "product": "k3s",
            "options": {
                "flannel-backend": "wireguard-native",
                "datastore": "embedded-etcd",
                "traefik": "no",
                "servicelb": "no",
            },
        }
    ]
    assert plan["groups"] == [
        {
            "name": "control-plane",
            "roles": ["control-plane", "etcd"],
            "addresses": ["10.0.0.11", "fd00::11"],
        }
    ]
    assert plan["networks"] == {"pods": ["10.42.0.0/16", "fd42::/56"]}
    assert {change["listener"]: change["ports"] for change in plan["changes"]} == {
        **dict.fromkeys(
            [
                "kubernetes/nodeport-tcp",
                "kubernetes/nodeport-udp",
                "kubernetes/nodeport-tcp-control-plane",
                "kubernetes/nodeport-udp-control-plane",
                "kubernetes/health-check-nodeport",
            ],
            "31000-31999",
        ),
        **dict.fromkeys(
            [
                "k3s/api-and-supervisor",
                "k3s/etcd-supervisor",
                "k3s/registry",
                "k3s/supervisor-metrics",
            ],
            "7443",
        ),
    }
    assert guesses(text) == []


def test_whoever_joins_without_a_sign_is_an_agent_only_by_a_guess():
    text = f"{JOIN}node-ip: 10.0.0.21\n"
    assert read_plan(text) == {"picks": [{"product": "rke2"}]}
    assert guesses(text) == [
        "group:workers",
        "endpoint",
        "option:rke2/registration-load-balancer",
    ]
    assert guesses(f"{JOIN}node-ip: 10.0.0.12\ntls-san: [k.example.org]\n") == [
        "endpoint",
        "option:rke2/registration-load-balancer",
    ]


def test_whoever_has_nowhere_to_join_is_a_server():
    assert read_plan("node-ip: 10.0.0.11\nkubelet-arg: [max-pods=200]\ndebug: true\n") == {
        "groups": [
            {"name": "control-plane", "roles": ["control-plane"], "addresses": ["10.0.0.11"]}
        ]
    }


def test_a_product_that_one_host_says_is_that_of_all():
    text = f"node-ip: 10.0.0.11\n---\n{JOIN}node-ip: 10.0.0.21\n"
    assert read_plan(text)["picks"] == [{"product": "rke2"}]
    assert guesses("node-ip: 10.0.0.11\n") == ["product:k3s"]


def test_rke2_registers_at_9345_and_serves_its_api_at_6443():
    text = "server: https://k.example.org:9345\ncni: [multus, cilium]\ntoken: abc\n"
    parts = {part.id: part.piece for part in read_draft(text).parts}
    assert parts["endpoint"] == {
        "groups": [{"name": "api", "roles": ["api-endpoint"]}],
        "api_endpoint": {"group": "api", "ports": "6443,9345"},
    }
    assert parts["option:rke2/cni"] == {
        "picks": [{"product": "rke2", "options": {"cni": "cilium"}}]
    }


def test_where_others_join_is_no_endpoint_where_it_is_a_server():
    text = f"cni: canal\nnode-ip: 10.0.0.11\n---\n{JOIN}node-ip: 10.0.0.12\ncni: canal\n"
    assert guesses(text) == []
    assert [line for line in told(text) if "in front" in line] == [
        "paste:4 server: is one of the hosts, so nothing stands in front of the API servers"
    ]


def test_servers_may_be_split_into_those_of_etcd_and_of_the_control_plane():
    etcd = "disable-apiserver: true\ndisable-controller-manager: true\ndisable-scheduler: true\n"
    text = f"cni: canal\nnode-ip: 10.0.0.11\ndisable-etcd: true\n---\n{etcd}node-ip: 10.0.0.15\n"
    assert read_plan(text)["groups"] == [
        {"name": "control-plane", "roles": ["control-plane"], "addresses": ["10.0.0.11"]},
        {"name": "etcd", "roles": ["etcd"], "addresses": ["10.0.0.15"]},
    ]


def test_the_last_of_the_drop_ins_counts_and_a_plus_adds():
    files = [
        File("cp1/etc/rancher/rke2/config.yaml.d/20-more.yaml", "disable+: rke2-metrics-server\n"),
        File("cp1/etc/rancher/rke2/config.yaml.d/10-cni.yaml", "cni: calico\ndisable+: [a]\n"),
        File("cp1/etc/rancher/rke2/config.yaml", "cni: canal\ndisable: [rke2-coredns]\n"),
    ]
    draft = read_folder(files)
    assert plan_of(draft)["picks"] == [
        {"product": "rke2", "options": {"cni": "calico", "metrics-server": "no"}}
    ]
    (cni,) = [part for part in draft.parts if part.id == "option:rke2/cni"]
    assert str(cni.origins[0].place) == "cp1/etc/rancher/rke2/config.yaml.d/10-cni.yaml:1 cni"


def test_a_later_file_without_a_plus_takes_the_place_of_the_list():
    files = [
        File("config.yaml", "cluster-init: true\ndisable: [traefik]\n"),
        File("config.yaml.d/10.yaml", "disable: [metrics-server]\n"),
    ]
    assert plan_of(read_folder(files))["picks"] == [
        {"product": "k3s", "options": {"datastore": "embedded-etcd", "metrics-server": "no"}}
    ]


def test_a_unit_says_the_role_of_the_configuration_beside_it_and_beats_it():
    unit = (
        "[Unit]\nDescription=Lightweight Kubernetes\n[Service]\n"
        'Environment="HTTPS_PROXY=http://proxy.example.org:3128"\n'
        "ExecStart=/usr/local/bin/k3s \\\n    agent \\\n\t'--node-ip' \\\n\t'10.0.0.22'\n"
    )
    files = [
        File(
            "w1/etc/rancher/k3s/config.yaml",
            "server: https://k.example.org:6443\nnode-ip: 10.0.0.21\n",
        ),
        File("w1/etc/systemd/system/k3s-agent.service", unit),
    ]
    plan = plan_of(read_folder(files))
    assert plan == {
        "picks": [{"product": "k3s"}],
        "groups": [
            {"name": "workers", "roles": ["worker"], "addresses": ["10.0.0.22"]},
            {"name": "proxy"},
        ],
        "outbound_proxy": {"group": "proxy", "ports": "3128"},
    }


def test_commands_that_install_are_read_one_host_each_and_give_no_token_away():
    text = (
        "curl -sfL https://get.k3s.io | INSTALL_K3S_VERSION=v1.34.3+k3s1 K3S_TOKEN=s3cr3t"
        " sh -s - server --datastore-endpoint='mysql://u:s3cr3t@tcp(10.0.0.5:3306)/k3s'"
        " --node-ip 10.0.0.11\n"
        "curl -sfL https://get.k3s.io | K3S_URL=https://k.example.org:6443 K3S_TOKEN=s3cr3t sh -\n"
    )
    draft = read_draft(text)
    assert plan_of(draft) == {
        "kubernetes": "1.34",
        "picks": [{"product": "k3s", "options": {"datastore": "mysql"}}],
        "groups": [
            {"name": "control-plane", "roles": ["control-plane"], "addresses": ["10.0.0.11"]},
            {"name": "workers", "roles": ["worker"]},
            {
                "name": "datastore",
                "roles": ["external"],
                "places": ["k3s/mysql"],
                "addresses": ["10.0.0.5"],
            },
        ],
    }
    assert "s3cr3t" not in repr(draft)


def test_the_ingress_controller_of_rke2_depends_on_its_version():
    text = "cni: canal\n"
    assert told(text) == [
        (
            "paste:1: which ingress controller RKE2 brings depends on its version: "
            "ingress-nginx before 1.36, which upgrades keep, and Traefik since"
        )
    ]
    old = "INSTALL_RKE2_VERSION=v1.34.1+rke2r1 rke2 server --cni canal\n"
    assert read_plan(old)["picks"] == [
        {"product": "rke2", "options": {"cni": "canal", "ingress-controller": "ingress-nginx"}}
    ]
    assert read_plan("ingress-controller: [traefik, ingress-nginx]\n")["picks"] == [
        {"product": "rke2", "options": {"ingress-controller": "traefik"}}
    ]
    assert told("ingress-controller: [traefik, ingress-nginx]\n") == [
        "paste:1 ingress-controller[1]: is a second ingress controller; a plan has the first one"
    ]


def test_flags_of_components_may_have_hyphens_in_front():
    text = (
        "cluster-init: true\nkube-controller-manager-arg: [--bind-address=0.0.0.0]\n"
        "etcd-arg: ['listen-metrics-urls=http://0.0.0.0:2381']\n"
        "kube-proxy-arg: healthz-bind-address=127.0.0.1:10256\n"
    )
    assert guesses(text) == ["listener:kube-controller-manager", "listener:etcd-metrics"]
    assert [change["listener"] for change in read_plan(text)["changes"]] == [
        "kubernetes/kube-proxy-healthz",
        "kubernetes/kube-proxy-healthz-control-plane",
    ]


def test_servers_with_a_taint_run_no_pods_and_a_template_is_told():
    text = "cluster-init: true\nnode-taint: ['CriticalAddonsOnly=true:NoExecute']\n"
    assert read_plan(text)["picks"][0]["options"]["servers-run-pods"] == "no"
    assert told("cluster-init: true\nnode-ip: '{{ ip }}'\n") == [
        "paste:2 node-ip: is filled in by a template, so its value is not known"
    ]


def test_what_only_looks_like_flags_is_not_read():
    for text in ("server: {image: x}\ntoken: a\n", "server: a\nreplicas: 2\n", "debug:\n  v: 1\n"):
        assert read_draft(text).parts == ()


def test_more_hosts_than_can_be_read_are_told():
    text = "k3s server --node-ip 10.0.0.1\n" * 1001
    assert "paste:1001: more than 1,000 hosts: what follows was not read" in told(text)


@pytest.mark.parametrize("program", ["cluster-init: true\ntls-san: [a]", "cni: cilium"])
def test_the_mode_of_kube_proxy(program: str):
    picks = read_plan(f"{program}\nkube-proxy-arg: [--proxy-mode=ipvs]\n")["picks"]
    assert {"product": "kubernetes", "options": {"kube-proxy-mode": "ipvs"}} in picks
