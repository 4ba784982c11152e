#!/bin/sh
# Aliases and rules for OPNsense 26.1 or later: a script that prints or imports them
# Names begin with pay_6485, which marks this plan.
# Plan: Payments cluster, DC1
# Revision: not saved
# Catalogue: 2026-11-23.01234567, Kubernetes 1.35
# Not validated by a device; it follows OPNsense 26.1, import of aliases (JSON) and of rules (CSV), as its source reads them.
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
# Rules are floating: they match by address on any interface, and zones of the plan are no
# part of them. The same again changes nothing. When the plan has changed, remove what the
# old file made first.
# Apply by the API, OPNSENSE_URL, OPNSENSE_KEY and OPNSENSE_SECRET in the environment:
#     sh FILE apply
# Or in a browser, where Firewall: Aliases and Firewall: Rules import what these write:
#     sh FILE aliases >aliases.json; sh FILE rules >rules.csv
# Check: sh -n FILE. What is in force: Firewall: Rules, with the mark in the search field.
# Take back: sh FILE remove.

set -u
aliases() { cat <<'END'
{"aliases": {"alias": {
"2041975c-b810-4a4d-85c3-e9f984b9c8e6": {"enabled": "1", "name": "pay_6485_admins_v4", "type": "network", "content": "10.9.0.0/24", "description": "pay_6485: admins"},
"3358a061-0ce2-4241-b6db-77b8e1bd1b57": {"enabled": "1", "name": "pay_6485_api_v4", "type": "network", "content": "10.0.0.100", "description": "pay_6485: api"},
"3397155d-270f-4f4d-bd1b-0659a3d56def": {"enabled": "1", "name": "pay_6485_control_pl_v4", "type": "network", "content": "10.0.0.0/28", "description": "pay_6485: control-plane"},
"5c957531-ad0d-4b1c-81a7-3eddd1ef6cd8": {"enabled": "1", "name": "pay_6485_workers_v4", "type": "network", "content": "10.0.1.0/24", "description": "pay_6485: workers"},
"bbb6f79b-3785-4c29-b548-52aa9f130fb8": {"enabled": "1", "name": "pay_6485_users_v4", "type": "network", "content": "10.20.0.0/16", "description": "pay_6485: users"}
}}}
END
}
rules() { cat <<'END'
@uuid,enabled,sequence,action,quick,direction,ipprotocol,protocol,source_net,destination_net,destination_port,description
11435b02-045c-4326-9930-5081d1428de8,1,1000,pass,1,in,inet,TCP,pay_6485_admins_v4,pay_6485_api_v4,443,"pay_6485: admins-to-api-kubernetes-kube-apiserver: Kubernetes API. (kubernetes/kube-apiserver)"
e064bb5a-3eee-44d4-8706-2c04fb470c2f,1,1000,pass,1,in,inet,TCP,pay_6485_admins_v4,pay_6485_control_pl_v4,22,"pay_6485: admins-to-control-plane-infrastructure-ssh: Remote administration by SSH. (infrastructure/ssh)"
9fbcd60a-1928-4775-a5ff-85b2e3adcfb6,1,1000,pass,1,in,inet,TCP,pay_6485_admins_v4,pay_6485_workers_v4,22,"pay_6485: admins-to-workers-infrastructure-ssh: Remote administration by SSH. (infrastructure/ssh)"
3c522155-28b6-4b36-83fe-c928e80994d2,1,1000,pass,1,in,inet,TCP,pay_6485_api_v4,pay_6485_control_pl_v4,6443,"pay_6485: api-to-control-plane-kubernetes-kube-apiserver: Kubernetes API. Every node reads and writes Calico data through the Kubernetes API. Scrapes the Kubernetes API server. (kubernetes/kube-apiserver, calico/api, kube-prometheus-stack/scrape"
b23c00d3-bfd1-4f12-8896-b09d5c02257f,1,1000,pass,1,in,inet,TCP,pay_6485_control_pl_v4,pay_6485_api_v4,443,"pay_6485: control-plane-to-api-kubernetes-kube-apiserver: Kubernetes API. Every node reads and writes Calico data through the Kubernetes API. (kubernetes/kube-apiserver, calico/api)"
a58227bc-36da-418f-a382-6238f153dc9f,1,1000,pass,1,in,inet,TCP,pay_6485_control_pl_v4,pay_6485_control_pl_v4,179,"pay_6485: control-plane-to-control-plane-calico-bgp: BGP sessions between nodes. (calico/bgp)"
31aa8f3c-07dc-42a3-9772-5fcac4d6644a,1,1000,pass,1,in,inet,TCP,pay_6485_control_pl_v4,pay_6485_control_pl_v4,2379,"pay_6485: control-plane-to-control-plane-kubernetes-etcd-client: etcd client API. (kubernetes/etcd-client)"
f08d8afa-5827-4c5b-ada3-6731c42ebe5d,1,1000,pass,1,in,inet,TCP,pay_6485_control_pl_v4,pay_6485_control_pl_v4,2380,"pay_6485: control-plane-to-control-plane-kubernetes-etcd-peer: etcd traffic between members. (kubernetes/etcd-peer)"
8843b147-9f61-462c-9df8-7a8816140e6c,1,1000,pass,1,in,inet,TCP,pay_6485_control_pl_v4,pay_6485_control_pl_v4,5473,"pay_6485: control-plane-to-control-plane-calico-typha: Felix and confd on every node read datastore updates from Typha. (calico/typha)"
e52d9bce-68cd-417b-9d2e-3c8695734210,1,1000,pass,1,in,inet,TCP,pay_6485_control_pl_v4,pay_6485_control_pl_v4,6443,"pay_6485: control-plane-to-control-plane-kubernetes-kube-apiserver: Kubernetes API. Every node reads and writes Calico data through the Kubernetes API. (kubernetes/kube-apiserver, calico/api)"
620e0232-924c-48f3-9c52-9de18d7792f5,1,1000,pass,1,in,inet,TCP,pay_6485_control_pl_v4,pay_6485_control_pl_v4,7946,"pay_6485: control-plane-to-control-plane-metallb-memberlist-tcp: Speakers watch each other by gossip over TCP. (metallb/memberlist-tcp)"
8275553e-4486-40c8-9ff7-1a7aee493d3d,1,1000,pass,1,in,inet,TCP,pay_6485_control_pl_v4,pay_6485_control_pl_v4,9100,"pay_6485: control-plane-to-control-plane-node-exporter-metrics: Host metrics over HTTP. (node-exporter/metrics)"
3ffded7f-86b0-4bca-b4dc-53b0e6dddaae,1,1000,pass,1,in,inet,TCP,pay_6485_control_pl_v4,pay_6485_control_pl_v4,9120,"pay_6485: control-plane-to-control-plane-metallb-speaker-metrics: Speaker metrics over HTTPS. (metallb/speaker-metrics)"
48bfb60e-1c40-4017-8b33-b3a510115954,1,1000,pass,1,in,inet,TCP,pay_6485_control_pl_v4,pay_6485_control_pl_v4,9140,"pay_6485: control-plane-to-control-plane-metallb-frr-k8s-metrics: FRR-K8s metrics over HTTPS. (metallb/frr-k8s-metrics)"
e76a0fab-9527-4ede-88cb-e932acbb7728,1,1000,pass,1,in,inet,TCP,pay_6485_control_pl_v4,pay_6485_control_pl_v4,9141,"pay_6485: control-plane-to-control-plane-metallb-frr-k8s-frr-metrics: FRR metrics over HTTPS; the kubelet probes the port too. (metallb/frr-k8s-frr-metrics)"
ee68b811-4242-4ba8-ad8f-daacb481d698,1,1000,pass,1,in,inet,TCP,pay_6485_control_pl_v4,pay_6485_control_pl_v4,10250,"pay_6485: control-plane-to-control-plane-kubernetes-kubelet-api: Kubelet API. (kubernetes/kubelet-api)"
a5c3824a-e0b3-4e8c-a176-0680bc11582c,1,1000,pass,1,in,inet,UDP,pay_6485_control_pl_v4,pay_6485_control_pl_v4,4789,"pay_6485: control-plane-to-control-plane-calico-vxlan: Pod traffic between nodes, VXLAN encapsulated. (calico/vxlan)"
fe45ab74-a2b0-4f07-b323-36386dd0b25a,1,1000,pass,1,in,inet,UDP,pay_6485_control_pl_v4,pay_6485_control_pl_v4,7946,"pay_6485: control-plane-to-control-plane-metallb-memberlist-udp: Speakers watch each other by gossip over UDP. (metallb/memberlist-udp)"
d3da4746-b4e7-45fc-9c57-ec32f35bed44,1,1000,pass,1,in,inet,TCP,pay_6485_control_pl_v4,pay_6485_workers_v4,179,"pay_6485: control-plane-to-workers-calico-bgp: BGP sessions between nodes. (calico/bgp)"
9ff0bf0a-4a77-4dac-9965-7eba1214acd5,1,1000,pass,1,in,inet,TCP,pay_6485_control_pl_v4,pay_6485_workers_v4,5473,"pay_6485: control-plane-to-workers-calico-typha: Felix and confd on every node read datastore updates from Typha. (calico/typha)"
a8ec8ead-aec3-40f3-b880-d7c4ab2b8c19,1,1000,pass,1,in,inet,TCP,pay_6485_control_pl_v4,pay_6485_workers_v4,7946,"pay_6485: control-plane-to-workers-metallb-memberlist-tcp: Speakers watch each other by gossip over TCP. (metallb/memberlist-tcp)"
47bc5acf-5cc4-4195-9289-7eb7c7a52c22,1,1000,pass,1,in,inet,TCP,pay_6485_control_pl_v4,pay_6485_workers_v4,9100,"pay_6485: control-plane-to-workers-node-exporter-metrics: Host metrics over HTTP. (node-exporter/metrics)"
68b623e3-0870-41f6-9ea5-5278fdbfa0bd,1,1000,pass,1,in,inet,TCP,pay_6485_control_pl_v4,pay_6485_workers_v4,9120,"pay_6485: control-plane-to-workers-metallb-speaker-metrics: Speaker metrics over HTTPS. (metallb/speaker-metrics)"
e805d866-21ca-4f92-b441-b06d3afee877,1,1000,pass,1,in,inet,TCP,pay_6485_control_pl_v4,pay_6485_workers_v4,9140,"pay_6485: control-plane-to-workers-metallb-frr-k8s-metrics: FRR-K8s metrics over HTTPS. (metallb/frr-k8s-metrics)"
e6d933e2-610d-4505-a75a-2b955be94667,1,1000,pass,1,in,inet,TCP,pay_6485_control_pl_v4,pay_6485_workers_v4,9141,"pay_6485: control-plane-to-workers-metallb-frr-k8s-frr-metrics: FRR metrics over HTTPS; the kubelet probes the port too. (metallb/frr-k8s-frr-metrics)"
249361b8-e8c7-4f7f-8dc8-aee783d02e30,1,1000,pass,1,in,inet,TCP,pay_6485_control_pl_v4,pay_6485_workers_v4,10250,"pay_6485: control-plane-to-workers-kubernetes-kubelet-api: Kubelet API. (kubernetes/kubelet-api)"
1e20bf4a-d2bd-4321-a434-1ea9965cbfe6,1,1000,pass,1,in,inet,UDP,pay_6485_control_pl_v4,pay_6485_workers_v4,4789,"pay_6485: control-plane-to-workers-calico-vxlan: Pod traffic between nodes, VXLAN encapsulated. (calico/vxlan)"
6c64146e-5080-4031-939a-32cab0431562,1,1000,pass,1,in,inet,UDP,pay_6485_control_pl_v4,pay_6485_workers_v4,7946,"pay_6485: control-plane-to-workers-metallb-memberlist-udp: Speakers watch each other by gossip over UDP. (metallb/memberlist-udp)"
f68e7055-e038-4983-b1a0-3004f32fbcbe,1,1000,pass,1,in,inet,TCP,pay_6485_users_v4,pay_6485_api_v4,443,"pay_6485: users-to-api-kubernetes-kube-apiserver: Kubernetes API. (kubernetes/kube-apiserver)"
d77529a5-9c4b-471d-8494-fddd7da94517,1,1000,pass,1,in,inet,TCP,pay_6485_users_v4,pay_6485_workers_v4,30000-32767,"pay_6485: users-to-workers-kubernetes-nodeport-tcp: NodePort Services over TCP. (kubernetes/nodeport-tcp)"
f0e11714-b428-4b84-ab49-e0b08013633c,1,1000,pass,1,in,inet,TCP,pay_6485_workers_v4,pay_6485_api_v4,443,"pay_6485: workers-to-api-kubernetes-kube-apiserver: Kubernetes API. Every node reads and writes Calico data through the Kubernetes API. Scrapes the Kubernetes API server. (kubernetes/kube-apiserver, calico/api, kube-prometheus-stack/scrape-kube-"
2478463a-388e-43e1-9042-a27cb58e66a1,1,1000,pass,1,in,inet,TCP,pay_6485_workers_v4,pay_6485_control_pl_v4,179,"pay_6485: workers-to-control-plane-calico-bgp: BGP sessions between nodes. (calico/bgp)"
c9080e63-eca4-4da3-83fa-69e7952fc85e,1,1000,pass,1,in,inet,TCP,pay_6485_workers_v4,pay_6485_control_pl_v4,5473,"pay_6485: workers-to-control-plane-calico-typha: Felix and confd on every node read datastore updates from Typha. (calico/typha)"
a264499e-73e8-458f-b729-591b0ce9fa54,1,1000,pass,1,in,inet,TCP,pay_6485_workers_v4,pay_6485_control_pl_v4,6443,"pay_6485: workers-to-control-plane-kubernetes-kube-apiserver: Kubernetes API. Every node reads and writes Calico data through the Kubernetes API. Scrapes the Kubernetes API server. (kubernetes/kube-apiserver, calico/api, kube-prometheus-stack/sc"
4123195f-810d-44ad-807c-f841a3180e5f,1,1000,pass,1,in,inet,TCP,pay_6485_workers_v4,pay_6485_control_pl_v4,7946,"pay_6485: workers-to-control-plane-metallb-memberlist-tcp: Speakers watch each other by gossip over TCP. (metallb/memberlist-tcp)"
6134f5ec-9515-4601-8598-4d9aa03e0035,1,1000,pass,1,in,inet,TCP,pay_6485_workers_v4,pay_6485_control_pl_v4,9100,"pay_6485: workers-to-control-plane-node-exporter-metrics: Host metrics over HTTP. Scrapes Node Exporter on every node. (node-exporter/metrics, kube-prometheus-stack/scrape-node-exporter)"
e3c43aa4-ee79-4912-9a7e-6d971b56cb88,1,1000,pass,1,in,inet,TCP,pay_6485_workers_v4,pay_6485_control_pl_v4,9120,"pay_6485: workers-to-control-plane-metallb-speaker-metrics: Speaker metrics over HTTPS. (metallb/speaker-metrics)"
61609369-bc60-4aee-9dad-29410bcfe0b5,1,1000,pass,1,in,inet,TCP,pay_6485_workers_v4,pay_6485_control_pl_v4,9140,"pay_6485: workers-to-control-plane-metallb-frr-k8s-metrics: FRR-K8s metrics over HTTPS. (metallb/frr-k8s-metrics)"
46759c00-9d18-4adc-920b-2fb9b96bc802,1,1000,pass,1,in,inet,TCP,pay_6485_workers_v4,pay_6485_control_pl_v4,9141,"pay_6485: workers-to-control-plane-metallb-frr-k8s-frr-metrics: FRR metrics over HTTPS; the kubelet probes the port too. (metallb/frr-k8s-frr-metrics)"
55032680-e26b-4ce3-ac36-4774cbeb599d,1,1000,pass,1,in,inet,TCP,pay_6485_workers_v4,pay_6485_control_pl_v4,10250,"pay_6485: workers-to-control-plane-kubernetes-kubelet-api: Scrapes the kubelet of every node. (kube-prometheus-stack/scrape-kubelet)"
41dc369a-b53f-45c8-8846-30cc87ca245f,1,1000,pass,1,in,inet,UDP,pay_6485_workers_v4,pay_6485_control_pl_v4,4789,"pay_6485: workers-to-control-plane-calico-vxlan: Pod traffic between nodes, VXLAN encapsulated. (calico/vxlan)"
21d73105-bfae-4836-a430-807b6603aaae,1,1000,pass,1,in,inet,UDP,pay_6485_workers_v4,pay_6485_control_pl_v4,7946,"pay_6485: workers-to-control-plane-metallb-memberlist-udp: Speakers watch each other by gossip over UDP. (metallb/memberlist-udp)"
a338e78b-c6ac-486e-8bea-2edd42d2594c,1,1000,pass,1,in,inet,TCP,pay_6485_workers_v4,pay_6485_workers_v4,179,"pay_6485: workers-to-workers-calico-bgp: BGP sessions between nodes. (calico/bgp)"
f916f419-bc91-48a4-8111-684b91b7fd6b,1,1000,pass,1,in,inet,TCP,pay_6485_workers_v4,pay_6485_workers_v4,5473,"pay_6485: workers-to-workers-calico-typha: Felix and confd on every node read datastore updates from Typha. (calico/typha)"
07d7f117-fe78-4877-ab9b-93160e5f37da,1,1000,pass,1,in,inet,TCP,pay_6485_workers_v4,pay_6485_workers_v4,7946,"pay_6485: workers-to-workers-metallb-memberlist-tcp: Speakers watch each other by gossip over TCP. (metallb/memberlist-tcp)"
74d44ec4-a30a-4aec-9dd2-142c74aaa648,1,1000,pass,1,in,inet,TCP,pay_6485_workers_v4,pay_6485_workers_v4,9100,"pay_6485: workers-to-workers-node-exporter-metrics: Host metrics over HTTP. Scrapes Node Exporter on every node. (node-exporter/metrics, kube-prometheus-stack/scrape-node-exporter)"
93173ce4-2fc8-4920-9f3a-81fd4e2c5bfe,1,1000,pass,1,in,inet,TCP,pay_6485_workers_v4,pay_6485_workers_v4,9120,"pay_6485: workers-to-workers-metallb-speaker-metrics: Speaker metrics over HTTPS. (metallb/speaker-metrics)"
95bf20ee-9d7e-49fa-af69-7c834468250e,1,1000,pass,1,in,inet,TCP,pay_6485_workers_v4,pay_6485_workers_v4,9140,"pay_6485: workers-to-workers-metallb-frr-k8s-metrics: FRR-K8s metrics over HTTPS. (metallb/frr-k8s-metrics)"
0907f38a-9cf0-4f8c-b74b-a4d4ebadc845,1,1000,pass,1,in,inet,TCP,pay_6485_workers_v4,pay_6485_workers_v4,9141,"pay_6485: workers-to-workers-metallb-frr-k8s-frr-metrics: FRR metrics over HTTPS; the kubelet probes the port too. (metallb/frr-k8s-frr-metrics)"
c53df46b-c59b-4e0b-9756-bc6ca9590234,1,1000,pass,1,in,inet,TCP,pay_6485_workers_v4,pay_6485_workers_v4,10250,"pay_6485: workers-to-workers-kubernetes-kubelet-api: Scrapes the kubelet of every node. (kube-prometheus-stack/scrape-kubelet)"
ba8647e7-7ee6-4a10-a9e3-5eced2692aa6,1,1000,pass,1,in,inet,UDP,pay_6485_workers_v4,pay_6485_workers_v4,4789,"pay_6485: workers-to-workers-calico-vxlan: Pod traffic between nodes, VXLAN encapsulated. (calico/vxlan)"
ac7a42e9-b3a8-4ced-87a1-33ccdf4ea689,1,1000,pass,1,in,inet,UDP,pay_6485_workers_v4,pay_6485_workers_v4,7946,"pay_6485: workers-to-workers-metallb-memberlist-udp: Speakers watch each other by gossip over UDP. (metallb/memberlist-udp)"
END
}

# what a browser can import, and what the API is given
case ${1:-} in
aliases) aliases; exit ;;
rules) rules; exit ;;
apply | remove) ;;
*) echo "usage: sh $0 aliases | rules | apply | remove" >&2; exit 2 ;;
esac
config=$(mktemp) || exit 1
trap 'rm -f "$config"' EXIT
printf 'user = "%s:%s"\n' "$OPNSENSE_KEY" "$OPNSENSE_SECRET" >"$config"

api() {
    path=$1
    shift
    curl --config "$config" --fail --silent --show-error "$@" "$OPNSENSE_URL/api/firewall/$path"
}
fail() {
    echo "refused, and not in force: $*" >&2
    exit 1
}
if [ "$1" = remove ]; then
    rules | sed -nE 's/^([0-9a-f-]{36}),.*/\1/p' | xargs -n 40 | tr ' ' ',' |
        while read -r some; do api "filter/del_rule/$some" --data '' >/dev/null; done
    api filter/apply --data '' >/dev/null || fail rules
    aliases | sed -nE 's/.*"name": "([^"]*)".*/\1/p' | while read -r name; do
        uuid=$(api "alias/get_alias_u_u_i_d/$name" | tr -cd '0-9a-f-' | tail -c 36)
        api "alias/del_item/$uuid" --data '' >/dev/null
    done
    api alias/reconfigure --data '' >/dev/null || fail aliases
    exit
fi
answer=$({ printf '{"data":'; aliases; printf '}'; } |
    api alias/import --header 'Content-Type: application/json' --data-binary @-) || fail aliases
case $answer in *'"status":"ok"'*) ;; *) fail "aliases: $answer" ;; esac
answer=$(rules | api filter/upload_rules --data-urlencode payload@-) || fail rules
case $answer in *'"validations":[]'*) ;; *) fail "rules: $answer" ;; esac
api alias/reconfigure --data '' >/dev/null || fail aliases
api filter/apply --data '' >/dev/null || fail rules
