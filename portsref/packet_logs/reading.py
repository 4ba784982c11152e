"""Reads lines of logs and error texts: each by the reader with the surest claim to it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from portsref.messages import Message
from portsref.packet_logs import aws, cisco, dials, linux, pf, readiness, webhooks
from portsref.packet_logs.base import Reader, UnreadableError
from portsref.packet_logs.line_reader import LineReader
from portsref.packet_logs.packets import Address, Failure, Packet

LARGEST_LOG = 256 * 1024
MOST_LINES = 5_000
MOST_PACKETS = 200
LONGEST_QUOTE = 200

READERS: tuple[Reader, ...] = (
    linux.READER,
    aws.READER,
    cisco.READER,
    pf.READER,
    dials.READER,
    webhooks.READER,
    readiness.READER,
)

_REPEATED = re.compile(r"message repeated ([0-9]{1,6}) times: \[")


@dataclass(frozen=True, slots=True)
class Seen:
    """A packet with how many lines tell of it, and the number of the first of them."""

    packet: Packet
    times: int
    line: int


@dataclass(frozen=True, slots=True)
class UnreadableLine:
    """A line without a packet that could be read, and why."""

    line: int
    text: str
    reason: Message


@dataclass(frozen=True, slots=True)
class PacketLog:
    """All that a text says, and all that was not read of it.

    Every line that is not empty is counted: as that of its packets (an error text may tell of one
    to each of several hosts), among the unreadable, as
    `without_packet` (header lines, records of no data), as one of more than 200 packets (`beyond`),
    or as more text than is read (`not_read`).
    """

    packets: tuple[Seen, ...] = ()
    unreadable: tuple[UnreadableLine, ...] = ()
    without_packet: int = 0
    beyond: int = 0
    not_read: int = 0


def read_packet_log(text: str) -> PacketLog:
    """Read every line of a log; whatever the text is, it is read or counted."""
    lines = [line.strip() for line in text[:LARGEST_LOG].split("\n")]
    further = text[LARGEST_LOG:].split("\n")
    if len(text) > LARGEST_LOG:
        further[0] = lines.pop() + further[0]
    reading = _Reading()
    for number, line in enumerate(lines[:MOST_LINES], start=1):
        if line:
            reading.add(number, line)
    return reading.finish(_count(lines[MOST_LINES:]) + _count(further))


def read_packet(line: str) -> Packet | None:
    """Read one line alone, its first packet; None where it tells of none."""
    try:
        return next(iter(LineReader(READERS).read(line.strip())), None)
    except UnreadableError:
        return None


def _count(lines: Iterable[str]) -> int:
    return sum(bool(line.strip()) for line in lines)


type _Key = tuple[
    Address | None, Address | None, str, int | None, int | None, bool, bool, bool, Failure | None
]


@dataclass
class _Reading:
    """A log as far as it has been read; what a header line says holds for the lines after it."""

    lines: LineReader = field(default_factory=lambda: LineReader(READERS))
    seen: dict[_Key, Seen] = field(default_factory=dict)
    unreadable: list[UnreadableLine] = field(default_factory=list)
    without_packet: int = 0
    beyond: int = 0

    def finish(self, not_read: int) -> PacketLog:
        """What was read."""
        return PacketLog(
            packets=tuple(self.seen.values()),
            unreadable=tuple(self.unreadable),
            without_packet=self.without_packet,
            beyond=self.beyond,
            not_read=not_read,
        )

    def add(self, number: int, line: str) -> None:
        """Read one more line."""
        try:
            packets = self.lines.read(line)
        except UnreadableError as error:
            quote = "".join(c if c.isprintable() else "�" for c in line[:LONGEST_QUOTE])
            self.unreadable.append(UnreadableLine(number, quote, error.message))
            return
        if not packets:
            self.without_packet += 1
        for packet in packets:
            self._count(packet, number, _repeated(line))

    def _count(self, packet: Packet, number: int, times: int) -> None:
        key = (
            packet.source, packet.destination, packet.protocol, packet.port, packet.icmp_type,
            packet.accepted, packet.from_pods, packet.to_pods, packet.failure,
        )  # fmt: skip
        known = self.seen.get(key)
        if known:
            joined = _joined(known.packet, packet)
            self.seen[key] = Seen(joined, known.times + times, known.line)
        elif len(self.seen) < MOST_PACKETS:
            self.seen[key] = Seen(packet, times, number)
        else:
            self.beyond += 1


def _repeated(line: str) -> int:
    """How often a line was logged: syslog daemons write equal ones once, with a count."""
    found = _REPEATED.search(line)
    return int(found[1]) if found else 1


def _joined(one: Packet, other: Packet) -> Packet:
    """Two packets of one kind as one, without what they do not share."""
    same_port = one.source_port == other.source_port
    opens = one.opens if one.opens == other.opens else True in {one.opens, other.opens} or None
    return replace(one, source_port=one.source_port if same_port else None, opens=opens)
