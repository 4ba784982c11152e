#!/bin/sh
# Access rules for Check Point, R81 or later: a script for the management server
# Names begin with payments-6485, which marks this plan.
# Plan: Payments cluster, DC1
# Revision: not saved
# Catalogue: 2026-11-23.01234567, Kubernetes 1.35
# Not validated by a device; it follows Check Point Management API Reference, R81, network objects, services, access rules.
#
# Left out, so these connections are closed:
# - control-plane-to-dns-servers-infrastructure-cluster-dns-tcp: one of its ends has no addresses in the plan
# - control-plane-to-dns-servers-infrastructure-cluster-dns-udp: one of its ends has no addresses in the plan
# - control-plane-to-kubernetes-downloads-kubeadm-stable-version: one of its ends has no addresses in the plan
# - control-plane-to-kubernetes-image-registry-kubeadm-images: one of its ends has no addresses in the plan
# - control-plane-to-kubernetes-packages-kubeadm-packages: one of its ends has no addresses in the plan
# - control-plane-to-ntp-servers-infrastructure-ntp: one of its ends has no addresses in the plan
# - control-plane-to-quay-io-calico-images: one of its ends has no addresses in the plan
# - control-plane-to-quay-io-kube-prometheus-stack-images-node-exporter: one of its ends has no addresses in the plan
# - control-plane-to-quay-io-metallb-images: one of its ends has no addresses in the plan
# - control-plane-to-usage-reports-of-calico-calico-usage-reports: one of its ends has no addresses in the plan
# - control-plane-to-storage-of-the-kubernetes-image-registry-kubeadm-image-storage: one of its ends has no addresses in the plan
# - workers-to-dns-servers-infrastructure-cluster-dns-tcp: one of its ends has no addresses in the plan
# - workers-to-dns-servers-infrastructure-cluster-dns-udp: one of its ends has no addresses in the plan
# - workers-to-docker-hub-kube-prometheus-stack-images-grafana: one of its ends has no addresses in the plan
# - workers-to-github-container-registry-kube-prometheus-stack-images-webhook: one of its ends has no addresses in the plan
# - workers-to-gravatar-kube-prometheus-stack-gravatar: one of its ends has no addresses in the plan
# - workers-to-kubernetes-image-registry-kube-prometheus-stack-images-kube-state-metrics: one of its ends has no addresses in the plan
# - workers-to-kubernetes-image-registry-kubeadm-images: one of its ends has no addresses in the plan
# - workers-to-kubernetes-packages-kubeadm-packages: one of its ends has no addresses in the plan
# - workers-to-ntp-servers-infrastructure-ntp: one of its ends has no addresses in the plan
# - workers-to-quay-io-calico-images: one of its ends has no addresses in the plan
# - workers-to-quay-io-kube-prometheus-stack-images: one of its ends has no addresses in the plan
# - workers-to-quay-io-metallb-images: one of its ends has no addresses in the plan
# - workers-to-services-of-grafana-labs-kube-prometheus-stack-grafana-services: one of its ends has no addresses in the plan
# - workers-to-usage-reports-of-calico-calico-usage-reports: one of its ends has no addresses in the plan
# - workers-to-storage-of-the-kubernetes-image-registry-kube-prometheus-stack-image-storage-kube-state-metrics: one of its ends has no addresses in the plan
# - workers-to-storage-of-the-kubernetes-image-registry-kubeadm-image-storage: one of its ends has no addresses in the plan
#
# Rules match by address: zones of the plan are no part of them. They stand in a section
# of their own, at the top of the layer that the plan's settings name, or where POSITION
# in the environment says.
# Apply, again and again, in expert mode: sh FILE. LOGIN has other arguments of login,
# such as -m SERVER -u NAME. All of it is published, or nothing. Then install the policy.
# When the plan has changed, remove what the old file made first.
# Check: sh -n FILE. What is in force: the section, in SmartConsole.
# Take back: sh FILE remove, and install the policy.

set -u
verb=${1:-add}
case $verb in add | remove) ;; *) echo "usage: sh $0 [add | remove]" >&2; exit 2 ;; esac
position=${POSITION:-top}
session=$(mktemp) || exit 1
trap 'rm -f "$session"' EXIT
mgmt_cli login ${LOGIN:--r true} >"$session" || exit 1

mgmt() {
    mgmt_cli "$@" -s "$session" --format json >/dev/null
}
fail() {
    echo "refused, and nothing is changed: $*" >&2
    mgmt discard
    mgmt logout
    exit 1
}
object() {
    kind=$1 name=$2
    shift 2
    if [ "$verb" = remove ]; then
        mgmt delete "$kind" name "$name" || echo "not removed: $kind $name" >&2
    else
        mgmt add "$kind" name "$name" "$@" set-if-exists true ignore-warnings true ||
            fail "$kind $name"
    fi
}
service() {
    kind=$1 name=$2
    shift 2
    object "service-$kind" "$name" "$@" match-for-any false
}
section() {
    if [ "$verb" = remove ]; then
        mgmt delete access-section name "$1" layer "$layer" || echo "not removed: $1" >&2
    else
        mgmt show access-section name "$1" layer "$layer" 2>/dev/null ||
            mgmt add access-section name "$1" layer "$layer" position "$position" || fail "$1"
    fi
}
rule() {
    name=$1
    shift
    if [ "$verb" = remove ]; then
        mgmt delete access-rule name "$name" layer "$layer" || echo "not removed: $name" >&2
    elif mgmt show access-rule name "$name" layer "$layer" 2>/dev/null; then
        mgmt set access-rule name "$name" layer "$layer" "$@" || fail "$name"
    else
        mgmt add access-rule name "$name" layer "$layer" position.bottom "$section" "$@" ||
            fail "$name"
    fi
}
section='payments-6485: Payments cluster, DC1'
layer='Network'
addresses() {
    :
    object network payments-6485-10.9.0.0_24 subnet 10.9.0.0 mask-length 24
    object host payments-6485-10.0.0.100 ip-address 10.0.0.100
    object network payments-6485-10.0.0.0_28 subnet 10.0.0.0 mask-length 28
    object network payments-6485-10.0.1.0_24 subnet 10.0.1.0 mask-length 24
    object network payments-6485-10.20.0.0_16 subnet 10.20.0.0 mask-length 16
}
services() {
    :
    service tcp payments-6485-tcp-443 port 443
    service tcp payments-6485-tcp-22 port 22
    service tcp payments-6485-tcp-6443 port 6443
    service tcp payments-6485-tcp-179 port 179
    service tcp payments-6485-tcp-2379 port 2379
    service tcp payments-6485-tcp-2380 port 2380
    service tcp payments-6485-tcp-5473 port 5473
    service tcp payments-6485-tcp-7946 port 7946
    service tcp payments-6485-tcp-9100 port 9100
    service tcp payments-6485-tcp-9120 port 9120
    service tcp payments-6485-tcp-9140 port 9140
    service tcp payments-6485-tcp-9141 port 9141
    service tcp payments-6485-tcp-10250 port 10250
    service udp payments-6485-udp-4789 port 4789
    service udp payments-6485-udp-7946 port 7946
    service tcp payments-6485-tcp-30000-32767 port 30000-32767
}
groups() {
    :
    object group payments-6485-admins-v4 comments 'payments-6485: admins' members.1 payments-6485-10.9.0.0_24
    object group payments-6485-api-v4 comments 'payments-6485: api' members.1 payments-6485-10.0.0.100
    object group payments-6485-control-plane-v4 comments 'payments-6485: control-plane' members.1 payments-6485-10.0.0.0_28
    object group payments-6485-workers-v4 comments 'payments-6485: workers' members.1 payments-6485-10.0.1.0_24
    object group payments-6485-users-v4 comments 'payments-6485: users' members.1 payments-6485-10.20.0.0_16
}
rules() {
    :
    rule payments-6485-admins-to-api-kubernetes-kube-apiserver source.1 payments-6485-admins-v4 destination.1 payments-6485-api-v4 service payments-6485-tcp-443 action Accept track.type Log comments 'payments-6485: Kubernetes API. (kubernetes/kube-apiserver)'
    rule payments-6485-admins-to-control-plane-infrastructure-ssh source.1 payments-6485-admins-v4 destination.1 payments-6485-control-plane-v4 service payments-6485-tcp-22 action Accept track.type Log comments 'payments-6485: Remote administration by SSH. (infrastructure/ssh)'
    rule payments-6485-admins-to-workers-infrastructure-ssh source.1 payments-6485-admins-v4 destination.1 payments-6485-workers-v4 service payments-6485-tcp-22 action Accept track.type Log comments 'payments-6485: Remote administration by SSH. (infrastructure/ssh)'
    rule payments-6485-api-to-control-plane-kubernetes-kube-apiserver source.1 payments-6485-api-v4 destination.1 payments-6485-control-plane-v4 service payments-6485-tcp-6443 action Accept track.type Log comments 'payments-6485: Kubernetes API. Every node reads and writes Calico data through the Kubernetes API. Scrapes the Kubernetes API server. (kubernetes/kube-apiserver, calico/api, kube-prometheus-stack/scrape-kube-apiserver)'
    rule payments-6485-control-plane-to-api-kubernetes-kube-apiserver source.1 payments-6485-control-plane-v4 destination.1 payments-6485-api-v4 service payments-6485-tcp-443 action Accept track.type Log comments 'payments-6485: Kubernetes API. Every node reads and writes Calico data through the Kubernetes API. (kubernetes/kube-apiserver, calico/api)'
    rule payments-6485-control-plane-to-control-plane-calico-bgp source.1 payments-6485-control-plane-v4 destination.1 payments-6485-control-plane-v4 service payments-6485-tcp-179 action Accept track.type Log comments 'payments-6485: BGP sessions between nodes. (calico/bgp)'
    rule payments-6485-control-plane-to-control-plane-kubernetes-etcd-client source.1 payments-6485-control-plane-v4 destination.1 payments-6485-control-plane-v4 service payments-6485-tcp-2379 action Accept track.type Log comments 'payments-6485: etcd client API. (kubernetes/etcd-client)'
    rule payments-6485-control-plane-to-control-plane-kubernetes-etcd-peer source.1 payments-6485-control-plane-v4 destination.1 payments-6485-control-plane-v4 service payments-6485-tcp-2380 action Accept track.type Log comments 'payments-6485: etcd traffic between members. (kubernetes/etcd-peer)'
    rule payments-6485-control-plane-to-control-plane-calico-typha source.1 payments-6485-control-plane-v4 destination.1 payments-6485-control-plane-v4 service payments-6485-tcp-5473 action Accept track.type Log comments 'payments-6485: Felix and confd on every node read datastore updates from Typha. (calico/typha)'
    rule payments-6485-control-plane-to-control-plane-kubernetes-kube-apiserver source.1 payments-6485-control-plane-v4 destination.1 payments-6485-control-plane-v4 service payments-6485-tcp-6443 action Accept track.type Log comments 'payments-6485: Kubernetes API. Every node reads and writes Calico data through the Kubernetes API. (kubernetes/kube-apiserver, calico/api)'
    rule payments-6485-control-plane-to-control-plane-metallb-memberlist-tcp source.1 payments-6485-control-plane-v4 destination.1 payments-6485-control-plane-v4 service payments-6485-tcp-7946 action Accept track.type Log comments 'payments-6485: Speakers watch each other by gossip over TCP. (metallb/memberlist-tcp)'
    rule payments-6485-control-plane-to-control-plane-node-exporter-metrics source.1 payments-6485-control-plane-v4 destination.1 payments-6485-control-plane-v4 service payments-6485-tcp-9100 action Accept track.type Log comments 'payments-6485: Host metrics over HTTP. (node-exporter/metrics)'
    rule payments-6485-control-plane-to-control-plane-metallb-speaker-metrics source.1 payments-6485-control-plane-v4 destination.1 payments-6485-control-plane-v4 service payments-6485-tcp-9120 action Accept track.type Log comments 'payments-6485: Speaker metrics over HTTPS. (metallb/speaker-metrics)'
    rule payments-6485-control-plane-to-control-plane-metallb-frr-k8s-metrics source.1 payments-6485-control-plane-v4 destination.1 payments-6485-control-plane-v4 service payments-6485-tcp-9140 action Accept track.type Log comments 'payments-6485: FRR-K8s metrics over HTTPS. (metallb/frr-k8s-metrics)'
    rule payments-6485-control-plane-to-control-plane-metallb-frr-k8s-frr-metrics source.1 payments-6485-control-plane-v4 destination.1 payments-6485-control-plane-v4 service payments-6485-tcp-9141 action Accept track.type Log comments 'payments-6485: FRR metrics over HTTPS; the kubelet probes the port too. (metallb/frr-k8s-frr-metrics)'
    rule payments-6485-control-plane-to-control-plane-kubernetes-kubelet-api source.1 payments-6485-control-plane-v4 destination.1 payments-6485-control-plane-v4 service payments-6485-tcp-10250 action Accept track.type Log comments 'payments-6485: Kubelet API. (kubernetes/kubelet-api)'
    rule payments-6485-control-plane-to-control-plane-calico-vxlan source.1 payments-6485-control-plane-v4 destination.1 payments-6485-control-plane-v4 service payments-6485-udp-4789 action Accept track.type Log comments 'payments-6485: Pod traffic between nodes, VXLAN encapsulated. (calico/vxlan)'
    rule payments-6485-control-plane-to-control-plane-metallb-memberlist-udp source.1 payments-6485-control-plane-v4 destination.1 payments-6485-control-plane-v4 service payments-6485-udp-7946 action Accept track.type Log comments 'payments-6485: Speakers watch each other by gossip over UDP. (metallb/memberlist-udp)'
    rule payments-6485-control-plane-to-workers-calico-bgp source.1 payments-6485-control-plane-v4 destination.1 payments-6485-workers-v4 service payments-6485-tcp-179 action Accept track.type Log comments 'payments-6485: BGP sessions between nodes. (calico/bgp)'
    rule payments-6485-control-plane-to-workers-calico-typha source.1 payments-6485-control-plane-v4 destination.1 payments-6485-workers-v4 service payments-6485-tcp-5473 action Accept track.type Log comments 'payments-6485: Felix and confd on every node read datastore updates from Typha. (calico/typha)'
    rule payments-6485-control-plane-to-workers-metallb-memberlist-tcp source.1 payments-6485-control-plane-v4 destination.1 payments-6485-workers-v4 service payments-6485-tcp-7946 action Accept track.type Log comments 'payments-6485: Speakers watch each other by gossip over TCP. (metallb/memberlist-tcp)'
    rule payments-6485-control-plane-to-workers-node-exporter-metrics source.1 payments-6485-control-plane-v4 destination.1 payments-6485-workers-v4 service payments-6485-tcp-9100 action Accept track.type Log comments 'payments-6485: Host metrics over HTTP. (node-exporter/metrics)'
    rule payments-6485-control-plane-to-workers-metallb-speaker-metrics source.1 payments-6485-control-plane-v4 destination.1 payments-6485-workers-v4 service payments-6485-tcp-9120 action Accept track.type Log comments 'payments-6485: Speaker metrics over HTTPS. (metallb/speaker-metrics)'
    rule payments-6485-control-plane-to-workers-metallb-frr-k8s-metrics source.1 payments-6485-control-plane-v4 destination.1 payments-6485-workers-v4 service payments-6485-tcp-9140 action Accept track.type Log comments 'payments-6485: FRR-K8s metrics over HTTPS. (metallb/frr-k8s-metrics)'
    rule payments-6485-control-plane-to-workers-metallb-frr-k8s-frr-metrics source.1 payments-6485-control-plane-v4 destination.1 payments-6485-workers-v4 service payments-6485-tcp-9141 action Accept track.type Log comments 'payments-6485: FRR metrics over HTTPS; the kubelet probes the port too. (metallb/frr-k8s-frr-metrics)'
    rule payments-6485-control-plane-to-workers-kubernetes-kubelet-api source.1 payments-6485-control-plane-v4 destination.1 payments-6485-workers-v4 service payments-6485-tcp-10250 action Accept track.type Log comments 'payments-6485: Kubelet API. (kubernetes/kubelet-api)'
    rule payments-6485-control-plane-to-workers-calico-vxlan source.1 payments-6485-control-plane-v4 destination.1 payments-6485-workers-v4 service payments-6485-udp-4789 action Accept track.type Log comments 'payments-6485: Pod traffic between nodes, VXLAN encapsulated. (calico/vxlan)'
    rule payments-6485-control-plane-to-workers-metallb-memberlist-udp source.1 payments-6485-control-plane-v4 destination.1 payments-6485-workers-v4 service payments-6485-udp-7946 action Accept track.type Log comments 'payments-6485: Speakers watch each other by gossip over UDP. (metallb/memberlist-udp)'
    rule payments-6485-users-to-api-kubernetes-kube-apiserver source.1 payments-6485-users-v4 destination.1 payments-6485-api-v4 service payments-6485-tcp-443 action Accept track.type Log comments 'payments-6485: Kubernetes API. (kubernetes/kube-apiserver)'
    rule payments-6485-users-to-workers-kubernetes-nodeport-tcp source.1 payments-6485-users-v4 destination.1 payments-6485-workers-v4 service payments-6485-tcp-30000-32767 action Accept track.type Log comments 'payments-6485: NodePort Services over TCP. (kubernetes/nodeport-tcp)'
    rule payments-6485-workers-to-api-kubernetes-kube-apiserver source.1 payments-6485-workers-v4 destination.1 payments-6485-api-v4 service payments-6485-tcp-443 action Accept track.type Log comments 'payments-6485: Kubernetes API. Every node reads and writes Calico data through the Kubernetes API. Scrapes the Kubernetes API server. (kubernetes/kube-apiserver, calico/api, kube-prometheus-stack/scrape-kube-apiserver)'
    rule payments-6485-workers-to-control-plane-calico-bgp source.1 payments-6485-workers-v4 destination.1 payments-6485-control-plane-v4 service payments-6485-tcp-179 action Accept track.type Log comments 'payments-6485: BGP sessions between nodes. (calico/bgp)'
    rule payments-6485-workers-to-control-plane-calico-typha source.1 payments-6485-workers-v4 destination.1 payments-6485-control-plane-v4 service payments-6485-tcp-5473 action Accept track.type Log comments 'payments-6485: Felix and confd on every node read datastore updates from Typha. (calico/typha)'
    rule payments-6485-workers-to-control-plane-kubernetes-kube-apiserver source.1 payments-6485-workers-v4 destination.1 payments-6485-control-plane-v4 service payments-6485-tcp-6443 action Accept track.type Log comments 'payments-6485: Kubernetes API. Every node reads and writes Calico data through the Kubernetes API. Scrapes the Kubernetes API server. (kubernetes/kube-apiserver, calico/api, kube-prometheus-stack/scrape-kube-apiserver)'
    rule payments-6485-workers-to-control-plane-metallb-memberlist-tcp source.1 payments-6485-workers-v4 destination.1 payments-6485-control-plane-v4 service payments-6485-tcp-7946 action Accept track.type Log comments 'payments-6485: Speakers watch each other by gossip over TCP. (metallb/memberlist-tcp)'
    rule payments-6485-workers-to-control-plane-node-exporter-metrics source.1 payments-6485-workers-v4 destination.1 payments-6485-control-plane-v4 service payments-6485-tcp-9100 action Accept track.type Log comments 'payments-6485: Host metrics over HTTP. Scrapes Node Exporter on every node. (node-exporter/metrics, kube-prometheus-stack/scrape-node-exporter)'
    rule payments-6485-workers-to-control-plane-metallb-speaker-metrics source.1 payments-6485-workers-v4 destination.1 payments-6485-control-plane-v4 service payments-6485-tcp-9120 action Accept track.type Log comments 'payments-6485: Speaker metrics over HTTPS. (metallb/speaker-metrics)'
    rule payments-6485-workers-to-control-plane-metallb-frr-k8s-metrics source.1 payments-6485-workers-v4 destination.1 payments-6485-control-plane-v4 service payments-6485-tcp-9140 action Accept track.type Log comments 'payments-6485: FRR-K8s metrics over HTTPS. (metallb/frr-k8s-metrics)'
    rule payments-6485-workers-to-control-plane-metallb-frr-k8s-frr-metrics source.1 payments-6485-workers-v4 destination.1 payments-6485-control-plane-v4 service payments-6485-tcp-9141 action Accept track.type Log comments 'payments-6485: FRR metrics over HTTPS; the kubelet probes the port too. (metallb/frr-k8s-frr-metrics)'
    rule payments-6485-workers-to-control-plane-kubernetes-kubelet-api source.1 payments-6485-workers-v4 destination.1 payments-6485-control-plane-v4 service payments-6485-tcp-10250 action Accept track.type Log comments 'payments-6485: Scrapes the kubelet of every node. (kube-prometheus-stack/scrape-kubelet)'
    rule payments-6485-workers-to-control-plane-calico-vxlan source.1 payments-6485-workers-v4 destination.1 payments-6485-control-plane-v4 service payments-6485-udp-4789 action Accept track.type Log comments 'payments-6485: Pod traffic between nodes, VXLAN encapsulated. (calico/vxlan)'
    rule payments-6485-workers-to-control-plane-metallb-memberlist-udp source.1 payments-6485-workers-v4 destination.1 payments-6485-control-plane-v4 service payments-6485-udp-7946 action Accept track.type Log comments 'payments-6485: Speakers watch each other by gossip over UDP. (metallb/memberlist-udp)'
    rule payments-6485-workers-to-workers-calico-bgp source.1 payments-6485-workers-v4 destination.1 payments-6485-workers-v4 service payments-6485-tcp-179 action Accept track.type Log comments 'payments-6485: BGP sessions between nodes. (calico/bgp)'
    rule payments-6485-workers-to-workers-calico-typha source.1 payments-6485-workers-v4 destination.1 payments-6485-workers-v4 service payments-6485-tcp-5473 action Accept track.type Log comments 'payments-6485: Felix and confd on every node read datastore updates from Typha. (calico/typha)'
    rule payments-6485-workers-to-workers-metallb-memberlist-tcp source.1 payments-6485-workers-v4 destination.1 payments-6485-workers-v4 service payments-6485-tcp-7946 action Accept track.type Log comments 'payments-6485: Speakers watch each other by gossip over TCP. (metallb/memberlist-tcp)'
    rule payments-6485-workers-to-workers-node-exporter-metrics source.1 payments-6485-workers-v4 destination.1 payments-6485-workers-v4 service payments-6485-tcp-9100 action Accept track.type Log comments 'payments-6485: Host metrics over HTTP. Scrapes Node Exporter on every node. (node-exporter/metrics, kube-prometheus-stack/scrape-node-exporter)'
    rule payments-6485-workers-to-workers-metallb-speaker-metrics source.1 payments-6485-workers-v4 destination.1 payments-6485-workers-v4 service payments-6485-tcp-9120 action Accept track.type Log comments 'payments-6485: Speaker metrics over HTTPS. (metallb/speaker-metrics)'
    rule payments-6485-workers-to-workers-metallb-frr-k8s-metrics source.1 payments-6485-workers-v4 destination.1 payments-6485-workers-v4 service payments-6485-tcp-9140 action Accept track.type Log comments 'payments-6485: FRR-K8s metrics over HTTPS. (metallb/frr-k8s-metrics)'
    rule payments-6485-workers-to-workers-metallb-frr-k8s-frr-metrics source.1 payments-6485-workers-v4 destination.1 payments-6485-workers-v4 service payments-6485-tcp-9141 action Accept track.type Log comments 'payments-6485: FRR metrics over HTTPS; the kubelet probes the port too. (metallb/frr-k8s-frr-metrics)'
    rule payments-6485-workers-to-workers-kubernetes-kubelet-api source.1 payments-6485-workers-v4 destination.1 payments-6485-workers-v4 service payments-6485-tcp-10250 action Accept track.type Log comments 'payments-6485: Scrapes the kubelet of every node. (kube-prometheus-stack/scrape-kubelet)'
    rule payments-6485-workers-to-workers-calico-vxlan source.1 payments-6485-workers-v4 destination.1 payments-6485-workers-v4 service payments-6485-udp-4789 action Accept track.type Log comments 'payments-6485: Pod traffic between nodes, VXLAN encapsulated. (calico/vxlan)'
    rule payments-6485-workers-to-workers-metallb-memberlist-udp source.1 payments-6485-workers-v4 destination.1 payments-6485-workers-v4 service payments-6485-udp-7946 action Accept track.type Log comments 'payments-6485: Speakers watch each other by gossip over UDP. (metallb/memberlist-udp)'
}

if [ "$verb" = remove ]; then
    rules
    section "$section"
    groups
    addresses
    services
else
    addresses
    services
    groups
    section "$section"
    rules
fi
mgmt publish || fail publish
mgmt logout
