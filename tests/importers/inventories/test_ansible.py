"""Inventories of Ansible: files put together, roles by groups, addresses that others dial."""

import json

from portsref.importers.cutting import File
from tests.importers.reading import guesses, plan_of, read_draft, read_folder, read_plan, told

INI = """\
# three hosts
[kube_control_plane]
cp1 ansible_host=203.0.113.11 ip=10.0.0.11 ansible_ssh_pass=s3cr3t
cp2 ip=10.0.0.12 access_ip=192.0.2.12

[etcd:children]
kube_control_plane

[kube_node]
node[01:03] ; ranges
w9 ip=10.0.0.29
cp2

[k8s_cluster:children]
kube_control_plane
kube_node

[k8s_cluster:vars]
kube_version=1.35.4
kube_network_plugin = cilium
loadbalancer_apiserver={'address': '198.51.100.10', 'port': 8443}
kube_apiserver_port=6443
kube_proxy_remove=True
"""
GROUPS = [
    {"name": "control-plane", "roles": ["control-plane", "etcd"], "addresses": ["10.0.0.11"]},
    {
        "name": "control-plane 2",
        "roles": ["control-plane", "worker", "etcd"],
        "addresses": ["192.0.2.12"],
    },
    {"name": "workers", "roles": ["worker"], "addresses": ["10.0.0.29"]},
    {"name": "api", "roles": ["api-endpoint"], "addresses": ["198.51.100.10"]},
]


def test_an_inventory_of_kubespray_as_ini():
    plan = read_plan(INI)
    assert plan["groups"] == GROUPS
    assert plan["kubernetes"] == "1.35"
    assert plan["api_endpoint"] == {"group": "api", "ports": "8443"}
    assert plan["picks"] == [
        {
            "product": "kubespray",
            "options": {
                "api-load-balancer": "external",
                "cni": "cilium",
                "servers-run-pods": "yes",
            },
        }
    ]
    assert [change["listener"] for change in plan["changes"]] == [
        "kubernetes/kube-proxy-healthz",
        "kubernetes/kube-proxy-healthz-control-plane",
        "kubernetes/kube-proxy-metrics",
    ]
    assert told(INI) == ["paste:4 ip: others dial another address of this host than it listens on"]
    assert "s3cr3t" not in repr(read_draft(INI))


def test_the_same_as_yaml_and_as_list():
    hosts = {
        "cp1": {"ip": "10.0.0.11"},
        "cp2": {"ip": "10.0.0.12", "access_ip": "192.0.2.12"},
        "w9": {"ip": "10.0.0.29"},
    }
    variables = {"loadbalancer_apiserver": {"address": "198.51.100.10", "port": 8443}}
    groups = {
        "kube_control_plane": {"hosts": {"cp1": None, "cp2": None}},
        "kube_node": {"hosts": {"w9": None, "cp2": None}},
        "etcd": {"children": {"kube_control_plane": None}},
        "k8s_cluster": {"children": {"kube_control_plane": None, "kube_node": None}},
    }
    as_yaml = {"all": {"hosts": hosts, "children": groups, "vars": variables}}
    listed = {
        "_meta": {"hostvars": {name: said | variables for name, said in hosts.items()}},
        "all": {"children": ["ungrouped", *groups]},
        **{name: {key: [*below] for key, below in group.items()} for name, group in groups.items()},
    }
    assert read_plan(json.dumps(as_yaml))["groups"] == GROUPS
    assert read_plan(json.dumps(listed))["groups"] == GROUPS


def test_variables_of_groups_and_hosts_may_have_files_of_their_own():
    files = [
        File("inv/group_vars/all/all.yml", "http_proxy: http://proxy.example.org:3128\n"),
        File("inv/group_vars/k8s_cluster/k8s-cluster.yml", "kube_network_plugin: flannel\n"),
        File("inv/host_vars/w1.yml", "ip: 10.0.0.21\n"),
        File("inv/inventory.ini", "[kube_control_plane]\ncp1 ip=10.0.0.11\n[kube_node]\nw1\n"),
    ]
    assert plan_of(read_folder(files)) == {
        "picks": [{"product": "kubespray", "options": {"cni": "flannel"}}],
        "groups": [
            {"name": "control-plane", "roles": ["control-plane"], "addresses": ["10.0.0.11"]},
            {"name": "workers", "roles": ["worker"], "addresses": ["10.0.0.21"]},
            {"name": "proxy"},
        ],
        "outbound_proxy": {"group": "proxy", "ports": "3128"},
    }


def test_where_ssh_goes_is_only_a_guess_for_an_address():
    text = "[kube_node]\nw1 ansible_host=203.0.113.21\n10.0.0.22\nw3 ansible_host=w3.example.org\n"
    assert read_plan(text)["groups"] == [{"name": "workers", "roles": ["worker"]}]
    assert guesses(text) == ["group:workers:guessed"]
    (part,) = [part for part in read_draft(text).parts if part.id == "group:workers:guessed"]
    assert part.piece["groups"][0]["addresses"] == ["10.0.0.22", "203.0.113.21"]


def test_the_most_special_group_wins_and_a_host_beats_all_groups():
    text = (
        "[kube_control_plane]\ncp1\ncp2 ip=10.0.0.2\n[kube_control_plane:vars]\nip=10.0.0.1\n"
        "[all:vars]\nip=10.9.9.9\n"
    )
    assert read_plan(text)["groups"] == [
        {
            "name": "control-plane",
            "roles": ["control-plane"],
            "addresses": ["10.0.0.1-10.0.0.2"],
        }
    ]


def test_groups_that_are_nobodys_convention_are_guessed_by_their_names():
    text = "[k8s_masters]\nm1 ansible_host=10.0.0.1\n[k8s-workers]\nw1\n[databases]\ndb1\n"
    assert read_plan(text) == {}
    assert guesses(text) == ["group:control-plane", "group:workers"]
    assert told(text) == ["paste:6: in no group that tells what they are for: db1"]


def test_a_collection_for_k3s():
    text = (
        "k3s_cluster:\n  children:\n    server:\n      hosts:\n        10.0.0.11:\n"
        "    agent:\n      hosts:\n        w1: {ansible_host: 10.0.0.21}\n  vars:\n"
        "    k3s_version: v1.34.2+k3s1\n    token: s3cr3t\n"
        "    api_endpoint: \"{{ hostvars[groups['server'][0]]['ansible_host'] }}\"\n"
        "    extra_server_args: --disable traefik --flannel-backend=host-gw\n"
    )
    assert read_plan(text) == {
        "kubernetes": "1.34",
        "picks": [{"product": "k3s", "options": {"flannel-backend": "host-gw", "traefik": "no"}}],
        "groups": [
            {"name": "workers", "roles": ["worker"]},
        ],
    }
    assert guesses(text) == ["group:workers:guessed", "group:control-plane"]
    assert "s3cr3t" not in repr(read_draft(text))


def test_a_collection_for_rke2():
    text = (
        "[masters]\nm1 ansible_host=10.0.0.1\n[workers]\nw1 ansible_host=10.0.0.2\n"
        "[all:vars]\nrke2_version=v1.34.1+rke2r1\nrke2_cni=cilium\nrke2_api_ip=10.0.0.10\n"
    )
    assert read_plan(text)["picks"] == [
        {"product": "rke2", "options": {"cni": "cilium", "ingress-controller": "ingress-nginx"}}
    ]
    assert guesses(text) == ["group:control-plane", "group:workers", "endpoint"]


def test_what_a_collection_puts_into_the_configuration_of_servers():
    text = (
        "rke2_cluster:\n  children:\n    rke2_servers:\n"
        "      hosts: {s1: {ansible_host: 10.0.0.1}}\n      vars:\n"
        "        rke2_config: {cni: [calico], disable-kube-proxy: true, token: s3cr3t}\n"
        "  vars:\n    server_config_yaml: |\n      ingress-controller: none\n"
    )
    assert read_plan(text)["picks"] == [
        {
            "product": "rke2",
            "options": {"kube-proxy": "no", "cni": "calico", "ingress-controller": "none"},
        }
    ]


def test_more_hosts_than_can_be_read_are_told_once():
    text = "[kube_node]\na[0:999999999]\nb[1:2][a:b]\nc[0:99999]\n"
    draft = read_draft(text)
    assert [host.name for part in draft.parts for host in part.hosts] == []
    assert told(text) == ["paste:2: more than 5,000 hosts or 2,000 groups: not all were read"]


def test_windows_hosts_are_a_group_of_their_own():
    text = "[kube_node]\nw1 ip=10.0.0.1\nx1 ip=10.0.0.2 ansible_connection=winrm\n"
    assert [group.get("os") for group in read_plan(text)["groups"]] == [None, "windows"]


def test_a_file_of_systemd_is_no_inventory():
    assert told("[Unit]\nDescription=x\n[Service]\nExecStart=/bin/true\n")[0].startswith("paste:1")
