# Filter rules for a MikroTik router, RouterOS 7
# Lists, chain and comments begin with payments-6485, which marks this plan.
# Plan: Payments cluster, DC1
# Revision: not saved
# Catalogue: 2026-11-23.01234567, Kubernetes 1.35
# Not validated by a device; it follows RouterOS documentation, Firewall: Filter, Address lists, Common Firewall Matchers.
#
# Left out, so these connections are closed:
# - control-plane-to-dns-servers-infrastructure-cluster-dns-tcp: one of its ends has no addresses in the plan
# - control-plane-to-dns-servers-infrastructure-cluster-dns-udp: one of its ends has no addresses in the plan
# - control-plane-to-kubernetes-downloads-kubeadm-stable-version: one of its ends has no addresses in the plan
# - control-plane-to-kubernetes-image-registry-kubeadm-images: one of its ends has no addresses in the plan
# - control-plane-to-kubernetes-packages-kubeadm-packages: one of its ends has no addresses in the plan
# - control-plane-to-ntp-servers-infrastructure-ntp: one of its ends has no addresses in the plan
# - control-plane-to-quay-io-calico-images: one of its ends has no addresses in the plan
# - control-plane-to-quay-io-kube-prometheus-stack-images-node-exporter: one of its ends has no addresses in the plan
# - control-plane-to-quay-io-metallb-images: one of its ends has no addresses in the plan
# - control-plane-to-usage-reports-of-calico-calico-usage-reports: one of its ends has no addresses in the plan
# - control-plane-to-storage-of-the-kubernetes-image-registry-kubeadm-image-storage: one of its ends has no addresses in the plan
# - workers-to-dns-servers-infrastructure-cluster-dns-tcp: one of its ends has no addresses in the plan
# - workers-to-dns-servers-infrastructure-cluster-dns-udp: one of its ends has no addresses in the plan
# - workers-to-docker-hub-kube-prometheus-stack-images-grafana: one of its ends has no addresses in the plan
# - workers-to-github-container-registry-kube-prometheus-stack-images-webhook: one of its ends has no addresses in the plan
# - workers-to-gravatar-kube-prometheus-stack-gravatar: one of its ends has no addresses in the plan
# - workers-to-kubernetes-image-registry-kube-prometheus-stack-images-kube-state-metrics: one of its ends has no addresses in the plan
# - workers-to-kubernetes-image-registry-kubeadm-images: one of its ends has no addresses in the plan
# - workers-to-kubernetes-packages-kubeadm-packages: one of its ends has no addresses in the plan
# - workers-to-ntp-servers-infrastructure-ntp: one of its ends has no addresses in the plan
# - workers-to-quay-io-calico-images: one of its ends has no addresses in the plan
# - workers-to-quay-io-kube-prometheus-stack-images: one of its ends has no addresses in the plan
# - workers-to-quay-io-metallb-images: one of its ends has no addresses in the plan
# - workers-to-services-of-grafana-labs-kube-prometheus-stack-grafana-services: one of its ends has no addresses in the plan
# - workers-to-usage-reports-of-calico-calico-usage-reports: one of its ends has no addresses in the plan
# - workers-to-storage-of-the-kubernetes-image-registry-kube-prometheus-stack-image-storage-kube-state-metrics: one of its ends has no addresses in the plan
# - workers-to-storage-of-the-kubernetes-image-registry-kubeadm-image-storage: one of its ends has no addresses in the plan
#
# What is forwarded and new is asked of the plan's chain before the first of your rules.
# What it does not accept goes on to them: end them with a drop, and accept answers there
# (connection-state=established,related), as the default configuration does.
# Check: import FILE verbose=yes dry-run. Apply, again and again: import FILE
# What is in force: /ip firewall filter print where chain=payments-6485; the same in /ipv6.
# Take back:
#     /ip firewall filter remove [find jump-target=payments-6485]
#     /ip firewall filter remove [find chain=payments-6485]
#     /ip firewall address-list remove [find list~"^payments-6485-"]
#     /ipv6 firewall filter remove [find jump-target=payments-6485]
#     /ipv6 firewall filter remove [find chain=payments-6485]
#     /ipv6 firewall address-list remove [find list~"^payments-6485-"]

/ip firewall filter remove [find jump-target=payments-6485]
/ip firewall filter remove [find chain=payments-6485]
/ip firewall address-list remove [find list~"^payments-6485-"]
/ip firewall address-list
add list=payments-6485-admins-v4 address=10.9.0.0/24 comment="admins"
add list=payments-6485-api-v4 address=10.0.0.100 comment="api"
add list=payments-6485-control-plane-v4 address=10.0.0.0/28 comment="control-plane"
add list=payments-6485-workers-v4 address=10.0.1.0/24 comment="workers"
add list=payments-6485-users-v4 address=10.20.0.0/16 comment="users"
/ip firewall filter
add chain=payments-6485 action=accept src-address-list=payments-6485-admins-v4 dst-address-list=payments-6485-api-v4 protocol=tcp dst-port=443 comment="admins-to-api-kubernetes-kube-apiserver: Kubernetes API. (kubernetes/kube-apiserver)"
add chain=payments-6485 action=accept src-address-list=payments-6485-admins-v4 dst-address-list=payments-6485-control-plane-v4 protocol=tcp dst-port=22 comment="admins-to-control-plane-infrastructure-ssh: Remote administration by SSH. (infrastructure/ssh)"
add chain=payments-6485 action=accept src-address-list=payments-6485-admins-v4 dst-address-list=payments-6485-workers-v4 protocol=tcp dst-port=22 comment="admins-to-workers-infrastructure-ssh: Remote administration by SSH. (infrastructure/ssh)"
add chain=payments-6485 action=accept src-address-list=payments-6485-api-v4 dst-address-list=payments-6485-control-plane-v4 protocol=tcp dst-port=6443 comment="api-to-control-plane-kubernetes-kube-apiserver: Kubernetes API. Every node reads and writes Calico data through the Kubernetes API. Scrapes the Kubernetes API server. (kubernetes/kube-apiserver, calico/api, kube-prometheus-stack/scrape-kube-apiserver"
add chain=payments-6485 action=accept src-address-list=payments-6485-control-plane-v4 dst-address-list=payments-6485-api-v4 protocol=tcp dst-port=443 comment="control-plane-to-api-kubernetes-kube-apiserver: Kubernetes API. Every node reads and writes Calico data through the Kubernetes API. (kubernetes/kube-apiserver, calico/api)"
add chain=payments-6485 action=accept src-address-list=payments-6485-control-plane-v4 dst-address-list=payments-6485-control-plane-v4 protocol=tcp dst-port=179 comment="control-plane-to-control-plane-calico-bgp: BGP sessions between nodes. (calico/bgp)"
add chain=payments-6485 action=accept src-address-list=payments-6485-control-plane-v4 dst-address-list=payments-6485-control-plane-v4 protocol=tcp dst-port=2379 comment="control-plane-to-control-plane-kubernetes-etcd-client: etcd client API. (kubernetes/etcd-client)"
add chain=payments-6485 action=accept src-address-list=payments-6485-control-plane-v4 dst-address-list=payments-6485-control-plane-v4 protocol=tcp dst-port=2380 comment="control-plane-to-control-plane-kubernetes-etcd-peer: etcd traffic between members. (kubernetes/etcd-peer)"
add chain=payments-6485 action=accept src-address-list=payments-6485-control-plane-v4 dst-address-list=payments-6485-control-plane-v4 protocol=tcp dst-port=5473 comment="control-plane-to-control-plane-calico-typha: Felix and confd on every node read datastore updates from Typha. (calico/typha)"
add chain=payments-6485 action=accept src-address-list=payments-6485-control-plane-v4 dst-address-list=payments-6485-control-plane-v4 protocol=tcp dst-port=6443 comment="control-plane-to-control-plane-kubernetes-kube-apiserver: Kubernetes API. Every node reads and writes Calico data through the Kubernetes API. (kubernetes/kube-apiserver, calico/api)"
add chain=payments-6485 action=accept src-address-list=payments-6485-control-plane-v4 dst-address-list=payments-6485-control-plane-v4 protocol=tcp dst-port=7946 comment="control-plane-to-control-plane-metallb-memberlist-tcp: Speakers watch each other by gossip over TCP. (metallb/memberlist-tcp)"
add chain=payments-6485 action=accept src-address-list=payments-6485-control-plane-v4 dst-address-list=payments-6485-control-plane-v4 protocol=tcp dst-port=9100 comment="control-plane-to-control-plane-node-exporter-metrics: Host metrics over HTTP. (node-exporter/metrics)"
add chain=payments-6485 action=accept src-address-list=payments-6485-control-plane-v4 dst-address-list=payments-6485-control-plane-v4 protocol=tcp dst-port=9120 comment="control-plane-to-control-plane-metallb-speaker-metrics: Speaker metrics over HTTPS. (metallb/speaker-metrics)"
add chain=payments-6485 action=accept src-address-list=payments-6485-control-plane-v4 dst-address-list=payments-6485-control-plane-v4 protocol=tcp dst-port=9140 comment="control-plane-to-control-plane-metallb-frr-k8s-metrics: FRR-K8s metrics over HTTPS. (metallb/frr-k8s-metrics)"
add chain=payments-6485 action=accept src-address-list=payments-6485-control-plane-v4 dst-address-list=payments-6485-control-plane-v4 protocol=tcp dst-port=9141 comment="control-plane-to-control-plane-metallb-frr-k8s-frr-metrics: FRR metrics over HTTPS; the kubelet probes the port too. (metallb/frr-k8s-frr-metrics)"
add chain=payments-6485 action=accept src-address-list=payments-6485-control-plane-v4 dst-address-list=payments-6485-control-plane-v4 protocol=tcp dst-port=10250 comment="control-plane-to-control-plane-kubernetes-kubelet-api: Kubelet API. (kubernetes/kubelet-api)"
add chain=payments-6485 action=accept src-address-list=payments-6485-control-plane-v4 dst-address-list=payments-6485-control-plane-v4 protocol=udp dst-port=4789 comment="control-plane-to-control-plane-calico-vxlan: Pod traffic between nodes, VXLAN encapsulated. (calico/vxlan)"
add chain=payments-6485 action=accept src-address-list=payments-6485-control-plane-v4 dst-address-list=payments-6485-control-plane-v4 protocol=udp dst-port=7946 comment="control-plane-to-control-plane-metallb-memberlist-udp: Speakers watch each other by gossip over UDP. (metallb/memberlist-udp)"
add chain=payments-6485 action=accept src-address-list=payments-6485-control-plane-v4 dst-address-list=payments-6485-workers-v4 protocol=tcp dst-port=179 comment="control-plane-to-workers-calico-bgp: BGP sessions between nodes. (calico/bgp)"
add chain=payments-6485 action=accept src-address-list=payments-6485-control-plane-v4 dst-address-list=payments-6485-workers-v4 protocol=tcp dst-port=5473 comment="control-plane-to-workers-calico-typha: Felix and confd on every node read datastore updates from Typha. (calico/typha)"
add chain=payments-6485 action=accept src-address-list=payments-6485-control-plane-v4 dst-address-list=payments-6485-workers-v4 protocol=tcp dst-port=7946 comment="control-plane-to-workers-metallb-memberlist-tcp: Speakers watch each other by gossip over TCP. (metallb/memberlist-tcp)"
add chain=payments-6485 action=accept src-address-list=payments-6485-control-plane-v4 dst-address-list=payments-6485-workers-v4 protocol=tcp dst-port=9100 comment="control-plane-to-workers-node-exporter-metrics: Host metrics over HTTP. (node-exporter/metrics)"
add chain=payments-6485 action=accept src-address-list=payments-6485-control-plane-v4 dst-address-list=payments-6485-workers-v4 protocol=tcp dst-port=9120 comment="control-plane-to-workers-metallb-speaker-metrics: Speaker metrics over HTTPS. (metallb/speaker-metrics)"
add chain=payments-6485 action=accept src-address-list=payments-6485-control-plane-v4 dst-address-list=payments-6485-workers-v4 protocol=tcp dst-port=9140 comment="control-plane-to-workers-metallb-frr-k8s-metrics: FRR-K8s metrics over HTTPS. (metallb/frr-k8s-metrics)"
add chain=payments-6485 action=accept src-address-list=payments-6485-control-plane-v4 dst-address-list=payments-6485-workers-v4 protocol=tcp dst-port=9141 comment="control-plane-to-workers-metallb-frr-k8s-frr-metrics: FRR metrics over HTTPS; the kubelet probes the port too. (metallb/frr-k8s-frr-metrics)"
add chain=payments-6485 action=accept src-address-list=payments-6485-control-plane-v4 dst-address-list=payments-6485-workers-v4 protocol=tcp dst-port=10250 comment="control-plane-to-workers-kubernetes-kubelet-api: Kubelet API. (kubernetes/kubelet-api)"
add chain=payments-6485 action=accept src-address-list=payments-6485-control-plane-v4 dst-address-list=payments-6485-workers-v4 protocol=udp dst-port=4789 comment="control-plane-to-workers-calico-vxlan: Pod traffic between nodes, VXLAN encapsulated. (calico/vxlan)"
add chain=payments-6485 action=accept src-address-list=payments-6485-control-plane-v4 dst-address-list=payments-6485-workers-v4 protocol=udp dst-port=7946 comment="control-plane-to-workers-metallb-memberlist-udp: Speakers watch each other by gossip over UDP. (metallb/memberlist-udp)"
add chain=payments-6485 action=accept src-address-list=payments-6485-users-v4 dst-address-list=payments-6485-api-v4 protocol=tcp dst-port=443 comment="users-to-api-kubernetes-kube-apiserver: Kubernetes API. (kubernetes/kube-apiserver)"
add chain=payments-6485 action=accept src-address-list=payments-6485-users-v4 dst-address-list=payments-6485-workers-v4 protocol=tcp dst-port=30000-32767 comment="users-to-workers-kubernetes-nodeport-tcp: NodePort Services over TCP. (kubernetes/nodeport-tcp)"
add chain=payments-6485 action=accept src-address-list=payments-6485-workers-v4 dst-address-list=payments-6485-api-v4 protocol=tcp dst-port=443 comment="workers-to-api-kubernetes-kube-apiserver: Kubernetes API. Every node reads and writes Calico data through the Kubernetes API. Scrapes the Kubernetes API server. (kubernetes/kube-apiserver, calico/api, kube-prometheus-stack/scrape-kube-apiserver)"
add chain=payments-6485 action=accept src-address-list=payments-6485-workers-v4 dst-address-list=payments-6485-control-plane-v4 protocol=tcp dst-port=179 comment="workers-to-control-plane-calico-bgp: BGP sessions between nodes. (calico/bgp)"
add chain=payments-6485 action=accept src-address-list=payments-6485-workers-v4 dst-address-list=payments-6485-control-plane-v4 protocol=tcp dst-port=5473 comment="workers-to-control-plane-calico-typha: Felix and confd on every node read datastore updates from Typha. (calico/typha)"
add chain=payments-6485 action=accept src-address-list=payments-6485-workers-v4 dst-address-list=payments-6485-control-plane-v4 protocol=tcp dst-port=6443 comment="workers-to-control-plane-kubernetes-kube-apiserver: Kubernetes API. Every node reads and writes Calico data through the Kubernetes API. Scrapes the Kubernetes API server. (kubernetes/kube-apiserver, calico/api, kube-prometheus-stack/scrape-kube-apise"
add chain=payments-6485 action=accept src-address-list=payments-6485-workers-v4 dst-address-list=payments-6485-control-plane-v4 protocol=tcp dst-port=7946 comment="workers-to-control-plane-metallb-memberlist-tcp: Speakers watch each other by gossip over TCP. (metallb/memberlist-tcp)"
add chain=payments-6485 action=accept src-address-list=payments-6485-workers-v4 dst-address-list=payments-6485-control-plane-v4 protocol=tcp dst-port=9100 comment="workers-to-control-plane-node-exporter-metrics: Host metrics over HTTP. Scrapes Node Exporter on every node. (node-exporter/metrics, kube-prometheus-stack/scrape-node-exporter)"
add chain=payments-6485 action=accept src-address-list=payments-6485-workers-v4 dst-address-list=payments-6485-control-plane-v4 protocol=tcp dst-port=9120 comment="workers-to-control-plane-metallb-speaker-metrics: Speaker metrics over HTTPS. (metallb/speaker-metrics)"
add chain=payments-6485 action=accept src-address-list=payments-6485-workers-v4 dst-address-list=payments-6485-control-plane-v4 protocol=tcp dst-port=9140 comment="workers-to-control-plane-metallb-frr-k8s-metrics: FRR-K8s metrics over HTTPS. (metallb/frr-k8s-metrics)"
add chain=payments-6485 action=accept src-address-list=payments-6485-workers-v4 dst-address-list=payments-6485-control-plane-v4 protocol=tcp dst-port=9141 comment="workers-to-control-plane-metallb-frr-k8s-frr-metrics: FRR metrics over HTTPS; the kubelet probes the port too. (metallb/frr-k8s-frr-metrics)"
add chain=payments-6485 action=accept src-address-list=payments-6485-workers-v4 dst-address-list=payments-6485-control-plane-v4 protocol=tcp dst-port=10250 comment="workers-to-control-plane-kubernetes-kubelet-api: Scrapes the kubelet of every node. (kube-prometheus-stack/scrape-kubelet)"
add chain=payments-6485 action=accept src-address-list=payments-6485-workers-v4 dst-address-list=payments-6485-control-plane-v4 protocol=udp dst-port=4789 comment="workers-to-control-plane-calico-vxlan: Pod traffic between nodes, VXLAN encapsulated. (calico/vxlan)"
add chain=payments-6485 action=accept src-address-list=payments-6485-workers-v4 dst-address-list=payments-6485-control-plane-v4 protocol=udp dst-port=7946 comment="workers-to-control-plane-metallb-memberlist-udp: Speakers watch each other by gossip over UDP. (metallb/memberlist-udp)"
add chain=payments-6485 action=accept src-address-list=payments-6485-workers-v4 dst-address-list=payments-6485-workers-v4 protocol=tcp dst-port=179 comment="workers-to-workers-calico-bgp: BGP sessions between nodes. (calico/bgp)"
add chain=payments-6485 action=accept src-address-list=payments-6485-workers-v4 dst-address-list=payments-6485-workers-v4 protocol=tcp dst-port=5473 comment="workers-to-workers-calico-typha: Felix and confd on every node read datastore updates from Typha. (calico/typha)"
add chain=payments-6485 action=accept src-address-list=payments-6485-workers-v4 dst-address-list=payments-6485-workers-v4 protocol=tcp dst-port=7946 comment="workers-to-workers-metallb-memberlist-tcp: Speakers watch each other by gossip over TCP. (metallb/memberlist-tcp)"
add chain=payments-6485 action=accept src-address-list=payments-6485-workers-v4 dst-address-list=payments-6485-workers-v4 protocol=tcp dst-port=9100 comment="workers-to-workers-node-exporter-metrics: Host metrics over HTTP. Scrapes Node Exporter on every node. (node-exporter/metrics, kube-prometheus-stack/scrape-node-exporter)"
add chain=payments-6485 action=accept src-address-list=payments-6485-workers-v4 dst-address-list=payments-6485-workers-v4 protocol=tcp dst-port=9120 comment="workers-to-workers-metallb-speaker-metrics: Speaker metrics over HTTPS. (metallb/speaker-metrics)"
add chain=payments-6485 action=accept src-address-list=payments-6485-workers-v4 dst-address-list=payments-6485-workers-v4 protocol=tcp dst-port=9140 comment="workers-to-workers-metallb-frr-k8s-metrics: FRR-K8s metrics over HTTPS. (metallb/frr-k8s-metrics)"
add chain=payments-6485 action=accept src-address-list=payments-6485-workers-v4 dst-address-list=payments-6485-workers-v4 protocol=tcp dst-port=9141 comment="workers-to-workers-metallb-frr-k8s-frr-metrics: FRR metrics over HTTPS; the kubelet probes the port too. (metallb/frr-k8s-frr-metrics)"
add chain=payments-6485 action=accept src-address-list=payments-6485-workers-v4 dst-address-list=payments-6485-workers-v4 protocol=tcp dst-port=10250 comment="workers-to-workers-kubernetes-kubelet-api: Scrapes the kubelet of every node. (kube-prometheus-stack/scrape-kubelet)"
add chain=payments-6485 action=accept src-address-list=payments-6485-workers-v4 dst-address-list=payments-6485-workers-v4 protocol=udp dst-port=4789 comment="workers-to-workers-calico-vxlan: Pod traffic between nodes, VXLAN encapsulated. (calico/vxlan)"
add chain=payments-6485 action=accept src-address-list=payments-6485-workers-v4 dst-address-list=payments-6485-workers-v4 protocol=udp dst-port=7946 comment="workers-to-workers-metallb-memberlist-udp: Speakers watch each other by gossip over UDP. (metallb/memberlist-udp)"
{ :local rules [/ip firewall filter find chain=forward dynamic=no]; :if ([:len $rules] > 0) do={ /ip firewall filter add chain=forward action=jump jump-target=payments-6485 connection-state=new place-before=[:pick $rules 0] comment="payments-6485: Payments cluster, DC1" } else={ /ip firewall filter add chain=forward action=jump jump-target=payments-6485 connection-state=new comment="payments-6485: Payments cluster, DC1" } }

/ipv6 firewall filter remove [find jump-target=payments-6485]
/ipv6 firewall filter remove [find chain=payments-6485]
/ipv6 firewall address-list remove [find list~"^payments-6485-"]
