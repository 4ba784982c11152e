"""k3d, eksctl, k0sctl, minikube: nodes, addresses and versions, and a word that this is all."""

import pytest

from tests.importers.reading import guesses, read_plan, told

K0SCTL = """\
apiVersion: k0sctl.k0sproject.io/v1beta1
kind: Cluster
spec:
  hosts:
  - {role: controller, privateAddress: 10.0.0.11, ssh: {address: 203.0.113.11, keyPath: /s3cr3t}}
  - {role: worker, hostname: w1, ssh: {address: 203.0.113.21}}
  k0s:
    version: v1.35.2+k0s.0
    config: {spec: {network: {podCIDR: 10.244.0.0/16}}}
"""
K3D = (
    "apiVersion: k3d.io/v1alpha5\nkind: Simple\nservers: 3\nagents: 2\n"
    "image: rancher/k3s:v1.34.1-k3s1\n"
)
EKSCTL = """\
apiVersion: eksctl.io/v1alpha5
kind: ClusterConfig
metadata: {name: a, version: "1.33"}
kubernetesNetworkConfig: {serviceIPv4CIDR: 10.100.0.0/16}
managedNodeGroups: [{name: general, desiredCapacity: 3}]
"""
MINIKUBE = """\
{"invalid": [], "valid": [{"Name": "minikube", "Config": {"Name": "minikube",
 "KubernetesConfig": {"KubernetesVersion": "v1.35.0", "ServiceCIDR": "10.96.0.0/12"},
 "Nodes": [{"Name": "", "IP": "192.168.49.2", "ControlPlane": true, "Worker": true},
           {"Name": "m02", "IP": "192.168.49.3", "ControlPlane": false, "Worker": true}]}}]}
"""


def test_k0sctl_where_ssh_goes_is_only_a_guess_for_an_address():
    assert read_plan(K0SCTL) == {
        "kubernetes": "1.35",
        "picks": [{"product": "k0s"}],
        "groups": [
            {"name": "control-plane", "roles": ["control-plane"], "addresses": ["10.0.0.11"]},
            {"name": "workers", "roles": ["worker"]},
        ],
        "networks": {"pods": ["10.244.0.0/16"]},
    }
    assert guesses(K0SCTL) == ["group:workers:guessed"]


def test_k3d_and_eksctl_have_numbers_of_nodes():
    assert read_plan(K3D) == {
        "kubernetes": "1.34",
        "picks": [{"product": "k3s"}],
        "groups": [
            {"name": "control-plane", "roles": ["control-plane"]},
            {"name": "workers", "roles": ["worker"]},
        ],
    }
    assert read_plan(EKSCTL) == {
        "kubernetes": "1.33",
        "picks": [{"product": "eks"}],
        "groups": [{"name": "general", "roles": ["worker"]}],
        "networks": {"services": ["10.100.0.0/16"]},
    }


def test_profiles_of_minikube_have_addresses():
    assert read_plan(MINIKUBE) == {
        "kubernetes": "1.35",
        "picks": [{"product": "minikube"}],
        "groups": [
            {
                "name": "control-plane",
                "roles": ["control-plane", "worker"],
                "addresses": ["192.168.49.2"],
            },
            {"name": "workers", "roles": ["worker"], "addresses": ["192.168.49.3"]},
        ],
        "networks": {"services": ["10.96.0.0/12"]},
    }


@pytest.mark.parametrize("text", [K0SCTL, K3D, EKSCTL, MINIKUBE])
def test_that_no_more_is_read_is_told(text: str):
    assert told(text) == [
        "paste:1: of this kind of file only nodes, addresses and versions are read"
    ]
