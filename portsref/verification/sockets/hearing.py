"""What listens on a host on some ports, and in words."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from portsref.messages import Message, gettext_noop
from portsref.verification.sockets.expecting import Wanted
from portsref.verification.sockets.model import Bound, Host, Socket

BY = gettext_noop("%(process)s listens on %(port)d at %(address)s")
BY_KERNEL = gettext_noop("the kernel listens on %(port)d at %(address)s")
BY_SOMEBODY = gettext_noop("something listens on %(port)d at %(address)s")
EVERY_ADDRESS = gettext_noop("every address")
EVERY_ADDRESS_OF = gettext_noop("every address of IPv%(family)d")
NOT_READ = gettext_noop("an address that was not read")


class Hearing:
    """The sockets of one host by protocol and port."""

    def __init__(self, host: Host) -> None:
        self.host = host
        self._sockets: dict[tuple[str, int], list[Socket]] = {}
        for socket in host.sockets:
            self._sockets.setdefault((socket.protocol, socket.port), []).append(socket)
        self._ports: dict[str, list[int]] = {}
        for protocol, port in sorted(self._sockets):
            self._ports.setdefault(protocol, []).append(port)
        self.has_processes = host.has_processes
        self.by_process: dict[str, list[Socket]] = {}
        for socket in host.sockets:
            for name in socket.processes:
                self.by_process.setdefault(name, []).append(socket)

    def on(self, protocol: str, wanted: Wanted) -> Sequence[Socket]:
        """The sockets on ports, in their order."""
        if wanted.first == wanted.last:
            return self._sockets.get((protocol, wanted.first), ())
        return [
            socket
            for port in self._between(protocol, wanted)
            for socket in self._sockets[protocol, port]
        ]

    def _between(self, protocol: str, wanted: Wanted) -> Iterator[int]:
        ports = self._ports.get(protocol, [])
        for place in range(bisect_left(ports, wanted.first), len(ports)):
            if ports[place] > wanted.last:
                return
            yield ports[place]

    def words(self, socket: Socket) -> Message:
        """Who listens, on which port and at which address."""
        said = {"port": socket.port, "address": address_words(socket.bound)}
        if socket.processes:
            return Message(BY, said | {"process": ", ".join(socket.processes[:3])})
        return Message(BY_KERNEL if self.has_processes else BY_SOMEBODY, said)


def address_words(bound: Bound) -> Message | str:
    """Where a socket listens."""
    if bound.is_unread:
        return Message(NOT_READ)
    if bound.address is not None:
        return str(bound.address)
    [family, *others] = sorted(bound.families)
    return Message(EVERY_ADDRESS) if others else Message(EVERY_ADDRESS_OF, {"family": family})
