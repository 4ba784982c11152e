"""Why is this dropped? Without a plan: what uses the ports in lines of logs and error texts."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from portsref.catalogue.search.entries import is_wide
from portsref.catalogue.search.ports_in_use import rows_behind
from portsref.packet_logs.outcome_words import dialled
from portsref.packet_logs.packets import Failure, Packet
from portsref.packet_logs.reading import Seen
from portsref.protocols import NAMES_WITH_PORTS, PROTOCOL_NAMES
from portsref.web.facts.catalogue import current_stamp
from portsref.web.reference.rows import Reader, RowGroup, current_reader
from portsref.web.shared.outcome_words import outcome_words
from portsref.web.shared.packet_logs import LogText
from portsref.web.shared.row_words import address

MOST_ROWS = 8
MOST_PACKETS_OF_A_PORT = 5


@dataclass(frozen=True, slots=True)
class PortText:
    """One port of a log, or what an error text names, with the packets to it and their rows."""

    name: str
    protocol: str
    port: str
    dialled: str
    outcome: str
    address: str
    packets: tuple[Seen, ...]
    packets_further: int
    group: RowGroup
    further: int
    near: tuple[tuple[str, str], ...]


@sensitive_post_parameters("lines")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def dropped(request: HttpRequest) -> HttpResponse:
    """A form to paste lines into, by POST only, and what uses the ports in them."""
    if current_stamp() is None:
        return render(request, "facts/no_catalogue.html", status=503)
    read = LogText.of(request.POST.get("lines", "")) if request.method == "POST" else LogText()
    context = {"section": "ports", "read": read, "ports": _ports(read, current_reader())}
    return render(
        request, "reference/dropped/dropped.html", context, status=422 if read.is_empty else 200
    )


def _ports(read: LogText, reader: Reader) -> list[PortText]:
    together: dict[tuple[str, int | None, Failure | None], list[Seen]] = {}
    for seen in read.log.packets if read.log else ():
        packet = seen.packet
        together.setdefault((packet.protocol, packet.port, packet.failure), []).append(seen)
    return [_logged(packets, reader) for packets in together.values()]


def _logged(packets: list[Seen], reader: Reader) -> PortText:
    packet = packets[0].packet
    entries = rows_behind(reader.index, packet)
    named = [entry for entry in entries if not is_wide(entry.row)]
    near = reader.index.near(packet.port) if packet.port is not None and not named else ()
    name = f"packet-{packets[0].line}"
    return PortText(
        name=name,
        protocol=packet.protocol,
        port="" if packet.port is None else str(packet.port),
        dialled=dialled(packet.failure),
        outcome=outcome_words(packet.failure),
        address=_page(packet),
        packets=tuple(packets[:MOST_PACKETS_OF_A_PORT]),
        packets_further=max(0, len(packets) - MOST_PACKETS_OF_A_PORT),
        group=reader.group(name, "", named[:MOST_ROWS]),
        further=len(entries) - len(named[:MOST_ROWS]),
        near=tuple((str(port), address("reference:port", port)) for port in near),
    )


def _page(packet: Packet) -> str:
    if packet.port is not None and packet.protocol in NAMES_WITH_PORTS:
        return address("reference:port_protocol", packet.port, packet.protocol.lower())
    if packet.protocol in PROTOCOL_NAMES and packet.protocol not in NAMES_WITH_PORTS:
        return f"{address('reference:explore')}?q={packet.protocol.lower()}"
    return ""
