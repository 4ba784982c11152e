"""What each verdict about a packet says, and what to do about it."""

from collections.abc import Mapping
from typing import Literal

from portsref.messages import gettext_noop as _

type Tone = Literal["good", "warn", "bad", ""]

_IN_PLAN = _("In the plan")
_NOT_IN_PLAN = _("Not in the plan")
_NO_RULE = _("No rule needed")
_NO_FIREWALL = _("No firewall")
_PODS = _("Pods")

# verdict, or verdict and variant -> tone, label, what is so, what to do about it
VERDICT_WORDS: Mapping[str, tuple[Tone, str, str, str]] = {
    "accepted": (
        "good",
        _("Allowed"),
        _("The firewall allowed this packet, and the plan has it."),
        "",
    ),
    "accepted-unplanned": (
        "warn",
        _("Allowed"),
        _("The firewall allowed this packet, but the plan does not have it."),
        _("If it is needed, add it to the plan. If not, the firewall allows too much."),
    ),
    "in-plan": (
        "good",
        _IN_PLAN,
        _("The plan allows this packet."),
        _(
            "The firewall is missing the rule, or the change has not been made yet. "
            "Submit the rule, and check the rules that come before it."
        ),
    ),
    "in-plan:anyone": (
        "good",
        _IN_PLAN,
        _("The plan has such connections, from the groups below."),
        _(
            "If the host that connects is one of them, the firewall is missing the rule, or the "
            "change has not been made yet. Submit the rule, and check the rules that come before "
            "it."
        ),
    ),
    "newer-catalogue": (
        "warn",
        _("In the current catalogue"),
        _(
            "This revision does not have it, but the same plan calculated with the "
            "current catalogue does."
        ),
        _("Save a new revision with the current catalogue, and submit the rules that it adds."),
    ),
    "reply": (
        "good",
        _("Reply"),
        _("This packet answers a connection that the plan allows."),
        _(
            "Replies need no rule on a stateful firewall. If yours is stateful, its "
            "session has timed out, or only one direction of the connection passes "
            "through it."
        ),
    ),
    "reply:guess": (
        "good",
        _("Probably a reply"),
        _(
            "It comes from a port that the plan opens in the other direction, so it is "
            "probably a reply."
        ),
        _(
            "Replies need no rule on a stateful firewall. If yours is stateful, its "
            "session has timed out, or only one direction of the connection passes "
            "through it."
        ),
    ),
    "reply-unplanned": (
        "",
        _("Not a first packet"),
        _("It does not start a connection, and the plan has no connection that it could answer."),
        _(
            "Look for the line where the connection starts. Firewalls also drop the "
            "last packets of sessions that have timed out; these need no rule."
        ),
    ),
    "icmp-answer": (
        "",
        _NO_RULE,
        _("This ICMP message answers another packet or reports an error about one."),
        _(
            "A stateful firewall allows it with the connection it belongs to. Do not "
            "block such errors."
        ),
    ),
    "two-families": (
        "warn",
        _("Different address families"),
        _("A packet cannot go from an IPv4 address to an IPv6 address, or back."),
        _("A device in between translates addresses. Look for the line from its other side."),
    ),
    "not-routed:multicast": (
        "",
        _NO_RULE,
        _("The destination is a multicast group, not a host."),
        _(
            "Rules in a plan are between hosts. If you use a protocol that needs it, "
            "allow it within its segment."
        ),
    ),
    "not-routed:broadcast": (
        "",
        _NO_RULE,
        _("The packet goes to every host on its segment."),
        _(
            "Routers do not forward it, and no listener in the catalogue needs it from "
            "other segments."
        ),
    ),
    "not-routed:loopback": (
        "warn",
        _NO_RULE,
        _("It is a loopback address, so the packet stays on its host."),
        _("The host's own firewall must allow all loopback traffic."),
    ),
    "not-routed:link-local": (
        "",
        _NO_RULE,
        _("A link-local address is valid only on its own segment."),
        _("Rules between groups cannot cover it. The host's own firewall should not block it."),
    ),
    "not-routed:unspecified": (
        "",
        _NO_RULE,
        _(
            "One address is the unspecified address, for example while a host requests "
            "an address of its own."
        ),
        _("No listener in the catalogue uses it."),
    ),
    "not-routed:neighbour-discovery": (
        "warn",
        _NO_RULE,
        _("This is how IPv6 hosts find each other on a segment."),
        _("IPv6 does not work without it. Allow ICMPv6 types 133 to 137 on every host."),
    ),
    "same-host": (
        "warn",
        _NO_RULE,
        _("Source and destination are the same host."),
        _("A plan does not cover traffic within a host. The host's own firewall must allow it."),
    ),
    "excluded": (
        "bad",
        _("Excluded"),
        _("The plan excludes %(listener)s: “%(reason)s”."),
        _("If it is needed after all, undo that change."),
    ),
    "narrowed": (
        "bad",
        _("Excluded"),
        _("The plan limits who may connect to %(listener)s, and “%(source)s” is not included."),
        _("If this group should be able to connect, add it."),
    ),
    "moved": (
        "bad",
        _("Other port"),
        _("In this plan, %(listener)s uses other ports: %(ports)s."),
        _("Point the clients to these ports. If the port was never changed, undo the change."),
    ),
    "api-endpoint": (
        "bad",
        _("Other path"),
        _("In this plan, the API server is reached through “%(group)s”, on TCP %(ports)s."),
        _(
            "Use that address and port wherever the connection is configured, such as "
            "in a kubeconfig."
        ),
    ),
    "outbound-proxy": (
        "bad",
        _("Other path"),
        _("In this plan, such connections go through the proxy “%(group)s”, on TCP %(ports)s."),
        _(
            "Configure the proxy on the host, or list this outbound need as one that "
            "bypasses the proxy."
        ),
    ),
    "option": (
        "bad",
        _NOT_IN_PLAN,
        _("%(listener)s would match, but the chosen options exclude it."),
        _("If the cluster is configured that way, choose the same options in the plan."),
    ),
    "row-not-picked": (
        "bad",
        _NOT_IN_PLAN,
        _("%(listener)s would match, but this row was not picked."),
        _("If it is needed, pick it too."),
    ),
    "other-version": (
        "bad",
        _NOT_IN_PLAN,
        _("%(listener)s would match, but Kubernetes %(version)s does not have it (%(span)s)."),
        _("Check which version runs there and how it is configured."),
    ),
    "omitted": (
        "bad",
        _NOT_IN_PLAN,
        _("%(listener)s would match, but %(product)s makes it unnecessary."),
        _("A component that should not run is still running, or an option differs from the plan."),
    ),
    "not-a-peer": (
        "bad",
        _NOT_IN_PLAN,
        _("The plan opens this port on that host, but not to “%(source)s”."),
        _("If the connection is needed, add a rule for it. If not, the firewall is right."),
    ),
    "stays-local:host": (
        "bad",
        _NOT_IN_PLAN,
        _("%(listener)s listens there, but only for its own host."),
        _(
            "It does not accept connections from other hosts unless configured to. If "
            "it is, add a rule for it."
        ),
    ),
    "stays-local:pod": (
        "bad",
        _NOT_IN_PLAN,
        _("%(listener)s listens there, but inside the pod network."),
        _(
            "If the underlying network routes pod addresses, add a group with the role "
            "“pods”. If not, add a rule for it."
        ),
    ),
    "stays-local:pod:anyone": (
        "warn",
        _NO_RULE,
        _("%(listener)s listens inside the pod network."),
        _(
            "The packets run inside the pod network, by the rules below if there are any. Check "
            "those, whether the hosts forward the pod network, and whether the pod runs."
        ),
    ),
    "elsewhere:anyone": (
        "bad",
        _NOT_IN_PLAN,
        _("The plan has this port, but on other hosts."),
        _("Check the address that the client uses, and the groups. Or add a rule for it."),
    ),
    "elsewhere": (
        "bad",
        _NOT_IN_PLAN,
        _("“%(source)s” may use this port, but on other hosts."),
        _("Check the address that the client uses, and the groups. Or add a rule for it."),
    ),
    "outside-by-name": (
        "warn",
        _("Possibly in the plan"),
        _(
            "“%(source)s” may use this port to reach external destinations that are "
            "known only by name."
        ),
        _("Resolve the names. If one of them has this address, the firewall is missing the rule."),
    ),
    "outside-by-name:anyone": (
        "warn",
        _("Possibly in the plan"),
        _("Groups of the plan may use this port to reach external destinations by name."),
        _("If this is one of them, the firewall is missing the rule."),
    ),
    "unknown-end:source": (
        "bad",
        _("Unknown address"),
        _("%(source_address)s is not in any group of the plan."),
        _("Add the address to its group, or add a group for it."),
    ),
    "unknown-end:destination": (
        "bad",
        _("Unknown address"),
        _("%(destination_address)s is not in any group of the plan."),
        _("Add the address to its group, or add a group for it."),
    ),
    "unknown-end:both": (
        "bad",
        _("Unknown addresses"),
        _("Neither address is in a group of the plan."),
        _("The line may be about something else. If not, add groups for both addresses."),
    ),
    "product": (
        "bad",
        _NOT_IN_PLAN,
        _("Nothing in the plan uses this port between these hosts, but %(products)s would."),
        _("If that product runs there, pick it. If it is something else, add only this rule."),
    ),
    "product:anyone": (
        "bad",
        _NOT_IN_PLAN,
        _("This is for %(products)s, which the plan does not have."),
        _("If that product runs there, pick it."),
    ),
    "known-elsewhere": (
        "bad",
        _NOT_IN_PLAN,
        _("Nothing in the plan uses this port. The catalogue has it, but not between such hosts."),
        _("Find out what sends it. If the connection is needed, add a rule for it."),
    ),
    "unknown": (
        "bad",
        _NOT_IN_PLAN,
        _("Nothing in the plan uses this port, and no product in the catalogue does."),
        _("Find out what sends it. If the connection is needed, add a rule for it."),
    ),
    "answered": ("", _("Rarely a firewall"), _("The packets arrive."), ""),
    "answered:certificate": ("", _NO_FIREWALL, _("The packets arrive."), ""),
    "answered:no-name": ("", _NO_FIREWALL, _("The host was not looked for yet."), ""),
    "answered:no-network": (
        "",
        _NO_FIREWALL,
        _("The packet did not leave its host."),
        "",
    ),
    "answered:no-endpoints": ("", _NO_FIREWALL, _("There is nobody to connect to."), ""),
    "out-of-reach": (
        "bad",
        _("No rule helps"),
        _(
            "The control plane connects to this pod from outside the pod network, where the pod’s "
            "address is not known."
        ),
        _(
            "Run it on the host network where the product can, which opens its port on the hosts, "
            "or use a pod network whose addresses the control plane reaches."
        ),
    ),
    "unknown-service": (
        "bad",
        _("Unknown Service"),
        _("The catalogue does not know “%(service)s”."),
        _(
            "The API server connects to the port of the pod, not to that of the Service. Look it "
            "up (kubectl get endpointslices), and add a rule for it from the control plane."
        ),
    ),
    "pods:source": (
        "warn",
        _PODS,
        _("The source is a pod of this cluster."),
        _(
            "On the hosts’ own firewall, let the pod network reach the hosts and be forwarded. For "
            "rules about pods, add a group with the role “pods”."
        ),
    ),
    "pods:destination": (
        "warn",
        _PODS,
        _("The destination is a pod of this cluster."),
        _(
            "On the hosts’ own firewall, let packets to the pod network be forwarded. For rules "
            "about pods, add a group with the role “pods”."
        ),
    ),
    "pods:both": (
        "warn",
        _PODS,
        _("Both ends are pods of this cluster."),
        _(
            "On the hosts’ own firewall, let packets within the pod network be forwarded. Network "
            "policies decide which pods may talk to each other."
        ),
    ),
    "service-address": (
        "warn",
        _("Service address"),
        _("The destination is the address of a Service."),
        _(
            "Hosts turn it into the address of a pod or a host before a packet leaves. On the "
            "hosts’ own firewall, allow the networks of pods and Services, and check that "
            "kube-proxy or what replaces it runs."
        ),
    ),
}
