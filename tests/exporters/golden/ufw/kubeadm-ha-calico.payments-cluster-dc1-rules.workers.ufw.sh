#!/bin/sh
# What the hosts of “workers” must accept
# Plan: Payments cluster, DC1
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
# Pods' networks: 192.168.0.0/16, taken for granted, as calico documents them: check them.
# Whoever comes with one of these addresses reaches all of the host: pods do, and no
# others where the kernel filters by reverse path (rp_filter).
# Forwarding is not filtered, because the plan does not state these networks.
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
u allow from 192.168.0.0/16 comment 'portsref pods'

# Remote administration by SSH. (infrastructure/ssh)
u allow proto tcp from 10.9.0.0/24 to 10.0.1.0/24 port 22 comment 'portsref admins-to-workers-infrastructure-ssh'

# BGP sessions between nodes. (calico/bgp)
u allow proto tcp from 10.0.0.0/28 to 10.0.1.0/24 port 179 comment 'portsref control-plane-to-workers-calico-bgp'

# Felix and confd on every node read datastore updates from Typha. (calico/typha)
u allow proto tcp from 10.0.0.0/28 to 10.0.1.0/24 port 5473 comment 'portsref control-plane-to-workers-calico-typha'

# Speakers watch each other by gossip over TCP. (metallb/memberlist-tcp)
u allow proto tcp from 10.0.0.0/28 to 10.0.1.0/24 port 7946 comment 'portsref control-plane-to-workers-metallb-memberlist-tcp'

# Host metrics over HTTP. (node-exporter/metrics)
u allow proto tcp from 10.0.0.0/28 to 10.0.1.0/24 port 9100 comment 'portsref control-plane-to-workers-node-exporter-metrics'

# Speaker metrics over HTTPS. (metallb/speaker-metrics)
u allow proto tcp from 10.0.0.0/28 to 10.0.1.0/24 port 9120 comment 'portsref control-plane-to-workers-metallb-speaker-metrics'

# FRR-K8s metrics over HTTPS. (metallb/frr-k8s-metrics)
u allow proto tcp from 10.0.0.0/28 to 10.0.1.0/24 port 9140 comment 'portsref control-plane-to-workers-metallb-frr-k8s-metrics'

# FRR metrics over HTTPS; the kubelet probes the port too. (metallb/frr-k8s-frr-metrics)
u allow proto tcp from 10.0.0.0/28 to 10.0.1.0/24 port 9141 comment 'portsref control-plane-to-workers-metallb-frr-k8s-frr-metrics'

# Kubelet API. (kubernetes/kubelet-api)
u allow proto tcp from 10.0.0.0/28 to 10.0.1.0/24 port 10250 comment 'portsref control-plane-to-workers-kubernetes-kubelet-api'

# Pod traffic between nodes, VXLAN encapsulated. (calico/vxlan)
u allow proto udp from 10.0.0.0/28 to 10.0.1.0/24 port 4789 comment 'portsref control-plane-to-workers-calico-vxlan'

# Speakers watch each other by gossip over UDP. (metallb/memberlist-udp)
u allow proto udp from 10.0.0.0/28 to 10.0.1.0/24 port 7946 comment 'portsref control-plane-to-workers-metallb-memberlist-udp'

# NodePort Services over TCP. (kubernetes/nodeport-tcp)
u allow proto tcp from 10.20.0.0/16 to 10.0.1.0/24 port 30000:32767 comment 'portsref users-to-workers-kubernetes-nodeport-tcp'

# BGP sessions between nodes. (calico/bgp)
u allow proto tcp from 10.0.1.0/24 to 10.0.1.0/24 port 179 comment 'portsref workers-to-workers-calico-bgp'

# Felix and confd on every node read datastore updates from Typha. (calico/typha)
u allow proto tcp from 10.0.1.0/24 to 10.0.1.0/24 port 5473 comment 'portsref workers-to-workers-calico-typha'

# Speakers watch each other by gossip over TCP. (metallb/memberlist-tcp)
u allow proto tcp from 10.0.1.0/24 to 10.0.1.0/24 port 7946 comment 'portsref workers-to-workers-metallb-memberlist-tcp'

# Host metrics over HTTP. Scrapes Node Exporter on every node. (node-exporter/metrics, kube-prometheus-stack/scrape-node-exporter)
u allow proto tcp from 10.0.1.0/24 to 10.0.1.0/24 port 9100 comment 'portsref workers-to-workers-node-exporter-metrics'

# Speaker metrics over HTTPS. (metallb/speaker-metrics)
u allow proto tcp from 10.0.1.0/24 to 10.0.1.0/24 port 9120 comment 'portsref workers-to-workers-metallb-speaker-metrics'

# FRR-K8s metrics over HTTPS. (metallb/frr-k8s-metrics)
u allow proto tcp from 10.0.1.0/24 to 10.0.1.0/24 port 9140 comment 'portsref workers-to-workers-metallb-frr-k8s-metrics'

# FRR metrics over HTTPS; the kubelet probes the port too. (metallb/frr-k8s-frr-metrics)
u allow proto tcp from 10.0.1.0/24 to 10.0.1.0/24 port 9141 comment 'portsref workers-to-workers-metallb-frr-k8s-frr-metrics'

# Scrapes the kubelet of every node. (kube-prometheus-stack/scrape-kubelet)
u allow proto tcp from 10.0.1.0/24 to 10.0.1.0/24 port 10250 comment 'portsref workers-to-workers-kubernetes-kubelet-api'

# Pod traffic between nodes, VXLAN encapsulated. (calico/vxlan)
u allow proto udp from 10.0.1.0/24 to 10.0.1.0/24 port 4789 comment 'portsref workers-to-workers-calico-vxlan'

# Speakers watch each other by gossip over UDP. (metallb/memberlist-udp)
u allow proto udp from 10.0.1.0/24 to 10.0.1.0/24 port 7946 comment 'portsref workers-to-workers-metallb-memberlist-udp'

# what hosts forward; then the rest is closed
[ -z "$how" ] || exit 0
ufw default allow routed
ufw default deny incoming
