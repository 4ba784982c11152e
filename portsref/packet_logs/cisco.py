"""Cisco ASA, Firepower, FWSM and PIX: the messages that tell of refused packets.

106001, 106006, 106007, 106010, 106014, 106015, 106023, 106100 and 710003 are read;
http://www.cisco.com/en/US/docs/security/asa/asa90/system/message/logmsgs.html
"""

import re
from collections.abc import Callable, Iterator, Mapping
from ipaddress import ip_address

from portsref.messages import gettext_noop
from portsref.packet_logs.base import (
    NO_ADDRESSES,
    Claim,
    LoggedEnd,
    Reader,
    UnreadableError,
    logged_packet,
)
from portsref.packet_logs.packets import Packet

NOT_ABOUT_PACKETS = gettext_noop("message %(detail)s is not among the refusals that are read")

_MARK = re.compile(r"%(?:ASA|FTD|FWSM|PIX)-(?:[a-z]{1,12}-)?[0-7]-([0-9]{6})", re.IGNORECASE)
_DENY = re.compile(
    r"(?:Deny(?: inbound)?|Inbound) (?:protocol )?(?P<protocol>\S++) (?P<rest>.*)", re.IGNORECASE
)
_TO_ITSELF = re.compile(
    r"(?<!\S)(?P<protocol>\S++) access denied by ACL (?P<rest>.*)", re.IGNORECASE
)
_ACCESS_LIST = re.compile(
    r"access-list \S++ (?P<verdict>permitted|denied|est-allowed) (?P<protocol>\S++) "
    r"[^\s/]++/(?P<source>[^\s(]++)\((?P<source_port>[0-9]{1,5})\)[^>]{0,300}?-> ?"
    r"[^\s/]++/(?P<destination>[^\s(]++)\((?P<port>[0-9]{1,5})\)",
    re.IGNORECASE,
)
_ICMP = re.compile(r"\btype ([0-9]{1,3}), code [0-9]{1,3}\b", re.IGNORECASE)
_FLAGS = re.compile(r" flags ((?:[A-Z]{3} ?){1,6})")
# 710003 writes well-known services by their registered names
_SERVICES = {"ssh": "22", "telnet": "23", "http": "80", "snmp": "161", "https": "443"}


def _claim(line: str) -> Claim:
    return Claim.MARK if _MARK.search(line) else Claim.NONE


def _read(line: str) -> tuple[Packet, ...]:
    mark = _MARK.search(line)
    number = mark[1] if mark else ""
    read = _MESSAGES.get(number)
    if mark is None or read is None:
        raise UnreadableError(NOT_ABOUT_PACKETS, detail=number)
    return (read(line[mark.end() :]),)


def _read_deny(text: str) -> Packet:
    found = _DENY.search(text) or _TO_ITSELF.search(text)
    if found is None:
        raise UnreadableError(NO_ADDRESSES)
    words = iter(found["rest"].split())
    icmp, flags = _ICMP.search(text), _FLAGS.search(text)
    return logged_packet(
        _end(_word_after(words, "src", "from")),
        _end(_word_after(words, "dst", "to")),
        protocol=found["protocol"],
        icmp_type=icmp[1] if icmp else "",
        flags=flags[1].split() if flags else (),
    )


def _read_access_list(text: str) -> Packet:
    found = _ACCESS_LIST.search(text)
    if found is None:
        raise UnreadableError(NO_ADDRESSES)
    return logged_packet(
        LoggedEnd(found["source"], found["source_port"]),
        LoggedEnd(found["destination"], found["port"]),
        protocol=found["protocol"],
        icmp_type=found["source_port"],  # and the code where a port would be
        accepted=found["verdict"].lower() != "denied",
    )


def _word_after(words: Iterator[str], *names: str) -> str:
    for word in words:
        if word in names:
            return next(words, "")
    raise UnreadableError(NO_ADDRESSES)


def _end(text: str) -> LoggedEnd:
    """An address and its port, such as of `outside:192.0.2.1/443(name)`, also without a part."""
    place, _, port = text.partition("(")[0].rstrip(",.").partition("/")
    whole = place.partition(":")[2] if not _is_address(place) else place
    return LoggedEnd(whole or place, _SERVICES.get(port, port))


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


_MESSAGES: Mapping[str, Callable[[str], Packet]] = {
    "106001": _read_deny,
    "106006": _read_deny,
    "106007": _read_deny,
    "106010": _read_deny,
    "106014": _read_deny,
    "106015": _read_deny,
    "106023": _read_deny,
    "106100": _read_access_list,
    "710003": _read_deny,
}

READER = Reader(
    label=gettext_noop("Cisco ASA"),
    sample=(
        "%ASA-4-106023: Deny tcp src inside:192.0.2.65/40312 dst dmz:192.0.2.11/2379 "
        'by access-group "inside_in" [0x0, 0x0]'
    ),
    claim=_claim,
    read=_read,
)
