"""Linux kernels (iptables, nftables, UFW, firewalld): `SRC= DST= PROTO= SPT= DPT=` after a prefix.

https://github.com/torvalds/linux/blob/master/net/netfilter/nf_log_syslog.c
"""

import re
from dataclasses import replace

from portsref.messages import gettext_noop
from portsref.packet_logs.base import (
    NO_ADDRESSES,
    WITHOUT_VERDICT,
    Claim,
    LoggedEnd,
    Reader,
    UnreadableError,
    logged_packet,
)
from portsref.packet_logs.interfaces import leads_to_pods
from portsref.packet_logs.packets import Packet

_FIELD = re.compile(r"(?<![A-Z])(SRC|DST|PROTO|SPT|DPT|TYPE)=(\S*+)", re.IGNORECASE)
_INTERFACE = re.compile(r"(IN|OUT)=(\S*+)")  # a prefix may end without a space before it
_QUOTED = re.compile(r"\[SRC=", re.IGNORECASE)


def _claim(line: str) -> Claim:
    upper = line.upper()
    return Claim.WORDS if "SRC=" in upper or "DST=" in upper else Claim.NONE


def _read(line: str) -> tuple[Packet, ...]:
    own = _QUOTED.split(line, maxsplit=1)[0]  # an ICMP error quotes the packet that it is about
    if "[UFW AUDIT" in (upper := own.upper()):
        raise UnreadableError(WITHOUT_VERDICT)
    found: dict[str, str] = {}
    for name, value in _FIELD.findall(own):
        found.setdefault(name.upper(), value)
    if not found.get("SRC") or not found.get("DST"):
        raise UnreadableError(NO_ADDRESSES)
    packet = logged_packet(
        LoggedEnd(found["SRC"], found.get("SPT", "")),
        LoggedEnd(found["DST"], found.get("DPT", "")),
        # of ESP in IPv6 there is only a header, and that only where options are logged
        protocol=found.get("PROTO", "ESP" if "OPT ( ESP " in upper else ""),
        icmp_type=found.get("TYPE", ""),
        # a prefix may say SYN of its own
        flags=upper.partition("PROTO=TCP")[2].split(),
        accepted="[UFW ALLOW]" in upper,
    )
    ways = {way for way, interface in _INTERFACE.findall(own) if leads_to_pods(interface)}
    return (replace(packet, from_pods="IN" in ways, to_pods="OUT" in ways),)


READER = Reader(
    label=gettext_noop("Linux: iptables, nftables, UFW"),
    sample=(
        "kernel: [UFW BLOCK] IN=eth0 OUT= SRC=192.0.2.65 DST=192.0.2.11 LEN=60 TTL=63 PROTO=TCP "
        "SPT=40312 DPT=10250 WINDOW=64240 SYN URGP=0"
    ),
    claim=_claim,
    read=_read,
)
