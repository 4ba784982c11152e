#!/bin/sh
# Aliases and rules for OPNsense 26.1 or later: a script that prints or imports them
# Names begin with tal_8505, which marks this plan.
# Plan: Talos with Cilium
# Revision: not saved
# Catalogue: 2026-11-23.01234567, Kubernetes 1.36
# Not validated by a device; it follows OPNsense 26.1, import of aliases (JSON) and of rules (CSV), as its source reads them.
#
# Left out, so these connections are closed:
# - control-plane-to-control-plane-cilium-health-icmp: one of its ends has no addresses in the plan
# - control-plane-to-control-plane-kubernetes-etcd-client: one of its ends has no addresses in the plan
# - control-plane-to-control-plane-kubernetes-etcd-peer: one of its ends has no addresses in the plan
# - control-plane-to-control-plane-cilium-health: one of its ends has no addresses in the plan
# - control-plane-to-control-plane-kubernetes-kube-apiserver: one of its ends has no addresses in the plan
# - control-plane-to-control-plane-cilium-operator-metrics: one of its ends has no addresses in the plan
# - control-plane-to-control-plane-cilium-envoy-metrics: one of its ends has no addresses in the plan
# - control-plane-to-control-plane-talos-kubelet-api: one of its ends has no addresses in the plan
# - control-plane-to-control-plane-talos-apid: one of its ends has no addresses in the plan
# - control-plane-to-control-plane-talos-kubespan: one of its ends has no addresses in the plan
# - control-plane-to-workers-cilium-health-icmp: one of its ends has no addresses in the plan
# - control-plane-to-workers-cilium-health: one of its ends has no addresses in the plan
# - control-plane-to-workers-cilium-operator-metrics: one of its ends has no addresses in the plan
# - control-plane-to-workers-cilium-envoy-metrics: one of its ends has no addresses in the plan
# - control-plane-to-workers-talos-kubelet-api: one of its ends has no addresses in the plan
# - control-plane-to-workers-talos-apid-worker: one of its ends has no addresses in the plan
# - control-plane-to-workers-talos-kubespan: one of its ends has no addresses in the plan
# - operators-to-control-plane-kubernetes-kube-apiserver: one of its ends has no addresses in the plan
# - operators-to-control-plane-talos-apid: one of its ends has no addresses in the plan
# - operators-to-workers-talos-apid-installation: one of its ends has no addresses in the plan
# - workers-to-control-plane-cilium-health-icmp: one of its ends has no addresses in the plan
# - workers-to-control-plane-cilium-health: one of its ends has no addresses in the plan
# - workers-to-control-plane-kubernetes-kube-apiserver: one of its ends has no addresses in the plan
# - workers-to-control-plane-cilium-operator-metrics: one of its ends has no addresses in the plan
# - workers-to-control-plane-cilium-envoy-metrics: one of its ends has no addresses in the plan
# - workers-to-control-plane-talos-kubelet-api: one of its ends has no addresses in the plan
# - workers-to-control-plane-talos-trustd: one of its ends has no addresses in the plan
# - workers-to-control-plane-talos-kubespan: one of its ends has no addresses in the plan
# - workers-to-workers-cilium-health-icmp: one of its ends has no addresses in the plan
# - workers-to-workers-cilium-health: one of its ends has no addresses in the plan
# - workers-to-workers-cilium-operator-metrics: one of its ends has no addresses in the plan
# - workers-to-workers-cilium-envoy-metrics: one of its ends has no addresses in the plan
# - workers-to-workers-talos-kubelet-api: one of its ends has no addresses in the plan
# - workers-to-workers-talos-kubespan: one of its ends has no addresses in the plan
# - control-plane-to-discovery-talos-dev-talos-discovery: one of its ends has no addresses in the plan
# - control-plane-to-time-cloudflare-com-talos-time: one of its ends has no addresses in the plan
# - workers-to-discovery-talos-dev-talos-discovery: one of its ends has no addresses in the plan
# - workers-to-time-cloudflare-com-talos-time: one of its ends has no addresses in the plan
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
}}}
END
}
rules() { cat <<'END'
@uuid,enabled,sequence,action,quick,direction,ipprotocol,protocol,source_net,destination_net,destination_port,description
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
