# Filter rules for a MikroTik router, RouterOS 7
# Lists, chain and comments begin with eks-f87d, which marks this plan.
# Plan: EKS with private nodes
# Revision: not saved
# Catalogue: 2026-11-23.01234567, Kubernetes 1.34
# Not validated by a device; it follows RouterOS documentation, Firewall: Filter, Address lists, Common Firewall Matchers.
#
# Left out, so these connections are closed:
# - nodes-to-aws-sts-of-the-region-aws-ebs-csi-sts: one of its ends has no addresses in the plan
# - nodes-to-amazon-ec2-api-aws-ebs-csi-ec2-api: one of its ends has no addresses in the plan
# - nodes-to-amazon-ec2-api-aws-vpc-cni-ec2-api: one of its ends has no addresses in the plan
# - nodes-to-amazon-ec2-api-eks-ec2-api: one of its ends has no addresses in the plan
# - nodes-to-amazon-eks-ecr-and-s3-endpoints-eks-aws-endpoints: one of its ends has no addresses in the plan
#
# What is forwarded and new is asked of the plan's chain before the first of your rules.
# What it does not accept goes on to them: end them with a drop, and accept answers there
# (connection-state=established,related), as the default configuration does.
# Check: import FILE verbose=yes dry-run. Apply, again and again: import FILE
# What is in force: /ip firewall filter print where chain=eks-f87d; the same in /ipv6.
# Take back:
#     /ip firewall filter remove [find jump-target=eks-f87d]
#     /ip firewall filter remove [find chain=eks-f87d]
#     /ip firewall address-list remove [find list~"^eks-f87d-"]
#     /ipv6 firewall filter remove [find jump-target=eks-f87d]
#     /ipv6 firewall filter remove [find chain=eks-f87d]
#     /ipv6 firewall address-list remove [find list~"^eks-f87d-"]

/ip firewall filter remove [find jump-target=eks-f87d]
/ip firewall filter remove [find chain=eks-f87d]
/ip firewall address-list remove [find list~"^eks-f87d-"]
/ip firewall address-list
add list=eks-f87d-eks-control-plane-v4 address=10.3.0.0/28 comment="eks-control-plane"
add list=eks-f87d-nodes-v4 address=10.3.16.0/20 comment="nodes"
add list=eks-f87d-operators-v4 address=10.9.0.0/24 comment="operators"
/ip firewall filter
add chain=eks-f87d action=accept src-address-list=eks-f87d-eks-control-plane-v4 dst-address-list=eks-f87d-nodes-v4 protocol=tcp dst-port=8443 comment="eks-control-plane-to-nodes-ingress-nginx-webhook: Validating admission webhook. (ingress-nginx/webhook)"
add chain=eks-f87d action=accept src-address-list=eks-f87d-eks-control-plane-v4 dst-address-list=eks-f87d-nodes-v4 protocol=tcp dst-port=10250 comment="eks-control-plane-to-nodes-cert-manager-webhook: Admission webhook, called by the API server. (cert-manager/webhook)"
add chain=eks-f87d action=accept src-address-list=eks-f87d-eks-control-plane-v4 dst-address-list=eks-f87d-nodes-v4 protocol=tcp dst-port=10250 comment="eks-control-plane-to-nodes-eks-kubelet-api: Kubelet API, called from the EKS network interfaces. (eks/kubelet-api)"
add chain=eks-f87d action=accept src-address-list=eks-f87d-nodes-v4 dst-address-list=eks-f87d-eks-control-plane-v4 protocol=tcp dst-port=443 comment="nodes-to-eks-control-plane-eks-cluster-endpoint: Kubernetes API. (eks/cluster-endpoint)"
add chain=eks-f87d action=accept src-address-list=eks-f87d-nodes-v4 dst-address-list=eks-f87d-nodes-v4 protocol=1 comment="nodes-to-nodes-eks-pod-traffic-icmp: Traffic between nodes and pods with addresses of their own, over ICMP. (eks/pod-traffic-icmp)"
add chain=eks-f87d action=accept src-address-list=eks-f87d-nodes-v4 dst-address-list=eks-f87d-nodes-v4 protocol=tcp dst-port=1-65535 comment="nodes-to-nodes-eks-pod-traffic-tcp: Traffic between nodes and pods with addresses of their own, over TCP. (eks/pod-traffic-tcp)"
add chain=eks-f87d action=accept src-address-list=eks-f87d-nodes-v4 dst-address-list=eks-f87d-nodes-v4 protocol=tcp dst-port=53 comment="nodes-to-nodes-eks-dns-tcp: Cluster DNS over TCP, between nodes. (eks/dns-tcp)"
add chain=eks-f87d action=accept src-address-list=eks-f87d-nodes-v4 dst-address-list=eks-f87d-nodes-v4 protocol=tcp dst-port=8162 comment="nodes-to-nodes-aws-vpc-cni-policy-agent-metrics: Network policy agent metrics. (aws-vpc-cni/policy-agent-metrics)"
add chain=eks-f87d action=accept src-address-list=eks-f87d-nodes-v4 dst-address-list=eks-f87d-nodes-v4 protocol=tcp dst-port=10249 comment="nodes-to-nodes-eks-kube-proxy-metrics: kube-proxy metrics. (eks/kube-proxy-metrics)"
add chain=eks-f87d action=accept src-address-list=eks-f87d-nodes-v4 dst-address-list=eks-f87d-nodes-v4 protocol=tcp dst-port=61678 comment="nodes-to-nodes-aws-vpc-cni-ipamd-metrics: ipamd metrics. (aws-vpc-cni/ipamd-metrics)"
add chain=eks-f87d action=accept src-address-list=eks-f87d-nodes-v4 dst-address-list=eks-f87d-nodes-v4 protocol=udp dst-port=1-65535 comment="nodes-to-nodes-eks-pod-traffic-udp: Traffic between nodes and pods with addresses of their own, over UDP. (eks/pod-traffic-udp)"
add chain=eks-f87d action=accept src-address-list=eks-f87d-nodes-v4 dst-address-list=eks-f87d-nodes-v4 protocol=udp dst-port=53 comment="nodes-to-nodes-eks-dns-udp: Cluster DNS over UDP, between nodes. (eks/dns-udp)"
add chain=eks-f87d action=accept src-address-list=eks-f87d-operators-v4 dst-address-list=eks-f87d-eks-control-plane-v4 protocol=tcp dst-port=443 comment="operators-to-eks-control-plane-eks-cluster-endpoint: Kubernetes API. (eks/cluster-endpoint)"
{ :local rules [/ip firewall filter find chain=forward dynamic=no]; :if ([:len $rules] > 0) do={ /ip firewall filter add chain=forward action=jump jump-target=eks-f87d connection-state=new place-before=[:pick $rules 0] comment="eks-f87d: EKS with private nodes" } else={ /ip firewall filter add chain=forward action=jump jump-target=eks-f87d connection-state=new comment="eks-f87d: EKS with private nodes" } }

/ipv6 firewall filter remove [find jump-target=eks-f87d]
/ipv6 firewall filter remove [find chain=eks-f87d]
/ipv6 firewall address-list remove [find list~"^eks-f87d-"]
