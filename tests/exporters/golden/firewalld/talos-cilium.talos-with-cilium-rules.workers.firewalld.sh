#!/bin/sh
# What the hosts of “workers” must accept
# Plan: Talos with Cilium
# Revision: not saved
# Catalogue: 2026-11-23.01234567, Kubernetes 1.36
#
# Only what stands here gets in, SSH among it: keep a console open at the first time.
# What these hosts dial is not filtered. Another filter that drops still drops.
# NodePorts and host ports that kube-proxy or containers translate go round this filter,
# which closes none of them: rules for them are for what listens by itself, as kube-proxy
# in its mode ipvs. To close them, put the file of the format nftables into force too.
# Pods' networks: 10.244.0.0/16, taken for granted, as talos documents them: check them.
# Their addresses are seen between hosts: so they reach what the plan's rules say, on
# their own host too.
# Forwarding is not filtered, because the plan does not state these networks.
#
# Left out, so these connections are closed:
# - control-plane-to-workers-cilium-health-icmp: whoever connects has no addresses in the plan
# - control-plane-to-workers-cilium-health: whoever connects has no addresses in the plan
# - control-plane-to-workers-cilium-operator-metrics: whoever connects has no addresses in the plan
# - control-plane-to-workers-cilium-envoy-metrics: whoever connects has no addresses in the plan
# - control-plane-to-workers-talos-kubelet-api: whoever connects has no addresses in the plan
# - control-plane-to-workers-talos-apid-worker: whoever connects has no addresses in the plan
# - control-plane-to-workers-talos-kubespan: whoever connects has no addresses in the plan
# - workers-to-workers-cilium-health-icmp: whoever connects has no addresses in the plan
# - workers-to-workers-cilium-health: whoever connects has no addresses in the plan
# - workers-to-workers-cilium-operator-metrics: whoever connects has no addresses in the plan
# - workers-to-workers-cilium-envoy-metrics: whoever connects has no addresses in the plan
# - workers-to-workers-talos-kubelet-api: whoever connects has no addresses in the plan
# - workers-to-workers-talos-kubespan: whoever connects has no addresses in the plan
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

cat > "$to/ipsets/portsref-operators-v4.xml" <<'END'
<?xml version="1.0" encoding="utf-8"?>
<ipset type="hash:net">
  <short>operators</short>
  <option name="family" value="inet"/>
  <entry>10.9.0.0/24</entry>
</ipset>
END

cat > "$to/ipsets/portsref-networks-of-pods-v4.xml" <<'END'
<?xml version="1.0" encoding="utf-8"?>
<ipset type="hash:net">
  <short>networks of pods</short>
  <option name="family" value="inet"/>
  <entry>10.244.0.0/16</entry>
</ipset>
END

cat > "$to/ipsets/portsref-networks-of-servi-v4.xml" <<'END'
<?xml version="1.0" encoding="utf-8"?>
<ipset type="hash:net">
  <short>networks of Services</short>
  <option name="family" value="inet"/>
  <entry>10.96.0.0/12</entry>
</ipset>
END

cat > "$to/zones/portsref.xml" <<'END'
<?xml version="1.0" encoding="utf-8"?>
<zone target="DROP">
  <short>portsref</short>
  <description>What the hosts of “workers” must accept</description>
  <!-- errors, with which path MTU is found; neighbours and routers of IPv6, and its groups -->
  <rule><icmp-type name="destination-unreachable"/><accept/></rule>
  <rule><icmp-type name="time-exceeded"/><accept/></rule>
  <rule><icmp-type name="parameter-problem"/><accept/></rule>
  <rule family="ipv6"><icmp-type name="packet-too-big"/><accept/></rule>
  <rule family="ipv6"><icmp-type name="router-advertisement"/><accept/></rule>
  <rule family="ipv6"><icmp-type name="neighbour-solicitation"/><accept/></rule>
  <rule family="ipv6"><icmp-type name="neighbour-advertisement"/><accept/></rule>
  <rule family="ipv6"><source address="fe80::/10"/><destination address="ff02::/16"/><protocol value="ipv6-icmp"/><accept/></rule>
  <!-- operators-to-workers-talos-apid-installation: First configuration of a worker, from talosctl. Only during the installation. (talos/apid-installation) -->
  <rule family="ipv4"><source ipset="portsref-operators-v4"/><port port="50000" protocol="tcp"/><accept/></rule>
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

