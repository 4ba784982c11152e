#!/bin/sh
# What the hosts of “nodes” must accept
# Plan: EKS with private nodes
# Revision: not saved
# Catalogue: 2026-11-23.01234567, Kubernetes 1.34
#
# Only what stands here gets in, SSH among it: keep a console open at the first time.
# What these hosts dial is not filtered. Another filter that drops still drops.
# NodePorts and host ports that kube-proxy or containers translate go round this filter,
# which closes none of them: rules for them are for what listens by itself, as kube-proxy
# in its mode ipvs. To close them, put the file of the format nftables into force too.
# Pods' networks are not known: name them in the plan, or pods cannot reach their own host.
# Forwarding is not filtered, because the plan does not state these networks.
#
# Check, beside what is there; CHECK is a folder that is not there yet:
#     cp -r /etc/firewalld CHECK && sh FILE CHECK
#     firewall-offline-cmd --system-config CHECK --check-config
# Apply, as root, as often as you like:
#     sh FILE && firewall-cmd --check-config && firewall-cmd --reload
#     firewall-cmd --set-default-zone=portsref
# The last line is for the first time. An interface that is in another zone stays there: see
# firewall-cmd --get-active-zones, and take it out with --remove-interface.
# What is in force: firewall-cmd --zone=portsref --list-all. Take back, with the default zone
# that was before:
#     firewall-cmd --set-default-zone=public
#     cd /etc/firewalld && rm -f zones/portsref.xml policies/portsref-forward.xml ipsets/portsref-*.xml
#     firewall-cmd --reload

set -eu
to=${1:-/etc/firewalld}
mkdir -p "$to/zones" "$to/ipsets" "$to/policies"
rm -f "$to"/ipsets/portsref-*.xml

cat > "$to/ipsets/portsref-eks-control-plane-v4.xml" <<'END'
<?xml version="1.0" encoding="utf-8"?>
<ipset type="hash:net">
  <short>eks-control-plane</short>
  <option name="family" value="inet"/>
  <entry>10.3.0.0/28</entry>
</ipset>
END

cat > "$to/ipsets/portsref-nodes-v4.xml" <<'END'
<?xml version="1.0" encoding="utf-8"?>
<ipset type="hash:net">
  <short>nodes</short>
  <option name="family" value="inet"/>
  <entry>10.3.16.0/20</entry>
</ipset>
END

cat > "$to/zones/portsref.xml" <<'END'
<?xml version="1.0" encoding="utf-8"?>
<zone target="DROP">
  <short>portsref</short>
  <description>What the hosts of “nodes” must accept</description>
  <!-- errors, with which path MTU is found; neighbours and routers of IPv6, and its groups -->
  <rule><icmp-type name="destination-unreachable"/><accept/></rule>
  <rule><icmp-type name="time-exceeded"/><accept/></rule>
  <rule><icmp-type name="parameter-problem"/><accept/></rule>
  <rule family="ipv6"><icmp-type name="packet-too-big"/><accept/></rule>
  <rule family="ipv6"><icmp-type name="router-advertisement"/><accept/></rule>
  <rule family="ipv6"><icmp-type name="neighbour-solicitation"/><accept/></rule>
  <rule family="ipv6"><icmp-type name="neighbour-advertisement"/><accept/></rule>
  <rule family="ipv6"><source address="fe80::/10"/><destination address="ff02::/16"/><protocol value="ipv6-icmp"/><accept/></rule>
  <!-- eks-control-plane-to-nodes-ingress-nginx-webhook: Validating admission webhook. (ingress-nginx/webhook) -->
  <rule family="ipv4"><source ipset="portsref-eks-control-plane-v4"/><destination ipset="portsref-nodes-v4"/><port port="8443" protocol="tcp"/><accept/></rule>
  <!-- eks-control-plane-to-nodes-cert-manager-webhook: Admission webhook, called by the API server. (cert-manager/webhook) -->
  <rule family="ipv4"><source ipset="portsref-eks-control-plane-v4"/><destination ipset="portsref-nodes-v4"/><port port="10250" protocol="tcp"/><accept/></rule>
  <!-- eks-control-plane-to-nodes-eks-kubelet-api: Kubelet API, called from the EKS network interfaces. (eks/kubelet-api) -->
  <rule family="ipv4"><source ipset="portsref-eks-control-plane-v4"/><destination ipset="portsref-nodes-v4"/><port port="10250" protocol="tcp"/><accept/></rule>
  <!-- nodes-to-nodes-eks-pod-traffic-icmp: Traffic between nodes and pods with addresses of their own, over ICMP. (eks/pod-traffic-icmp) -->
  <rule family="ipv4"><source ipset="portsref-nodes-v4"/><destination ipset="portsref-nodes-v4"/><protocol value="1"/><accept/></rule>
  <!-- nodes-to-nodes-eks-pod-traffic-tcp: Traffic between nodes and pods with addresses of their own, over TCP. (eks/pod-traffic-tcp) -->
  <rule family="ipv4"><source ipset="portsref-nodes-v4"/><destination ipset="portsref-nodes-v4"/><port port="1-65535" protocol="tcp"/><accept/></rule>
  <!-- nodes-to-nodes-eks-dns-tcp: Cluster DNS over TCP, between nodes. (eks/dns-tcp) -->
  <rule family="ipv4"><source ipset="portsref-nodes-v4"/><destination ipset="portsref-nodes-v4"/><port port="53" protocol="tcp"/><accept/></rule>
  <!-- nodes-to-nodes-aws-vpc-cni-policy-agent-metrics: Network policy agent metrics. (aws-vpc-cni/policy-agent-metrics) -->
  <rule family="ipv4"><source ipset="portsref-nodes-v4"/><destination ipset="portsref-nodes-v4"/><port port="8162" protocol="tcp"/><accept/></rule>
  <!-- nodes-to-nodes-eks-kube-proxy-metrics: kube-proxy metrics. (eks/kube-proxy-metrics) -->
  <rule family="ipv4"><source ipset="portsref-nodes-v4"/><destination ipset="portsref-nodes-v4"/><port port="10249" protocol="tcp"/><accept/></rule>
  <!-- nodes-to-nodes-aws-vpc-cni-ipamd-metrics: ipamd metrics. (aws-vpc-cni/ipamd-metrics) -->
  <rule family="ipv4"><source ipset="portsref-nodes-v4"/><destination ipset="portsref-nodes-v4"/><port port="61678" protocol="tcp"/><accept/></rule>
  <!-- nodes-to-nodes-eks-pod-traffic-udp: Traffic between nodes and pods with addresses of their own, over UDP. (eks/pod-traffic-udp) -->
  <rule family="ipv4"><source ipset="portsref-nodes-v4"/><destination ipset="portsref-nodes-v4"/><port port="1-65535" protocol="udp"/><accept/></rule>
  <!-- nodes-to-nodes-eks-dns-udp: Cluster DNS over UDP, between nodes. (eks/dns-udp) -->
  <rule family="ipv4"><source ipset="portsref-nodes-v4"/><destination ipset="portsref-nodes-v4"/><port port="53" protocol="udp"/><accept/></rule>
</zone>
END

cat > "$to/policies/portsref-forward.xml" <<'END'
<?xml version="1.0" encoding="utf-8"?>
<policy target="ACCEPT">
  <short>portsref-forward</short>
  <description>What hosts forward</description>
  <ingress-zone name="ANY"/>
  <egress-zone name="ANY"/>
</policy>
END

