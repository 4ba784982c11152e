"""What a reader of sockets is, and how lines of sockets become a print."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from portsref.importers.base import Document
from portsref.importers.facts import Doubt, Origin, Unread
from portsref.importers.values import Place
from portsref.messages import Message, gettext_noop
from portsref.verification.sockets.model import Bound, Print, Said, Socket
from portsref.verification.sockets.words import bound_at, is_number, plain_name, port_of, split_end

MOST_TOLD = 3

BY_NAME = gettext_noop(
    "“%(name)s” was read as port %(port)d, as IANA has it, which need not be what listens there: "
    "print numbers with -n"
)
NO_SUCH_NAME = gettext_noop("“%(name)s” is no name of a port that is known here: use -n")
NOT_A_LINE = gettext_noop("is no line of a socket that is known here")


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads what one tool prints of sockets.

    `command` is how to get it, `sample` a small print. `starts` tells whether a line heads a print.
    """

    name: str
    label: str
    command: str
    sample: str
    recognises: Callable[[Document], bool]
    read: Callable[[Document], Iterator[Said]]
    starts: Callable[[str], bool]


type _Key = tuple[str, int, Bound, tuple[str, ...]]


@dataclass(slots=True)
class Lines:
    """The sockets of one document, as far as it was read."""

    place: Place
    has_header: bool = False
    sockets: dict[_Key, Socket] = field(default_factory=dict)
    protocols: set[str] = field(default_factory=set)
    count: int = 0
    told: dict[str, Doubt | Unread] = field(default_factory=dict)
    not_lines: int = 0

    def add(
        self, line: int, protocol: str, local: str, processes: tuple[str, ...], *, is_waiting: bool
    ) -> None:
        """Take one more socket, each once; those of connections are only counted."""
        self.count += 1
        self.protocols.add(protocol)
        if not is_waiting:
            return
        place = Place(self.place.file, line)
        address, word = split_end(local)
        port = port_of(word)
        if port is None:
            if word != "*":
                self._tell(word, Unread(Origin(place), Message(NO_SUCH_NAME, {"name": word[:40]})))
            return
        if not is_number(word):
            said = Message(BY_NAME, {"name": word, "port": port})
            self._tell(word, Doubt(Origin(place), said))
        names = tuple(dict.fromkeys(map(plain_name, processes)))
        socket = Socket(place, protocol, port, bound_at(address), names)
        self.sockets.setdefault((protocol, port, socket.bound, names), socket)

    def _tell(self, word: str, said: Doubt | Unread) -> None:
        if len(self.told) < 20 * MOST_TOLD:
            self.told.setdefault(word, said)

    def not_read(self, line: int) -> None:
        """Tell of a line that cannot be read, of many only of the first."""
        self.not_lines += 1
        if self.not_lines <= MOST_TOLD:
            place = Place(self.place.file, line)
            self.told[f"line {line}"] = Unread(Origin(place), Message(NOT_A_LINE))

    def said(self) -> Iterator[Said]:
        """The print, and what is to be told of it."""
        yield from self.told.values()
        yield Print(
            self.place,
            tuple(_with_twins_joined(self.sockets)),
            frozenset(self.protocols),
            self.count,
            self.has_header,
        )


def _with_twins_joined(sockets: Mapping[_Key, Socket]) -> Iterator[Socket]:
    """The same with `0.0.0.0:22` and `[::]:22` of one process as one socket."""
    everywhere: dict[tuple[str, int, tuple[str, ...]], frozenset[int]] = {}
    for socket in sockets.values():
        if socket.bound.is_everywhere:
            key = (socket.protocol, socket.port, socket.processes)
            everywhere[key] = everywhere.get(key, frozenset()) | socket.bound.families
    for socket in sockets.values():
        key = (socket.protocol, socket.port, socket.processes)
        if not socket.bound.is_everywhere:
            yield socket
        elif key in everywhere:
            yield replace(socket, bound=Bound(None, everywhere.pop(key)))
