#!/bin/sh
# What the hosts of “工作节点；+2” must accept
# Plan: =HYPERLINK("https://example.com";"北京集群")
# Revision: not saved
# Catalogue: 2026-11-23.01234567, Kubernetes 1.37
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

cat > "$to/ipsets/portsref-group-1-1-v4.xml" <<'END'
<?xml version="1.0" encoding="utf-8"?>
<ipset type="hash:net">
  <short>=1+1</short>
  <option name="family" value="inet"/>
  <entry>10.4.0.1</entry>
  <entry>10.4.0.2/31</entry>
  <entry>10.4.0.4/30</entry>
  <entry>10.4.0.8/31</entry>
</ipset>
END

cat > "$to/ipsets/portsref-group-1-1-v6.xml" <<'END'
<?xml version="1.0" encoding="utf-8"?>
<ipset type="hash:net">
  <short>=1+1</short>
  <option name="family" value="inet6"/>
  <entry>2001:db8:4::1</entry>
</ipset>
END

cat > "$to/ipsets/portsref-group-2-v4.xml" <<'END'
<?xml version="1.0" encoding="utf-8"?>
<ipset type="hash:net">
  <short>工作节点；+2</short>
  <option name="family" value="inet"/>
  <entry>10.4.1.0/24</entry>
</ipset>
END

cat > "$to/ipsets/portsref-group-2-v6.xml" <<'END'
<?xml version="1.0" encoding="utf-8"?>
<ipset type="hash:net">
  <short>工作节点；+2</short>
  <option name="family" value="inet6"/>
  <entry>2001:db8:5::/64</entry>
</ipset>
END

cat > "$to/ipsets/portsref-c-clients-quoted-v4.xml" <<'END'
<?xml version="1.0" encoding="utf-8"?>
<ipset type="hash:net">
  <short>C:\clients "quoted"</short>
  <option name="family" value="inet"/>
  <entry>198.51.100.7</entry>
</ipset>
END

cat > "$to/zones/portsref.xml" <<'END'
<?xml version="1.0" encoding="utf-8"?>
<zone target="DROP">
  <short>portsref</short>
  <description>What the hosts of “工作节点；+2” must accept</description>
  <!-- errors, with which path MTU is found; neighbours and routers of IPv6, and its groups -->
  <rule><icmp-type name="destination-unreachable"/><accept/></rule>
  <rule><icmp-type name="time-exceeded"/><accept/></rule>
  <rule><icmp-type name="parameter-problem"/><accept/></rule>
  <rule family="ipv6"><icmp-type name="packet-too-big"/><accept/></rule>
  <rule family="ipv6"><icmp-type name="router-advertisement"/><accept/></rule>
  <rule family="ipv6"><icmp-type name="neighbour-solicitation"/><accept/></rule>
  <rule family="ipv6"><icmp-type name="neighbour-advertisement"/><accept/></rule>
  <rule family="ipv6"><source address="fe80::/10"/><destination address="ff02::/16"/><protocol value="ipv6-icmp"/><accept/></rule>
  <!-- 1-1-to-工作节点-2-cilium-ipsec: IPsec encrypted traffic between nodes. (cilium/ipsec) -->
  <rule family="ipv4"><source ipset="portsref-group-1-1-v4"/><destination ipset="portsref-group-2-v4"/><protocol value="50"/><accept/></rule>
  <rule family="ipv6"><source ipset="portsref-group-1-1-v6"/><destination ipset="portsref-group-2-v6"/><protocol value="50"/><accept/></rule>
  <!-- 1-1-to-工作节点-2-cilium-health-icmp: Pings between nodes by cilium-health. (cilium/health-icmp) -->
  <rule family="ipv4"><source ipset="portsref-group-1-1-v4"/><destination ipset="portsref-group-2-v4"/><protocol value="1"/><accept/></rule>
  <!-- 1-1-to-工作节点-2-cilium-health-icmpv6: Pings between nodes by cilium-health over IPv6. (cilium/health-icmpv6) -->
  <rule family="ipv6"><source ipset="portsref-group-1-1-v6"/><destination ipset="portsref-group-2-v6"/><protocol value="58"/><accept/></rule>
  <!-- 1-1-to-工作节点-2-cilium-health: HTTP connectivity checks between nodes by cilium-health. (cilium/health) -->
  <rule family="ipv4"><source ipset="portsref-group-1-1-v4"/><destination ipset="portsref-group-2-v4"/><port port="4240" protocol="tcp"/><accept/></rule>
  <rule family="ipv6"><source ipset="portsref-group-1-1-v6"/><destination ipset="portsref-group-2-v6"/><port port="4240" protocol="tcp"/><accept/></rule>
  <!-- 1-1-to-工作节点-2-cilium-operator-metrics: Prometheus scrapes operator metrics. (cilium/operator-metrics) -->
  <rule family="ipv4"><source ipset="portsref-group-1-1-v4"/><destination ipset="portsref-group-2-v4"/><port port="9963" protocol="tcp"/><accept/></rule>
  <rule family="ipv6"><source ipset="portsref-group-1-1-v6"/><destination ipset="portsref-group-2-v6"/><port port="9963" protocol="tcp"/><accept/></rule>
  <!-- 1-1-to-工作节点-2-cilium-envoy-metrics: Prometheus scrapes Envoy metrics. (cilium/envoy-metrics) -->
  <rule family="ipv4"><source ipset="portsref-group-1-1-v4"/><destination ipset="portsref-group-2-v4"/><port port="9964" protocol="tcp"/><accept/></rule>
  <rule family="ipv6"><source ipset="portsref-group-1-1-v6"/><destination ipset="portsref-group-2-v6"/><port port="9964" protocol="tcp"/><accept/></rule>
  <!-- 1-1-to-工作节点-2-kubernetes-kubelet-api: Kubelet API. (kubernetes/kubelet-api) -->
  <rule family="ipv4"><source ipset="portsref-group-1-1-v4"/><destination ipset="portsref-group-2-v4"/><port port="10250" protocol="tcp"/><accept/></rule>
  <rule family="ipv6"><source ipset="portsref-group-1-1-v6"/><destination ipset="portsref-group-2-v6"/><port port="10250" protocol="tcp"/><accept/></rule>
  <!-- 1-1-to-工作节点-2-own-license: =SUM(A1:A9) 许可证服务器 — <script>alert(1)</script> (own/license) -->
  <rule family="ipv4"><source ipset="portsref-group-1-1-v4"/><destination ipset="portsref-group-2-v4"/><port port="0-1" protocol="udp"/><accept/></rule>
  <rule family="ipv4"><source ipset="portsref-group-1-1-v4"/><destination ipset="portsref-group-2-v4"/><port port="65535" protocol="udp"/><accept/></rule>
  <rule family="ipv6"><source ipset="portsref-group-1-1-v6"/><destination ipset="portsref-group-2-v6"/><port port="0-1" protocol="udp"/><accept/></rule>
  <rule family="ipv6"><source ipset="portsref-group-1-1-v6"/><destination ipset="portsref-group-2-v6"/><port port="65535" protocol="udp"/><accept/></rule>
  <!-- 1-1-to-工作节点-2-cilium-vxlan: Pod traffic between nodes, VXLAN encapsulated. (cilium/vxlan) -->
  <rule family="ipv4"><source ipset="portsref-group-1-1-v4"/><destination ipset="portsref-group-2-v4"/><port port="8472" protocol="udp"/><accept/></rule>
  <rule family="ipv6"><source ipset="portsref-group-1-1-v6"/><destination ipset="portsref-group-2-v6"/><port port="8472" protocol="udp"/><accept/></rule>
  <!-- c-clients-quoted-to-工作节点-2-kubernetes-nodeport-sctp: NodePort Services over SCTP. (kubernetes/nodeport-sctp) -->
  <rule family="ipv4"><source ipset="portsref-c-clients-quoted-v4"/><destination ipset="portsref-group-2-v4"/><port port="30000-32767" protocol="sctp"/><accept/></rule>
  <!-- c-clients-quoted-to-工作节点-2-kubernetes-nodeport-tcp: NodePort Services over TCP. (kubernetes/nodeport-tcp) -->
  <rule family="ipv4"><source ipset="portsref-c-clients-quoted-v4"/><destination ipset="portsref-group-2-v4"/><port port="30000-32767" protocol="tcp"/><accept/></rule>
  <!-- 工作节点-2-to-工作节点-2-cilium-ipsec: IPsec encrypted traffic between nodes. (cilium/ipsec) -->
  <rule family="ipv4"><source ipset="portsref-group-2-v4"/><destination ipset="portsref-group-2-v4"/><protocol value="50"/><accept/></rule>
  <rule family="ipv6"><source ipset="portsref-group-2-v6"/><destination ipset="portsref-group-2-v6"/><protocol value="50"/><accept/></rule>
  <!-- 工作节点-2-to-工作节点-2-cilium-health-icmp: Pings between nodes by cilium-health. (cilium/health-icmp) -->
  <rule family="ipv4"><source ipset="portsref-group-2-v4"/><destination ipset="portsref-group-2-v4"/><protocol value="1"/><accept/></rule>
  <!-- 工作节点-2-to-工作节点-2-cilium-health-icmpv6: Pings between nodes by cilium-health over IPv6. (cilium/health-icmpv6) -->
  <rule family="ipv6"><source ipset="portsref-group-2-v6"/><destination ipset="portsref-group-2-v6"/><protocol value="58"/><accept/></rule>
  <!-- 工作节点-2-to-工作节点-2-cilium-health: HTTP connectivity checks between nodes by cilium-health. (cilium/health) -->
  <rule family="ipv4"><source ipset="portsref-group-2-v4"/><destination ipset="portsref-group-2-v4"/><port port="4240" protocol="tcp"/><accept/></rule>
  <rule family="ipv6"><source ipset="portsref-group-2-v6"/><destination ipset="portsref-group-2-v6"/><port port="4240" protocol="tcp"/><accept/></rule>
  <!-- 工作节点-2-to-工作节点-2-cilium-operator-metrics: Prometheus scrapes operator metrics. (cilium/operator-metrics) -->
  <rule family="ipv4"><source ipset="portsref-group-2-v4"/><destination ipset="portsref-group-2-v4"/><port port="9963" protocol="tcp"/><accept/></rule>
  <rule family="ipv6"><source ipset="portsref-group-2-v6"/><destination ipset="portsref-group-2-v6"/><port port="9963" protocol="tcp"/><accept/></rule>
  <!-- 工作节点-2-to-工作节点-2-cilium-envoy-metrics: Prometheus scrapes Envoy metrics. (cilium/envoy-metrics) -->
  <rule family="ipv4"><source ipset="portsref-group-2-v4"/><destination ipset="portsref-group-2-v4"/><port port="9964" protocol="tcp"/><accept/></rule>
  <rule family="ipv6"><source ipset="portsref-group-2-v6"/><destination ipset="portsref-group-2-v6"/><port port="9964" protocol="tcp"/><accept/></rule>
  <!-- 工作节点-2-to-工作节点-2-own-license: =SUM(A1:A9) 许可证服务器 — <script>alert(1)</script> (own/license) -->
  <rule family="ipv4"><source ipset="portsref-group-2-v4"/><destination ipset="portsref-group-2-v4"/><port port="0-1" protocol="udp"/><accept/></rule>
  <rule family="ipv4"><source ipset="portsref-group-2-v4"/><destination ipset="portsref-group-2-v4"/><port port="65535" protocol="udp"/><accept/></rule>
  <rule family="ipv6"><source ipset="portsref-group-2-v6"/><destination ipset="portsref-group-2-v6"/><port port="0-1" protocol="udp"/><accept/></rule>
  <rule family="ipv6"><source ipset="portsref-group-2-v6"/><destination ipset="portsref-group-2-v6"/><port port="65535" protocol="udp"/><accept/></rule>
  <!-- 工作节点-2-to-工作节点-2-cilium-vxlan: Pod traffic between nodes, VXLAN encapsulated. (cilium/vxlan) -->
  <rule family="ipv4"><source ipset="portsref-group-2-v4"/><destination ipset="portsref-group-2-v4"/><port port="8472" protocol="udp"/><accept/></rule>
  <rule family="ipv6"><source ipset="portsref-group-2-v6"/><destination ipset="portsref-group-2-v6"/><port port="8472" protocol="udp"/><accept/></rule>
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

