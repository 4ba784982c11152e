#!/bin/sh
# What the hosts of “nodes” must accept
# Plan: EKS with private nodes
# Revision: not saved
# Catalogue: 2026-11-23.01234567, Kubernetes 1.34
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
# - nodes-to-nodes-eks-pod-traffic-icmp: ufw has no rules for ICMP
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

# Validating admission webhook. (ingress-nginx/webhook)
u allow proto tcp from 10.3.0.0/28 to 10.3.16.0/20 port 8443 comment 'portsref eks-control-plane-to-nodes-ingress-nginx-webhook'

# Admission webhook, called by the API server. (cert-manager/webhook)
u allow proto tcp from 10.3.0.0/28 to 10.3.16.0/20 port 10250 comment 'portsref eks-control-plane-to-nodes-cert-manager-webhook'

# Kubelet API, called from the EKS network interfaces. (eks/kubelet-api)
u allow proto tcp from 10.3.0.0/28 to 10.3.16.0/20 port 10250 comment 'portsref eks-control-plane-to-nodes-eks-kubelet-api'

# Traffic between nodes and pods with addresses of their own, over TCP. (eks/pod-traffic-tcp)
u allow proto tcp from 10.3.16.0/20 to 10.3.16.0/20 port 1:65535 comment 'portsref nodes-to-nodes-eks-pod-traffic-tcp'

# Cluster DNS over TCP, between nodes. (eks/dns-tcp)
u allow proto tcp from 10.3.16.0/20 to 10.3.16.0/20 port 53 comment 'portsref nodes-to-nodes-eks-dns-tcp'

# Network policy agent metrics. (aws-vpc-cni/policy-agent-metrics)
u allow proto tcp from 10.3.16.0/20 to 10.3.16.0/20 port 8162 comment 'portsref nodes-to-nodes-aws-vpc-cni-policy-agent-metrics'

# kube-proxy metrics. (eks/kube-proxy-metrics)
u allow proto tcp from 10.3.16.0/20 to 10.3.16.0/20 port 10249 comment 'portsref nodes-to-nodes-eks-kube-proxy-metrics'

# ipamd metrics. (aws-vpc-cni/ipamd-metrics)
u allow proto tcp from 10.3.16.0/20 to 10.3.16.0/20 port 61678 comment 'portsref nodes-to-nodes-aws-vpc-cni-ipamd-metrics'

# Traffic between nodes and pods with addresses of their own, over UDP. (eks/pod-traffic-udp)
u allow proto udp from 10.3.16.0/20 to 10.3.16.0/20 port 1:65535 comment 'portsref nodes-to-nodes-eks-pod-traffic-udp'

# Cluster DNS over UDP, between nodes. (eks/dns-udp)
u allow proto udp from 10.3.16.0/20 to 10.3.16.0/20 port 53 comment 'portsref nodes-to-nodes-eks-dns-udp'

# what hosts forward; then the rest is closed
[ -z "$how" ] || exit 0
ufw default allow routed
ufw default deny incoming
