"""What error texts say became of a connection: phrases of programs and of operating systems."""

from portsref.packet_logs.packets import Outcome

# The first that a text holds counts: what says more precisely what happened comes before what a
# program says of any failure. In lower case.
_PHRASES: tuple[tuple[Outcome, tuple[str, ...]], ...] = (
    ("no-agent", ("no agent available",)),
    ("outside-pod-network", ("address is not allowed",)),
    ("no-endpoints", ("no endpoints available for service",)),
    ("handshake", ("tls handshake timeout",)),
    (
        "certificate",
        (
            "x509:", "bad certificate", "unknown certificate", "certificate verify failed",
            "certificate signed by unknown authority", "certificate has expired",
            "unable to get local issuer certificate", "remote error: tls:",
            "first record does not look like a tls handshake",
            "server gave http response to https client",
        ),
    ),
    ("no-name", ("no such host", "server misbehaving", "name or service not known")),
    (
        "refused",
        ("connection refused", "econnrefused", "actively refused it", "was refused - did you"),
    ),
    ("no-route", ("no route to host", "ehostunreach", "host is unreachable", "host is down")),
    ("no-network", ("network is unreachable", "enetunreach")),
    (
        "not-permitted",
        ("operation not permitted", "connect: permission denied", "sendto: permission denied"),
    ),
    ("reset", ("connection reset by peer", "econnreset", "broken pipe", ": eof", "unexpected eof")),
    ("no-session", ("bgp not established",)),
    (
        "timeout",
        (
            "i/o timeout", "deadline exceeded", "timed out", "etimedout", "timeout exceeded",
            "request canceled while waiting for connection", "timeoutexception",
            "temporary failure in name resolution",
        ),
    ),
)  # fmt: skip


# What is plain whatever host was dialled: no packet of its own is at fault.
WHATEVER_THE_HOST: frozenset[Outcome] = frozenset(
    {"certificate", "handshake", "no-name", "no-network"}
)


def find_outcome(text: str) -> Outcome | None:
    """What became of the connection that a text tells of; None where it does not say."""
    lowered = text.lower()
    said = (name for name, phrases in _PHRASES if any(phrase in lowered for phrase in phrases))
    return next(said, None)
