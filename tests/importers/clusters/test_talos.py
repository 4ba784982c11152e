"""Talos: configurations of old, the documents of 1.14, several machines, what they share."""

import pytest

from tests.importers.reading import guesses, read_draft, read_plan, told

OLD = """\
version: v1alpha1
machine:
  type: controlplane
  token: s3cr3t.s3cr3t
  ca: {crt: s3cr3t, key: s3cr3t}
  network:
    hostname: cp1
    interfaces:
      - interface: eth0
        addresses: [10.0.0.11/24, "fd00::11/64"]
        vip: {ip: 10.0.0.10}
      - interface: eth1
        vlans: [{vlanId: 7, addresses: [192.168.7.11/24]}]
    kubespan: {enabled: true}
  kubelet:
    image: ghcr.io/siderolabs/kubelet:v1.35.2
    nodeIP: {validSubnets: [10.0.0.0/16, "fd00::/64", "!10.0.9.0/24"]}
  env: {https_proxy: "http://proxy.example.org:3128"}
cluster:
  controlPlane: {endpoint: "https://api.example.org:6443", localAPIServerPort: 5443}
  secret: s3cr3t
  aescbcEncryptionSecret: s3cr3t
  network: {cni: {name: none}, podSubnets: [10.244.0.0/16], serviceSubnets: [10.96.0.0/12]}
  proxy: {disabled: true}
  allowSchedulingOnControlPlanes: true
  scheduler: {extraArgs: {bind-address: 0.0.0.0}}
"""
NEW = """\
version: v1alpha1
machine: {type: controlplane}
---
apiVersion: v1alpha1
kind: KubeClusterConfig
endpoint: https://api.example.org:6443/
---
apiVersion: v1alpha1
kind: KubeAPIServerConfig
image: registry.k8s.io/kube-apiserver:v1.37.0-beta.0
apiPort: 5443
---
apiVersion: v1alpha1
kind: KubeNetworkConfig
podSubnets: [10.244.0.0/16]
serviceSubnets: [10.96.0.0/12]
---
apiVersion: v1alpha1
kind: HostnameConfig
hostname: cp1
---
apiVersion: v1alpha1
kind: LinkConfig
name: enp0s2
addresses: [{address: 10.0.0.11/24}]
---
apiVersion: v1alpha1
kind: Layer2VIPConfig
name: 10.0.0.10
link: enp0s2
"""
FLANNEL = """\
---
apiVersion: v1alpha1
kind: KubeFlannelCNIConfig
backendType: vxlan
backendPort: 4790
"""


def test_a_control_plane_of_old():
    plan = read_plan(OLD)
    assert plan == {
        "kubernetes": "1.35",
        "picks": [
            {
                "product": "talos",
                "options": {
                    "kubespan": "yes",
                    "kube-proxy": "no",
                    "servers-run-pods": "yes",
                    "cni": "none",
                },
            }
        ],
        "groups": [
            {
                "name": "control-plane",
                "roles": ["control-plane"],
                "addresses": ["10.0.0.11", "fd00::11"],
            },
            {"name": "api", "roles": ["api-endpoint"], "addresses": ["10.0.0.10"]},
            {"name": "proxy"},
        ],
        "networks": {"pods": ["10.244.0.0/16"], "services": ["10.96.0.0/12"]},
        "api_endpoint": {"group": "api", "ports": "6443"},
        "outbound_proxy": {"group": "proxy", "ports": "3128"},
        "changes": [{"listener": "kubernetes/kube-apiserver", "ports": "5443"}],
    }
    assert guesses(OLD) == ["listener:kube-scheduler"]
    assert told(OLD) == [
        (
            "paste:23 cluster.network.cni.name: another pod network is installed: "
            "choose the one that is there"
        )
    ]
    assert "s3cr3t" not in repr(read_draft(OLD))


def test_the_documents_of_1_14_have_no_pod_network_unless_it_is_there():
    options = {"version": "1.14", "cni": "none"}
    plan = read_plan(NEW)
    assert plan["picks"] == [{"product": "talos", "options": options}]
    assert plan["kubernetes"] == "1.37"
    assert plan["groups"] == [
        {"name": "control-plane", "roles": ["control-plane"], "addresses": ["10.0.0.11"]},
        {"name": "api", "roles": ["api-endpoint"], "addresses": ["10.0.0.10"]},
    ]
    assert plan["changes"] == [{"listener": "kubernetes/kube-apiserver", "ports": "5443"}]
    with_flannel = read_plan(NEW + FLANNEL)
    assert with_flannel["picks"] == [{"product": "talos", "options": {**options, "cni": "flannel"}}]
    assert {"listener": "talos/flannel-vxlan", "ports": "4790"} in with_flannel["changes"]


def test_a_control_plane_without_its_taint_runs_pods():
    node = "---\napiVersion: v1alpha1\nkind: KubeNodeConfig\n"
    taint = "taints: {node-role.kubernetes.io/control-plane: NoSchedule}\n"
    assert read_plan(NEW + node)["picks"][0]["options"]["servers-run-pods"] == "yes"
    assert "servers-run-pods" not in read_plan(NEW + node + taint)["picks"][0]["options"]


def test_a_second_configuration_begins_another_machine_and_the_vip_is_of_all():
    worker = NEW.partition("---")[0].replace("controlplane", "worker")
    worker += "---\napiVersion: v1alpha1\nkind: KubeClusterConfig\n"
    worker += "endpoint: https://api.example.org:6443/\n"
    worker += "---\napiVersion: v1alpha1\nkind: BondConfig\naddresses: [{address: 10.0.0.21/24}]\n"
    groups = read_plan(f"{NEW}---\n{worker}")["groups"]
    assert [(group["name"], group["addresses"]) for group in groups] == [
        ("control-plane", ["10.0.0.11"]),
        ("workers", ["10.0.0.21"]),
        ("api", ["10.0.0.10"]),
    ]


def test_what_talosctl_prints_names_the_node():
    text = (
        "node: 10.0.0.31\nmetadata:\n  namespace: config\n"
        "  type: MachineConfigs.config.talos.dev\n  id: v1alpha1\nspec: |\n"
        "    version: v1alpha1\n    machine: {type: worker, token: s3cr3t}\n"
    )
    assert read_plan(f"{text}---\n{text.replace('.31', '.32')}")["groups"] == [
        {"name": "workers", "roles": ["worker"], "addresses": ["10.0.0.31-10.0.0.32"]}
    ]
    assert "s3cr3t" not in repr(read_draft(text))


def test_two_addresses_of_a_family_are_told():
    text = (
        "version: v1alpha1\nmachine:\n  type: worker\n"
        "  network: {interfaces: [{addresses: [10.0.0.1/24, 10.0.1.1/24]}]}\n"
    )
    assert told(text) == [
        (
            "paste:3 machine.type: has several addresses of a family, "
            "and no word which of them is the node's"
        )
    ]


def test_patches_rules_and_manifests_elsewhere_are_told_and_not_read():
    head = "apiVersion: v1alpha1\nkind: "
    text = (
        f"{head}NetworkRuleConfig\nname: apid\n---\n{head}KubeExternalManifestConfig\n"
        "url: https://example.org/x.yaml\n"
        f"---\n{head}LinkConfig\naddresses: {{$patch: delete}}\n---\n"
        "machine: {type: unheard-of}\n"
    )
    assert told(text) == [
        "paste:13 machine.type: has a value that is not known here",
        "paste:9: is a patch that takes something away, and no whole configuration",
        "paste:1: is a rule of a firewall: a plan is checked against it, not made from it",
        (
            "paste:7 url: says where manifests are, from which nothing is fetched: "
            "give them as files of their own"
        ),
    ]


def test_addresses_and_networks_beyond_a_limit_are_told():
    addresses, networks = ", ".join(["10.0.0.1/24"] * 501), ", ".join(["10.0.0.0/24"] * 501)
    head = "version: v1alpha1\nmachine:\n  type: worker\n"
    links = f"  network: {{interfaces: [{{addresses: [{addresses}]}}]}}\n"
    subnets = f"  kubelet: {{nodeIP: {{validSubnets: [{networks}]}}}}\n"
    beyond = "more than 500 addresses or networks: what follows was not read"
    assert told(head + subnets + links) == [
        f"paste:4 machine.kubelet.nodeIP.validSubnets[500]: {beyond}",
        f"paste:5 machine.network.interfaces[0].addresses[500]: {beyond}",
    ]


def test_virtual_addresses_beyond_a_limit_are_told_once():
    vips = ", ".join(f"{{vip: {{ip: 10.0.0.{n}}}}}" for n in (*range(1, 22), 1))
    text = f"machine: {{network: {{interfaces: [{vips}]}}}}\n---\nmachine: {{type: worker}}\n"
    beyond = "more than 20 addresses or networks: what follows was not read"
    assert told(text) == [f"paste:1 machine.network.interfaces[20].vip.ip: {beyond}"]


def test_the_mode_of_kube_proxy_of_either_style_and_its_flags_of_old():
    ipvs = {"product": "kubernetes", "options": {"kube-proxy-mode": "ipvs"}}
    old = "version: v1alpha1\nmachine: {type: controlplane}\ncluster:\n  proxy:\n"
    assert ipvs in read_plan(f"{old}    mode: ipvs\n")["picks"]
    assert ipvs in read_plan(f"{old}    extraArgs: {{proxy-mode: ipvs}}\n")["picks"]
    new = "---\napiVersion: v1alpha1\nkind: KubeProxyConfig\nmode: ipvs\n"
    assert ipvs in read_plan(f"version: v1alpha1\nmachine: {{type: controlplane}}\n{new}")["picks"]
    metrics = f"{old}    extraArgs: {{metrics-bind-address: '0.0.0.0:10249'}}\n"
    assert guesses(metrics) == ["listener:kube-proxy-metrics"]


POOL = (
    "apiVersion: metallb.io/v1beta1\nkind: IPAddressPool\nspec: {addresses: [192.0.2.0/28]}\n"
    "---\napiVersion: v1\nkind: Secret\ndata: {token: s3cr3t}\n"
    "---\n{apiVersion: v1, kind: ServiceAccount}\n---\n{apiVersion: v1, kind: ServiceAccount}\n"
)


def indented(text: str, by: int) -> str:
    return "".join(" " * by + line for line in text.splitlines(keepends=True))


OLD_MANIFEST = (
    "version: v1alpha1\nmachine: {type: controlplane}\ncluster:\n  inlineManifests:\n"
    f"  - name: pool\n    contents: |\n{indented(POOL, 6)}"
)
NEW_MANIFEST = (
    "apiVersion: v1alpha1\nkind: KubeInlineManifestConfig\nname: pool\n"
    f"manifest: |\n{indented(POOL, 2)}"
)


@pytest.mark.parametrize("text", [OLD_MANIFEST, NEW_MANIFEST])
def test_manifests_that_stand_in_it_are_read_as_files_of_their_own(text: str):
    plan = read_plan(text)
    pool = {"name": "metallb-pools", "roles": ["load-balancer"], "addresses": ["192.0.2.0/28"]}
    assert pool in plan["groups"]
    assert {"product": "metallb"} in plan["picks"]
    first = text.splitlines().index(next(line for line in text.splitlines() if "metallb" in line))
    assert told(text) == [
        f"paste:{first + 5}: holds secrets, and was not looked at",
        f"paste:{first + 9}: objects ServiceAccount are not read",
    ]


def test_the_manifests_of_several_hosts_are_read_once():
    assert told(f"{OLD_MANIFEST}---\n{OLD_MANIFEST}") == told(OLD_MANIFEST)


def test_texts_within_share_a_bound_beyond_which_the_rest_is_told_once():
    line = "x: &a [" + "1, " * 99 + "1]\ny: [" + "*a, " * 999 + "*a]\n"
    many = "".join(
        f"  - name: m{number}\n    contents: |\n      # {number}\n{indented(line, 6)}"
        for number in range(4)
    )
    head = OLD_MANIFEST.partition("  - name")[0]
    assert [said for said in told(f"{head}{many}") if "values" in said] == [
        (
            "paste:11 cluster.inlineManifests[1].contents: "
            "has more than 200,000 values once its aliases are written out"
        )
    ]
    documents = "---\n{kind: Pod}\n" * 2100
    assert told(f"{head}  - contents: |\n{indented(documents, 6)}")[-1] == (
        "paste:5 cluster.inlineManifests[0].contents: "
        "more than 2,000 documents: what follows was not read"
    )


def test_a_manifest_that_is_no_yaml_is_told():
    head = OLD_MANIFEST.partition("  - name")[0]
    (said,) = told(f"{head}  - contents: '{{'\n")
    assert said.startswith("paste:5 cluster.inlineManifests[0].contents: line 7 is no YAML")
