#!/bin/sh
# Aliases and rules for OPNsense 26.1 or later: a script that prints or imports them
# Names begin with ope_c506, which marks this plan.
# Plan: OpenShift on bare metal
# Revision: not saved
# Catalogue: 2026-11-23.01234567, Kubernetes 1.33
# Not validated by a device; it follows OPNsense 26.1, import of aliases (JSON) and of rules (CSV), as its source reads them.
#
# Left out, so these connections are closed:
# - baseboard-management-controllers-of-the-hosts-to-masters-openshift-provisioning-http: one of its ends has no addresses in the plan
# - baseboard-management-controllers-of-the-hosts-to-masters-openshift-provisioning-https: one of its ends has no addresses in the plan
# - dhcp-server-or-relay-to-masters-openshift-dhcp-client: one of its ends has no addresses in the plan
# - dhcp-server-or-relay-to-workers-openshift-dhcp-client: one of its ends has no addresses in the plan
# - masters-to-baseboard-management-controllers-of-the-hosts-openshift-bmc-redfish: one of its ends has no addresses in the plan
# - masters-to-openshift-updates-and-signatures-of-releases-openshift-updates: one of its ends has no addresses in the plan
# - masters-to-red-hat-telemetry-and-insights-openshift-telemetry: one of its ends has no addresses in the plan
# - workers-to-red-hat-telemetry-and-insights-openshift-telemetry: one of its ends has no addresses in the plan
#
# Rules are floating: they match by address on any interface, and zones of the plan are no
# part of them. The same again changes nothing. When the plan has changed, remove what the
# old file made first.
# Apply by the API, OPNSENSE_URL, OPNSENSE_KEY and OPNSENSE_SECRET in the environment:
#     sh FILE apply
# Or in a browser, where Firewall: Aliases and Firewall: Rules import what these write:
#     sh FILE aliases >aliases.json; sh FILE rules >rules.csv
# Check: sh -n FILE. What is in force: Firewall: Rules, with the mark in the search field.
# Take back: sh FILE remove.

set -u
aliases() { cat <<'END'
{"aliases": {"alias": {
"0c8552a5-3d51-4a1e-8fea-3bc82d829000": {"enabled": "1", "name": "ope_c506_api_v4", "type": "network", "content": "10.2.0.5", "description": "ope_c506: api"},
"b4ea5d8d-7144-4ac3-aad6-d266224d4015": {"enabled": "1", "name": "ope_c506_masters_v4", "type": "network", "content": "10.2.0.10-10.2.0.12", "description": "ope_c506: masters"},
"0d0903a2-d652-4b22-b93e-ee628eb8ec70": {"enabled": "1", "name": "ope_c506_pods_v4", "type": "network", "content": "10.128.0.0/14", "description": "ope_c506: pods"},
"d045def4-6274-4aa3-b86f-38226d4e2701": {"enabled": "1", "name": "ope_c506_workers_v4", "type": "network", "content": "10.2.1.0/24", "description": "ope_c506: workers"},
"e58c3535-f26a-4299-b336-a1ac4bbc896f": {"enabled": "1", "name": "ope_c506_8440_8443", "type": "port", "content": "8440\n8443", "description": "ope_c506: 8440, 8443"}
}}}
END
}
rules() { cat <<'END'
@uuid,enabled,sequence,action,quick,direction,ipprotocol,protocol,source_net,destination_net,destination_port,description
72ce7917-e789-4fd9-bdbf-34276c1091a9,1,1000,pass,1,in,inet,TCP,ope_c506_api_v4,ope_c506_masters_v4,6443,"ope_c506: api-to-masters-kubernetes-kube-apiserver: Kubernetes API. The bootstrap machine asks the Kubernetes API whether etcd has moved to the control plane. (kubernetes/kube-apiserver, openshift/api-from-bootstrap)"
15cb4075-8123-43a3-b9c2-972b19a23bb8,1,1000,pass,1,in,inet,TCP,ope_c506_api_v4,ope_c506_masters_v4,22623,"ope_c506: api-to-masters-openshift-machine-config-server: Ignition configuration for new machines over HTTPS. (openshift/machine-config-server)"
f27f8d6c-ab2e-473c-83c6-cfc1fc89b265,1,1000,pass,1,in,inet,TCP,ope_c506_masters_v4,ope_c506_api_v4,6443,"ope_c506: masters-to-api-kubernetes-kube-apiserver: Kubernetes API. (kubernetes/kube-apiserver)"
d7e68150-24e5-4cb5-9ee4-82a0a6df6edf,1,1000,pass,1,in,inet,TCP,ope_c506_masters_v4,ope_c506_api_v4,22623,"ope_c506: masters-to-api-openshift-load-balancer-machine-config-server: Ignition configuration behind the internal API load balancer. (openshift/load-balancer-machine-config-server)"
4c3af888-fb41-4121-a564-08fa9d2ef833,1,1000,pass,1,in,inet,ICMP,ope_c506_masters_v4,ope_c506_masters_v4,,"ope_c506: masters-to-masters-openshift-icmp: Reachability tests between machines. (openshift/icmp)"
46d50c6e-b5b6-4ff2-a54b-32450b4abddb,1,1000,pass,1,in,inet,TCP,ope_c506_masters_v4,ope_c506_masters_v4,2379,"ope_c506: masters-to-masters-kubernetes-etcd-client: etcd client API. Manages the members of etcd. (kubernetes/etcd-client, openshift/etcd-of-operator)"
5c8817c7-6b0e-42be-94bf-1e9695cf7f34,1,1000,pass,1,in,inet,TCP,ope_c506_masters_v4,ope_c506_masters_v4,2380,"ope_c506: masters-to-masters-kubernetes-etcd-peer: etcd traffic between members. (kubernetes/etcd-peer)"
d1fb02ff-5323-49b9-9aa1-87a1323c6f1d,1,1000,pass,1,in,inet,TCP,ope_c506_masters_v4,ope_c506_masters_v4,6180,"ope_c506: masters-to-masters-openshift-provisioning-http: Provisioning files over plain HTTP. (openshift/provisioning-http)"
a6363c74-1e08-453b-9620-e30e4e225092,1,1000,pass,1,in,inet,TCP,ope_c506_masters_v4,ope_c506_masters_v4,6385,"ope_c506: masters-to-masters-openshift-ironic-api: Ironic API. (openshift/ironic-api)"
08c71fc5-377d-4f17-896d-4b3c156c409d,1,1000,pass,1,in,inet,TCP,ope_c506_masters_v4,ope_c506_masters_v4,6443,"ope_c506: masters-to-masters-kubernetes-kube-apiserver: Kubernetes API. (kubernetes/kube-apiserver)"
6282f5f8-20e7-4dee-8fa8-5a849f93726d,1,1000,pass,1,in,inet,TCP,ope_c506_masters_v4,ope_c506_masters_v4,9122,"ope_c506: masters-to-masters-openshift-metallb-memberlist-tcp: MetalLB leader election over TCP. (openshift/metallb-memberlist-tcp)"
818e5a1a-0bad-4942-8989-8c10b9ecf415,1,1000,pass,1,in,inet,TCP,ope_c506_masters_v4,ope_c506_masters_v4,9123,"ope_c506: masters-to-masters-openshift-frr-k8s-webhook: FRR-K8s webhook called by the API server. (openshift/frr-k8s-webhook)"
a41a2627-6c1d-458c-b779-4b69b4a74519,1,1000,pass,1,in,inet,TCP,ope_c506_masters_v4,ope_c506_masters_v4,9445,"ope_c506: masters-to-masters-openshift-api-vip-proxy: Kubernetes API through HAProxy on the node that holds the API address. (openshift/api-vip-proxy)"
46bc3d3e-48f8-453c-9de1-654b55803a3f,1,1000,pass,1,in,inet,TCP,ope_c506_masters_v4,ope_c506_masters_v4,10250,"ope_c506: masters-to-masters-openshift-kubelet-api: Kubelet API, used by the control plane and by the monitoring stack on any node. (openshift/kubelet-api)"
e91dea16-4d74-403f-9db8-f5d15d5518be,1,1000,pass,1,in,inet,TCP,ope_c506_masters_v4,ope_c506_masters_v4,22623,"ope_c506: masters-to-masters-openshift-machine-config-server: Ignition configuration for new machines over HTTPS. (openshift/machine-config-server)"
f74c1209-31d0-4292-b349-8a6c7ff5dd5f,1,1000,pass,1,in,inet,UDP,ope_c506_masters_v4,ope_c506_masters_v4,6081,"ope_c506: masters-to-masters-openshift-geneve: Pod traffic between nodes, Geneve encapsulated. (openshift/geneve)"
4096c9ae-2ecc-48bd-84f3-51543b92de6a,1,1000,pass,1,in,inet,UDP,ope_c506_masters_v4,ope_c506_masters_v4,9122,"ope_c506: masters-to-masters-openshift-metallb-memberlist-udp: MetalLB leader election over UDP. (openshift/metallb-memberlist-udp)"
45ba20b8-105d-4a0e-92d1-b8b27ed4a51b,1,1000,pass,1,in,inet,CARP,ope_c506_masters_v4,ope_c506_masters_v4,,"ope_c506: masters-to-masters-openshift-vrrp: Election of the nodes that hold the API and ingress addresses. (openshift/vrrp)"
28fd3686-ae8a-4d90-8b03-d5a8e7706c18,1,1000,pass,1,in,inet,TCP,ope_c506_masters_v4,ope_c506_pods_v4,5353,"ope_c506: masters-to-pods-openshift-cluster-dns-tcp: Cluster DNS queries over TCP. (openshift/cluster-dns-tcp)"
ece59e74-2cdc-4e14-91ed-4dd410bc5e93,1,1000,pass,1,in,inet,TCP,ope_c506_masters_v4,ope_c506_pods_v4,5443,"ope_c506: masters-to-pods-openshift-packageserver: Aggregated API of operator catalogs. (openshift/packageserver)"
bc4bdfe6-f6f2-48c7-b80d-06098bb8c16a,1,1000,pass,1,in,inet,TCP,ope_c506_masters_v4,ope_c506_pods_v4,6443,"ope_c506: masters-to-pods-openshift-multus-admission: Webhook that validates network attachments. Login page and tokens behind the router. (openshift/multus-admission, openshift/oauth-server)"
60113c47-c764-46a1-8fa7-be3576a30bc4,1,1000,pass,1,in,inet,TCP,ope_c506_masters_v4,ope_c506_pods_v4,8084,"ope_c506: masters-to-pods-openshift-image-customization: Boot images made for each host. (openshift/image-customization)"
638eb319-e6af-4cf9-aec6-46ab71e90f1d,1,1000,pass,1,in,inet,TCP,ope_c506_masters_v4,ope_c506_pods_v4,ope_c506_8440_8443,"ope_c506: masters-to-pods-openshift-machine-api-webhooks: Webhooks of machines and machine sets. (openshift/machine-api-webhooks)"
500ab5cc-2d46-4e2e-87ec-7ff43aca923a,1,1000,pass,1,in,inet,TCP,ope_c506_masters_v4,ope_c506_pods_v4,8443,"ope_c506: masters-to-pods-openshift-monitoring-admission: Webhook that validates rules and alert configuration. Aggregated API of OpenShift. Aggregated API of users and tokens. (openshift/monitoring-admission, openshift/openshift-apiserver, open"
a4312a04-5336-4ff5-b69b-9357c274b3e9,1,1000,pass,1,in,inet,TCP,ope_c506_masters_v4,ope_c506_pods_v4,9107,"ope_c506: masters-to-pods-openshift-egress-ip-health: The OVN-Kubernetes control plane checks that egress nodes can be reached. (openshift/egress-ip-health)"
53c23985-1f96-49d1-99bc-d310f4e2a90d,1,1000,pass,1,in,inet,TCP,ope_c506_masters_v4,ope_c506_pods_v4,9443,"ope_c506: masters-to-pods-openshift-metallb-webhooks: Webhooks of MetalLB and of its operator, called by the API server. Webhook that validates the Provisioning resource. (openshift/metallb-webhooks, openshift/provisioning-webhook)"
7d95288b-8002-4a88-8564-cb57f7268c82,1,1000,pass,1,in,inet,TCP,ope_c506_masters_v4,ope_c506_pods_v4,9447,"ope_c506: masters-to-pods-openshift-bare-metal-operator-webhook: Bare Metal Operator webhook. (openshift/bare-metal-operator-webhook)"
9fe85d45-bf27-4c40-892f-627f52927ca3,1,1000,pass,1,in,inet,TCP,ope_c506_masters_v4,ope_c506_pods_v4,10250,"ope_c506: masters-to-pods-openshift-metrics-server: Aggregated API of resource metrics. (openshift/metrics-server)"
d962b12e-a7ec-4880-9c2e-9c36b0bd1cb0,1,1000,pass,1,in,inet,UDP,ope_c506_masters_v4,ope_c506_pods_v4,5353,"ope_c506: masters-to-pods-openshift-cluster-dns-udp: Cluster DNS queries over UDP. (openshift/cluster-dns-udp)"
3e4c2144-ecff-4474-9ddf-517876f95733,1,1000,pass,1,in,inet,ICMP,ope_c506_masters_v4,ope_c506_workers_v4,,"ope_c506: masters-to-workers-openshift-icmp: Reachability tests between machines. (openshift/icmp)"
f191d075-b613-4a73-88cc-9825b0ce1f01,1,1000,pass,1,in,inet,TCP,ope_c506_masters_v4,ope_c506_workers_v4,443,"ope_c506: masters-to-workers-openshift-router-https: Applications over HTTPS. (openshift/router-https)"
1376ede7-e923-48d5-b55e-932e35f55a54,1,1000,pass,1,in,inet,TCP,ope_c506_masters_v4,ope_c506_workers_v4,9122,"ope_c506: masters-to-workers-openshift-metallb-memberlist-tcp: MetalLB leader election over TCP. (openshift/metallb-memberlist-tcp)"
8e17b8f1-dfb7-4a52-881c-3a23f27aede8,1,1000,pass,1,in,inet,TCP,ope_c506_masters_v4,ope_c506_workers_v4,9123,"ope_c506: masters-to-workers-openshift-frr-k8s-webhook: FRR-K8s webhook called by the API server. (openshift/frr-k8s-webhook)"
17905673-1c8c-447e-950a-4daea625f06f,1,1000,pass,1,in,inet,TCP,ope_c506_masters_v4,ope_c506_workers_v4,9999,"ope_c506: masters-to-workers-openshift-ironic-python-agent-of-installation: Calls from Ironic to its agent on the first workers that it installs. Only during the installation. (openshift/ironic-python-agent-of-installation)"
4702f0c1-c9f6-46ca-8ea9-beed696dc8cb,1,1000,pass,1,in,inet,TCP,ope_c506_masters_v4,ope_c506_workers_v4,10250,"ope_c506: masters-to-workers-openshift-kubelet-api: Kubelet API, used by the control plane and by the monitoring stack on any node. (openshift/kubelet-api)"
d7ddaa0f-154f-4b95-9395-7c5fb0532cda,1,1000,pass,1,in,inet,UDP,ope_c506_masters_v4,ope_c506_workers_v4,6081,"ope_c506: masters-to-workers-openshift-geneve: Pod traffic between nodes, Geneve encapsulated. (openshift/geneve)"
3438cc07-874d-43f9-b486-15fb0963ba55,1,1000,pass,1,in,inet,UDP,ope_c506_masters_v4,ope_c506_workers_v4,9122,"ope_c506: masters-to-workers-openshift-metallb-memberlist-udp: MetalLB leader election over UDP. (openshift/metallb-memberlist-udp)"
d25b0dbe-c235-44e8-9479-5d450d174fb0,1,1000,pass,1,in,inet,CARP,ope_c506_masters_v4,ope_c506_workers_v4,,"ope_c506: masters-to-workers-openshift-vrrp: Election of the nodes that hold the API and ingress addresses. (openshift/vrrp)"
31863459-a32f-422a-89ad-57440c19dd38,1,1000,pass,1,in,inet,TCP,ope_c506_pods_v4,ope_c506_api_v4,6443,"ope_c506: pods-to-api-kubernetes-kube-apiserver: Kubernetes API. (kubernetes/kube-apiserver)"
96be5d16-5d8a-432e-b65c-9b555cdb7cbd,1,1000,pass,1,in,inet,TCP,ope_c506_pods_v4,ope_c506_masters_v4,2379,"ope_c506: pods-to-masters-kubernetes-etcd-client: Keeps OpenShift's own objects in etcd. Keeps users and tokens in etcd. (openshift/etcd-of-openshift-apiserver, openshift/etcd-of-oauth-apiserver)"
b51f7245-a962-48f5-9158-697ed40884bb,1,1000,pass,1,in,inet,TCP,ope_c506_pods_v4,ope_c506_masters_v4,6385,"ope_c506: pods-to-masters-openshift-ironic-api: Ironic API. (openshift/ironic-api)"
05a3d660-c379-4d62-b801-4cd1ca63e301,1,1000,pass,1,in,inet,TCP,ope_c506_pods_v4,ope_c506_masters_v4,6443,"ope_c506: pods-to-masters-kubernetes-kube-apiserver: Kubernetes API. (kubernetes/kube-apiserver)"
e1d1452a-d620-407c-9a33-7a44a5c61fc5,1,1000,pass,1,in,inet,TCP,ope_c506_pods_v4,ope_c506_masters_v4,9001,"ope_c506: pods-to-masters-openshift-machine-config-daemon-metrics: Machine Config Daemon metrics. (openshift/machine-config-daemon-metrics)"
5693b7b1-d3de-4148-a30f-204d27da1699,1,1000,pass,1,in,inet,TCP,ope_c506_pods_v4,ope_c506_masters_v4,9099,"ope_c506: pods-to-masters-openshift-cluster-version-operator-metrics: Cluster Version Operator metrics. (openshift/cluster-version-operator-metrics)"
7cae1e31-a151-401a-b6dc-432aae6b91ed,1,1000,pass,1,in,inet,TCP,ope_c506_pods_v4,ope_c506_masters_v4,9100,"ope_c506: pods-to-masters-openshift-node-exporter: Node metrics. (openshift/node-exporter)"
7bdc150b-1278-4160-a795-621841d89422,1,1000,pass,1,in,inet,TCP,ope_c506_pods_v4,ope_c506_masters_v4,9103,"ope_c506: pods-to-masters-openshift-ovnkube-node-metrics: ovnkube-node metrics. (openshift/ovnkube-node-metrics)"
fb8a050b-6b48-4c68-b11a-7650e90f7997,1,1000,pass,1,in,inet,TCP,ope_c506_pods_v4,ope_c506_masters_v4,9104,"ope_c506: pods-to-masters-openshift-network-operator-metrics: Cluster Network Operator metrics. (openshift/network-operator-metrics)"
b09e649f-8276-472a-999d-0835b774de1e,1,1000,pass,1,in,inet,TCP,ope_c506_pods_v4,ope_c506_masters_v4,9105,"ope_c506: pods-to-masters-openshift-ovn-metrics: OVN metrics. (openshift/ovn-metrics)"
76dcb9b4-81e9-44f8-8809-b88f0230b352,1,1000,pass,1,in,inet,TCP,ope_c506_pods_v4,ope_c506_masters_v4,9108,"ope_c506: pods-to-masters-openshift-ovnkube-control-plane-metrics: ovnkube control-plane metrics. (openshift/ovnkube-control-plane-metrics)"
05fba431-a1ef-4004-b79b-869bf30fae4f,1,1000,pass,1,in,inet,TCP,ope_c506_pods_v4,ope_c506_masters_v4,9120,"ope_c506: pods-to-masters-openshift-metallb-metrics: MetalLB metrics. (openshift/metallb-metrics)"
5fb89264-9532-4432-b9b8-8964b6b0105c,1,1000,pass,1,in,inet,TCP,ope_c506_pods_v4,ope_c506_masters_v4,9140-9141,"ope_c506: pods-to-masters-openshift-frr-k8s-metrics: FRR-K8s metrics. (openshift/frr-k8s-metrics)"
b1b903fd-769e-4d6d-96f9-a6817bc95ead,1,1000,pass,1,in,inet,TCP,ope_c506_pods_v4,ope_c506_masters_v4,9192,"ope_c506: pods-to-masters-openshift-machine-approver-metrics: Machine approver metrics. (openshift/machine-approver-metrics)"
992b7881-6b02-4290-9f41-8ad98ee4cdb9,1,1000,pass,1,in,inet,TCP,ope_c506_pods_v4,ope_c506_masters_v4,9445,"ope_c506: pods-to-masters-openshift-api-vip-proxy: Kubernetes API through HAProxy on the node that holds the API address. (openshift/api-vip-proxy)"
d09bcc66-f513-4b54-98fd-fa153a656ccd,1,1000,pass,1,in,inet,TCP,ope_c506_pods_v4,ope_c506_masters_v4,9637,"ope_c506: pods-to-masters-openshift-crio-metrics-proxy: CRI-O metrics through a proxy. (openshift/crio-metrics-proxy)"
6e1ba954-c1d2-4979-a5c7-af57408d527d,1,1000,pass,1,in,inet,TCP,ope_c506_pods_v4,ope_c506_masters_v4,9979,"ope_c506: pods-to-masters-openshift-etcd-metrics-proxy: etcd metrics through the metrics proxy. (openshift/etcd-metrics-proxy)"
7a476e95-5453-421e-8f17-7b827ce8fa19,1,1000,pass,1,in,inet,TCP,ope_c506_pods_v4,ope_c506_masters_v4,10250,"ope_c506: pods-to-masters-openshift-kubelet-api: Kubelet API, used by the control plane and by the monitoring stack on any node. (openshift/kubelet-api)"
00470b06-4514-47f1-a94a-b951fe00f180,1,1000,pass,1,in,inet,TCP,ope_c506_pods_v4,ope_c506_masters_v4,10257,"ope_c506: pods-to-masters-openshift-kube-controller-manager: Metrics and health of kube-controller-manager. (openshift/kube-controller-manager)"
94fabc33-1ea0-4856-bb3b-7a41219c7a83,1,1000,pass,1,in,inet,TCP,ope_c506_pods_v4,ope_c506_masters_v4,10259,"ope_c506: pods-to-masters-openshift-kube-scheduler: Metrics and health of kube-scheduler. (openshift/kube-scheduler)"
3d7c8558-18c2-45ac-99ad-d42d414edc75,1,1000,pass,1,in,inet,TCP,ope_c506_pods_v4,ope_c506_pods_v4,5353,"ope_c506: pods-to-pods-openshift-cluster-dns-tcp: Cluster DNS queries over TCP. (openshift/cluster-dns-tcp)"
5f032323-023a-488c-bc1d-9ad30aca17c0,1,1000,pass,1,in,inet,TCP,ope_c506_pods_v4,ope_c506_pods_v4,6443,"ope_c506: pods-to-pods-openshift-oauth-server: Login page and tokens behind the router. (openshift/oauth-server)"
3124e6ec-1c73-4c62-8374-211350b4db79,1,1000,pass,1,in,inet,TCP,ope_c506_pods_v4,ope_c506_pods_v4,8443,"ope_c506: pods-to-pods-openshift-bare-metal-operator-metrics: Bare Metal Operator metrics. Aggregated API of OpenShift. Aggregated API of users and tokens. (openshift/bare-metal-operator-metrics, openshift/openshift-apiserver, openshift/openshif"
74be2fe6-bcb8-4f9f-971a-b042573f2363,1,1000,pass,1,in,inet,TCP,ope_c506_pods_v4,ope_c506_pods_v4,9154,"ope_c506: pods-to-pods-openshift-cluster-dns-metrics: Cluster DNS metrics through a proxy. (openshift/cluster-dns-metrics)"
6072ce44-3ae7-4837-8d0a-82e2392c6518,1,1000,pass,1,in,inet,TCP,ope_c506_pods_v4,ope_c506_pods_v4,10250,"ope_c506: pods-to-pods-openshift-metrics-server: Aggregated API of resource metrics. (openshift/metrics-server)"
8ee98a04-3c2c-48d3-8313-2c15dc208938,1,1000,pass,1,in,inet,UDP,ope_c506_pods_v4,ope_c506_pods_v4,5353,"ope_c506: pods-to-pods-openshift-cluster-dns-udp: Cluster DNS queries over UDP. (openshift/cluster-dns-udp)"
2ea75fae-c3f4-4908-9184-7a485d939f28,1,1000,pass,1,in,inet,TCP,ope_c506_pods_v4,ope_c506_workers_v4,443,"ope_c506: pods-to-workers-openshift-router-https: Applications over HTTPS. (openshift/router-https)"
400104a3-2ef4-41ac-a9f9-ef6b5c417532,1,1000,pass,1,in,inet,TCP,ope_c506_pods_v4,ope_c506_workers_v4,1936,"ope_c506: pods-to-workers-openshift-router-stats: Router health and statistics. (openshift/router-stats)"
b6ac3774-e6c4-4bf2-b03e-bba2d91c7b57,1,1000,pass,1,in,inet,TCP,ope_c506_pods_v4,ope_c506_workers_v4,9001,"ope_c506: pods-to-workers-openshift-machine-config-daemon-metrics: Machine Config Daemon metrics. (openshift/machine-config-daemon-metrics)"
4f0321fd-26e7-4527-82fe-6042bef854e0,1,1000,pass,1,in,inet,TCP,ope_c506_pods_v4,ope_c506_workers_v4,9100,"ope_c506: pods-to-workers-openshift-node-exporter: Node metrics. (openshift/node-exporter)"
32e68704-8b63-4e29-a887-3b97caebc54d,1,1000,pass,1,in,inet,TCP,ope_c506_pods_v4,ope_c506_workers_v4,9103,"ope_c506: pods-to-workers-openshift-ovnkube-node-metrics: ovnkube-node metrics. (openshift/ovnkube-node-metrics)"
a78219fd-1857-43c2-8a1a-cbc337e14a32,1,1000,pass,1,in,inet,TCP,ope_c506_pods_v4,ope_c506_workers_v4,9105,"ope_c506: pods-to-workers-openshift-ovn-metrics: OVN metrics. (openshift/ovn-metrics)"
406cfbac-f05d-4e17-bf28-45212f5b019b,1,1000,pass,1,in,inet,TCP,ope_c506_pods_v4,ope_c506_workers_v4,9120,"ope_c506: pods-to-workers-openshift-metallb-metrics: MetalLB metrics. (openshift/metallb-metrics)"
9b6a1aa9-831a-4883-a717-aea3ac474640,1,1000,pass,1,in,inet,TCP,ope_c506_pods_v4,ope_c506_workers_v4,9140-9141,"ope_c506: pods-to-workers-openshift-frr-k8s-metrics: FRR-K8s metrics. (openshift/frr-k8s-metrics)"
ce39ed31-4dbc-443c-95ba-4f25b452527b,1,1000,pass,1,in,inet,TCP,ope_c506_pods_v4,ope_c506_workers_v4,9637,"ope_c506: pods-to-workers-openshift-crio-metrics-proxy: CRI-O metrics through a proxy. (openshift/crio-metrics-proxy)"
654e4c39-f4df-4650-98b6-94808e21064d,1,1000,pass,1,in,inet,TCP,ope_c506_pods_v4,ope_c506_workers_v4,10250,"ope_c506: pods-to-workers-openshift-kubelet-api: Kubelet API, used by the control plane and by the monitoring stack on any node. (openshift/kubelet-api)"
c2944abb-56f3-4217-a6d1-a870c6e963d5,1,1000,pass,1,in,inet,TCP,ope_c506_workers_v4,ope_c506_api_v4,6443,"ope_c506: workers-to-api-kubernetes-kube-apiserver: Kubernetes API. (kubernetes/kube-apiserver)"
66b4a424-c2e6-4665-936a-b6224e0fd2da,1,1000,pass,1,in,inet,TCP,ope_c506_workers_v4,ope_c506_api_v4,22623,"ope_c506: workers-to-api-openshift-load-balancer-machine-config-server: Ignition configuration behind the internal API load balancer. (openshift/load-balancer-machine-config-server)"
f0ab5679-709e-4f31-abf2-8e06e7cdbd11,1,1000,pass,1,in,inet,ICMP,ope_c506_workers_v4,ope_c506_masters_v4,,"ope_c506: workers-to-masters-openshift-icmp: Reachability tests between machines. (openshift/icmp)"
fec671ed-7792-4240-a105-6129628618cb,1,1000,pass,1,in,inet,TCP,ope_c506_workers_v4,ope_c506_masters_v4,6180,"ope_c506: workers-to-masters-openshift-provisioning-http: Provisioning files over plain HTTP. (openshift/provisioning-http)"
07fbd4a3-f42d-459a-9a30-c2c884e49b75,1,1000,pass,1,in,inet,TCP,ope_c506_workers_v4,ope_c506_masters_v4,6385,"ope_c506: workers-to-masters-openshift-ironic-api: Ironic API. (openshift/ironic-api)"
6f9421a0-fe8a-4135-8544-76eed051b047,1,1000,pass,1,in,inet,TCP,ope_c506_workers_v4,ope_c506_masters_v4,6443,"ope_c506: workers-to-masters-kubernetes-kube-apiserver: Kubernetes API. (kubernetes/kube-apiserver)"
8c5048cd-9cb3-421c-94a9-4b6d1d6eca7d,1,1000,pass,1,in,inet,TCP,ope_c506_workers_v4,ope_c506_masters_v4,9122,"ope_c506: workers-to-masters-openshift-metallb-memberlist-tcp: MetalLB leader election over TCP. (openshift/metallb-memberlist-tcp)"
b7398be1-b924-4e18-9bf7-3ef2db4b4449,1,1000,pass,1,in,inet,TCP,ope_c506_workers_v4,ope_c506_masters_v4,9445,"ope_c506: workers-to-masters-openshift-api-vip-proxy: Kubernetes API through HAProxy on the node that holds the API address. (openshift/api-vip-proxy)"
8ee3ba44-aef6-4d3f-89b2-24c39b3c63c5,1,1000,pass,1,in,inet,TCP,ope_c506_workers_v4,ope_c506_masters_v4,10250,"ope_c506: workers-to-masters-openshift-kubelet-api: Kubelet API, used by the control plane and by the monitoring stack on any node. (openshift/kubelet-api)"
51fe51a9-6882-49ab-b29f-aac02628ebbb,1,1000,pass,1,in,inet,TCP,ope_c506_workers_v4,ope_c506_masters_v4,22623,"ope_c506: workers-to-masters-openshift-machine-config-server: Ignition configuration for new machines over HTTPS. (openshift/machine-config-server)"
081c646a-fa44-48b4-ada3-5bbcec526941,1,1000,pass,1,in,inet,UDP,ope_c506_workers_v4,ope_c506_masters_v4,67,"ope_c506: workers-to-masters-openshift-provisioning-dhcp-of-installation: DHCP for the first workers, which boot from the provisioning network. Only during the installation. (openshift/provisioning-dhcp-of-installation)"
7dab3e34-9811-4ba3-989b-3a05818b734b,1,1000,pass,1,in,inet,UDP,ope_c506_workers_v4,ope_c506_masters_v4,69,"ope_c506: workers-to-masters-openshift-provisioning-tftp-of-installation: First boot files of the first workers over TFTP. Only during the installation. (openshift/provisioning-tftp-of-installation)"
a15800bd-e070-40ba-b143-1846f7b9732b,1,1000,pass,1,in,inet,UDP,ope_c506_workers_v4,ope_c506_masters_v4,6081,"ope_c506: workers-to-masters-openshift-geneve: Pod traffic between nodes, Geneve encapsulated. (openshift/geneve)"
8a01ebf7-da46-4b05-b685-86a5f6984b12,1,1000,pass,1,in,inet,UDP,ope_c506_workers_v4,ope_c506_masters_v4,9122,"ope_c506: workers-to-masters-openshift-metallb-memberlist-udp: MetalLB leader election over UDP. (openshift/metallb-memberlist-udp)"
97ae6b6b-6430-44a2-b530-598cc88f4f4b,1,1000,pass,1,in,inet,CARP,ope_c506_workers_v4,ope_c506_masters_v4,,"ope_c506: workers-to-masters-openshift-vrrp: Election of the nodes that hold the API and ingress addresses. (openshift/vrrp)"
c2ebc0db-32df-4e75-b4bd-2aae707edb02,1,1000,pass,1,in,inet,TCP,ope_c506_workers_v4,ope_c506_pods_v4,5353,"ope_c506: workers-to-pods-openshift-cluster-dns-tcp: Cluster DNS queries over TCP. (openshift/cluster-dns-tcp)"
96207726-b2f9-4183-9561-df8c3372c0a8,1,1000,pass,1,in,inet,TCP,ope_c506_workers_v4,ope_c506_pods_v4,6443,"ope_c506: workers-to-pods-openshift-oauth-server: Login page and tokens behind the router. (openshift/oauth-server)"
d267c0e3-35b8-4b77-b08c-0193c9b29f08,1,1000,pass,1,in,inet,UDP,ope_c506_workers_v4,ope_c506_pods_v4,5353,"ope_c506: workers-to-pods-openshift-cluster-dns-udp: Cluster DNS queries over UDP. (openshift/cluster-dns-udp)"
25017d14-71fb-4bc3-9ba4-c0d78df1505a,1,1000,pass,1,in,inet,ICMP,ope_c506_workers_v4,ope_c506_workers_v4,,"ope_c506: workers-to-workers-openshift-icmp: Reachability tests between machines. (openshift/icmp)"
0b0e996a-e4a1-4a57-a4a9-c67a51c5818c,1,1000,pass,1,in,inet,TCP,ope_c506_workers_v4,ope_c506_workers_v4,9122,"ope_c506: workers-to-workers-openshift-metallb-memberlist-tcp: MetalLB leader election over TCP. (openshift/metallb-memberlist-tcp)"
fb27cff7-d829-4b05-8aeb-e6a39f769f3c,1,1000,pass,1,in,inet,TCP,ope_c506_workers_v4,ope_c506_workers_v4,10250,"ope_c506: workers-to-workers-openshift-kubelet-api: Kubelet API, used by the control plane and by the monitoring stack on any node. (openshift/kubelet-api)"
16061189-7c97-4016-941d-765b0cd3b799,1,1000,pass,1,in,inet,UDP,ope_c506_workers_v4,ope_c506_workers_v4,6081,"ope_c506: workers-to-workers-openshift-geneve: Pod traffic between nodes, Geneve encapsulated. (openshift/geneve)"
0839ea19-c394-421b-b6ac-0ab387d7a69f,1,1000,pass,1,in,inet,UDP,ope_c506_workers_v4,ope_c506_workers_v4,9122,"ope_c506: workers-to-workers-openshift-metallb-memberlist-udp: MetalLB leader election over UDP. (openshift/metallb-memberlist-udp)"
5cf50a6c-28e0-4270-bb41-f9d6738f120b,1,1000,pass,1,in,inet,CARP,ope_c506_workers_v4,ope_c506_workers_v4,,"ope_c506: workers-to-workers-openshift-vrrp: Election of the nodes that hold the API and ingress addresses. (openshift/vrrp)"
END
}

# what a browser can import, and what the API is given
case ${1:-} in
aliases) aliases; exit ;;
rules) rules; exit ;;
apply | remove) ;;
*) echo "usage: sh $0 aliases | rules | apply | remove" >&2; exit 2 ;;
esac
config=$(mktemp) || exit 1
trap 'rm -f "$config"' EXIT
printf 'user = "%s:%s"\n' "$OPNSENSE_KEY" "$OPNSENSE_SECRET" >"$config"

api() {
    path=$1
    shift
    curl --config "$config" --fail --silent --show-error "$@" "$OPNSENSE_URL/api/firewall/$path"
}
fail() {
    echo "refused, and not in force: $*" >&2
    exit 1
}
if [ "$1" = remove ]; then
    rules | sed -nE 's/^([0-9a-f-]{36}),.*/\1/p' | xargs -n 40 | tr ' ' ',' |
        while read -r some; do api "filter/del_rule/$some" --data '' >/dev/null; done
    api filter/apply --data '' >/dev/null || fail rules
    aliases | sed -nE 's/.*"name": "([^"]*)".*/\1/p' | while read -r name; do
        uuid=$(api "alias/get_alias_u_u_i_d/$name" | tr -cd '0-9a-f-' | tail -c 36)
        api "alias/del_item/$uuid" --data '' >/dev/null
    done
    api alias/reconfigure --data '' >/dev/null || fail aliases
    exit
fi
answer=$({ printf '{"data":'; aliases; printf '}'; } |
    api alias/import --header 'Content-Type: application/json' --data-binary @-) || fail aliases
case $answer in *'"status":"ok"'*) ;; *) fail "aliases: $answer" ;; esac
answer=$(rules | api filter/upload_rules --data-urlencode payload@-) || fail rules
case $answer in *'"validations":[]'*) ;; *) fail "rules: $answer" ;; esac
api alias/reconfigure --data '' >/dev/null || fail aliases
api filter/apply --data '' >/dev/null || fail rules
