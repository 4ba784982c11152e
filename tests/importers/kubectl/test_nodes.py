"""Nodes of a running cluster: who they are, and what they show of the distribution."""

import json

from tests.importers.reading import guesses, read_plan, told

WIDE = """\
NAME                STATUS                     ROLES                       AGE    VERSION          \
INTERNAL-IP   EXTERNAL-IP   OS-IMAGE             KERNEL-VERSION      CONTAINER-RUNTIME
server-1.example    Ready                      control-plane,etcd,master   12d    v1.35.2+rke2r1   \
10.0.0.11     <none>        Ubuntu 24.04.2 LTS   6.8.0-60-generic    containerd://2.1.1-k3s1
agent-1.example     Ready,SchedulingDisabled   <none>                      12d    v1.35.2+rke2r1   \
10.0.0.21     <none>        Ubuntu 24.04.2 LTS   6.8.0-60-generic    containerd://2.1.1-k3s1
agent-win.example   Ready                      <none>                      12d    v1.35.2+rke2r1   \
10.0.0.31     <none>        Windows Server 2022  10.0.20348.1607     containerd://2.1.1-k3s1
"""


def node(name: str, *addresses: str, version: str = "v1.36.0", **more: object) -> dict[str, object]:
    labels = dict.fromkeys(more.pop("labels", ()), "")
    status = {
        "addresses": [{"type": "InternalIP", "address": one} for one in addresses],
        "nodeInfo": {"kubeletVersion": version, "operatingSystem": "linux"},
        **more,
    }
    metadata = {"name": name, "labels": labels}
    return {"apiVersion": "v1", "kind": "Node", "metadata": metadata, "status": status}


def listed(*nodes: dict[str, object]) -> str:
    return json.dumps({"apiVersion": "v1", "kind": "List", "items": nodes}, indent=1)


def test_a_wide_table_is_cut_by_its_headings():
    assert read_plan(WIDE) == {
        "kubernetes": "1.35",
        "groups": [
            {
                "name": "control-plane",
                "roles": ["control-plane", "etcd"],
                "addresses": ["10.0.0.11"],
            },
            {"name": "workers", "roles": ["worker"], "addresses": ["10.0.0.21"]},
            {
                "name": "workers-windows",
                "roles": ["worker"],
                "addresses": ["10.0.0.31"],
                "os": "windows",
            },
        ],
    }
    assert guesses(WIDE) == ["product:rke2"]


def test_objects_have_the_same_and_both_families():
    labels = ["node-role.kubernetes.io/control-plane"]
    text = listed(
        node("cp1", "10.0.0.11", "fd00::11", labels=labels),
        node("w1", "10.0.0.21", daemonEndpoints={"kubeletEndpoint": {"Port": 11250}}),
    )
    assert read_plan(text) == {
        "kubernetes": "1.36",
        "groups": [
            {
                "name": "control-plane",
                "roles": ["control-plane"],
                "addresses": ["10.0.0.11", "fd00::11"],
            },
            {"name": "workers", "roles": ["worker"], "addresses": ["10.0.0.21"]},
        ],
        "changes": [{"listener": "kubernetes/kubelet-api", "ports": "11250"}],
    }


def test_roles_of_one_cluster_alone_are_told():
    text = listed(node("w1", "10.0.0.21", labels=["node-role.kubernetes.io/edge"]))
    assert told(text) == [
        (
            "paste:5 items[0]: w1 has the role edge, which is of that cluster alone; "
            "give its group what it is for"
        )
    ]
    assert read_plan(text)["groups"] == [
        {"name": "workers", "roles": ["worker"], "addresses": ["10.0.0.21"]}
    ]


def test_a_managed_cluster_lists_no_control_plane():
    text = listed(node("w1", "10.0.0.21", version="v1.33.5-eks-3025e55"))
    assert guesses(text) == ["product:eks"]
    assert told(text) == [
        (
            "paste:5 items[0]: the control plane of a managed cluster is not among its nodes; "
            "add the endpoint of its API"
        )
    ]


def test_a_narrow_table_has_no_addresses():
    text = "NAME  STATUS  ROLES  AGE  VERSION\nw1    Ready   <none>  1d  v1.36.0\n"
    assert told(text) == ["paste:2: the table has no addresses; add -o wide"]


def test_nodes_of_two_versions_are_a_choice():
    text = listed(node("a", "10.0.0.1"), node("b", "10.0.0.2", version="v1.35.9"))
    assert guesses(text) == ["kubernetes:1", "kubernetes:2"]
