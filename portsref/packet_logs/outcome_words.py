"""What became of a connection, by the text of its error."""

from collections.abc import Mapping

from portsref.messages import gettext_noop as _
from portsref.packet_logs.packets import Failure, Outcome

# outcome -> what it means for firewalls
OUTCOME_WORDS: Mapping[Outcome, str] = {
    "timeout": _(
        "No answer came: something drops the packets without a word, or they are routed elsewhere."
    ),
    "no-route": _(
        "Something on the path, or the host itself, rejected the packet, as firewalls with REJECT "
        "do. Without a firewall, the host is down."
    ),
    "not-permitted": _("The firewall of the host that connects did not let the packet out."),
    "refused": _(
        "The host answered and refused the connection, so this is rarely a firewall: nothing "
        "listens there, or only on another address. A few firewalls answer like this (REJECT with "
        "a TCP reset)."
    ),
    "reset": _(
        "The connection was established and then closed, so this is rarely a firewall. Check the "
        "server, and what inspects connections on the path."
    ),
    "handshake": _(
        "The TCP connection works, but TLS gets no answer. Check the MTU of the path, proxies, and "
        "the load of the server."
    ),
    "certificate": _(
        "The connection works, and the certificate is refused: no firewall, unless one inspects "
        "TLS. Check its names, its dates and who issued it."
    ),
    "no-network": _("The host that connects has no route there; no packet was sent."),
    "no-name": _("DNS does not know the name; no packet was sent to the host."),
    "no-endpoints": _("The Service has no pod that is ready; no packet was sent."),
    "outside-pod-network": _(
        "The control plane is outside the pod network and does not connect to the pod’s address."
    ),
    "no-agent": _(
        "No Konnectivity agent is connected to the server: agents have to reach it, not the other "
        "way round."
    ),
    "no-session": _("The BGP session with this node is not established."),
    "failed": _("The text does not say how the connection failed."),
}


def dialled(failure: Failure | None) -> str:
    """The Service or the host that an error text names, if it names one."""
    return (failure.service or failure.host) if failure else ""
