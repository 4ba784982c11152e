"""What surrounds a paste and is no part of it: prompts, colours, code fences, other quotes.

Lines keep their numbers, because what is found is told with its line.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from portsref.messages import Message, gettext_noop

COLOURS = gettext_noop("colours of a terminal were left out")
FENCES = gettext_noop("code fences were left out")
NUMBERED = gettext_noop("line numbers in front of every line were left out")
QUOTES = gettext_noop("typographic quotes were read as plain ones")

_ANSI = re.compile(r"\x1b\[[0-9;?]{0,20}[A-Za-z]")
_FENCE = re.compile(r"[ \t]{0,8}(?:```|~~~)[\w-]{0,20}[ \t]*")
_NUMBER = re.compile(r"[ \t]{0,8}([0-9]{1,6})(?:[ \t]|[:|│]|\Z)[ \t]?[:|│]?")
# A bare `#` begins a comment as well, so that only commands that people paste make it a prompt.
_COMMANDS = (
    "sudo|kubectl|helm|ss|netstat|iptables|iptables-save|ip6tables-save|nft|ufw|firewall-cmd|cat"
    "|talosctl|k3s|rke2|ansible-inventory|terraform|aws|az|gcloud|hubble|conntrack|calicoctl|ip"
)
_PROMPT = re.compile(
    r"(?:\[?[\w.-]{1,64}@[\w.-]{1,64}[^#$%>]{0,80}[#$%]|PS [^>]{1,120}>|[\w.-]{0,64}[$%❯➜]"
    r"|[\w.-]{1,64}[ \t]{1,4}[\w~/.-]{1,80}[ \t]{1,4}[❯➜])"
    r"[ \t]{1,8}[a-z~./][\w./-]{0,80}(?:[ \t]|\Z)"
    rf"|#[ \t]{{1,8}}(?:{_COMMANDS})(?:[ \t]|\Z)"
)
_TRANSLATED = str.maketrans("\u00a0\u2007\u202f", "   ", "\u200b\ufeff")
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'"})


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The lines of a text without what surrounds them, and what was left out."""

    lines: tuple[str, ...]
    left_out: tuple[Message, ...] = ()

    @property
    def text(self) -> str:
        """The lines again as one text."""
        return "\n".join(self.lines)


def is_command(line: str) -> bool:
    """Tell whether a line is a command after the prompt of a shell."""
    return _PROMPT.match(line) is not None


def clean(text: str) -> Cleaned:
    """Take away what a terminal, a chat or an editor put round a text; lines keep their numbers."""
    left_out: list[Message] = []
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_TRANSLATED)
    if "\x1b" in text:
        text = _ANSI.sub("", text).replace("\x1b", "")
        left_out.append(Message(COLOURS))
    lines = text.split("\n")
    if (plain := [_with_plain_quotes(line) for line in lines]) != lines:
        lines = plain
        left_out.append(Message(QUOTES))
    if any(map(_FENCE.fullmatch, lines)):
        lines = ["---" if _FENCE.fullmatch(line) else line for line in lines]
        left_out.append(Message(FENCES))
    if _are_numbered(lines):
        lines = [_NUMBER.sub("", line, count=1) for line in lines]
        left_out.append(Message(NUMBERED))
    return Cleaned(tuple(lines), tuple(left_out))


def _with_plain_quotes(line: str) -> str:
    """A line whose quotes an editor replaced: it has none of the plain ones left."""
    is_as_written = '"' in line or "'" in line or line.lstrip().startswith("#")
    return line if is_as_written else line.translate(_QUOTES)


def _are_numbered(lines: list[str]) -> bool:
    """Tell whether every line begins with its number, as `cat -n` and editors write them."""
    said = [line for line in lines if line.strip()]
    numbers = [int(match[1]) for line in said if (match := _NUMBER.match(line))]
    steps = {after - before for before, after in pairwise(numbers)}
    return len(said) > 2 and len(numbers) == len(said) and steps == {1}
