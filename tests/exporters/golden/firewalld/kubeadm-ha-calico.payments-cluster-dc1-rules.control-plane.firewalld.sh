#!/bin/sh
# What the hosts of “control-plane” must accept
# Plan: Payments cluster, DC1
# Revision: not saved
# Catalogue: 2026-11-23.01234567, Kubernetes 1.35
#
# Only what stands here gets in, SSH among it: keep a console open at the first time.
# What these hosts dial is not filtered. Another filter that drops still drops.
# NodePorts and host ports that kube-proxy or containers translate go round this filter,
# which closes none of them: rules for them are for what listens by itself, as kube-proxy
# in its mode ipvs. To close them, put the file of the format nftables into force too.
# Pods' networks: 192.168.0.0/16, taken for granted, as calico documents them: check them.
# Whoever comes with one of these addresses reaches all of the host: pods do, and no
# others where the kernel filters by reverse path (rp_filter).
# Forwarding is not filtered, because the plan does not state these networks.
# Rules to “api” are here too, whose address these hosts may hold, as by keepalived.
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
  <entry>10.9.0.0/24</entry>
</ipset>
END

cat > "$to/ipsets/portsref-control-plane-v4.xml" <<'END'
<?xml version="1.0" encoding="utf-8"?>
<ipset type="hash:net">
  <short>control-plane</short>
  <option name="family" value="inet"/>
  <entry>10.0.0.0/28</entry>
</ipset>
END

cat > "$to/ipsets/portsref-api-v4.xml" <<'END'
<?xml version="1.0" encoding="utf-8"?>
<ipset type="hash:net">
  <short>api</short>
  <option name="family" value="inet"/>
  <entry>10.0.0.100</entry>
</ipset>
END

cat > "$to/ipsets/portsref-workers-v4.xml" <<'END'
<?xml version="1.0" encoding="utf-8"?>
<ipset type="hash:net">
  <short>workers</short>
  <option name="family" value="inet"/>
  <entry>10.0.1.0/24</entry>
</ipset>
END

cat > "$to/ipsets/portsref-users-v4.xml" <<'END'
<?xml version="1.0" encoding="utf-8"?>
<ipset type="hash:net">
  <short>users</short>
  <option name="family" value="inet"/>
  <entry>10.20.0.0/16</entry>
</ipset>
END

cat > "$to/ipsets/portsref-networks-of-pods-v4.xml" <<'END'
<?xml version="1.0" encoding="utf-8"?>
<ipset type="hash:net">
  <short>networks of pods</short>
  <option name="family" value="inet"/>
  <entry>192.168.0.0/16</entry>
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
  <description>What the hosts of “control-plane” must accept</description>
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
  <!-- admins-to-control-plane-infrastructure-ssh: Remote administration by SSH. (infrastructure/ssh) -->
  <rule family="ipv4"><source ipset="portsref-admins-v4"/><destination ipset="portsref-control-plane-v4"/><port port="22" protocol="tcp"/><accept/></rule>
  <!-- api-to-control-plane-kubernetes-kube-apiserver: Kubernetes API. Every node reads and writes Calico data through the Kubernetes API. Scrapes the Kubernetes API server. (kubernetes/kube-apiserver, calico/api, kube-prometheus-stack/scrape-kube-apiserver) -->
  <rule family="ipv4"><source ipset="portsref-api-v4"/><destination ipset="portsref-control-plane-v4"/><port port="6443" protocol="tcp"/><accept/></rule>
  <!-- control-plane-to-control-plane-calico-bgp: BGP sessions between nodes. (calico/bgp) -->
  <rule family="ipv4"><source ipset="portsref-control-plane-v4"/><destination ipset="portsref-control-plane-v4"/><port port="179" protocol="tcp"/><accept/></rule>
  <!-- control-plane-to-control-plane-kubernetes-etcd-client: etcd client API. (kubernetes/etcd-client) -->
  <rule family="ipv4"><source ipset="portsref-control-plane-v4"/><destination ipset="portsref-control-plane-v4"/><port port="2379" protocol="tcp"/><accept/></rule>
  <!-- control-plane-to-control-plane-kubernetes-etcd-peer: etcd traffic between members. (kubernetes/etcd-peer) -->
  <rule family="ipv4"><source ipset="portsref-control-plane-v4"/><destination ipset="portsref-control-plane-v4"/><port port="2380" protocol="tcp"/><accept/></rule>
  <!-- control-plane-to-control-plane-calico-typha: Felix and confd on every node read datastore updates from Typha. (calico/typha) -->
  <rule family="ipv4"><source ipset="portsref-control-plane-v4"/><destination ipset="portsref-control-plane-v4"/><port port="5473" protocol="tcp"/><accept/></rule>
  <!-- control-plane-to-control-plane-kubernetes-kube-apiserver: Kubernetes API. Every node reads and writes Calico data through the Kubernetes API. (kubernetes/kube-apiserver, calico/api) -->
  <rule family="ipv4"><source ipset="portsref-control-plane-v4"/><destination ipset="portsref-control-plane-v4"/><port port="6443" protocol="tcp"/><accept/></rule>
  <!-- control-plane-to-control-plane-metallb-memberlist-tcp: Speakers watch each other by gossip over TCP. (metallb/memberlist-tcp) -->
  <rule family="ipv4"><source ipset="portsref-control-plane-v4"/><destination ipset="portsref-control-plane-v4"/><port port="7946" protocol="tcp"/><accept/></rule>
  <!-- control-plane-to-control-plane-node-exporter-metrics: Host metrics over HTTP. (node-exporter/metrics) -->
  <rule family="ipv4"><source ipset="portsref-control-plane-v4"/><destination ipset="portsref-control-plane-v4"/><port port="9100" protocol="tcp"/><accept/></rule>
  <!-- control-plane-to-control-plane-metallb-speaker-metrics: Speaker metrics over HTTPS. (metallb/speaker-metrics) -->
  <rule family="ipv4"><source ipset="portsref-control-plane-v4"/><destination ipset="portsref-control-plane-v4"/><port port="9120" protocol="tcp"/><accept/></rule>
  <!-- control-plane-to-control-plane-metallb-frr-k8s-metrics: FRR-K8s metrics over HTTPS. (metallb/frr-k8s-metrics) -->
  <rule family="ipv4"><source ipset="portsref-control-plane-v4"/><destination ipset="portsref-control-plane-v4"/><port port="9140" protocol="tcp"/><accept/></rule>
  <!-- control-plane-to-control-plane-metallb-frr-k8s-frr-metrics: FRR metrics over HTTPS; the kubelet probes the port too. (metallb/frr-k8s-frr-metrics) -->
  <rule family="ipv4"><source ipset="portsref-control-plane-v4"/><destination ipset="portsref-control-plane-v4"/><port port="9141" protocol="tcp"/><accept/></rule>
  <!-- control-plane-to-control-plane-kubernetes-kubelet-api: Kubelet API. (kubernetes/kubelet-api) -->
  <rule family="ipv4"><source ipset="portsref-control-plane-v4"/><destination ipset="portsref-control-plane-v4"/><port port="10250" protocol="tcp"/><accept/></rule>
  <!-- control-plane-to-control-plane-calico-vxlan: Pod traffic between nodes, VXLAN encapsulated. (calico/vxlan) -->
  <rule family="ipv4"><source ipset="portsref-control-plane-v4"/><destination ipset="portsref-control-plane-v4"/><port port="4789" protocol="udp"/><accept/></rule>
  <!-- control-plane-to-control-plane-metallb-memberlist-udp: Speakers watch each other by gossip over UDP. (metallb/memberlist-udp) -->
  <rule family="ipv4"><source ipset="portsref-control-plane-v4"/><destination ipset="portsref-control-plane-v4"/><port port="7946" protocol="udp"/><accept/></rule>
  <!-- workers-to-control-plane-calico-bgp: BGP sessions between nodes. (calico/bgp) -->
  <rule family="ipv4"><source ipset="portsref-workers-v4"/><destination ipset="portsref-control-plane-v4"/><port port="179" protocol="tcp"/><accept/></rule>
  <!-- workers-to-control-plane-calico-typha: Felix and confd on every node read datastore updates from Typha. (calico/typha) -->
  <rule family="ipv4"><source ipset="portsref-workers-v4"/><destination ipset="portsref-control-plane-v4"/><port port="5473" protocol="tcp"/><accept/></rule>
  <!-- workers-to-control-plane-kubernetes-kube-apiserver: Kubernetes API. Every node reads and writes Calico data through the Kubernetes API. Scrapes the Kubernetes API server. (kubernetes/kube-apiserver, calico/api, kube-prometheus-stack/scrape-kube-apiserver) -->
  <rule family="ipv4"><source ipset="portsref-workers-v4"/><destination ipset="portsref-control-plane-v4"/><port port="6443" protocol="tcp"/><accept/></rule>
  <!-- workers-to-control-plane-metallb-memberlist-tcp: Speakers watch each other by gossip over TCP. (metallb/memberlist-tcp) -->
  <rule family="ipv4"><source ipset="portsref-workers-v4"/><destination ipset="portsref-control-plane-v4"/><port port="7946" protocol="tcp"/><accept/></rule>
  <!-- workers-to-control-plane-node-exporter-metrics: Host metrics over HTTP. Scrapes Node Exporter on every node. (node-exporter/metrics, kube-prometheus-stack/scrape-node-exporter) -->
  <rule family="ipv4"><source ipset="portsref-workers-v4"/><destination ipset="portsref-control-plane-v4"/><port port="9100" protocol="tcp"/><accept/></rule>
  <!-- workers-to-control-plane-metallb-speaker-metrics: Speaker metrics over HTTPS. (metallb/speaker-metrics) -->
  <rule family="ipv4"><source ipset="portsref-workers-v4"/><destination ipset="portsref-control-plane-v4"/><port port="9120" protocol="tcp"/><accept/></rule>
  <!-- workers-to-control-plane-metallb-frr-k8s-metrics: FRR-K8s metrics over HTTPS. (metallb/frr-k8s-metrics) -->
  <rule family="ipv4"><source ipset="portsref-workers-v4"/><destination ipset="portsref-control-plane-v4"/><port port="9140" protocol="tcp"/><accept/></rule>
  <!-- workers-to-control-plane-metallb-frr-k8s-frr-metrics: FRR metrics over HTTPS; the kubelet probes the port too. (metallb/frr-k8s-frr-metrics) -->
  <rule family="ipv4"><source ipset="portsref-workers-v4"/><destination ipset="portsref-control-plane-v4"/><port port="9141" protocol="tcp"/><accept/></rule>
  <!-- workers-to-control-plane-kubernetes-kubelet-api: Scrapes the kubelet of every node. (kube-prometheus-stack/scrape-kubelet) -->
  <rule family="ipv4"><source ipset="portsref-workers-v4"/><destination ipset="portsref-control-plane-v4"/><port port="10250" protocol="tcp"/><accept/></rule>
  <!-- workers-to-control-plane-calico-vxlan: Pod traffic between nodes, VXLAN encapsulated. (calico/vxlan) -->
  <rule family="ipv4"><source ipset="portsref-workers-v4"/><destination ipset="portsref-control-plane-v4"/><port port="4789" protocol="udp"/><accept/></rule>
  <!-- workers-to-control-plane-metallb-memberlist-udp: Speakers watch each other by gossip over UDP. (metallb/memberlist-udp) -->
  <rule family="ipv4"><source ipset="portsref-workers-v4"/><destination ipset="portsref-control-plane-v4"/><port port="7946" protocol="udp"/><accept/></rule>
  <!-- admins-to-api-kubernetes-kube-apiserver: Kubernetes API. (kubernetes/kube-apiserver) -->
  <rule family="ipv4"><source ipset="portsref-admins-v4"/><destination ipset="portsref-api-v4"/><port port="443" protocol="tcp"/><accept/></rule>
  <!-- control-plane-to-api-kubernetes-kube-apiserver: Kubernetes API. Every node reads and writes Calico data through the Kubernetes API. (kubernetes/kube-apiserver, calico/api) -->
  <rule family="ipv4"><source ipset="portsref-control-plane-v4"/><destination ipset="portsref-api-v4"/><port port="443" protocol="tcp"/><accept/></rule>
  <!-- users-to-api-kubernetes-kube-apiserver: Kubernetes API. (kubernetes/kube-apiserver) -->
  <rule family="ipv4"><source ipset="portsref-users-v4"/><destination ipset="portsref-api-v4"/><port port="443" protocol="tcp"/><accept/></rule>
  <!-- workers-to-api-kubernetes-kube-apiserver: Kubernetes API. Every node reads and writes Calico data through the Kubernetes API. Scrapes the Kubernetes API server. (kubernetes/kube-apiserver, calico/api, kube-prometheus-stack/scrape-kube-apiserver) -->
  <rule family="ipv4"><source ipset="portsref-workers-v4"/><destination ipset="portsref-api-v4"/><port port="443" protocol="tcp"/><accept/></rule>
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

