#!/bin/sh
# What the hosts of “masters” must accept
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
# Rules to “api” are here too, whose address these hosts may hold, as by keepalived.
#
# Left out, so these connections are closed:
# - masters-to-masters-openshift-icmp: ufw has no rules for ICMP
# - workers-to-masters-openshift-icmp: ufw has no rules for ICMP
# - baseboard-management-controllers-of-the-hosts-to-masters-openshift-provisioning-http: whoever connects has no addresses in the plan
# - baseboard-management-controllers-of-the-hosts-to-masters-openshift-provisioning-https: whoever connects has no addresses in the plan
# - dhcp-server-or-relay-to-masters-openshift-dhcp-client: whoever connects has no addresses in the plan
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

# Kubernetes API. The bootstrap machine asks the Kubernetes API whether etcd has moved to the control plane. (kubernetes/kube-apiserver, openshift/api-from-bootstrap)
u allow proto tcp from 10.2.0.5 to 10.2.0.10/31 port 6443 comment 'portsref api-to-masters-kubernetes-kube-apiserver'
u allow proto tcp from 10.2.0.5 to 10.2.0.12 port 6443 comment 'portsref api-to-masters-kubernetes-kube-apiserver'

# Ignition configuration for new machines over HTTPS. (openshift/machine-config-server)
u allow proto tcp from 10.2.0.5 to 10.2.0.10/31 port 22623 comment 'portsref api-to-masters-openshift-machine-config-server'
u allow proto tcp from 10.2.0.5 to 10.2.0.12 port 22623 comment 'portsref api-to-masters-openshift-machine-config-server'

# etcd client API. Manages the members of etcd. (kubernetes/etcd-client, openshift/etcd-of-operator)
u allow proto tcp from 10.2.0.10/31 to 10.2.0.10/31 port 2379 comment 'portsref masters-to-masters-kubernetes-etcd-client'
u allow proto tcp from 10.2.0.10/31 to 10.2.0.12 port 2379 comment 'portsref masters-to-masters-kubernetes-etcd-client'
u allow proto tcp from 10.2.0.12 to 10.2.0.10/31 port 2379 comment 'portsref masters-to-masters-kubernetes-etcd-client'
u allow proto tcp from 10.2.0.12 to 10.2.0.12 port 2379 comment 'portsref masters-to-masters-kubernetes-etcd-client'

# etcd traffic between members. (kubernetes/etcd-peer)
u allow proto tcp from 10.2.0.10/31 to 10.2.0.10/31 port 2380 comment 'portsref masters-to-masters-kubernetes-etcd-peer'
u allow proto tcp from 10.2.0.10/31 to 10.2.0.12 port 2380 comment 'portsref masters-to-masters-kubernetes-etcd-peer'
u allow proto tcp from 10.2.0.12 to 10.2.0.10/31 port 2380 comment 'portsref masters-to-masters-kubernetes-etcd-peer'
u allow proto tcp from 10.2.0.12 to 10.2.0.12 port 2380 comment 'portsref masters-to-masters-kubernetes-etcd-peer'

# Provisioning files over plain HTTP. (openshift/provisioning-http)
u allow proto tcp from 10.2.0.10/31 to 10.2.0.10/31 port 6180 comment 'portsref masters-to-masters-openshift-provisioning-http'
u allow proto tcp from 10.2.0.10/31 to 10.2.0.12 port 6180 comment 'portsref masters-to-masters-openshift-provisioning-http'
u allow proto tcp from 10.2.0.12 to 10.2.0.10/31 port 6180 comment 'portsref masters-to-masters-openshift-provisioning-http'
u allow proto tcp from 10.2.0.12 to 10.2.0.12 port 6180 comment 'portsref masters-to-masters-openshift-provisioning-http'

# Ironic API. (openshift/ironic-api)
u allow proto tcp from 10.2.0.10/31 to 10.2.0.10/31 port 6385 comment 'portsref masters-to-masters-openshift-ironic-api'
u allow proto tcp from 10.2.0.10/31 to 10.2.0.12 port 6385 comment 'portsref masters-to-masters-openshift-ironic-api'
u allow proto tcp from 10.2.0.12 to 10.2.0.10/31 port 6385 comment 'portsref masters-to-masters-openshift-ironic-api'
u allow proto tcp from 10.2.0.12 to 10.2.0.12 port 6385 comment 'portsref masters-to-masters-openshift-ironic-api'

# Kubernetes API. (kubernetes/kube-apiserver)
u allow proto tcp from 10.2.0.10/31 to 10.2.0.10/31 port 6443 comment 'portsref masters-to-masters-kubernetes-kube-apiserver'
u allow proto tcp from 10.2.0.10/31 to 10.2.0.12 port 6443 comment 'portsref masters-to-masters-kubernetes-kube-apiserver'
u allow proto tcp from 10.2.0.12 to 10.2.0.10/31 port 6443 comment 'portsref masters-to-masters-kubernetes-kube-apiserver'
u allow proto tcp from 10.2.0.12 to 10.2.0.12 port 6443 comment 'portsref masters-to-masters-kubernetes-kube-apiserver'

# MetalLB leader election over TCP. (openshift/metallb-memberlist-tcp)
u allow proto tcp from 10.2.0.10/31 to 10.2.0.10/31 port 9122 comment 'portsref masters-to-masters-openshift-metallb-memberlist-tcp'
u allow proto tcp from 10.2.0.10/31 to 10.2.0.12 port 9122 comment 'portsref masters-to-masters-openshift-metallb-memberlist-tcp'
u allow proto tcp from 10.2.0.12 to 10.2.0.10/31 port 9122 comment 'portsref masters-to-masters-openshift-metallb-memberlist-tcp'
u allow proto tcp from 10.2.0.12 to 10.2.0.12 port 9122 comment 'portsref masters-to-masters-openshift-metallb-memberlist-tcp'

# FRR-K8s webhook called by the API server. (openshift/frr-k8s-webhook)
u allow proto tcp from 10.2.0.10/31 to 10.2.0.10/31 port 9123 comment 'portsref masters-to-masters-openshift-frr-k8s-webhook'
u allow proto tcp from 10.2.0.10/31 to 10.2.0.12 port 9123 comment 'portsref masters-to-masters-openshift-frr-k8s-webhook'
u allow proto tcp from 10.2.0.12 to 10.2.0.10/31 port 9123 comment 'portsref masters-to-masters-openshift-frr-k8s-webhook'
u allow proto tcp from 10.2.0.12 to 10.2.0.12 port 9123 comment 'portsref masters-to-masters-openshift-frr-k8s-webhook'

# Kubernetes API through HAProxy on the node that holds the API address. (openshift/api-vip-proxy)
u allow proto tcp from 10.2.0.10/31 to 10.2.0.10/31 port 9445 comment 'portsref masters-to-masters-openshift-api-vip-proxy'
u allow proto tcp from 10.2.0.10/31 to 10.2.0.12 port 9445 comment 'portsref masters-to-masters-openshift-api-vip-proxy'
u allow proto tcp from 10.2.0.12 to 10.2.0.10/31 port 9445 comment 'portsref masters-to-masters-openshift-api-vip-proxy'
u allow proto tcp from 10.2.0.12 to 10.2.0.12 port 9445 comment 'portsref masters-to-masters-openshift-api-vip-proxy'

# Kubelet API, used by the control plane and by the monitoring stack on any node. (openshift/kubelet-api)
u allow proto tcp from 10.2.0.10/31 to 10.2.0.10/31 port 10250 comment 'portsref masters-to-masters-openshift-kubelet-api'
u allow proto tcp from 10.2.0.10/31 to 10.2.0.12 port 10250 comment 'portsref masters-to-masters-openshift-kubelet-api'
u allow proto tcp from 10.2.0.12 to 10.2.0.10/31 port 10250 comment 'portsref masters-to-masters-openshift-kubelet-api'
u allow proto tcp from 10.2.0.12 to 10.2.0.12 port 10250 comment 'portsref masters-to-masters-openshift-kubelet-api'

# Ignition configuration for new machines over HTTPS. (openshift/machine-config-server)
u allow proto tcp from 10.2.0.10/31 to 10.2.0.10/31 port 22623 comment 'portsref masters-to-masters-openshift-machine-config-server'
u allow proto tcp from 10.2.0.10/31 to 10.2.0.12 port 22623 comment 'portsref masters-to-masters-openshift-machine-config-server'
u allow proto tcp from 10.2.0.12 to 10.2.0.10/31 port 22623 comment 'portsref masters-to-masters-openshift-machine-config-server'
u allow proto tcp from 10.2.0.12 to 10.2.0.12 port 22623 comment 'portsref masters-to-masters-openshift-machine-config-server'

# Pod traffic between nodes, Geneve encapsulated. (openshift/geneve)
u allow proto udp from 10.2.0.10/31 to 10.2.0.10/31 port 6081 comment 'portsref masters-to-masters-openshift-geneve'
u allow proto udp from 10.2.0.10/31 to 10.2.0.12 port 6081 comment 'portsref masters-to-masters-openshift-geneve'
u allow proto udp from 10.2.0.12 to 10.2.0.10/31 port 6081 comment 'portsref masters-to-masters-openshift-geneve'
u allow proto udp from 10.2.0.12 to 10.2.0.12 port 6081 comment 'portsref masters-to-masters-openshift-geneve'

# MetalLB leader election over UDP. (openshift/metallb-memberlist-udp)
u allow proto udp from 10.2.0.10/31 to 10.2.0.10/31 port 9122 comment 'portsref masters-to-masters-openshift-metallb-memberlist-udp'
u allow proto udp from 10.2.0.10/31 to 10.2.0.12 port 9122 comment 'portsref masters-to-masters-openshift-metallb-memberlist-udp'
u allow proto udp from 10.2.0.12 to 10.2.0.10/31 port 9122 comment 'portsref masters-to-masters-openshift-metallb-memberlist-udp'
u allow proto udp from 10.2.0.12 to 10.2.0.12 port 9122 comment 'portsref masters-to-masters-openshift-metallb-memberlist-udp'

# Election of the nodes that hold the API and ingress addresses. (openshift/vrrp)
u allow proto vrrp from 10.2.0.10/31 to 10.2.0.10/31 comment 'portsref masters-to-masters-openshift-vrrp'
u allow proto vrrp from 10.2.0.10/31 to 10.2.0.12 comment 'portsref masters-to-masters-openshift-vrrp'
u allow proto vrrp from 10.2.0.12 to 10.2.0.10/31 comment 'portsref masters-to-masters-openshift-vrrp'
u allow proto vrrp from 10.2.0.12 to 10.2.0.12 comment 'portsref masters-to-masters-openshift-vrrp'

# Keeps OpenShift's own objects in etcd. Keeps users and tokens in etcd. (openshift/etcd-of-openshift-apiserver, openshift/etcd-of-oauth-apiserver)
u allow proto tcp from 10.128.0.0/14 to 10.2.0.10/31 port 2379 comment 'portsref pods-to-masters-kubernetes-etcd-client'
u allow proto tcp from 10.128.0.0/14 to 10.2.0.12 port 2379 comment 'portsref pods-to-masters-kubernetes-etcd-client'

# Ironic API. (openshift/ironic-api)
u allow proto tcp from 10.128.0.0/14 to 10.2.0.10/31 port 6385 comment 'portsref pods-to-masters-openshift-ironic-api'
u allow proto tcp from 10.128.0.0/14 to 10.2.0.12 port 6385 comment 'portsref pods-to-masters-openshift-ironic-api'

# Kubernetes API. (kubernetes/kube-apiserver)
u allow proto tcp from 10.128.0.0/14 to 10.2.0.10/31 port 6443 comment 'portsref pods-to-masters-kubernetes-kube-apiserver'
u allow proto tcp from 10.128.0.0/14 to 10.2.0.12 port 6443 comment 'portsref pods-to-masters-kubernetes-kube-apiserver'

# Machine Config Daemon metrics. (openshift/machine-config-daemon-metrics)
u allow proto tcp from 10.128.0.0/14 to 10.2.0.10/31 port 9001 comment 'portsref pods-to-masters-openshift-machine-config-daemon-metrics'
u allow proto tcp from 10.128.0.0/14 to 10.2.0.12 port 9001 comment 'portsref pods-to-masters-openshift-machine-config-daemon-metrics'

# Cluster Version Operator metrics. (openshift/cluster-version-operator-metrics)
u allow proto tcp from 10.128.0.0/14 to 10.2.0.10/31 port 9099 comment 'portsref pods-to-masters-openshift-cluster-version-operator-metrics'
u allow proto tcp from 10.128.0.0/14 to 10.2.0.12 port 9099 comment 'portsref pods-to-masters-openshift-cluster-version-operator-metrics'

# Node metrics. (openshift/node-exporter)
u allow proto tcp from 10.128.0.0/14 to 10.2.0.10/31 port 9100 comment 'portsref pods-to-masters-openshift-node-exporter'
u allow proto tcp from 10.128.0.0/14 to 10.2.0.12 port 9100 comment 'portsref pods-to-masters-openshift-node-exporter'

# ovnkube-node metrics. (openshift/ovnkube-node-metrics)
u allow proto tcp from 10.128.0.0/14 to 10.2.0.10/31 port 9103 comment 'portsref pods-to-masters-openshift-ovnkube-node-metrics'
u allow proto tcp from 10.128.0.0/14 to 10.2.0.12 port 9103 comment 'portsref pods-to-masters-openshift-ovnkube-node-metrics'

# Cluster Network Operator metrics. (openshift/network-operator-metrics)
u allow proto tcp from 10.128.0.0/14 to 10.2.0.10/31 port 9104 comment 'portsref pods-to-masters-openshift-network-operator-metrics'
u allow proto tcp from 10.128.0.0/14 to 10.2.0.12 port 9104 comment 'portsref pods-to-masters-openshift-network-operator-metrics'

# OVN metrics. (openshift/ovn-metrics)
u allow proto tcp from 10.128.0.0/14 to 10.2.0.10/31 port 9105 comment 'portsref pods-to-masters-openshift-ovn-metrics'
u allow proto tcp from 10.128.0.0/14 to 10.2.0.12 port 9105 comment 'portsref pods-to-masters-openshift-ovn-metrics'

# ovnkube control-plane metrics. (openshift/ovnkube-control-plane-metrics)
u allow proto tcp from 10.128.0.0/14 to 10.2.0.10/31 port 9108 comment 'portsref pods-to-masters-openshift-ovnkube-control-plane-metrics'
u allow proto tcp from 10.128.0.0/14 to 10.2.0.12 port 9108 comment 'portsref pods-to-masters-openshift-ovnkube-control-plane-metrics'

# MetalLB metrics. (openshift/metallb-metrics)
u allow proto tcp from 10.128.0.0/14 to 10.2.0.10/31 port 9120 comment 'portsref pods-to-masters-openshift-metallb-metrics'
u allow proto tcp from 10.128.0.0/14 to 10.2.0.12 port 9120 comment 'portsref pods-to-masters-openshift-metallb-metrics'

# FRR-K8s metrics. (openshift/frr-k8s-metrics)
u allow proto tcp from 10.128.0.0/14 to 10.2.0.10/31 port 9140:9141 comment 'portsref pods-to-masters-openshift-frr-k8s-metrics'
u allow proto tcp from 10.128.0.0/14 to 10.2.0.12 port 9140:9141 comment 'portsref pods-to-masters-openshift-frr-k8s-metrics'

# Machine approver metrics. (openshift/machine-approver-metrics)
u allow proto tcp from 10.128.0.0/14 to 10.2.0.10/31 port 9192 comment 'portsref pods-to-masters-openshift-machine-approver-metrics'
u allow proto tcp from 10.128.0.0/14 to 10.2.0.12 port 9192 comment 'portsref pods-to-masters-openshift-machine-approver-metrics'

# Kubernetes API through HAProxy on the node that holds the API address. (openshift/api-vip-proxy)
u allow proto tcp from 10.128.0.0/14 to 10.2.0.10/31 port 9445 comment 'portsref pods-to-masters-openshift-api-vip-proxy'
u allow proto tcp from 10.128.0.0/14 to 10.2.0.12 port 9445 comment 'portsref pods-to-masters-openshift-api-vip-proxy'

# CRI-O metrics through a proxy. (openshift/crio-metrics-proxy)
u allow proto tcp from 10.128.0.0/14 to 10.2.0.10/31 port 9637 comment 'portsref pods-to-masters-openshift-crio-metrics-proxy'
u allow proto tcp from 10.128.0.0/14 to 10.2.0.12 port 9637 comment 'portsref pods-to-masters-openshift-crio-metrics-proxy'

# etcd metrics through the metrics proxy. (openshift/etcd-metrics-proxy)
u allow proto tcp from 10.128.0.0/14 to 10.2.0.10/31 port 9979 comment 'portsref pods-to-masters-openshift-etcd-metrics-proxy'
u allow proto tcp from 10.128.0.0/14 to 10.2.0.12 port 9979 comment 'portsref pods-to-masters-openshift-etcd-metrics-proxy'

# Kubelet API, used by the control plane and by the monitoring stack on any node. (openshift/kubelet-api)
u allow proto tcp from 10.128.0.0/14 to 10.2.0.10/31 port 10250 comment 'portsref pods-to-masters-openshift-kubelet-api'
u allow proto tcp from 10.128.0.0/14 to 10.2.0.12 port 10250 comment 'portsref pods-to-masters-openshift-kubelet-api'

# Metrics and health of kube-controller-manager. (openshift/kube-controller-manager)
u allow proto tcp from 10.128.0.0/14 to 10.2.0.10/31 port 10257 comment 'portsref pods-to-masters-openshift-kube-controller-manager'
u allow proto tcp from 10.128.0.0/14 to 10.2.0.12 port 10257 comment 'portsref pods-to-masters-openshift-kube-controller-manager'

# Metrics and health of kube-scheduler. (openshift/kube-scheduler)
u allow proto tcp from 10.128.0.0/14 to 10.2.0.10/31 port 10259 comment 'portsref pods-to-masters-openshift-kube-scheduler'
u allow proto tcp from 10.128.0.0/14 to 10.2.0.12 port 10259 comment 'portsref pods-to-masters-openshift-kube-scheduler'

# Provisioning files over plain HTTP. (openshift/provisioning-http)
u allow proto tcp from 10.2.1.0/24 to 10.2.0.10/31 port 6180 comment 'portsref workers-to-masters-openshift-provisioning-http'
u allow proto tcp from 10.2.1.0/24 to 10.2.0.12 port 6180 comment 'portsref workers-to-masters-openshift-provisioning-http'

# Ironic API. (openshift/ironic-api)
u allow proto tcp from 10.2.1.0/24 to 10.2.0.10/31 port 6385 comment 'portsref workers-to-masters-openshift-ironic-api'
u allow proto tcp from 10.2.1.0/24 to 10.2.0.12 port 6385 comment 'portsref workers-to-masters-openshift-ironic-api'

# Kubernetes API. (kubernetes/kube-apiserver)
u allow proto tcp from 10.2.1.0/24 to 10.2.0.10/31 port 6443 comment 'portsref workers-to-masters-kubernetes-kube-apiserver'
u allow proto tcp from 10.2.1.0/24 to 10.2.0.12 port 6443 comment 'portsref workers-to-masters-kubernetes-kube-apiserver'

# MetalLB leader election over TCP. (openshift/metallb-memberlist-tcp)
u allow proto tcp from 10.2.1.0/24 to 10.2.0.10/31 port 9122 comment 'portsref workers-to-masters-openshift-metallb-memberlist-tcp'
u allow proto tcp from 10.2.1.0/24 to 10.2.0.12 port 9122 comment 'portsref workers-to-masters-openshift-metallb-memberlist-tcp'

# Kubernetes API through HAProxy on the node that holds the API address. (openshift/api-vip-proxy)
u allow proto tcp from 10.2.1.0/24 to 10.2.0.10/31 port 9445 comment 'portsref workers-to-masters-openshift-api-vip-proxy'
u allow proto tcp from 10.2.1.0/24 to 10.2.0.12 port 9445 comment 'portsref workers-to-masters-openshift-api-vip-proxy'

# Kubelet API, used by the control plane and by the monitoring stack on any node. (openshift/kubelet-api)
u allow proto tcp from 10.2.1.0/24 to 10.2.0.10/31 port 10250 comment 'portsref workers-to-masters-openshift-kubelet-api'
u allow proto tcp from 10.2.1.0/24 to 10.2.0.12 port 10250 comment 'portsref workers-to-masters-openshift-kubelet-api'

# Ignition configuration for new machines over HTTPS. (openshift/machine-config-server)
u allow proto tcp from 10.2.1.0/24 to 10.2.0.10/31 port 22623 comment 'portsref workers-to-masters-openshift-machine-config-server'
u allow proto tcp from 10.2.1.0/24 to 10.2.0.12 port 22623 comment 'portsref workers-to-masters-openshift-machine-config-server'

# DHCP for the first workers, which boot from the provisioning network. Only during the installation. (openshift/provisioning-dhcp-of-installation)
u allow proto udp from 10.2.1.0/24 to 10.2.0.10/31 port 67 comment 'portsref workers-to-masters-openshift-provisioning-dhcp-of-installation'
u allow proto udp from 10.2.1.0/24 to 10.2.0.12 port 67 comment 'portsref workers-to-masters-openshift-provisioning-dhcp-of-installation'

# First boot files of the first workers over TFTP. Only during the installation. (openshift/provisioning-tftp-of-installation)
u allow proto udp from 10.2.1.0/24 to 10.2.0.10/31 port 69 comment 'portsref workers-to-masters-openshift-provisioning-tftp-of-installation'
u allow proto udp from 10.2.1.0/24 to 10.2.0.12 port 69 comment 'portsref workers-to-masters-openshift-provisioning-tftp-of-installation'

# Pod traffic between nodes, Geneve encapsulated. (openshift/geneve)
u allow proto udp from 10.2.1.0/24 to 10.2.0.10/31 port 6081 comment 'portsref workers-to-masters-openshift-geneve'
u allow proto udp from 10.2.1.0/24 to 10.2.0.12 port 6081 comment 'portsref workers-to-masters-openshift-geneve'

# MetalLB leader election over UDP. (openshift/metallb-memberlist-udp)
u allow proto udp from 10.2.1.0/24 to 10.2.0.10/31 port 9122 comment 'portsref workers-to-masters-openshift-metallb-memberlist-udp'
u allow proto udp from 10.2.1.0/24 to 10.2.0.12 port 9122 comment 'portsref workers-to-masters-openshift-metallb-memberlist-udp'

# Election of the nodes that hold the API and ingress addresses. (openshift/vrrp)
u allow proto vrrp from 10.2.1.0/24 to 10.2.0.10/31 comment 'portsref workers-to-masters-openshift-vrrp'
u allow proto vrrp from 10.2.1.0/24 to 10.2.0.12 comment 'portsref workers-to-masters-openshift-vrrp'

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
