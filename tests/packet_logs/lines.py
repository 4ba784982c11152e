"""Lines of logs that several tests read, and what is asked of lines that cannot be read."""

from ipaddress import ip_address

from portsref.packet_logs.packets import Packet
from portsref.packet_logs.reading import read_packet_log

UFW = (
    "Nov 23 09:41:01 node1 kernel: [12345.678901] [UFW BLOCK] IN=eth0 OUT= MAC=52:54:00:12:34:56 "
    "SRC=10.0.1.7 DST=10.0.0.9 LEN=60 TOS=0x00 PREC=0x00 TTL=63 ID=1 DF PROTO=TCP SPT=40312 "
    "DPT=10250 WINDOW=64240 RES=0x00 SYN URGP=0"
)
AWS = (
    "2 123456789010 eni-1235b8ca123456789 172.31.9.69 172.31.9.12 49761 3389 6 20 4249 1418530010 "
    "1418530070 REJECT OK"
)
AWS_NO_DATA = "2 123456789010 eni-1235b8ca123456789 - - - - - - - 1431280876 1431280934 - NODATA"


def packet(source, destination, protocol, port=None, source_port=None, **what):
    ends = map(ip_address, (source, destination))
    return Packet(*ends, protocol, port, source_port, **what)


def assert_kept_unread(line, reason):
    log = read_packet_log(f"\n{line}\r\n")
    (unreadable,) = log.unreadable
    assert (unreadable.line, unreadable.reason.text) == (2, reason)
    assert unreadable.text == line[:200]
    assert "%(" not in str(unreadable.reason)
    assert log.packets == ()
