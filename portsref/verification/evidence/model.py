"""What readers make of logs and tables: sightings, each of packets of one kind between two ends."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from portsref.importers.facts import Doubt, Unread
from portsref.importers.values import Place
from portsref.messages import Message
from portsref.packet_logs.packets import Address
from portsref.verification.rules.model import Firewall

# A connection or an accepted packet; less than that; sent, and nobody answered; dropped.
type Result = Literal["used", "weak", "unanswered", "dropped"]


@dataclass(frozen=True, slots=True)
class End:
    """One end of packets: its address, the roles that a log knows it by, the name of a pod."""

    address: Address | None
    roles: frozenset[str] = frozenset()
    name: str = ""

    def __str__(self) -> str:
        """Print the address, else the name, else the roles."""
        return str(self.address or self.name or ", ".join(sorted(self.roles)) or "?")


@dataclass(frozen=True, slots=True)
class Passage:
    """Packets from one end to another; the port is the one that was dialled."""

    source: End
    destination: End
    protocol: str
    port: int | None = None
    source_port: int | None = None

    @property
    def turned(self) -> "Passage":
        """The packets that these would answer."""
        ends = self.destination, self.source
        return Passage(*ends, self.protocol, self.source_port, self.port)


@dataclass(frozen=True, slots=True)
class Sighting:
    """Packets that were seen, the first of them at `place`.

    `passages` are the same packets before and after translation, of which any may be what a rule is
    about. `opens` tells whether they begin a connection, or were sent by who did; None where the
    log does not say which end dialled. `why` says what makes it no more than it is. `when` is the
    time of the last, as text. `needs_side` where it means something else on the host that sends.
    """

    place: Place
    passages: tuple[Passage, ...]
    result: Result
    opens: bool | None = True
    why: Message | None = None
    when: str = ""
    times: int = 1
    needs_side: bool = False


@dataclass(frozen=True, slots=True)
class Log:
    """What one document shows: sightings, or counters of existing rules.

    `first` and `last` are the times between which it is, as text; empty where it says none.
    `counts` are packets by the place of the existing rule that counted them.
    """

    place: Place
    label: str
    sightings: tuple[Sighting, ...] = ()
    first: str = ""
    last: str = ""
    firewall: Firewall | None = None
    counts: Mapping[Place, int] = field(default_factory=dict, hash=False)


type Said = Log | Doubt | Unread
