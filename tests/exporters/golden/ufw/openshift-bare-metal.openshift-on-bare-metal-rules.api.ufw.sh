#!/bin/sh
# What the hosts of “api” must accept
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

# Kubernetes API. (kubernetes/kube-apiserver)
u allow proto tcp from 10.2.0.10/31 to 10.2.0.5 port 6443 comment 'portsref masters-to-api-kubernetes-kube-apiserver'
u allow proto tcp from 10.2.0.12 to 10.2.0.5 port 6443 comment 'portsref masters-to-api-kubernetes-kube-apiserver'

# Ignition configuration behind the internal API load balancer. (openshift/load-balancer-machine-config-server)
u allow proto tcp from 10.2.0.10/31 to 10.2.0.5 port 22623 comment 'portsref masters-to-api-openshift-load-balancer-machine-config-server'
u allow proto tcp from 10.2.0.12 to 10.2.0.5 port 22623 comment 'portsref masters-to-api-openshift-load-balancer-machine-config-server'

# Kubernetes API. (kubernetes/kube-apiserver)
u allow proto tcp from 10.128.0.0/14 to 10.2.0.5 port 6443 comment 'portsref pods-to-api-kubernetes-kube-apiserver'

# Kubernetes API. (kubernetes/kube-apiserver)
u allow proto tcp from 10.2.1.0/24 to 10.2.0.5 port 6443 comment 'portsref workers-to-api-kubernetes-kube-apiserver'

# Ignition configuration behind the internal API load balancer. (openshift/load-balancer-machine-config-server)
u allow proto tcp from 10.2.1.0/24 to 10.2.0.5 port 22623 comment 'portsref workers-to-api-openshift-load-balancer-machine-config-server'

# what hosts forward; then the rest is closed
r allow from 10.128.0.0/14 to any comment 'portsref from networks of pods'
r allow from any to 10.128.0.0/14 comment 'portsref to networks of pods'
r allow from 172.30.0.0/16 to any comment 'portsref from networks of Services'
r allow from any to 172.30.0.0/16 comment 'portsref to networks of Services'
[ -z "$how" ] || exit 0
ufw default deny routed
ufw default deny incoming
