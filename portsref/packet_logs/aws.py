"""AWS VPC flow logs: records of version 2, or of any fields after a header line that names them.

https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
"""

import re
from collections.abc import Mapping
from functools import partial

from portsref.messages import gettext_noop
from portsref.packet_logs.base import Claim, LoggedEnd, Reader, UnreadableError, logged_packet
from portsref.packet_logs.packets import Packet

NO_HEADER = gettext_noop("is a flow log of unknown fields: put its header line before it")
OTHER_FIELDS = gettext_noop("has not the fields that the header line before it names")

_VERSION_2 = (
    "version", "account-id", "interface-id", "srcaddr", "dstaddr", "srcport", "dstport",
    "protocol", "packets", "bytes", "start", "end", "action", "log-status",
)  # fmt: skip
_ENDS = ("srcaddr", "dstaddr")
_WITHOUT_DATA = frozenset({"NODATA", "SKIPDATA"})
_OF_A_FLOW = frozenset({"ACCEPT", "REJECT", *_WITHOUT_DATA})
_FIELD_NAME = re.compile(r"\$?\{?([a-z][a-z0-9_-]{1,40})\}?")
_FLAG_BITS = {"FIN": 1, "SYN": 2, "RST": 4, "ACK": 16}

type Fields = tuple[str, ...]  # those that a header line names; none before any such line
type Record = Mapping[str, str]


def _words(line: str) -> list[str]:
    return line.replace('"', "").replace(",", " ").split()


def _header(line: str) -> Fields:
    """The fields that a header line names; none where it is no such line."""
    words = _words(line)
    found = [match for word in words if (match := _FIELD_NAME.fullmatch(word))]
    names = tuple(match[1].replace("_", "-") for match in found)
    has_ends = all(any(f"{pre}{end}" in names for pre in ("", "pkt-")) for end in _ENDS)
    return names if len(names) == len(words) and has_ends else ()


def _after(line: str) -> Reader | None:
    fields = _header(line)
    return _reader(fields) if fields else None


def _claim(fields: Fields, line: str) -> Claim:
    known = _header(line) or _record(fields, line) or not _OF_A_FLOW.isdisjoint(_words(line))
    return Claim.SHAPE if known else Claim.NONE


def _record(fields: Fields, line: str) -> Record | None:
    """A record by the names of its fields; a time may stand before them."""
    words = _words(line)
    for names in (fields, _VERSION_2):
        if names and len(words) in {len(names), len(names) + 1}:
            record = dict(zip(names, words[-len(names) :], strict=True))
            if names is not _VERSION_2 or _is_version_2(record):
                return record
    return None


def _is_version_2(record: Record) -> bool:
    return record["version"] == "2" and record["log-status"] in {"OK", *_WITHOUT_DATA}


def _read(fields: Fields, line: str) -> tuple[Packet, ...]:
    if _header(line):
        return ()
    record = _record(fields, line)
    if record is None:
        raise UnreadableError(OTHER_FIELDS if fields else NO_HEADER)
    # the packet's own addresses are what a firewall judges; the others may be of an interface
    source, destination = (_first(record, f"pkt-{name}", name) for name in _ENDS)
    if record.get("log-status") in _WITHOUT_DATA or "" in {source, destination}:
        return ()
    packet = logged_packet(
        LoggedEnd(source, _first(record, "srcport")),
        LoggedEnd(destination, _first(record, "dstport")),
        protocol=_first(record, "protocol"),
        flags=_flags(_first(record, "tcp-flags")),
        accepted=record.get("action") == "ACCEPT",
    )
    return (packet,)


def _first(record: Record, *names: str) -> str:
    return next((record[name] for name in names if record.get(name, "-") != "-"), "")


def _flags(text: str) -> list[str]:
    """What the flags of a record tell: all that were set in its interval, joined."""
    number = int(text) if re.fullmatch(r"[0-9]{1,3}", text) else 0
    return [name for name, bit in _FLAG_BITS.items() if number & bit]


def _reader(fields: Fields) -> Reader:
    return Reader(
        label=gettext_noop("AWS VPC flow log"),
        sample=(
            "2 123456789010 eni-1235b8ca123456789 192.0.2.65 192.0.2.66 40312 8472 17 20 4249 "
            "1418530010 1418530070 REJECT OK"
        ),
        claim=partial(_claim, fields),
        read=partial(_read, fields),
        after=_after,
    )


READER = _reader(())
