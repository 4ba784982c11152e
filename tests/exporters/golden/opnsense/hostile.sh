#!/bin/sh
# Aliases and rules for OPNsense 26.1 or later: a script that prints or imports them
# Names begin with hyp_872c, which marks this plan.
# Plan: =HYPERLINK("https://example.com";"北京集群")
# Revision: not saved
# Catalogue: 2026-11-23.01234567, Kubernetes 1.37
# Not validated by a device; it follows OPNsense 26.1, import of aliases (JSON) and of rules (CSV), as its source reads them.
#
# Left out, so these connections are closed:
# - 1-1-to-工作节点-2-own-license: the format cannot say port 0
# - c-clients-quoted-to-工作节点-2-kubernetes-nodeport-sctp: the format cannot say SCTP
# - 工作节点-2-to-工作节点-2-own-license: the format cannot say port 0
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
"f6a36763-42c9-4f2f-a45c-7953c0bd100c": {"enabled": "1", "name": "hyp_872c_only_six_v6", "type": "network", "content": "2001:db8:6::/64", "description": "hyp_872c: -only;=six"},
"3de307a0-dc4e-418e-8da3-19fdf634eead": {"enabled": "1", "name": "hyp_872c_group_1_1_v6", "type": "network", "content": "2001:db8:4::1", "description": "hyp_872c: =1+1"},
"443dcd7e-a2d2-4f9c-bd18-36f8be1f1ce7": {"enabled": "1", "name": "hyp_872c_group_1_1_v4", "type": "network", "content": "10.4.0.1-10.4.0.9", "description": "hyp_872c: =1+1"},
"f78f0506-108f-4e67-ac1a-c29afca0329f": {"enabled": "1", "name": "hyp_872c_group_2_v4", "type": "network", "content": "10.4.1.0/24", "description": "hyp_872c: \u5de5\u4f5c\u8282\u70b9\uff1b+2"},
"0e5b07e1-89ca-4721-be55-433584a1eab4": {"enabled": "1", "name": "hyp_872c_group_2_v6", "type": "network", "content": "2001:db8:5::/64", "description": "hyp_872c: \u5de5\u4f5c\u8282\u70b9\uff1b+2"},
"12e0cd93-d8b3-47da-b2d8-a217d0ce1e57": {"enabled": "1", "name": "hyp_872c_c_clients_v4", "type": "network", "content": "198.51.100.7", "description": "hyp_872c: C:/clients \"quoted\""},
"96be1f51-6fc7-4071-bcd6-35c9a38e7c34": {"enabled": "1", "name": "hyp_872c_6444_8443to8445", "type": "port", "content": "6444\n8443:8445", "description": "hyp_872c: 6444, 8443\u20138445"}
}}}
END
}
rules() { cat <<'END'
@uuid,enabled,sequence,action,quick,direction,ipprotocol,protocol,source_net,destination_net,destination_port,description
336cc45f-f2dc-43b9-87c8-9409cdca67bd,1,1000,pass,1,in,inet,ESP,hyp_872c_group_1_1_v4,hyp_872c_group_1_1_v4,,"hyp_872c: 1-1-to-1-1-cilium-ipsec: IPsec encrypted traffic between nodes. (cilium/ipsec)"
856f952b-edbd-4423-8853-fbef2d38f41e,1,1000,pass,1,in,inet,ICMP,hyp_872c_group_1_1_v4,hyp_872c_group_1_1_v4,,"hyp_872c: 1-1-to-1-1-cilium-health-icmp: Pings between nodes by cilium-health. (cilium/health-icmp)"
877ee945-b796-4278-9ca3-f64f4548a5da,1,1000,pass,1,in,inet,TCP,hyp_872c_group_1_1_v4,hyp_872c_group_1_1_v4,4240,"hyp_872c: 1-1-to-1-1-cilium-health: HTTP connectivity checks between nodes by cilium-health. (cilium/health)"
ed83a23f-f8d4-47a3-b05b-e41a32776ba4,1,1000,pass,1,in,inet,TCP,hyp_872c_group_1_1_v4,hyp_872c_group_1_1_v4,hyp_872c_6444_8443to8445,"hyp_872c: 1-1-to-1-1-kubernetes-kube-apiserver: Kubernetes API. (kubernetes/kube-apiserver)"
8829c3c4-d990-4259-be40-24ccfb875e8a,1,1000,pass,1,in,inet,TCP,hyp_872c_group_1_1_v4,hyp_872c_group_1_1_v4,9963,"hyp_872c: 1-1-to-1-1-cilium-operator-metrics: Prometheus scrapes operator metrics. (cilium/operator-metrics)"
f4257cc4-dcb8-47b8-ba31-750bc40e50f2,1,1000,pass,1,in,inet,TCP,hyp_872c_group_1_1_v4,hyp_872c_group_1_1_v4,9964,"hyp_872c: 1-1-to-1-1-cilium-envoy-metrics: Prometheus scrapes Envoy metrics. (cilium/envoy-metrics)"
c8e2ddc3-7940-49e8-8476-2dc12843f9c3,1,1000,pass,1,in,inet,TCP,hyp_872c_group_1_1_v4,hyp_872c_group_1_1_v4,10250,"hyp_872c: 1-1-to-1-1-kubernetes-kubelet-api: Kubelet API. (kubernetes/kubelet-api)"
8ce0e3f5-3803-41aa-b845-e46c95bdfa02,1,1000,pass,1,in,inet,UDP,hyp_872c_group_1_1_v4,hyp_872c_group_1_1_v4,8472,"hyp_872c: 1-1-to-1-1-cilium-vxlan: Pod traffic between nodes, VXLAN encapsulated. (cilium/vxlan)"
dc18db38-d154-4081-aab8-1c0a6623921a,1,1000,pass,1,in,inet,CARP,hyp_872c_group_1_1_v4,hyp_872c_group_1_1_v4,,"hyp_872c: 1-1-to-1-1-own-heartbeat: +Heartbeat between control planes (own/heartbeat)"
5dbe5d49-0e60-4214-8f26-5670504620ca,1,1000,pass,1,in,inet,ESP,hyp_872c_group_1_1_v4,hyp_872c_group_2_v4,,"hyp_872c: 1-1-to-工作节点-2-cilium-ipsec: IPsec encrypted traffic between nodes. (cilium/ipsec)"
a32f3d1f-2d96-4730-a7a5-ca35d8c65b59,1,1000,pass,1,in,inet,ICMP,hyp_872c_group_1_1_v4,hyp_872c_group_2_v4,,"hyp_872c: 1-1-to-工作节点-2-cilium-health-icmp: Pings between nodes by cilium-health. (cilium/health-icmp)"
1fbdee57-fbc6-4bb2-8136-6cfbb0ab8f7f,1,1000,pass,1,in,inet,TCP,hyp_872c_group_1_1_v4,hyp_872c_group_2_v4,4240,"hyp_872c: 1-1-to-工作节点-2-cilium-health: HTTP connectivity checks between nodes by cilium-health. (cilium/health)"
bf178f76-79e5-4a8c-a2fd-45c38711d3b3,1,1000,pass,1,in,inet,TCP,hyp_872c_group_1_1_v4,hyp_872c_group_2_v4,9963,"hyp_872c: 1-1-to-工作节点-2-cilium-operator-metrics: Prometheus scrapes operator metrics. (cilium/operator-metrics)"
76929a69-cdfd-4aa3-8f04-3ccce62c5385,1,1000,pass,1,in,inet,TCP,hyp_872c_group_1_1_v4,hyp_872c_group_2_v4,9964,"hyp_872c: 1-1-to-工作节点-2-cilium-envoy-metrics: Prometheus scrapes Envoy metrics. (cilium/envoy-metrics)"
dbeb45a6-d195-4ace-850f-7b54de7552a6,1,1000,pass,1,in,inet,TCP,hyp_872c_group_1_1_v4,hyp_872c_group_2_v4,10250,"hyp_872c: 1-1-to-工作节点-2-kubernetes-kubelet-api: Kubelet API. (kubernetes/kubelet-api)"
c44afa47-d45e-4a75-a919-4927e1f21ab0,1,1000,pass,1,in,inet,UDP,hyp_872c_group_1_1_v4,hyp_872c_group_2_v4,8472,"hyp_872c: 1-1-to-工作节点-2-cilium-vxlan: Pod traffic between nodes, VXLAN encapsulated. (cilium/vxlan)"
e8da53df-b477-44f0-b7c8-8db7e185ff74,1,1000,pass,1,in,inet,TCP,hyp_872c_c_clients_v4,hyp_872c_group_1_1_v4,hyp_872c_6444_8443to8445,"hyp_872c: c-clients-quoted-to-1-1-kubernetes-kube-apiserver: Kubernetes API. (kubernetes/kube-apiserver)"
befae6ad-08a2-41e6-a731-f9c545161f34,1,1000,pass,1,in,inet,TCP,hyp_872c_c_clients_v4,hyp_872c_group_2_v4,30000-32767,"hyp_872c: c-clients-quoted-to-工作节点-2-kubernetes-nodeport-tcp: NodePort Services over TCP. (kubernetes/nodeport-tcp)"
5a9e2dc5-8734-46ad-89ae-b3944833dbbe,1,1000,pass,1,in,inet,ESP,hyp_872c_group_2_v4,hyp_872c_group_1_1_v4,,"hyp_872c: 工作节点-2-to-1-1-cilium-ipsec: IPsec encrypted traffic between nodes. (cilium/ipsec)"
754056db-abd3-45db-aa60-0815e22e3d33,1,1000,pass,1,in,inet,ICMP,hyp_872c_group_2_v4,hyp_872c_group_1_1_v4,,"hyp_872c: 工作节点-2-to-1-1-cilium-health-icmp: Pings between nodes by cilium-health. (cilium/health-icmp)"
1f63c4c1-d344-41c7-bd8c-6c4a09865b55,1,1000,pass,1,in,inet,TCP,hyp_872c_group_2_v4,hyp_872c_group_1_1_v4,4240,"hyp_872c: 工作节点-2-to-1-1-cilium-health: HTTP connectivity checks between nodes by cilium-health. (cilium/health)"
b8173ad0-317d-4885-99d3-228a768b734b,1,1000,pass,1,in,inet,TCP,hyp_872c_group_2_v4,hyp_872c_group_1_1_v4,hyp_872c_6444_8443to8445,"hyp_872c: 工作节点-2-to-1-1-kubernetes-kube-apiserver: Kubernetes API. (kubernetes/kube-apiserver)"
f0e90200-027b-46af-9e3e-57d3875b6f2e,1,1000,pass,1,in,inet,TCP,hyp_872c_group_2_v4,hyp_872c_group_1_1_v4,9963,"hyp_872c: 工作节点-2-to-1-1-cilium-operator-metrics: Prometheus scrapes operator metrics. (cilium/operator-metrics)"
0872b1fb-49de-4eda-b373-1b69302ce617,1,1000,pass,1,in,inet,TCP,hyp_872c_group_2_v4,hyp_872c_group_1_1_v4,9964,"hyp_872c: 工作节点-2-to-1-1-cilium-envoy-metrics: Prometheus scrapes Envoy metrics. (cilium/envoy-metrics)"
a85e05f9-8824-49d0-a675-cfd74ce54871,1,1000,pass,1,in,inet,UDP,hyp_872c_group_2_v4,hyp_872c_group_1_1_v4,8472,"hyp_872c: 工作节点-2-to-1-1-cilium-vxlan: Pod traffic between nodes, VXLAN encapsulated. (cilium/vxlan)"
47be2f63-3139-4234-a076-21824740309c,1,1000,pass,1,in,inet,ESP,hyp_872c_group_2_v4,hyp_872c_group_2_v4,,"hyp_872c: 工作节点-2-to-工作节点-2-cilium-ipsec: IPsec encrypted traffic between nodes. (cilium/ipsec)"
7a1d1a7e-3556-420b-a425-39b1a5d76a3f,1,1000,pass,1,in,inet,ICMP,hyp_872c_group_2_v4,hyp_872c_group_2_v4,,"hyp_872c: 工作节点-2-to-工作节点-2-cilium-health-icmp: Pings between nodes by cilium-health. (cilium/health-icmp)"
89f0e47b-d35b-4f09-abc5-9d68f28d7df5,1,1000,pass,1,in,inet,TCP,hyp_872c_group_2_v4,hyp_872c_group_2_v4,4240,"hyp_872c: 工作节点-2-to-工作节点-2-cilium-health: HTTP connectivity checks between nodes by cilium-health. (cilium/health)"
45441631-3f5d-4884-b607-951d201c03f2,1,1000,pass,1,in,inet,TCP,hyp_872c_group_2_v4,hyp_872c_group_2_v4,9963,"hyp_872c: 工作节点-2-to-工作节点-2-cilium-operator-metrics: Prometheus scrapes operator metrics. (cilium/operator-metrics)"
0328884b-8180-4eea-9a8d-a41b157b683a,1,1000,pass,1,in,inet,TCP,hyp_872c_group_2_v4,hyp_872c_group_2_v4,9964,"hyp_872c: 工作节点-2-to-工作节点-2-cilium-envoy-metrics: Prometheus scrapes Envoy metrics. (cilium/envoy-metrics)"
ef73df8d-cc08-419f-bd11-b0463fdf774c,1,1000,pass,1,in,inet,UDP,hyp_872c_group_2_v4,hyp_872c_group_2_v4,8472,"hyp_872c: 工作节点-2-to-工作节点-2-cilium-vxlan: Pod traffic between nodes, VXLAN encapsulated. (cilium/vxlan)"
fab98b91-793b-4efb-8eda-7935ee8f3ffb,1,1000,pass,1,in,inet6,TCP,hyp_872c_only_six_v6,hyp_872c_group_1_1_v6,hyp_872c_6444_8443to8445,"hyp_872c: only-six-to-1-1-kubernetes-kube-apiserver: Kubernetes API. (kubernetes/kube-apiserver)"
134e11ae-6070-4193-9fd8-2d1e6403d8c6,1,1000,pass,1,in,inet6,ESP,hyp_872c_group_1_1_v6,hyp_872c_group_1_1_v6,,"hyp_872c: 1-1-to-1-1-cilium-ipsec: IPsec encrypted traffic between nodes. (cilium/ipsec)"
1654f4dd-cdeb-472b-8c44-40b03162cb84,1,1000,pass,1,in,inet6,IPV6-ICMP,hyp_872c_group_1_1_v6,hyp_872c_group_1_1_v6,,"hyp_872c: 1-1-to-1-1-cilium-health-icmpv6: Pings between nodes by cilium-health over IPv6. (cilium/health-icmpv6)"
893b6fdb-d9a2-4893-8870-475e6be530e6,1,1000,pass,1,in,inet6,TCP,hyp_872c_group_1_1_v6,hyp_872c_group_1_1_v6,4240,"hyp_872c: 1-1-to-1-1-cilium-health: HTTP connectivity checks between nodes by cilium-health. (cilium/health)"
394920e2-79bd-4402-8764-31b3a8d138e9,1,1000,pass,1,in,inet6,TCP,hyp_872c_group_1_1_v6,hyp_872c_group_1_1_v6,hyp_872c_6444_8443to8445,"hyp_872c: 1-1-to-1-1-kubernetes-kube-apiserver: Kubernetes API. (kubernetes/kube-apiserver)"
373fdf41-54b8-45da-be70-4f74d14e9e5b,1,1000,pass,1,in,inet6,TCP,hyp_872c_group_1_1_v6,hyp_872c_group_1_1_v6,9963,"hyp_872c: 1-1-to-1-1-cilium-operator-metrics: Prometheus scrapes operator metrics. (cilium/operator-metrics)"
892a4960-dbbe-442b-ab6b-c688c43314d2,1,1000,pass,1,in,inet6,TCP,hyp_872c_group_1_1_v6,hyp_872c_group_1_1_v6,9964,"hyp_872c: 1-1-to-1-1-cilium-envoy-metrics: Prometheus scrapes Envoy metrics. (cilium/envoy-metrics)"
8e33c31b-8583-4b7c-9ab2-3da3d8dd094f,1,1000,pass,1,in,inet6,TCP,hyp_872c_group_1_1_v6,hyp_872c_group_1_1_v6,10250,"hyp_872c: 1-1-to-1-1-kubernetes-kubelet-api: Kubelet API. (kubernetes/kubelet-api)"
466447f2-f31b-48d3-a793-596512b172e2,1,1000,pass,1,in,inet6,UDP,hyp_872c_group_1_1_v6,hyp_872c_group_1_1_v6,8472,"hyp_872c: 1-1-to-1-1-cilium-vxlan: Pod traffic between nodes, VXLAN encapsulated. (cilium/vxlan)"
ba87c4be-ac98-4857-993f-93e08d7da96d,1,1000,pass,1,in,inet6,CARP,hyp_872c_group_1_1_v6,hyp_872c_group_1_1_v6,,"hyp_872c: 1-1-to-1-1-own-heartbeat: +Heartbeat between control planes (own/heartbeat)"
6519abf9-1326-4c23-8018-78e8efd868ca,1,1000,pass,1,in,inet6,ESP,hyp_872c_group_1_1_v6,hyp_872c_group_2_v6,,"hyp_872c: 1-1-to-工作节点-2-cilium-ipsec: IPsec encrypted traffic between nodes. (cilium/ipsec)"
950f6c51-96aa-4982-a1f0-40d90bc4de8c,1,1000,pass,1,in,inet6,IPV6-ICMP,hyp_872c_group_1_1_v6,hyp_872c_group_2_v6,,"hyp_872c: 1-1-to-工作节点-2-cilium-health-icmpv6: Pings between nodes by cilium-health over IPv6. (cilium/health-icmpv6)"
35c27be7-0047-46ad-9cbc-7b09ee34dcb4,1,1000,pass,1,in,inet6,TCP,hyp_872c_group_1_1_v6,hyp_872c_group_2_v6,4240,"hyp_872c: 1-1-to-工作节点-2-cilium-health: HTTP connectivity checks between nodes by cilium-health. (cilium/health)"
66356347-cba3-49f0-be51-f89e7fd37aec,1,1000,pass,1,in,inet6,TCP,hyp_872c_group_1_1_v6,hyp_872c_group_2_v6,9963,"hyp_872c: 1-1-to-工作节点-2-cilium-operator-metrics: Prometheus scrapes operator metrics. (cilium/operator-metrics)"
b998f06c-f965-4b08-b322-8699e9ec7f8c,1,1000,pass,1,in,inet6,TCP,hyp_872c_group_1_1_v6,hyp_872c_group_2_v6,9964,"hyp_872c: 1-1-to-工作节点-2-cilium-envoy-metrics: Prometheus scrapes Envoy metrics. (cilium/envoy-metrics)"
43bd6a77-0d85-4285-a505-3f552ecb0579,1,1000,pass,1,in,inet6,TCP,hyp_872c_group_1_1_v6,hyp_872c_group_2_v6,10250,"hyp_872c: 1-1-to-工作节点-2-kubernetes-kubelet-api: Kubelet API. (kubernetes/kubelet-api)"
b020d7e4-15dc-40b3-9682-4822266decf2,1,1000,pass,1,in,inet6,UDP,hyp_872c_group_1_1_v6,hyp_872c_group_2_v6,8472,"hyp_872c: 1-1-to-工作节点-2-cilium-vxlan: Pod traffic between nodes, VXLAN encapsulated. (cilium/vxlan)"
eb381711-594f-45ea-a2ea-851d866b77bb,1,1000,pass,1,in,inet6,ESP,hyp_872c_group_2_v6,hyp_872c_group_1_1_v6,,"hyp_872c: 工作节点-2-to-1-1-cilium-ipsec: IPsec encrypted traffic between nodes. (cilium/ipsec)"
882845bb-1b6a-46cc-b36d-55ce9c021529,1,1000,pass,1,in,inet6,IPV6-ICMP,hyp_872c_group_2_v6,hyp_872c_group_1_1_v6,,"hyp_872c: 工作节点-2-to-1-1-cilium-health-icmpv6: Pings between nodes by cilium-health over IPv6. (cilium/health-icmpv6)"
2203d38a-3355-447d-be53-8f5ad461c814,1,1000,pass,1,in,inet6,TCP,hyp_872c_group_2_v6,hyp_872c_group_1_1_v6,4240,"hyp_872c: 工作节点-2-to-1-1-cilium-health: HTTP connectivity checks between nodes by cilium-health. (cilium/health)"
5562ce7b-8b25-4d0c-8888-7b23380a537f,1,1000,pass,1,in,inet6,TCP,hyp_872c_group_2_v6,hyp_872c_group_1_1_v6,hyp_872c_6444_8443to8445,"hyp_872c: 工作节点-2-to-1-1-kubernetes-kube-apiserver: Kubernetes API. (kubernetes/kube-apiserver)"
1d71807e-88e4-438b-9315-0d87c34193c1,1,1000,pass,1,in,inet6,TCP,hyp_872c_group_2_v6,hyp_872c_group_1_1_v6,9963,"hyp_872c: 工作节点-2-to-1-1-cilium-operator-metrics: Prometheus scrapes operator metrics. (cilium/operator-metrics)"
b4ef2d60-7d75-49dd-975f-72a3295d5ae7,1,1000,pass,1,in,inet6,TCP,hyp_872c_group_2_v6,hyp_872c_group_1_1_v6,9964,"hyp_872c: 工作节点-2-to-1-1-cilium-envoy-metrics: Prometheus scrapes Envoy metrics. (cilium/envoy-metrics)"
c6a4de3d-c5aa-4422-b4e6-92c35603425e,1,1000,pass,1,in,inet6,UDP,hyp_872c_group_2_v6,hyp_872c_group_1_1_v6,8472,"hyp_872c: 工作节点-2-to-1-1-cilium-vxlan: Pod traffic between nodes, VXLAN encapsulated. (cilium/vxlan)"
c07c853f-16d3-46c2-95bd-be1925f5b7d2,1,1000,pass,1,in,inet6,ESP,hyp_872c_group_2_v6,hyp_872c_group_2_v6,,"hyp_872c: 工作节点-2-to-工作节点-2-cilium-ipsec: IPsec encrypted traffic between nodes. (cilium/ipsec)"
c489ce3d-835b-4aa6-8494-cf028fdbd576,1,1000,pass,1,in,inet6,IPV6-ICMP,hyp_872c_group_2_v6,hyp_872c_group_2_v6,,"hyp_872c: 工作节点-2-to-工作节点-2-cilium-health-icmpv6: Pings between nodes by cilium-health over IPv6. (cilium/health-icmpv6)"
58ea9128-155f-4566-8bab-1a9379b11ff9,1,1000,pass,1,in,inet6,TCP,hyp_872c_group_2_v6,hyp_872c_group_2_v6,4240,"hyp_872c: 工作节点-2-to-工作节点-2-cilium-health: HTTP connectivity checks between nodes by cilium-health. (cilium/health)"
f6d96558-f00f-437f-bab5-951d02d6e19f,1,1000,pass,1,in,inet6,TCP,hyp_872c_group_2_v6,hyp_872c_group_2_v6,9963,"hyp_872c: 工作节点-2-to-工作节点-2-cilium-operator-metrics: Prometheus scrapes operator metrics. (cilium/operator-metrics)"
9b83751e-78f9-4751-8cea-6791786a9dbc,1,1000,pass,1,in,inet6,TCP,hyp_872c_group_2_v6,hyp_872c_group_2_v6,9964,"hyp_872c: 工作节点-2-to-工作节点-2-cilium-envoy-metrics: Prometheus scrapes Envoy metrics. (cilium/envoy-metrics)"
6e131312-144a-4638-8dc1-187063970c3c,1,1000,pass,1,in,inet6,UDP,hyp_872c_group_2_v6,hyp_872c_group_2_v6,8472,"hyp_872c: 工作节点-2-to-工作节点-2-cilium-vxlan: Pod traffic between nodes, VXLAN encapsulated. (cilium/vxlan)"
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
