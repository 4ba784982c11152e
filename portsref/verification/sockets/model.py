"""What readers make of the sockets of a host."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from portsref.addresses import AddressRange
from portsref.importers.facts import Doubt, Unread
from portsref.importers.values import Place
from portsref.packet_logs.packets import Address
from portsref.protocols import BOTH

FEWEST_LINES = 5  # without a header, a shorter print may be a piece of one


@dataclass(frozen=True, slots=True)
class Bound:
    """Where a socket listens: at one address, or at every one of some families.

    `is_unread` where a name or a part of an address stands there.
    """

    address: Address | None = None
    families: frozenset[int] = BOTH
    is_unread: bool = False

    @property
    def is_own_host(self) -> bool:
        """Tell whether nobody but the host itself, or its neighbours on a link, can dial it."""
        return self.address is not None and (self.address.is_loopback or self.address.is_link_local)

    @property
    def is_everywhere(self) -> bool:
        """Tell whether it is at every address of some families."""
        return self.address is None and not self.is_unread

    def answers_at(self, addresses: Iterable[AddressRange]) -> bool:
        """Tell whether a packet to some of these reaches it; none are nobody knows which."""
        if self.is_own_host:
            return False
        known = tuple(addresses)
        if self.is_unread or not known:
            return True
        if self.address is None:
            return any(one.family in self.families for one in known)
        return any(self.address in one for one in known)


@dataclass(frozen=True, slots=True)
class Socket:
    """A socket that waits for packets, with the names of the processes that have it.

    Names may be cut: `ss` has 15 characters of them, and `netstat` about as many.
    """

    place: Place
    protocol: str
    port: int
    bound: Bound
    processes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Print:
    """What one tool printed of one host.

    `lines` are those of sockets, whatever they wait for; `protocols` those of which there are any.
    """

    place: Place
    sockets: tuple[Socket, ...]
    protocols: frozenset[str]
    lines: int
    has_header: bool

    @property
    def may_be_cut(self) -> bool:
        """Tell whether it may be a piece of what was printed."""
        return not self.has_header and self.lines < FEWEST_LINES


type Said = Print | Doubt | Unread


@dataclass(frozen=True, slots=True)
class Host:
    """All prints of one file, which are those of one host."""

    file: str
    prints: tuple[Print, ...]
    is_filtered: bool = False

    @property
    def sockets(self) -> Iterator[Socket]:
        """The sockets of all prints."""
        return (socket for one in self.prints for socket in one.sockets)

    @property
    def place(self) -> Place:
        """Where its first print begins."""
        return self.prints[0].place

    @property
    def has_processes(self) -> bool:
        """Tell whether root printed processes, so that a socket without one is the kernel's.

        Others see their own processes alone; the kernel's are hardly ever of TCP.
        """
        shown = [bool(socket.processes) for socket in self.sockets if socket.protocol == "TCP"]
        return sum(shown) * 2 > len(shown)

    def has_lines_of(self, protocol: str) -> bool:
        """Tell whether any line is of a protocol."""
        return any(protocol in one.protocols for one in self.prints)

    def has_whole(self, protocol: str) -> bool:
        """Tell whether all sockets of a protocol seem to be there."""
        seen = (one for one in self.prints if protocol in one.protocols)
        return not self.is_filtered and any(not one.may_be_cut for one in seen)
