#!/bin/sh
# Access rules for Check Point, R81 or later: a script for the management server
# Names begin with openshift-c506, which marks this plan.
# Plan: OpenShift on bare metal
# Revision: not saved
# Catalogue: 2026-11-23.01234567, Kubernetes 1.33
# Not validated by a device; it follows Check Point Management API Reference, R81, network objects, services, access rules.
#
# Left out, so these connections are closed:
# - baseboard-management-controllers-of-the-hosts-to-masters-openshift-provisioning-http: one of its ends has no addresses in the plan
# - baseboard-management-controllers-of-the-hosts-to-masters-openshift-provisioning-https: one of its ends has no addresses in the plan
# - dhcp-server-or-relay-to-masters-openshift-dhcp-client: one of its ends has no addresses in the plan
# - dhcp-server-or-relay-to-workers-openshift-dhcp-client: one of its ends has no addresses in the plan
# - masters-to-baseboard-management-controllers-of-the-hosts-openshift-bmc-redfish: one of its ends has no addresses in the plan
# - masters-to-openshift-updates-and-signatures-of-releases-openshift-updates: one of its ends has no addresses in the plan
# - masters-to-red-hat-telemetry-and-insights-openshift-telemetry: one of its ends has no addresses in the plan
# - workers-to-red-hat-telemetry-and-insights-openshift-telemetry: one of its ends has no addresses in the plan
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
section='openshift-c506: OpenShift on bare metal'
layer='Network'
addresses() {
    :
    object host openshift-c506-10.2.0.5 ip-address 10.2.0.5
    object address-range openshift-c506-10.2.0.10_10.2.0.12 ip-address-first 10.2.0.10 ip-address-last 10.2.0.12
    object network openshift-c506-10.128.0.0_14 subnet 10.128.0.0 mask-length 14
    object network openshift-c506-10.2.1.0_24 subnet 10.2.1.0 mask-length 24
}
services() {
    :
    service tcp openshift-c506-tcp-6443 port 6443
    service tcp openshift-c506-tcp-22623 port 22623
    service other openshift-c506-icmp ip-protocol 1
    service tcp openshift-c506-tcp-2379 port 2379
    service tcp openshift-c506-tcp-2380 port 2380
    service tcp openshift-c506-tcp-6180 port 6180
    service tcp openshift-c506-tcp-6385 port 6385
    service tcp openshift-c506-tcp-9122 port 9122
    service tcp openshift-c506-tcp-9123 port 9123
    service tcp openshift-c506-tcp-9445 port 9445
    service tcp openshift-c506-tcp-10250 port 10250
    service udp openshift-c506-udp-6081 port 6081
    service udp openshift-c506-udp-9122 port 9122
    service other openshift-c506-vrrp ip-protocol 112
    service tcp openshift-c506-tcp-5353 port 5353
    service tcp openshift-c506-tcp-5443 port 5443
    service tcp openshift-c506-tcp-8084 port 8084
    service tcp openshift-c506-tcp-8440 port 8440
    service tcp openshift-c506-tcp-8443 port 8443
    service tcp openshift-c506-tcp-9107 port 9107
    service tcp openshift-c506-tcp-9443 port 9443
    service tcp openshift-c506-tcp-9447 port 9447
    service udp openshift-c506-udp-5353 port 5353
    service tcp openshift-c506-tcp-443 port 443
    service tcp openshift-c506-tcp-9999 port 9999
    service tcp openshift-c506-tcp-9001 port 9001
    service tcp openshift-c506-tcp-9099 port 9099
    service tcp openshift-c506-tcp-9100 port 9100
    service tcp openshift-c506-tcp-9103 port 9103
    service tcp openshift-c506-tcp-9104 port 9104
    service tcp openshift-c506-tcp-9105 port 9105
    service tcp openshift-c506-tcp-9108 port 9108
    service tcp openshift-c506-tcp-9120 port 9120
    service tcp openshift-c506-tcp-9140-9141 port 9140-9141
    service tcp openshift-c506-tcp-9192 port 9192
    service tcp openshift-c506-tcp-9637 port 9637
    service tcp openshift-c506-tcp-9979 port 9979
    service tcp openshift-c506-tcp-10257 port 10257
    service tcp openshift-c506-tcp-10259 port 10259
    service tcp openshift-c506-tcp-9154 port 9154
    service tcp openshift-c506-tcp-1936 port 1936
    service udp openshift-c506-udp-67 port 67
    service udp openshift-c506-udp-69 port 69
}
groups() {
    :
    object group openshift-c506-api-v4 comments 'openshift-c506: api' members.1 openshift-c506-10.2.0.5
    object group openshift-c506-masters-v4 comments 'openshift-c506: masters' members.1 openshift-c506-10.2.0.10_10.2.0.12
    object group openshift-c506-pods-v4 comments 'openshift-c506: pods' members.1 openshift-c506-10.128.0.0_14
    object group openshift-c506-workers-v4 comments 'openshift-c506: workers' members.1 openshift-c506-10.2.1.0_24
    object service-group openshift-c506-tcp-8440_8443 members.1 openshift-c506-tcp-8440 members.2 openshift-c506-tcp-8443
}
rules() {
    :
    rule openshift-c506-api-to-masters-kubernetes-kube-apiserver source.1 openshift-c506-api-v4 destination.1 openshift-c506-masters-v4 service openshift-c506-tcp-6443 action Accept track.type Log comments 'openshift-c506: Kubernetes API. The bootstrap machine asks the Kubernetes API whether etcd has moved to the control plane. (kubernetes/kube-apiserver, openshift/api-from-bootstrap)'
    rule openshift-c506-api-to-masters-openshift-machine-config-server source.1 openshift-c506-api-v4 destination.1 openshift-c506-masters-v4 service openshift-c506-tcp-22623 action Accept track.type Log comments 'openshift-c506: Ignition configuration for new machines over HTTPS. (openshift/machine-config-server)'
    rule openshift-c506-masters-to-api-kubernetes-kube-apiserver source.1 openshift-c506-masters-v4 destination.1 openshift-c506-api-v4 service openshift-c506-tcp-6443 action Accept track.type Log comments 'openshift-c506: Kubernetes API. (kubernetes/kube-apiserver)'
    rule openshift-c506-masters-to-api-openshift-load-balancer-machine-config-server source.1 openshift-c506-masters-v4 destination.1 openshift-c506-api-v4 service openshift-c506-tcp-22623 action Accept track.type Log comments 'openshift-c506: Ignition configuration behind the internal API load balancer. (openshift/load-balancer-machine-config-server)'
    rule openshift-c506-masters-to-masters-openshift-icmp source.1 openshift-c506-masters-v4 destination.1 openshift-c506-masters-v4 service openshift-c506-icmp action Accept track.type Log comments 'openshift-c506: Reachability tests between machines. (openshift/icmp)'
    rule openshift-c506-masters-to-masters-kubernetes-etcd-client source.1 openshift-c506-masters-v4 destination.1 openshift-c506-masters-v4 service openshift-c506-tcp-2379 action Accept track.type Log comments 'openshift-c506: etcd client API. Manages the members of etcd. (kubernetes/etcd-client, openshift/etcd-of-operator)'
    rule openshift-c506-masters-to-masters-kubernetes-etcd-peer source.1 openshift-c506-masters-v4 destination.1 openshift-c506-masters-v4 service openshift-c506-tcp-2380 action Accept track.type Log comments 'openshift-c506: etcd traffic between members. (kubernetes/etcd-peer)'
    rule openshift-c506-masters-to-masters-openshift-provisioning-http source.1 openshift-c506-masters-v4 destination.1 openshift-c506-masters-v4 service openshift-c506-tcp-6180 action Accept track.type Log comments 'openshift-c506: Provisioning files over plain HTTP. (openshift/provisioning-http)'
    rule openshift-c506-masters-to-masters-openshift-ironic-api source.1 openshift-c506-masters-v4 destination.1 openshift-c506-masters-v4 service openshift-c506-tcp-6385 action Accept track.type Log comments 'openshift-c506: Ironic API. (openshift/ironic-api)'
    rule openshift-c506-masters-to-masters-kubernetes-kube-apiserver source.1 openshift-c506-masters-v4 destination.1 openshift-c506-masters-v4 service openshift-c506-tcp-6443 action Accept track.type Log comments 'openshift-c506: Kubernetes API. (kubernetes/kube-apiserver)'
    rule openshift-c506-masters-to-masters-openshift-metallb-memberlist-tcp source.1 openshift-c506-masters-v4 destination.1 openshift-c506-masters-v4 service openshift-c506-tcp-9122 action Accept track.type Log comments 'openshift-c506: MetalLB leader election over TCP. (openshift/metallb-memberlist-tcp)'
    rule openshift-c506-masters-to-masters-openshift-frr-k8s-webhook source.1 openshift-c506-masters-v4 destination.1 openshift-c506-masters-v4 service openshift-c506-tcp-9123 action Accept track.type Log comments 'openshift-c506: FRR-K8s webhook called by the API server. (openshift/frr-k8s-webhook)'
    rule openshift-c506-masters-to-masters-openshift-api-vip-proxy source.1 openshift-c506-masters-v4 destination.1 openshift-c506-masters-v4 service openshift-c506-tcp-9445 action Accept track.type Log comments 'openshift-c506: Kubernetes API through HAProxy on the node that holds the API address. (openshift/api-vip-proxy)'
    rule openshift-c506-masters-to-masters-openshift-kubelet-api source.1 openshift-c506-masters-v4 destination.1 openshift-c506-masters-v4 service openshift-c506-tcp-10250 action Accept track.type Log comments 'openshift-c506: Kubelet API, used by the control plane and by the monitoring stack on any node. (openshift/kubelet-api)'
    rule openshift-c506-masters-to-masters-openshift-machine-config-server source.1 openshift-c506-masters-v4 destination.1 openshift-c506-masters-v4 service openshift-c506-tcp-22623 action Accept track.type Log comments 'openshift-c506: Ignition configuration for new machines over HTTPS. (openshift/machine-config-server)'
    rule openshift-c506-masters-to-masters-openshift-geneve source.1 openshift-c506-masters-v4 destination.1 openshift-c506-masters-v4 service openshift-c506-udp-6081 action Accept track.type Log comments 'openshift-c506: Pod traffic between nodes, Geneve encapsulated. (openshift/geneve)'
    rule openshift-c506-masters-to-masters-openshift-metallb-memberlist-udp source.1 openshift-c506-masters-v4 destination.1 openshift-c506-masters-v4 service openshift-c506-udp-9122 action Accept track.type Log comments 'openshift-c506: MetalLB leader election over UDP. (openshift/metallb-memberlist-udp)'
    rule openshift-c506-masters-to-masters-openshift-vrrp source.1 openshift-c506-masters-v4 destination.1 openshift-c506-masters-v4 service openshift-c506-vrrp action Accept track.type Log comments 'openshift-c506: Election of the nodes that hold the API and ingress addresses. (openshift/vrrp)'
    rule openshift-c506-masters-to-pods-openshift-cluster-dns-tcp source.1 openshift-c506-masters-v4 destination.1 openshift-c506-pods-v4 service openshift-c506-tcp-5353 action Accept track.type Log comments 'openshift-c506: Cluster DNS queries over TCP. (openshift/cluster-dns-tcp)'
    rule openshift-c506-masters-to-pods-openshift-packageserver source.1 openshift-c506-masters-v4 destination.1 openshift-c506-pods-v4 service openshift-c506-tcp-5443 action Accept track.type Log comments 'openshift-c506: Aggregated API of operator catalogs. (openshift/packageserver)'
    rule openshift-c506-masters-to-pods-openshift-multus-admission source.1 openshift-c506-masters-v4 destination.1 openshift-c506-pods-v4 service openshift-c506-tcp-6443 action Accept track.type Log comments 'openshift-c506: Webhook that validates network attachments. Login page and tokens behind the router. (openshift/multus-admission, openshift/oauth-server)'
    rule openshift-c506-masters-to-pods-openshift-image-customization source.1 openshift-c506-masters-v4 destination.1 openshift-c506-pods-v4 service openshift-c506-tcp-8084 action Accept track.type Log comments 'openshift-c506: Boot images made for each host. (openshift/image-customization)'
    rule openshift-c506-masters-to-pods-openshift-machine-api-webhooks source.1 openshift-c506-masters-v4 destination.1 openshift-c506-pods-v4 service openshift-c506-tcp-8440_8443 action Accept track.type Log comments 'openshift-c506: Webhooks of machines and machine sets. (openshift/machine-api-webhooks)'
    rule openshift-c506-masters-to-pods-openshift-monitoring-admission source.1 openshift-c506-masters-v4 destination.1 openshift-c506-pods-v4 service openshift-c506-tcp-8443 action Accept track.type Log comments 'openshift-c506: Webhook that validates rules and alert configuration. Aggregated API of OpenShift. Aggregated API of users and tokens. (openshift/monitoring-admission, openshift/openshift-apiserver, openshift/openshift-oauth-apiserver)'
    rule openshift-c506-masters-to-pods-openshift-egress-ip-health source.1 openshift-c506-masters-v4 destination.1 openshift-c506-pods-v4 service openshift-c506-tcp-9107 action Accept track.type Log comments 'openshift-c506: The OVN-Kubernetes control plane checks that egress nodes can be reached. (openshift/egress-ip-health)'
    rule openshift-c506-masters-to-pods-openshift-metallb-webhooks source.1 openshift-c506-masters-v4 destination.1 openshift-c506-pods-v4 service openshift-c506-tcp-9443 action Accept track.type Log comments 'openshift-c506: Webhooks of MetalLB and of its operator, called by the API server. Webhook that validates the Provisioning resource. (openshift/metallb-webhooks, openshift/provisioning-webhook)'
    rule openshift-c506-masters-to-pods-openshift-bare-metal-operator-webhook source.1 openshift-c506-masters-v4 destination.1 openshift-c506-pods-v4 service openshift-c506-tcp-9447 action Accept track.type Log comments 'openshift-c506: Bare Metal Operator webhook. (openshift/bare-metal-operator-webhook)'
    rule openshift-c506-masters-to-pods-openshift-metrics-server source.1 openshift-c506-masters-v4 destination.1 openshift-c506-pods-v4 service openshift-c506-tcp-10250 action Accept track.type Log comments 'openshift-c506: Aggregated API of resource metrics. (openshift/metrics-server)'
    rule openshift-c506-masters-to-pods-openshift-cluster-dns-udp source.1 openshift-c506-masters-v4 destination.1 openshift-c506-pods-v4 service openshift-c506-udp-5353 action Accept track.type Log comments 'openshift-c506: Cluster DNS queries over UDP. (openshift/cluster-dns-udp)'
    rule openshift-c506-masters-to-workers-openshift-icmp source.1 openshift-c506-masters-v4 destination.1 openshift-c506-workers-v4 service openshift-c506-icmp action Accept track.type Log comments 'openshift-c506: Reachability tests between machines. (openshift/icmp)'
    rule openshift-c506-masters-to-workers-openshift-router-https source.1 openshift-c506-masters-v4 destination.1 openshift-c506-workers-v4 service openshift-c506-tcp-443 action Accept track.type Log comments 'openshift-c506: Applications over HTTPS. (openshift/router-https)'
    rule openshift-c506-masters-to-workers-openshift-metallb-memberlist-tcp source.1 openshift-c506-masters-v4 destination.1 openshift-c506-workers-v4 service openshift-c506-tcp-9122 action Accept track.type Log comments 'openshift-c506: MetalLB leader election over TCP. (openshift/metallb-memberlist-tcp)'
    rule openshift-c506-masters-to-workers-openshift-frr-k8s-webhook source.1 openshift-c506-masters-v4 destination.1 openshift-c506-workers-v4 service openshift-c506-tcp-9123 action Accept track.type Log comments 'openshift-c506: FRR-K8s webhook called by the API server. (openshift/frr-k8s-webhook)'
    rule openshift-c506-masters-to-workers-openshift-ironic-python-agent-of-installation source.1 openshift-c506-masters-v4 destination.1 openshift-c506-workers-v4 service openshift-c506-tcp-9999 action Accept track.type Log comments 'openshift-c506: Calls from Ironic to its agent on the first workers that it installs. Only during the installation. (openshift/ironic-python-agent-of-installation)'
    rule openshift-c506-masters-to-workers-openshift-kubelet-api source.1 openshift-c506-masters-v4 destination.1 openshift-c506-workers-v4 service openshift-c506-tcp-10250 action Accept track.type Log comments 'openshift-c506: Kubelet API, used by the control plane and by the monitoring stack on any node. (openshift/kubelet-api)'
    rule openshift-c506-masters-to-workers-openshift-geneve source.1 openshift-c506-masters-v4 destination.1 openshift-c506-workers-v4 service openshift-c506-udp-6081 action Accept track.type Log comments 'openshift-c506: Pod traffic between nodes, Geneve encapsulated. (openshift/geneve)'
    rule openshift-c506-masters-to-workers-openshift-metallb-memberlist-udp source.1 openshift-c506-masters-v4 destination.1 openshift-c506-workers-v4 service openshift-c506-udp-9122 action Accept track.type Log comments 'openshift-c506: MetalLB leader election over UDP. (openshift/metallb-memberlist-udp)'
    rule openshift-c506-masters-to-workers-openshift-vrrp source.1 openshift-c506-masters-v4 destination.1 openshift-c506-workers-v4 service openshift-c506-vrrp action Accept track.type Log comments 'openshift-c506: Election of the nodes that hold the API and ingress addresses. (openshift/vrrp)'
    rule openshift-c506-pods-to-api-kubernetes-kube-apiserver source.1 openshift-c506-pods-v4 destination.1 openshift-c506-api-v4 service openshift-c506-tcp-6443 action Accept track.type Log comments 'openshift-c506: Kubernetes API. (kubernetes/kube-apiserver)'
    rule openshift-c506-pods-to-masters-kubernetes-etcd-client source.1 openshift-c506-pods-v4 destination.1 openshift-c506-masters-v4 service openshift-c506-tcp-2379 action Accept track.type Log comments 'openshift-c506: Keeps OpenShift'\''s own objects in etcd. Keeps users and tokens in etcd. (openshift/etcd-of-openshift-apiserver, openshift/etcd-of-oauth-apiserver)'
    rule openshift-c506-pods-to-masters-openshift-ironic-api source.1 openshift-c506-pods-v4 destination.1 openshift-c506-masters-v4 service openshift-c506-tcp-6385 action Accept track.type Log comments 'openshift-c506: Ironic API. (openshift/ironic-api)'
    rule openshift-c506-pods-to-masters-kubernetes-kube-apiserver source.1 openshift-c506-pods-v4 destination.1 openshift-c506-masters-v4 service openshift-c506-tcp-6443 action Accept track.type Log comments 'openshift-c506: Kubernetes API. (kubernetes/kube-apiserver)'
    rule openshift-c506-pods-to-masters-openshift-machine-config-daemon-metrics source.1 openshift-c506-pods-v4 destination.1 openshift-c506-masters-v4 service openshift-c506-tcp-9001 action Accept track.type Log comments 'openshift-c506: Machine Config Daemon metrics. (openshift/machine-config-daemon-metrics)'
    rule openshift-c506-pods-to-masters-openshift-cluster-version-operator-metrics source.1 openshift-c506-pods-v4 destination.1 openshift-c506-masters-v4 service openshift-c506-tcp-9099 action Accept track.type Log comments 'openshift-c506: Cluster Version Operator metrics. (openshift/cluster-version-operator-metrics)'
    rule openshift-c506-pods-to-masters-openshift-node-exporter source.1 openshift-c506-pods-v4 destination.1 openshift-c506-masters-v4 service openshift-c506-tcp-9100 action Accept track.type Log comments 'openshift-c506: Node metrics. (openshift/node-exporter)'
    rule openshift-c506-pods-to-masters-openshift-ovnkube-node-metrics source.1 openshift-c506-pods-v4 destination.1 openshift-c506-masters-v4 service openshift-c506-tcp-9103 action Accept track.type Log comments 'openshift-c506: ovnkube-node metrics. (openshift/ovnkube-node-metrics)'
    rule openshift-c506-pods-to-masters-openshift-network-operator-metrics source.1 openshift-c506-pods-v4 destination.1 openshift-c506-masters-v4 service openshift-c506-tcp-9104 action Accept track.type Log comments 'openshift-c506: Cluster Network Operator metrics. (openshift/network-operator-metrics)'
    rule openshift-c506-pods-to-masters-openshift-ovn-metrics source.1 openshift-c506-pods-v4 destination.1 openshift-c506-masters-v4 service openshift-c506-tcp-9105 action Accept track.type Log comments 'openshift-c506: OVN metrics. (openshift/ovn-metrics)'
    rule openshift-c506-pods-to-masters-openshift-ovnkube-control-plane-metrics source.1 openshift-c506-pods-v4 destination.1 openshift-c506-masters-v4 service openshift-c506-tcp-9108 action Accept track.type Log comments 'openshift-c506: ovnkube control-plane metrics. (openshift/ovnkube-control-plane-metrics)'
    rule openshift-c506-pods-to-masters-openshift-metallb-metrics source.1 openshift-c506-pods-v4 destination.1 openshift-c506-masters-v4 service openshift-c506-tcp-9120 action Accept track.type Log comments 'openshift-c506: MetalLB metrics. (openshift/metallb-metrics)'
    rule openshift-c506-pods-to-masters-openshift-frr-k8s-metrics source.1 openshift-c506-pods-v4 destination.1 openshift-c506-masters-v4 service openshift-c506-tcp-9140-9141 action Accept track.type Log comments 'openshift-c506: FRR-K8s metrics. (openshift/frr-k8s-metrics)'
    rule openshift-c506-pods-to-masters-openshift-machine-approver-metrics source.1 openshift-c506-pods-v4 destination.1 openshift-c506-masters-v4 service openshift-c506-tcp-9192 action Accept track.type Log comments 'openshift-c506: Machine approver metrics. (openshift/machine-approver-metrics)'
    rule openshift-c506-pods-to-masters-openshift-api-vip-proxy source.1 openshift-c506-pods-v4 destination.1 openshift-c506-masters-v4 service openshift-c506-tcp-9445 action Accept track.type Log comments 'openshift-c506: Kubernetes API through HAProxy on the node that holds the API address. (openshift/api-vip-proxy)'
    rule openshift-c506-pods-to-masters-openshift-crio-metrics-proxy source.1 openshift-c506-pods-v4 destination.1 openshift-c506-masters-v4 service openshift-c506-tcp-9637 action Accept track.type Log comments 'openshift-c506: CRI-O metrics through a proxy. (openshift/crio-metrics-proxy)'
    rule openshift-c506-pods-to-masters-openshift-etcd-metrics-proxy source.1 openshift-c506-pods-v4 destination.1 openshift-c506-masters-v4 service openshift-c506-tcp-9979 action Accept track.type Log comments 'openshift-c506: etcd metrics through the metrics proxy. (openshift/etcd-metrics-proxy)'
    rule openshift-c506-pods-to-masters-openshift-kubelet-api source.1 openshift-c506-pods-v4 destination.1 openshift-c506-masters-v4 service openshift-c506-tcp-10250 action Accept track.type Log comments 'openshift-c506: Kubelet API, used by the control plane and by the monitoring stack on any node. (openshift/kubelet-api)'
    rule openshift-c506-pods-to-masters-openshift-kube-controller-manager source.1 openshift-c506-pods-v4 destination.1 openshift-c506-masters-v4 service openshift-c506-tcp-10257 action Accept track.type Log comments 'openshift-c506: Metrics and health of kube-controller-manager. (openshift/kube-controller-manager)'
    rule openshift-c506-pods-to-masters-openshift-kube-scheduler source.1 openshift-c506-pods-v4 destination.1 openshift-c506-masters-v4 service openshift-c506-tcp-10259 action Accept track.type Log comments 'openshift-c506: Metrics and health of kube-scheduler. (openshift/kube-scheduler)'
    rule openshift-c506-pods-to-pods-openshift-cluster-dns-tcp source.1 openshift-c506-pods-v4 destination.1 openshift-c506-pods-v4 service openshift-c506-tcp-5353 action Accept track.type Log comments 'openshift-c506: Cluster DNS queries over TCP. (openshift/cluster-dns-tcp)'
    rule openshift-c506-pods-to-pods-openshift-oauth-server source.1 openshift-c506-pods-v4 destination.1 openshift-c506-pods-v4 service openshift-c506-tcp-6443 action Accept track.type Log comments 'openshift-c506: Login page and tokens behind the router. (openshift/oauth-server)'
    rule openshift-c506-pods-to-pods-openshift-bare-metal-operator-metrics source.1 openshift-c506-pods-v4 destination.1 openshift-c506-pods-v4 service openshift-c506-tcp-8443 action Accept track.type Log comments 'openshift-c506: Bare Metal Operator metrics. Aggregated API of OpenShift. Aggregated API of users and tokens. (openshift/bare-metal-operator-metrics, openshift/openshift-apiserver, openshift/openshift-oauth-apiserver)'
    rule openshift-c506-pods-to-pods-openshift-cluster-dns-metrics source.1 openshift-c506-pods-v4 destination.1 openshift-c506-pods-v4 service openshift-c506-tcp-9154 action Accept track.type Log comments 'openshift-c506: Cluster DNS metrics through a proxy. (openshift/cluster-dns-metrics)'
    rule openshift-c506-pods-to-pods-openshift-metrics-server source.1 openshift-c506-pods-v4 destination.1 openshift-c506-pods-v4 service openshift-c506-tcp-10250 action Accept track.type Log comments 'openshift-c506: Aggregated API of resource metrics. (openshift/metrics-server)'
    rule openshift-c506-pods-to-pods-openshift-cluster-dns-udp source.1 openshift-c506-pods-v4 destination.1 openshift-c506-pods-v4 service openshift-c506-udp-5353 action Accept track.type Log comments 'openshift-c506: Cluster DNS queries over UDP. (openshift/cluster-dns-udp)'
    rule openshift-c506-pods-to-workers-openshift-router-https source.1 openshift-c506-pods-v4 destination.1 openshift-c506-workers-v4 service openshift-c506-tcp-443 action Accept track.type Log comments 'openshift-c506: Applications over HTTPS. (openshift/router-https)'
    rule openshift-c506-pods-to-workers-openshift-router-stats source.1 openshift-c506-pods-v4 destination.1 openshift-c506-workers-v4 service openshift-c506-tcp-1936 action Accept track.type Log comments 'openshift-c506: Router health and statistics. (openshift/router-stats)'
    rule openshift-c506-pods-to-workers-openshift-machine-config-daemon-metrics source.1 openshift-c506-pods-v4 destination.1 openshift-c506-workers-v4 service openshift-c506-tcp-9001 action Accept track.type Log comments 'openshift-c506: Machine Config Daemon metrics. (openshift/machine-config-daemon-metrics)'
    rule openshift-c506-pods-to-workers-openshift-node-exporter source.1 openshift-c506-pods-v4 destination.1 openshift-c506-workers-v4 service openshift-c506-tcp-9100 action Accept track.type Log comments 'openshift-c506: Node metrics. (openshift/node-exporter)'
    rule openshift-c506-pods-to-workers-openshift-ovnkube-node-metrics source.1 openshift-c506-pods-v4 destination.1 openshift-c506-workers-v4 service openshift-c506-tcp-9103 action Accept track.type Log comments 'openshift-c506: ovnkube-node metrics. (openshift/ovnkube-node-metrics)'
    rule openshift-c506-pods-to-workers-openshift-ovn-metrics source.1 openshift-c506-pods-v4 destination.1 openshift-c506-workers-v4 service openshift-c506-tcp-9105 action Accept track.type Log comments 'openshift-c506: OVN metrics. (openshift/ovn-metrics)'
    rule openshift-c506-pods-to-workers-openshift-metallb-metrics source.1 openshift-c506-pods-v4 destination.1 openshift-c506-workers-v4 service openshift-c506-tcp-9120 action Accept track.type Log comments 'openshift-c506: MetalLB metrics. (openshift/metallb-metrics)'
    rule openshift-c506-pods-to-workers-openshift-frr-k8s-metrics source.1 openshift-c506-pods-v4 destination.1 openshift-c506-workers-v4 service openshift-c506-tcp-9140-9141 action Accept track.type Log comments 'openshift-c506: FRR-K8s metrics. (openshift/frr-k8s-metrics)'
    rule openshift-c506-pods-to-workers-openshift-crio-metrics-proxy source.1 openshift-c506-pods-v4 destination.1 openshift-c506-workers-v4 service openshift-c506-tcp-9637 action Accept track.type Log comments 'openshift-c506: CRI-O metrics through a proxy. (openshift/crio-metrics-proxy)'
    rule openshift-c506-pods-to-workers-openshift-kubelet-api source.1 openshift-c506-pods-v4 destination.1 openshift-c506-workers-v4 service openshift-c506-tcp-10250 action Accept track.type Log comments 'openshift-c506: Kubelet API, used by the control plane and by the monitoring stack on any node. (openshift/kubelet-api)'
    rule openshift-c506-workers-to-api-kubernetes-kube-apiserver source.1 openshift-c506-workers-v4 destination.1 openshift-c506-api-v4 service openshift-c506-tcp-6443 action Accept track.type Log comments 'openshift-c506: Kubernetes API. (kubernetes/kube-apiserver)'
    rule openshift-c506-workers-to-api-openshift-load-balancer-machine-config-server source.1 openshift-c506-workers-v4 destination.1 openshift-c506-api-v4 service openshift-c506-tcp-22623 action Accept track.type Log comments 'openshift-c506: Ignition configuration behind the internal API load balancer. (openshift/load-balancer-machine-config-server)'
    rule openshift-c506-workers-to-masters-openshift-icmp source.1 openshift-c506-workers-v4 destination.1 openshift-c506-masters-v4 service openshift-c506-icmp action Accept track.type Log comments 'openshift-c506: Reachability tests between machines. (openshift/icmp)'
    rule openshift-c506-workers-to-masters-openshift-provisioning-http source.1 openshift-c506-workers-v4 destination.1 openshift-c506-masters-v4 service openshift-c506-tcp-6180 action Accept track.type Log comments 'openshift-c506: Provisioning files over plain HTTP. (openshift/provisioning-http)'
    rule openshift-c506-workers-to-masters-openshift-ironic-api source.1 openshift-c506-workers-v4 destination.1 openshift-c506-masters-v4 service openshift-c506-tcp-6385 action Accept track.type Log comments 'openshift-c506: Ironic API. (openshift/ironic-api)'
    rule openshift-c506-workers-to-masters-kubernetes-kube-apiserver source.1 openshift-c506-workers-v4 destination.1 openshift-c506-masters-v4 service openshift-c506-tcp-6443 action Accept track.type Log comments 'openshift-c506: Kubernetes API. (kubernetes/kube-apiserver)'
    rule openshift-c506-workers-to-masters-openshift-metallb-memberlist-tcp source.1 openshift-c506-workers-v4 destination.1 openshift-c506-masters-v4 service openshift-c506-tcp-9122 action Accept track.type Log comments 'openshift-c506: MetalLB leader election over TCP. (openshift/metallb-memberlist-tcp)'
    rule openshift-c506-workers-to-masters-openshift-api-vip-proxy source.1 openshift-c506-workers-v4 destination.1 openshift-c506-masters-v4 service openshift-c506-tcp-9445 action Accept track.type Log comments 'openshift-c506: Kubernetes API through HAProxy on the node that holds the API address. (openshift/api-vip-proxy)'
    rule openshift-c506-workers-to-masters-openshift-kubelet-api source.1 openshift-c506-workers-v4 destination.1 openshift-c506-masters-v4 service openshift-c506-tcp-10250 action Accept track.type Log comments 'openshift-c506: Kubelet API, used by the control plane and by the monitoring stack on any node. (openshift/kubelet-api)'
    rule openshift-c506-workers-to-masters-openshift-machine-config-server source.1 openshift-c506-workers-v4 destination.1 openshift-c506-masters-v4 service openshift-c506-tcp-22623 action Accept track.type Log comments 'openshift-c506: Ignition configuration for new machines over HTTPS. (openshift/machine-config-server)'
    rule openshift-c506-workers-to-masters-openshift-provisioning-dhcp-of-installation source.1 openshift-c506-workers-v4 destination.1 openshift-c506-masters-v4 service openshift-c506-udp-67 action Accept track.type Log comments 'openshift-c506: DHCP for the first workers, which boot from the provisioning network. Only during the installation. (openshift/provisioning-dhcp-of-installation)'
    rule openshift-c506-workers-to-masters-openshift-provisioning-tftp-of-installation source.1 openshift-c506-workers-v4 destination.1 openshift-c506-masters-v4 service openshift-c506-udp-69 action Accept track.type Log comments 'openshift-c506: First boot files of the first workers over TFTP. Only during the installation. (openshift/provisioning-tftp-of-installation)'
    rule openshift-c506-workers-to-masters-openshift-geneve source.1 openshift-c506-workers-v4 destination.1 openshift-c506-masters-v4 service openshift-c506-udp-6081 action Accept track.type Log comments 'openshift-c506: Pod traffic between nodes, Geneve encapsulated. (openshift/geneve)'
    rule openshift-c506-workers-to-masters-openshift-metallb-memberlist-udp source.1 openshift-c506-workers-v4 destination.1 openshift-c506-masters-v4 service openshift-c506-udp-9122 action Accept track.type Log comments 'openshift-c506: MetalLB leader election over UDP. (openshift/metallb-memberlist-udp)'
    rule openshift-c506-workers-to-masters-openshift-vrrp source.1 openshift-c506-workers-v4 destination.1 openshift-c506-masters-v4 service openshift-c506-vrrp action Accept track.type Log comments 'openshift-c506: Election of the nodes that hold the API and ingress addresses. (openshift/vrrp)'
    rule openshift-c506-workers-to-pods-openshift-cluster-dns-tcp source.1 openshift-c506-workers-v4 destination.1 openshift-c506-pods-v4 service openshift-c506-tcp-5353 action Accept track.type Log comments 'openshift-c506: Cluster DNS queries over TCP. (openshift/cluster-dns-tcp)'
    rule openshift-c506-workers-to-pods-openshift-oauth-server source.1 openshift-c506-workers-v4 destination.1 openshift-c506-pods-v4 service openshift-c506-tcp-6443 action Accept track.type Log comments 'openshift-c506: Login page and tokens behind the router. (openshift/oauth-server)'
    rule openshift-c506-workers-to-pods-openshift-cluster-dns-udp source.1 openshift-c506-workers-v4 destination.1 openshift-c506-pods-v4 service openshift-c506-udp-5353 action Accept track.type Log comments 'openshift-c506: Cluster DNS queries over UDP. (openshift/cluster-dns-udp)'
    rule openshift-c506-workers-to-workers-openshift-icmp source.1 openshift-c506-workers-v4 destination.1 openshift-c506-workers-v4 service openshift-c506-icmp action Accept track.type Log comments 'openshift-c506: Reachability tests between machines. (openshift/icmp)'
    rule openshift-c506-workers-to-workers-openshift-metallb-memberlist-tcp source.1 openshift-c506-workers-v4 destination.1 openshift-c506-workers-v4 service openshift-c506-tcp-9122 action Accept track.type Log comments 'openshift-c506: MetalLB leader election over TCP. (openshift/metallb-memberlist-tcp)'
    rule openshift-c506-workers-to-workers-openshift-kubelet-api source.1 openshift-c506-workers-v4 destination.1 openshift-c506-workers-v4 service openshift-c506-tcp-10250 action Accept track.type Log comments 'openshift-c506: Kubelet API, used by the control plane and by the monitoring stack on any node. (openshift/kubelet-api)'
    rule openshift-c506-workers-to-workers-openshift-geneve source.1 openshift-c506-workers-v4 destination.1 openshift-c506-workers-v4 service openshift-c506-udp-6081 action Accept track.type Log comments 'openshift-c506: Pod traffic between nodes, Geneve encapsulated. (openshift/geneve)'
    rule openshift-c506-workers-to-workers-openshift-metallb-memberlist-udp source.1 openshift-c506-workers-v4 destination.1 openshift-c506-workers-v4 service openshift-c506-udp-9122 action Accept track.type Log comments 'openshift-c506: MetalLB leader election over UDP. (openshift/metallb-memberlist-udp)'
    rule openshift-c506-workers-to-workers-openshift-vrrp source.1 openshift-c506-workers-v4 destination.1 openshift-c506-workers-v4 service openshift-c506-vrrp action Accept track.type Log comments 'openshift-c506: Election of the nodes that hold the API and ingress addresses. (openshift/vrrp)'
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
