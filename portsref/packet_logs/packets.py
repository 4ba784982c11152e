"""What a log says about packets, whoever wrote it."""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address

type Address = IPv4Address | IPv6Address


@dataclass(frozen=True, slots=True)
class Packet:
    """What a log says about packets of one kind.

    `protocol` is the catalogue's name for it, or the log's own where the catalogue has none. `port`
    is the destination's. `source_port` is None where lines differ. `opens` tells whether a TCP
    packet begins a connection, None where the log does not say.
    """

    source: Address
    destination: Address
    protocol: str
    port: int | None = None
    source_port: int | None = None
    icmp_type: int | None = None
    opens: bool | None = None
    accepted: bool = False
