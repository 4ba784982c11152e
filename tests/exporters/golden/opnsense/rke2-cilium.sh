#!/bin/sh
# Aliases and rules for OPNsense 26.1 or later: a script that prints or imports them
# Names begin with rke_7108, which marks this plan.
# Plan: RKE2 with Cilium
# Revision: not saved
# Catalogue: 2026-11-23.01234567, Kubernetes 1.35
# Not validated by a device; it follows OPNsense 26.1, import of aliases (JSON) and of rules (CSV), as its source reads them.
#
# Left out, so these connections are closed:
# - control-plane-to-longhorn-upgrade-responder-longhorn-upgrade-check: one of its ends has no addresses in the plan
# - workers-to-longhorn-upgrade-responder-longhorn-upgrade-check: one of its ends has no addresses in the plan
# - workers-to-traefik-version-check-traefik-version-check: one of its ends has no addresses in the plan
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
"6295118f-20f4-4793-9f23-3cb46d7653fc": {"enabled": "1", "name": "rke_7108_admins_v4", "type": "network", "content": "10.9.0.0/24", "description": "rke_7108: admins"},
"7fc06a62-0961-45b5-a588-3f84ac75b9fa": {"enabled": "1", "name": "rke_7108_control_pl_v4", "type": "network", "content": "10.1.0.11-10.1.0.13", "description": "rke_7108: control-plane"},
"7c149011-3b15-4a71-8725-cf679be9f318": {"enabled": "1", "name": "rke_7108_control_pl_v6", "type": "network", "content": "2001:db8:1::/64", "description": "rke_7108: control-plane"},
"492adcb0-8601-48a8-b1e3-22198fc84d69": {"enabled": "1", "name": "rke_7108_etcd_v4", "type": "network", "content": "10.1.0.21-10.1.0.23", "description": "rke_7108: etcd"},
"cafb34d3-1029-45ad-a8f1-d7d21c960653": {"enabled": "1", "name": "rke_7108_etcd_v6", "type": "network", "content": "2001:db8:2::/64", "description": "rke_7108: etcd"},
"4338b7a2-9720-4d1c-9769-7b8899df0129": {"enabled": "1", "name": "rke_7108_workers_v4", "type": "network", "content": "10.1.1.0/24", "description": "rke_7108: workers"},
"57639ee2-a12e-43bd-b29b-19a0ff94a680": {"enabled": "1", "name": "rke_7108_workers_v6", "type": "network", "content": "2001:db8:3::/64", "description": "rke_7108: workers"}
}}}
END
}
rules() { cat <<'END'
@uuid,enabled,sequence,action,quick,direction,ipprotocol,protocol,source_net,destination_net,destination_port,description
273d586f-9c91-4d60-8f43-b9aed412b093,1,1000,pass,1,in,inet,TCP,rke_7108_admins_v4,rke_7108_control_pl_v4,6443,"rke_7108: admins-to-control-plane-kubernetes-kube-apiserver: Kubernetes API. (kubernetes/kube-apiserver)"
8997b1fa-e343-4606-94ae-58885d2948d9,1,1000,pass,1,in,inet,ICMP,rke_7108_control_pl_v4,rke_7108_control_pl_v4,,"rke_7108: control-plane-to-control-plane-cilium-health-icmp: Pings between nodes by cilium-health. (cilium/health-icmp)"
d9b19252-4cf0-46a7-b9a7-e9d8e4822b6c,1,1000,pass,1,in,inet,TCP,rke_7108_control_pl_v4,rke_7108_control_pl_v4,4240,"rke_7108: control-plane-to-control-plane-cilium-health: HTTP connectivity checks between nodes by cilium-health. (cilium/health)"
21ebb545-2317-40c6-a87b-d15ea6633667,1,1000,pass,1,in,inet,TCP,rke_7108_control_pl_v4,rke_7108_control_pl_v4,6443,"rke_7108: control-plane-to-control-plane-kubernetes-kube-apiserver: Kubernetes API. (kubernetes/kube-apiserver)"
ef8907aa-b9d0-4a2e-89a5-7b3f5a1fbc28,1,1000,pass,1,in,inet,TCP,rke_7108_control_pl_v4,rke_7108_control_pl_v4,9345,"rke_7108: control-plane-to-control-plane-rke2-supervisor: Supervisor API, where nodes register. (rke2/supervisor)"
6b22165a-b8f0-4e31-b6d3-34860c30f110,1,1000,pass,1,in,inet,TCP,rke_7108_control_pl_v4,rke_7108_control_pl_v4,9963,"rke_7108: control-plane-to-control-plane-cilium-operator-metrics: Prometheus scrapes operator metrics. (cilium/operator-metrics)"
26d1deca-37f4-4e86-9b5f-04add1c97466,1,1000,pass,1,in,inet,TCP,rke_7108_control_pl_v4,rke_7108_control_pl_v4,10250,"rke_7108: control-plane-to-control-plane-rke2-kubelet-api: Kubelet API and metrics, which Metrics Server reads from any node. Scrapes the kubelet of every node. (rke2/kubelet-api, metrics-server/kubelet)"
393215f0-c818-4a20-8d52-ee58a55a800e,1,1000,pass,1,in,inet,UDP,rke_7108_control_pl_v4,rke_7108_control_pl_v4,8472,"rke_7108: control-plane-to-control-plane-cilium-vxlan: Pod traffic between nodes, VXLAN encapsulated. (cilium/vxlan)"
91ee0bbe-3e2d-4e25-8c99-c1ca7ea93926,1,1000,pass,1,in,inet,UDP,rke_7108_control_pl_v4,rke_7108_control_pl_v4,51871,"rke_7108: control-plane-to-control-plane-cilium-wireguard: WireGuard encrypted traffic between nodes. (cilium/wireguard)"
8a88983c-39a6-4fd5-970d-708f07336ce9,1,1000,pass,1,in,inet,ICMP,rke_7108_control_pl_v4,rke_7108_etcd_v4,,"rke_7108: control-plane-to-etcd-cilium-health-icmp: Pings between nodes by cilium-health. (cilium/health-icmp)"
7a290a14-eb3b-41f4-89ea-5305fa1f129a,1,1000,pass,1,in,inet,TCP,rke_7108_control_pl_v4,rke_7108_etcd_v4,2379,"rke_7108: control-plane-to-etcd-kubernetes-etcd-client: etcd client API. (kubernetes/etcd-client)"
83d04d57-7a75-4dbb-8251-0c0318f6118a,1,1000,pass,1,in,inet,TCP,rke_7108_control_pl_v4,rke_7108_etcd_v4,4240,"rke_7108: control-plane-to-etcd-cilium-health: HTTP connectivity checks between nodes by cilium-health. (cilium/health)"
3f43ddd1-ecce-4513-92af-f719949762e5,1,1000,pass,1,in,inet,TCP,rke_7108_control_pl_v4,rke_7108_etcd_v4,9345,"rke_7108: control-plane-to-etcd-rke2-supervisor: Supervisor API, where nodes register. (rke2/supervisor)"
82a463f8-1d70-4bcd-97e3-16f3a1561396,1,1000,pass,1,in,inet,TCP,rke_7108_control_pl_v4,rke_7108_etcd_v4,9963,"rke_7108: control-plane-to-etcd-cilium-operator-metrics: Prometheus scrapes operator metrics. (cilium/operator-metrics)"
30fab85d-7830-472b-b99c-cfe1503a26e5,1,1000,pass,1,in,inet,TCP,rke_7108_control_pl_v4,rke_7108_etcd_v4,10250,"rke_7108: control-plane-to-etcd-rke2-kubelet-api: Kubelet API and metrics, which Metrics Server reads from any node. Scrapes the kubelet of every node. (rke2/kubelet-api, metrics-server/kubelet)"
8e598338-759e-4e4f-9124-7794084299c8,1,1000,pass,1,in,inet,UDP,rke_7108_control_pl_v4,rke_7108_etcd_v4,8472,"rke_7108: control-plane-to-etcd-cilium-vxlan: Pod traffic between nodes, VXLAN encapsulated. (cilium/vxlan)"
3e9b36c8-1477-459c-bb5a-987e51b21363,1,1000,pass,1,in,inet,UDP,rke_7108_control_pl_v4,rke_7108_etcd_v4,51871,"rke_7108: control-plane-to-etcd-cilium-wireguard: WireGuard encrypted traffic between nodes. (cilium/wireguard)"
41861975-2be1-4ccb-a413-765d71eb4fa8,1,1000,pass,1,in,inet,ICMP,rke_7108_control_pl_v4,rke_7108_workers_v4,,"rke_7108: control-plane-to-workers-cilium-health-icmp: Pings between nodes by cilium-health. (cilium/health-icmp)"
ad713265-b01d-41dc-a813-5dbbf96a42f2,1,1000,pass,1,in,inet,TCP,rke_7108_control_pl_v4,rke_7108_workers_v4,4240,"rke_7108: control-plane-to-workers-cilium-health: HTTP connectivity checks between nodes by cilium-health. (cilium/health)"
7802c3bf-80cb-40f9-8a28-224c166b6a7b,1,1000,pass,1,in,inet,TCP,rke_7108_control_pl_v4,rke_7108_workers_v4,9963,"rke_7108: control-plane-to-workers-cilium-operator-metrics: Prometheus scrapes operator metrics. (cilium/operator-metrics)"
685e671b-690f-4db9-a528-a247f5bd6d54,1,1000,pass,1,in,inet,TCP,rke_7108_control_pl_v4,rke_7108_workers_v4,10250,"rke_7108: control-plane-to-workers-rke2-kubelet-api: Kubelet API and metrics, which Metrics Server reads from any node. Scrapes the kubelet of every node. (rke2/kubelet-api, metrics-server/kubelet)"
9efddf34-3acc-4b8c-ab1c-0f71d204677f,1,1000,pass,1,in,inet,UDP,rke_7108_control_pl_v4,rke_7108_workers_v4,8472,"rke_7108: control-plane-to-workers-cilium-vxlan: Pod traffic between nodes, VXLAN encapsulated. (cilium/vxlan)"
f70adf01-b488-470e-9295-e30bce94f814,1,1000,pass,1,in,inet,UDP,rke_7108_control_pl_v4,rke_7108_workers_v4,51871,"rke_7108: control-plane-to-workers-cilium-wireguard: WireGuard encrypted traffic between nodes. (cilium/wireguard)"
cefe4c80-52cd-4eac-b9b8-32434f861d7c,1,1000,pass,1,in,inet,ICMP,rke_7108_etcd_v4,rke_7108_control_pl_v4,,"rke_7108: etcd-to-control-plane-cilium-health-icmp: Pings between nodes by cilium-health. (cilium/health-icmp)"
a969dc00-0105-41bd-8bdb-e80c88fecfd1,1,1000,pass,1,in,inet,TCP,rke_7108_etcd_v4,rke_7108_control_pl_v4,4240,"rke_7108: etcd-to-control-plane-cilium-health: HTTP connectivity checks between nodes by cilium-health. (cilium/health)"
ea93ce02-4583-4dad-b97e-6cd865e0c0ff,1,1000,pass,1,in,inet,TCP,rke_7108_etcd_v4,rke_7108_control_pl_v4,6443,"rke_7108: etcd-to-control-plane-kubernetes-kube-apiserver: Kubernetes API. (kubernetes/kube-apiserver)"
81a4e063-cfde-42d0-a601-c4d18049b3b1,1,1000,pass,1,in,inet,TCP,rke_7108_etcd_v4,rke_7108_control_pl_v4,9345,"rke_7108: etcd-to-control-plane-rke2-supervisor: Supervisor API, where nodes register. (rke2/supervisor)"
3a025aa4-91e3-4324-8548-feb05f7920f2,1,1000,pass,1,in,inet,TCP,rke_7108_etcd_v4,rke_7108_control_pl_v4,10250,"rke_7108: etcd-to-control-plane-rke2-kubelet-api: Kubelet API and metrics, which Metrics Server reads from any node. (rke2/kubelet-api)"
5ad38ae3-6fee-485b-bb21-e9f7a88c48bb,1,1000,pass,1,in,inet,UDP,rke_7108_etcd_v4,rke_7108_control_pl_v4,8472,"rke_7108: etcd-to-control-plane-cilium-vxlan: Pod traffic between nodes, VXLAN encapsulated. (cilium/vxlan)"
8418f8ea-6424-4961-ae9b-e31fe18ee2d3,1,1000,pass,1,in,inet,UDP,rke_7108_etcd_v4,rke_7108_control_pl_v4,51871,"rke_7108: etcd-to-control-plane-cilium-wireguard: WireGuard encrypted traffic between nodes. (cilium/wireguard)"
d93f06b0-00cb-4893-8476-10c846ecbec8,1,1000,pass,1,in,inet,ICMP,rke_7108_etcd_v4,rke_7108_etcd_v4,,"rke_7108: etcd-to-etcd-cilium-health-icmp: Pings between nodes by cilium-health. (cilium/health-icmp)"
a2980fae-a3ed-4522-8c51-087083ebfa13,1,1000,pass,1,in,inet,TCP,rke_7108_etcd_v4,rke_7108_etcd_v4,2379,"rke_7108: etcd-to-etcd-kubernetes-etcd-client: etcd client API. (kubernetes/etcd-client)"
34fef729-e074-436c-88b8-b43d1712a0ae,1,1000,pass,1,in,inet,TCP,rke_7108_etcd_v4,rke_7108_etcd_v4,2380,"rke_7108: etcd-to-etcd-kubernetes-etcd-peer: etcd traffic between members. (kubernetes/etcd-peer)"
50dfe0be-0b19-41f1-a15e-d5b831657dbc,1,1000,pass,1,in,inet,TCP,rke_7108_etcd_v4,rke_7108_etcd_v4,4240,"rke_7108: etcd-to-etcd-cilium-health: HTTP connectivity checks between nodes by cilium-health. (cilium/health)"
959475fd-71a0-4751-aaab-229acc231831,1,1000,pass,1,in,inet,TCP,rke_7108_etcd_v4,rke_7108_etcd_v4,9345,"rke_7108: etcd-to-etcd-rke2-supervisor: Supervisor API, where nodes register. (rke2/supervisor)"
6c2c98d0-d355-467d-a7b4-a8a3a7fa2cf9,1,1000,pass,1,in,inet,TCP,rke_7108_etcd_v4,rke_7108_etcd_v4,10250,"rke_7108: etcd-to-etcd-rke2-kubelet-api: Kubelet API and metrics, which Metrics Server reads from any node. (rke2/kubelet-api)"
57de052c-7058-4e21-a94b-930cd893f137,1,1000,pass,1,in,inet,UDP,rke_7108_etcd_v4,rke_7108_etcd_v4,8472,"rke_7108: etcd-to-etcd-cilium-vxlan: Pod traffic between nodes, VXLAN encapsulated. (cilium/vxlan)"
7019d76b-ef7a-4955-a2d2-880a142531d2,1,1000,pass,1,in,inet,UDP,rke_7108_etcd_v4,rke_7108_etcd_v4,51871,"rke_7108: etcd-to-etcd-cilium-wireguard: WireGuard encrypted traffic between nodes. (cilium/wireguard)"
28dab484-ab54-4af5-bd53-1397d1f9216e,1,1000,pass,1,in,inet,ICMP,rke_7108_etcd_v4,rke_7108_workers_v4,,"rke_7108: etcd-to-workers-cilium-health-icmp: Pings between nodes by cilium-health. (cilium/health-icmp)"
b4018d4a-e1f5-4c34-9a8f-c64f7c5d0b1b,1,1000,pass,1,in,inet,TCP,rke_7108_etcd_v4,rke_7108_workers_v4,4240,"rke_7108: etcd-to-workers-cilium-health: HTTP connectivity checks between nodes by cilium-health. (cilium/health)"
d9cbc0c3-8349-4424-a37a-d94f7327e785,1,1000,pass,1,in,inet,TCP,rke_7108_etcd_v4,rke_7108_workers_v4,10250,"rke_7108: etcd-to-workers-rke2-kubelet-api: Kubelet API and metrics, which Metrics Server reads from any node. (rke2/kubelet-api)"
02566cf7-f8c9-48ce-8758-882114b7033d,1,1000,pass,1,in,inet,UDP,rke_7108_etcd_v4,rke_7108_workers_v4,8472,"rke_7108: etcd-to-workers-cilium-vxlan: Pod traffic between nodes, VXLAN encapsulated. (cilium/vxlan)"
0d45857a-118f-402a-8155-721478e29d93,1,1000,pass,1,in,inet,UDP,rke_7108_etcd_v4,rke_7108_workers_v4,51871,"rke_7108: etcd-to-workers-cilium-wireguard: WireGuard encrypted traffic between nodes. (cilium/wireguard)"
732732db-7440-4e60-876c-0d74516b98a5,1,1000,pass,1,in,inet,ICMP,rke_7108_workers_v4,rke_7108_control_pl_v4,,"rke_7108: workers-to-control-plane-cilium-health-icmp: Pings between nodes by cilium-health. (cilium/health-icmp)"
9541b56a-90cd-4316-ab4d-a6570c0e16d9,1,1000,pass,1,in,inet,TCP,rke_7108_workers_v4,rke_7108_control_pl_v4,4240,"rke_7108: workers-to-control-plane-cilium-health: HTTP connectivity checks between nodes by cilium-health. (cilium/health)"
7b85909d-7f5a-4529-acb3-5ecc4da8f8fa,1,1000,pass,1,in,inet,TCP,rke_7108_workers_v4,rke_7108_control_pl_v4,6443,"rke_7108: workers-to-control-plane-kubernetes-kube-apiserver: Kubernetes API. (kubernetes/kube-apiserver)"
9a964740-3789-4048-a728-22d0415a3c52,1,1000,pass,1,in,inet,TCP,rke_7108_workers_v4,rke_7108_control_pl_v4,9345,"rke_7108: workers-to-control-plane-rke2-supervisor: Supervisor API, where nodes register. (rke2/supervisor)"
6745a385-2259-4a8b-b50c-1a9d33e41a24,1,1000,pass,1,in,inet,TCP,rke_7108_workers_v4,rke_7108_control_pl_v4,9963,"rke_7108: workers-to-control-plane-cilium-operator-metrics: Prometheus scrapes operator metrics. (cilium/operator-metrics)"
f90565f9-ad5d-47e9-835f-f44a319e330f,1,1000,pass,1,in,inet,TCP,rke_7108_workers_v4,rke_7108_control_pl_v4,10250,"rke_7108: workers-to-control-plane-rke2-kubelet-api: Kubelet API and metrics, which Metrics Server reads from any node. Scrapes the kubelet of every node. (rke2/kubelet-api, metrics-server/kubelet)"
217fb190-49b3-4fa0-84cb-6a91ad4f734d,1,1000,pass,1,in,inet,UDP,rke_7108_workers_v4,rke_7108_control_pl_v4,8472,"rke_7108: workers-to-control-plane-cilium-vxlan: Pod traffic between nodes, VXLAN encapsulated. (cilium/vxlan)"
1852c9ab-67b4-4d92-ba72-858151a490b5,1,1000,pass,1,in,inet,UDP,rke_7108_workers_v4,rke_7108_control_pl_v4,51871,"rke_7108: workers-to-control-plane-cilium-wireguard: WireGuard encrypted traffic between nodes. (cilium/wireguard)"
30d55aab-b6bf-400f-be3a-a32b53ef3507,1,1000,pass,1,in,inet,ICMP,rke_7108_workers_v4,rke_7108_etcd_v4,,"rke_7108: workers-to-etcd-cilium-health-icmp: Pings between nodes by cilium-health. (cilium/health-icmp)"
34f985f2-40a8-4840-8a6a-6f7ac2e65bf8,1,1000,pass,1,in,inet,TCP,rke_7108_workers_v4,rke_7108_etcd_v4,4240,"rke_7108: workers-to-etcd-cilium-health: HTTP connectivity checks between nodes by cilium-health. (cilium/health)"
9129c25b-1e15-4ea0-8871-2bb04656227f,1,1000,pass,1,in,inet,TCP,rke_7108_workers_v4,rke_7108_etcd_v4,9345,"rke_7108: workers-to-etcd-rke2-supervisor: Supervisor API, where nodes register. (rke2/supervisor)"
febbe3ab-73ed-491a-afbf-a3ec09d9728c,1,1000,pass,1,in,inet,TCP,rke_7108_workers_v4,rke_7108_etcd_v4,9963,"rke_7108: workers-to-etcd-cilium-operator-metrics: Prometheus scrapes operator metrics. (cilium/operator-metrics)"
19fbc0a0-13cb-4f41-872b-5c2174a1eec8,1,1000,pass,1,in,inet,TCP,rke_7108_workers_v4,rke_7108_etcd_v4,10250,"rke_7108: workers-to-etcd-rke2-kubelet-api: Kubelet API and metrics, which Metrics Server reads from any node. Scrapes the kubelet of every node. (rke2/kubelet-api, metrics-server/kubelet)"
8227f614-6b62-40f4-8ac0-691470dc473a,1,1000,pass,1,in,inet,UDP,rke_7108_workers_v4,rke_7108_etcd_v4,8472,"rke_7108: workers-to-etcd-cilium-vxlan: Pod traffic between nodes, VXLAN encapsulated. (cilium/vxlan)"
34fa7216-8293-46f4-83a9-4a8f7783b153,1,1000,pass,1,in,inet,UDP,rke_7108_workers_v4,rke_7108_etcd_v4,51871,"rke_7108: workers-to-etcd-cilium-wireguard: WireGuard encrypted traffic between nodes. (cilium/wireguard)"
18288f96-ecc3-46f2-96a9-8bf973d824b9,1,1000,pass,1,in,inet,ICMP,rke_7108_workers_v4,rke_7108_workers_v4,,"rke_7108: workers-to-workers-cilium-health-icmp: Pings between nodes by cilium-health. (cilium/health-icmp)"
c48e8dc7-dfed-4e70-8ad5-7221e18b6398,1,1000,pass,1,in,inet,TCP,rke_7108_workers_v4,rke_7108_workers_v4,4240,"rke_7108: workers-to-workers-cilium-health: HTTP connectivity checks between nodes by cilium-health. (cilium/health)"
c8972472-68a4-4a7e-813d-84983b8d51eb,1,1000,pass,1,in,inet,TCP,rke_7108_workers_v4,rke_7108_workers_v4,9963,"rke_7108: workers-to-workers-cilium-operator-metrics: Prometheus scrapes operator metrics. (cilium/operator-metrics)"
8107a53b-205c-4f0d-9d9f-9a5ddc8ec9da,1,1000,pass,1,in,inet,TCP,rke_7108_workers_v4,rke_7108_workers_v4,10250,"rke_7108: workers-to-workers-rke2-kubelet-api: Kubelet API and metrics, which Metrics Server reads from any node. Scrapes the kubelet of every node. (rke2/kubelet-api, metrics-server/kubelet)"
c086d19c-6d19-40af-9ee4-01c99bdca5d7,1,1000,pass,1,in,inet,UDP,rke_7108_workers_v4,rke_7108_workers_v4,8472,"rke_7108: workers-to-workers-cilium-vxlan: Pod traffic between nodes, VXLAN encapsulated. (cilium/vxlan)"
34b90731-04c4-45d5-b7a5-cb27070335d1,1,1000,pass,1,in,inet,UDP,rke_7108_workers_v4,rke_7108_workers_v4,51871,"rke_7108: workers-to-workers-cilium-wireguard: WireGuard encrypted traffic between nodes. (cilium/wireguard)"
a0058fa5-260f-4356-a7b0-a67b84f3e3cc,1,1000,pass,1,in,inet6,IPV6-ICMP,rke_7108_control_pl_v6,rke_7108_control_pl_v6,,"rke_7108: control-plane-to-control-plane-cilium-health-icmpv6: Pings between nodes by cilium-health over IPv6. (cilium/health-icmpv6)"
f13b3a9e-6cad-49cb-a028-6241471dbd91,1,1000,pass,1,in,inet6,TCP,rke_7108_control_pl_v6,rke_7108_control_pl_v6,4240,"rke_7108: control-plane-to-control-plane-cilium-health: HTTP connectivity checks between nodes by cilium-health. (cilium/health)"
52c8256e-c0eb-4a6b-bb0d-cc8d8e3907dc,1,1000,pass,1,in,inet6,TCP,rke_7108_control_pl_v6,rke_7108_control_pl_v6,6443,"rke_7108: control-plane-to-control-plane-kubernetes-kube-apiserver: Kubernetes API. (kubernetes/kube-apiserver)"
e10fc39a-8151-4634-84d6-3d63cf7d57d3,1,1000,pass,1,in,inet6,TCP,rke_7108_control_pl_v6,rke_7108_control_pl_v6,9345,"rke_7108: control-plane-to-control-plane-rke2-supervisor: Supervisor API, where nodes register. (rke2/supervisor)"
9c3edf17-3cbf-4d5b-861b-35b7d5755346,1,1000,pass,1,in,inet6,TCP,rke_7108_control_pl_v6,rke_7108_control_pl_v6,9963,"rke_7108: control-plane-to-control-plane-cilium-operator-metrics: Prometheus scrapes operator metrics. (cilium/operator-metrics)"
efb6cd1d-2c46-44b1-9119-8aa94eb1c451,1,1000,pass,1,in,inet6,TCP,rke_7108_control_pl_v6,rke_7108_control_pl_v6,10250,"rke_7108: control-plane-to-control-plane-rke2-kubelet-api: Kubelet API and metrics, which Metrics Server reads from any node. Scrapes the kubelet of every node. (rke2/kubelet-api, metrics-server/kubelet)"
1784c5b6-395e-4901-825e-49c7de7d148c,1,1000,pass,1,in,inet6,UDP,rke_7108_control_pl_v6,rke_7108_control_pl_v6,8472,"rke_7108: control-plane-to-control-plane-cilium-vxlan: Pod traffic between nodes, VXLAN encapsulated. (cilium/vxlan)"
cf05fa29-6f61-4db5-8472-aa2466963210,1,1000,pass,1,in,inet6,UDP,rke_7108_control_pl_v6,rke_7108_control_pl_v6,51871,"rke_7108: control-plane-to-control-plane-cilium-wireguard: WireGuard encrypted traffic between nodes. (cilium/wireguard)"
24a54373-7994-4c3e-be30-3399782ab9a6,1,1000,pass,1,in,inet6,IPV6-ICMP,rke_7108_control_pl_v6,rke_7108_etcd_v6,,"rke_7108: control-plane-to-etcd-cilium-health-icmpv6: Pings between nodes by cilium-health over IPv6. (cilium/health-icmpv6)"
9a30933f-aa01-4190-bc3d-d08429639811,1,1000,pass,1,in,inet6,TCP,rke_7108_control_pl_v6,rke_7108_etcd_v6,2379,"rke_7108: control-plane-to-etcd-kubernetes-etcd-client: etcd client API. (kubernetes/etcd-client)"
e0564793-4224-4915-97a5-b265710ffe51,1,1000,pass,1,in,inet6,TCP,rke_7108_control_pl_v6,rke_7108_etcd_v6,4240,"rke_7108: control-plane-to-etcd-cilium-health: HTTP connectivity checks between nodes by cilium-health. (cilium/health)"
b493ef23-caac-41ed-9305-264e6dc9482c,1,1000,pass,1,in,inet6,TCP,rke_7108_control_pl_v6,rke_7108_etcd_v6,9345,"rke_7108: control-plane-to-etcd-rke2-supervisor: Supervisor API, where nodes register. (rke2/supervisor)"
e6aad866-9bd7-4b70-885c-b3b6d085c39f,1,1000,pass,1,in,inet6,TCP,rke_7108_control_pl_v6,rke_7108_etcd_v6,9963,"rke_7108: control-plane-to-etcd-cilium-operator-metrics: Prometheus scrapes operator metrics. (cilium/operator-metrics)"
841a705f-05c3-484d-83f6-c18680008eb3,1,1000,pass,1,in,inet6,TCP,rke_7108_control_pl_v6,rke_7108_etcd_v6,10250,"rke_7108: control-plane-to-etcd-rke2-kubelet-api: Kubelet API and metrics, which Metrics Server reads from any node. Scrapes the kubelet of every node. (rke2/kubelet-api, metrics-server/kubelet)"
bdfb5559-17ea-4427-8261-aea5b9910a37,1,1000,pass,1,in,inet6,UDP,rke_7108_control_pl_v6,rke_7108_etcd_v6,8472,"rke_7108: control-plane-to-etcd-cilium-vxlan: Pod traffic between nodes, VXLAN encapsulated. (cilium/vxlan)"
5e5481f5-175f-4179-84e8-22f2bce32aed,1,1000,pass,1,in,inet6,UDP,rke_7108_control_pl_v6,rke_7108_etcd_v6,51871,"rke_7108: control-plane-to-etcd-cilium-wireguard: WireGuard encrypted traffic between nodes. (cilium/wireguard)"
431069d1-6c78-4595-93a1-495ad78d5335,1,1000,pass,1,in,inet6,IPV6-ICMP,rke_7108_control_pl_v6,rke_7108_workers_v6,,"rke_7108: control-plane-to-workers-cilium-health-icmpv6: Pings between nodes by cilium-health over IPv6. (cilium/health-icmpv6)"
826182f7-dcfb-4dfa-901c-43c31113b36a,1,1000,pass,1,in,inet6,TCP,rke_7108_control_pl_v6,rke_7108_workers_v6,4240,"rke_7108: control-plane-to-workers-cilium-health: HTTP connectivity checks between nodes by cilium-health. (cilium/health)"
22a39794-a333-49b6-838f-ec09ce3760e3,1,1000,pass,1,in,inet6,TCP,rke_7108_control_pl_v6,rke_7108_workers_v6,9963,"rke_7108: control-plane-to-workers-cilium-operator-metrics: Prometheus scrapes operator metrics. (cilium/operator-metrics)"
50163cca-3b5c-4376-bc92-d9351de95382,1,1000,pass,1,in,inet6,TCP,rke_7108_control_pl_v6,rke_7108_workers_v6,10250,"rke_7108: control-plane-to-workers-rke2-kubelet-api: Kubelet API and metrics, which Metrics Server reads from any node. Scrapes the kubelet of every node. (rke2/kubelet-api, metrics-server/kubelet)"
963ed5ac-eaad-456f-a424-7420e814b981,1,1000,pass,1,in,inet6,UDP,rke_7108_control_pl_v6,rke_7108_workers_v6,8472,"rke_7108: control-plane-to-workers-cilium-vxlan: Pod traffic between nodes, VXLAN encapsulated. (cilium/vxlan)"
7702b0f1-871d-42d9-942e-b8b66927ea73,1,1000,pass,1,in,inet6,UDP,rke_7108_control_pl_v6,rke_7108_workers_v6,51871,"rke_7108: control-plane-to-workers-cilium-wireguard: WireGuard encrypted traffic between nodes. (cilium/wireguard)"
43dfae95-af9f-4742-ad4f-f1c77b08ebaa,1,1000,pass,1,in,inet6,IPV6-ICMP,rke_7108_etcd_v6,rke_7108_control_pl_v6,,"rke_7108: etcd-to-control-plane-cilium-health-icmpv6: Pings between nodes by cilium-health over IPv6. (cilium/health-icmpv6)"
20387c74-bbd8-4eb0-b470-5cd3ea0fc330,1,1000,pass,1,in,inet6,TCP,rke_7108_etcd_v6,rke_7108_control_pl_v6,4240,"rke_7108: etcd-to-control-plane-cilium-health: HTTP connectivity checks between nodes by cilium-health. (cilium/health)"
a80fbbc7-5525-440d-99ea-a25679ad7d4c,1,1000,pass,1,in,inet6,TCP,rke_7108_etcd_v6,rke_7108_control_pl_v6,6443,"rke_7108: etcd-to-control-plane-kubernetes-kube-apiserver: Kubernetes API. (kubernetes/kube-apiserver)"
721c6344-7d43-40ed-b6f2-0d3a4f635286,1,1000,pass,1,in,inet6,TCP,rke_7108_etcd_v6,rke_7108_control_pl_v6,9345,"rke_7108: etcd-to-control-plane-rke2-supervisor: Supervisor API, where nodes register. (rke2/supervisor)"
56ca0ccc-6f45-4b93-bbc6-8a8b3118ce53,1,1000,pass,1,in,inet6,TCP,rke_7108_etcd_v6,rke_7108_control_pl_v6,10250,"rke_7108: etcd-to-control-plane-rke2-kubelet-api: Kubelet API and metrics, which Metrics Server reads from any node. (rke2/kubelet-api)"
a3a02892-93c7-417b-9c06-489e9cc8f4ad,1,1000,pass,1,in,inet6,UDP,rke_7108_etcd_v6,rke_7108_control_pl_v6,8472,"rke_7108: etcd-to-control-plane-cilium-vxlan: Pod traffic between nodes, VXLAN encapsulated. (cilium/vxlan)"
47f5be76-1510-4618-ab85-f308c0a79899,1,1000,pass,1,in,inet6,UDP,rke_7108_etcd_v6,rke_7108_control_pl_v6,51871,"rke_7108: etcd-to-control-plane-cilium-wireguard: WireGuard encrypted traffic between nodes. (cilium/wireguard)"
9c80a2cf-0130-416f-9007-e9438d68e448,1,1000,pass,1,in,inet6,IPV6-ICMP,rke_7108_etcd_v6,rke_7108_etcd_v6,,"rke_7108: etcd-to-etcd-cilium-health-icmpv6: Pings between nodes by cilium-health over IPv6. (cilium/health-icmpv6)"
485ce161-d8cd-4b85-b20e-dcf4cc6f69bc,1,1000,pass,1,in,inet6,TCP,rke_7108_etcd_v6,rke_7108_etcd_v6,2379,"rke_7108: etcd-to-etcd-kubernetes-etcd-client: etcd client API. (kubernetes/etcd-client)"
3dc7521a-acef-44f0-9e1e-f99b7569233e,1,1000,pass,1,in,inet6,TCP,rke_7108_etcd_v6,rke_7108_etcd_v6,2380,"rke_7108: etcd-to-etcd-kubernetes-etcd-peer: etcd traffic between members. (kubernetes/etcd-peer)"
493c242d-b6ca-480e-8104-5fe60123e250,1,1000,pass,1,in,inet6,TCP,rke_7108_etcd_v6,rke_7108_etcd_v6,4240,"rke_7108: etcd-to-etcd-cilium-health: HTTP connectivity checks between nodes by cilium-health. (cilium/health)"
99bb65be-a56c-451c-bba0-171ea8a46985,1,1000,pass,1,in,inet6,TCP,rke_7108_etcd_v6,rke_7108_etcd_v6,9345,"rke_7108: etcd-to-etcd-rke2-supervisor: Supervisor API, where nodes register. (rke2/supervisor)"
a41315e9-f76a-44c4-a01b-a897f89ee7b5,1,1000,pass,1,in,inet6,TCP,rke_7108_etcd_v6,rke_7108_etcd_v6,10250,"rke_7108: etcd-to-etcd-rke2-kubelet-api: Kubelet API and metrics, which Metrics Server reads from any node. (rke2/kubelet-api)"
4370195c-892b-4cf2-b0e5-aa0345fb37f2,1,1000,pass,1,in,inet6,UDP,rke_7108_etcd_v6,rke_7108_etcd_v6,8472,"rke_7108: etcd-to-etcd-cilium-vxlan: Pod traffic between nodes, VXLAN encapsulated. (cilium/vxlan)"
73692c80-ec8d-4d7e-97c0-0eebe5ce7d17,1,1000,pass,1,in,inet6,UDP,rke_7108_etcd_v6,rke_7108_etcd_v6,51871,"rke_7108: etcd-to-etcd-cilium-wireguard: WireGuard encrypted traffic between nodes. (cilium/wireguard)"
3e931d90-f60b-4ae9-bda6-a25da46d0a7a,1,1000,pass,1,in,inet6,IPV6-ICMP,rke_7108_etcd_v6,rke_7108_workers_v6,,"rke_7108: etcd-to-workers-cilium-health-icmpv6: Pings between nodes by cilium-health over IPv6. (cilium/health-icmpv6)"
192d3f2f-5dd0-43ff-a29c-ab10114ca112,1,1000,pass,1,in,inet6,TCP,rke_7108_etcd_v6,rke_7108_workers_v6,4240,"rke_7108: etcd-to-workers-cilium-health: HTTP connectivity checks between nodes by cilium-health. (cilium/health)"
1818f77d-24bb-4232-8d56-7ec405b6ce80,1,1000,pass,1,in,inet6,TCP,rke_7108_etcd_v6,rke_7108_workers_v6,10250,"rke_7108: etcd-to-workers-rke2-kubelet-api: Kubelet API and metrics, which Metrics Server reads from any node. (rke2/kubelet-api)"
100a34dd-0ca5-43ae-813e-46764f2fea58,1,1000,pass,1,in,inet6,UDP,rke_7108_etcd_v6,rke_7108_workers_v6,8472,"rke_7108: etcd-to-workers-cilium-vxlan: Pod traffic between nodes, VXLAN encapsulated. (cilium/vxlan)"
639a9f0d-093b-4dff-9bb6-103189605b82,1,1000,pass,1,in,inet6,UDP,rke_7108_etcd_v6,rke_7108_workers_v6,51871,"rke_7108: etcd-to-workers-cilium-wireguard: WireGuard encrypted traffic between nodes. (cilium/wireguard)"
04bd1e81-9c38-4575-a43b-e1f900cb9b96,1,1000,pass,1,in,inet6,IPV6-ICMP,rke_7108_workers_v6,rke_7108_control_pl_v6,,"rke_7108: workers-to-control-plane-cilium-health-icmpv6: Pings between nodes by cilium-health over IPv6. (cilium/health-icmpv6)"
914f5436-ade8-4f73-92a3-f7f4373597fd,1,1000,pass,1,in,inet6,TCP,rke_7108_workers_v6,rke_7108_control_pl_v6,4240,"rke_7108: workers-to-control-plane-cilium-health: HTTP connectivity checks between nodes by cilium-health. (cilium/health)"
34f0fe04-e59f-4dba-ab2e-3a80119e03ad,1,1000,pass,1,in,inet6,TCP,rke_7108_workers_v6,rke_7108_control_pl_v6,6443,"rke_7108: workers-to-control-plane-kubernetes-kube-apiserver: Kubernetes API. (kubernetes/kube-apiserver)"
a5599a2d-c7b3-4f96-8e8f-bbb2beea5676,1,1000,pass,1,in,inet6,TCP,rke_7108_workers_v6,rke_7108_control_pl_v6,9345,"rke_7108: workers-to-control-plane-rke2-supervisor: Supervisor API, where nodes register. (rke2/supervisor)"
b46875a1-84b4-45d5-a585-50ec8db6a4ee,1,1000,pass,1,in,inet6,TCP,rke_7108_workers_v6,rke_7108_control_pl_v6,9963,"rke_7108: workers-to-control-plane-cilium-operator-metrics: Prometheus scrapes operator metrics. (cilium/operator-metrics)"
94e75e4f-c18c-4b4b-a484-fbae7e28eff0,1,1000,pass,1,in,inet6,TCP,rke_7108_workers_v6,rke_7108_control_pl_v6,10250,"rke_7108: workers-to-control-plane-rke2-kubelet-api: Kubelet API and metrics, which Metrics Server reads from any node. Scrapes the kubelet of every node. (rke2/kubelet-api, metrics-server/kubelet)"
baea012e-408d-4ef3-939f-0ff958f8fb28,1,1000,pass,1,in,inet6,UDP,rke_7108_workers_v6,rke_7108_control_pl_v6,8472,"rke_7108: workers-to-control-plane-cilium-vxlan: Pod traffic between nodes, VXLAN encapsulated. (cilium/vxlan)"
af242d7b-339b-450e-aa6d-ba1fae379eb2,1,1000,pass,1,in,inet6,UDP,rke_7108_workers_v6,rke_7108_control_pl_v6,51871,"rke_7108: workers-to-control-plane-cilium-wireguard: WireGuard encrypted traffic between nodes. (cilium/wireguard)"
3ea978fa-fc56-4a62-b0f4-072ffa7ae6eb,1,1000,pass,1,in,inet6,IPV6-ICMP,rke_7108_workers_v6,rke_7108_etcd_v6,,"rke_7108: workers-to-etcd-cilium-health-icmpv6: Pings between nodes by cilium-health over IPv6. (cilium/health-icmpv6)"
ff1dd2a1-a602-41ce-8e7d-ccf863e76f92,1,1000,pass,1,in,inet6,TCP,rke_7108_workers_v6,rke_7108_etcd_v6,4240,"rke_7108: workers-to-etcd-cilium-health: HTTP connectivity checks between nodes by cilium-health. (cilium/health)"
4815598d-fab0-43b4-8eb2-869d3a8cff1e,1,1000,pass,1,in,inet6,TCP,rke_7108_workers_v6,rke_7108_etcd_v6,9345,"rke_7108: workers-to-etcd-rke2-supervisor: Supervisor API, where nodes register. (rke2/supervisor)"
b11b4649-763d-41d0-8819-267531efb98c,1,1000,pass,1,in,inet6,TCP,rke_7108_workers_v6,rke_7108_etcd_v6,9963,"rke_7108: workers-to-etcd-cilium-operator-metrics: Prometheus scrapes operator metrics. (cilium/operator-metrics)"
1318edbb-d369-41aa-83f8-7425f09273c0,1,1000,pass,1,in,inet6,TCP,rke_7108_workers_v6,rke_7108_etcd_v6,10250,"rke_7108: workers-to-etcd-rke2-kubelet-api: Kubelet API and metrics, which Metrics Server reads from any node. Scrapes the kubelet of every node. (rke2/kubelet-api, metrics-server/kubelet)"
abae0d0e-9967-40b3-aaef-9257d54982c9,1,1000,pass,1,in,inet6,UDP,rke_7108_workers_v6,rke_7108_etcd_v6,8472,"rke_7108: workers-to-etcd-cilium-vxlan: Pod traffic between nodes, VXLAN encapsulated. (cilium/vxlan)"
786f2eec-eb33-444c-8431-1036ec12a2e7,1,1000,pass,1,in,inet6,UDP,rke_7108_workers_v6,rke_7108_etcd_v6,51871,"rke_7108: workers-to-etcd-cilium-wireguard: WireGuard encrypted traffic between nodes. (cilium/wireguard)"
b2c58c3b-8a43-4a0d-9264-4ac76e769d48,1,1000,pass,1,in,inet6,IPV6-ICMP,rke_7108_workers_v6,rke_7108_workers_v6,,"rke_7108: workers-to-workers-cilium-health-icmpv6: Pings between nodes by cilium-health over IPv6. (cilium/health-icmpv6)"
341a8acf-2cfe-4de0-ba57-8871fe3634d9,1,1000,pass,1,in,inet6,TCP,rke_7108_workers_v6,rke_7108_workers_v6,4240,"rke_7108: workers-to-workers-cilium-health: HTTP connectivity checks between nodes by cilium-health. (cilium/health)"
c62d4785-b052-492c-a5db-50e45793581b,1,1000,pass,1,in,inet6,TCP,rke_7108_workers_v6,rke_7108_workers_v6,9963,"rke_7108: workers-to-workers-cilium-operator-metrics: Prometheus scrapes operator metrics. (cilium/operator-metrics)"
d8e8e4b0-8a5c-4e18-92a2-7e76cfa6c478,1,1000,pass,1,in,inet6,TCP,rke_7108_workers_v6,rke_7108_workers_v6,10250,"rke_7108: workers-to-workers-rke2-kubelet-api: Kubelet API and metrics, which Metrics Server reads from any node. Scrapes the kubelet of every node. (rke2/kubelet-api, metrics-server/kubelet)"
c450863a-c252-449b-ae6c-8c670af4d95c,1,1000,pass,1,in,inet6,UDP,rke_7108_workers_v6,rke_7108_workers_v6,8472,"rke_7108: workers-to-workers-cilium-vxlan: Pod traffic between nodes, VXLAN encapsulated. (cilium/vxlan)"
280c58d5-70ce-4a50-8ef5-f04811b783e3,1,1000,pass,1,in,inet6,UDP,rke_7108_workers_v6,rke_7108_workers_v6,51871,"rke_7108: workers-to-workers-cilium-wireguard: WireGuard encrypted traffic between nodes. (cilium/wireguard)"
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
