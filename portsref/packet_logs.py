"""Reads what firewalls log about packets: Linux kernels, AWS VPC flow logs, Cisco ASA, pf.

- Linux (iptables, nftables, UFW, firewalld): `SRC= DST= PROTO= SPT= DPT=`, after any prefix;
  https://github.com/torvalds/linux/blob/master/net/netfilter/nf_log_syslog.c
- AWS: records of version 2, or of any fields after a header line that names them;
  https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
- Cisco ASA, Firepower, FWSM and PIX: messages 106001, 106006, 106007, 106010, 106014, 106015,
  106023, 106100, 710003;
  http://www.cisco.com/en/US/docs/security/asa/asa90/system/message/logmsgs.html
- pfSense and OPNsense: what `filterlog` writes of pf, values between commas;
  https://docs.netgate.com/pfsense/en/latest/monitoring/raw-filter-log-format.html
  https://github.com/opnsense/ports/blob/master/opnsense/filterlog/files/description.txt
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from ipaddress import IPv4Address, IPv6Address, ip_address

from portsref.messages import gettext_noop
from portsref.protocols import NAMES_WITH_PORTS, find_protocol

LARGEST_LOG = 256 * 1024
MOST_LINES = 5_000
MOST_PACKETS = 200
LONGEST_LINE = 4_000
LONGEST_QUOTE = 200

NOT_KNOWN = gettext_noop("is no line of a packet log that is known here")
TOO_LONG = gettext_noop("is longer than any line of a packet log")
NO_ADDRESSES = gettext_noop("does not name both addresses")
NOT_AN_ADDRESS = gettext_noop("“%(detail)s” is not an address")
NO_PROTOCOL = gettext_noop("names no protocol")
NO_PORT = gettext_noop(
    "names no destination port, which kernels leave out for SCTP and for later fragments"
)
NOT_A_PORT = gettext_noop("“%(detail)s” is not a port")
WITHOUT_VERDICT = gettext_noop("does not say whether the packet was let through")
NOT_ABOUT_PACKETS = gettext_noop("message %(detail)s is not among the refusals that are read")
NO_HEADER = gettext_noop("is a flow log of unknown fields: put its header line before it")
OTHER_FIELDS = gettext_noop("has not the fields that the header line before it names")

_OTHER_NAMES = {"ipinip": "IPIP", "icmp6": "ICMPv6", "ipv6-icmp": "ICMPv6"}

type Address = IPv4Address | IPv6Address


@dataclass(frozen=True, slots=True)
class Packet:
    """What a log says about packets of one kind.

    `protocol` is the catalogue's name for it, or the log's own where the catalogue has none. `port`
    is the destination's. `source_port` is None where lines differ. `opens` tells whether a TCP
    packet begins a connection, None where the log does not say.
    """

    source: Address
    destination: Address
    protocol: str
    port: int | None = None
    source_port: int | None = None
    icmp_type: int | None = None
    opens: bool | None = None
    accepted: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """A packet with how many lines tell of it, and the number of the first of them."""

    packet: Packet
    times: int
    line: int


@dataclass(frozen=True, slots=True)
class UnreadableLine:
    """A line without a packet that could be read; `reason` is an English message with a detail."""

    line: int
    text: str
    reason: str
    detail: str = ""

    @property
    def said(self) -> str:
        """The reason in English."""
        return self.reason % {"detail": self.detail}


@dataclass(frozen=True, slots=True)
class PacketLog:
    """All that a text says, and all that was not read of it.

    Every line that is not empty is counted: as a packet's, among the unreadable, as
    `without_packet` (header lines, records of no data), as one of more than 200 packets (`beyond`),
    or as more text than is read (`not_read`).
    """

    packets: tuple[Seen, ...] = ()
    unreadable: tuple[UnreadableLine, ...] = ()
    without_packet: int = 0
    beyond: int = 0
    not_read: int = 0


class _UnreadableError(ValueError):
    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail[:60]


def read_packet_log(text: str) -> PacketLog:
    """Read every line of a log; whatever the text is, it is read or counted."""
    lines = [line.strip() for line in text[:LARGEST_LOG].split("\n")]
    further = text[LARGEST_LOG:].split("\n")
    if len(text) > LARGEST_LOG:
        further[0] = lines.pop() + further[0]
    reading = _Reading()
    for number, line in enumerate(lines[:MOST_LINES], start=1):
        if line:
            reading.add(number, line)
    return reading.finish(_count(lines[MOST_LINES:]) + _count(further))


def read_packet(line: str) -> Packet | None:
    """Read one line alone; None where it tells of no packet."""
    try:
        return _Reading().read(line.strip())
    except _UnreadableError:
        return None


def _count(lines: Iterable[str]) -> int:
    return sum(bool(line.strip()) for line in lines)


type _Key = tuple[Address, Address, str, int | None, int | None, bool]


@dataclass
class _Reading:
    """A log as far as it has been read."""

    fields: tuple[str, ...] = ()
    seen: dict[_Key, Seen] = field(default_factory=dict)
    unreadable: list[UnreadableLine] = field(default_factory=list)
    without_packet: int = 0
    beyond: int = 0

    def finish(self, not_read: int) -> PacketLog:
        """What was read."""
        return PacketLog(
            packets=tuple(self.seen.values()),
            unreadable=tuple(self.unreadable),
            without_packet=self.without_packet,
            beyond=self.beyond,
            not_read=not_read,
        )

    def add(self, number: int, line: str) -> None:
        """Read one more line."""
        try:
            packet = self.read(line)
        except _UnreadableError as error:
            quote = "".join(c if c.isprintable() else "�" for c in line[:LONGEST_QUOTE])
            self.unreadable.append(UnreadableLine(number, quote, error.reason, error.detail))
            return
        if packet is None:
            self.without_packet += 1
        else:
            self._count(packet, number, _repeated(line))

    def _count(self, packet: Packet, number: int, times: int) -> None:
        key = (
            packet.source, packet.destination, packet.protocol, packet.port, packet.icmp_type,
            packet.accepted,
        )  # fmt: skip
        known = self.seen.get(key)
        if known:
            joined = _joined(known.packet, packet)
            self.seen[key] = Seen(joined, known.times + times, known.line)
        elif len(self.seen) < MOST_PACKETS:
            self.seen[key] = Seen(packet, times, number)
        else:
            self.beyond += 1

    def read(self, line: str) -> Packet | None:
        """The packet of a line, or None where it rightly has none."""
        if len(line) > LONGEST_LINE:
            raise _UnreadableError(TOO_LONG)
        if message := _CISCO.search(line):
            return _read_cisco(message[1], line[message.end() :])
        if "SRC=" in (upper := line.upper()) or "DST=" in upper:
            return _read_kernel(line)
        if "filterlog" in line:
            return _read_filterlog(line)
        words = line.replace('"', "").replace(",", " ").split()
        if names := _header(words):
            self.fields = names
            return None
        return _read_flow(self._record(words))

    def _record(self, words: list[str]) -> dict[str, str]:
        """The fields of a flow log's record; a time may stand before them."""
        for names in (self.fields, _VERSION_2):
            if names and len(words) in {len(names), len(names) + 1}:
                record = dict(zip(names, words[-len(names) :], strict=True))
                if names is not _VERSION_2 or _is_version_2(record):
                    return record
        if _FLOW_WORDS.isdisjoint(words):
            raise _UnreadableError(NOT_KNOWN)
        raise _UnreadableError(OTHER_FIELDS if self.fields else NO_HEADER)


def _repeated(line: str) -> int:
    """How often a line was logged: syslog daemons write equal ones once, with a count."""
    found = _REPEATED.search(line)
    return int(found[1]) if found else 1


_REPEATED = re.compile(r"message repeated ([0-9]{1,6}) times: \[")


def _joined(one: Packet, other: Packet) -> Packet:
    """Two packets of one kind as one, without what they do not share."""
    same_port = one.source_port == other.source_port
    opens = one.opens if one.opens == other.opens else True in {one.opens, other.opens} or None
    return replace(one, source_port=one.source_port if same_port else None, opens=opens)


# Linux


_KERNEL_FIELD = re.compile(r"(?<![A-Z])(SRC|DST|PROTO|SPT|DPT|TYPE)=(\S*)", re.IGNORECASE)
_FLAGS = frozenset({"SYN", "ACK", "RST", "FIN"})


def _read_kernel(line: str) -> Packet:
    # an ICMP error quotes in brackets the packet that it is about
    own = re.split(r"\[SRC=", line, maxsplit=1, flags=re.IGNORECASE)[0]
    if "[UFW AUDIT" in (upper := own.upper()):
        raise _UnreadableError(WITHOUT_VERDICT)
    found: dict[str, str] = {}
    for name, value in _KERNEL_FIELD.findall(own):
        found.setdefault(name.upper(), value)
    if not found.get("SRC") or not found.get("DST"):
        raise _UnreadableError(NO_ADDRESSES)
    return _packet(
        (found["SRC"], found.get("SPT", "")),
        (found["DST"], found.get("DPT", "")),
        # of ESP in IPv6 there is only a header, and that only where options are logged
        found.get("PROTO", "ESP" if "OPT ( ESP " in upper else ""),
        icmp_type=found.get("TYPE", ""),
        # a prefix may say SYN of its own
        flags=_FLAGS.intersection(upper.partition("PROTO=TCP")[2].split()),
        accepted="[UFW ALLOW]" in upper,
    )


# AWS


_VERSION_2 = (
    "version", "account-id", "interface-id", "srcaddr", "dstaddr", "srcport", "dstport",
    "protocol", "packets", "bytes", "start", "end", "action", "log-status",
)  # fmt: skip
_FLOW_WORDS = frozenset({"ACCEPT", "REJECT", "NODATA", "SKIPDATA"})
_FIELD_NAME = re.compile(r"\$?\{?([a-z][a-z0-9_-]{1,40})\}?")
_FLAG_BITS = {"FIN": 1, "SYN": 2, "RST": 4, "ACK": 16}


def _header(words: list[str]) -> tuple[str, ...]:
    """The fields that a header line names; none where it is no such line."""
    found = [match for word in words if (match := _FIELD_NAME.fullmatch(word))]
    names = tuple(match[1].replace("_", "-") for match in found)
    has_ends = all(any(f"{pre}{end}" in names for pre in ("", "pkt-")) for end in _ENDS)
    return names if len(names) == len(words) and has_ends else ()


_ENDS = ("srcaddr", "dstaddr")


def _is_version_2(record: Mapping[str, str]) -> bool:
    return record["version"] == "2" and record["log-status"] in {"OK", "NODATA", "SKIPDATA"}


def _read_flow(record: Mapping[str, str]) -> Packet | None:
    # the packet's own addresses are what a firewall judges; the others may be of an interface
    source, destination = (_first(record, f"pkt-{name}", name) for name in _ENDS)
    if record.get("log-status") in {"NODATA", "SKIPDATA"} or "" in {source, destination}:
        return None
    return _packet(
        (source, _first(record, "srcport")),
        (destination, _first(record, "dstport")),
        _first(record, "protocol"),
        flags=_flow_flags(_first(record, "tcp-flags")),
        accepted=record.get("action") == "ACCEPT",
    )


def _first(record: Mapping[str, str], *names: str) -> str:
    return next((record[name] for name in names if record.get(name, "-") != "-"), "")


def _flow_flags(text: str) -> frozenset[str]:
    """What the flags of a record tell: all that were set in its interval, joined."""
    number = int(text) if re.fullmatch(r"[0-9]{1,3}", text) else 0
    return frozenset(name for name, bit in _FLAG_BITS.items() if number & bit)


# Cisco


_CISCO = re.compile(r"%(?:ASA|FTD|FWSM|PIX)-(?:[a-z]{1,12}-)?[0-7]-([0-9]{6})", re.IGNORECASE)
_DENY = re.compile(
    r"(?:Deny(?: inbound)?|Inbound) (?:protocol )?(?P<protocol>\S+) (?P<rest>.*)", re.IGNORECASE
)
_TO_ITSELF = re.compile(r"(?P<protocol>\S+) access denied by ACL (?P<rest>.*)", re.IGNORECASE)
_ACCESS_LIST = re.compile(
    r"access-list \S+ (?P<verdict>permitted|denied|est-allowed) (?P<protocol>\S+) "
    r"[^\s/]+/(?P<source>[^\s(]+)\((?P<source_port>[0-9]{1,5})\)[^>]{0,300}?-> ?"
    r"[^\s/]+/(?P<destination>[^\s(]+)\((?P<port>[0-9]{1,5})\)",
    re.IGNORECASE,
)
_CISCO_ICMP = re.compile(r"\btype ([0-9]{1,3}), code [0-9]{1,3}\b", re.IGNORECASE)
_CISCO_FLAGS = re.compile(r" flags ((?:[A-Z]{3} ?){1,6})")


def _read_cisco(number: str, text: str) -> Packet:
    read = _CISCO_MESSAGES.get(number)
    if read is None:
        raise _UnreadableError(NOT_ABOUT_PACKETS, number)
    return read(text)


def _read_deny(text: str) -> Packet:
    found = _DENY.search(text) or _TO_ITSELF.search(text)
    if found is None:
        raise _UnreadableError(NO_ADDRESSES)
    words = iter(found["rest"].split())
    icmp, flags = _CISCO_ICMP.search(text), _CISCO_FLAGS.search(text)
    return _packet(
        _cisco_end(_word_after(words, "src", "from")),
        _cisco_end(_word_after(words, "dst", "to")),
        found["protocol"],
        icmp_type=icmp[1] if icmp else "",
        flags=_FLAGS.intersection(flags[1].split()) if flags else frozenset(),
    )


def _read_access_list(text: str) -> Packet:
    found = _ACCESS_LIST.search(text)
    if found is None:
        raise _UnreadableError(NO_ADDRESSES)
    return _packet(
        (found["source"], found["source_port"]),
        (found["destination"], found["port"]),
        found["protocol"],
        icmp_type=found["source_port"],  # and the code where a port would be
        accepted=found["verdict"].lower() != "denied",
    )


def _word_after(words: Iterator[str], *names: str) -> str:
    for word in words:
        if word in names:
            return next(words, "")
    raise _UnreadableError(NO_ADDRESSES)


def _cisco_end(text: str) -> tuple[str, str]:
    """An address and its port, such as of `outside:192.0.2.1/443(name)`, also without a part."""
    place, _, port = text.partition("(")[0].rstrip(",.").partition("/")
    whole = place.partition(":")[2] if not _is_address(place) else place
    return (whole or place), _SERVICES.get(port, port)


# 710003 writes well-known services by their registered names
_SERVICES = {"ssh": "22", "telnet": "23", "http": "80", "snmp": "161", "https": "443"}


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


_CISCO_MESSAGES: Mapping[str, Callable[[str], Packet]] = {
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


# pf


_FILTERLOG = re.compile(r"(?:^|\s)([0-9]*,[0-9]*,(?:[^,]*,){6}[46],.*)")
_NUMBER_AND_SOURCE = {"4": (15, 18), "6": (13, 15)}
_PF_VERDICTS = {"pass": True, "block": False}
_PF_FLAGS = {"F": "FIN", "S": "SYN", "R": "RST", "A": "ACK"}
_PF_ICMP: Mapping[str, Mapping[str, str]] = {
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


def _read_filterlog(line: str) -> Packet:
    found = _FILTERLOG.search(line.partition("filterlog")[2])
    if found is None:
        raise _UnreadableError(NOT_KNOWN)
    values = found[1].split(",")
    action, version = values[6], values[8]
    number_at, source_at = _NUMBER_AND_SOURCE[version]
    if len(values) < source_at + 2 or not values[9].startswith("0x"):
        raise _UnreadableError(NO_ADDRESSES)
    if action not in _PF_VERDICTS:
        raise _UnreadableError(WITHOUT_VERDICT)
    source, destination, *rest = values[source_at:]
    source_port, port, _, flags = [*rest, "", "", "", ""][:4]
    return _packet(
        (source, source_port),
        (destination, port),
        values[number_at],
        # OPNsense writes a length before the type, pfSense does not
        icmp_type=_PF_ICMP[version].get(port if "=" in source_port else source_port, ""),
        flags=frozenset(_PF_FLAGS[flag] for flag in flags if flag in _PF_FLAGS),
        accepted=_PF_VERDICTS[action],
    )


# What all of them have


def _packet(  # noqa: PLR0913 - what a log says of a packet, all by name but its two ends
    source: tuple[str, str],
    destination: tuple[str, str],
    protocol: str,
    *,
    icmp_type: str = "",
    flags: frozenset[str] = frozenset(),
    accepted: bool = False,
) -> Packet:
    ends = _address(source[0]), _address(destination[0])
    name = _protocol(protocol, ends[0])
    has_ports = name in NAMES_WITH_PORTS
    if has_ports and not destination[1]:
        raise _UnreadableError(NO_PORT)
    return Packet(
        *ends,
        protocol=name,
        port=_port(destination[1]) if has_ports else None,
        source_port=_port(source[1]) if has_ports and source[1] else None,
        icmp_type=_icmp_type(icmp_type) if name.startswith("ICMP") else None,
        opens=_opens(flags) if name == "TCP" else None,
        accepted=accepted,
    )


def _address(text: str) -> Address:
    try:
        address = ip_address(text)
    except ValueError:
        raise _UnreadableError(NOT_AN_ADDRESS, text) from None
    if isinstance(address, IPv6Address) and address.scope_id:
        return IPv6Address(int(address))
    return address


def _protocol(text: str, source: Address) -> str:
    if not text:
        raise _UnreadableError(NO_PROTOCOL)
    plain = text.lower()
    if text.isascii() and text.isdigit():
        plain = text.lstrip("0") or "0"
    known = find_protocol(_OTHER_NAMES.get(plain, plain))
    name = known.name if known else plain.upper()[:20]
    return "ICMPv6" if name == "ICMP" and source.version == 6 else name


def _port(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", text) or int(text) > 65535:
        raise _UnreadableError(NOT_A_PORT, text)
    return int(text)


def _icmp_type(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,3}", text) and int(text) < 256 else None


def _opens(flags: frozenset[str]) -> bool | None:
    """Tell by the flags of TCP whether a connection begins; None where none is known."""
    return "SYN" in flags and "ACK" not in flags if flags else None
