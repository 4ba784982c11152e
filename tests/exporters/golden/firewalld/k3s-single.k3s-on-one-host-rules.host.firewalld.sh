#!/bin/sh
# What the hosts of “host” must accept
# Plan: K3s on one host
# Revision: not saved
# Catalogue: 2026-11-23.01234567, Kubernetes 1.37
#
# Only what stands here gets in, SSH among it: keep a console open at the first time.
# What these hosts dial is not filtered. Another filter that drops still drops.
# NodePorts and host ports that kube-proxy or containers translate go round this filter,
# which closes none of them: rules for them are for what listens by itself, as kube-proxy
# in its mode ipvs. To close them, put the file of the format nftables into force too.
# Pods' networks: 10.42.0.0/16, taken for granted, as k3s documents them: check them.
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

cat > "$to/ipsets/portsref-admins-v4.xml" <<'END'
<?xml version="1.0" encoding="utf-8"?>
<ipset type="hash:net">
  <short>admins</short>
  <option name="family" value="inet"/>
  <entry>198.51.100.0/24</entry>
</ipset>
END

cat > "$to/ipsets/portsref-host-v4.xml" <<'END'
<?xml version="1.0" encoding="utf-8"?>
<ipset type="hash:net">
  <short>host</short>
  <option name="family" value="inet"/>
  <entry>192.0.2.10</entry>
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
  <description>What the hosts of “host” must accept</description>
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
  <!-- admins-to-host-k3s-ingress: HTTP and HTTPS to Traefik through ServiceLB. HTTP and HTTPS to Traefik through ServiceLB of servers. (k3s/ingress, k3s/ingress-control-plane) -->
  <rule family="ipv4"><source ipset="portsref-admins-v4"/><destination ipset="portsref-host-v4"/><port port="80" protocol="tcp"/><accept/></rule>
  <rule family="ipv4"><source ipset="portsref-admins-v4"/><destination ipset="portsref-host-v4"/><port port="443" protocol="tcp"/><accept/></rule>
  <!-- admins-to-host-k3s-api-and-supervisor: Kubernetes API and K3s supervisor on one port. (k3s/api-and-supervisor) -->
  <rule family="ipv4"><source ipset="portsref-admins-v4"/><destination ipset="portsref-host-v4"/><port port="6443" protocol="tcp"/><accept/></rule>
  <!-- admins-to-host-kubernetes-nodeport-tcp: NodePort Services over TCP. NodePort Services on control-plane nodes over TCP. (kubernetes/nodeport-tcp, kubernetes/nodeport-tcp-control-plane) -->
  <rule family="ipv4"><source ipset="portsref-admins-v4"/><destination ipset="portsref-host-v4"/><port port="30000-32767" protocol="tcp"/><accept/></rule>
  <!-- admins-to-host-kubernetes-nodeport-udp: NodePort Services over UDP. NodePort Services on control-plane nodes over UDP. (kubernetes/nodeport-udp, kubernetes/nodeport-udp-control-plane) -->
  <rule family="ipv4"><source ipset="portsref-admins-v4"/><destination ipset="portsref-host-v4"/><port port="30000-32767" protocol="udp"/><accept/></rule>
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

