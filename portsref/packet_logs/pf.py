"""pfSense and OPNsense: what `filterlog` writes of pf, values between commas.

https://docs.netgate.com/pfsense/en/latest/monitoring/raw-filter-log-format.html
https://github.com/opnsense/ports/blob/master/opnsense/filterlog/files/description.txt
"""

import re
from collections.abc import Mapping

from portsref.messages import gettext_noop
from portsref.packet_logs.base import (
    NO_ADDRESSES,
    NOT_KNOWN,
    WITHOUT_VERDICT,
    Claim,
    LoggedEnd,
    Reader,
    UnreadableError,
    logged_packet,
)
from portsref.packet_logs.packets import Packet

_VALUES = re.compile(r"(?:^|\s)([0-9]*+,[0-9]*+,(?:[^,]*+,){6}[46],.*)")
_NUMBER_AND_SOURCE = {"4": (15, 18), "6": (13, 15)}
_VERDICTS = {"pass": True, "block": False}
_FLAGS = {"F": "FIN", "S": "SYN", "R": "RST", "A": "ACK"}
_ICMP: Mapping[str, Mapping[str, str]] = {
    "4": {
        "request": "8", "reply": "0", "echoreq": "8", "echorep": "0", "unreach": "3",
        "unreachport": "3", "unreachproto": "3", "needfrag": "3", "timex": "11", "paramprob": "12",
    },
    "6": {
        "echoreq": "128", "echorep": "129", "unreach": "1", "toobig": "2", "timex": "3",
        "paramprob": "4", "routersol": "133", "routeradv": "134", "neighbrsol": "135",
        "neighbradv": "136", "redir": "137",
    },
}  # fmt: skip


def _claim(line: str) -> Claim:
    return Claim.WORDS if "filterlog" in line else Claim.NONE


def _read(line: str) -> tuple[Packet, ...]:
    found = _VALUES.search(line.partition("filterlog")[2])
    if found is None:
        raise UnreadableError(NOT_KNOWN)
    values = found[1].split(",")
    action, version = values[6], values[8]
    number_at, source_at = _NUMBER_AND_SOURCE[version]
    if len(values) < source_at + 2 or not values[9].startswith("0x"):
        raise UnreadableError(NO_ADDRESSES)
    if action not in _VERDICTS:
        raise UnreadableError(WITHOUT_VERDICT)
    source, destination, *rest = values[source_at:]
    source_port, port, _, flags = [*rest, "", "", "", ""][:4]
    packet = logged_packet(
        LoggedEnd(source, source_port),
        LoggedEnd(destination, port),
        protocol=values[number_at],
        # OPNsense writes a length before the type, pfSense does not
        icmp_type=_ICMP[version].get(port if "=" in source_port else source_port, ""),
        flags=[_FLAGS[flag] for flag in flags if flag in _FLAGS],
        accepted=_VERDICTS[action],
    )
    return (packet,)


READER = Reader(
    label=gettext_noop("pfSense, OPNsense"),
    sample=(
        "filterlog[31386]: 5,,,1000000103,igb0,match,block,in,4,0x0,,64,25432,0,DF,6,tcp,60,"
        "192.0.2.65,192.0.2.11,40312,6443,0,S,123456,,64240,,mss;sackOK"
    ),
    claim=_claim,
    read=_read,
)
