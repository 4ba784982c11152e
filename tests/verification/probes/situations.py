"""A plan of which each rule meets another situation, and what dialling it must say."""

from dataclasses import dataclass

from tests.verification.probes.worlds import DIALER, TARGET

FAR = ("198.51.100.1", "2001:db8:9::1")
TITLE = "Probes `reboot` $(reboot) 'one' \"two\" \\ %s END_OF_LINES"
DIALERS, TARGETS, FAR_AWAY = "the 'dialers' $(id)", "targets `id`", 'far "away"'

FILTERS = """
table inet of_target {
    chain input {
        type filter hook input priority 0;
        tcp dport 1002 drop
        tcp dport 1003 reject with tcp reset
        tcp dport 1004 reject with icmpx port-unreachable
        tcp dport 1006 reject with icmpx admin-prohibited
        udp dport 2002 drop
        udp dport 2006 reject with icmpx admin-prohibited
        udp dport 6081 meta length > 1400 drop
    }
    chain translate {
        type nat hook prerouting priority -100;
        tcp dport 1005 redirect to :9
        tcp dport 1007 redirect to :1999
        udp dport 2003 redirect to :9
    }
}
"""
FILTERS_OF_DIALER = """
table inet of_dialer {
    chain output { type filter hook output priority 0; udp dport 2007 drop; }
}
"""


@dataclass(frozen=True)
class Situation:
    """What a rule meets: its id, where it goes, what is said of it, and the detail."""

    id: str
    protocol: str
    port: int
    said: str
    purpose: str = "What is tried."
    to: str = "storage"


SITUATIONS = (
    Situation("service", "TCP", 1001, "open handshake"),
    Situation("dropped", "TCP", 1002, "timeout no-handshake"),
    Situation("reset", "TCP", 1003, "refused connection-refused"),
    Situation("rejected", "TCP", 1004, "refused connection-refused"),
    Situation("nobody", "TCP", 1005, "refused connection-refused"),
    Situation("prohibited", "TCP", 1006, "unreachable no-route-to-host/prohibited"),
    Situation("half-open", "TCP", 1007, "open handshake"),
    Situation("listener", "TCP", 1008, "open-listener token"),
    Situation("no-route", "TCP", 1009, "unreachable network-unreachable", to="ingress"),
    Situation("udp-answers", "UDP", 2001, "open answered"),
    Situation("udp-dropped", "UDP", 2002, "no-answer silence"),
    Situation("udp-nobody", "UDP", 2003, "refused connection-refused"),
    Situation("udp-listener", "UDP", 2004, "open-listener token"),
    Situation("udp-silent", "UDP", 2005, "no-answer silence"),
    Situation("udp-prohibited", "UDP", 2006, "unreachable no-route-to-host/prohibited"),
    Situation("udp-own-filter", "UDP", 2007, "error own-filter"),
    Situation("tunnel", "UDP", 8472, "open-listener full-size-1500", "Traffic of pods, VXLAN."),
    Situation("tunnel-cut", "UDP", 6081, "timeout full-size-lost", "Geneve encapsulated."),
    Situation("tunnel-taken", "UDP", 4789, "not-testable tunnel-silent", "VXLAN of the kernel."),
)
BY_ID = {each.id: each for each in SITUATIONS}


def plan() -> dict[str, object]:
    """The plan document, with texts that would be run if a script did not quote them."""
    groups = [
        {"name": DIALERS, "roles": ["client"], "addresses": list(DIALER)},
        {"name": TARGETS, "roles": ["storage"], "addresses": list(TARGET)},
        {"name": FAR_AWAY, "roles": ["ingress"], "addresses": list(FAR)},
    ]
    listeners = [
        {
            "id": each.id,
            "protocol": each.protocol,
            "ports": str(each.port),
            "roles": [each.to],
            "peers": ["client"],
            "purpose": each.purpose,
        }
        for each in SITUATIONS
    ]
    return {
        "schema": "portsref.plan/v1",
        "title": TITLE,
        "groups": groups,
        "listeners": listeners,
        "request": {"requester": "'; touch /tmp/portsref-was-here; '", "ticket": "CHG `id`"},
    }
