#!/bin/sh
# What the hosts of “etcd” must accept
# Plan: RKE2 with Cilium
# Revision: not saved
# Catalogue: 2026-11-23.01234567, Kubernetes 1.35
#
# Only what stands here gets in, SSH among it: keep a console open at the first time.
# What these hosts dial is not filtered. Another filter that drops still drops.
# NodePorts and host ports that kube-proxy or containers translate go round this filter,
# which closes none of them: rules for them are for what listens by itself, as kube-proxy
# in its mode ipvs. To close them, put the file of the format nftables into force too.
# Pods' networks: 10.42.0.0/16, taken for granted, as rke2 documents them: check them.
# Whoever comes with one of these addresses reaches all of the host: pods do, and no
# others where the kernel filters by reverse path (rp_filter).
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

cat > "$to/ipsets/portsref-control-plane-v4.xml" <<'END'
<?xml version="1.0" encoding="utf-8"?>
<ipset type="hash:net">
  <short>control-plane</short>
  <option name="family" value="inet"/>
  <entry>10.1.0.11</entry>
  <entry>10.1.0.12/31</entry>
</ipset>
END

cat > "$to/ipsets/portsref-etcd-v4.xml" <<'END'
<?xml version="1.0" encoding="utf-8"?>
<ipset type="hash:net">
  <short>etcd</short>
  <option name="family" value="inet"/>
  <entry>10.1.0.21</entry>
  <entry>10.1.0.22/31</entry>
</ipset>
END

cat > "$to/ipsets/portsref-control-plane-v6.xml" <<'END'
<?xml version="1.0" encoding="utf-8"?>
<ipset type="hash:net">
  <short>control-plane</short>
  <option name="family" value="inet6"/>
  <entry>2001:db8:1::/64</entry>
</ipset>
END

cat > "$to/ipsets/portsref-etcd-v6.xml" <<'END'
<?xml version="1.0" encoding="utf-8"?>
<ipset type="hash:net">
  <short>etcd</short>
  <option name="family" value="inet6"/>
  <entry>2001:db8:2::/64</entry>
</ipset>
END

cat > "$to/ipsets/portsref-workers-v4.xml" <<'END'
<?xml version="1.0" encoding="utf-8"?>
<ipset type="hash:net">
  <short>workers</short>
  <option name="family" value="inet"/>
  <entry>10.1.1.0/24</entry>
</ipset>
END

cat > "$to/ipsets/portsref-workers-v6.xml" <<'END'
<?xml version="1.0" encoding="utf-8"?>
<ipset type="hash:net">
  <short>workers</short>
  <option name="family" value="inet6"/>
  <entry>2001:db8:3::/64</entry>
</ipset>
END

cat > "$to/ipsets/portsref-networks-of-pods-v4.xml" <<'END'
<?xml version="1.0" encoding="utf-8"?>
<ipset type="hash:net">
  <short>networks of pods</short>
  <option name="family" value="inet"/>
  <entry>10.42.0.0/16</entry>
</ipset>
END

cat > "$to/ipsets/portsref-networks-of-servi-v4.xml" <<'END'
<?xml version="1.0" encoding="utf-8"?>
<ipset type="hash:net">
  <short>networks of Services</short>
  <option name="family" value="inet"/>
  <entry>10.43.0.0/16</entry>
</ipset>
END

cat > "$to/zones/portsref.xml" <<'END'
<?xml version="1.0" encoding="utf-8"?>
<zone target="DROP">
  <short>portsref</short>
  <description>What the hosts of “etcd” must accept</description>
  <!-- errors, with which path MTU is found; neighbours and routers of IPv6, and its groups -->
  <rule><icmp-type name="destination-unreachable"/><accept/></rule>
  <rule><icmp-type name="time-exceeded"/><accept/></rule>
  <rule><icmp-type name="parameter-problem"/><accept/></rule>
  <rule family="ipv6"><icmp-type name="packet-too-big"/><accept/></rule>
  <rule family="ipv6"><icmp-type name="router-advertisement"/><accept/></rule>
  <rule family="ipv6"><icmp-type name="neighbour-solicitation"/><accept/></rule>
  <rule family="ipv6"><icmp-type name="neighbour-advertisement"/><accept/></rule>
  <rule family="ipv6"><source address="fe80::/10"/><destination address="ff02::/16"/><protocol value="ipv6-icmp"/><accept/></rule>
  <!-- pods reach their own host -->
  <rule family="ipv4"><source ipset="portsref-networks-of-pods-v4"/><accept/></rule>
  <!-- control-plane-to-etcd-cilium-health-icmp: Pings between nodes by cilium-health. (cilium/health-icmp) -->
  <rule family="ipv4"><source ipset="portsref-control-plane-v4"/><destination ipset="portsref-etcd-v4"/><protocol value="1"/><accept/></rule>
  <!-- control-plane-to-etcd-cilium-health-icmpv6: Pings between nodes by cilium-health over IPv6. (cilium/health-icmpv6) -->
  <rule family="ipv6"><source ipset="portsref-control-plane-v6"/><destination ipset="portsref-etcd-v6"/><protocol value="58"/><accept/></rule>
  <!-- control-plane-to-etcd-kubernetes-etcd-client: etcd client API. (kubernetes/etcd-client) -->
  <rule family="ipv4"><source ipset="portsref-control-plane-v4"/><destination ipset="portsref-etcd-v4"/><port port="2379" protocol="tcp"/><accept/></rule>
  <rule family="ipv6"><source ipset="portsref-control-plane-v6"/><destination ipset="portsref-etcd-v6"/><port port="2379" protocol="tcp"/><accept/></rule>
  <!-- control-plane-to-etcd-cilium-health: HTTP connectivity checks between nodes by cilium-health. (cilium/health) -->
  <rule family="ipv4"><source ipset="portsref-control-plane-v4"/><destination ipset="portsref-etcd-v4"/><port port="4240" protocol="tcp"/><accept/></rule>
  <rule family="ipv6"><source ipset="portsref-control-plane-v6"/><destination ipset="portsref-etcd-v6"/><port port="4240" protocol="tcp"/><accept/></rule>
  <!-- control-plane-to-etcd-rke2-supervisor: Supervisor API, where nodes register. (rke2/supervisor) -->
  <rule family="ipv4"><source ipset="portsref-control-plane-v4"/><destination ipset="portsref-etcd-v4"/><port port="9345" protocol="tcp"/><accept/></rule>
  <rule family="ipv6"><source ipset="portsref-control-plane-v6"/><destination ipset="portsref-etcd-v6"/><port port="9345" protocol="tcp"/><accept/></rule>
  <!-- control-plane-to-etcd-cilium-operator-metrics: Prometheus scrapes operator metrics. (cilium/operator-metrics) -->
  <rule family="ipv4"><source ipset="portsref-control-plane-v4"/><destination ipset="portsref-etcd-v4"/><port port="9963" protocol="tcp"/><accept/></rule>
  <rule family="ipv6"><source ipset="portsref-control-plane-v6"/><destination ipset="portsref-etcd-v6"/><port port="9963" protocol="tcp"/><accept/></rule>
  <!-- control-plane-to-etcd-rke2-kubelet-api: Kubelet API and metrics, which Metrics Server reads from any node. Scrapes the kubelet of every node. (rke2/kubelet-api, metrics-server/kubelet) -->
  <rule family="ipv4"><source ipset="portsref-control-plane-v4"/><destination ipset="portsref-etcd-v4"/><port port="10250" protocol="tcp"/><accept/></rule>
  <rule family="ipv6"><source ipset="portsref-control-plane-v6"/><destination ipset="portsref-etcd-v6"/><port port="10250" protocol="tcp"/><accept/></rule>
  <!-- control-plane-to-etcd-cilium-vxlan: Pod traffic between nodes, VXLAN encapsulated. (cilium/vxlan) -->
  <rule family="ipv4"><source ipset="portsref-control-plane-v4"/><destination ipset="portsref-etcd-v4"/><port port="8472" protocol="udp"/><accept/></rule>
  <rule family="ipv6"><source ipset="portsref-control-plane-v6"/><destination ipset="portsref-etcd-v6"/><port port="8472" protocol="udp"/><accept/></rule>
  <!-- control-plane-to-etcd-cilium-wireguard: WireGuard encrypted traffic between nodes. (cilium/wireguard) -->
  <rule family="ipv4"><source ipset="portsref-control-plane-v4"/><destination ipset="portsref-etcd-v4"/><port port="51871" protocol="udp"/><accept/></rule>
  <rule family="ipv6"><source ipset="portsref-control-plane-v6"/><destination ipset="portsref-etcd-v6"/><port port="51871" protocol="udp"/><accept/></rule>
  <!-- etcd-to-etcd-cilium-health-icmp: Pings between nodes by cilium-health. (cilium/health-icmp) -->
  <rule family="ipv4"><source ipset="portsref-etcd-v4"/><destination ipset="portsref-etcd-v4"/><protocol value="1"/><accept/></rule>
  <!-- etcd-to-etcd-cilium-health-icmpv6: Pings between nodes by cilium-health over IPv6. (cilium/health-icmpv6) -->
  <rule family="ipv6"><source ipset="portsref-etcd-v6"/><destination ipset="portsref-etcd-v6"/><protocol value="58"/><accept/></rule>
  <!-- etcd-to-etcd-kubernetes-etcd-client: etcd client API. (kubernetes/etcd-client) -->
  <rule family="ipv4"><source ipset="portsref-etcd-v4"/><destination ipset="portsref-etcd-v4"/><port port="2379" protocol="tcp"/><accept/></rule>
  <rule family="ipv6"><source ipset="portsref-etcd-v6"/><destination ipset="portsref-etcd-v6"/><port port="2379" protocol="tcp"/><accept/></rule>
  <!-- etcd-to-etcd-kubernetes-etcd-peer: etcd traffic between members. (kubernetes/etcd-peer) -->
  <rule family="ipv4"><source ipset="portsref-etcd-v4"/><destination ipset="portsref-etcd-v4"/><port port="2380" protocol="tcp"/><accept/></rule>
  <rule family="ipv6"><source ipset="portsref-etcd-v6"/><destination ipset="portsref-etcd-v6"/><port port="2380" protocol="tcp"/><accept/></rule>
  <!-- etcd-to-etcd-cilium-health: HTTP connectivity checks between nodes by cilium-health. (cilium/health) -->
  <rule family="ipv4"><source ipset="portsref-etcd-v4"/><destination ipset="portsref-etcd-v4"/><port port="4240" protocol="tcp"/><accept/></rule>
  <rule family="ipv6"><source ipset="portsref-etcd-v6"/><destination ipset="portsref-etcd-v6"/><port port="4240" protocol="tcp"/><accept/></rule>
  <!-- etcd-to-etcd-rke2-supervisor: Supervisor API, where nodes register. (rke2/supervisor) -->
  <rule family="ipv4"><source ipset="portsref-etcd-v4"/><destination ipset="portsref-etcd-v4"/><port port="9345" protocol="tcp"/><accept/></rule>
  <rule family="ipv6"><source ipset="portsref-etcd-v6"/><destination ipset="portsref-etcd-v6"/><port port="9345" protocol="tcp"/><accept/></rule>
  <!-- etcd-to-etcd-rke2-kubelet-api: Kubelet API and metrics, which Metrics Server reads from any node. (rke2/kubelet-api) -->
  <rule family="ipv4"><source ipset="portsref-etcd-v4"/><destination ipset="portsref-etcd-v4"/><port port="10250" protocol="tcp"/><accept/></rule>
  <rule family="ipv6"><source ipset="portsref-etcd-v6"/><destination ipset="portsref-etcd-v6"/><port port="10250" protocol="tcp"/><accept/></rule>
  <!-- etcd-to-etcd-cilium-vxlan: Pod traffic between nodes, VXLAN encapsulated. (cilium/vxlan) -->
  <rule family="ipv4"><source ipset="portsref-etcd-v4"/><destination ipset="portsref-etcd-v4"/><port port="8472" protocol="udp"/><accept/></rule>
  <rule family="ipv6"><source ipset="portsref-etcd-v6"/><destination ipset="portsref-etcd-v6"/><port port="8472" protocol="udp"/><accept/></rule>
  <!-- etcd-to-etcd-cilium-wireguard: WireGuard encrypted traffic between nodes. (cilium/wireguard) -->
  <rule family="ipv4"><source ipset="portsref-etcd-v4"/><destination ipset="portsref-etcd-v4"/><port port="51871" protocol="udp"/><accept/></rule>
  <rule family="ipv6"><source ipset="portsref-etcd-v6"/><destination ipset="portsref-etcd-v6"/><port port="51871" protocol="udp"/><accept/></rule>
  <!-- workers-to-etcd-cilium-health-icmp: Pings between nodes by cilium-health. (cilium/health-icmp) -->
  <rule family="ipv4"><source ipset="portsref-workers-v4"/><destination ipset="portsref-etcd-v4"/><protocol value="1"/><accept/></rule>
  <!-- workers-to-etcd-cilium-health-icmpv6: Pings between nodes by cilium-health over IPv6. (cilium/health-icmpv6) -->
  <rule family="ipv6"><source ipset="portsref-workers-v6"/><destination ipset="portsref-etcd-v6"/><protocol value="58"/><accept/></rule>
  <!-- workers-to-etcd-cilium-health: HTTP connectivity checks between nodes by cilium-health. (cilium/health) -->
  <rule family="ipv4"><source ipset="portsref-workers-v4"/><destination ipset="portsref-etcd-v4"/><port port="4240" protocol="tcp"/><accept/></rule>
  <rule family="ipv6"><source ipset="portsref-workers-v6"/><destination ipset="portsref-etcd-v6"/><port port="4240" protocol="tcp"/><accept/></rule>
  <!-- workers-to-etcd-rke2-supervisor: Supervisor API, where nodes register. (rke2/supervisor) -->
  <rule family="ipv4"><source ipset="portsref-workers-v4"/><destination ipset="portsref-etcd-v4"/><port port="9345" protocol="tcp"/><accept/></rule>
  <rule family="ipv6"><source ipset="portsref-workers-v6"/><destination ipset="portsref-etcd-v6"/><port port="9345" protocol="tcp"/><accept/></rule>
  <!-- workers-to-etcd-cilium-operator-metrics: Prometheus scrapes operator metrics. (cilium/operator-metrics) -->
  <rule family="ipv4"><source ipset="portsref-workers-v4"/><destination ipset="portsref-etcd-v4"/><port port="9963" protocol="tcp"/><accept/></rule>
  <rule family="ipv6"><source ipset="portsref-workers-v6"/><destination ipset="portsref-etcd-v6"/><port port="9963" protocol="tcp"/><accept/></rule>
  <!-- workers-to-etcd-rke2-kubelet-api: Kubelet API and metrics, which Metrics Server reads from any node. Scrapes the kubelet of every node. (rke2/kubelet-api, metrics-server/kubelet) -->
  <rule family="ipv4"><source ipset="portsref-workers-v4"/><destination ipset="portsref-etcd-v4"/><port port="10250" protocol="tcp"/><accept/></rule>
  <rule family="ipv6"><source ipset="portsref-workers-v6"/><destination ipset="portsref-etcd-v6"/><port port="10250" protocol="tcp"/><accept/></rule>
  <!-- workers-to-etcd-cilium-vxlan: Pod traffic between nodes, VXLAN encapsulated. (cilium/vxlan) -->
  <rule family="ipv4"><source ipset="portsref-workers-v4"/><destination ipset="portsref-etcd-v4"/><port port="8472" protocol="udp"/><accept/></rule>
  <rule family="ipv6"><source ipset="portsref-workers-v6"/><destination ipset="portsref-etcd-v6"/><port port="8472" protocol="udp"/><accept/></rule>
  <!-- workers-to-etcd-cilium-wireguard: WireGuard encrypted traffic between nodes. (cilium/wireguard) -->
  <rule family="ipv4"><source ipset="portsref-workers-v4"/><destination ipset="portsref-etcd-v4"/><port port="51871" protocol="udp"/><accept/></rule>
  <rule family="ipv6"><source ipset="portsref-workers-v6"/><destination ipset="portsref-etcd-v6"/><port port="51871" protocol="udp"/><accept/></rule>
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

