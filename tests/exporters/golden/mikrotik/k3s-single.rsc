# Filter rules for a MikroTik router, RouterOS 7
# Lists, chain and comments begin with k3s-c659, which marks this plan.
# Plan: K3s on one host
# Revision: not saved
# Catalogue: 2026-11-23.01234567, Kubernetes 1.37
# Not validated by a device; it follows RouterOS documentation, Firewall: Filter, Address lists, Common Firewall Matchers.
#
# Left out, so these connections are closed:
# - host-to-traefik-version-check-traefik-version-check: one of its ends has no addresses in the plan
#
# What is forwarded and new is asked of the plan's chain before the first of your rules.
# What it does not accept goes on to them: end them with a drop, and accept answers there
# (connection-state=established,related), as the default configuration does.
# Check: import FILE verbose=yes dry-run. Apply, again and again: import FILE
# What is in force: /ip firewall filter print where chain=k3s-c659; the same in /ipv6.
# Take back:
#     /ip firewall filter remove [find jump-target=k3s-c659]
#     /ip firewall filter remove [find chain=k3s-c659]
#     /ip firewall address-list remove [find list~"^k3s-c659-"]
#     /ipv6 firewall filter remove [find jump-target=k3s-c659]
#     /ipv6 firewall filter remove [find chain=k3s-c659]
#     /ipv6 firewall address-list remove [find list~"^k3s-c659-"]

/ip firewall filter remove [find jump-target=k3s-c659]
/ip firewall filter remove [find chain=k3s-c659]
/ip firewall address-list remove [find list~"^k3s-c659-"]
/ip firewall address-list
add list=k3s-c659-admins-v4 address=198.51.100.0/24 comment="admins"
add list=k3s-c659-host-v4 address=192.0.2.10 comment="host"
/ip firewall filter
add chain=k3s-c659 action=accept src-address-list=k3s-c659-admins-v4 dst-address-list=k3s-c659-host-v4 protocol=tcp dst-port=80,443 comment="admins-to-host-k3s-ingress: HTTP and HTTPS to Traefik through ServiceLB. HTTP and HTTPS to Traefik through ServiceLB of servers. (k3s/ingress, k3s/ingress-control-plane)"
add chain=k3s-c659 action=accept src-address-list=k3s-c659-admins-v4 dst-address-list=k3s-c659-host-v4 protocol=tcp dst-port=6443 comment="admins-to-host-k3s-api-and-supervisor: Kubernetes API and K3s supervisor on one port. (k3s/api-and-supervisor)"
add chain=k3s-c659 action=accept src-address-list=k3s-c659-admins-v4 dst-address-list=k3s-c659-host-v4 protocol=tcp dst-port=30000-32767 comment="admins-to-host-kubernetes-nodeport-tcp: NodePort Services over TCP. NodePort Services on control-plane nodes over TCP. (kubernetes/nodeport-tcp, kubernetes/nodeport-tcp-control-plane)"
add chain=k3s-c659 action=accept src-address-list=k3s-c659-admins-v4 dst-address-list=k3s-c659-host-v4 protocol=udp dst-port=30000-32767 comment="admins-to-host-kubernetes-nodeport-udp: NodePort Services over UDP. NodePort Services on control-plane nodes over UDP. (kubernetes/nodeport-udp, kubernetes/nodeport-udp-control-plane)"
{ :local rules [/ip firewall filter find chain=forward dynamic=no]; :if ([:len $rules] > 0) do={ /ip firewall filter add chain=forward action=jump jump-target=k3s-c659 connection-state=new place-before=[:pick $rules 0] comment="k3s-c659: K3s on one host" } else={ /ip firewall filter add chain=forward action=jump jump-target=k3s-c659 connection-state=new comment="k3s-c659: K3s on one host" } }

/ipv6 firewall filter remove [find jump-target=k3s-c659]
/ipv6 firewall filter remove [find chain=k3s-c659]
/ipv6 firewall address-list remove [find list~"^k3s-c659-"]
