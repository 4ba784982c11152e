#!/bin/sh
# What the hosts of “=1+1” must accept
# Plan: =HYPERLINK("https://example.com";"北京集群")
# Revision: not saved
# Catalogue: 2026-11-23.01234567, Kubernetes 1.37
#
# Only what stands here, or what ufw has already, gets in, SSH among it: keep a console
# open at the first time. What these hosts dial is not filtered.
# Pings and errors of ICMP get in from anywhere, whatever is left out: before.rules of ufw and
# before6.rules say so. IPv6 must be on, as it is: IPV6=yes in /etc/default/ufw.
# NodePorts and host ports that kube-proxy or containers translate go round this filter,
# which closes none of them: rules for them are for what listens by itself, as kube-proxy
# in its mode ipvs. To close them, put the file of the format nftables into force too.
# Pods' networks are not known: name them in the plan, or pods cannot reach their own host.
# Forwarding is not filtered, because the plan does not state these networks.
#
# Left out, so these connections are closed:
# - 1-1-to-1-1-cilium-health-icmp: ufw has no rules for ICMP
# - 1-1-to-1-1-cilium-health-icmpv6: ufw has no rules for ICMPv6
# - 工作节点-2-to-1-1-cilium-health-icmp: ufw has no rules for ICMP
# - 工作节点-2-to-1-1-cilium-health-icmpv6: ufw has no rules for ICMPv6
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

# Kubernetes API. (kubernetes/kube-apiserver)
u allow proto tcp from 2001:db8:6::/64 to 2001:db8:4::1 port 6444,8443:8445 comment 'portsref only-six-to-1-1-kubernetes-kube-apiserver'

# IPsec encrypted traffic between nodes. (cilium/ipsec)
u allow proto esp from 10.4.0.1 to 10.4.0.1 comment 'portsref 1-1-to-1-1-cilium-ipsec'
u allow proto esp from 10.4.0.1 to 10.4.0.2/31 comment 'portsref 1-1-to-1-1-cilium-ipsec'
u allow proto esp from 10.4.0.1 to 10.4.0.4/30 comment 'portsref 1-1-to-1-1-cilium-ipsec'
u allow proto esp from 10.4.0.1 to 10.4.0.8/31 comment 'portsref 1-1-to-1-1-cilium-ipsec'
u allow proto esp from 10.4.0.2/31 to 10.4.0.1 comment 'portsref 1-1-to-1-1-cilium-ipsec'
u allow proto esp from 10.4.0.2/31 to 10.4.0.2/31 comment 'portsref 1-1-to-1-1-cilium-ipsec'
u allow proto esp from 10.4.0.2/31 to 10.4.0.4/30 comment 'portsref 1-1-to-1-1-cilium-ipsec'
u allow proto esp from 10.4.0.2/31 to 10.4.0.8/31 comment 'portsref 1-1-to-1-1-cilium-ipsec'
u allow proto esp from 10.4.0.4/30 to 10.4.0.1 comment 'portsref 1-1-to-1-1-cilium-ipsec'
u allow proto esp from 10.4.0.4/30 to 10.4.0.2/31 comment 'portsref 1-1-to-1-1-cilium-ipsec'
u allow proto esp from 10.4.0.4/30 to 10.4.0.4/30 comment 'portsref 1-1-to-1-1-cilium-ipsec'
u allow proto esp from 10.4.0.4/30 to 10.4.0.8/31 comment 'portsref 1-1-to-1-1-cilium-ipsec'
u allow proto esp from 10.4.0.8/31 to 10.4.0.1 comment 'portsref 1-1-to-1-1-cilium-ipsec'
u allow proto esp from 10.4.0.8/31 to 10.4.0.2/31 comment 'portsref 1-1-to-1-1-cilium-ipsec'
u allow proto esp from 10.4.0.8/31 to 10.4.0.4/30 comment 'portsref 1-1-to-1-1-cilium-ipsec'
u allow proto esp from 10.4.0.8/31 to 10.4.0.8/31 comment 'portsref 1-1-to-1-1-cilium-ipsec'
u allow proto esp from 2001:db8:4::1 to 2001:db8:4::1 comment 'portsref 1-1-to-1-1-cilium-ipsec'

# HTTP connectivity checks between nodes by cilium-health. (cilium/health)
u allow proto tcp from 10.4.0.1 to 10.4.0.1 port 4240 comment 'portsref 1-1-to-1-1-cilium-health'
u allow proto tcp from 10.4.0.1 to 10.4.0.2/31 port 4240 comment 'portsref 1-1-to-1-1-cilium-health'
u allow proto tcp from 10.4.0.1 to 10.4.0.4/30 port 4240 comment 'portsref 1-1-to-1-1-cilium-health'
u allow proto tcp from 10.4.0.1 to 10.4.0.8/31 port 4240 comment 'portsref 1-1-to-1-1-cilium-health'
u allow proto tcp from 10.4.0.2/31 to 10.4.0.1 port 4240 comment 'portsref 1-1-to-1-1-cilium-health'
u allow proto tcp from 10.4.0.2/31 to 10.4.0.2/31 port 4240 comment 'portsref 1-1-to-1-1-cilium-health'
u allow proto tcp from 10.4.0.2/31 to 10.4.0.4/30 port 4240 comment 'portsref 1-1-to-1-1-cilium-health'
u allow proto tcp from 10.4.0.2/31 to 10.4.0.8/31 port 4240 comment 'portsref 1-1-to-1-1-cilium-health'
u allow proto tcp from 10.4.0.4/30 to 10.4.0.1 port 4240 comment 'portsref 1-1-to-1-1-cilium-health'
u allow proto tcp from 10.4.0.4/30 to 10.4.0.2/31 port 4240 comment 'portsref 1-1-to-1-1-cilium-health'
u allow proto tcp from 10.4.0.4/30 to 10.4.0.4/30 port 4240 comment 'portsref 1-1-to-1-1-cilium-health'
u allow proto tcp from 10.4.0.4/30 to 10.4.0.8/31 port 4240 comment 'portsref 1-1-to-1-1-cilium-health'
u allow proto tcp from 10.4.0.8/31 to 10.4.0.1 port 4240 comment 'portsref 1-1-to-1-1-cilium-health'
u allow proto tcp from 10.4.0.8/31 to 10.4.0.2/31 port 4240 comment 'portsref 1-1-to-1-1-cilium-health'
u allow proto tcp from 10.4.0.8/31 to 10.4.0.4/30 port 4240 comment 'portsref 1-1-to-1-1-cilium-health'
u allow proto tcp from 10.4.0.8/31 to 10.4.0.8/31 port 4240 comment 'portsref 1-1-to-1-1-cilium-health'
u allow proto tcp from 2001:db8:4::1 to 2001:db8:4::1 port 4240 comment 'portsref 1-1-to-1-1-cilium-health'

# Kubernetes API. (kubernetes/kube-apiserver)
u allow proto tcp from 10.4.0.1 to 10.4.0.1 port 6444,8443:8445 comment 'portsref 1-1-to-1-1-kubernetes-kube-apiserver'
u allow proto tcp from 10.4.0.1 to 10.4.0.2/31 port 6444,8443:8445 comment 'portsref 1-1-to-1-1-kubernetes-kube-apiserver'
u allow proto tcp from 10.4.0.1 to 10.4.0.4/30 port 6444,8443:8445 comment 'portsref 1-1-to-1-1-kubernetes-kube-apiserver'
u allow proto tcp from 10.4.0.1 to 10.4.0.8/31 port 6444,8443:8445 comment 'portsref 1-1-to-1-1-kubernetes-kube-apiserver'
u allow proto tcp from 10.4.0.2/31 to 10.4.0.1 port 6444,8443:8445 comment 'portsref 1-1-to-1-1-kubernetes-kube-apiserver'
u allow proto tcp from 10.4.0.2/31 to 10.4.0.2/31 port 6444,8443:8445 comment 'portsref 1-1-to-1-1-kubernetes-kube-apiserver'
u allow proto tcp from 10.4.0.2/31 to 10.4.0.4/30 port 6444,8443:8445 comment 'portsref 1-1-to-1-1-kubernetes-kube-apiserver'
u allow proto tcp from 10.4.0.2/31 to 10.4.0.8/31 port 6444,8443:8445 comment 'portsref 1-1-to-1-1-kubernetes-kube-apiserver'
u allow proto tcp from 10.4.0.4/30 to 10.4.0.1 port 6444,8443:8445 comment 'portsref 1-1-to-1-1-kubernetes-kube-apiserver'
u allow proto tcp from 10.4.0.4/30 to 10.4.0.2/31 port 6444,8443:8445 comment 'portsref 1-1-to-1-1-kubernetes-kube-apiserver'
u allow proto tcp from 10.4.0.4/30 to 10.4.0.4/30 port 6444,8443:8445 comment 'portsref 1-1-to-1-1-kubernetes-kube-apiserver'
u allow proto tcp from 10.4.0.4/30 to 10.4.0.8/31 port 6444,8443:8445 comment 'portsref 1-1-to-1-1-kubernetes-kube-apiserver'
u allow proto tcp from 10.4.0.8/31 to 10.4.0.1 port 6444,8443:8445 comment 'portsref 1-1-to-1-1-kubernetes-kube-apiserver'
u allow proto tcp from 10.4.0.8/31 to 10.4.0.2/31 port 6444,8443:8445 comment 'portsref 1-1-to-1-1-kubernetes-kube-apiserver'
u allow proto tcp from 10.4.0.8/31 to 10.4.0.4/30 port 6444,8443:8445 comment 'portsref 1-1-to-1-1-kubernetes-kube-apiserver'
u allow proto tcp from 10.4.0.8/31 to 10.4.0.8/31 port 6444,8443:8445 comment 'portsref 1-1-to-1-1-kubernetes-kube-apiserver'
u allow proto tcp from 2001:db8:4::1 to 2001:db8:4::1 port 6444,8443:8445 comment 'portsref 1-1-to-1-1-kubernetes-kube-apiserver'

# Prometheus scrapes operator metrics. (cilium/operator-metrics)
u allow proto tcp from 10.4.0.1 to 10.4.0.1 port 9963 comment 'portsref 1-1-to-1-1-cilium-operator-metrics'
u allow proto tcp from 10.4.0.1 to 10.4.0.2/31 port 9963 comment 'portsref 1-1-to-1-1-cilium-operator-metrics'
u allow proto tcp from 10.4.0.1 to 10.4.0.4/30 port 9963 comment 'portsref 1-1-to-1-1-cilium-operator-metrics'
u allow proto tcp from 10.4.0.1 to 10.4.0.8/31 port 9963 comment 'portsref 1-1-to-1-1-cilium-operator-metrics'
u allow proto tcp from 10.4.0.2/31 to 10.4.0.1 port 9963 comment 'portsref 1-1-to-1-1-cilium-operator-metrics'
u allow proto tcp from 10.4.0.2/31 to 10.4.0.2/31 port 9963 comment 'portsref 1-1-to-1-1-cilium-operator-metrics'
u allow proto tcp from 10.4.0.2/31 to 10.4.0.4/30 port 9963 comment 'portsref 1-1-to-1-1-cilium-operator-metrics'
u allow proto tcp from 10.4.0.2/31 to 10.4.0.8/31 port 9963 comment 'portsref 1-1-to-1-1-cilium-operator-metrics'
u allow proto tcp from 10.4.0.4/30 to 10.4.0.1 port 9963 comment 'portsref 1-1-to-1-1-cilium-operator-metrics'
u allow proto tcp from 10.4.0.4/30 to 10.4.0.2/31 port 9963 comment 'portsref 1-1-to-1-1-cilium-operator-metrics'
u allow proto tcp from 10.4.0.4/30 to 10.4.0.4/30 port 9963 comment 'portsref 1-1-to-1-1-cilium-operator-metrics'
u allow proto tcp from 10.4.0.4/30 to 10.4.0.8/31 port 9963 comment 'portsref 1-1-to-1-1-cilium-operator-metrics'
u allow proto tcp from 10.4.0.8/31 to 10.4.0.1 port 9963 comment 'portsref 1-1-to-1-1-cilium-operator-metrics'
u allow proto tcp from 10.4.0.8/31 to 10.4.0.2/31 port 9963 comment 'portsref 1-1-to-1-1-cilium-operator-metrics'
u allow proto tcp from 10.4.0.8/31 to 10.4.0.4/30 port 9963 comment 'portsref 1-1-to-1-1-cilium-operator-metrics'
u allow proto tcp from 10.4.0.8/31 to 10.4.0.8/31 port 9963 comment 'portsref 1-1-to-1-1-cilium-operator-metrics'
u allow proto tcp from 2001:db8:4::1 to 2001:db8:4::1 port 9963 comment 'portsref 1-1-to-1-1-cilium-operator-metrics'

# Prometheus scrapes Envoy metrics. (cilium/envoy-metrics)
u allow proto tcp from 10.4.0.1 to 10.4.0.1 port 9964 comment 'portsref 1-1-to-1-1-cilium-envoy-metrics'
u allow proto tcp from 10.4.0.1 to 10.4.0.2/31 port 9964 comment 'portsref 1-1-to-1-1-cilium-envoy-metrics'
u allow proto tcp from 10.4.0.1 to 10.4.0.4/30 port 9964 comment 'portsref 1-1-to-1-1-cilium-envoy-metrics'
u allow proto tcp from 10.4.0.1 to 10.4.0.8/31 port 9964 comment 'portsref 1-1-to-1-1-cilium-envoy-metrics'
u allow proto tcp from 10.4.0.2/31 to 10.4.0.1 port 9964 comment 'portsref 1-1-to-1-1-cilium-envoy-metrics'
u allow proto tcp from 10.4.0.2/31 to 10.4.0.2/31 port 9964 comment 'portsref 1-1-to-1-1-cilium-envoy-metrics'
u allow proto tcp from 10.4.0.2/31 to 10.4.0.4/30 port 9964 comment 'portsref 1-1-to-1-1-cilium-envoy-metrics'
u allow proto tcp from 10.4.0.2/31 to 10.4.0.8/31 port 9964 comment 'portsref 1-1-to-1-1-cilium-envoy-metrics'
u allow proto tcp from 10.4.0.4/30 to 10.4.0.1 port 9964 comment 'portsref 1-1-to-1-1-cilium-envoy-metrics'
u allow proto tcp from 10.4.0.4/30 to 10.4.0.2/31 port 9964 comment 'portsref 1-1-to-1-1-cilium-envoy-metrics'
u allow proto tcp from 10.4.0.4/30 to 10.4.0.4/30 port 9964 comment 'portsref 1-1-to-1-1-cilium-envoy-metrics'
u allow proto tcp from 10.4.0.4/30 to 10.4.0.8/31 port 9964 comment 'portsref 1-1-to-1-1-cilium-envoy-metrics'
u allow proto tcp from 10.4.0.8/31 to 10.4.0.1 port 9964 comment 'portsref 1-1-to-1-1-cilium-envoy-metrics'
u allow proto tcp from 10.4.0.8/31 to 10.4.0.2/31 port 9964 comment 'portsref 1-1-to-1-1-cilium-envoy-metrics'
u allow proto tcp from 10.4.0.8/31 to 10.4.0.4/30 port 9964 comment 'portsref 1-1-to-1-1-cilium-envoy-metrics'
u allow proto tcp from 10.4.0.8/31 to 10.4.0.8/31 port 9964 comment 'portsref 1-1-to-1-1-cilium-envoy-metrics'
u allow proto tcp from 2001:db8:4::1 to 2001:db8:4::1 port 9964 comment 'portsref 1-1-to-1-1-cilium-envoy-metrics'

# Kubelet API. (kubernetes/kubelet-api)
u allow proto tcp from 10.4.0.1 to 10.4.0.1 port 10250 comment 'portsref 1-1-to-1-1-kubernetes-kubelet-api'
u allow proto tcp from 10.4.0.1 to 10.4.0.2/31 port 10250 comment 'portsref 1-1-to-1-1-kubernetes-kubelet-api'
u allow proto tcp from 10.4.0.1 to 10.4.0.4/30 port 10250 comment 'portsref 1-1-to-1-1-kubernetes-kubelet-api'
u allow proto tcp from 10.4.0.1 to 10.4.0.8/31 port 10250 comment 'portsref 1-1-to-1-1-kubernetes-kubelet-api'
u allow proto tcp from 10.4.0.2/31 to 10.4.0.1 port 10250 comment 'portsref 1-1-to-1-1-kubernetes-kubelet-api'
u allow proto tcp from 10.4.0.2/31 to 10.4.0.2/31 port 10250 comment 'portsref 1-1-to-1-1-kubernetes-kubelet-api'
u allow proto tcp from 10.4.0.2/31 to 10.4.0.4/30 port 10250 comment 'portsref 1-1-to-1-1-kubernetes-kubelet-api'
u allow proto tcp from 10.4.0.2/31 to 10.4.0.8/31 port 10250 comment 'portsref 1-1-to-1-1-kubernetes-kubelet-api'
u allow proto tcp from 10.4.0.4/30 to 10.4.0.1 port 10250 comment 'portsref 1-1-to-1-1-kubernetes-kubelet-api'
u allow proto tcp from 10.4.0.4/30 to 10.4.0.2/31 port 10250 comment 'portsref 1-1-to-1-1-kubernetes-kubelet-api'
u allow proto tcp from 10.4.0.4/30 to 10.4.0.4/30 port 10250 comment 'portsref 1-1-to-1-1-kubernetes-kubelet-api'
u allow proto tcp from 10.4.0.4/30 to 10.4.0.8/31 port 10250 comment 'portsref 1-1-to-1-1-kubernetes-kubelet-api'
u allow proto tcp from 10.4.0.8/31 to 10.4.0.1 port 10250 comment 'portsref 1-1-to-1-1-kubernetes-kubelet-api'
u allow proto tcp from 10.4.0.8/31 to 10.4.0.2/31 port 10250 comment 'portsref 1-1-to-1-1-kubernetes-kubelet-api'
u allow proto tcp from 10.4.0.8/31 to 10.4.0.4/30 port 10250 comment 'portsref 1-1-to-1-1-kubernetes-kubelet-api'
u allow proto tcp from 10.4.0.8/31 to 10.4.0.8/31 port 10250 comment 'portsref 1-1-to-1-1-kubernetes-kubelet-api'
u allow proto tcp from 2001:db8:4::1 to 2001:db8:4::1 port 10250 comment 'portsref 1-1-to-1-1-kubernetes-kubelet-api'

# Pod traffic between nodes, VXLAN encapsulated. (cilium/vxlan)
u allow proto udp from 10.4.0.1 to 10.4.0.1 port 8472 comment 'portsref 1-1-to-1-1-cilium-vxlan'
u allow proto udp from 10.4.0.1 to 10.4.0.2/31 port 8472 comment 'portsref 1-1-to-1-1-cilium-vxlan'
u allow proto udp from 10.4.0.1 to 10.4.0.4/30 port 8472 comment 'portsref 1-1-to-1-1-cilium-vxlan'
u allow proto udp from 10.4.0.1 to 10.4.0.8/31 port 8472 comment 'portsref 1-1-to-1-1-cilium-vxlan'
u allow proto udp from 10.4.0.2/31 to 10.4.0.1 port 8472 comment 'portsref 1-1-to-1-1-cilium-vxlan'
u allow proto udp from 10.4.0.2/31 to 10.4.0.2/31 port 8472 comment 'portsref 1-1-to-1-1-cilium-vxlan'
u allow proto udp from 10.4.0.2/31 to 10.4.0.4/30 port 8472 comment 'portsref 1-1-to-1-1-cilium-vxlan'
u allow proto udp from 10.4.0.2/31 to 10.4.0.8/31 port 8472 comment 'portsref 1-1-to-1-1-cilium-vxlan'
u allow proto udp from 10.4.0.4/30 to 10.4.0.1 port 8472 comment 'portsref 1-1-to-1-1-cilium-vxlan'
u allow proto udp from 10.4.0.4/30 to 10.4.0.2/31 port 8472 comment 'portsref 1-1-to-1-1-cilium-vxlan'
u allow proto udp from 10.4.0.4/30 to 10.4.0.4/30 port 8472 comment 'portsref 1-1-to-1-1-cilium-vxlan'
u allow proto udp from 10.4.0.4/30 to 10.4.0.8/31 port 8472 comment 'portsref 1-1-to-1-1-cilium-vxlan'
u allow proto udp from 10.4.0.8/31 to 10.4.0.1 port 8472 comment 'portsref 1-1-to-1-1-cilium-vxlan'
u allow proto udp from 10.4.0.8/31 to 10.4.0.2/31 port 8472 comment 'portsref 1-1-to-1-1-cilium-vxlan'
u allow proto udp from 10.4.0.8/31 to 10.4.0.4/30 port 8472 comment 'portsref 1-1-to-1-1-cilium-vxlan'
u allow proto udp from 10.4.0.8/31 to 10.4.0.8/31 port 8472 comment 'portsref 1-1-to-1-1-cilium-vxlan'
u allow proto udp from 2001:db8:4::1 to 2001:db8:4::1 port 8472 comment 'portsref 1-1-to-1-1-cilium-vxlan'

# +Heartbeat between control planes (own/heartbeat)
u allow proto vrrp from 10.4.0.1 to 10.4.0.1 comment 'portsref 1-1-to-1-1-own-heartbeat'
u allow proto vrrp from 10.4.0.1 to 10.4.0.2/31 comment 'portsref 1-1-to-1-1-own-heartbeat'
u allow proto vrrp from 10.4.0.1 to 10.4.0.4/30 comment 'portsref 1-1-to-1-1-own-heartbeat'
u allow proto vrrp from 10.4.0.1 to 10.4.0.8/31 comment 'portsref 1-1-to-1-1-own-heartbeat'
u allow proto vrrp from 10.4.0.2/31 to 10.4.0.1 comment 'portsref 1-1-to-1-1-own-heartbeat'
u allow proto vrrp from 10.4.0.2/31 to 10.4.0.2/31 comment 'portsref 1-1-to-1-1-own-heartbeat'
u allow proto vrrp from 10.4.0.2/31 to 10.4.0.4/30 comment 'portsref 1-1-to-1-1-own-heartbeat'
u allow proto vrrp from 10.4.0.2/31 to 10.4.0.8/31 comment 'portsref 1-1-to-1-1-own-heartbeat'
u allow proto vrrp from 10.4.0.4/30 to 10.4.0.1 comment 'portsref 1-1-to-1-1-own-heartbeat'
u allow proto vrrp from 10.4.0.4/30 to 10.4.0.2/31 comment 'portsref 1-1-to-1-1-own-heartbeat'
u allow proto vrrp from 10.4.0.4/30 to 10.4.0.4/30 comment 'portsref 1-1-to-1-1-own-heartbeat'
u allow proto vrrp from 10.4.0.4/30 to 10.4.0.8/31 comment 'portsref 1-1-to-1-1-own-heartbeat'
u allow proto vrrp from 10.4.0.8/31 to 10.4.0.1 comment 'portsref 1-1-to-1-1-own-heartbeat'
u allow proto vrrp from 10.4.0.8/31 to 10.4.0.2/31 comment 'portsref 1-1-to-1-1-own-heartbeat'
u allow proto vrrp from 10.4.0.8/31 to 10.4.0.4/30 comment 'portsref 1-1-to-1-1-own-heartbeat'
u allow proto vrrp from 10.4.0.8/31 to 10.4.0.8/31 comment 'portsref 1-1-to-1-1-own-heartbeat'
u allow proto vrrp from 2001:db8:4::1 to 2001:db8:4::1 comment 'portsref 1-1-to-1-1-own-heartbeat'

# Kubernetes API. (kubernetes/kube-apiserver)
u allow proto tcp from 198.51.100.7 to 10.4.0.1 port 6444,8443:8445 comment 'portsref c-clients-quoted-to-1-1-kubernetes-kube-apiserver'
u allow proto tcp from 198.51.100.7 to 10.4.0.2/31 port 6444,8443:8445 comment 'portsref c-clients-quoted-to-1-1-kubernetes-kube-apiserver'
u allow proto tcp from 198.51.100.7 to 10.4.0.4/30 port 6444,8443:8445 comment 'portsref c-clients-quoted-to-1-1-kubernetes-kube-apiserver'
u allow proto tcp from 198.51.100.7 to 10.4.0.8/31 port 6444,8443:8445 comment 'portsref c-clients-quoted-to-1-1-kubernetes-kube-apiserver'

# IPsec encrypted traffic between nodes. (cilium/ipsec)
u allow proto esp from 10.4.1.0/24 to 10.4.0.1 comment 'portsref 工作节点-2-to-1-1-cilium-ipsec'
u allow proto esp from 10.4.1.0/24 to 10.4.0.2/31 comment 'portsref 工作节点-2-to-1-1-cilium-ipsec'
u allow proto esp from 10.4.1.0/24 to 10.4.0.4/30 comment 'portsref 工作节点-2-to-1-1-cilium-ipsec'
u allow proto esp from 10.4.1.0/24 to 10.4.0.8/31 comment 'portsref 工作节点-2-to-1-1-cilium-ipsec'
u allow proto esp from 2001:db8:5::/64 to 2001:db8:4::1 comment 'portsref 工作节点-2-to-1-1-cilium-ipsec'

# HTTP connectivity checks between nodes by cilium-health. (cilium/health)
u allow proto tcp from 10.4.1.0/24 to 10.4.0.1 port 4240 comment 'portsref 工作节点-2-to-1-1-cilium-health'
u allow proto tcp from 10.4.1.0/24 to 10.4.0.2/31 port 4240 comment 'portsref 工作节点-2-to-1-1-cilium-health'
u allow proto tcp from 10.4.1.0/24 to 10.4.0.4/30 port 4240 comment 'portsref 工作节点-2-to-1-1-cilium-health'
u allow proto tcp from 10.4.1.0/24 to 10.4.0.8/31 port 4240 comment 'portsref 工作节点-2-to-1-1-cilium-health'
u allow proto tcp from 2001:db8:5::/64 to 2001:db8:4::1 port 4240 comment 'portsref 工作节点-2-to-1-1-cilium-health'

# Kubernetes API. (kubernetes/kube-apiserver)
u allow proto tcp from 10.4.1.0/24 to 10.4.0.1 port 6444,8443:8445 comment 'portsref 工作节点-2-to-1-1-kubernetes-kube-apiserver'
u allow proto tcp from 10.4.1.0/24 to 10.4.0.2/31 port 6444,8443:8445 comment 'portsref 工作节点-2-to-1-1-kubernetes-kube-apiserver'
u allow proto tcp from 10.4.1.0/24 to 10.4.0.4/30 port 6444,8443:8445 comment 'portsref 工作节点-2-to-1-1-kubernetes-kube-apiserver'
u allow proto tcp from 10.4.1.0/24 to 10.4.0.8/31 port 6444,8443:8445 comment 'portsref 工作节点-2-to-1-1-kubernetes-kube-apiserver'
u allow proto tcp from 2001:db8:5::/64 to 2001:db8:4::1 port 6444,8443:8445 comment 'portsref 工作节点-2-to-1-1-kubernetes-kube-apiserver'

# Prometheus scrapes operator metrics. (cilium/operator-metrics)
u allow proto tcp from 10.4.1.0/24 to 10.4.0.1 port 9963 comment 'portsref 工作节点-2-to-1-1-cilium-operator-metrics'
u allow proto tcp from 10.4.1.0/24 to 10.4.0.2/31 port 9963 comment 'portsref 工作节点-2-to-1-1-cilium-operator-metrics'
u allow proto tcp from 10.4.1.0/24 to 10.4.0.4/30 port 9963 comment 'portsref 工作节点-2-to-1-1-cilium-operator-metrics'
u allow proto tcp from 10.4.1.0/24 to 10.4.0.8/31 port 9963 comment 'portsref 工作节点-2-to-1-1-cilium-operator-metrics'
u allow proto tcp from 2001:db8:5::/64 to 2001:db8:4::1 port 9963 comment 'portsref 工作节点-2-to-1-1-cilium-operator-metrics'

# Prometheus scrapes Envoy metrics. (cilium/envoy-metrics)
u allow proto tcp from 10.4.1.0/24 to 10.4.0.1 port 9964 comment 'portsref 工作节点-2-to-1-1-cilium-envoy-metrics'
u allow proto tcp from 10.4.1.0/24 to 10.4.0.2/31 port 9964 comment 'portsref 工作节点-2-to-1-1-cilium-envoy-metrics'
u allow proto tcp from 10.4.1.0/24 to 10.4.0.4/30 port 9964 comment 'portsref 工作节点-2-to-1-1-cilium-envoy-metrics'
u allow proto tcp from 10.4.1.0/24 to 10.4.0.8/31 port 9964 comment 'portsref 工作节点-2-to-1-1-cilium-envoy-metrics'
u allow proto tcp from 2001:db8:5::/64 to 2001:db8:4::1 port 9964 comment 'portsref 工作节点-2-to-1-1-cilium-envoy-metrics'

# Pod traffic between nodes, VXLAN encapsulated. (cilium/vxlan)
u allow proto udp from 10.4.1.0/24 to 10.4.0.1 port 8472 comment 'portsref 工作节点-2-to-1-1-cilium-vxlan'
u allow proto udp from 10.4.1.0/24 to 10.4.0.2/31 port 8472 comment 'portsref 工作节点-2-to-1-1-cilium-vxlan'
u allow proto udp from 10.4.1.0/24 to 10.4.0.4/30 port 8472 comment 'portsref 工作节点-2-to-1-1-cilium-vxlan'
u allow proto udp from 10.4.1.0/24 to 10.4.0.8/31 port 8472 comment 'portsref 工作节点-2-to-1-1-cilium-vxlan'
u allow proto udp from 2001:db8:5::/64 to 2001:db8:4::1 port 8472 comment 'portsref 工作节点-2-to-1-1-cilium-vxlan'

# what hosts forward; then the rest is closed
[ -z "$how" ] || exit 0
ufw default allow routed
ufw default deny incoming
