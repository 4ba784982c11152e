#!/bin/sh
# What the hosts of “host” must accept
# Plan: K3s on one host
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
# Pods' networks: 10.42.0.0/16, taken for granted, as k3s documents them: check them.
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
u allow from 10.42.0.0/16 comment 'portsref pods'

# HTTP and HTTPS to Traefik through ServiceLB. HTTP and HTTPS to Traefik through ServiceLB of servers. (k3s/ingress, k3s/ingress-control-plane)
u allow proto tcp from 198.51.100.0/24 to 192.0.2.10 port 80,443 comment 'portsref admins-to-host-k3s-ingress'

# Kubernetes API and K3s supervisor on one port. (k3s/api-and-supervisor)
u allow proto tcp from 198.51.100.0/24 to 192.0.2.10 port 6443 comment 'portsref admins-to-host-k3s-api-and-supervisor'

# NodePort Services over TCP. NodePort Services on control-plane nodes over TCP. (kubernetes/nodeport-tcp, kubernetes/nodeport-tcp-control-plane)
u allow proto tcp from 198.51.100.0/24 to 192.0.2.10 port 30000:32767 comment 'portsref admins-to-host-kubernetes-nodeport-tcp'

# NodePort Services over UDP. NodePort Services on control-plane nodes over UDP. (kubernetes/nodeport-udp, kubernetes/nodeport-udp-control-plane)
u allow proto udp from 198.51.100.0/24 to 192.0.2.10 port 30000:32767 comment 'portsref admins-to-host-kubernetes-nodeport-udp'

# what hosts forward; then the rest is closed
[ -z "$how" ] || exit 0
ufw default allow routed
ufw default deny incoming
