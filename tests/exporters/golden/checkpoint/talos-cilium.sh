#!/bin/sh
# Access rules for Check Point, R81 or later: a script for the management server
# Names begin with talos-8505, which marks this plan.
# Plan: Talos with Cilium
# Revision: not saved
# Catalogue: 2026-11-23.01234567, Kubernetes 1.36
# Not validated by a device; it follows Check Point Management API Reference, R81, network objects, services, access rules.
#
# Left out, so these connections are closed:
# - control-plane-to-control-plane-cilium-health-icmp: one of its ends has no addresses in the plan
# - control-plane-to-control-plane-kubernetes-etcd-client: one of its ends has no addresses in the plan
# - control-plane-to-control-plane-kubernetes-etcd-peer: one of its ends has no addresses in the plan
# - control-plane-to-control-plane-cilium-health: one of its ends has no addresses in the plan
# - control-plane-to-control-plane-kubernetes-kube-apiserver: one of its ends has no addresses in the plan
# - control-plane-to-control-plane-cilium-operator-metrics: one of its ends has no addresses in the plan
# - control-plane-to-control-plane-cilium-envoy-metrics: one of its ends has no addresses in the plan
# - control-plane-to-control-plane-talos-kubelet-api: one of its ends has no addresses in the plan
# - control-plane-to-control-plane-talos-apid: one of its ends has no addresses in the plan
# - control-plane-to-control-plane-talos-kubespan: one of its ends has no addresses in the plan
# - control-plane-to-workers-cilium-health-icmp: one of its ends has no addresses in the plan
# - control-plane-to-workers-cilium-health: one of its ends has no addresses in the plan
# - control-plane-to-workers-cilium-operator-metrics: one of its ends has no addresses in the plan
# - control-plane-to-workers-cilium-envoy-metrics: one of its ends has no addresses in the plan
# - control-plane-to-workers-talos-kubelet-api: one of its ends has no addresses in the plan
# - control-plane-to-workers-talos-apid-worker: one of its ends has no addresses in the plan
# - control-plane-to-workers-talos-kubespan: one of its ends has no addresses in the plan
# - operators-to-control-plane-kubernetes-kube-apiserver: one of its ends has no addresses in the plan
# - operators-to-control-plane-talos-apid: one of its ends has no addresses in the plan
# - operators-to-workers-talos-apid-installation: one of its ends has no addresses in the plan
# - workers-to-control-plane-cilium-health-icmp: one of its ends has no addresses in the plan
# - workers-to-control-plane-cilium-health: one of its ends has no addresses in the plan
# - workers-to-control-plane-kubernetes-kube-apiserver: one of its ends has no addresses in the plan
# - workers-to-control-plane-cilium-operator-metrics: one of its ends has no addresses in the plan
# - workers-to-control-plane-cilium-envoy-metrics: one of its ends has no addresses in the plan
# - workers-to-control-plane-talos-kubelet-api: one of its ends has no addresses in the plan
# - workers-to-control-plane-talos-trustd: one of its ends has no addresses in the plan
# - workers-to-control-plane-talos-kubespan: one of its ends has no addresses in the plan
# - workers-to-workers-cilium-health-icmp: one of its ends has no addresses in the plan
# - workers-to-workers-cilium-health: one of its ends has no addresses in the plan
# - workers-to-workers-cilium-operator-metrics: one of its ends has no addresses in the plan
# - workers-to-workers-cilium-envoy-metrics: one of its ends has no addresses in the plan
# - workers-to-workers-talos-kubelet-api: one of its ends has no addresses in the plan
# - workers-to-workers-talos-kubespan: one of its ends has no addresses in the plan
# - control-plane-to-discovery-talos-dev-talos-discovery: one of its ends has no addresses in the plan
# - control-plane-to-time-cloudflare-com-talos-time: one of its ends has no addresses in the plan
# - workers-to-discovery-talos-dev-talos-discovery: one of its ends has no addresses in the plan
# - workers-to-time-cloudflare-com-talos-time: one of its ends has no addresses in the plan
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
section='talos-8505: Talos with Cilium'
layer='Network'
addresses() {
    :
}
services() {
    :
}
groups() {
    :
}
rules() {
    :
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
