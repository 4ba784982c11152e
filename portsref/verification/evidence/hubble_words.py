"""What Hubble calls ends, protocols and verdicts, in both of its forms."""

from collections.abc import Mapping

from portsref.messages import gettext_noop

DENIED = gettext_noop("dropped by Cilium: %(reason)s")
LOST = gettext_noop("events were lost, so that there are gaps in it")
ONLY_ANSWER = gettext_noop("only answers to it were seen")

PASSING = frozenset({"FORWARDED", "AUDIT", "AUDITED", "REDIRECTED", "TRANSLATED", "ALLOWED"})
DROPPING = frozenset({"DROPPED", "DENIED"})

# Identities that Cilium reserves, by what has them; `world` is everybody else.
_ROLES: Mapping[str, frozenset[str]] = {
    "host": frozenset({"control-plane", "worker", "etcd", "ingress", "storage"}),
    "remote-node": frozenset({"control-plane", "worker", "etcd", "ingress", "storage"}),
    "kube-apiserver": frozenset({"control-plane", "api-endpoint"}),
    "ingress": frozenset({"ingress"}),
    "health": frozenset({"control-plane", "worker"}),
}
PODS = frozenset({"pod"})


def roles_of(identities: list[str]) -> frozenset[str]:
    """The roles of an end by its reserved identities; none where it has none of these."""
    return frozenset().union(*(_ROLES.get(one, frozenset()) for one in identities))
