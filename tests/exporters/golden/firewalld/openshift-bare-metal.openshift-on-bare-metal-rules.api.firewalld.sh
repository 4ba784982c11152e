#!/bin/sh
# What the hosts of “api” must accept
# Plan: OpenShift on bare metal
# Revision: not saved
# Catalogue: 2026-11-23.01234567, Kubernetes 1.33
#
# Only what stands here gets in, SSH among it: keep a console open at the first time.
# What these hosts dial is not filtered. Another filter that drops still drops.
# NodePorts and host ports that kube-proxy or containers translate go round this filter,
# which closes none of them: rules for them are for what listens by itself, as kube-proxy
# in its mode ipvs. To close them, put the file of the format nftables into force too.
# Pods' networks: 10.128.0.0/14, as the plan says.
# Whoever comes with one of these addresses reaches all of the host: pods do, and no
# others where the kernel filters by reverse path (rp_filter).
# Forwarded is what is from or to pods and Services, and nothing else.
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

cat > "$to/ipsets/portsref-masters-v4.xml" <<'END'
<?xml version="1.0" encoding="utf-8"?>
<ipset type="hash:net">
  <short>masters</short>
  <option name="family" value="inet"/>
  <entry>10.2.0.10/31</entry>
  <entry>10.2.0.12</entry>
</ipset>
END

cat > "$to/ipsets/portsref-api-v4.xml" <<'END'
<?xml version="1.0" encoding="utf-8"?>
<ipset type="hash:net">
  <short>api</short>
  <option name="family" value="inet"/>
  <entry>10.2.0.5</entry>
</ipset>
END

cat > "$to/ipsets/portsref-pods-v4.xml" <<'END'
<?xml version="1.0" encoding="utf-8"?>
<ipset type="hash:net">
  <short>pods</short>
  <option name="family" value="inet"/>
  <entry>10.128.0.0/14</entry>
</ipset>
END

cat > "$to/ipsets/portsref-workers-v4.xml" <<'END'
<?xml version="1.0" encoding="utf-8"?>
<ipset type="hash:net">
  <short>workers</short>
  <option name="family" value="inet"/>
  <entry>10.2.1.0/24</entry>
</ipset>
END

cat > "$to/ipsets/portsref-networks-of-pods-v4.xml" <<'END'
<?xml version="1.0" encoding="utf-8"?>
<ipset type="hash:net">
  <short>networks of pods</short>
  <option name="family" value="inet"/>
  <entry>10.128.0.0/14</entry>
</ipset>
END

cat > "$to/ipsets/portsref-networks-of-servi-v4.xml" <<'END'
<?xml version="1.0" encoding="utf-8"?>
<ipset type="hash:net">
  <short>networks of Services</short>
  <option name="family" value="inet"/>
  <entry>172.30.0.0/16</entry>
</ipset>
END

cat > "$to/zones/portsref.xml" <<'END'
<?xml version="1.0" encoding="utf-8"?>
<zone target="DROP">
  <short>portsref</short>
  <description>What the hosts of “api” must accept</description>
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
  <!-- masters-to-api-kubernetes-kube-apiserver: Kubernetes API. (kubernetes/kube-apiserver) -->
  <rule family="ipv4"><source ipset="portsref-masters-v4"/><destination ipset="portsref-api-v4"/><port port="6443" protocol="tcp"/><accept/></rule>
  <!-- masters-to-api-openshift-load-balancer-machine-config-server: Ignition configuration behind the internal API load balancer. (openshift/load-balancer-machine-config-server) -->
  <rule family="ipv4"><source ipset="portsref-masters-v4"/><destination ipset="portsref-api-v4"/><port port="22623" protocol="tcp"/><accept/></rule>
  <!-- pods-to-api-kubernetes-kube-apiserver: Kubernetes API. (kubernetes/kube-apiserver) -->
  <rule family="ipv4"><source ipset="portsref-pods-v4"/><destination ipset="portsref-api-v4"/><port port="6443" protocol="tcp"/><accept/></rule>
  <!-- workers-to-api-kubernetes-kube-apiserver: Kubernetes API. (kubernetes/kube-apiserver) -->
  <rule family="ipv4"><source ipset="portsref-workers-v4"/><destination ipset="portsref-api-v4"/><port port="6443" protocol="tcp"/><accept/></rule>
  <!-- workers-to-api-openshift-load-balancer-machine-config-server: Ignition configuration behind the internal API load balancer. (openshift/load-balancer-machine-config-server) -->
  <rule family="ipv4"><source ipset="portsref-workers-v4"/><destination ipset="portsref-api-v4"/><port port="22623" protocol="tcp"/><accept/></rule>
</zone>
END

cat > "$to/policies/portsref-forward.xml" <<'END'
<?xml version="1.0" encoding="utf-8"?>
<policy target="CONTINUE">
  <short>portsref-forward</short>
  <description>What hosts forward</description>
  <ingress-zone name="ANY"/>
  <egress-zone name="ANY"/>
  <!-- from networks of pods -->
  <rule family="ipv4"><source ipset="portsref-networks-of-pods-v4"/><accept/></rule>
  <!-- to networks of pods -->
  <rule family="ipv4"><destination ipset="portsref-networks-of-pods-v4"/><accept/></rule>
  <!-- from networks of Services -->
  <rule family="ipv4"><source ipset="portsref-networks-of-servi-v4"/><accept/></rule>
  <!-- to networks of Services -->
  <rule family="ipv4"><destination ipset="portsref-networks-of-servi-v4"/><accept/></rule>
</policy>
END

