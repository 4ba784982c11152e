# Filter rules for a MikroTik router, RouterOS 7
# Lists, chain and comments begin with talos-8505, which marks this plan.
# Plan: Talos with Cilium
# Revision: not saved
# Catalogue: 2026-11-23.01234567, Kubernetes 1.36
# Not validated by a device; it follows RouterOS documentation, Firewall: Filter, Address lists, Common Firewall Matchers.
#
# Left out, so these connections are closed:
# - control-plane-to-control-plane-cilium-health-icmp: one of its ends has no addresses in the plan
# - control-plane-to-control-plane-kubernetes-etcd-client: one of its ends has no addresses in the plan
# - control-plane-to-control-plane-kubernetes-etcd-peer: one of its ends has no addresses in the plan
# - control-plane-to-control-plane-cilium-health: one of its ends has no addresses in the plan
# - control-plane-to-control-plane-kubernetes-kube-apiserver: one of its ends has no addresses in the plan
# - control-plane-to-control-plane-cilium-operator-metrics: one of its ends has no addresses in the plan
# - control-plane-to-control-plane-cilium-envoy-metrics: one of its ends has no addresses in the plan
# - control-plane-to-control-plane-talos-kubelet-api: one of its ends has no addresses in the plan
# - control-plane-to-control-plane-talos-apid: one of its ends has no addresses in the plan
# - control-plane-to-control-plane-talos-kubespan: one of its ends has no addresses in the plan
# - control-plane-to-workers-cilium-health-icmp: one of its ends has no addresses in the plan
# - control-plane-to-workers-cilium-health: one of its ends has no addresses in the plan
# - control-plane-to-workers-cilium-operator-metrics: one of its ends has no addresses in the plan
# - control-plane-to-workers-cilium-envoy-metrics: one of its ends has no addresses in the plan
# - control-plane-to-workers-talos-kubelet-api: one of its ends has no addresses in the plan
# - control-plane-to-workers-talos-apid-worker: one of its ends has no addresses in the plan
# - control-plane-to-workers-talos-kubespan: one of its ends has no addresses in the plan
# - operators-to-control-plane-kubernetes-kube-apiserver: one of its ends has no addresses in the plan
# - operators-to-control-plane-talos-apid: one of its ends has no addresses in the plan
# - operators-to-workers-talos-apid-installation: one of its ends has no addresses in the plan
# - workers-to-control-plane-cilium-health-icmp: one of its ends has no addresses in the plan
# - workers-to-control-plane-cilium-health: one of its ends has no addresses in the plan
# - workers-to-control-plane-kubernetes-kube-apiserver: one of its ends has no addresses in the plan
# - workers-to-control-plane-cilium-operator-metrics: one of its ends has no addresses in the plan
# - workers-to-control-plane-cilium-envoy-metrics: one of its ends has no addresses in the plan
# - workers-to-control-plane-talos-kubelet-api: one of its ends has no addresses in the plan
# - workers-to-control-plane-talos-trustd: one of its ends has no addresses in the plan
# - workers-to-control-plane-talos-kubespan: one of its ends has no addresses in the plan
# - workers-to-workers-cilium-health-icmp: one of its ends has no addresses in the plan
# - workers-to-workers-cilium-health: one of its ends has no addresses in the plan
# - workers-to-workers-cilium-operator-metrics: one of its ends has no addresses in the plan
# - workers-to-workers-cilium-envoy-metrics: one of its ends has no addresses in the plan
# - workers-to-workers-talos-kubelet-api: one of its ends has no addresses in the plan
# - workers-to-workers-talos-kubespan: one of its ends has no addresses in the plan
# - control-plane-to-discovery-talos-dev-talos-discovery: one of its ends has no addresses in the plan
# - control-plane-to-time-cloudflare-com-talos-time: one of its ends has no addresses in the plan
# - workers-to-discovery-talos-dev-talos-discovery: one of its ends has no addresses in the plan
# - workers-to-time-cloudflare-com-talos-time: one of its ends has no addresses in the plan
#
# What is forwarded and new is asked of the plan's chain before the first of your rules.
# What it does not accept goes on to them: end them with a drop, and accept answers there
# (connection-state=established,related), as the default configuration does.
# Check: import FILE verbose=yes dry-run. Apply, again and again: import FILE
# What is in force: /ip firewall filter print where chain=talos-8505; the same in /ipv6.
# Take back:
#     /ip firewall filter remove [find jump-target=talos-8505]
#     /ip firewall filter remove [find chain=talos-8505]
#     /ip firewall address-list remove [find list~"^talos-8505-"]
#     /ipv6 firewall filter remove [find jump-target=talos-8505]
#     /ipv6 firewall filter remove [find chain=talos-8505]
#     /ipv6 firewall address-list remove [find list~"^talos-8505-"]

/ip firewall filter remove [find jump-target=talos-8505]
/ip firewall filter remove [find chain=talos-8505]
/ip firewall address-list remove [find list~"^talos-8505-"]

/ipv6 firewall filter remove [find jump-target=talos-8505]
/ipv6 firewall filter remove [find chain=talos-8505]
/ipv6 firewall address-list remove [find list~"^talos-8505-"]
