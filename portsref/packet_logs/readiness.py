"""What components say of peers that they do not reach: BIRD, cilium-health, Konnectivity, etcd.

Each is known by words of its own and has a port that the text leaves out.
"""

import re
from dataclasses import dataclass

from portsref.messages import gettext_noop
from portsref.packet_logs.base import Claim, Reader, UnreadableError, read_address
from portsref.packet_logs.endpoints import Dialled, find_dialled, packet_of
from portsref.packet_logs.outcomes import find_outcome
from portsref.packet_logs.packets import Address, Failure, Outcome, Packet

_MOST_PEERS = 50
_ADDRESS = re.compile(
    r"(?<![\w.:])((?:[0-9]{1,3}\.){3}[0-9]{1,3}|[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:]{1,40})(?![\w:])"
)


@dataclass(frozen=True, slots=True)
class _Complaint:
    """Words by which a component complains, after which its peers' addresses stand.

    `outcome` is what they mean where the text says nothing more precise.
    """

    words: str
    outcome: Outcome
    port: int | None = None
    protocol: str = "TCP"


_COMPLAINTS = (
    _Complaint("BGP not established with", "no-session", 179),
    _Complaint("node-to-node mesh", "no-session", 179),
    _Complaint("No agent available", "no-agent"),
    _Complaint("cilium-health", "timeout", 4240),
    _Complaint("Cilium health", "timeout", 4240),
    _Complaint("ICMP to stack", "timeout", protocol="ICMP"),
    _Complaint("etcdserver: request timed out", "timeout", 2380),
    _Complaint("etcdserver: no leader", "timeout", 2380),
    _Complaint("etcdserver: leader changed", "timeout", 2380),
)


def is_one(line: str) -> bool:
    """Tell whether a line is such a complaint, and does not say itself which port was dialled."""
    complaint = _complaint(line)
    return complaint is not None and not (complaint.port and _says_the_port(line))


def _complaint(line: str) -> _Complaint | None:
    if "Established" in line:  # as `calicoctl node status` has of the peers that are reached
        return None
    return next((one for one in _COMPLAINTS if one.words in line), None)


def _says_the_port(line: str) -> bool:
    dialled = find_dialled(line)
    return dialled is not None and dialled.destination is not None


def _claim(line: str) -> Claim:
    return Claim.MARK if is_one(line) else Claim.NONE


def _read(line: str) -> tuple[Packet, ...]:
    complaint = _complaint(line)
    if complaint is None:
        return ()
    outcome = find_outcome(line) or complaint.outcome
    failure = Failure(outcome, names=("konnectivity",) if outcome == "no-agent" else ())
    peers = _peers(line) if complaint.port else ()
    return tuple(
        packet_of(Dialled(complaint.protocol, destination=peer, port=complaint.port), failure)
        for peer in peers or (None,)
    )


def _peers(line: str) -> tuple[Address, ...]:
    found: dict[Address, None] = {}
    for text in _ADDRESS.findall(line)[:_MOST_PEERS]:
        try:
            found.setdefault(read_address(text.rstrip(":")))
        except UnreadableError:  # a time of day looks like an address at first
            continue
    return tuple(found)


READER = Reader(
    label=gettext_noop("Readiness of Calico, Cilium, Konnectivity and etcd"),
    sample="calico/node is not ready: BIRD is not ready: BGP not established with 192.0.2.7",
    claim=_claim,
    read=_read,
)
