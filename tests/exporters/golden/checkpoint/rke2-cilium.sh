#!/bin/sh
# Access rules for Check Point, R81 or later: a script for the management server
# Names begin with rke2-7108, which marks this plan.
# Plan: RKE2 with Cilium
# Revision: not saved
# Catalogue: 2026-11-23.01234567, Kubernetes 1.35
# Not validated by a device; it follows Check Point Management API Reference, R81, network objects, services, access rules.
#
# Left out, so these connections are closed:
# - control-plane-to-longhorn-upgrade-responder-longhorn-upgrade-check: one of its ends has no addresses in the plan
# - workers-to-longhorn-upgrade-responder-longhorn-upgrade-check: one of its ends has no addresses in the plan
# - workers-to-traefik-version-check-traefik-version-check: one of its ends has no addresses in the plan
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
section='rke2-7108: RKE2 with Cilium'
layer='Network'
addresses() {
    :
    object network rke2-7108-10.9.0.0_24 subnet 10.9.0.0 mask-length 24
    object address-range rke2-7108-10.1.0.11_10.1.0.13 ip-address-first 10.1.0.11 ip-address-last 10.1.0.13
    object network rke2-7108-2001-db8-1--_64 subnet 2001:db8:1:: mask-length 64
    object address-range rke2-7108-10.1.0.21_10.1.0.23 ip-address-first 10.1.0.21 ip-address-last 10.1.0.23
    object network rke2-7108-2001-db8-2--_64 subnet 2001:db8:2:: mask-length 64
    object network rke2-7108-10.1.1.0_24 subnet 10.1.1.0 mask-length 24
    object network rke2-7108-2001-db8-3--_64 subnet 2001:db8:3:: mask-length 64
}
services() {
    :
    service tcp rke2-7108-tcp-6443 port 6443
    service other rke2-7108-icmp ip-protocol 1
    service other rke2-7108-icmpv6 ip-protocol 58
    service tcp rke2-7108-tcp-4240 port 4240
    service tcp rke2-7108-tcp-9345 port 9345
    service tcp rke2-7108-tcp-9963 port 9963
    service tcp rke2-7108-tcp-10250 port 10250
    service udp rke2-7108-udp-8472 port 8472
    service udp rke2-7108-udp-51871 port 51871
    service tcp rke2-7108-tcp-2379 port 2379
    service tcp rke2-7108-tcp-2380 port 2380
}
groups() {
    :
    object group rke2-7108-admins-v4 comments 'rke2-7108: admins' members.1 rke2-7108-10.9.0.0_24
    object group rke2-7108-control-plane-v4 comments 'rke2-7108: control-plane' members.1 rke2-7108-10.1.0.11_10.1.0.13
    object group rke2-7108-control-plane-v6 comments 'rke2-7108: control-plane' members.1 rke2-7108-2001-db8-1--_64
    object group rke2-7108-etcd-v4 comments 'rke2-7108: etcd' members.1 rke2-7108-10.1.0.21_10.1.0.23
    object group rke2-7108-etcd-v6 comments 'rke2-7108: etcd' members.1 rke2-7108-2001-db8-2--_64
    object group rke2-7108-workers-v4 comments 'rke2-7108: workers' members.1 rke2-7108-10.1.1.0_24
    object group rke2-7108-workers-v6 comments 'rke2-7108: workers' members.1 rke2-7108-2001-db8-3--_64
}
rules() {
    :
    rule rke2-7108-admins-to-control-plane-kubernetes-kube-apiserver source.1 rke2-7108-admins-v4 destination.1 rke2-7108-control-plane-v4 service rke2-7108-tcp-6443 action Accept track.type Log comments 'rke2-7108: Kubernetes API. (kubernetes/kube-apiserver)'
    rule rke2-7108-control-plane-to-control-plane-cilium-health-icmp source.1 rke2-7108-control-plane-v4 destination.1 rke2-7108-control-plane-v4 service rke2-7108-icmp action Accept track.type Log comments 'rke2-7108: Pings between nodes by cilium-health. (cilium/health-icmp)'
    rule rke2-7108-control-plane-to-control-plane-cilium-health-icmpv6 source.1 rke2-7108-control-plane-v6 destination.1 rke2-7108-control-plane-v6 service rke2-7108-icmpv6 action Accept track.type Log comments 'rke2-7108: Pings between nodes by cilium-health over IPv6. (cilium/health-icmpv6)'
    rule rke2-7108-control-plane-to-control-plane-cilium-health source.1 rke2-7108-control-plane-v4 source.2 rke2-7108-control-plane-v6 destination.1 rke2-7108-control-plane-v4 destination.2 rke2-7108-control-plane-v6 service rke2-7108-tcp-4240 action Accept track.type Log comments 'rke2-7108: HTTP connectivity checks between nodes by cilium-health. (cilium/health)'
    rule rke2-7108-control-plane-to-control-plane-kubernetes-kube-apiserver source.1 rke2-7108-control-plane-v4 source.2 rke2-7108-control-plane-v6 destination.1 rke2-7108-control-plane-v4 destination.2 rke2-7108-control-plane-v6 service rke2-7108-tcp-6443 action Accept track.type Log comments 'rke2-7108: Kubernetes API. (kubernetes/kube-apiserver)'
    rule rke2-7108-control-plane-to-control-plane-rke2-supervisor source.1 rke2-7108-control-plane-v4 source.2 rke2-7108-control-plane-v6 destination.1 rke2-7108-control-plane-v4 destination.2 rke2-7108-control-plane-v6 service rke2-7108-tcp-9345 action Accept track.type Log comments 'rke2-7108: Supervisor API, where nodes register. (rke2/supervisor)'
    rule rke2-7108-control-plane-to-control-plane-cilium-operator-metrics source.1 rke2-7108-control-plane-v4 source.2 rke2-7108-control-plane-v6 destination.1 rke2-7108-control-plane-v4 destination.2 rke2-7108-control-plane-v6 service rke2-7108-tcp-9963 action Accept track.type Log comments 'rke2-7108: Prometheus scrapes operator metrics. (cilium/operator-metrics)'
    rule rke2-7108-control-plane-to-control-plane-rke2-kubelet-api source.1 rke2-7108-control-plane-v4 source.2 rke2-7108-control-plane-v6 destination.1 rke2-7108-control-plane-v4 destination.2 rke2-7108-control-plane-v6 service rke2-7108-tcp-10250 action Accept track.type Log comments 'rke2-7108: Kubelet API and metrics, which Metrics Server reads from any node. Scrapes the kubelet of every node. (rke2/kubelet-api, metrics-server/kubelet)'
    rule rke2-7108-control-plane-to-control-plane-cilium-vxlan source.1 rke2-7108-control-plane-v4 source.2 rke2-7108-control-plane-v6 destination.1 rke2-7108-control-plane-v4 destination.2 rke2-7108-control-plane-v6 service rke2-7108-udp-8472 action Accept track.type Log comments 'rke2-7108: Pod traffic between nodes, VXLAN encapsulated. (cilium/vxlan)'
    rule rke2-7108-control-plane-to-control-plane-cilium-wireguard source.1 rke2-7108-control-plane-v4 source.2 rke2-7108-control-plane-v6 destination.1 rke2-7108-control-plane-v4 destination.2 rke2-7108-control-plane-v6 service rke2-7108-udp-51871 action Accept track.type Log comments 'rke2-7108: WireGuard encrypted traffic between nodes. (cilium/wireguard)'
    rule rke2-7108-control-plane-to-etcd-cilium-health-icmp source.1 rke2-7108-control-plane-v4 destination.1 rke2-7108-etcd-v4 service rke2-7108-icmp action Accept track.type Log comments 'rke2-7108: Pings between nodes by cilium-health. (cilium/health-icmp)'
    rule rke2-7108-control-plane-to-etcd-cilium-health-icmpv6 source.1 rke2-7108-control-plane-v6 destination.1 rke2-7108-etcd-v6 service rke2-7108-icmpv6 action Accept track.type Log comments 'rke2-7108: Pings between nodes by cilium-health over IPv6. (cilium/health-icmpv6)'
    rule rke2-7108-control-plane-to-etcd-kubernetes-etcd-client source.1 rke2-7108-control-plane-v4 source.2 rke2-7108-control-plane-v6 destination.1 rke2-7108-etcd-v4 destination.2 rke2-7108-etcd-v6 service rke2-7108-tcp-2379 action Accept track.type Log comments 'rke2-7108: etcd client API. (kubernetes/etcd-client)'
    rule rke2-7108-control-plane-to-etcd-cilium-health source.1 rke2-7108-control-plane-v4 source.2 rke2-7108-control-plane-v6 destination.1 rke2-7108-etcd-v4 destination.2 rke2-7108-etcd-v6 service rke2-7108-tcp-4240 action Accept track.type Log comments 'rke2-7108: HTTP connectivity checks between nodes by cilium-health. (cilium/health)'
    rule rke2-7108-control-plane-to-etcd-rke2-supervisor source.1 rke2-7108-control-plane-v4 source.2 rke2-7108-control-plane-v6 destination.1 rke2-7108-etcd-v4 destination.2 rke2-7108-etcd-v6 service rke2-7108-tcp-9345 action Accept track.type Log comments 'rke2-7108: Supervisor API, where nodes register. (rke2/supervisor)'
    rule rke2-7108-control-plane-to-etcd-cilium-operator-metrics source.1 rke2-7108-control-plane-v4 source.2 rke2-7108-control-plane-v6 destination.1 rke2-7108-etcd-v4 destination.2 rke2-7108-etcd-v6 service rke2-7108-tcp-9963 action Accept track.type Log comments 'rke2-7108: Prometheus scrapes operator metrics. (cilium/operator-metrics)'
    rule rke2-7108-control-plane-to-etcd-rke2-kubelet-api source.1 rke2-7108-control-plane-v4 source.2 rke2-7108-control-plane-v6 destination.1 rke2-7108-etcd-v4 destination.2 rke2-7108-etcd-v6 service rke2-7108-tcp-10250 action Accept track.type Log comments 'rke2-7108: Kubelet API and metrics, which Metrics Server reads from any node. Scrapes the kubelet of every node. (rke2/kubelet-api, metrics-server/kubelet)'
    rule rke2-7108-control-plane-to-etcd-cilium-vxlan source.1 rke2-7108-control-plane-v4 source.2 rke2-7108-control-plane-v6 destination.1 rke2-7108-etcd-v4 destination.2 rke2-7108-etcd-v6 service rke2-7108-udp-8472 action Accept track.type Log comments 'rke2-7108: Pod traffic between nodes, VXLAN encapsulated. (cilium/vxlan)'
    rule rke2-7108-control-plane-to-etcd-cilium-wireguard source.1 rke2-7108-control-plane-v4 source.2 rke2-7108-control-plane-v6 destination.1 rke2-7108-etcd-v4 destination.2 rke2-7108-etcd-v6 service rke2-7108-udp-51871 action Accept track.type Log comments 'rke2-7108: WireGuard encrypted traffic between nodes. (cilium/wireguard)'
    rule rke2-7108-control-plane-to-workers-cilium-health-icmp source.1 rke2-7108-control-plane-v4 destination.1 rke2-7108-workers-v4 service rke2-7108-icmp action Accept track.type Log comments 'rke2-7108: Pings between nodes by cilium-health. (cilium/health-icmp)'
    rule rke2-7108-control-plane-to-workers-cilium-health-icmpv6 source.1 rke2-7108-control-plane-v6 destination.1 rke2-7108-workers-v6 service rke2-7108-icmpv6 action Accept track.type Log comments 'rke2-7108: Pings between nodes by cilium-health over IPv6. (cilium/health-icmpv6)'
    rule rke2-7108-control-plane-to-workers-cilium-health source.1 rke2-7108-control-plane-v4 source.2 rke2-7108-control-plane-v6 destination.1 rke2-7108-workers-v4 destination.2 rke2-7108-workers-v6 service rke2-7108-tcp-4240 action Accept track.type Log comments 'rke2-7108: HTTP connectivity checks between nodes by cilium-health. (cilium/health)'
    rule rke2-7108-control-plane-to-workers-cilium-operator-metrics source.1 rke2-7108-control-plane-v4 source.2 rke2-7108-control-plane-v6 destination.1 rke2-7108-workers-v4 destination.2 rke2-7108-workers-v6 service rke2-7108-tcp-9963 action Accept track.type Log comments 'rke2-7108: Prometheus scrapes operator metrics. (cilium/operator-metrics)'
    rule rke2-7108-control-plane-to-workers-rke2-kubelet-api source.1 rke2-7108-control-plane-v4 source.2 rke2-7108-control-plane-v6 destination.1 rke2-7108-workers-v4 destination.2 rke2-7108-workers-v6 service rke2-7108-tcp-10250 action Accept track.type Log comments 'rke2-7108: Kubelet API and metrics, which Metrics Server reads from any node. Scrapes the kubelet of every node. (rke2/kubelet-api, metrics-server/kubelet)'
    rule rke2-7108-control-plane-to-workers-cilium-vxlan source.1 rke2-7108-control-plane-v4 source.2 rke2-7108-control-plane-v6 destination.1 rke2-7108-workers-v4 destination.2 rke2-7108-workers-v6 service rke2-7108-udp-8472 action Accept track.type Log comments 'rke2-7108: Pod traffic between nodes, VXLAN encapsulated. (cilium/vxlan)'
    rule rke2-7108-control-plane-to-workers-cilium-wireguard source.1 rke2-7108-control-plane-v4 source.2 rke2-7108-control-plane-v6 destination.1 rke2-7108-workers-v4 destination.2 rke2-7108-workers-v6 service rke2-7108-udp-51871 action Accept track.type Log comments 'rke2-7108: WireGuard encrypted traffic between nodes. (cilium/wireguard)'
    rule rke2-7108-etcd-to-control-plane-cilium-health-icmp source.1 rke2-7108-etcd-v4 destination.1 rke2-7108-control-plane-v4 service rke2-7108-icmp action Accept track.type Log comments 'rke2-7108: Pings between nodes by cilium-health. (cilium/health-icmp)'
    rule rke2-7108-etcd-to-control-plane-cilium-health-icmpv6 source.1 rke2-7108-etcd-v6 destination.1 rke2-7108-control-plane-v6 service rke2-7108-icmpv6 action Accept track.type Log comments 'rke2-7108: Pings between nodes by cilium-health over IPv6. (cilium/health-icmpv6)'
    rule rke2-7108-etcd-to-control-plane-cilium-health source.1 rke2-7108-etcd-v4 source.2 rke2-7108-etcd-v6 destination.1 rke2-7108-control-plane-v4 destination.2 rke2-7108-control-plane-v6 service rke2-7108-tcp-4240 action Accept track.type Log comments 'rke2-7108: HTTP connectivity checks between nodes by cilium-health. (cilium/health)'
    rule rke2-7108-etcd-to-control-plane-kubernetes-kube-apiserver source.1 rke2-7108-etcd-v4 source.2 rke2-7108-etcd-v6 destination.1 rke2-7108-control-plane-v4 destination.2 rke2-7108-control-plane-v6 service rke2-7108-tcp-6443 action Accept track.type Log comments 'rke2-7108: Kubernetes API. (kubernetes/kube-apiserver)'
    rule rke2-7108-etcd-to-control-plane-rke2-supervisor source.1 rke2-7108-etcd-v4 source.2 rke2-7108-etcd-v6 destination.1 rke2-7108-control-plane-v4 destination.2 rke2-7108-control-plane-v6 service rke2-7108-tcp-9345 action Accept track.type Log comments 'rke2-7108: Supervisor API, where nodes register. (rke2/supervisor)'
    rule rke2-7108-etcd-to-control-plane-rke2-kubelet-api source.1 rke2-7108-etcd-v4 source.2 rke2-7108-etcd-v6 destination.1 rke2-7108-control-plane-v4 destination.2 rke2-7108-control-plane-v6 service rke2-7108-tcp-10250 action Accept track.type Log comments 'rke2-7108: Kubelet API and metrics, which Metrics Server reads from any node. (rke2/kubelet-api)'
    rule rke2-7108-etcd-to-control-plane-cilium-vxlan source.1 rke2-7108-etcd-v4 source.2 rke2-7108-etcd-v6 destination.1 rke2-7108-control-plane-v4 destination.2 rke2-7108-control-plane-v6 service rke2-7108-udp-8472 action Accept track.type Log comments 'rke2-7108: Pod traffic between nodes, VXLAN encapsulated. (cilium/vxlan)'
    rule rke2-7108-etcd-to-control-plane-cilium-wireguard source.1 rke2-7108-etcd-v4 source.2 rke2-7108-etcd-v6 destination.1 rke2-7108-control-plane-v4 destination.2 rke2-7108-control-plane-v6 service rke2-7108-udp-51871 action Accept track.type Log comments 'rke2-7108: WireGuard encrypted traffic between nodes. (cilium/wireguard)'
    rule rke2-7108-etcd-to-etcd-cilium-health-icmp source.1 rke2-7108-etcd-v4 destination.1 rke2-7108-etcd-v4 service rke2-7108-icmp action Accept track.type Log comments 'rke2-7108: Pings between nodes by cilium-health. (cilium/health-icmp)'
    rule rke2-7108-etcd-to-etcd-cilium-health-icmpv6 source.1 rke2-7108-etcd-v6 destination.1 rke2-7108-etcd-v6 service rke2-7108-icmpv6 action Accept track.type Log comments 'rke2-7108: Pings between nodes by cilium-health over IPv6. (cilium/health-icmpv6)'
    rule rke2-7108-etcd-to-etcd-kubernetes-etcd-client source.1 rke2-7108-etcd-v4 source.2 rke2-7108-etcd-v6 destination.1 rke2-7108-etcd-v4 destination.2 rke2-7108-etcd-v6 service rke2-7108-tcp-2379 action Accept track.type Log comments 'rke2-7108: etcd client API. (kubernetes/etcd-client)'
    rule rke2-7108-etcd-to-etcd-kubernetes-etcd-peer source.1 rke2-7108-etcd-v4 source.2 rke2-7108-etcd-v6 destination.1 rke2-7108-etcd-v4 destination.2 rke2-7108-etcd-v6 service rke2-7108-tcp-2380 action Accept track.type Log comments 'rke2-7108: etcd traffic between members. (kubernetes/etcd-peer)'
    rule rke2-7108-etcd-to-etcd-cilium-health source.1 rke2-7108-etcd-v4 source.2 rke2-7108-etcd-v6 destination.1 rke2-7108-etcd-v4 destination.2 rke2-7108-etcd-v6 service rke2-7108-tcp-4240 action Accept track.type Log comments 'rke2-7108: HTTP connectivity checks between nodes by cilium-health. (cilium/health)'
    rule rke2-7108-etcd-to-etcd-rke2-supervisor source.1 rke2-7108-etcd-v4 source.2 rke2-7108-etcd-v6 destination.1 rke2-7108-etcd-v4 destination.2 rke2-7108-etcd-v6 service rke2-7108-tcp-9345 action Accept track.type Log comments 'rke2-7108: Supervisor API, where nodes register. (rke2/supervisor)'
    rule rke2-7108-etcd-to-etcd-rke2-kubelet-api source.1 rke2-7108-etcd-v4 source.2 rke2-7108-etcd-v6 destination.1 rke2-7108-etcd-v4 destination.2 rke2-7108-etcd-v6 service rke2-7108-tcp-10250 action Accept track.type Log comments 'rke2-7108: Kubelet API and metrics, which Metrics Server reads from any node. (rke2/kubelet-api)'
    rule rke2-7108-etcd-to-etcd-cilium-vxlan source.1 rke2-7108-etcd-v4 source.2 rke2-7108-etcd-v6 destination.1 rke2-7108-etcd-v4 destination.2 rke2-7108-etcd-v6 service rke2-7108-udp-8472 action Accept track.type Log comments 'rke2-7108: Pod traffic between nodes, VXLAN encapsulated. (cilium/vxlan)'
    rule rke2-7108-etcd-to-etcd-cilium-wireguard source.1 rke2-7108-etcd-v4 source.2 rke2-7108-etcd-v6 destination.1 rke2-7108-etcd-v4 destination.2 rke2-7108-etcd-v6 service rke2-7108-udp-51871 action Accept track.type Log comments 'rke2-7108: WireGuard encrypted traffic between nodes. (cilium/wireguard)'
    rule rke2-7108-etcd-to-workers-cilium-health-icmp source.1 rke2-7108-etcd-v4 destination.1 rke2-7108-workers-v4 service rke2-7108-icmp action Accept track.type Log comments 'rke2-7108: Pings between nodes by cilium-health. (cilium/health-icmp)'
    rule rke2-7108-etcd-to-workers-cilium-health-icmpv6 source.1 rke2-7108-etcd-v6 destination.1 rke2-7108-workers-v6 service rke2-7108-icmpv6 action Accept track.type Log comments 'rke2-7108: Pings between nodes by cilium-health over IPv6. (cilium/health-icmpv6)'
    rule rke2-7108-etcd-to-workers-cilium-health source.1 rke2-7108-etcd-v4 source.2 rke2-7108-etcd-v6 destination.1 rke2-7108-workers-v4 destination.2 rke2-7108-workers-v6 service rke2-7108-tcp-4240 action Accept track.type Log comments 'rke2-7108: HTTP connectivity checks between nodes by cilium-health. (cilium/health)'
    rule rke2-7108-etcd-to-workers-rke2-kubelet-api source.1 rke2-7108-etcd-v4 source.2 rke2-7108-etcd-v6 destination.1 rke2-7108-workers-v4 destination.2 rke2-7108-workers-v6 service rke2-7108-tcp-10250 action Accept track.type Log comments 'rke2-7108: Kubelet API and metrics, which Metrics Server reads from any node. (rke2/kubelet-api)'
    rule rke2-7108-etcd-to-workers-cilium-vxlan source.1 rke2-7108-etcd-v4 source.2 rke2-7108-etcd-v6 destination.1 rke2-7108-workers-v4 destination.2 rke2-7108-workers-v6 service rke2-7108-udp-8472 action Accept track.type Log comments 'rke2-7108: Pod traffic between nodes, VXLAN encapsulated. (cilium/vxlan)'
    rule rke2-7108-etcd-to-workers-cilium-wireguard source.1 rke2-7108-etcd-v4 source.2 rke2-7108-etcd-v6 destination.1 rke2-7108-workers-v4 destination.2 rke2-7108-workers-v6 service rke2-7108-udp-51871 action Accept track.type Log comments 'rke2-7108: WireGuard encrypted traffic between nodes. (cilium/wireguard)'
    rule rke2-7108-workers-to-control-plane-cilium-health-icmp source.1 rke2-7108-workers-v4 destination.1 rke2-7108-control-plane-v4 service rke2-7108-icmp action Accept track.type Log comments 'rke2-7108: Pings between nodes by cilium-health. (cilium/health-icmp)'
    rule rke2-7108-workers-to-control-plane-cilium-health-icmpv6 source.1 rke2-7108-workers-v6 destination.1 rke2-7108-control-plane-v6 service rke2-7108-icmpv6 action Accept track.type Log comments 'rke2-7108: Pings between nodes by cilium-health over IPv6. (cilium/health-icmpv6)'
    rule rke2-7108-workers-to-control-plane-cilium-health source.1 rke2-7108-workers-v4 source.2 rke2-7108-workers-v6 destination.1 rke2-7108-control-plane-v4 destination.2 rke2-7108-control-plane-v6 service rke2-7108-tcp-4240 action Accept track.type Log comments 'rke2-7108: HTTP connectivity checks between nodes by cilium-health. (cilium/health)'
    rule rke2-7108-workers-to-control-plane-kubernetes-kube-apiserver source.1 rke2-7108-workers-v4 source.2 rke2-7108-workers-v6 destination.1 rke2-7108-control-plane-v4 destination.2 rke2-7108-control-plane-v6 service rke2-7108-tcp-6443 action Accept track.type Log comments 'rke2-7108: Kubernetes API. (kubernetes/kube-apiserver)'
    rule rke2-7108-workers-to-control-plane-rke2-supervisor source.1 rke2-7108-workers-v4 source.2 rke2-7108-workers-v6 destination.1 rke2-7108-control-plane-v4 destination.2 rke2-7108-control-plane-v6 service rke2-7108-tcp-9345 action Accept track.type Log comments 'rke2-7108: Supervisor API, where nodes register. (rke2/supervisor)'
    rule rke2-7108-workers-to-control-plane-cilium-operator-metrics source.1 rke2-7108-workers-v4 source.2 rke2-7108-workers-v6 destination.1 rke2-7108-control-plane-v4 destination.2 rke2-7108-control-plane-v6 service rke2-7108-tcp-9963 action Accept track.type Log comments 'rke2-7108: Prometheus scrapes operator metrics. (cilium/operator-metrics)'
    rule rke2-7108-workers-to-control-plane-rke2-kubelet-api source.1 rke2-7108-workers-v4 source.2 rke2-7108-workers-v6 destination.1 rke2-7108-control-plane-v4 destination.2 rke2-7108-control-plane-v6 service rke2-7108-tcp-10250 action Accept track.type Log comments 'rke2-7108: Kubelet API and metrics, which Metrics Server reads from any node. Scrapes the kubelet of every node. (rke2/kubelet-api, metrics-server/kubelet)'
    rule rke2-7108-workers-to-control-plane-cilium-vxlan source.1 rke2-7108-workers-v4 source.2 rke2-7108-workers-v6 destination.1 rke2-7108-control-plane-v4 destination.2 rke2-7108-control-plane-v6 service rke2-7108-udp-8472 action Accept track.type Log comments 'rke2-7108: Pod traffic between nodes, VXLAN encapsulated. (cilium/vxlan)'
    rule rke2-7108-workers-to-control-plane-cilium-wireguard source.1 rke2-7108-workers-v4 source.2 rke2-7108-workers-v6 destination.1 rke2-7108-control-plane-v4 destination.2 rke2-7108-control-plane-v6 service rke2-7108-udp-51871 action Accept track.type Log comments 'rke2-7108: WireGuard encrypted traffic between nodes. (cilium/wireguard)'
    rule rke2-7108-workers-to-etcd-cilium-health-icmp source.1 rke2-7108-workers-v4 destination.1 rke2-7108-etcd-v4 service rke2-7108-icmp action Accept track.type Log comments 'rke2-7108: Pings between nodes by cilium-health. (cilium/health-icmp)'
    rule rke2-7108-workers-to-etcd-cilium-health-icmpv6 source.1 rke2-7108-workers-v6 destination.1 rke2-7108-etcd-v6 service rke2-7108-icmpv6 action Accept track.type Log comments 'rke2-7108: Pings between nodes by cilium-health over IPv6. (cilium/health-icmpv6)'
    rule rke2-7108-workers-to-etcd-cilium-health source.1 rke2-7108-workers-v4 source.2 rke2-7108-workers-v6 destination.1 rke2-7108-etcd-v4 destination.2 rke2-7108-etcd-v6 service rke2-7108-tcp-4240 action Accept track.type Log comments 'rke2-7108: HTTP connectivity checks between nodes by cilium-health. (cilium/health)'
    rule rke2-7108-workers-to-etcd-rke2-supervisor source.1 rke2-7108-workers-v4 source.2 rke2-7108-workers-v6 destination.1 rke2-7108-etcd-v4 destination.2 rke2-7108-etcd-v6 service rke2-7108-tcp-9345 action Accept track.type Log comments 'rke2-7108: Supervisor API, where nodes register. (rke2/supervisor)'
    rule rke2-7108-workers-to-etcd-cilium-operator-metrics source.1 rke2-7108-workers-v4 source.2 rke2-7108-workers-v6 destination.1 rke2-7108-etcd-v4 destination.2 rke2-7108-etcd-v6 service rke2-7108-tcp-9963 action Accept track.type Log comments 'rke2-7108: Prometheus scrapes operator metrics. (cilium/operator-metrics)'
    rule rke2-7108-workers-to-etcd-rke2-kubelet-api source.1 rke2-7108-workers-v4 source.2 rke2-7108-workers-v6 destination.1 rke2-7108-etcd-v4 destination.2 rke2-7108-etcd-v6 service rke2-7108-tcp-10250 action Accept track.type Log comments 'rke2-7108: Kubelet API and metrics, which Metrics Server reads from any node. Scrapes the kubelet of every node. (rke2/kubelet-api, metrics-server/kubelet)'
    rule rke2-7108-workers-to-etcd-cilium-vxlan source.1 rke2-7108-workers-v4 source.2 rke2-7108-workers-v6 destination.1 rke2-7108-etcd-v4 destination.2 rke2-7108-etcd-v6 service rke2-7108-udp-8472 action Accept track.type Log comments 'rke2-7108: Pod traffic between nodes, VXLAN encapsulated. (cilium/vxlan)'
    rule rke2-7108-workers-to-etcd-cilium-wireguard source.1 rke2-7108-workers-v4 source.2 rke2-7108-workers-v6 destination.1 rke2-7108-etcd-v4 destination.2 rke2-7108-etcd-v6 service rke2-7108-udp-51871 action Accept track.type Log comments 'rke2-7108: WireGuard encrypted traffic between nodes. (cilium/wireguard)'
    rule rke2-7108-workers-to-workers-cilium-health-icmp source.1 rke2-7108-workers-v4 destination.1 rke2-7108-workers-v4 service rke2-7108-icmp action Accept track.type Log comments 'rke2-7108: Pings between nodes by cilium-health. (cilium/health-icmp)'
    rule rke2-7108-workers-to-workers-cilium-health-icmpv6 source.1 rke2-7108-workers-v6 destination.1 rke2-7108-workers-v6 service rke2-7108-icmpv6 action Accept track.type Log comments 'rke2-7108: Pings between nodes by cilium-health over IPv6. (cilium/health-icmpv6)'
    rule rke2-7108-workers-to-workers-cilium-health source.1 rke2-7108-workers-v4 source.2 rke2-7108-workers-v6 destination.1 rke2-7108-workers-v4 destination.2 rke2-7108-workers-v6 service rke2-7108-tcp-4240 action Accept track.type Log comments 'rke2-7108: HTTP connectivity checks between nodes by cilium-health. (cilium/health)'
    rule rke2-7108-workers-to-workers-cilium-operator-metrics source.1 rke2-7108-workers-v4 source.2 rke2-7108-workers-v6 destination.1 rke2-7108-workers-v4 destination.2 rke2-7108-workers-v6 service rke2-7108-tcp-9963 action Accept track.type Log comments 'rke2-7108: Prometheus scrapes operator metrics. (cilium/operator-metrics)'
    rule rke2-7108-workers-to-workers-rke2-kubelet-api source.1 rke2-7108-workers-v4 source.2 rke2-7108-workers-v6 destination.1 rke2-7108-workers-v4 destination.2 rke2-7108-workers-v6 service rke2-7108-tcp-10250 action Accept track.type Log comments 'rke2-7108: Kubelet API and metrics, which Metrics Server reads from any node. Scrapes the kubelet of every node. (rke2/kubelet-api, metrics-server/kubelet)'
    rule rke2-7108-workers-to-workers-cilium-vxlan source.1 rke2-7108-workers-v4 source.2 rke2-7108-workers-v6 destination.1 rke2-7108-workers-v4 destination.2 rke2-7108-workers-v6 service rke2-7108-udp-8472 action Accept track.type Log comments 'rke2-7108: Pod traffic between nodes, VXLAN encapsulated. (cilium/vxlan)'
    rule rke2-7108-workers-to-workers-cilium-wireguard source.1 rke2-7108-workers-v4 source.2 rke2-7108-workers-v6 destination.1 rke2-7108-workers-v4 destination.2 rke2-7108-workers-v6 service rke2-7108-udp-51871 action Accept track.type Log comments 'rke2-7108: WireGuard encrypted traffic between nodes. (cilium/wireguard)'
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
