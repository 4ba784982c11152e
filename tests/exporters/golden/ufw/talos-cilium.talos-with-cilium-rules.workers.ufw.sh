#!/bin/sh
# What the hosts of “workers” must accept
# Plan: Talos with Cilium
# Revision: not saved
# Catalogue: 2026-11-23.01234567, Kubernetes 1.36
#
# Only what stands here, or what ufw has already, gets in, SSH among it: keep a console
# open at the first time. What these hosts dial is not filtered.
# Pings and errors of ICMP get in from anywhere, whatever is left out: before.rules of ufw and
# before6.rules say so. IPv6 must be on, as it is: IPV6=yes in /etc/default/ufw.
# NodePorts and host ports that kube-proxy or containers translate go round this filter,
# which closes none of them: rules for them are for what listens by itself, as kube-proxy
# in its mode ipvs. To close them, put the file of the format nftables into force too.
# Pods' networks: 10.244.0.0/16, taken for granted, as talos documents them: check them.
# Their addresses are seen between hosts: so they reach what the plan's rules say, on
# their own host too.
# Forwarding is not filtered, because the plan does not state these networks.
#
# Left out, so these connections are closed:
# - control-plane-to-workers-cilium-health-icmp: ufw has no rules for ICMP
# - control-plane-to-workers-cilium-health: whoever connects has no addresses in the plan
# - control-plane-to-workers-cilium-operator-metrics: whoever connects has no addresses in the plan
# - control-plane-to-workers-cilium-envoy-metrics: whoever connects has no addresses in the plan
# - control-plane-to-workers-talos-kubelet-api: whoever connects has no addresses in the plan
# - control-plane-to-workers-talos-apid-worker: whoever connects has no addresses in the plan
# - control-plane-to-workers-talos-kubespan: whoever connects has no addresses in the plan
# - workers-to-workers-cilium-health-icmp: ufw has no rules for ICMP
# - workers-to-workers-cilium-health: whoever connects has no addresses in the plan
# - workers-to-workers-cilium-operator-metrics: whoever connects has no addresses in the plan
# - workers-to-workers-cilium-envoy-metrics: whoever connects has no addresses in the plan
# - workers-to-workers-talos-kubelet-api: whoever connects has no addresses in the plan
# - workers-to-workers-talos-kubespan: whoever connects has no addresses in the plan
#
# Check: each command by itself, as root, with --dry-run behind ufw.
# Apply, as root: sh FILE, as often as you like, and ufw enable at the first time. It adds the
# rules first and closes the rest by its last lines; each command takes a moment. What an older
# file added stays: before a newer one, sh OLDER delete; or apply a delta request instead.
# What is in force: ufw status verbose; our rules have the comment portsref and their name.
# Take back: sh FILE delete, which leaves the rest closed; ufw disable opens all.

set -eu
how=${1:-}
case "$how" in '' | delete) ;; *) echo "$0 [delete]" >&2; exit 2 ;; esac
u() { ufw $how "$@"; }
r() { ufw route $how "$@"; }

# First configuration of a worker, from talosctl. Only during the installation. (talos/apid-installation)
u allow proto tcp from 10.9.0.0/24 to any port 50000 comment 'portsref operators-to-workers-talos-apid-installation'

# what hosts forward; then the rest is closed
[ -z "$how" ] || exit 0
ufw default allow routed
ufw default deny incoming
