#!/bin/sh
# Access rules for Check Point, R81 or later: a script for the management server
# Names begin with k3s-c659, which marks this plan.
# Plan: K3s on one host
# Revision: not saved
# Catalogue: 2026-11-23.01234567, Kubernetes 1.37
# Not validated by a device; it follows Check Point Management API Reference, R81, network objects, services, access rules.
#
# Left out, so these connections are closed:
# - host-to-traefik-version-check-traefik-version-check: one of its ends has no addresses in the plan
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
section='k3s-c659: K3s on one host'
layer='Network'
addresses() {
    :
    object network k3s-c659-198.51.100.0_24 subnet 198.51.100.0 mask-length 24
    object host k3s-c659-192.0.2.10 ip-address 192.0.2.10
}
services() {
    :
    service tcp k3s-c659-tcp-80 port 80
    service tcp k3s-c659-tcp-443 port 443
    service tcp k3s-c659-tcp-6443 port 6443
    service tcp k3s-c659-tcp-30000-32767 port 30000-32767
    service udp k3s-c659-udp-30000-32767 port 30000-32767
}
groups() {
    :
    object group k3s-c659-admins-v4 comments 'k3s-c659: admins' members.1 k3s-c659-198.51.100.0_24
    object group k3s-c659-host-v4 comments 'k3s-c659: host' members.1 k3s-c659-192.0.2.10
    object service-group k3s-c659-tcp-80_443 members.1 k3s-c659-tcp-80 members.2 k3s-c659-tcp-443
}
rules() {
    :
    rule k3s-c659-admins-to-host-k3s-ingress source.1 k3s-c659-admins-v4 destination.1 k3s-c659-host-v4 service k3s-c659-tcp-80_443 action Accept track.type Log comments 'k3s-c659: HTTP and HTTPS to Traefik through ServiceLB. HTTP and HTTPS to Traefik through ServiceLB of servers. (k3s/ingress, k3s/ingress-control-plane)'
    rule k3s-c659-admins-to-host-k3s-api-and-supervisor source.1 k3s-c659-admins-v4 destination.1 k3s-c659-host-v4 service k3s-c659-tcp-6443 action Accept track.type Log comments 'k3s-c659: Kubernetes API and K3s supervisor on one port. (k3s/api-and-supervisor)'
    rule k3s-c659-admins-to-host-kubernetes-nodeport-tcp source.1 k3s-c659-admins-v4 destination.1 k3s-c659-host-v4 service k3s-c659-tcp-30000-32767 action Accept track.type Log comments 'k3s-c659: NodePort Services over TCP. NodePort Services on control-plane nodes over TCP. (kubernetes/nodeport-tcp, kubernetes/nodeport-tcp-control-plane)'
    rule k3s-c659-admins-to-host-kubernetes-nodeport-udp source.1 k3s-c659-admins-v4 destination.1 k3s-c659-host-v4 service k3s-c659-udp-30000-32767 action Accept track.type Log comments 'k3s-c659: NodePort Services over UDP. NodePort Services on control-plane nodes over UDP. (kubernetes/nodeport-udp, kubernetes/nodeport-udp-control-plane)'
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
