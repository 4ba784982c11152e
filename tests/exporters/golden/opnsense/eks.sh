#!/bin/sh
# Aliases and rules for OPNsense 26.1 or later: a script that prints or imports them
# Names begin with eks_f87d, which marks this plan.
# Plan: EKS with private nodes
# Revision: not saved
# Catalogue: 2026-11-23.01234567, Kubernetes 1.34
# Not validated by a device; it follows OPNsense 26.1, import of aliases (JSON) and of rules (CSV), as its source reads them.
#
# Left out, so these connections are closed:
# - nodes-to-aws-sts-of-the-region-aws-ebs-csi-sts: one of its ends has no addresses in the plan
# - nodes-to-amazon-ec2-api-aws-ebs-csi-ec2-api: one of its ends has no addresses in the plan
# - nodes-to-amazon-ec2-api-aws-vpc-cni-ec2-api: one of its ends has no addresses in the plan
# - nodes-to-amazon-ec2-api-eks-ec2-api: one of its ends has no addresses in the plan
# - nodes-to-amazon-eks-ecr-and-s3-endpoints-eks-aws-endpoints: one of its ends has no addresses in the plan
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
"a68edfdb-cdbc-43f3-8bb4-ee44bebee19c": {"enabled": "1", "name": "eks_f87d_eks_contro_v4", "type": "network", "content": "10.3.0.0/28", "description": "eks_f87d: eks-control-plane"},
"a082916e-aeef-4f2b-8b9b-e9f7f7195781": {"enabled": "1", "name": "eks_f87d_nodes_v4", "type": "network", "content": "10.3.16.0/20", "description": "eks_f87d: nodes"},
"15e47032-3040-4206-9564-6fc260bb1c82": {"enabled": "1", "name": "eks_f87d_operators_v4", "type": "network", "content": "10.9.0.0/24", "description": "eks_f87d: operators"}
}}}
END
}
rules() { cat <<'END'
@uuid,enabled,sequence,action,quick,direction,ipprotocol,protocol,source_net,destination_net,destination_port,description
d2b4009c-675e-4e91-a08c-4a5202336285,1,1000,pass,1,in,inet,TCP,eks_f87d_eks_contro_v4,eks_f87d_nodes_v4,8443,"eks_f87d: eks-control-plane-to-nodes-ingress-nginx-webhook: Validating admission webhook. (ingress-nginx/webhook)"
035ae7ab-186e-4413-8a22-e7c8aa90e31d,1,1000,pass,1,in,inet,TCP,eks_f87d_eks_contro_v4,eks_f87d_nodes_v4,10250,"eks_f87d: eks-control-plane-to-nodes-cert-manager-webhook: Admission webhook, called by the API server. (cert-manager/webhook)"
5f7861f0-80e3-429d-a7f4-b2c6f5489f7e,1,1000,pass,1,in,inet,TCP,eks_f87d_eks_contro_v4,eks_f87d_nodes_v4,10250,"eks_f87d: eks-control-plane-to-nodes-eks-kubelet-api: Kubelet API, called from the EKS network interfaces. (eks/kubelet-api)"
e671dfd8-1e27-43b2-8afa-ddffa96e1b4f,1,1000,pass,1,in,inet,TCP,eks_f87d_nodes_v4,eks_f87d_eks_contro_v4,443,"eks_f87d: nodes-to-eks-control-plane-eks-cluster-endpoint: Kubernetes API. (eks/cluster-endpoint)"
3446f8f5-855b-4393-8174-e1d78ac73681,1,1000,pass,1,in,inet,ICMP,eks_f87d_nodes_v4,eks_f87d_nodes_v4,,"eks_f87d: nodes-to-nodes-eks-pod-traffic-icmp: Traffic between nodes and pods with addresses of their own, over ICMP. (eks/pod-traffic-icmp)"
ff21ef51-1d06-4c5e-8aa3-4f3694bdcef3,1,1000,pass,1,in,inet,TCP,eks_f87d_nodes_v4,eks_f87d_nodes_v4,1-65535,"eks_f87d: nodes-to-nodes-eks-pod-traffic-tcp: Traffic between nodes and pods with addresses of their own, over TCP. (eks/pod-traffic-tcp)"
268261cc-a5bc-4f0f-9f4f-83c6993fda69,1,1000,pass,1,in,inet,TCP,eks_f87d_nodes_v4,eks_f87d_nodes_v4,53,"eks_f87d: nodes-to-nodes-eks-dns-tcp: Cluster DNS over TCP, between nodes. (eks/dns-tcp)"
1c1c406c-d9d1-4cd3-8daf-4d2cf1ef0e20,1,1000,pass,1,in,inet,TCP,eks_f87d_nodes_v4,eks_f87d_nodes_v4,8162,"eks_f87d: nodes-to-nodes-aws-vpc-cni-policy-agent-metrics: Network policy agent metrics. (aws-vpc-cni/policy-agent-metrics)"
39c4ebbc-4eb1-4b18-8c9e-0e5426717a1b,1,1000,pass,1,in,inet,TCP,eks_f87d_nodes_v4,eks_f87d_nodes_v4,10249,"eks_f87d: nodes-to-nodes-eks-kube-proxy-metrics: kube-proxy metrics. (eks/kube-proxy-metrics)"
fd95cd7f-b990-4297-bd57-3bf411822ba6,1,1000,pass,1,in,inet,TCP,eks_f87d_nodes_v4,eks_f87d_nodes_v4,61678,"eks_f87d: nodes-to-nodes-aws-vpc-cni-ipamd-metrics: ipamd metrics. (aws-vpc-cni/ipamd-metrics)"
6c308465-636b-4d7f-b6d3-5eef1a43d7c9,1,1000,pass,1,in,inet,UDP,eks_f87d_nodes_v4,eks_f87d_nodes_v4,1-65535,"eks_f87d: nodes-to-nodes-eks-pod-traffic-udp: Traffic between nodes and pods with addresses of their own, over UDP. (eks/pod-traffic-udp)"
dc0c2e5a-6e13-4f1f-8a8e-ca5fb3d71718,1,1000,pass,1,in,inet,UDP,eks_f87d_nodes_v4,eks_f87d_nodes_v4,53,"eks_f87d: nodes-to-nodes-eks-dns-udp: Cluster DNS over UDP, between nodes. (eks/dns-udp)"
7eb38822-94f0-4590-8c15-325732376b12,1,1000,pass,1,in,inet,TCP,eks_f87d_operators_v4,eks_f87d_eks_contro_v4,443,"eks_f87d: operators-to-eks-control-plane-eks-cluster-endpoint: Kubernetes API. (eks/cluster-endpoint)"
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
