"""Reads one line after another: each by the reader with the surest claim to it."""

from collections.abc import Iterable

from portsref.packet_logs.base import NOT_KNOWN, TOO_LONG, Claim, Reader, UnreadableError
from portsref.packet_logs.packets import Packet

LONGEST_LINE = 4_000


class LineReader:
    """Reads lines of one log: what a header line says holds for the lines after it.

    `label` is that of the reader of the last line.
    """

    def __init__(self, readers: Iterable[Reader]) -> None:
        self._readers = [*readers]
        self.label = ""

    def read(self, line: str) -> tuple[Packet, ...]:
        """The packets of a line, none where it rightly has none; raises `UnreadableError`."""
        if len(line) > LONGEST_LINE:
            raise UnreadableError(TOO_LONG)
        claims = [reader.claim(line) for reader in self._readers]
        if max(claims) is Claim.NONE:
            raise UnreadableError(NOT_KNOWN)
        surest = claims.index(max(claims))
        reader = self._readers[surest]
        self.label = reader.label
        self._readers[surest] = reader.after(line) or reader
        return reader.read(line)
