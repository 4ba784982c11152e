"""Packet logs on pages: the lines that are shown as samples, and what could not be read."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portsref.packet_logs import LARGEST_LOG, PacketLog, UnreadableLine, read_packet_log

MOST_UNREADABLE_SHOWN = 100
_LINUX = (
    "kernel: [UFW BLOCK] IN=eth0 OUT= SRC=192.0.2.65 DST=192.0.2.11 LEN=60 TTL=63 PROTO=TCP "
    "SPT=40312 DPT=10250 WINDOW=64240 SYN URGP=0"
)
_AWS = (
    "2 123456789010 eni-1235b8ca123456789 192.0.2.65 192.0.2.66 40312 8472 17 20 4249 "
    "1418530010 1418530070 REJECT OK"
)
_CISCO = (
    "%ASA-4-106023: Deny tcp src inside:192.0.2.65/40312 dst dmz:192.0.2.11/2379 "
    'by access-group "inside_in" [0x0, 0x0]'
)
_PF = (
    "filterlog[31386]: 5,,,1000000103,igb0,match,block,in,4,0x0,,64,25432,0,DF,6,tcp,60,192.0.2.65,"
    "192.0.2.11,40312,6443,0,S,123456,,64240,,mss;sackOK"
)
SAMPLES: Sequence[tuple[str | Promise, str]] = (
    (_("Linux: iptables, nftables, UFW"), _LINUX),
    (_("AWS VPC flow log"), _AWS),
    (_("Cisco ASA"), _CISCO),
    (_("pfSense, OPNsense"), _PF),
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
        return [UnreadText(line.line, line.text, _reason(line)) for line in lines]

    @property
    def unreadable_count(self) -> int:
        """How many lines could not be read."""
        return len(self.log.unreadable) if self.log else 0

    @property
    def unreadable_further(self) -> int:
        """How many of them are not shown."""
        return max(0, self.unreadable_count - MOST_UNREADABLE_SHOWN)


def _reason(line: UnreadableLine) -> str:
    return gettext(line.reason) % {"detail": line.detail}
