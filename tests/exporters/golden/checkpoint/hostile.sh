#!/bin/sh
# Access rules for Check Point, R81 or later: a script for the management server
# Names begin with hyperlink-872c, which marks this plan.
# Plan: =HYPERLINK("https://example.com";"北京集群")
# Revision: not saved
# Catalogue: 2026-11-23.01234567, Kubernetes 1.37
# Not validated by a device; it follows Check Point Management API Reference, R81, network objects, services, access rules.
#
# Left out, so these connections are closed:
# - 1-1-to-工作节点-2-own-license: the format cannot say port 0
# - 工作节点-2-to-工作节点-2-own-license: the format cannot say port 0
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
section='hyperlink-872c: =HYPERLINK('\''https://example.com'\'';'\''北京集群'\'')'
layer='Network'
addresses() {
    :
    object network hyperlink-872c-2001-db8-6--_64 subnet 2001:db8:6:: mask-length 64
    object host hyperlink-872c-2001-db8-4--1 ip-address 2001:db8:4::1
    object address-range hyperlink-872c-10.4.0.1_10.4.0.9 ip-address-first 10.4.0.1 ip-address-last 10.4.0.9
    object network hyperlink-872c-10.4.1.0_24 subnet 10.4.1.0 mask-length 24
    object network hyperlink-872c-2001-db8-5--_64 subnet 2001:db8:5:: mask-length 64
    object host hyperlink-872c-198.51.100.7 ip-address 198.51.100.7
}
services() {
    :
    service tcp hyperlink-872c-tcp-6444 port 6444
    service tcp hyperlink-872c-tcp-8443-8445 port 8443-8445
    service other hyperlink-872c-esp ip-protocol 50
    service other hyperlink-872c-icmp ip-protocol 1
    service other hyperlink-872c-icmpv6 ip-protocol 58
    service tcp hyperlink-872c-tcp-4240 port 4240
    service tcp hyperlink-872c-tcp-9963 port 9963
    service tcp hyperlink-872c-tcp-9964 port 9964
    service tcp hyperlink-872c-tcp-10250 port 10250
    service udp hyperlink-872c-udp-8472 port 8472
    service other hyperlink-872c-vrrp ip-protocol 112
    service sctp hyperlink-872c-sctp-30000-32767 port 30000-32767
    service tcp hyperlink-872c-tcp-30000-32767 port 30000-32767
}
groups() {
    :
    object group hyperlink-872c-only-six-v6 comments 'hyperlink-872c: -only;=six' members.1 hyperlink-872c-2001-db8-6--_64
    object group hyperlink-872c-group-1-1-v6 comments 'hyperlink-872c: =1+1' members.1 hyperlink-872c-2001-db8-4--1
    object group hyperlink-872c-group-1-1-v4 comments 'hyperlink-872c: =1+1' members.1 hyperlink-872c-10.4.0.1_10.4.0.9
    object group hyperlink-872c-group-2-v4 comments 'hyperlink-872c: 工作节点；+2' members.1 hyperlink-872c-10.4.1.0_24
    object group hyperlink-872c-group-2-v6 comments 'hyperlink-872c: 工作节点；+2' members.1 hyperlink-872c-2001-db8-5--_64
    object group hyperlink-872c-c-clients-quoted-v4 comments 'hyperlink-872c: C:/clients '\''quoted'\''' members.1 hyperlink-872c-198.51.100.7
    object service-group hyperlink-872c-tcp-6444_8443-8445 members.1 hyperlink-872c-tcp-6444 members.2 hyperlink-872c-tcp-8443-8445
}
rules() {
    :
    rule hyperlink-872c-only-six-to-1-1-kubernetes-kube-apiserver source.1 hyperlink-872c-only-six-v6 destination.1 hyperlink-872c-group-1-1-v6 service hyperlink-872c-tcp-6444_8443-8445 action Accept track.type Log comments 'hyperlink-872c: Kubernetes API. (kubernetes/kube-apiserver)'
    rule hyperlink-872c-group-1-1-to-1-1-cilium-ipsec-948008bf source.1 hyperlink-872c-group-1-1-v4 source.2 hyperlink-872c-group-1-1-v6 destination.1 hyperlink-872c-group-1-1-v4 destination.2 hyperlink-872c-group-1-1-v6 service hyperlink-872c-esp action Accept track.type Log comments 'hyperlink-872c: 1-1-to-1-1-cilium-ipsec: IPsec encrypted traffic between nodes. (cilium/ipsec)'
    rule hyperlink-872c-group-1-1-to-1-1-cilium-health-icmp-08b91159 source.1 hyperlink-872c-group-1-1-v4 destination.1 hyperlink-872c-group-1-1-v4 service hyperlink-872c-icmp action Accept track.type Log comments 'hyperlink-872c: 1-1-to-1-1-cilium-health-icmp: Pings between nodes by cilium-health. (cilium/health-icmp)'
    rule hyperlink-872c-group-1-1-to-1-1-cilium-health-icmpv6-cbe6f388 source.1 hyperlink-872c-group-1-1-v6 destination.1 hyperlink-872c-group-1-1-v6 service hyperlink-872c-icmpv6 action Accept track.type Log comments 'hyperlink-872c: 1-1-to-1-1-cilium-health-icmpv6: Pings between nodes by cilium-health over IPv6. (cilium/health-icmpv6)'
    rule hyperlink-872c-group-1-1-to-1-1-cilium-health-82cd7b95 source.1 hyperlink-872c-group-1-1-v4 source.2 hyperlink-872c-group-1-1-v6 destination.1 hyperlink-872c-group-1-1-v4 destination.2 hyperlink-872c-group-1-1-v6 service hyperlink-872c-tcp-4240 action Accept track.type Log comments 'hyperlink-872c: 1-1-to-1-1-cilium-health: HTTP connectivity checks between nodes by cilium-health. (cilium/health)'
    rule hyperlink-872c-group-1-1-to-1-1-kubernetes-kube-apiserver-65433457 source.1 hyperlink-872c-group-1-1-v4 source.2 hyperlink-872c-group-1-1-v6 destination.1 hyperlink-872c-group-1-1-v4 destination.2 hyperlink-872c-group-1-1-v6 service hyperlink-872c-tcp-6444_8443-8445 action Accept track.type Log comments 'hyperlink-872c: 1-1-to-1-1-kubernetes-kube-apiserver: Kubernetes API. (kubernetes/kube-apiserver)'
    rule hyperlink-872c-group-1-1-to-1-1-cilium-operator-metrics-a0cca7e8 source.1 hyperlink-872c-group-1-1-v4 source.2 hyperlink-872c-group-1-1-v6 destination.1 hyperlink-872c-group-1-1-v4 destination.2 hyperlink-872c-group-1-1-v6 service hyperlink-872c-tcp-9963 action Accept track.type Log comments 'hyperlink-872c: 1-1-to-1-1-cilium-operator-metrics: Prometheus scrapes operator metrics. (cilium/operator-metrics)'
    rule hyperlink-872c-group-1-1-to-1-1-cilium-envoy-metrics-bef14d0a source.1 hyperlink-872c-group-1-1-v4 source.2 hyperlink-872c-group-1-1-v6 destination.1 hyperlink-872c-group-1-1-v4 destination.2 hyperlink-872c-group-1-1-v6 service hyperlink-872c-tcp-9964 action Accept track.type Log comments 'hyperlink-872c: 1-1-to-1-1-cilium-envoy-metrics: Prometheus scrapes Envoy metrics. (cilium/envoy-metrics)'
    rule hyperlink-872c-group-1-1-to-1-1-kubernetes-kubelet-api-02f4526a source.1 hyperlink-872c-group-1-1-v4 source.2 hyperlink-872c-group-1-1-v6 destination.1 hyperlink-872c-group-1-1-v4 destination.2 hyperlink-872c-group-1-1-v6 service hyperlink-872c-tcp-10250 action Accept track.type Log comments 'hyperlink-872c: 1-1-to-1-1-kubernetes-kubelet-api: Kubelet API. (kubernetes/kubelet-api)'
    rule hyperlink-872c-group-1-1-to-1-1-cilium-vxlan-f14219d0 source.1 hyperlink-872c-group-1-1-v4 source.2 hyperlink-872c-group-1-1-v6 destination.1 hyperlink-872c-group-1-1-v4 destination.2 hyperlink-872c-group-1-1-v6 service hyperlink-872c-udp-8472 action Accept track.type Log comments 'hyperlink-872c: 1-1-to-1-1-cilium-vxlan: Pod traffic between nodes, VXLAN encapsulated. (cilium/vxlan)'
    rule hyperlink-872c-group-1-1-to-1-1-own-heartbeat-889610e9 source.1 hyperlink-872c-group-1-1-v4 source.2 hyperlink-872c-group-1-1-v6 destination.1 hyperlink-872c-group-1-1-v4 destination.2 hyperlink-872c-group-1-1-v6 service hyperlink-872c-vrrp action Accept track.type Log comments 'hyperlink-872c: 1-1-to-1-1-own-heartbeat: +Heartbeat between control planes (own/heartbeat)'
    rule hyperlink-872c-group-1-1-to-2-cilium-ipsec-42b19cf1 source.1 hyperlink-872c-group-1-1-v4 source.2 hyperlink-872c-group-1-1-v6 destination.1 hyperlink-872c-group-2-v4 destination.2 hyperlink-872c-group-2-v6 service hyperlink-872c-esp action Accept track.type Log comments 'hyperlink-872c: 1-1-to-工作节点-2-cilium-ipsec: IPsec encrypted traffic between nodes. (cilium/ipsec)'
    rule hyperlink-872c-group-1-1-to-2-cilium-health-icmp-39a2fb71 source.1 hyperlink-872c-group-1-1-v4 destination.1 hyperlink-872c-group-2-v4 service hyperlink-872c-icmp action Accept track.type Log comments 'hyperlink-872c: 1-1-to-工作节点-2-cilium-health-icmp: Pings between nodes by cilium-health. (cilium/health-icmp)'
    rule hyperlink-872c-group-1-1-to-2-cilium-health-icmpv6-7c3f8201 source.1 hyperlink-872c-group-1-1-v6 destination.1 hyperlink-872c-group-2-v6 service hyperlink-872c-icmpv6 action Accept track.type Log comments 'hyperlink-872c: 1-1-to-工作节点-2-cilium-health-icmpv6: Pings between nodes by cilium-health over IPv6. (cilium/health-icmpv6)'
    rule hyperlink-872c-group-1-1-to-2-cilium-health-ad897eb1 source.1 hyperlink-872c-group-1-1-v4 source.2 hyperlink-872c-group-1-1-v6 destination.1 hyperlink-872c-group-2-v4 destination.2 hyperlink-872c-group-2-v6 service hyperlink-872c-tcp-4240 action Accept track.type Log comments 'hyperlink-872c: 1-1-to-工作节点-2-cilium-health: HTTP connectivity checks between nodes by cilium-health. (cilium/health)'
    rule hyperlink-872c-group-1-1-to-2-cilium-operator-metrics-eb9c401a source.1 hyperlink-872c-group-1-1-v4 source.2 hyperlink-872c-group-1-1-v6 destination.1 hyperlink-872c-group-2-v4 destination.2 hyperlink-872c-group-2-v6 service hyperlink-872c-tcp-9963 action Accept track.type Log comments 'hyperlink-872c: 1-1-to-工作节点-2-cilium-operator-metrics: Prometheus scrapes operator metrics. (cilium/operator-metrics)'
    rule hyperlink-872c-group-1-1-to-2-cilium-envoy-metrics-e01741e6 source.1 hyperlink-872c-group-1-1-v4 source.2 hyperlink-872c-group-1-1-v6 destination.1 hyperlink-872c-group-2-v4 destination.2 hyperlink-872c-group-2-v6 service hyperlink-872c-tcp-9964 action Accept track.type Log comments 'hyperlink-872c: 1-1-to-工作节点-2-cilium-envoy-metrics: Prometheus scrapes Envoy metrics. (cilium/envoy-metrics)'
    rule hyperlink-872c-group-1-1-to-2-kubernetes-kubelet-api-05f00bcf source.1 hyperlink-872c-group-1-1-v4 source.2 hyperlink-872c-group-1-1-v6 destination.1 hyperlink-872c-group-2-v4 destination.2 hyperlink-872c-group-2-v6 service hyperlink-872c-tcp-10250 action Accept track.type Log comments 'hyperlink-872c: 1-1-to-工作节点-2-kubernetes-kubelet-api: Kubelet API. (kubernetes/kubelet-api)'
    rule hyperlink-872c-group-1-1-to-2-cilium-vxlan-79040be6 source.1 hyperlink-872c-group-1-1-v4 source.2 hyperlink-872c-group-1-1-v6 destination.1 hyperlink-872c-group-2-v4 destination.2 hyperlink-872c-group-2-v6 service hyperlink-872c-udp-8472 action Accept track.type Log comments 'hyperlink-872c: 1-1-to-工作节点-2-cilium-vxlan: Pod traffic between nodes, VXLAN encapsulated. (cilium/vxlan)'
    rule hyperlink-872c-c-clients-quoted-to-1-1-kubernetes-kube-apiserver source.1 hyperlink-872c-c-clients-quoted-v4 destination.1 hyperlink-872c-group-1-1-v4 service hyperlink-872c-tcp-6444_8443-8445 action Accept track.type Log comments 'hyperlink-872c: Kubernetes API. (kubernetes/kube-apiserver)'
    rule hyperlink-872c-c-clients-quoted-to-2-kubernetes-nodeport-sctp-edcc7c4c source.1 hyperlink-872c-c-clients-quoted-v4 destination.1 hyperlink-872c-group-2-v4 service hyperlink-872c-sctp-30000-32767 action Accept track.type Log comments 'hyperlink-872c: c-clients-quoted-to-工作节点-2-kubernetes-nodeport-sctp: NodePort Services over SCTP. (kubernetes/nodeport-sctp)'
    rule hyperlink-872c-c-clients-quoted-to-2-kubernetes-nodeport-tcp-027a09f8 source.1 hyperlink-872c-c-clients-quoted-v4 destination.1 hyperlink-872c-group-2-v4 service hyperlink-872c-tcp-30000-32767 action Accept track.type Log comments 'hyperlink-872c: c-clients-quoted-to-工作节点-2-kubernetes-nodeport-tcp: NodePort Services over TCP. (kubernetes/nodeport-tcp)'
    rule hyperlink-872c-group-2-to-1-1-cilium-ipsec-d9aff575 source.1 hyperlink-872c-group-2-v4 source.2 hyperlink-872c-group-2-v6 destination.1 hyperlink-872c-group-1-1-v4 destination.2 hyperlink-872c-group-1-1-v6 service hyperlink-872c-esp action Accept track.type Log comments 'hyperlink-872c: 工作节点-2-to-1-1-cilium-ipsec: IPsec encrypted traffic between nodes. (cilium/ipsec)'
    rule hyperlink-872c-group-2-to-1-1-cilium-health-icmp-3701d94d source.1 hyperlink-872c-group-2-v4 destination.1 hyperlink-872c-group-1-1-v4 service hyperlink-872c-icmp action Accept track.type Log comments 'hyperlink-872c: 工作节点-2-to-1-1-cilium-health-icmp: Pings between nodes by cilium-health. (cilium/health-icmp)'
    rule hyperlink-872c-group-2-to-1-1-cilium-health-icmpv6-13788a5d source.1 hyperlink-872c-group-2-v6 destination.1 hyperlink-872c-group-1-1-v6 service hyperlink-872c-icmpv6 action Accept track.type Log comments 'hyperlink-872c: 工作节点-2-to-1-1-cilium-health-icmpv6: Pings between nodes by cilium-health over IPv6. (cilium/health-icmpv6)'
    rule hyperlink-872c-group-2-to-1-1-cilium-health-aad75684 source.1 hyperlink-872c-group-2-v4 source.2 hyperlink-872c-group-2-v6 destination.1 hyperlink-872c-group-1-1-v4 destination.2 hyperlink-872c-group-1-1-v6 service hyperlink-872c-tcp-4240 action Accept track.type Log comments 'hyperlink-872c: 工作节点-2-to-1-1-cilium-health: HTTP connectivity checks between nodes by cilium-health. (cilium/health)'
    rule hyperlink-872c-group-2-to-1-1-kubernetes-kube-apiserver-6f14a7ba source.1 hyperlink-872c-group-2-v4 source.2 hyperlink-872c-group-2-v6 destination.1 hyperlink-872c-group-1-1-v4 destination.2 hyperlink-872c-group-1-1-v6 service hyperlink-872c-tcp-6444_8443-8445 action Accept track.type Log comments 'hyperlink-872c: 工作节点-2-to-1-1-kubernetes-kube-apiserver: Kubernetes API. (kubernetes/kube-apiserver)'
    rule hyperlink-872c-group-2-to-1-1-cilium-operator-metrics-dfffc2da source.1 hyperlink-872c-group-2-v4 source.2 hyperlink-872c-group-2-v6 destination.1 hyperlink-872c-group-1-1-v4 destination.2 hyperlink-872c-group-1-1-v6 service hyperlink-872c-tcp-9963 action Accept track.type Log comments 'hyperlink-872c: 工作节点-2-to-1-1-cilium-operator-metrics: Prometheus scrapes operator metrics. (cilium/operator-metrics)'
    rule hyperlink-872c-group-2-to-1-1-cilium-envoy-metrics-4a31187b source.1 hyperlink-872c-group-2-v4 source.2 hyperlink-872c-group-2-v6 destination.1 hyperlink-872c-group-1-1-v4 destination.2 hyperlink-872c-group-1-1-v6 service hyperlink-872c-tcp-9964 action Accept track.type Log comments 'hyperlink-872c: 工作节点-2-to-1-1-cilium-envoy-metrics: Prometheus scrapes Envoy metrics. (cilium/envoy-metrics)'
    rule hyperlink-872c-group-2-to-1-1-cilium-vxlan-f3335c5d source.1 hyperlink-872c-group-2-v4 source.2 hyperlink-872c-group-2-v6 destination.1 hyperlink-872c-group-1-1-v4 destination.2 hyperlink-872c-group-1-1-v6 service hyperlink-872c-udp-8472 action Accept track.type Log comments 'hyperlink-872c: 工作节点-2-to-1-1-cilium-vxlan: Pod traffic between nodes, VXLAN encapsulated. (cilium/vxlan)'
    rule hyperlink-872c-group-2-to-2-cilium-ipsec-558140d1 source.1 hyperlink-872c-group-2-v4 source.2 hyperlink-872c-group-2-v6 destination.1 hyperlink-872c-group-2-v4 destination.2 hyperlink-872c-group-2-v6 service hyperlink-872c-esp action Accept track.type Log comments 'hyperlink-872c: 工作节点-2-to-工作节点-2-cilium-ipsec: IPsec encrypted traffic between nodes. (cilium/ipsec)'
    rule hyperlink-872c-group-2-to-2-cilium-health-icmp-3af44223 source.1 hyperlink-872c-group-2-v4 destination.1 hyperlink-872c-group-2-v4 service hyperlink-872c-icmp action Accept track.type Log comments 'hyperlink-872c: 工作节点-2-to-工作节点-2-cilium-health-icmp: Pings between nodes by cilium-health. (cilium/health-icmp)'
    rule hyperlink-872c-group-2-to-2-cilium-health-icmpv6-0a8eb2c9 source.1 hyperlink-872c-group-2-v6 destination.1 hyperlink-872c-group-2-v6 service hyperlink-872c-icmpv6 action Accept track.type Log comments 'hyperlink-872c: 工作节点-2-to-工作节点-2-cilium-health-icmpv6: Pings between nodes by cilium-health over IPv6. (cilium/health-icmpv6)'
    rule hyperlink-872c-group-2-to-2-cilium-health-7beb95cc source.1 hyperlink-872c-group-2-v4 source.2 hyperlink-872c-group-2-v6 destination.1 hyperlink-872c-group-2-v4 destination.2 hyperlink-872c-group-2-v6 service hyperlink-872c-tcp-4240 action Accept track.type Log comments 'hyperlink-872c: 工作节点-2-to-工作节点-2-cilium-health: HTTP connectivity checks between nodes by cilium-health. (cilium/health)'
    rule hyperlink-872c-group-2-to-2-cilium-operator-metrics-465f47df source.1 hyperlink-872c-group-2-v4 source.2 hyperlink-872c-group-2-v6 destination.1 hyperlink-872c-group-2-v4 destination.2 hyperlink-872c-group-2-v6 service hyperlink-872c-tcp-9963 action Accept track.type Log comments 'hyperlink-872c: 工作节点-2-to-工作节点-2-cilium-operator-metrics: Prometheus scrapes operator metrics. (cilium/operator-metrics)'
    rule hyperlink-872c-group-2-to-2-cilium-envoy-metrics-a5ca5f3e source.1 hyperlink-872c-group-2-v4 source.2 hyperlink-872c-group-2-v6 destination.1 hyperlink-872c-group-2-v4 destination.2 hyperlink-872c-group-2-v6 service hyperlink-872c-tcp-9964 action Accept track.type Log comments 'hyperlink-872c: 工作节点-2-to-工作节点-2-cilium-envoy-metrics: Prometheus scrapes Envoy metrics. (cilium/envoy-metrics)'
    rule hyperlink-872c-group-2-to-2-cilium-vxlan-457d33f2 source.1 hyperlink-872c-group-2-v4 source.2 hyperlink-872c-group-2-v6 destination.1 hyperlink-872c-group-2-v4 destination.2 hyperlink-872c-group-2-v6 service hyperlink-872c-udp-8472 action Accept track.type Log comments 'hyperlink-872c: 工作节点-2-to-工作节点-2-cilium-vxlan: Pod traffic between nodes, VXLAN encapsulated. (cilium/vxlan)'
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
