"""Cluster API: endpoints that may not be set yet, sizes, kubeadm within, machines."""

from tests.importers.reading import guesses, read_plan, told

CLUSTER = "apiVersion: cluster.x-k8s.io/v1beta1\nkind: Cluster\nmetadata: {name: a}\n"


def test_a_cluster_of_a_class():
    text = (
        f"{CLUSTER}spec:\n  clusterNetwork:\n    apiServerPort: 6444\n"
        "    pods: {cidrBlocks: [10.244.0.0/16, 'fd00::/56']}\n"
        "    services: {cidrBlocks: [10.96.0.0/12]}\n"
        "  controlPlaneEndpoint: {host: 198.51.100.10, port: 8443}\n"
        "  topology:\n    class: quick-start\n    version: v1.35.1\n"
        "    controlPlane: {replicas: 3}\n"
        "    workers: {machineDeployments: [{class: w, name: md-0, replicas: 5}]}\n"
        "    variables: [{name: secret, value: s3cr3t}]\n"
    )
    assert read_plan(text) == {
        "kubernetes": "1.35",
        "groups": [
            {"name": "control-plane", "roles": ["control-plane"]},
            {"name": "md-0", "roles": ["worker"]},
            {"name": "api", "roles": ["api-endpoint"], "addresses": ["198.51.100.10"]},
        ],
        "networks": {"pods": ["10.244.0.0/16", "fd00::/56"], "services": ["10.96.0.0/12"]},
        "api_endpoint": {"group": "api", "ports": "8443"},
        "changes": [{"listener": "kubernetes/kube-apiserver", "ports": "6444"}],
    }
    assert told(text) == [
        ("paste:15 spec.topology.variables: is filled in from a class, which is not followed")
    ]


def test_an_endpoint_that_is_not_set_is_none():
    assert read_plan(f"{CLUSTER}spec: {{controlPlaneEndpoint: {{host: '', port: 0}}}}\n") == {}


def test_a_control_plane_of_kubeadm_with_its_flags():
    text = (
        "apiVersion: controlplane.cluster.x-k8s.io/v1beta2\nkind: KubeadmControlPlane\n"
        "spec:\n  replicas: 3\n  version: v1.36.0\n  kubeadmConfigSpec:\n"
        "    clusterConfiguration:\n"
        "      scheduler: {extraArgs: [{name: bind-address, value: '::'}]}\n"
        "    initConfiguration: {nodeRegistration: {name: '{{ ds.meta_data.local_hostname }}'}}\n"
    )
    assert read_plan(text) == {
        "kubernetes": "1.36",
        "picks": [{"product": "kubeadm"}],
        "groups": [{"name": "control-plane", "roles": ["control-plane"]}],
    }
    assert guesses(text) == ["listener:kube-scheduler"]


def test_a_pool_whose_name_a_template_fills_in_is_of_workers():
    text = (
        "apiVersion: cluster.x-k8s.io/v1beta1\nkind: MachineDeployment\n"
        "metadata: {name: '${CLUSTER_NAME}-md-0'}\nspec: {replicas: 3}\n"
    )
    assert read_plan(text)["groups"] == [{"name": "workers", "roles": ["worker"]}]


def test_other_control_planes_say_their_product():
    head = "apiVersion: controlplane.cluster.x-k8s.io/v1beta1\nkind: "
    text = f"{head}RKE2ControlPlane\nspec: {{serverConfig: {{cni: calico}}}}\n"
    assert read_plan(text)["picks"] == [{"product": "rke2", "options": {"cni": "calico"}}]
    assert read_plan(f"{head}AWSManagedControlPlane\nspec: {{version: v1.33}}\n") == {
        "kubernetes": "1.33",
        "picks": [{"product": "eks"}],
    }


def test_machines_have_addresses_and_an_empty_label_counts():
    text = (
        "apiVersion: v1\nkind: List\nitems:\n"
        "- apiVersion: cluster.x-k8s.io/v1beta1\n  kind: Machine\n"
        "  metadata: {name: cp-x, labels: {cluster.x-k8s.io/control-plane: ''}}\n"
        "  status:\n    nodeRef: {name: cp1}\n    addresses:\n"
        "    - {type: Hostname, address: cp1}\n    - {type: InternalIP, address: 10.0.0.11}\n"
        "    - {type: ExternalIP, address: 203.0.113.7}\n"
        "- apiVersion: cluster.x-k8s.io/v1beta1\n  kind: Machine\n  metadata: {name: w1}\n"
        "  status: {addresses: [{type: ExternalIP, address: 203.0.113.9}]}\n"
        "- {apiVersion: cluster.x-k8s.io/v1beta1, kind: MachineHealthCheck}\n"
    )
    assert read_plan(text)["groups"] == [
        {"name": "control-plane", "roles": ["control-plane"], "addresses": ["10.0.0.11"]},
        {"name": "workers", "roles": ["worker"], "addresses": ["203.0.113.9"]},
    ]
    assert told(text) == ["paste:17 items[2]: is an object of Cluster API that is not read"]
