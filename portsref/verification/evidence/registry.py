"""Every reader of evidence, in the order in which they are asked: the surest signs first."""

from portsref.verification.evidence import (
    conntrack,
    counters,
    hubble_compact,
    hubble_json,
    packet_lines,
)
from portsref.verification.evidence.base import Reader

READERS: tuple[Reader, ...] = (
    counters.NFTABLES,
    counters.IPTABLES,
    hubble_json.READER,
    hubble_compact.READER,
    conntrack.READER,
    packet_lines.READER,
)
