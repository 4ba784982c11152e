#!/bin/sh
# Access rules for Check Point, R81 or later: a script for the management server
# Names begin with eks-f87d, which marks this plan.
# Plan: EKS with private nodes
# Revision: not saved
# Catalogue: 2026-11-23.01234567, Kubernetes 1.34
# Not validated by a device; it follows Check Point Management API Reference, R81, network objects, services, access rules.
#
# Left out, so these connections are closed:
# - nodes-to-aws-sts-of-the-region-aws-ebs-csi-sts: one of its ends has no addresses in the plan
# - nodes-to-amazon-ec2-api-aws-ebs-csi-ec2-api: one of its ends has no addresses in the plan
# - nodes-to-amazon-ec2-api-aws-vpc-cni-ec2-api: one of its ends has no addresses in the plan
# - nodes-to-amazon-ec2-api-eks-ec2-api: one of its ends has no addresses in the plan
# - nodes-to-amazon-eks-ecr-and-s3-endpoints-eks-aws-endpoints: one of its ends has no addresses in the plan
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
section='eks-f87d: EKS with private nodes'
layer='Network'
addresses() {
    :
    object network eks-f87d-10.3.0.0_28 subnet 10.3.0.0 mask-length 28
    object network eks-f87d-10.3.16.0_20 subnet 10.3.16.0 mask-length 20
    object network eks-f87d-10.9.0.0_24 subnet 10.9.0.0 mask-length 24
}
services() {
    :
    service tcp eks-f87d-tcp-8443 port 8443
    service tcp eks-f87d-tcp-10250 port 10250
    service tcp eks-f87d-tcp-443 port 443
    service other eks-f87d-icmp ip-protocol 1
    service tcp eks-f87d-tcp-1-65535 port 1-65535
    service tcp eks-f87d-tcp-53 port 53
    service tcp eks-f87d-tcp-8162 port 8162
    service tcp eks-f87d-tcp-10249 port 10249
    service tcp eks-f87d-tcp-61678 port 61678
    service udp eks-f87d-udp-1-65535 port 1-65535
    service udp eks-f87d-udp-53 port 53
}
groups() {
    :
    object group eks-f87d-eks-control-plane-v4 comments 'eks-f87d: eks-control-plane' members.1 eks-f87d-10.3.0.0_28
    object group eks-f87d-nodes-v4 comments 'eks-f87d: nodes' members.1 eks-f87d-10.3.16.0_20
    object group eks-f87d-operators-v4 comments 'eks-f87d: operators' members.1 eks-f87d-10.9.0.0_24
}
rules() {
    :
    rule eks-f87d-eks-control-plane-to-nodes-ingress-nginx-webhook source.1 eks-f87d-eks-control-plane-v4 destination.1 eks-f87d-nodes-v4 service eks-f87d-tcp-8443 action Accept track.type Log comments 'eks-f87d: Validating admission webhook. (ingress-nginx/webhook)'
    rule eks-f87d-eks-control-plane-to-nodes-cert-manager-webhook source.1 eks-f87d-eks-control-plane-v4 destination.1 eks-f87d-nodes-v4 service eks-f87d-tcp-10250 action Accept track.type Log comments 'eks-f87d: Admission webhook, called by the API server. (cert-manager/webhook)'
    rule eks-f87d-eks-control-plane-to-nodes-eks-kubelet-api source.1 eks-f87d-eks-control-plane-v4 destination.1 eks-f87d-nodes-v4 service eks-f87d-tcp-10250 action Accept track.type Log comments 'eks-f87d: Kubelet API, called from the EKS network interfaces. (eks/kubelet-api)'
    rule eks-f87d-nodes-to-eks-control-plane-eks-cluster-endpoint source.1 eks-f87d-nodes-v4 destination.1 eks-f87d-eks-control-plane-v4 service eks-f87d-tcp-443 action Accept track.type Log comments 'eks-f87d: Kubernetes API. (eks/cluster-endpoint)'
    rule eks-f87d-nodes-to-nodes-eks-pod-traffic-icmp source.1 eks-f87d-nodes-v4 destination.1 eks-f87d-nodes-v4 service eks-f87d-icmp action Accept track.type Log comments 'eks-f87d: Traffic between nodes and pods with addresses of their own, over ICMP. (eks/pod-traffic-icmp)'
    rule eks-f87d-nodes-to-nodes-eks-pod-traffic-tcp source.1 eks-f87d-nodes-v4 destination.1 eks-f87d-nodes-v4 service eks-f87d-tcp-1-65535 action Accept track.type Log comments 'eks-f87d: Traffic between nodes and pods with addresses of their own, over TCP. (eks/pod-traffic-tcp)'
    rule eks-f87d-nodes-to-nodes-eks-dns-tcp source.1 eks-f87d-nodes-v4 destination.1 eks-f87d-nodes-v4 service eks-f87d-tcp-53 action Accept track.type Log comments 'eks-f87d: Cluster DNS over TCP, between nodes. (eks/dns-tcp)'
    rule eks-f87d-nodes-to-nodes-aws-vpc-cni-policy-agent-metrics source.1 eks-f87d-nodes-v4 destination.1 eks-f87d-nodes-v4 service eks-f87d-tcp-8162 action Accept track.type Log comments 'eks-f87d: Network policy agent metrics. (aws-vpc-cni/policy-agent-metrics)'
    rule eks-f87d-nodes-to-nodes-eks-kube-proxy-metrics source.1 eks-f87d-nodes-v4 destination.1 eks-f87d-nodes-v4 service eks-f87d-tcp-10249 action Accept track.type Log comments 'eks-f87d: kube-proxy metrics. (eks/kube-proxy-metrics)'
    rule eks-f87d-nodes-to-nodes-aws-vpc-cni-ipamd-metrics source.1 eks-f87d-nodes-v4 destination.1 eks-f87d-nodes-v4 service eks-f87d-tcp-61678 action Accept track.type Log comments 'eks-f87d: ipamd metrics. (aws-vpc-cni/ipamd-metrics)'
    rule eks-f87d-nodes-to-nodes-eks-pod-traffic-udp source.1 eks-f87d-nodes-v4 destination.1 eks-f87d-nodes-v4 service eks-f87d-udp-1-65535 action Accept track.type Log comments 'eks-f87d: Traffic between nodes and pods with addresses of their own, over UDP. (eks/pod-traffic-udp)'
    rule eks-f87d-nodes-to-nodes-eks-dns-udp source.1 eks-f87d-nodes-v4 destination.1 eks-f87d-nodes-v4 service eks-f87d-udp-53 action Accept track.type Log comments 'eks-f87d: Cluster DNS over UDP, between nodes. (eks/dns-udp)'
    rule eks-f87d-operators-to-eks-control-plane-eks-cluster-endpoint source.1 eks-f87d-operators-v4 destination.1 eks-f87d-eks-control-plane-v4 service eks-f87d-tcp-443 action Accept track.type Log comments 'eks-f87d: Kubernetes API. (eks/cluster-endpoint)'
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
