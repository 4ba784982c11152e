"""What error texts say was dialled: addresses and ports as Go, curl, ssh and others write them.

Go writes `dial tcp 192.0.2.9:4321->192.0.2.2:8132: connect: no route to host`, with the source only
where it is known; whatever wraps it adds what was asked for, as `Get "https://192.0.2.2:10250/"`.
https://pkg.go.dev/net#OpError
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from portsref.packet_logs.base import read_address, read_port
from portsref.packet_logs.packets import Address, Failure, Packet

_V4 = r"(?:[0-9]{1,3}\.){3}[0-9]{1,3}"
_ADDRESS = rf"(?:{_V4}|\[[0-9A-Fa-f:.]{{2,45}}(?:%[\w.-]{{1,20}})?\])"
_NAME = r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,252})"
_BOTH_ENDS = re.compile(
    rf"(?P<source>{_ADDRESS}):(?P<source_port>[0-9]{{1,5}})->(?P<address>{_ADDRESS})"
    r":(?P<port>[0-9]{1,5})"
)
_DIALLED = re.compile(
    rf"dial (?P<protocol>tcp|udp)[46]? (?P<address>{_ADDRESS}):(?P<port>[0-9]{{1,5}})"
)
_ASKED = re.compile(rf"https?://(?P<address>{_ADDRESS})(?::(?P<port>[0-9]{{1,5}}))?(?![\w.:])")
_WITH_PORT = re.compile(rf"(?<![\w.])(?P<address>{_ADDRESS}):(?P<port>[0-9]{{1,5}})(?!\w)")
# curl and ssh write `192.0.2.2 port 22`, Python `host='192.0.2.2', port=22`
_IN_WORDS = re.compile(
    rf"(?<![\w.])(?P<address>{_ADDRESS})['\"]?,? port[ =:](?P<port>[0-9]{{1,5}})(?!\w)"
)
_OF_NETCAT = re.compile(rf"\[(?P<address>{_V4})\] (?P<port>[0-9]{{1,5}}) \(")
_HOST = re.compile(rf"https?://(?P<host>{_NAME})(?::(?P<port>[0-9]{{1,5}}))?(?![\w.:])")
_NAME_SERVER = re.compile(rf"lookup (?P<host>{_NAME}) on (?P<address>{_ADDRESS}):(?P<port>53)")
# a server tells of who connected to it
_FROM = re.compile(
    rf"(?:TLS handshake error from |remote-addr\":\")(?P<address>{_ADDRESS}):(?P<port>[0-9]{{1,5}})"
)
_OVER_UDP = re.compile(r"(?:read|write|dial) udp[46]? ")
_HOST_LOOKED_UP = re.compile(rf"lookup (?P<host>{_NAME})")
_PORTS_OF_SCHEMES = {"http": "80", "https": "443"}


@dataclass(frozen=True, slots=True)
class Dialled:
    """The ends of a connection that was tried, as far as a text names them."""

    protocol: str = "TCP"
    source: Address | None = None
    source_port: int | None = None
    destination: Address | None = None
    port: int | None = None
    host: str = ""


def find_dialled(text: str) -> Dialled | None:
    """What a text says was dialled, the most precise words for it; None where it names nothing."""
    return next(_all_dialled(text), None)


def _all_dialled(text: str) -> Iterator[Dialled]:
    if ends := _BOTH_ENDS.search(text):
        yield Dialled(
            "UDP" if _OVER_UDP.search(text) else "TCP",
            _end(ends["source"]),
            read_port(ends["source_port"]),
            _end(ends["address"]),
            read_port(ends["port"]),
        )
    if found := _FROM.search(text):
        yield Dialled(source=_end(found["address"]), source_port=read_port(found["port"]))
    for expression in (_NAME_SERVER, _DIALLED, _ASKED, _WITH_PORT, _IN_WORDS, _OF_NETCAT):
        if found := expression.search(text):
            yield _with_address(found, text)
    if found := _HOST.search(text):
        yield Dialled(port=_port(found, text), host=found["host"].lower())
    if found := _HOST_LOOKED_UP.search(text):
        yield Dialled("UDP", port=53, host=found["host"].lower())


def _with_address(found: re.Match[str], text: str) -> Dialled:
    is_lookup = found.re is _NAME_SERVER
    protocol = "UDP" if is_lookup else (found.groupdict().get("protocol") or "tcp").upper()
    return Dialled(protocol, destination=_end(found["address"]), port=_port(found, text))


def _port(found: re.Match[str], text: str) -> int:
    scheme = text[found.start() :].partition(":")[0]
    return read_port(found["port"] or _PORTS_OF_SCHEMES[scheme])


def _end(text: str) -> Address:
    return read_address(text.strip("[]"))


def packet_of(dialled: Dialled, failure: Failure) -> Packet:
    """The first packet of a connection that failed."""
    return Packet(
        dialled.source,
        dialled.destination,
        dialled.protocol,
        dialled.port,
        dialled.source_port,
        opens=True if dialled.protocol == "TCP" else None,
        failure=failure,
    )
