"""What a log or an error text says about packets, whoever wrote it."""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from typing import Literal

type Address = IPv4Address | IPv6Address
# What became of a connection, as the program says that tried it: no answer, an answer of somebody
# on the way (`no-route`) or of the host itself, a connection that was there but of no use
# (`handshake`, `certificate`), or something that no packet was sent for.
type Outcome = Literal[
    "timeout", "no-route", "not-permitted", "refused", "reset", "handshake", "certificate",
    "no-network", "no-name", "no-endpoints", "outside-pod-network", "no-agent", "no-session",
    "failed",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Failure:
    """What a program says of a connection that failed: no firewall's verdict, but an outcome.

    `service` is the Service that was dialled, as `name.namespace`, `host` a name in DNS, and
    `names` are further names of what was dialled: of a webhook, an API group, a component.
    """

    outcome: Outcome
    service: str = ""
    host: str = ""
    names: tuple[str, ...] = ()

    @property
    def all_names(self) -> tuple[str, ...]:
        """The Service and the further names."""
        return tuple(filter(None, (self.service, *self.names)))


@dataclass(frozen=True, slots=True)
class Packet:
    """What a log says about packets of one kind, or an error text of one that was tried.

    `protocol` is the catalogue's name for it, or the log's own where the catalogue has none. `port`
    is the destination's. `source_port` is None where lines differ. `opens` tells whether a TCP
    packet begins a connection, None where the log does not say. `from_pods` and `to_pods` tell that
    it came from, or went to, an interface that pods are behind.

    Only an error text, which has a `failure`, may leave out an end, or the port where it names a
    Service.
    """

    source: Address | None
    destination: Address | None
    protocol: str
    port: int | None = None
    source_port: int | None = None
    icmp_type: int | None = None
    opens: bool | None = None
    accepted: bool = False
    from_pods: bool = False
    to_pods: bool = False
    failure: Failure | None = None
