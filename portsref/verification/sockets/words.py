"""The words of lines about sockets: addresses with ports, and names of processes."""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address

from portsref.protocols import BOTH
from portsref.verification.sockets.model import Bound
from portsref.verification.sockets.port_names import port_named

# As ss and netstat call them.
STATES = frozenset(
    {
        "LISTEN",
        "UNCONN",
        "CLOSE",
        "CLOSED",
        "ESTAB",
        "ESTABLISHED",
        "SYN-SENT",
        "SYN_SENT",
        "SYN-RECV",
        "SYN_RECV",
        "FIN-WAIT-1",
        "FIN_WAIT1",
        "FIN-WAIT-2",
        "FIN_WAIT2",
        "TIME-WAIT",
        "TIME_WAIT",
        "CLOSE-WAIT",
        "CLOSE_WAIT",
        "LAST-ACK",
        "LAST_ACK",
        "CLOSING",
        "UNKNOWN",
    }
)
WAITING = frozenset({"LISTEN", "UNCONN"})
_LOCALHOST = re.compile(r"(?:ip6-)?(?:localhost|loopback)(?:[46]|\.localdomain[46]?)?")
_IPV4, _IPV6 = frozenset({4}), frozenset({6})
_EVERY = {"0.0.0.0": _IPV4, "[::]": _IPV6, "::": BOTH, "*": BOTH, "": BOTH}  # noqa: S104 - read, and not bound
_HYPHENS = str.maketrans(" _", "--")
_NUMBER = re.compile(r"[0-9]{1,5}")


def split_end(text: str) -> tuple[str, str]:
    """The address and the port of `[::1]:6443`, `*:ssh`, `127.0.0.53%lo:53` or `:::6443`."""
    address, _, port = text.rpartition(":")
    return address, port


def port_of(text: str) -> int | None:
    """A port by its number or name; None for none, and for one that is not known."""
    if _NUMBER.fullmatch(text):
        return int(text) if int(text) <= 65535 else None
    return port_named(text)


def is_number(text: str) -> bool:
    """Tell whether a port is written as a number."""
    return _NUMBER.fullmatch(text) is not None


def bound_at(text: str) -> Bound:
    """Where a socket listens, by an address with or without the name of an interface."""
    address, _, interface = text.partition("%")
    if text.startswith("["):
        address, _, rest = text.partition("]")
        address, interface = f"{address.partition('%')[0]}]", interface or rest
    if address in _EVERY:
        return _on_loopback() if interface.strip("]%") == "lo" else Bound(None, _EVERY[address])
    if _LOCALHOST.fullmatch(address.lower()):
        return _on_loopback()
    try:
        found = ip_address(address.strip("[]"))
    except ValueError:
        return Bound(is_unread=True)
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    if found.is_unspecified:
        return Bound(None, frozenset({found.version}))
    return Bound(found, frozenset({found.version}))


def _on_loopback() -> Bound:
    return Bound(IPv4Address("127.0.0.1"), _IPV4)


def plain_name(process: str) -> str:
    """A process as one word: `k3s server` is `k3s-server`; titles behind a colon are left out."""
    return process.partition(": ")[0].strip().lower().translate(_HYPHENS)
