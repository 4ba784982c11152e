#!/bin/sh
# What the hosts of “masters” must accept
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
# Rules to “api” are here too, whose address these hosts may hold, as by keepalived.
#
# Left out, so these connections are closed:
# - baseboard-management-controllers-of-the-hosts-to-masters-openshift-provisioning-http: whoever connects has no addresses in the plan
# - baseboard-management-controllers-of-the-hosts-to-masters-openshift-provisioning-https: whoever connects has no addresses in the plan
# - dhcp-server-or-relay-to-masters-openshift-dhcp-client: whoever connects has no addresses in the plan
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

cat > "$to/ipsets/portsref-api-v4.xml" <<'END'
<?xml version="1.0" encoding="utf-8"?>
<ipset type="hash:net">
  <short>api</short>
  <option name="family" value="inet"/>
  <entry>10.2.0.5</entry>
</ipset>
END

cat > "$to/ipsets/portsref-masters-v4.xml" <<'END'
<?xml version="1.0" encoding="utf-8"?>
<ipset type="hash:net">
  <short>masters</short>
  <option name="family" value="inet"/>
  <entry>10.2.0.10/31</entry>
  <entry>10.2.0.12</entry>
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
  <description>What the hosts of “masters” must accept</description>
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
  <!-- api-to-masters-kubernetes-kube-apiserver: Kubernetes API. The bootstrap machine asks the Kubernetes API whether etcd has moved to the control plane. (kubernetes/kube-apiserver, openshift/api-from-bootstrap) -->
  <rule family="ipv4"><source ipset="portsref-api-v4"/><destination ipset="portsref-masters-v4"/><port port="6443" protocol="tcp"/><accept/></rule>
  <!-- api-to-masters-openshift-machine-config-server: Ignition configuration for new machines over HTTPS. (openshift/machine-config-server) -->
  <rule family="ipv4"><source ipset="portsref-api-v4"/><destination ipset="portsref-masters-v4"/><port port="22623" protocol="tcp"/><accept/></rule>
  <!-- masters-to-masters-openshift-icmp: Reachability tests between machines. (openshift/icmp) -->
  <rule family="ipv4"><source ipset="portsref-masters-v4"/><destination ipset="portsref-masters-v4"/><protocol value="1"/><accept/></rule>
  <!-- masters-to-masters-kubernetes-etcd-client: etcd client API. Manages the members of etcd. (kubernetes/etcd-client, openshift/etcd-of-operator) -->
  <rule family="ipv4"><source ipset="portsref-masters-v4"/><destination ipset="portsref-masters-v4"/><port port="2379" protocol="tcp"/><accept/></rule>
  <!-- masters-to-masters-kubernetes-etcd-peer: etcd traffic between members. (kubernetes/etcd-peer) -->
  <rule family="ipv4"><source ipset="portsref-masters-v4"/><destination ipset="portsref-masters-v4"/><port port="2380" protocol="tcp"/><accept/></rule>
  <!-- masters-to-masters-openshift-provisioning-http: Provisioning files over plain HTTP. (openshift/provisioning-http) -->
  <rule family="ipv4"><source ipset="portsref-masters-v4"/><destination ipset="portsref-masters-v4"/><port port="6180" protocol="tcp"/><accept/></rule>
  <!-- masters-to-masters-openshift-ironic-api: Ironic API. (openshift/ironic-api) -->
  <rule family="ipv4"><source ipset="portsref-masters-v4"/><destination ipset="portsref-masters-v4"/><port port="6385" protocol="tcp"/><accept/></rule>
  <!-- masters-to-masters-kubernetes-kube-apiserver: Kubernetes API. (kubernetes/kube-apiserver) -->
  <rule family="ipv4"><source ipset="portsref-masters-v4"/><destination ipset="portsref-masters-v4"/><port port="6443" protocol="tcp"/><accept/></rule>
  <!-- masters-to-masters-openshift-metallb-memberlist-tcp: MetalLB leader election over TCP. (openshift/metallb-memberlist-tcp) -->
  <rule family="ipv4"><source ipset="portsref-masters-v4"/><destination ipset="portsref-masters-v4"/><port port="9122" protocol="tcp"/><accept/></rule>
  <!-- masters-to-masters-openshift-frr-k8s-webhook: FRR-K8s webhook called by the API server. (openshift/frr-k8s-webhook) -->
  <rule family="ipv4"><source ipset="portsref-masters-v4"/><destination ipset="portsref-masters-v4"/><port port="9123" protocol="tcp"/><accept/></rule>
  <!-- masters-to-masters-openshift-api-vip-proxy: Kubernetes API through HAProxy on the node that holds the API address. (openshift/api-vip-proxy) -->
  <rule family="ipv4"><source ipset="portsref-masters-v4"/><destination ipset="portsref-masters-v4"/><port port="9445" protocol="tcp"/><accept/></rule>
  <!-- masters-to-masters-openshift-kubelet-api: Kubelet API, used by the control plane and by the monitoring stack on any node. (openshift/kubelet-api) -->
  <rule family="ipv4"><source ipset="portsref-masters-v4"/><destination ipset="portsref-masters-v4"/><port port="10250" protocol="tcp"/><accept/></rule>
  <!-- masters-to-masters-openshift-machine-config-server: Ignition configuration for new machines over HTTPS. (openshift/machine-config-server) -->
  <rule family="ipv4"><source ipset="portsref-masters-v4"/><destination ipset="portsref-masters-v4"/><port port="22623" protocol="tcp"/><accept/></rule>
  <!-- masters-to-masters-openshift-geneve: Pod traffic between nodes, Geneve encapsulated. (openshift/geneve) -->
  <rule family="ipv4"><source ipset="portsref-masters-v4"/><destination ipset="portsref-masters-v4"/><port port="6081" protocol="udp"/><accept/></rule>
  <!-- masters-to-masters-openshift-metallb-memberlist-udp: MetalLB leader election over UDP. (openshift/metallb-memberlist-udp) -->
  <rule family="ipv4"><source ipset="portsref-masters-v4"/><destination ipset="portsref-masters-v4"/><port port="9122" protocol="udp"/><accept/></rule>
  <!-- masters-to-masters-openshift-vrrp: Election of the nodes that hold the API and ingress addresses. (openshift/vrrp) -->
  <rule family="ipv4"><source ipset="portsref-masters-v4"/><destination ipset="portsref-masters-v4"/><protocol value="112"/><accept/></rule>
  <!-- pods-to-masters-kubernetes-etcd-client: Keeps OpenShift's own objects in etcd. Keeps users and tokens in etcd. (openshift/etcd-of-openshift-apiserver, openshift/etcd-of-oauth-apiserver) -->
  <rule family="ipv4"><source ipset="portsref-pods-v4"/><destination ipset="portsref-masters-v4"/><port port="2379" protocol="tcp"/><accept/></rule>
  <!-- pods-to-masters-openshift-ironic-api: Ironic API. (openshift/ironic-api) -->
  <rule family="ipv4"><source ipset="portsref-pods-v4"/><destination ipset="portsref-masters-v4"/><port port="6385" protocol="tcp"/><accept/></rule>
  <!-- pods-to-masters-kubernetes-kube-apiserver: Kubernetes API. (kubernetes/kube-apiserver) -->
  <rule family="ipv4"><source ipset="portsref-pods-v4"/><destination ipset="portsref-masters-v4"/><port port="6443" protocol="tcp"/><accept/></rule>
  <!-- pods-to-masters-openshift-machine-config-daemon-metrics: Machine Config Daemon metrics. (openshift/machine-config-daemon-metrics) -->
  <rule family="ipv4"><source ipset="portsref-pods-v4"/><destination ipset="portsref-masters-v4"/><port port="9001" protocol="tcp"/><accept/></rule>
  <!-- pods-to-masters-openshift-cluster-version-operator-metrics: Cluster Version Operator metrics. (openshift/cluster-version-operator-metrics) -->
  <rule family="ipv4"><source ipset="portsref-pods-v4"/><destination ipset="portsref-masters-v4"/><port port="9099" protocol="tcp"/><accept/></rule>
  <!-- pods-to-masters-openshift-node-exporter: Node metrics. (openshift/node-exporter) -->
  <rule family="ipv4"><source ipset="portsref-pods-v4"/><destination ipset="portsref-masters-v4"/><port port="9100" protocol="tcp"/><accept/></rule>
  <!-- pods-to-masters-openshift-ovnkube-node-metrics: ovnkube-node metrics. (openshift/ovnkube-node-metrics) -->
  <rule family="ipv4"><source ipset="portsref-pods-v4"/><destination ipset="portsref-masters-v4"/><port port="9103" protocol="tcp"/><accept/></rule>
  <!-- pods-to-masters-openshift-network-operator-metrics: Cluster Network Operator metrics. (openshift/network-operator-metrics) -->
  <rule family="ipv4"><source ipset="portsref-pods-v4"/><destination ipset="portsref-masters-v4"/><port port="9104" protocol="tcp"/><accept/></rule>
  <!-- pods-to-masters-openshift-ovn-metrics: OVN metrics. (openshift/ovn-metrics) -->
  <rule family="ipv4"><source ipset="portsref-pods-v4"/><destination ipset="portsref-masters-v4"/><port port="9105" protocol="tcp"/><accept/></rule>
  <!-- pods-to-masters-openshift-ovnkube-control-plane-metrics: ovnkube control-plane metrics. (openshift/ovnkube-control-plane-metrics) -->
  <rule family="ipv4"><source ipset="portsref-pods-v4"/><destination ipset="portsref-masters-v4"/><port port="9108" protocol="tcp"/><accept/></rule>
  <!-- pods-to-masters-openshift-metallb-metrics: MetalLB metrics. (openshift/metallb-metrics) -->
  <rule family="ipv4"><source ipset="portsref-pods-v4"/><destination ipset="portsref-masters-v4"/><port port="9120" protocol="tcp"/><accept/></rule>
  <!-- pods-to-masters-openshift-frr-k8s-metrics: FRR-K8s metrics. (openshift/frr-k8s-metrics) -->
  <rule family="ipv4"><source ipset="portsref-pods-v4"/><destination ipset="portsref-masters-v4"/><port port="9140-9141" protocol="tcp"/><accept/></rule>
  <!-- pods-to-masters-openshift-machine-approver-metrics: Machine approver metrics. (openshift/machine-approver-metrics) -->
  <rule family="ipv4"><source ipset="portsref-pods-v4"/><destination ipset="portsref-masters-v4"/><port port="9192" protocol="tcp"/><accept/></rule>
  <!-- pods-to-masters-openshift-api-vip-proxy: Kubernetes API through HAProxy on the node that holds the API address. (openshift/api-vip-proxy) -->
  <rule family="ipv4"><source ipset="portsref-pods-v4"/><destination ipset="portsref-masters-v4"/><port port="9445" protocol="tcp"/><accept/></rule>
  <!-- pods-to-masters-openshift-crio-metrics-proxy: CRI-O metrics through a proxy. (openshift/crio-metrics-proxy) -->
  <rule family="ipv4"><source ipset="portsref-pods-v4"/><destination ipset="portsref-masters-v4"/><port port="9637" protocol="tcp"/><accept/></rule>
  <!-- pods-to-masters-openshift-etcd-metrics-proxy: etcd metrics through the metrics proxy. (openshift/etcd-metrics-proxy) -->
  <rule family="ipv4"><source ipset="portsref-pods-v4"/><destination ipset="portsref-masters-v4"/><port port="9979" protocol="tcp"/><accept/></rule>
  <!-- pods-to-masters-openshift-kubelet-api: Kubelet API, used by the control plane and by the monitoring stack on any node. (openshift/kubelet-api) -->
  <rule family="ipv4"><source ipset="portsref-pods-v4"/><destination ipset="portsref-masters-v4"/><port port="10250" protocol="tcp"/><accept/></rule>
  <!-- pods-to-masters-openshift-kube-controller-manager: Metrics and health of kube-controller-manager. (openshift/kube-controller-manager) -->
  <rule family="ipv4"><source ipset="portsref-pods-v4"/><destination ipset="portsref-masters-v4"/><port port="10257" protocol="tcp"/><accept/></rule>
  <!-- pods-to-masters-openshift-kube-scheduler: Metrics and health of kube-scheduler. (openshift/kube-scheduler) -->
  <rule family="ipv4"><source ipset="portsref-pods-v4"/><destination ipset="portsref-masters-v4"/><port port="10259" protocol="tcp"/><accept/></rule>
  <!-- workers-to-masters-openshift-icmp: Reachability tests between machines. (openshift/icmp) -->
  <rule family="ipv4"><source ipset="portsref-workers-v4"/><destination ipset="portsref-masters-v4"/><protocol value="1"/><accept/></rule>
  <!-- workers-to-masters-openshift-provisioning-http: Provisioning files over plain HTTP. (openshift/provisioning-http) -->
  <rule family="ipv4"><source ipset="portsref-workers-v4"/><destination ipset="portsref-masters-v4"/><port port="6180" protocol="tcp"/><accept/></rule>
  <!-- workers-to-masters-openshift-ironic-api: Ironic API. (openshift/ironic-api) -->
  <rule family="ipv4"><source ipset="portsref-workers-v4"/><destination ipset="portsref-masters-v4"/><port port="6385" protocol="tcp"/><accept/></rule>
  <!-- workers-to-masters-kubernetes-kube-apiserver: Kubernetes API. (kubernetes/kube-apiserver) -->
  <rule family="ipv4"><source ipset="portsref-workers-v4"/><destination ipset="portsref-masters-v4"/><port port="6443" protocol="tcp"/><accept/></rule>
  <!-- workers-to-masters-openshift-metallb-memberlist-tcp: MetalLB leader election over TCP. (openshift/metallb-memberlist-tcp) -->
  <rule family="ipv4"><source ipset="portsref-workers-v4"/><destination ipset="portsref-masters-v4"/><port port="9122" protocol="tcp"/><accept/></rule>
  <!-- workers-to-masters-openshift-api-vip-proxy: Kubernetes API through HAProxy on the node that holds the API address. (openshift/api-vip-proxy) -->
  <rule family="ipv4"><source ipset="portsref-workers-v4"/><destination ipset="portsref-masters-v4"/><port port="9445" protocol="tcp"/><accept/></rule>
  <!-- workers-to-masters-openshift-kubelet-api: Kubelet API, used by the control plane and by the monitoring stack on any node. (openshift/kubelet-api) -->
  <rule family="ipv4"><source ipset="portsref-workers-v4"/><destination ipset="portsref-masters-v4"/><port port="10250" protocol="tcp"/><accept/></rule>
  <!-- workers-to-masters-openshift-machine-config-server: Ignition configuration for new machines over HTTPS. (openshift/machine-config-server) -->
  <rule family="ipv4"><source ipset="portsref-workers-v4"/><destination ipset="portsref-masters-v4"/><port port="22623" protocol="tcp"/><accept/></rule>
  <!-- workers-to-masters-openshift-provisioning-dhcp-of-installation: DHCP for the first workers, which boot from the provisioning network. Only during the installation. (openshift/provisioning-dhcp-of-installation) -->
  <rule family="ipv4"><source ipset="portsref-workers-v4"/><destination ipset="portsref-masters-v4"/><port port="67" protocol="udp"/><accept/></rule>
  <!-- workers-to-masters-openshift-provisioning-tftp-of-installation: First boot files of the first workers over TFTP. Only during the installation. (openshift/provisioning-tftp-of-installation) -->
  <rule family="ipv4"><source ipset="portsref-workers-v4"/><destination ipset="portsref-masters-v4"/><port port="69" protocol="udp"/><accept/></rule>
  <!-- workers-to-masters-openshift-geneve: Pod traffic between nodes, Geneve encapsulated. (openshift/geneve) -->
  <rule family="ipv4"><source ipset="portsref-workers-v4"/><destination ipset="portsref-masters-v4"/><port port="6081" protocol="udp"/><accept/></rule>
  <!-- workers-to-masters-openshift-metallb-memberlist-udp: MetalLB leader election over UDP. (openshift/metallb-memberlist-udp) -->
  <rule family="ipv4"><source ipset="portsref-workers-v4"/><destination ipset="portsref-masters-v4"/><port port="9122" protocol="udp"/><accept/></rule>
  <!-- workers-to-masters-openshift-vrrp: Election of the nodes that hold the API and ingress addresses. (openshift/vrrp) -->
  <rule family="ipv4"><source ipset="portsref-workers-v4"/><destination ipset="portsref-masters-v4"/><protocol value="112"/><accept/></rule>
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

