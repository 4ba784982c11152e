"""Packet logs on pages: the lines that are shown as samples, and what could not be read."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from portsref.packet_logs.reading import (
    LARGEST_LOG,
    READERS,
    PacketLog,
    read_packet_log,
)
from portsref.web.shared.messages import say

MOST_UNREADABLE_SHOWN = 100
SAMPLES: Sequence[tuple[str | Promise, str]] = tuple(
    (gettext_lazy(reader.label), reader.sample) for reader in READERS
)


@dataclass(frozen=True, slots=True)
class UnreadText:
    """A line that could not be read, and why."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class LogText:
    """A pasted text, and what was read of it, as the form shows it."""

    text: str = ""
    log: PacketLog | None = None

    @classmethod
    def of(cls, text: str) -> "LogText":
        """Read what somebody pasted."""
        return cls(text[:LARGEST_LOG], read_packet_log(text))

    @property
    def samples(self) -> Sequence[tuple[str | Promise, str]]:
        """A line of each kind that is known, with documentation addresses."""
        return SAMPLES

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was pasted, though something was sent."""
        return self.log is not None and not self.text.strip()

    @property
    def unreadable(self) -> list[UnreadText]:
        """The first lines that could not be read."""
        lines = self.log.unreadable[:MOST_UNREADABLE_SHOWN] if self.log else ()
        return [UnreadText(line.line, line.text, say(line.reason)) for line in lines]

    @property
    def unreadable_count(self) -> int:
        """How many lines could not be read."""
        return len(self.log.unreadable) if self.log else 0

    @property
    def unreadable_further(self) -> int:
        """How many of them are not shown."""
        return max(0, self.unreadable_count - MOST_UNREADABLE_SHOWN)
