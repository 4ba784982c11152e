#!/bin/sh
# Aliases and rules for OPNsense 26.1 or later: a script that prints or imports them
# Names begin with k3s_c659, which marks this plan.
# Plan: K3s on one host
# Revision: not saved
# Catalogue: 2026-11-23.01234567, Kubernetes 1.37
# Not validated by a device; it follows OPNsense 26.1, import of aliases (JSON) and of rules (CSV), as its source reads them.
#
# Left out, so these connections are closed:
# - host-to-traefik-version-check-traefik-version-check: one of its ends has no addresses in the plan
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
"9d4883d1-5674-4702-8361-cc83c746e41c": {"enabled": "1", "name": "k3s_c659_admins_v4", "type": "network", "content": "198.51.100.0/24", "description": "k3s_c659: admins"},
"c895516d-ba29-44eb-b890-80930fb1f6f4": {"enabled": "1", "name": "k3s_c659_host_v4", "type": "network", "content": "192.0.2.10", "description": "k3s_c659: host"},
"4516b26f-2ff4-47e9-b15a-f545b7ed17a9": {"enabled": "1", "name": "k3s_c659_80_443", "type": "port", "content": "80\n443", "description": "k3s_c659: 80, 443"}
}}}
END
}
rules() { cat <<'END'
@uuid,enabled,sequence,action,quick,direction,ipprotocol,protocol,source_net,destination_net,destination_port,description
589df371-a823-4eac-8714-5f92bfa7c04c,1,1000,pass,1,in,inet,TCP,k3s_c659_admins_v4,k3s_c659_host_v4,k3s_c659_80_443,"k3s_c659: admins-to-host-k3s-ingress: HTTP and HTTPS to Traefik through ServiceLB. HTTP and HTTPS to Traefik through ServiceLB of servers. (k3s/ingress, k3s/ingress-control-plane)"
d88cc369-3c8f-4fb3-b26c-e0d2cca9474d,1,1000,pass,1,in,inet,TCP,k3s_c659_admins_v4,k3s_c659_host_v4,6443,"k3s_c659: admins-to-host-k3s-api-and-supervisor: Kubernetes API and K3s supervisor on one port. (k3s/api-and-supervisor)"
f71e1bac-52be-4920-acc8-7048cdd49906,1,1000,pass,1,in,inet,TCP,k3s_c659_admins_v4,k3s_c659_host_v4,30000-32767,"k3s_c659: admins-to-host-kubernetes-nodeport-tcp: NodePort Services over TCP. NodePort Services on control-plane nodes over TCP. (kubernetes/nodeport-tcp, kubernetes/nodeport-tcp-control-plane)"
8045deeb-db6f-4e07-a4de-e50b94f75b17,1,1000,pass,1,in,inet,UDP,k3s_c659_admins_v4,k3s_c659_host_v4,30000-32767,"k3s_c659: admins-to-host-kubernetes-nodeport-udp: NodePort Services over UDP. NodePort Services on control-plane nodes over UDP. (kubernetes/nodeport-udp, kubernetes/nodeport-udp-control-plane)"
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
