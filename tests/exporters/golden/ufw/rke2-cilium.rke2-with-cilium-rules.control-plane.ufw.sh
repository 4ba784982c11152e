#!/bin/sh
# What the hosts of “control-plane” must accept
# Plan: RKE2 with Cilium
# Revision: not saved
# Catalogue: 2026-11-23.01234567, Kubernetes 1.35
#
# Only what stands here, or what ufw has already, gets in, SSH among it: keep a console
# open at the first time. What these hosts dial is not filtered.
# Pings and errors of ICMP get in from anywhere, whatever is left out: before.rules of ufw and
# before6.rules say so. IPv6 must be on, as it is: IPV6=yes in /etc/default/ufw.
# NodePorts and host ports that kube-proxy or containers translate go round this filter,
# which closes none of them: rules for them are for what listens by itself, as kube-proxy
# in its mode ipvs. To close them, put the file of the format nftables into force too.
# Pods' networks: 10.42.0.0/16, taken for granted, as rke2 documents them: check them.
# Whoever comes with one of these addresses reaches all of the host: pods do, and no
# others where the kernel filters by reverse path (rp_filter).
# Forwarding is not filtered, because the plan does not state these networks.
#
# Left out, so these connections are closed:
# - control-plane-to-control-plane-cilium-health-icmp: ufw has no rules for ICMP
# - control-plane-to-control-plane-cilium-health-icmpv6: ufw has no rules for ICMPv6
# - etcd-to-control-plane-cilium-health-icmp: ufw has no rules for ICMP
# - etcd-to-control-plane-cilium-health-icmpv6: ufw has no rules for ICMPv6
# - workers-to-control-plane-cilium-health-icmp: ufw has no rules for ICMP
# - workers-to-control-plane-cilium-health-icmpv6: ufw has no rules for ICMPv6
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

# pods reach their own host
u allow from 10.42.0.0/16 comment 'portsref pods'

# Kubernetes API. (kubernetes/kube-apiserver)
u allow proto tcp from 10.9.0.0/24 to 10.1.0.11 port 6443 comment 'portsref admins-to-control-plane-kubernetes-kube-apiserver'
u allow proto tcp from 10.9.0.0/24 to 10.1.0.12/31 port 6443 comment 'portsref admins-to-control-plane-kubernetes-kube-apiserver'

# HTTP connectivity checks between nodes by cilium-health. (cilium/health)
u allow proto tcp from 10.1.0.11 to 10.1.0.11 port 4240 comment 'portsref control-plane-to-control-plane-cilium-health'
u allow proto tcp from 10.1.0.11 to 10.1.0.12/31 port 4240 comment 'portsref control-plane-to-control-plane-cilium-health'
u allow proto tcp from 10.1.0.12/31 to 10.1.0.11 port 4240 comment 'portsref control-plane-to-control-plane-cilium-health'
u allow proto tcp from 10.1.0.12/31 to 10.1.0.12/31 port 4240 comment 'portsref control-plane-to-control-plane-cilium-health'
u allow proto tcp from 2001:db8:1::/64 to 2001:db8:1::/64 port 4240 comment 'portsref control-plane-to-control-plane-cilium-health'

# Kubernetes API. (kubernetes/kube-apiserver)
u allow proto tcp from 10.1.0.11 to 10.1.0.11 port 6443 comment 'portsref control-plane-to-control-plane-kubernetes-kube-apiserver'
u allow proto tcp from 10.1.0.11 to 10.1.0.12/31 port 6443 comment 'portsref control-plane-to-control-plane-kubernetes-kube-apiserver'
u allow proto tcp from 10.1.0.12/31 to 10.1.0.11 port 6443 comment 'portsref control-plane-to-control-plane-kubernetes-kube-apiserver'
u allow proto tcp from 10.1.0.12/31 to 10.1.0.12/31 port 6443 comment 'portsref control-plane-to-control-plane-kubernetes-kube-apiserver'
u allow proto tcp from 2001:db8:1::/64 to 2001:db8:1::/64 port 6443 comment 'portsref control-plane-to-control-plane-kubernetes-kube-apiserver'

# Supervisor API, where nodes register. (rke2/supervisor)
u allow proto tcp from 10.1.0.11 to 10.1.0.11 port 9345 comment 'portsref control-plane-to-control-plane-rke2-supervisor'
u allow proto tcp from 10.1.0.11 to 10.1.0.12/31 port 9345 comment 'portsref control-plane-to-control-plane-rke2-supervisor'
u allow proto tcp from 10.1.0.12/31 to 10.1.0.11 port 9345 comment 'portsref control-plane-to-control-plane-rke2-supervisor'
u allow proto tcp from 10.1.0.12/31 to 10.1.0.12/31 port 9345 comment 'portsref control-plane-to-control-plane-rke2-supervisor'
u allow proto tcp from 2001:db8:1::/64 to 2001:db8:1::/64 port 9345 comment 'portsref control-plane-to-control-plane-rke2-supervisor'

# Prometheus scrapes operator metrics. (cilium/operator-metrics)
u allow proto tcp from 10.1.0.11 to 10.1.0.11 port 9963 comment 'portsref control-plane-to-control-plane-cilium-operator-metrics'
u allow proto tcp from 10.1.0.11 to 10.1.0.12/31 port 9963 comment 'portsref control-plane-to-control-plane-cilium-operator-metrics'
u allow proto tcp from 10.1.0.12/31 to 10.1.0.11 port 9963 comment 'portsref control-plane-to-control-plane-cilium-operator-metrics'
u allow proto tcp from 10.1.0.12/31 to 10.1.0.12/31 port 9963 comment 'portsref control-plane-to-control-plane-cilium-operator-metrics'
u allow proto tcp from 2001:db8:1::/64 to 2001:db8:1::/64 port 9963 comment 'portsref control-plane-to-control-plane-cilium-operator-metrics'

# Kubelet API and metrics, which Metrics Server reads from any node. Scrapes the kubelet of every node. (rke2/kubelet-api, metrics-server/kubelet)
u allow proto tcp from 10.1.0.11 to 10.1.0.11 port 10250 comment 'portsref control-plane-to-control-plane-rke2-kubelet-api'
u allow proto tcp from 10.1.0.11 to 10.1.0.12/31 port 10250 comment 'portsref control-plane-to-control-plane-rke2-kubelet-api'
u allow proto tcp from 10.1.0.12/31 to 10.1.0.11 port 10250 comment 'portsref control-plane-to-control-plane-rke2-kubelet-api'
u allow proto tcp from 10.1.0.12/31 to 10.1.0.12/31 port 10250 comment 'portsref control-plane-to-control-plane-rke2-kubelet-api'
u allow proto tcp from 2001:db8:1::/64 to 2001:db8:1::/64 port 10250 comment 'portsref control-plane-to-control-plane-rke2-kubelet-api'

# Pod traffic between nodes, VXLAN encapsulated. (cilium/vxlan)
u allow proto udp from 10.1.0.11 to 10.1.0.11 port 8472 comment 'portsref control-plane-to-control-plane-cilium-vxlan'
u allow proto udp from 10.1.0.11 to 10.1.0.12/31 port 8472 comment 'portsref control-plane-to-control-plane-cilium-vxlan'
u allow proto udp from 10.1.0.12/31 to 10.1.0.11 port 8472 comment 'portsref control-plane-to-control-plane-cilium-vxlan'
u allow proto udp from 10.1.0.12/31 to 10.1.0.12/31 port 8472 comment 'portsref control-plane-to-control-plane-cilium-vxlan'
u allow proto udp from 2001:db8:1::/64 to 2001:db8:1::/64 port 8472 comment 'portsref control-plane-to-control-plane-cilium-vxlan'

# WireGuard encrypted traffic between nodes. (cilium/wireguard)
u allow proto udp from 10.1.0.11 to 10.1.0.11 port 51871 comment 'portsref control-plane-to-control-plane-cilium-wireguard'
u allow proto udp from 10.1.0.11 to 10.1.0.12/31 port 51871 comment 'portsref control-plane-to-control-plane-cilium-wireguard'
u allow proto udp from 10.1.0.12/31 to 10.1.0.11 port 51871 comment 'portsref control-plane-to-control-plane-cilium-wireguard'
u allow proto udp from 10.1.0.12/31 to 10.1.0.12/31 port 51871 comment 'portsref control-plane-to-control-plane-cilium-wireguard'
u allow proto udp from 2001:db8:1::/64 to 2001:db8:1::/64 port 51871 comment 'portsref control-plane-to-control-plane-cilium-wireguard'

# HTTP connectivity checks between nodes by cilium-health. (cilium/health)
u allow proto tcp from 10.1.0.21 to 10.1.0.11 port 4240 comment 'portsref etcd-to-control-plane-cilium-health'
u allow proto tcp from 10.1.0.21 to 10.1.0.12/31 port 4240 comment 'portsref etcd-to-control-plane-cilium-health'
u allow proto tcp from 10.1.0.22/31 to 10.1.0.11 port 4240 comment 'portsref etcd-to-control-plane-cilium-health'
u allow proto tcp from 10.1.0.22/31 to 10.1.0.12/31 port 4240 comment 'portsref etcd-to-control-plane-cilium-health'
u allow proto tcp from 2001:db8:2::/64 to 2001:db8:1::/64 port 4240 comment 'portsref etcd-to-control-plane-cilium-health'

# Kubernetes API. (kubernetes/kube-apiserver)
u allow proto tcp from 10.1.0.21 to 10.1.0.11 port 6443 comment 'portsref etcd-to-control-plane-kubernetes-kube-apiserver'
u allow proto tcp from 10.1.0.21 to 10.1.0.12/31 port 6443 comment 'portsref etcd-to-control-plane-kubernetes-kube-apiserver'
u allow proto tcp from 10.1.0.22/31 to 10.1.0.11 port 6443 comment 'portsref etcd-to-control-plane-kubernetes-kube-apiserver'
u allow proto tcp from 10.1.0.22/31 to 10.1.0.12/31 port 6443 comment 'portsref etcd-to-control-plane-kubernetes-kube-apiserver'
u allow proto tcp from 2001:db8:2::/64 to 2001:db8:1::/64 port 6443 comment 'portsref etcd-to-control-plane-kubernetes-kube-apiserver'

# Supervisor API, where nodes register. (rke2/supervisor)
u allow proto tcp from 10.1.0.21 to 10.1.0.11 port 9345 comment 'portsref etcd-to-control-plane-rke2-supervisor'
u allow proto tcp from 10.1.0.21 to 10.1.0.12/31 port 9345 comment 'portsref etcd-to-control-plane-rke2-supervisor'
u allow proto tcp from 10.1.0.22/31 to 10.1.0.11 port 9345 comment 'portsref etcd-to-control-plane-rke2-supervisor'
u allow proto tcp from 10.1.0.22/31 to 10.1.0.12/31 port 9345 comment 'portsref etcd-to-control-plane-rke2-supervisor'
u allow proto tcp from 2001:db8:2::/64 to 2001:db8:1::/64 port 9345 comment 'portsref etcd-to-control-plane-rke2-supervisor'

# Kubelet API and metrics, which Metrics Server reads from any node. (rke2/kubelet-api)
u allow proto tcp from 10.1.0.21 to 10.1.0.11 port 10250 comment 'portsref etcd-to-control-plane-rke2-kubelet-api'
u allow proto tcp from 10.1.0.21 to 10.1.0.12/31 port 10250 comment 'portsref etcd-to-control-plane-rke2-kubelet-api'
u allow proto tcp from 10.1.0.22/31 to 10.1.0.11 port 10250 comment 'portsref etcd-to-control-plane-rke2-kubelet-api'
u allow proto tcp from 10.1.0.22/31 to 10.1.0.12/31 port 10250 comment 'portsref etcd-to-control-plane-rke2-kubelet-api'
u allow proto tcp from 2001:db8:2::/64 to 2001:db8:1::/64 port 10250 comment 'portsref etcd-to-control-plane-rke2-kubelet-api'

# Pod traffic between nodes, VXLAN encapsulated. (cilium/vxlan)
u allow proto udp from 10.1.0.21 to 10.1.0.11 port 8472 comment 'portsref etcd-to-control-plane-cilium-vxlan'
u allow proto udp from 10.1.0.21 to 10.1.0.12/31 port 8472 comment 'portsref etcd-to-control-plane-cilium-vxlan'
u allow proto udp from 10.1.0.22/31 to 10.1.0.11 port 8472 comment 'portsref etcd-to-control-plane-cilium-vxlan'
u allow proto udp from 10.1.0.22/31 to 10.1.0.12/31 port 8472 comment 'portsref etcd-to-control-plane-cilium-vxlan'
u allow proto udp from 2001:db8:2::/64 to 2001:db8:1::/64 port 8472 comment 'portsref etcd-to-control-plane-cilium-vxlan'

# WireGuard encrypted traffic between nodes. (cilium/wireguard)
u allow proto udp from 10.1.0.21 to 10.1.0.11 port 51871 comment 'portsref etcd-to-control-plane-cilium-wireguard'
u allow proto udp from 10.1.0.21 to 10.1.0.12/31 port 51871 comment 'portsref etcd-to-control-plane-cilium-wireguard'
u allow proto udp from 10.1.0.22/31 to 10.1.0.11 port 51871 comment 'portsref etcd-to-control-plane-cilium-wireguard'
u allow proto udp from 10.1.0.22/31 to 10.1.0.12/31 port 51871 comment 'portsref etcd-to-control-plane-cilium-wireguard'
u allow proto udp from 2001:db8:2::/64 to 2001:db8:1::/64 port 51871 comment 'portsref etcd-to-control-plane-cilium-wireguard'

# HTTP connectivity checks between nodes by cilium-health. (cilium/health)
u allow proto tcp from 10.1.1.0/24 to 10.1.0.11 port 4240 comment 'portsref workers-to-control-plane-cilium-health'
u allow proto tcp from 10.1.1.0/24 to 10.1.0.12/31 port 4240 comment 'portsref workers-to-control-plane-cilium-health'
u allow proto tcp from 2001:db8:3::/64 to 2001:db8:1::/64 port 4240 comment 'portsref workers-to-control-plane-cilium-health'

# Kubernetes API. (kubernetes/kube-apiserver)
u allow proto tcp from 10.1.1.0/24 to 10.1.0.11 port 6443 comment 'portsref workers-to-control-plane-kubernetes-kube-apiserver'
u allow proto tcp from 10.1.1.0/24 to 10.1.0.12/31 port 6443 comment 'portsref workers-to-control-plane-kubernetes-kube-apiserver'
u allow proto tcp from 2001:db8:3::/64 to 2001:db8:1::/64 port 6443 comment 'portsref workers-to-control-plane-kubernetes-kube-apiserver'

# Supervisor API, where nodes register. (rke2/supervisor)
u allow proto tcp from 10.1.1.0/24 to 10.1.0.11 port 9345 comment 'portsref workers-to-control-plane-rke2-supervisor'
u allow proto tcp from 10.1.1.0/24 to 10.1.0.12/31 port 9345 comment 'portsref workers-to-control-plane-rke2-supervisor'
u allow proto tcp from 2001:db8:3::/64 to 2001:db8:1::/64 port 9345 comment 'portsref workers-to-control-plane-rke2-supervisor'

# Prometheus scrapes operator metrics. (cilium/operator-metrics)
u allow proto tcp from 10.1.1.0/24 to 10.1.0.11 port 9963 comment 'portsref workers-to-control-plane-cilium-operator-metrics'
u allow proto tcp from 10.1.1.0/24 to 10.1.0.12/31 port 9963 comment 'portsref workers-to-control-plane-cilium-operator-metrics'
u allow proto tcp from 2001:db8:3::/64 to 2001:db8:1::/64 port 9963 comment 'portsref workers-to-control-plane-cilium-operator-metrics'

# Kubelet API and metrics, which Metrics Server reads from any node. Scrapes the kubelet of every node. (rke2/kubelet-api, metrics-server/kubelet)
u allow proto tcp from 10.1.1.0/24 to 10.1.0.11 port 10250 comment 'portsref workers-to-control-plane-rke2-kubelet-api'
u allow proto tcp from 10.1.1.0/24 to 10.1.0.12/31 port 10250 comment 'portsref workers-to-control-plane-rke2-kubelet-api'
u allow proto tcp from 2001:db8:3::/64 to 2001:db8:1::/64 port 10250 comment 'portsref workers-to-control-plane-rke2-kubelet-api'

# Pod traffic between nodes, VXLAN encapsulated. (cilium/vxlan)
u allow proto udp from 10.1.1.0/24 to 10.1.0.11 port 8472 comment 'portsref workers-to-control-plane-cilium-vxlan'
u allow proto udp from 10.1.1.0/24 to 10.1.0.12/31 port 8472 comment 'portsref workers-to-control-plane-cilium-vxlan'
u allow proto udp from 2001:db8:3::/64 to 2001:db8:1::/64 port 8472 comment 'portsref workers-to-control-plane-cilium-vxlan'

# WireGuard encrypted traffic between nodes. (cilium/wireguard)
u allow proto udp from 10.1.1.0/24 to 10.1.0.11 port 51871 comment 'portsref workers-to-control-plane-cilium-wireguard'
u allow proto udp from 10.1.1.0/24 to 10.1.0.12/31 port 51871 comment 'portsref workers-to-control-plane-cilium-wireguard'
u allow proto udp from 2001:db8:3::/64 to 2001:db8:1::/64 port 51871 comment 'portsref workers-to-control-plane-cilium-wireguard'

# what hosts forward; then the rest is closed
[ -z "$how" ] || exit 0
ufw default allow routed
ufw default deny incoming
