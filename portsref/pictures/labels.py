"""Texts of a picture: how wide they are, how they break, and ports in short."""

import unicodedata
from collections.abc import Iterator

from portsref.pictures.graph import Allowed

BETWEEN = " · "
LONGEST_PORTS = 25
BREAKS = frozenset(" -–./:_")
_NARROW = frozenset("iljtfrI.,:;|'!()[]{}-/ ")
_WIDE = frozenset("mwMW@%&")


def width_of(text: str, size: float, *, is_mono: bool = False) -> float:
    """About how wide a text is in a bold or a monospaced font of that size, rather too much."""
    return size * sum(_mono(sign) if is_mono else _sans(sign) for sign in text)


def _sans(sign: str) -> float:
    if sign in _NARROW:
        return 0.42
    if sign in _WIDE:
        return 1.02
    if _is_full(sign):
        return 1.0
    return 0.78 if sign.isupper() else 0.68


def _mono(sign: str) -> float:
    return 1.0 if _is_full(sign) else 0.61


def _is_full(sign: str) -> bool:
    """Tell whether a sign is as wide as it is high, as those of Chinese are."""
    return sign > "\u02ff" and unicodedata.east_asian_width(sign) in "WF"


def broken(text: str, most: float, size: float, *, is_mono: bool = False) -> tuple[str, ...]:
    """A text in lines of at most that width, at blanks and hyphens where it has any."""
    lines, line = [], ""
    for piece in _pieces(text, most, size, is_mono=is_mono):
        if line and width_of((line + piece).rstrip(), size, is_mono=is_mono) > most:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return (*lines, line.rstrip())


def cut(text: str, most: float, size: float) -> str:
    """A text of at most that width, with an ellipsis where it would be wider."""
    if width_of(text, size) <= most:
        return text
    lines = broken(text, most - size, size)
    return f"{lines[0]}…"


def _pieces(text: str, most: float, size: float, *, is_mono: bool) -> Iterator[str]:
    """What stays together: words, signs of Chinese, and parts of what is too long for a line."""
    piece = ""
    for sign in text:
        if piece and (_is_full(sign) or width_of(piece + sign, size, is_mono=is_mono) > most):
            yield piece
            piece = ""
        piece += sign
        if sign in BREAKS or _is_full(sign):
            yield piece
            piece = ""
    if piece:
        yield piece


def ports_in_full(allowed: Allowed) -> str:
    """Protocols with all their ports: `TCP 6443, 10250; UDP 8472`."""
    return "; ".join(f"{protocol} {ports.readable}".strip() for protocol, ports in allowed)


def ports_in_short(allowed: Allowed, longest: int = LONGEST_PORTS) -> str:
    """As many ports as a label holds, TCP without its name: `6443 · 9345 · 8472/udp +3`."""
    parts = list(_parts(allowed))
    shown, length = 0, 0
    for part in parts:
        length += len(part) + (len(BETWEEN) if shown else 0)
        more = len(parts) - shown - 1
        if shown and length + (len(f" +{more}") if more else 0) > longest:
            break
        shown += 1
    more = len(parts) - shown
    return BETWEEN.join(parts[:shown]) + (f" +{more}" if more else "")


def _parts(allowed: Allowed) -> Iterator[str]:
    """Each range of ports; TCP first, what has no ports last."""
    for protocol, ports in sorted(allowed, key=_order):
        suffix = "" if protocol == "TCP" else f"/{protocol.lower()}"
        for part in ports.ranges:
            yield f"{str(part).replace('-', '–')}{suffix}"
        if not ports:
            yield protocol


def _order(protocol: tuple[str, object]) -> tuple[bool, bool, str]:
    name, ports = protocol
    return not ports, name != "TCP", name
