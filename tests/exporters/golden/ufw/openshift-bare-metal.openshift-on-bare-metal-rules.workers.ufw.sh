#!/bin/sh
# What the hosts of “workers” must accept
# Plan: OpenShift on bare metal
# Revision: not saved
# Catalogue: 2026-11-23.01234567, Kubernetes 1.33
#
# Only what stands here, or what ufw has already, gets in, SSH among it: keep a console
# open at the first time. What these hosts dial is not filtered.
# Pings and errors of ICMP get in from anywhere, whatever is left out: before.rules of ufw and
# before6.rules say so. IPv6 must be on, as it is: IPV6=yes in /etc/default/ufw.
# NodePorts and host ports that kube-proxy or containers translate go round this filter,
# which closes none of them: rules for them are for what listens by itself, as kube-proxy
# in its mode ipvs. To close them, put the file of the format nftables into force too.
# Pods' networks: 10.128.0.0/14, as the plan says.
# Whoever comes with one of these addresses reaches all of the host: pods do, and no
# others where the kernel filters by reverse path (rp_filter).
# Forwarded is what is from or to pods and Services, and nothing else.
#
# Left out, so these connections are closed:
# - masters-to-workers-openshift-icmp: ufw has no rules for ICMP
# - workers-to-workers-openshift-icmp: ufw has no rules for ICMP
# - dhcp-server-or-relay-to-workers-openshift-dhcp-client: whoever connects has no addresses in the plan
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
u allow from 10.128.0.0/14 comment 'portsref pods'

# Applications over HTTPS. (openshift/router-https)
u allow proto tcp from 10.2.0.10/31 to 10.2.1.0/24 port 443 comment 'portsref masters-to-workers-openshift-router-https'
u allow proto tcp from 10.2.0.12 to 10.2.1.0/24 port 443 comment 'portsref masters-to-workers-openshift-router-https'

# MetalLB leader election over TCP. (openshift/metallb-memberlist-tcp)
u allow proto tcp from 10.2.0.10/31 to 10.2.1.0/24 port 9122 comment 'portsref masters-to-workers-openshift-metallb-memberlist-tcp'
u allow proto tcp from 10.2.0.12 to 10.2.1.0/24 port 9122 comment 'portsref masters-to-workers-openshift-metallb-memberlist-tcp'

# FRR-K8s webhook called by the API server. (openshift/frr-k8s-webhook)
u allow proto tcp from 10.2.0.10/31 to 10.2.1.0/24 port 9123 comment 'portsref masters-to-workers-openshift-frr-k8s-webhook'
u allow proto tcp from 10.2.0.12 to 10.2.1.0/24 port 9123 comment 'portsref masters-to-workers-openshift-frr-k8s-webhook'

# Calls from Ironic to its agent on the first workers that it installs. Only during the installation. (openshift/ironic-python-agent-of-installation)
u allow proto tcp from 10.2.0.10/31 to 10.2.1.0/24 port 9999 comment 'portsref masters-to-workers-openshift-ironic-python-agent-of-installation'
u allow proto tcp from 10.2.0.12 to 10.2.1.0/24 port 9999 comment 'portsref masters-to-workers-openshift-ironic-python-agent-of-installation'

# Kubelet API, used by the control plane and by the monitoring stack on any node. (openshift/kubelet-api)
u allow proto tcp from 10.2.0.10/31 to 10.2.1.0/24 port 10250 comment 'portsref masters-to-workers-openshift-kubelet-api'
u allow proto tcp from 10.2.0.12 to 10.2.1.0/24 port 10250 comment 'portsref masters-to-workers-openshift-kubelet-api'

# Pod traffic between nodes, Geneve encapsulated. (openshift/geneve)
u allow proto udp from 10.2.0.10/31 to 10.2.1.0/24 port 6081 comment 'portsref masters-to-workers-openshift-geneve'
u allow proto udp from 10.2.0.12 to 10.2.1.0/24 port 6081 comment 'portsref masters-to-workers-openshift-geneve'

# MetalLB leader election over UDP. (openshift/metallb-memberlist-udp)
u allow proto udp from 10.2.0.10/31 to 10.2.1.0/24 port 9122 comment 'portsref masters-to-workers-openshift-metallb-memberlist-udp'
u allow proto udp from 10.2.0.12 to 10.2.1.0/24 port 9122 comment 'portsref masters-to-workers-openshift-metallb-memberlist-udp'

# Election of the nodes that hold the API and ingress addresses. (openshift/vrrp)
u allow proto vrrp from 10.2.0.10/31 to 10.2.1.0/24 comment 'portsref masters-to-workers-openshift-vrrp'
u allow proto vrrp from 10.2.0.12 to 10.2.1.0/24 comment 'portsref masters-to-workers-openshift-vrrp'

# Applications over HTTPS. (openshift/router-https)
u allow proto tcp from 10.128.0.0/14 to 10.2.1.0/24 port 443 comment 'portsref pods-to-workers-openshift-router-https'

# Router health and statistics. (openshift/router-stats)
u allow proto tcp from 10.128.0.0/14 to 10.2.1.0/24 port 1936 comment 'portsref pods-to-workers-openshift-router-stats'

# Machine Config Daemon metrics. (openshift/machine-config-daemon-metrics)
u allow proto tcp from 10.128.0.0/14 to 10.2.1.0/24 port 9001 comment 'portsref pods-to-workers-openshift-machine-config-daemon-metrics'

# Node metrics. (openshift/node-exporter)
u allow proto tcp from 10.128.0.0/14 to 10.2.1.0/24 port 9100 comment 'portsref pods-to-workers-openshift-node-exporter'

# ovnkube-node metrics. (openshift/ovnkube-node-metrics)
u allow proto tcp from 10.128.0.0/14 to 10.2.1.0/24 port 9103 comment 'portsref pods-to-workers-openshift-ovnkube-node-metrics'

# OVN metrics. (openshift/ovn-metrics)
u allow proto tcp from 10.128.0.0/14 to 10.2.1.0/24 port 9105 comment 'portsref pods-to-workers-openshift-ovn-metrics'

# MetalLB metrics. (openshift/metallb-metrics)
u allow proto tcp from 10.128.0.0/14 to 10.2.1.0/24 port 9120 comment 'portsref pods-to-workers-openshift-metallb-metrics'

# FRR-K8s metrics. (openshift/frr-k8s-metrics)
u allow proto tcp from 10.128.0.0/14 to 10.2.1.0/24 port 9140:9141 comment 'portsref pods-to-workers-openshift-frr-k8s-metrics'

# CRI-O metrics through a proxy. (openshift/crio-metrics-proxy)
u allow proto tcp from 10.128.0.0/14 to 10.2.1.0/24 port 9637 comment 'portsref pods-to-workers-openshift-crio-metrics-proxy'

# Kubelet API, used by the control plane and by the monitoring stack on any node. (openshift/kubelet-api)
u allow proto tcp from 10.128.0.0/14 to 10.2.1.0/24 port 10250 comment 'portsref pods-to-workers-openshift-kubelet-api'

# MetalLB leader election over TCP. (openshift/metallb-memberlist-tcp)
u allow proto tcp from 10.2.1.0/24 to 10.2.1.0/24 port 9122 comment 'portsref workers-to-workers-openshift-metallb-memberlist-tcp'

# Kubelet API, used by the control plane and by the monitoring stack on any node. (openshift/kubelet-api)
u allow proto tcp from 10.2.1.0/24 to 10.2.1.0/24 port 10250 comment 'portsref workers-to-workers-openshift-kubelet-api'

# Pod traffic between nodes, Geneve encapsulated. (openshift/geneve)
u allow proto udp from 10.2.1.0/24 to 10.2.1.0/24 port 6081 comment 'portsref workers-to-workers-openshift-geneve'

# MetalLB leader election over UDP. (openshift/metallb-memberlist-udp)
u allow proto udp from 10.2.1.0/24 to 10.2.1.0/24 port 9122 comment 'portsref workers-to-workers-openshift-metallb-memberlist-udp'

# Election of the nodes that hold the API and ingress addresses. (openshift/vrrp)
u allow proto vrrp from 10.2.1.0/24 to 10.2.1.0/24 comment 'portsref workers-to-workers-openshift-vrrp'

# what hosts forward; then the rest is closed
r allow from 10.128.0.0/14 to any comment 'portsref from networks of pods'
r allow from any to 10.128.0.0/14 comment 'portsref to networks of pods'
r allow from 172.30.0.0/16 to any comment 'portsref from networks of Services'
r allow from any to 172.30.0.0/16 comment 'portsref to networks of Services'
[ -z "$how" ] || exit 0
ufw default deny routed
ufw default deny incoming
